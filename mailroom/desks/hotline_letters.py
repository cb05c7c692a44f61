"""整合进度来信: a department tells in words how far its hotline is. Nothing is entered; the command lies ready to be copied."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from datetime import date, datetime

from ledger import hotlines, worklists
from ledger.models import Line
from ledger.vocabulary import MailState
from mailroom import holding
from mailroom.desks.incoming import Incoming
from mailroom.office import Office
from parsers.dates import day_of, find_dates

WAYS = {
    "revoked": re.compile("撤销|注销|停用|拆除"),
    "forwarded": re.compile("呼叫?转移|转接"),
    "parallel": re.compile("并行"),
}
ABOUT = re.compile("热线|整合|" + "|".join(way.pattern for way in WAYS.values()))
DONE = re.compile(
    r"已[^，,。；;\n]{0,12}(?:撤销|注销|停用|完成|整合|转移|并行)|(?:整合|撤销|注销)(?:完毕|完成|到位)"
)
SENTENCE = re.compile(r"[^。！!；;\n]+")
LONGEST = 100  # characters of a suggested sentence


def is_word(incoming: Incoming) -> bool:
    """Whether a mail that is about no case tells of hotlines in words."""
    reading = incoming.reading
    if reading.what not in ("other", "acknowledgement") or reading.case_nos or incoming.case_no:
        return False
    if not ABOUT.search(
        _text(incoming)
    ):  # before the ledger is asked: nearly all such mails are about something else
        return False
    envelope = reading.envelope
    of_a_case = worklists.cases_of_message([*envelope.in_reply_to, *envelope.references])
    return not of_a_case and bool(_lines(incoming))


def take_word(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Hold the mail with a command for each hotline that it means, in the sender's own words."""
    lines, told = _lines(incoming), incoming.mail.came_at.date()
    known = incoming.sender.departments
    sender = known[0].name if len(known) == 1 else "（发件地址没有登记，先核实是哪个单位）"
    names = "、".join(f"{line.number}（{line.name}）" if line.name else line.number for line in lines)
    because = f"{sender}来信说明热线整合进度：{names}。信里没有附表，核对后用建议的命令登记"
    ways = [_way(incoming, line, told) for line in lines]
    reading = replace(incoming.reading, what="other", why=because)
    return holding.hold_mail(
        incoming.mail,
        reading,
        because=because,
        suggestions=[*ways, holding.drop("已登记整合进度")],
        now=now,
    )


def _lines(incoming: Incoming) -> list[Line]:
    """The hotlines that a mail means: those that it names; in answer to a reminder that names none, the sender's open
    ones.
    """
    text = _text(incoming)
    if not ABOUT.search(text):
        return []
    named = [line for line in hotlines.lines() if re.search(rf"(?<!\d){re.escape(line.number)}(?!\d)", text)]
    if named or not _answers_reminder(incoming):
        return named
    theirs = {department.name for department in incoming.sender.departments}
    return [line for line in hotlines.lines(open_only=True) if line.department in theirs]


def _answers_reminder(incoming: Incoming) -> bool:
    envelope = incoming.reading.envelope
    letters = [worklists.letter_by_message_id(each) for each in (*envelope.in_reply_to, *envelope.references)]
    return any(letter is not None and letter.kind == "lines_reminder" for letter in letters)


def _text(incoming: Incoming) -> str:
    return incoming.reading.new_text or incoming.reading.text


def _way(incoming: Incoming, line: Line, told: date) -> holding.Suggestion:
    """The command that enters what a mail says of a hotline; the way and the day only where its sentence says them."""
    said = _sentence(_text(incoming), line.number)
    words = ["mailroom", "lines", "progress", line.number, "--what", said[:LONGEST]]
    ways = [way for way, pattern in WAYS.items() if pattern.search(said)]
    if len(ways) == 1 and ways[0] != line.way:
        words += ["--way", ways[0]]
    days = [day_of(each.value) for each in find_dates(said, near=told)]
    if len(days) == 1 and days[0] <= told and DONE.search(said):
        words += ["--done", f"{days[0]:%Y-%m-%d}"]
    return holding.suggest(
        shlex.join(words), f"核对原信后登记{line.number}的进度，方式、完成日期与信不符的先改"
    )


def _sentence(text: str, number: str) -> str:
    """What a text says of a hotline: the sentence that names it, else the first that tells of merging."""
    sentences = [each.strip() for each in SENTENCE.findall(text) if each.strip()]
    naming = [each for each in sentences if re.search(rf"(?<!\d){re.escape(number)}(?!\d)", each)]
    telling = [each for each in sentences if ABOUT.search(each)]
    return next(iter([*naming, *telling, *sentences]), "")
