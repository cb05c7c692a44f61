"""`feedback`: proof of the feedback both ways (双向反馈): when the petitioner was told, and when the platform."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from generators.feedback_sheet import feedback_sheet
from generators.privacy import is_secret
from ledger.feedback import Feedback, answered_in
from ledger.spans import Span
from ledger.vocabulary import LetterState, label
from ledger.workdays import next_office_moment
from mailroom.commands.chinese import ChineseCommand
from mailroom.commands.desk import office_of
from mailroom.commands.pages import replace_file
from mailroom.commands.printing import print_json, print_table, say
from mailroom.commands.rows import masked
from mailroom.commands.spans import SPAN
from mailroom.commands.words import SheetFile, at_option, json_option
from mailroom.office import Office
from mailroom.resending import wanted_again

Row = dict[str, Any]
BY_US = "保密件，由本办答复"


@click.command(cls=ChineseCommand)
@click.argument("span", metavar="统计期", type=SPAN)
@click.option("--lacking", is_flag=True, help="只列有欠缺的：没有告知当事人、没有上报、上报被退回或迟了")
@click.option("--save", "file", metavar="文件.xlsx", type=SheetFile(".xlsx"), help="另存为 Excel，可直接打印")
@at_option
@json_option
@click.pass_context
def feedback(
    ctx: click.Context, span: Span, lacking: bool, file: Path | None, at: datetime, as_json: bool
) -> None:
    """双向反馈的凭据：统计期内反馈齐全的每一件，何时、由谁、怎样告知当事人，何时上报上级，对方服务器怎样答复。"""
    office = office_of(ctx)
    returned = wanted_again()
    rows = [_row(office, each, returned, at) for each in answered_in(span)]
    rows = [row for row in rows if row["lacking"] or not lacking]
    if file is not None:
        replace_file(file, feedback_sheet(rows, span.words, head=office.head, exported_on=at))
        say(f"已存 {len(rows)} 件到 {file}")
        return
    if as_json:
        for row in rows:
            print_json(row)
        return
    headings = ("工单编号", "承办单位", "反馈时间", "告知当事人", "告知日期", "告知人", "上报发出", "缺什么")
    print_table(headings, [_line(row) for row in rows], whole=1)
    say(f"共 {len(rows)} 件，其中 {sum(bool(row['lacking']) for row in rows)} 件有欠缺")


def _row(office: Office, told: Feedback, returned: set[str], at: datetime) -> Row:
    case, answer, report = told.case, told.answer, told.report
    secret = is_secret(case)
    reported_at = report.sent_at if report is not None and report.state == LetterState.SENT else None
    return {
        "case_no": case.case_no,
        "upper_no": case.upper_no,
        "upper": case.upper,
        "department": told.dispatch.department.name,
        "secret": secret,
        "answered_at": answer.at,
        "due_at": told.dispatch.due_at,
        "informed": None if secret else answer.petitioner_informed,
        "informed_words": _informed_words(told, secret),
        "informed_on": None if secret else answer.informed_on,
        "informed_by": "" if secret else masked(answer.informed_by, case, None),
        "informed_how": None if secret else answer.informed_how,
        "informed_how_words": "" if secret else label("informed_how", answer.informed_how),
        "opinion": None if secret else answer.petitioner_opinion,
        "report": report.key if report is not None else None,
        "report_state": report.state if report is not None else None,
        "reported_at": reported_at,
        "message_id": report.message_id if report is not None else None,
        "evidence": report.evidence if report is not None else "",
        "lacking": _lacking(office, told, secret, reported_at, returned, at),
    }


def _informed_words(told: Feedback, secret: bool) -> str:
    if secret:
        return BY_US
    if told.answer.petitioner_informed:
        return "已告知"
    return "联系不上" if told.answer.petitioner_opinion == "unreached" else "没有告知"


def _lacking(
    office: Office,
    told: Feedback,
    secret: bool,
    reported_at: datetime | None,
    returned: set[str],
    at: datetime,
) -> list[str]:
    """What the proof lacks: nobody told the petitioner, no report, one that did not go the same working day."""
    sentences = []
    answer, report = told.answer, told.report
    if not secret and not answer.petitioner_informed and answer.petitioner_opinion != "unreached":
        sentences.append("没有告知当事人")
    last = next_office_moment(answer.at, office.calendar, office.hours).date()
    if report is None:
        sentences.append("没有上报" if told.case.upper else "没有上级平台，由人答复")
    elif report.key in returned:
        sentences.append("上报被退回，还没有重发")
    elif reported_at is None:
        state = label("letter_state", report.state)
        sentences.append(f"上报没有发出（{state}）")
    elif reported_at.date() > last:
        sentences.append("上报不在反馈当日")
    return sentences if at >= answer.at else []


def _line(row: Row) -> tuple[Any, ...]:
    return (
        row["case_no"],
        row["department"],
        row["answered_at"],
        row["informed_words"],
        row["informed_on"].date() if row["informed_on"] else "",
        row["informed_by"],
        row["reported_at"],
        row["lacking"],
    )
