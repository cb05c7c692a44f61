"""整合进度: a department's filled-in sheet of its own hotlines. A person compares it with the ledger before it is entered."""

from __future__ import annotations

import re
import shlex
from datetime import datetime
from typing import Any

from ledger import hotlines
from ledger.opening import transaction
from ledger.vocabulary import MailState
from mailroom import holding
from mailroom.desks.incoming import Incoming
from mailroom.hotline_sheet import HEADINGS, REQUIRED, rows_of
from mailroom.hotlines import enter, in_full, reading_of
from mailroom.office import Office
from mailroom.spreadsheets import BadSheet, Page, pages_of
from parsers import formats

SPREADSHEETS = ("xlsx", "xls", "ods", "csv")
TOLD_BY = (
    "整合方式",
    "完成日期",
    "进度",
)  # a sheet with numbers of hotlines and none of these reports nothing
REFUSES = re.compile("不同意|拒绝|不(?:予|宜|能|再|进行)?整合|保留|独立接听")
SHOWN = 8  # differences that the pen spells out


def is_report(incoming: Incoming) -> bool:
    """Whether a mail that was read as nothing else brings hotlines and how far they are."""
    return incoming.reading.what == "other" and bool(_pages(incoming))


def take_report(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Hold a sheet with its differences from the ledger; once a person lets it go on, enter them.

    Empty cells leave what is on file; only the sender's own hotlines are entered.
    """
    name, pages = _pages(incoming)[0]
    reading = reading_of(office, now=now, blank_stays=True)
    try:
        rows = in_full(office, rows_of(pages, name, reading))
    except BadSheet as error:
        return _hold_faulty(incoming, error.faults[:SHOWN], now=now)
    sender = _sender(incoming)
    if fault := _not_its_own(rows, sender):
        return _hold(incoming, fault, now=now)
    if not incoming.confirmed:
        told = differences(rows)
        because = (
            f"{sender}报来热线整合进度，与台账不同：{told}"
            if told
            else f"{sender}报来热线整合进度，与台账没有不同"
        )
        return _hold(incoming, because, now=now, ways=[holding.let_go("核对无误：把这些变化登记到整合台账")])
    with transaction():
        enter(rows, now=now, by=f"{sender}报，{incoming.by}核对", mail=incoming.mail)
    return MailState.SETTLED


def _hold_faulty(incoming: Incoming, faults: list[str], *, now: datetime) -> MailState:
    """Hold a sheet of which some cells can't be read: whoever is known to have sent it, his hotlines can be entered by hand."""
    told = "；".join(faults)
    refuses = "；看来该单位不同意整合，请先问明" if REFUSES.search(told) else ""
    sender = _sender(incoming)
    open_lines = [line for line in hotlines.lines(open_only=True) if sender and line.department == sender]
    ways = [
        holding.suggest(
            shlex.join(["mailroom", "lines", "progress", line.number, "--what", f"报来的进度表：{told}"]),
            f"核对来表后登记{line.number}的进度：方式 --way、完成日期 --done，说明照来表改",
        )
        for line in open_lines[:SHOWN]
    ]
    return _hold(incoming, f"热线整合进度表有误，没有登记：{told}{refuses}", now=now, ways=ways)


def differences(rows: list[dict[str, Any]]) -> str:
    """What a sheet would change of the hotlines on file, in Chinese; "" where nothing."""
    told = []
    for row in rows:
        line = hotlines.line_numbered(row["number"])
        if line is not None and (what := hotlines.changes(line, row)):
            told.append(f"{row['number']}：{what}")
    more = f"；另有 {len(told) - SHOWN} 条" if len(told) > SHOWN else ""
    return "。".join(told[:SHOWN]) + more


def _pages(incoming: Incoming) -> list[tuple[str, list[Page]]]:
    """The spreadsheets of a mail that have our columns, by name."""
    found = []
    for document in incoming.reading.documents:
        if document.format in SPREADSHEETS and document.data:
            pages = pages_of(formats.read(document.name, document.data), HEADINGS, REQUIRED)
            told = {heading for page in pages for heading in page.columns.values()}
            if told & {HEADINGS[each] for each in TOLD_BY}:
                found.append((document.name, pages))
    return found


def _sender(incoming: Incoming) -> str:
    """The department that reports: as a person said, or the only one that has the sender's address on file."""
    known = incoming.sender.departments
    return incoming.department or (known[0].name if len(known) == 1 else "")


def _not_its_own(rows: list[dict[str, Any]], sender: str) -> str:
    """Why the rows can't be entered for this sender, in Chinese, or ""."""
    if not sender:
        return "发来热线整合进度表，但发件地址不是任何一个单位登记的邮箱，不知是哪个单位报的"
    lines = {row["number"]: hotlines.line_numbered(row["number"]) for row in rows}
    if unknown := [number for number, line in lines.items() if line is None]:
        return f"{sender}报来热线整合进度，其中台账没有登记的：{'、'.join(unknown)}，请核实后另行导入"
    others = [number for number, line in lines.items() if line and line.department != sender]
    return f"{sender}报来热线整合进度，其中不是该单位的：{'、'.join(others)}" if others else ""


def _hold(
    incoming: Incoming, because: str, *, now: datetime, ways: list[holding.Suggestion] | None = None
) -> MailState:
    suggested = ways or [
        holding.suggest(
            "held release --department 单位名称", "查明是哪个单位报的，且该单位有这些热线：按该单位的登记"
        ),
    ]
    suggested = [*suggested, holding.drop("已另行登记整合进度")]
    return holding.hold_mail(incoming.mail, incoming.reading, because=because, suggestions=suggested, now=now)
