"""Reading: what the office makes of one mail or document, and the records inside it.

Plain frozen data. `None` and empty mean "not found"; a value is never invented. Dates are `date` where the source
gives a day, `datetime` (naive, the office's own time zone, UTC+8) where it gives a time as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

KINDS_OF_MAIL = (
    "case",  # 新工单
    "answer",  # 办理结果
    "acknowledgement",  # 签收
    "send_back",  # 退单
    "extension",  # 延期申请
    "liaison_form",  # 联系表
    "follow_up",  # 回访记录
    "instruction",  # 领导批示
    "upper_notice",  # 上级催办、退回、撤回
    "auto_reply",  # 自动回复
    "bounce",  # 退信
    "receipt",  # 已读回执
    "other",  # 由人判断
)


@dataclass(frozen=True)
class Address:
    """One mail address: `mail` in lower case, `name` as displayed."""

    mail: str
    name: str = ""


@dataclass(frozen=True)
class Envelope:
    """The headers of a mail that the office looks at (RFC 5322, 3834, 8601), decoded."""

    message_id: str = ""  # with its angle brackets; "" where the mail has none
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: Address = Address("")  # From
    also_from: tuple[Address, ...] = ()  # more addresses of From: nobody knows which of them wrote
    sent_by: Address | None = None  # Sender: who really sent it, where the mail says so
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None  # Date, in the office's time zone, naive
    authentication_results: tuple[str, ...] = ()  # raw values, topmost first (RFC 8601)
    letter_key: str = ""  # X-Mailroom-Letter: a letter of ours that has come back
    bulk: bool = False  # sent to many at once: List-Id, List-Unsubscribe, Precedence: list or bulk
    automatic: bool = (
        False  # Auto-Submitted other than "no", X-QQ-AUTO-REPLY, Precedence: auto_reply, null sender …
    )


@dataclass(frozen=True)
class Document:
    """One document of a mail, as it was recognised."""

    name: str  # file name as sent, decoded
    format: str  # by content: "docx", "pdf", "jpeg", "rar", … or "unknown"
    size: int  # bytes
    problem: str = ""  # Chinese sentence where it was not read
    title: str = ""  # as a clerk calls it: "附件1 工单.docx"
    holds: bool = False  # it is a form or letter of ours, or a record was read from it
    numbers: tuple[str, ...] = ()  # of the upper platform and of ours, as they stand in it
    harmless: bool = False  # a picture or recording, or a document that was read and holds nothing that runs
    data: bytes = field(default=b"", repr=False, compare=False)  # of a harmless one, within `MAX_KEPT_BYTES`


@dataclass(frozen=True)
class Petitioner:
    """诉求人."""

    name: str | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class CaseSheet:
    """A case as the upper platform (or the mayor's mailbox) hands it down (工单)."""

    upper_no: str | None = None
    channel: str | None = None  # hotline, mayors_mailbox
    level: str | None = None  # province, city
    kind: str | None = None  # consultation service suggestion complaint report praise other
    title: str | None = None
    request_text: str | None = None
    petitioner: Petitioner = Petitioner()
    secret: bool | None = None
    called_at: date | datetime | None = None
    place: str | None = None
    department: str | None = None  # as written
    upper_due_at: date | datetime | None = None
    urgency: str | None = None  # normal urgent critical
    return_form: bool | None = None


@dataclass(frozen=True)
class Answer:
    """A department's result (办理情况反馈)."""

    department: str | None = None
    substantiated: str | None = None  # yes partly no
    facts: str | None = None
    measures: str | None = None
    petitioner_informed: bool | None = None
    informed_on: date | datetime | None = None
    informed_by: str | None = None
    petitioner_opinion: str | None = None  # satisfied basically dissatisfied unreached
    handler: str | None = None
    approver: str | None = None
    phone: str | None = None
    answered_on: date | datetime | None = None
    missing: tuple[str, ...] = ()  # of 调查核实情况 处理情况 反馈当事人情况 承办人 审核人 联系电话
    case_no: str | None = None  # the case that the form or row itself names; not part of the JSON object
    informed_how: str | None = None  # phone in_person written message; not part of the JSON object


@dataclass(frozen=True)
class SendBack:
    """退单."""

    reason: str | None = None
    suggested_department: str | None = None


@dataclass(frozen=True)
class Extension:
    """延期申请: `days` in working days, or `until` a day."""

    reason: str | None = None
    days: int | None = None
    until: date | datetime | None = None


@dataclass(frozen=True)
class Person:
    """One row of a liaison form."""

    role: str | None = None  # leader section_head liaison
    name: str | None = None
    title: str | None = None
    office_phone: str | None = None
    mobile: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class LiaisonForm:
    """联系表."""

    department: str | None = None
    filled_on: date | datetime | None = None
    covers: tuple[str, ...] = ()  # hotline, mayors_mailbox
    section: str | None = None
    people: tuple[Person, ...] = ()
    email: str | None = None
    former: str = ""  # the words in which it tells who was it before; not part of the JSON object
    since: date | None = None  # from which day it holds, where it says so; not part of the JSON object either


@dataclass(frozen=True)
class Try:
    """One try to reach a petitioner by telephone (拨打)."""

    at: date | datetime | None = None
    reached: bool | None = None
    remark: str | None = None  # what stands beside the time: 无人接听
    half: str | None = None  # morning afternoon: beside a day without an hour


@dataclass(frozen=True)
class FollowUp:
    """One call back to a petitioner (回访)."""

    case_no: str | None = None
    upper_no: str | None = None
    on: date | datetime | None = None
    reached: bool | None = None
    solved: str | None = None  # yes partly no
    satisfaction: str | None = None  # satisfied basically dissatisfied
    attitude: str | None = None
    remark: str | None = None
    by: str | None = None
    tries: tuple[Try, ...] = ()  # of a form with room for them, in its order
    unrated: str | None = None  # the words, 不愿评价, where who was reached would not rate


@dataclass(frozen=True)
class Instruction:
    """领导批示."""

    leader: str | None = None
    text: str | None = None
    on: date | datetime | None = None
    due_on: date | datetime | None = None


@dataclass(frozen=True)
class Unreached:
    """One more recipient whom a notice says it did not reach, as the fields of `Bounce`."""

    recipient: str
    permanent: bool | None = None
    reason: str | None = None
    trying: bool = False


@dataclass(frozen=True)
class Bounce:
    """退信 (RFC 3464 and the home-made notices of Coremail, QQ, Exchange …)."""

    recipient: str | None = None
    permanent: bool | None = None
    reason: str | None = None
    original_message_id: str | None = None
    original_subject: str | None = None
    trying: bool = False  # a delay: the server goes on trying; not part of the JSON object
    others: tuple[Unreached, ...] = ()  # of one notice about several recipients; not part of the JSON object


@dataclass(frozen=True)
class Doubt:
    """What a person should look at: a field of the reading, why, and where it stood."""

    field: str
    because: str
    where: str = ""


@dataclass(frozen=True)
class Reading:
    """What one mail or document says; see the module docstring. `to_json` gives the object of `mailroom read`."""

    what: str  # one of KINDS_OF_MAIL
    why: str  # one Chinese sentence: what decided it
    case_nos: tuple[str, ...] = ()
    upper_nos: tuple[str, ...] = ()
    cases: tuple[CaseSheet, ...] = ()
    answer: Answer | None = None
    answers: tuple[
        Answer, ...
    ] = ()  # all of them where one mail answers several cases; `answer` is the first
    send_back: SendBack | None = None
    extension: Extension | None = None
    liaison_form: LiaisonForm | None = None
    liaison_forms: tuple[LiaisonForm, ...] = ()  # all of them where one mail brings several; see `answers`
    follow_ups: tuple[FollowUp, ...] = ()
    instruction: Instruction | None = None
    bounce: Bounce | None = None
    doubts: tuple[Doubt, ...] = ()
    found: dict[str, str] = field(default_factory=dict)  # "cases.0.upper_no" → "附件1 工单.docx 表1 R1C2"
    envelope: Envelope = Envelope()
    text: str = ""  # the whole body as text, quoted mail included
    new_text: str = ""  # the body without the quoted earlier mail
    documents: tuple[Document, ...] = ()
    cloud_files: tuple[str, ...] = ()  # 「工单.zip」（30M）: linked to instead of sent (超大附件)
    content_print: str = ""  # SHA-256 over sender, subject, tidied body text and decoded attachments (not headers, not MIME boundaries)
