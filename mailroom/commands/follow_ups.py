"""`follow-ups`, `follow-up` and `unreasonable`: whom to call back, what a petitioner said, and what is no fair demand."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from generators.call_list import Call, urgency_of
from generators.follow_up_sheet import follow_up_form, follow_up_list
from generators.letter import Enclosed
from generators.privacy import is_secret
from ledger import call_backs, casework, following_up
from ledger.models import Case, FollowUp
from ledger.opening import transaction
from ledger.vocabulary import LABELS, label
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import case_of, office_of
from mailroom.commands.pages import write_into
from mailroom.commands.printing import print_json, print_table, say
from mailroom.commands.words import BECAUSE, Sentence, Word, at_option, by_option, done_at_option, json_option
from mailroom.desks import calling, satisfaction, verdicts
from mailroom.desks.satisfaction import CannotRecord, Said, Unanswered
from mailroom.office import Office

log = logging.getLogger(__name__)


@click.command("follow-ups", cls=ChineseCommand)
@click.option("--overdue", is_flag=True, help="只列已过回访时限的")
@click.option(
    "--save",
    "folder",
    metavar="目录",
    type=click.Path(path_type=Path, file_okay=False),
    help="把回访表（xlsx）存到这个目录，供打印、填写；含诉求人信息，取表人记入办理过程",
)
@click.option("--forms", is_flag=True, help="与 --save 同用：另存每件一份的回访表（docx）")
@by_option
@at_option
@json_option
@click.pass_context
def follow_ups(
    ctx: click.Context,
    overdue: bool,
    folder: Path | None,
    forms: bool,
    by: str,
    at: datetime,
    as_json: bool,
) -> None:
    """列出应回访的和待研判的工单，先到期的在前。"""
    if forms and folder is None:
        raise click.UsageError("--forms 须与 --save 目录同用")
    office = office_of(ctx)
    to_call = [each for each in call_backs.still_to_make() if each.due_at < at or not overdue]
    if folder is not None:
        _save(office, to_call, folder, forms=forms, by=by, at=at)
        return
    rows = [_call_row(office, each, at) for each in to_call]
    rows += [] if overdue else [_verdict_row(office, each) for each in call_backs.still_to_judge()]
    if as_json:
        for row in rows:
            print_json(row)
        return
    headings = ("工单编号", "类型", "承办单位", "反馈时间", "回访时限", "状态")
    print_table(headings, [_line(row) for row in rows])
    pressing = urgency_of(calling.calls_of(office, to_call), at)
    say(
        f"应回访 {len(to_call)} 件{f'（{pressing}）' if pressing else ''}，待研判 {len(rows) - len(to_call)} 件"
    )


def _call_row(office: Office, call: FollowUp, at: datetime) -> dict[str, Any]:
    return _row(call) | {
        "state": "to_call",
        "overdue": call.due_at < at,
        "tried": calling.half_days_tried(office, call),
        "satisfaction": None,
        "judged_by": None,
    }


def _verdict_row(office: Office, call: FollowUp) -> dict[str, Any]:
    return _row(call) | {
        "state": "to_judge",
        "overdue": False,
        "tried": calling.half_days_tried(office, call),
        "satisfaction": call.satisfaction,
        "judged_by": verdicts.judged_by(office, call),
    }


def _row(call: FollowUp) -> dict[str, Any]:
    return {
        "case_no": call.case.case_no,
        "kind": call.case.kind,
        "department": call.dispatch.department.name,
        "answered_at": call.dispatch.answered_at,
        "due_at": call.due_at,
        "round": call.dispatch.round,
        "secret": is_secret(call.case),
    }


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    if row["state"] == "to_judge":
        state = f"{label('opinion', row['satisfaction'])}，{row['judged_by']:%Y-%m-%d %H:%M} 前研判"
    else:
        tried = f"{row['tried']} 个半天未接通" if row["tried"] else ""
        state = "，".join(filter(None, ["已超期" if row["overdue"] else "", tried]))
    kind = label("kind", row["kind"])
    return row["case_no"], kind, row["department"], row["answered_at"], row["due_at"], state


def _save(
    office: Office, to_call: Sequence[FollowUp], folder: Path, *, forms: bool, by: str, at: datetime
) -> None:
    """Lay the list, and the single sheets, into a folder; who takes them is recorded, for they name who asked."""
    log.info("call list taken out by %s", by)
    with transaction():
        for each in to_call:
            casework.note(each.case, "取出回访表（含诉求人身份信息）", now=at, by=by)
    for paper in _papers(office, calling.calls_of(office, list(to_call)), forms=forms, at=at):
        say(f"已存 {write_into(folder, paper.name, paper.data)}")


def _papers(office: Office, calls: list[Call], *, forms: bool, at: datetime) -> list[Enclosed]:
    items, day = [call[:4] for call in calls], at.date()
    papers = [follow_up_list(items, head=office.head, on=day, pressing=urgency_of(calls, at))]
    for item in items if forms else []:
        papers.append(follow_up_form(*item, head=office.head, on=day, templates=office.templates))
    return papers


@click.command("follow-up", cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option("--reached/--unreached", "reached", default=None, help="接通了没有")
@click.option("--satisfaction", type=Word("satisfaction"), help="满意度；不肯评价的不写，在 --remark 说明")
@click.option("--solved", type=Word("solved"), help="问题是否解决")
@click.option("--remark", type=Sentence("备注"), help="群众怎么说；不满意的写明原因，重办通知照此告知单位")
@click.option(
    "--correct", type=BECAUSE, help="更正已登记的结果（须 --reached）：为什么登记错了；已研判、重办的不能更正"
)
@by_option
@done_at_option
@click.pass_context
def follow_up(
    ctx: click.Context,
    case_no: str,
    reached: bool | None,
    satisfaction: str | None,
    solved: str | None,
    remark: str | None,
    correct: str | None,
    by: str,
    at: datetime,
) -> None:
    """登记一次回访。满意、基本满意的随即办结；不满意的待研判，到时督办重办；几个半天都没有接通的记为联系不上。"""
    if reached is None:
        raise click.UsageError("--reached（接通）和 --unreached（未接通）须写一个")
    if correct and not reached:
        raise click.UsageError("--correct 须与 --reached 同用")
    office = office_of(ctx)
    case = case_of(case_no)
    said = Said(
        called=at,
        reached=reached,
        satisfaction=satisfaction,
        solved=solved,
        remark=remark or "",
        unrated=bool(reached and not satisfaction and remark),
        unanswered=() if reached else (Unanswered(at, remark=remark or ""),),
    )
    say(satisfaction_of(office, case, said, correct or "", by=by, at=at))


def satisfaction_of(office: Office, case: Case, said: Said, correct: str, *, by: str, at: datetime) -> str:
    """Write down, or put right, what was said of a case; returns the sentence for who typed it."""
    meant = satisfaction.calls_meant(call_backs.of_case(case), said.called, dated=True)
    if isinstance(meant, str):
        raise CannotRecord(f"{case.case_no} {meant}")
    try:
        with transaction():
            if correct:
                told = satisfaction.correct(office, meant, said, because=correct, now=at, by=by)
            else:
                told = satisfaction.record(office, meant, said, now=at, by=by)
            satisfaction.clear_sheet_of(case, now=at, by=by)
    except following_up.AlreadyDone as error:
        raise CannotRecord(str(error)) from error
    return told or f"{case.case_no} 这一次回访已经登记过，没有改动"


@click.command(cls=ChineseCommand)
@click.argument("case_no", metavar="编号")
@click.option(
    "--ground",
    type=click.IntRange(1, 8),
    required=True,
    metavar="1-8",
    help="；".join(f"{number} {words}" for number, words in LABELS["ground"].items()),
)
@click.option("--evidence", type=Sentence("依据"), required=True, help="依据、佐证材料")
@click.option("--approved-by", type=Sentence("审批人", 60), required=True, help="谁审批的，不能是经办人自己")
@by_option
@done_at_option
@click.pass_context
def unreasonable(
    ctx: click.Context, case_no: str, ground: int, evidence: str, approved_by: str, by: str, at: datetime
) -> None:
    """把回访不满意的一件认定为不合理诉求：写明情形、依据、审批人；随即办结，不计入满意率等。"""
    office = office_of(ctx)
    case = case_of(case_no)
    verdicts.call_unreasonable(
        office, case, ground=ground, evidence=evidence, approved_by=approved_by, now=at, by=by
    )
    say(f"{case.case_no} 已认定为不合理诉求并办结")
