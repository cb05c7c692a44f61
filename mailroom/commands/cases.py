"""`cases` and `case`: the list of cases, and everything about one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ledger import casework, listings, worklists
from ledger.following_up import day_or_moment
from ledger.models import Case
from ledger.opening import transaction
from ledger.vocabulary import Status, label
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import case_of, department_of, office_of
from mailroom.commands.pages import replace_file
from mailroom.commands.printing import console, print_fields, print_json, print_table, say
from mailroom.commands.returned_rows import state_words
from mailroom.commands.rows import Row, case_row, dossier
from mailroom.commands.standing import standings
from mailroom.commands.words import MONTH, Sentence, SheetFile, Word, at_option, by_option, json_option
from mailroom.office import Office


@click.command(cls=ChineseCommand)
@click.option("--status", type=Word("status"), help="只列这一状态的")
@click.option("--department", type=Sentence("单位"), help="只列由这个单位主办的（全称或简称）")
@click.option("--overdue", is_flag=True, help="只列已逾期未反馈的，和等分办已过办理时限的")
@click.option("--month", type=MONTH, help="只列这个月登记的，如 2018-03")
@at_option
@json_option
@click.pass_context
def cases(
    ctx: click.Context,
    status: str | None,
    department: str | None,
    overdue: bool,
    month: str | None,
    at: datetime,
    as_json: bool,
) -> None:
    """列出工单，先登记的在前；诉求人的姓名、电话已隐去。"""
    office = office_of(ctx)
    name = department_of(department).name if department else None
    overdue_at = at if overdue else None
    found = worklists.find_cases(status=status, department=name, overdue_at=overdue_at, month=month)
    if overdue and status in (None, Status.REGISTERED):  # no deadline on record: looked at one by one below
        waiting = worklists.find_cases(status=Status.REGISTERED, department=name, month=month)
        found = sorted([*found, *waiting], key=lambda each: each[0].id)
    petitioners = listings.petitioners_of(case for case, _ in found)
    stands = standings(office, found, at=at)
    rows = [case_row(case, lead, petitioners.get(case.id), at, stands[case.id]) for case, lead in found]
    rows = [row for row in rows if row["overdue"] or not overdue]
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table(
        ("工单编号", "上级编号", "类型", "标题", "状态", "承办单位", "办理时限", "备注"),
        [_line(row) for row in rows],
        whole=2,
    )
    say(f"共 {len(rows)} 件")


def _line(row: Row) -> tuple[Any, ...]:
    marks = [
        "逾期" if row["overdue"] else "",
        f"已等分办{row['waiting_days']}个工作日" if row["waiting_days"] else "",
        "转办函未送达" if row["undelivered"] else "",
        "重办" if row["redo"] else "",
        "疑难" if row["hard"] else "",
        "时限暂定" if row["provisional"] else "",
        "保密" if row["secret"] else "",
        "省转" if row["level"] == "province" else "",
    ]
    return (
        row["case_no"],
        row["upper_no"],
        label("kind", row["kind"]),
        row["title"],
        label("status", row["status"]),
        row["department"],
        row["ought_at"] or row["due_at"],
        [mark for mark in marks if mark],
    )


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option("--petitioner", is_flag=True, help="显示诉求人的姓名、电话、地址；查看人记入办理过程")
@click.option(
    "--dossier",
    "file",
    metavar="文件.pdf",
    type=SheetFile(".pdf"),
    help="把全部卷宗印成一个 PDF（须装有 LibreOffice），含诉求人信息；印制人记入办理过程",
)
@by_option
@at_option
@json_option
@click.pass_context
def case(
    ctx: click.Context,
    case_no: str,
    petitioner: bool,
    file: Path | None,
    by: str,
    at: datetime,
    as_json: bool,
) -> None:
    """查看一件工单：基本情况、承办、办理过程、来往信件、时限怎么算的。编号可以是本办编号或上级编号。"""
    office = office_of(ctx)
    wanted = case_of(case_no)
    if file:
        _save_dossier(office, wanted, file, by=by, at=at)
        return
    if petitioner:
        _record_look(wanted, by=by, at=at)
    row = dossier(office, wanted, at, full=petitioner)
    if as_json:
        print_json(row)
    else:
        _print(row)


def _record_look(wanted: Case, *, by: str, at: datetime) -> None:
    """Who looked at a petitioner's identity is recorded (rules.md, Privacy)."""
    with transaction():
        casework.note(wanted, "查看诉求人身份信息", now=at, by=by)


def _save_dossier(office: Office, wanted: Case, file: Path, *, by: str, at: datetime) -> None:
    """Print the dossier into a file. Who asks is recorded first: it stands in the dossier, and nothing goes unnoted."""
    # What draws and prints a dossier takes long to import: only where one is made.
    from mailroom.printing.dossier import make_dossier
    from mailroom.printing.printer import need_printer

    need_printer()
    with transaction():
        casework.note(wanted, "印制卷宗（含诉求人身份信息）", now=at, by=by)
    pdf, pages = make_dossier(office, wanted, now=at)
    replace_file(file, pdf)
    say(f"已存 {file}，共 {pages} 页")


