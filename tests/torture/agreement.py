"""Do the ledger, the office's mailbox and everybody else's mailboxes agree? What is asked after every killing."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from ledger.models import Letter, Mail
from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from mailroom.office import open_office
from mailroom.providers.envelope import message_id_of
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork

TOWN, OTHER = "羊庄镇人民政府", "官桥镇人民政府"
WEDNESDAY = datetime(2018, 3, 14, 9, 30)  # the day before Monday's cases are due


@dataclass
class Story:
    """What an office has been through, as the outside knows it."""

    office: OfficeAtWork
    mails: list[bytes] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)  # upper numbers
    answered: list[str] = field(default_factory=list)  # case numbers
    number: int = 12

    def begin(self) -> None:
        """Two cases were dispatched on Monday; one of them the town is going to answer."""
        sheets = [self._sheet(TOWN), self._sheet(TOWN)]
        self.mails.append(self.office.cases_in(sheets, "xlsx-list", at="2018-03-12T10:00"))
        self.office.round("2018-03-12T10:01")

    def go_on(self) -> None:
        """A list of two cases comes, the same list again, a stranger's mail, and an answer if there is one to give."""
        sheets = [self._sheet(TOWN), self._sheet(OTHER)]
        self.mails.append(self.office.cases_in(sheets, "xlsx-list", at="2018-03-14T09:00"))
        self._mail_in(self.mails[-1])
        self._mail_in(
            f"From: a@example.com\r\nMessage-ID: <{self.number}@x>\r\nSubject: ?\r\n\r\n?\r\n".encode()
        )
        if answer := self._answer():
            self._mail_in(answer)

    def _sheet(self, town: str):
        self.number += 1
        sheet = lamps(self.number, town=town.removesuffix("人民政府"))
        self.cases.append(sheet.upper_no)
        return sheet

    def _answer(self) -> bytes | None:
        """The town's answer to the oldest case that lies on its desk, is not yet answered, and is not the first."""
        waiting = [
            row["case_no"] for row in self.office.cases("--status", "dispatched", "--department", TOWN)
        ]
        letters = {row["message_id"]: row["case_no"] for row in self.office.letters("--kind", "dispatch")}
        there = {
            letters.get(message_id_of(raw)): raw
            for raw in self.office.delivered_to(self.office.address_of(TOWN))
        }
        ready = [each for each in waiting[1:] if each in there and each not in self.answered]
        if not ready:
            return None
        self.answered.append(ready[0])
        letter = read_letter(there[ready[0]])
        result = made_up_result(letter, TOWN, on=WEDNESDAY.date())
        return answer_mail(letter, result, "body-qq", sent_on=WEDNESDAY)

    def _mail_in(self, raw: bytes) -> None:
        self.mails.append(raw)
        self.office.mail_in(raw)

    # -- questions -----------------------------------------------------------------------------------------------

    def unfinished(self) -> list[str]:
        """Letters on their way, and how many mails still wait; empty once the office has nothing left to do."""
        waiting = self.office.waiting()
        on_their_way = [row for row in self.office.letters() if row["state"] in ("queued", "sending")]
        found = [f"{row['key']} is {row['state']}: {row['last_error']}" for row in on_their_way]
        return found + ([f"{len(waiting)} mails wait"] if waiting else [])

    def disagreements(self, *, unknown: bool) -> list[str]:
        """What does not agree, as sentences; empty: nothing was lost and nothing doubled.

        `unknown`: whether the protocol left open if one letter went, so that one may be `unknown`.
        """
        office = self.office
        numbers = [row["upper_no"] for row in office.cases()]
        found = [f"case {number} is there {count} times" for number, count in _not_once(numbers, self.cases)]
        found += self._about_mails()
        found += self._about_letters(unknown)
        strangers = [entry for entry in office.held() if entry["from"] == "a@example.com"]
        if len(strangers) != sum(b"From: a@example.com" in raw for raw in self.mails):
            found.append(f"{len(strangers)} entries in the pen about strangers")
        for row in office.cases():
            acts = Counter(entry["act"] for entry in office.case(row["case_no"])["journal"])
            twice = {act: count for act, count in acts.items() if count > 1}
            found += [f"{row['case_no']}: {twice}"] if twice or acts["dispatch"] != 1 else []
        if office.tell("ledger", "verify", status=None).exit_code:
            found.append("the ledger is not sound")
        return found

    def _about_mails(self) -> list[str]:
        filed = [_print(raw) for raw in self.office.filed()]
        wanted = [_print(raw) for raw in self.mails]
        found = [f"{len(self.office.waiting())} mails wait"] if self.office.waiting() else []
        if sorted(filed) != sorted(wanted):
            found.append(f"{len(filed)} of {len(wanted)} mails are filed, {len(set(filed))} different")
        office = open_office(self.office.folder, self.office.environment)
        rows = list(Mail.select())
        kept = [row for row in rows if row.state == "kept" or row.filed_at is None]
        found += [f"mail {row.id} is {row.state}, filed {row.filed_at}" for row in kept]
        if len(rows) != len(self.mails):
            found.append(f"{len(rows)} rows for {len(self.mails)} mails")
        office.close()
        return found

    def _about_letters(self, unknown: bool) -> list[str]:
        office = open_office(self.office.folder, self.office.environment)
        letters = list(Letter.select())
        office.close()
        arrived = Counter(message_id_of(raw) for raw in self.office.delivered())
        found = [
            f"{message_id} is in no ledger"
            for message_id in arrived.keys() - {each.message_id for each in letters}
        ]
        for letter in letters:
            count = arrived[letter.message_id]
            if letter.state == "unknown" and unknown:
                found += [f"{letter.key} went {count} times"] if count > 1 else []
            elif letter.state != "sent" or count != 1:
                found.append(f"{letter.key} is {letter.state} and went {count} times")
        doubtful = [letter.key for letter in letters if letter.state == "unknown"]
        asked = [entry["letter"] for entry in self.office.held() if entry["letter"]]
        if sorted(doubtful) != sorted(asked):
            found.append(f"unknown are {doubtful}, a person is asked about {asked}")
        return found


def _print(raw: bytes) -> str:
    return hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest()


def _not_once(found: list[str], wanted: list[str]) -> list[tuple[str, int]]:
    counts = Counter(found)
    return [(each, counts[each]) for each in sorted({*found, *wanted}) if counts[each] != 1]
