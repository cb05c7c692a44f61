"""Everybody who writes to the office: departments about the letters they get, and the callers with their sheets."""

from __future__ import annotations

import email
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email import policy
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from functools import cache
from urllib.parse import unquote

import openpyxl

from config.settings import packaged_departments
from mailroom.demonstration import mime
from mailroom.demonstration.answers import (
    acknowledgement_mail,
    answer_mail,
    extension_mail,
    holiday_reply_mail,
    send_back_mail,
)
from mailroom.demonstration.letters import CHINA_TIME, ReceivedLetter, read_letter
from mailroom.demonstration.results import Result, made_up_result, without
from mailroom.demonstration.topics import topic_about
from tests.journeys.liaison_mails import Form
from tests.journeys.year import days
from tests.journeys.year.plan import conduct_of

STYLES = ("body-qq", "body-163", "form-docx", "body-outlook", "letter-docx", "form-docx", "body-163")
ACTED_ON = ("dispatch", "redo", "correction", "send_back_reply", "instruction")
# of 1,000 petitioners who are called once: reached and satisfied, basically, not; not reached
WORDS = (("满意", 620), ("基本满意", 170), ("不满意", 60), ("", 150))


@dataclass(frozen=True)
class Sent:
    """A letter of the office as it left, with what its head says; only who acts on it opens it."""

    key: str
    to: str
    subject: str
    message_id: str
    sent_on: datetime  # naive China time
    raw: bytes

    @property
    def kind(self) -> str:
        """The kind that its key begins with."""
        return self.key.partition("/")[0]

    def opened(self) -> ReceivedLetter:
        """What its recipient makes of it."""
        return read_letter(self.raw)


def sent(raw: bytes) -> Sent:
    """Read the head of a letter. By the old policy: the new one takes apart each field again whenever it is looked at."""
    head = BytesHeaderParser().parsebytes(raw.partition(b"\r\n\r\n")[0])
    return Sent(
        key=unquote(str(head["X-Mailroom-Letter"])),
        to=parseaddr(str(head["To"]))[1],
        subject=str(make_header(decode_header(str(head["Subject"])))),
        message_id=str(head["Message-ID"]),
        sent_on=parsedate_to_datetime(str(head["Date"])).astimezone(CHINA_TIME).replace(tzinfo=None),
        raw=raw,
    )


@dataclass(frozen=True, order=True)
class Due:
    """A mail that somebody will write at a moment."""

    at: datetime
    name: str
    raw: bytes


def _moment(dice: random.Random, day: datetime, count: int) -> datetime:
    """Some time of the `count`-th working day after, within the hours when departments write."""
    clock = time(8 + dice.randrange(1, 8), dice.randrange(0, 60))
    return datetime.combine(days.after(day.date(), count), clock)


def round_of(key: str) -> int:
    """Which dispatch of its case a letter is, by its key."""
    parts = key.split("/")
    return int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 1


@cache
def _names() -> dict[str, str]:
    """How a platform writes a department → the full name of who does its work in the end (its last successor)."""
    rows = {each["name"]: each for each in packaged_departments()}
    found = {}
    for row in rows.values():
        last = row
        while last["successor"]:
            last = rows[last["successor"]]
        found |= dict.fromkeys((row["name"], *row["aliases"]), last["name"])
    return found


def at_the_end(name: str) -> str:
    """Who does a department's work in the end; "" where no department is called so."""
    bare = name.removeprefix("滕州市").removeprefix("市")
    return next((found for each in (name, bare) if (found := _names().get(each))), "")


