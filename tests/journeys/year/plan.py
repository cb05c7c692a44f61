"""What comes in on each day of the year, and how each case will be handled; all of it follows from a seed."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import openpyxl

from mailroom.demonstration.sheets import Sheet, make_sheet
from mailroom.demonstration.topics import TOPICS

A_DAY = 30
IN_THE_LIST = 24  # of them; the others come in mails of their own
FORMS = ("body-lines", "docx-four-columns", "docx-two-columns", "html-table", "docx-paragraphs", "body-lines")
LIMITS = {"咨询": 3, "求助": 3, "建议": 3, "投诉": 7, "举报": 7}  # working days: 滕州方案 三
CONDUCTS = (  # how a department handles a case, and how often in 1,000
    ("prompt", 790),
    ("incomplete", 45),
    ("incomplete twice", 12),
    ("bare", 8),
    ("late", 50),
    ("later", 30),
    ("very late", 12),
    ("never", 6),
    ("sends back", 22),
    ("asks for time", 25),
)


@dataclass(frozen=True)
class Planned:
    """One mail of the upper platform: when, in which form, which cases."""

    at: datetime
    form: str
    sheets: tuple[Sheet, ...]


def mails_of(day: date, number: int, *, a_day: int = A_DAY) -> Iterator[Planned]:
    """The platform's mails of the `number`-th working day, at the office before 16:00."""
    dice = random.Random(f"year/{day}")
    listed = min(IN_THE_LIST, a_day)
    morning = datetime.combine(day, time(8, 5))
    yield Planned(morning, "xlsx-list", tuple(_sheet(number, place, morning) for place in range(listed)))
    for place in range(listed, a_day):
        at = datetime.combine(day, time(9)) + timedelta(minutes=dice.randrange(0, 400))
        yield Planned(at, FORMS[place % len(FORMS)], (_sheet(number, place, at),))


def _sheet(number: int, place: int, at: datetime) -> Sheet:
    serial = number * 100 + place
    topic = TOPICS[random.Random(f"topic/{serial}").randrange(len(TOPICS))]
    return make_sheet(
        serial,
        called_at=at - timedelta(minutes=60 + place),
        topic=topic,
        named=serial % 9 != 0,  # the office finds the department itself
        seed="year",
    )


def conduct_of(case_no: str, round_: int) -> str:
    """How the department behaves that has the case; one that handles it again takes care."""
    if round_ > 1:
        return "prompt"
    dice = random.Random(f"conduct/{case_no}")
    return dice.choices([name for name, _ in CONDUCTS], [weight for _, weight in CONDUCTS])[0]


def words_of(day: date, number: int, known: Sequence[Sheet]) -> Iterator[tuple[datetime, str, str]]:
    """What the platform writes about cases that it sent before: (moment, subject, text). Now and then it urges, or takes
    a case back.
    """
    dice = random.Random(f"words/{day}")
    if not known or number % 3:
        return
    sheet = dice.choice(known[-5 * A_DAY :])
    at = datetime.combine(day, time(10, 20))
    if number % 4:
        yield at, f"【催办】工单{sheet.upper_no}", f"工单{sheet.upper_no}请督促承办单位尽快办结并反馈。"
    else:
        yield at, f"撤回工单{sheet.upper_no}", f"工单{sheet.upper_no}诉求人已撤诉，现予撤回，请停止办理。"


LINES = (  # 热线号码, 热线名称, 主管单位, 整合方式, 完成时限
    ("5512319", "城建服务热线", "滕州市住房和城乡建设局", "呼叫转移", "2018-06-30"),
    ("5512315", "消费投诉热线", "滕州市市场监督管理局", "并行接听", "2018-06-30"),
    ("5512333", "人社咨询热线", "滕州市人力资源和社会保障局", "呼叫转移", "2018-12-31"),
    ("5512369", "环保举报热线", "滕州市环境保护局", "", "2018-12-31"),
)


def lines_sheet() -> bytes:
    """The departments' own hotlines, as the office keeps them in a sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["热线号码", "热线名称", "主管单位", "整合方式", "完成时限"])
    for row in LINES:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
