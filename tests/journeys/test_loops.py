"""Machines that answer each other come to rest: by their headers, and where these are missing by the hour's limit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from mailroom.demonstration import mime
from tests.journeys.in_files import FolderOffice
from tests.journeys.replies import TOWN
from tests.journeys.test_files_asked_for import linked

BEGIN = datetime(2018, 3, 13, 9)


class Echo:
    """A machine at a department that answers every letter with a link to a file, and does not say that it is one."""

    def __init__(self, office: FolderOffice) -> None:
        self._office, self._answered = office, 0

    def answer(self, now: datetime) -> int:
        """Answer the letters that came since the last time; returns how many."""
        fresh = self._office.at_department(TOWN)[self._answered :]
        for letter in fresh:
            self._answered += 1
            self._office.mail_in(self._mail(letter.message_id, now))
        return len(fresh)

    def _mail(self, answered: str, now: datetime) -> bytes:
        return mime.compose(
            sender=(TOWN, self._office.address_of(TOWN)),
            to=[self._office.address],
            subject="来信收到",
            sent_on=now,
            message_id=f"<echo-{self._answered}@town.example>",
            text=f"第{self._answered}次\n从QQ邮箱发来的超大附件\n说明.zip (60M, 2018年04月12日 10:00 到期)",
            headers={"In-Reply-To": answered},
        )


def test_a_machine_that_hides_what_it_is_gets_so_many_letters_an_hour(in_folder: FolderOffice):
    in_folder.configure(outbox={"replies_per_hour": 3})
    echo = Echo(in_folder)
    in_folder.mail_in(linked(in_folder, in_folder.address_of(TOWN)))

    for minute in range(12):
        in_folder.round((BEGIN + timedelta(minutes=minute)).isoformat())
        echo.answer(BEGIN + timedelta(minutes=minute))

    assert [row["state"] for row in in_folder.letters()] == ["sent"] * 3 + ["draft"]
    told = [entry["because"] for entry in in_folder.held() if entry["what"] == "letter"]
    assert len(told) == 1
    assert "一小时内已因对方来件发出、拟出 3 封，疑似来往循环" in told[0]


def test_all_that_is_beyond_the_limit_is_kept_and_told_once(in_folder: FolderOffice):
    in_folder.configure(outbox={"replies_per_hour": 2})
    for number in range(7):
        raw = linked(
            in_folder, in_folder.address_of(TOWN), f"{number}\n从QQ邮箱发来的超大附件\n{number}.zip (60M)"
        )
        in_folder.mail_in(raw.replace(b"<linked@", f"<linked{number}@".encode()))

    done = in_folder.round(BEGIN.isoformat())

    letters = in_folder.letters()
    assert done["sent"] == 2
    assert [row["state"] for row in letters] == ["sent"] * 2 + ["draft"] * 5
    assert sum(entry["what"] == "letter" for entry in in_folder.held()) == 1
    in_folder.tell("approve", letters[-1]["key"], "--at", "2018-03-13T09:05")
    assert in_folder.round("2018-03-13T09:06")["sent"] == 1


def test_after_a_quiet_hour_a_correspondent_is_answered_again(in_folder: FolderOffice):
    in_folder.configure(outbox={"replies_per_hour": 1})
    for number, at in enumerate(("09:00", "09:30", "10:31")):
        raw = linked(
            in_folder, in_folder.address_of(TOWN), f"{number}\n从QQ邮箱发来的超大附件\n{number}.zip (60M)"
        )
        in_folder.mail_in(raw.replace(b"<linked@", f"<linked{number}@".encode()))
        in_folder.round(f"2018-03-13T{at}")

    assert [row["state"] for row in in_folder.letters()] == ["sent", "draft", "sent"]


def test_two_offices_that_write_to_each_other_come_to_rest(tmp_path: Path, new_address: Callable[..., str]):
    ours, theirs = (FolderOffice(tmp_path / name, new_address) for name in ("ours", "theirs"))
    for office, other in ((ours, theirs), (theirs, ours)):
        office.open()
        office.give_address(TOWN, other.address)
    ours.mail_in(linked(ours, theirs.address))
    handed_over = {ours.address: 0, theirs.address: 0}

    for minute in range(10):
        for office, other in ((ours, theirs), (theirs, ours)):
            office.round((BEGIN + timedelta(minutes=minute)).isoformat())
            letters = office.delivered_to(other.address)
            for raw in letters[handed_over[office.address] :]:
                other.mail_in(_as_a_gateway_hands_it_on(raw))
            handed_over[office.address] = len(letters)

    assert handed_over == {ours.address: 1, theirs.address: 0}
    assert ours.waiting() == theirs.waiting() == []


def _as_a_gateway_hands_it_on(raw: bytes) -> bytes:
    """A letter whose own marks a gateway has taken out."""
    return re.sub(rb"(?m)^(?:Auto-Submitted|X-Mailroom-Letter):.*\r\n", b"", raw)