class Department:
    """One department: what it does about a letter follows from the case's number alone."""

    def __init__(self, name: str, address: str):
        self.name, self.address = name, address

    def liaison_form(self, office: str) -> Due | None:
        """Its liaison form: most are in by the day set, some only when they are chased, a few never."""
        dice = random.Random(f"form/{self.name}")
        if dice.random() < 0.06:
            return None
        at = _moment(dice, datetime(2018, 3, 12), dice.choice((2, 4, 6, 8, 10, 12, 18, 25)))
        form = Form(department=self.name, section="办公室")
        raw = mime.compose(
            sender=(self.name, self.address),
            to=[office],
            subject=f"{self.name}报送联系表",
            sent_on=at,
            message_id=mime.message_id("form", self.address),
            text="按通知要求报送联系表，请查收。",
            attachments=[(form.name, form.docx())],
        )
        return Due(at, f"form-{self.address}", raw)

    def reactions(self, letter: Sent, limit_of: Callable[[str], int]) -> Iterator[Due]:
        """The mails that a letter makes it write; `limit_of` tells a case's working days by its upper number."""
        if letter.kind not in ACTED_ON:
            return
        received = letter.opened()
        if not received.case_no:
            return
        dice = random.Random(f"{self.address}/{letter.key}")
        conduct = conduct_of(received.case_no, round_of(letter.key))
        if letter.kind in ("dispatch", "redo"):
            yield from self._about_case(received, conduct, limit_of(received.upper_no), dice)
        elif letter.kind == "correction":
            lacking = conduct == "incomplete twice" and letter.key.endswith("/1")
            yield self._answer(received, dice, days_from_now=1, lacking=("approver",) if lacking else ())
        elif letter.kind == "send_back_reply" and "不同意" in received.text:
            yield self._answer(received, dice, days_from_now=1)
        elif letter.kind == "instruction":
            yield self._answer(received, dice, days_from_now=2)

    def _about_case(
        self, letter: ReceivedLetter, conduct: str, limit: int, dice: random.Random
    ) -> Iterator[Due]:
        topic = topic_about(letter.title) or topic_about(letter.text)
        rightful = at_the_end(topic.department) if topic and topic.department else ""
        if rightful and rightful != at_the_end(self.name):
            yield self._gives_back(letter, dice, topic.department)
            return
        if dice.random() < 0.6:
            yield self._sign(letter, dice)
        elif dice.random() < 0.02:
            yield self._mail(
                letter,
                letter.sent_on + timedelta(minutes=1),
                "auto",
                holiday_reply_mail(letter, sent_on=letter.sent_on),
            )
        if conduct == "prompt":
            yield self._answer(letter, dice, days_from_now=dice.randrange(1, limit + 1))
        elif conduct in ("incomplete", "incomplete twice"):
            parts = dice.choice(
                (("approver", "phone"), ("informed_on", "informed_how", "informed_by"), ("measures",))
            )
            yield self._answer(letter, dice, days_from_now=1, lacking=parts)
        elif conduct == "bare":
            yield self._answer(letter, dice, days_from_now=1, style="bare")
        elif conduct in ("late", "later", "very late"):
            late = {
                "late": dice.randrange(1, 3),
                "later": dice.randrange(3, 6),
                "very late": dice.randrange(6, 14),
            }
            yield self._answer(letter, dice, days_from_now=limit + late[conduct])
        elif conduct == "sends back":
            yield self._gives_back(letter, dice, "滕州市住房和城乡建设局")
        elif conduct == "asks for time":
            at = _moment(dice, letter.sent_on, min(2, limit - 1))
            raw = extension_mail(
                letter,
                department=self.name,
                reason="须委托专业机构鉴定",
                days=dice.choice((3, 5, 12)),
                sent_on=at,
            )
            yield self._mail(letter, at, "time", raw)
            yield self._answer(letter, dice, days_from_now=limit + dice.randrange(0, 4))

    def _gives_back(self, letter: ReceivedLetter, dice: random.Random, suggested: str) -> Due:
        at = _moment(dice, letter.sent_on, 1)
        raw = send_back_mail(
            letter, department=self.name, reason="该事项不属我单位职责范围", suggested=suggested, sent_on=at
        )
        return self._mail(letter, at, "back", raw)

    def _sign(self, letter: ReceivedLetter, dice: random.Random) -> Due:
        at = letter.sent_on + timedelta(minutes=dice.randrange(15, 500))
        words = dice.choice(("收到，马上安排办理。", "收到", "签收"))
        raw = acknowledgement_mail(letter, words, sent_on=at, sender=(self.name, self.address))
        return self._mail(letter, at, "sign", raw)

    def _answer(
        self,
        letter: ReceivedLetter,
        dice: random.Random,
        *,
        days_from_now: int,
        lacking: tuple[str, ...] = (),
        style: str = "",
    ) -> Due:
        at = _moment(dice, letter.sent_on, days_from_now)
        result = self._result(letter, at, dice)
        style = style or dice.choice(STYLES)
        if style == "form-docx" and not letter.form:
            style = "body-163"
        raw = answer_mail(
            letter, without(result, *lacking), style, sent_on=at, sender=(self.name, self.address)
        )
        return self._mail(letter, at, "answer", raw)

    def _result(self, letter: ReceivedLetter, at: datetime, dice: random.Random) -> Result:
        return made_up_result(letter, self.name, on=at.date())

    def _mail(self, letter: ReceivedLetter, at: datetime, what: str, raw: bytes) -> Due:
        return Due(at, f"{letter.case_no or 'many'}-{what}", raw)


class Callers:
    """The office's callers: they fill in the list of the day and mail it back in the afternoon."""

    def __init__(self, address: str):
        self.address = address

    def filled(self, letter: Sent, office: str) -> Due | None:
        """The list as it comes back, or None where nothing was enclosed."""
        mail = email.message_from_bytes(letter.raw, policy=policy.default)
        sheets = [part for part in mail.iter_attachments() if (part.get_filename() or "").endswith(".xlsx")]
        if not sheets:
            return None
        at = letter.sent_on + timedelta(hours=6)
        data = fill_in(sheets[0].get_content(), at)
        raw = mime.compose(
            sender=("回访员", self.address),
            to=[office],
            subject=f"回复：{letter.subject}",
            sent_on=at,
            message_id=mime.message_id("caller", f"{at:%Y%m%d%H%M}"),
            text="今日回访表已填好，见附件。",
            attachments=[(sheets[0].get_filename(), data)],
        )
        return Due(at, f"calls-{at:%Y%m%d}", raw)


def fill_in(data: bytes, at: datetime) -> bytes:
    """Fill in a call list as its callers do, by what each petitioner says."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book.active
    heads: dict[str, int] = {}
    for row in page.iter_rows():
        values = [str(cell.value or "").strip() for cell in row]
        if "转办编号" in values:
            heads = {value: place for place, value in enumerate(values) if value}
            continue
        number = values[heads["转办编号"]] if heads else ""
        if not number or number == "—":
            continue
        dice = random.Random(f"call/{number}/{at.date()}")
        word = dice.choices([name for name, _ in WORDS], [weight for _, weight in WORDS])[0]
        told = {"是否接通": "接通" if word else "未接通", "回访人": "孙倩", "回访日期": at.date()}
        if word:
            solved = "未解决" if word == "不满意" else dice.choice(("已解决", "已解决", "部分解决"))
            told |= {"满意度": word, "是否解决": solved}
        for head, value in told.items():
            row[heads[head]].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
