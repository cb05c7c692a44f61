"""Everybody who writes to the demonstration office. What was mailed is told by the mailbox's folders, nothing else:
a name that lies in `in` or `filed` is not mailed again, whenever the demonstration was stopped.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from ledger import worklists
from mailroom import releasing
from mailroom.demonstration.callers import calls
from mailroom.demonstration.departments import Intention, intentions
from mailroom.demonstration.letters import CHINA_TIME, ReceivedLetter, read_letter
from mailroom.demonstration.upper_platform import conducts_planned, mails_until, moment_of, platform_mail
from mailroom.office import Office
from mailroom.providers.disk import made, write_whole

CLERK = "演示值班员"
DECIDES_AFTER_HOURS = 2


class Correspondence:
    """The platform and the departments, over the folders of a folder mailbox. `act` as often as time moves on."""

    def __init__(self, office: Office, mailbox: Path):
        self._office = office
        self._in, self._filed, self._out = (made(mailbox / name) for name in ("in", "filed", "out"))
        self._conducts = conducts_planned(office.calendar)
        self._read: dict[str, list[Intention]] = {}  # a letter's file → what its recipient will do
        self._dispatches: dict[str, tuple[str, str]] = {}  # case number → first recipient and upper number

    def act(self, now: datetime) -> int:
        """Mail in all that is due by `now` and not there yet; returns how many mails."""
        there = {path.name for folder in (self._in, self._filed) for path in folder.iterdir()}
        mailed = 0
        for each in sorted(self._due(now), key=lambda each: (each.at, each.name)):
            if f"{each.name}.eml" not in there:
                self._put(each)
                mailed += 1
        return mailed

    def decide(self, now: datetime) -> None:
        """Do as a clerk would with a wish to give a case back that names another department: grant it."""
        for held in worklists.open_held():
            waited = (now - held.since).total_seconds() / 3600
            if held.what != "send_back" or held.mail is None or waited < DECIDES_AFTER_HOURS:
                continue
            wish = releasing.read_again(self._office, held.mail).send_back
            target = worklists.department_named(wish.suggested_department or "") if wish else None
            if target is not None:
                releasing.release(self._office, held, now=now, by=CLERK, department=target.name)

    def _due(self, now: datetime) -> Iterator[Intention]:
        calendar = self._office.calendar
        for mail in mails_until(now, calendar):
            at = moment_of(mail, calendar)
            if at <= now:
                yield Intention(at, mail.name, partial(platform_mail, mail, calendar))
        self._look_at_letters(now)
        for planned in self._read.values():
            yield from (each for each in planned if each.at <= now)

    def _look_at_letters(self, now: datetime) -> None:
        fresh = sorted(
            path for path in self._out.glob("*.eml") if path.name not in self._read and path.name[0] != "."
        )
        letters = [(path, raw, read_letter(raw)) for path in fresh for raw in [path.read_bytes()]]
        for path, raw, letter in sorted(letters, key=lambda each: each[2].sent_on):
            mark = _mark(letter, path)
            planned = intentions(
                raw,
                letter,
                self._conduct_of(letter),
                mark=mark,
                calendar=self._office.calendar,
                hours=self._office.hours,
            )
            self._read[path.name] = [*planned, *calls(raw, letter, mark=mark)]

    def _conduct_of(self, letter: ReceivedLetter) -> str:
        """The story's wish for the department that has a case first; a second one behaves as on any day."""
        if letter.kind == "dispatch":
            self._dispatches.setdefault(letter.case_no, (letter.to, letter.upper_no))
        first, upper_no = self._dispatches.get(letter.case_no, ("", ""))
        return self._conducts.get(upper_no, "") if letter.to == first else ""

    def _put(self, intention: Intention) -> None:
        goal = self._in / f"{intention.name}.eml"
        write_whole(goal, intention.write())
        stamp = intention.at.replace(tzinfo=CHINA_TIME).timestamp()
        os.utime(goal, (stamp, stamp))  # the folder mailbox takes this for the moment of arrival


def _mark(letter: ReceivedLetter, path: Path) -> str:
    """A name for what is sent about this letter, the same in every run."""
    about = letter.case_no or f"{letter.sent_on:%Y%m%d}"
    return re.sub(
        r"[^A-Za-z0-9-]", "_", f"{letter.to.partition('@')[0]}-{about}-{letter.kind}-{path.stem[-6:]}"
    )
