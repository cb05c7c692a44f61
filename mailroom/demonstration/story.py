"""The story of the demonstration: what the upper platform mails in, on which working day, in which form.

Days are working days from the story's first, 12 March 2018, when the founding document took effect. Everything else
follows from it: numbers, deadlines, reminders and what waits for a person are the office's own doing.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailroom.demonstration.mails import CITY, MAYOR, PROVINCE

LAST_DAY = 15  # the working day at whose end the story is over

FORWARDER = ("滕州市人民政府办公室", "tzsfb@example.cn")
STRANGER = ("热心市民", "shimin2018@example.com")


@dataclass(frozen=True)
class PlannedCase:
    """One case: its number (which makes person, place and text), its topic, how its department will behave."""

    number: int
    topic: str
    conduct: str = ""  # of `conducts.CONDUCTS`; "": everyday
    town: str = ""
    named: bool = True  # whether the sheet says 承办单位
    department: str = ""  # 承办单位 as the sheet writes it, where the topic's own is not meant
    due_days: int = 0  # the platform's own limit in working days; 0: none given
    due_clock: str = ""  # or an hour of the same day
    urgency: str = "一般"
    secret: bool = False


@dataclass(frozen=True)
class PlannedMail:
    """One mail of the platform. Its cases are its own, those of an earlier mail (`again`), or none (`text`)."""

    name: str
    day: int
    clock: str
    form: str
    cases: tuple[PlannedCase, ...] = ()
    sender: tuple[str, str] = CITY
    again: str = ""  # name of the mail whose cases come once more
    same_id: bool = False  # with its Message-ID: a copy that went another way
    subject: str = ""
    text: str = ""
    about: int = 0  # a case's number: its upper number stands for {number} in subject and text


def _mail(day: int, clock: str, name: str, form: str, *cases: PlannedCase, **more) -> PlannedMail:
    return PlannedMail(name, day, clock, form, cases, **more)


STORY: tuple[PlannedMail, ...] = (
    _mail(
        1,
        "08:50",
        "01-table",
        "docx-two-columns",
        PlannedCase(101, "占道经营", "form", town="荆河街道", due_days=8),
    ),
    _mail(1, "09:20", "02-heating", "docx-four-columns", PlannedCase(102, "供暖", "qq", due_days=4)),
    _mail(
        1,
        "10:10",
        "03-three-documents",
        "docx-four-columns",
        PlannedCase(103, "逾期交房", "letter"),
        PlannedCase(104, "公交", "163"),
        PlannedCase(105, "乱停车", "holiday"),
    ),
    _mail(
        1,
        "11:15",
        "04-lines",
        "body-lines",
        PlannedCase(106, "路灯", "incomplete", town="鲍沟镇", named=False),
    ),
    _mail(
        1,
        "14:20",
        "05-list",
        "xlsx-list",
        PlannedCase(107, "拖欠工资", "outlook"),
        PlannedCase(108, "危房改造", "asks for time", town="西岗镇"),
        PlannedCase(109, "油烟", "asleep"),
        PlannedCase(110, "公积金", "qq"),
    ),
    _mail(1, "15:40", "06-stranger", "body-lines", PlannedCase(111, "物业"), sender=STRANGER),
    _mail(
        2,
        "09:05",
        "07-export",
        "csv-gbk",
        PlannedCase(112, "停水", "163"),
        PlannedCase(113, "村道", "sends back", town="洪绪镇"),
        PlannedCase(114, "养殖场", "letter"),
    ),
    _mail(2, "10:00", "08-copy", "", again="01-table", same_id=True),
    _mail(2, "10:40", "09-html", "html-table", PlannedCase(115, "违建", "late", due_days=9)),
    _mail(2, "14:05", "10-mayor", "mayor", PlannedCase(116, "医保报销", "outlook"), sender=MAYOR),
    _mail(
        2, "15:30", "11-forwarded", "forward-inline", PlannedCase(117, "低保", "retyped"), sender=FORWARDER
    ),
    _mail(
        3,
        "09:00",
        "12-province",
        "province",
        PlannedCase(118, "路灯", "province", town="张汪镇", due_days=6),
        sender=PROVINCE,
    ),
    _mail(3, "10:25", "13-secret", "docx-four-columns", PlannedCase(119, "过期食品", "form", secret=True)),
    _mail(
        3,
        "11:00",
        "14-urgent",
        "docx-two-columns",
        PlannedCase(120, "天然气", "urgent", urgency="特急", due_clock="17:00"),
    ),
    _mail(
        3, "14:00", "15-nested", "forward-attached", PlannedCase(121, "电压", "file name"), sender=FORWARDER
    ),
    _mail(3, "15:00", "16-scan", "pdf-scan", PlannedCase(122, "户口")),
    _mail(3, "16:10", "17-once-more", "html-table", again="02-heating"),
    _mail(
        4,
        "09:10",
        "18-whose",
        "written",
        subject="工单转办：建议恢复老钟楼整点报时",
        text=(
            "工单编号：180315081200000123\n来电时间：2018-03-15 08:12\n来电人：董先生\n联系电话：13500000123\n"
            "诉求类型：建议\n工单标题：建议恢复老钟楼整点报时\n"
            "诉求内容：来电人建议恢复老钟楼的整点报时，让在外的人回来能听到小时候的钟声。"
        ),
    ),
    _mail(4, "10:00", "19-letter", "docx-paragraphs", PlannedCase(124, "消费", "163", due_days=5)),
    _mail(
        4,
        "11:10",
        "20-whose-road",
        "body-lines",
        PlannedCase(123, "村道", town="木石镇", department="滕州市公路局、木石镇人民政府"),
    ),
    _mail(4, "14:30", "21-television", "body-lines", PlannedCase(125, "有线电视", "asleep")),
    _mail(5, "09:00", "22-bare", "docx-two-columns", PlannedCase(126, "户口", "bare")),
    _mail(5, "10:30", "23-land", "docx-four-columns", PlannedCase(127, "不动产证", "letter", due_days=9)),
    _mail(
        6,
        "09:15",
        "24-two-towns",
        "xlsx-list",
        PlannedCase(128, "村道", "stock phrase", town="木石镇"),
        PlannedCase(129, "路灯", "stock phrase", town="滨湖镇"),
    ),
    _mail(
        7,
        "11:20",
        "25-meeting",
        "written",
        subject="关于召开热线工作座谈会的通知",
        text="定于3月23日上午召开热线工作座谈会，请派一名同志参加，带好工作总结。",
    ),
    _mail(
        9,
        "09:40",
        "26-urged",
        "written",
        subject="【催办】工单{number}",
        text="工单{number}即将超过办理时限，请督促承办单位尽快办结并反馈。",
        about=115,
    ),
)

FORMS_IN_TURN = ("docx-two-columns", "body-lines", "docx-four-columns", "html-table", "docx-paragraphs")
TOPICS_IN_TURN = ("路灯", "物业", "停水", "占道经营", "低保", "村道", "乱停车", "供暖", "消费", "公积金")


def everyday_mails(day: int) -> tuple[PlannedMail, ...]:
    """What comes on a working day after the story: two mails with a case each, so that the office has something to do."""
    return tuple(
        _mail(
            day,
            clock,
            f"everyday-{day}-{place}",
            FORMS_IN_TURN[(day + place) % len(FORMS_IN_TURN)],
            PlannedCase(1000 + 10 * day + place, TOPICS_IN_TURN[(2 * day + place) % len(TOPICS_IN_TURN)]),
        )
        for place, clock in enumerate(("09:30", "14:15"))
    )