def _print(row: Row) -> None:
    who = row["petitioner"] or {}
    print_fields(
        [
            ("工单编号", row["case_no"]),
            ("上级编号", row["upper_no"]),
            ("来自", row["upper"] or _direct(row)),
            ("渠道", f"{label('level', row['level'])} · {label('channel', row['channel'])}"),
            ("类型", label("kind", row["kind"])),
            ("紧急程度", label("urgency", row["urgency"])),
            ("保密", row["secret"]),
            ("状态", label("status", row["status"]) + ("（已逾期）" if row["overdue"] else "")),
            ("待分办", _waits(row)),
            ("并入", row["merged_into"]),
            ("登记时间", row["registered_at"]),
            ("来电时间", row["called_at"]),
            ("上级时限", row["upper_due_at"]),
            ("诉求人", [who.get(key) for key in ("name", "phone", "address") if who.get(key)]),
            ("事发地点", row["place"]),
            ("标题", row["title"]),
            ("诉求内容", row["request_text"]),
        ]
    )
    for title, headings, rows in _sections(row):
        if rows:
            console().print()
            print_table(headings, rows, title=title)
    if row["due_trace"]:
        say("\n时限推算（从转办当日起，当日不计）")
        for line in row["due_trace"]:
            say(f"  {line}")


def _waits(row: Row) -> str:
    """How long a case has waited for dispatch, and until when it ought to be done."""
    if row["ought_at"] is None:
        return ""
    return f"已等 {row['waiting_days']} 个工作日；从登记算起应于 {row['ought_at']:%Y-%m-%d %H:%M} 前办结"


def _direct(row: Row) -> str:
    """Who wrote, where no platform stands behind the case: its result goes up to nobody by itself."""
    writer = next((mail["from"] for mail in row["mails"]), "")
    return f"{writer} 直接来件，没有上级平台：办理结果不自动上报，反馈后由人答复"


def _sections(row: Row) -> list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
    return [
        (
            "承办",
            ("承办单位", "主协办", "转办时间", "办理时限", "签收", "反馈", "状态", "依据"),
            [
                (
                    each["department"],
                    label("role", each["role"]),
                    each["dispatched_at"],
                    each["due_at"],
                    each["acknowledged_at"],
                    each["answered_at"],
                    label("dispatch_state", each["state"]),
                    each["because"],
                )
                for each in row["dispatches"]
            ],
        ),
        (
            "反馈",
            ("时间", "承办单位", "齐全", "缺少", "调查核实情况", "处理情况"),
            [
                (
                    each["at"],
                    each["department"],
                    "齐全" if each["complete"] else "不齐",
                    each["missing"],
                    each["facts"],
                    each["measures"],
                )
                for each in row["answers"]
            ],
        ),
        (
            "延期",
            ("申请单位", "申请时间", "天数", "理由", "决定", "原时限", "新时限", "经办"),
            [
                (
                    each["department"],
                    each["asked_at"],
                    each["granted_days"] or each["days"] or each["until"],
                    each["reason"],
                    label("extension_state", each["state"]),
                    each["due_before"],
                    each["due_after"],
                    each["decided_by"],
                )
                for each in row["extensions"]
            ],
        ),
        (
            "回访",
            ("承办单位", "回访时限", "回访时间", "结果", "未接通", "备注", "研判"),
            [
                (
                    each["department"],
                    each["due_at"],
                    day_or_moment(each["done_at"]) if each["done_at"] else "",
                    each["outcome"] or "待回访",
                    len([one for one in each["tries"] if not one["reached"]]) or "",
                    each["remark"],
                    label("verdict", each["verdict"]),
                )
                for each in row["follow_ups"]
            ],
        ),
        (
            "办理过程",
            ("时间", "事项", "经办", "内容"),
            [(each["at"], label("act", each["act"]), each["by"], each["because"]) for each in row["journal"]],
        ),
        (
            "来件",
            ("号", "登记时间", "发件人", "主题", "读作", "结果"),
            [
                (
                    each["id"],
                    each["kept_at"],
                    each["from"],
                    each["subject"],
                    label("what", each["what"]),
                    label("mail_state", each["state"]),
                )
                for each in row["mails"]
            ],
        ),
        (
            "发件",
            ("编号", "种类", "收件人", "状态", "拟稿时间", "发出时间"),
            [
                (
                    each["key"],
                    label("letter_kind", each["kind"]),
                    each["to"],
                    state_words(each),
                    each["posted_at"],
                    each["sent_at"],
                )
                for each in row["letters"]
            ],
        ),
    ]
