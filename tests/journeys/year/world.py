"""The simulated year: time passes, mails come in, the office does its rounds, everybody reacts to its letters."""

from __future__ import annotations

import dataclasses
import heapq
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from config.settings import packaged_departments
from mailroom.demonstration import mime
from mailroom.demonstration.mails import case_mail
from mailroom.demonstration.sheets import Sheet
from tests.journeys.in_files import FolderOffice
from tests.journeys.offices import CITY
from tests.journeys.year import days, plan
from tests.journeys.year.clerks import Clerks
from tests.journeys.year.people import Callers, Department, Due, Sent, sent

ROUNDS = (time(8, 40), time(9, 10), time(13, 30), time(16, 40))  # of a working day
LINES_IN = datetime(2018, 4, 3, 9, 20)
A_LOOK_LATER = timedelta(minutes=5)
REST = (time(10, 0),)  # of a day off: mail comes in on Sundays as well


NOTICE_OF_2018, NOTICE_OF_2019 = (
    (Path(__file__).parent / f"notice-of-{year}.toml").read_text(encoding="utf-8") for year in (2018, 2019)
)


class World:
    """One office and all who write to it."""

    def __init__(self, office: FolderOffice, *, a_day: int = plan.A_DAY):
        self.office, self.a_day = office, a_day
        self.clerks = Clerks(office)
        self.callers = Callers("huifang@example.cn")
        self.sheets: dict[str, Sheet] = {}  # by upper number
        self.posted: list[Sent] = []
        self.problems: list[str] = []
        self._queue: list[Due] = []
        self._departments: dict[str, Department] = {}

    def forget_what_nobody_knew(self) -> None:
        """Give the office the calendar of 2018 as its notice of 2017 had it."""
        folder = self.office.folder / "calendar"
        folder.mkdir(exist_ok=True)
        (folder / "2018.toml").write_text(NOTICE_OF_2018, encoding="utf-8")

    def live(self, first: date = days.FIRST, last: date = days.LAST) -> None:
        """Live from the morning of `first` to the evening of `last`."""
        self._forms_of_departments()
        for number, day in enumerate(_all_days(first, last), 1):
            working = days.is_working(day)
            if working:
                self._mails_of_platform(day, number)
            for clock in ROUNDS if working else REST:
                self.pass_to(datetime.combine(day, clock), clerks=working and clock.hour in (9, 13))
                if day == LINES_IN.date() and clock.hour == 9:
                    self.clerks.import_lines(plan.lines_sheet(), LINES_IN)
                if day == days.NOTICE_IN.date() and clock.hour == 9:
                    self.clerks.import_calendar(NOTICE_OF_2019, days.NOTICE_IN)

    def pass_to(self, now: datetime, *, clerks: bool) -> None:
        """Let time pass up to `now`, and do a round."""
        while self._queue and self._queue[0].at <= now:
            due = heapq.heappop(self._queue)
            self.office.mail_in(due.raw, arrived_at=due.at)
        done = self.office.tell("once", "--at", f"{now:%Y-%m-%dT%H:%M}", "--json", status=None)
        if done.exit_code:
            self.problems.append(f"{now:%Y-%m-%d %H:%M} {done.stderr.strip()}")
        if clerks:
            self.clerks.work(now + A_LOOK_LATER)
        for raw in self._letters_out():
            self._react(raw)

    def _forms_of_departments(self) -> None:
        for each in packaged_departments():
            if each["valid_from"] is None:
                department = self._department_at(self.office.address_of(each["name"]))
                form = department.liaison_form(self.office.address) if department else None
                if form is not None:
                    heapq.heappush(self._queue, form)

    def _mails_of_platform(self, day: date, number: int) -> None:
        for mail in plan.mails_of(day, number, a_day=self.a_day):
            self.sheets |= {sheet.upper_no: sheet for sheet in mail.sheets}
            raw = case_mail(
                mail.sheets,
                mail.form,
                sent_on=mail.at,
                sender=(CITY, self.office.uppers[CITY]),
                to=self.office.address,
            )
            heapq.heappush(self._queue, Due(mail.at, f"platform-{mail.at:%H%M}", raw))

        for at, subject, text in plan.words_of(day, number, list(self.sheets.values())[: -self.a_day]):
            raw = mime.compose(
                sender=(CITY, self.office.uppers[CITY]),
                to=[self.office.address],
                subject=subject,
                sent_on=at,
                message_id=mime.message_id("platform", f"words-{day}"),
                text=text,
            )
            heapq.heappush(self._queue, Due(at, "platform-words", raw))

    def _letters_out(self) -> Iterator[bytes]:
        """The letters that lie in `out`, taken to `read`: the folder is looked into a thousand times."""
        read = self.office.post / "read"
        read.mkdir(exist_ok=True)
        for file in sorted((self.office.post / "out").glob("*.eml")):
            yield file.read_bytes()
            file.rename(read / file.name)

    def _react(self, raw: bytes) -> None:
        letter = sent(raw)
        self.posted.append(dataclasses.replace(letter, raw=b""))
        if letter.to == self.callers.address:
            back = self.callers.filled(letter, self.office.address)
            if back is not None:
                heapq.heappush(self._queue, back)
            return
        department = self._department_at(letter.to)
        if department is None:
            return
        for due in department.reactions(letter, self._limit):
            heapq.heappush(self._queue, due)

    def _limit(self, upper_no: str) -> int:
        sheet = self.sheets.get(upper_no)
        return plan.LIMITS[sheet.kind] if sheet else 3

    def _department_at(self, address: str) -> Department | None:
        if not self._departments:
            for name in (each["name"] for each in packaged_departments()):
                place = self.office.address_of(name)
                self._departments[place] = Department(name, place)
        return self._departments.get(address)


def _all_days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day = date.fromordinal(day.toordinal() + 1)
