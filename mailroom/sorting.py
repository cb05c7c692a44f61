"""Which desk takes a mail: an ordered list, read top to bottom; the first line that fits has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ledger.models import Mail
from ledger.vocabulary import MailState
from mailroom import holding, lookalikes
from mailroom.correspondents import correspondent_of
from mailroom.desks import (
    answers,
    arrivals,
    cloud_files,
    extensions,
    hotline_letters,
    hotline_reports,
    instruction_mail,
    liaison,
    reception,
    returns,
    send_backs,
    upper_notices,
)
from mailroom.desks.follow_ups import take_follow_ups
from mailroom.desks.incoming import Incoming, without_our_phones
from mailroom.office import Office
from mailroom.watch import heartbeat
from mailroom.waypoints import reached
from parsers.reading import Reading


@dataclass(frozen=True)
class Line:
    """One line of the sorting list: what fits, who takes it."""

    name: str
    fits: Callable[[Incoming], bool]
    take: Callable[..., MailState]


def _reads(*whats: str) -> Callable[[Incoming], bool]:
    return lambda incoming: incoming.reading.what in whats


def _failed(incoming: Incoming) -> bool:
    return bool(incoming.sender.failed) and not incoming.confirmed


def _imitates(incoming: Incoming) -> bool:
    return bool(incoming.imitates) and not incoming.confirmed


def _upper_word(incoming: Incoming) -> bool:
    words = ("acknowledgement", "answer", "send_back", "extension")
    return incoming.reading.what in words and upper_notices.is_upper_word(incoming)


SORTING: list[Line] = [
    Line("自检信", heartbeat.is_heartbeat, heartbeat.take_heartbeat),
    Line("本办发出的信", returns.is_own_letter, returns.take_own_letter),
    Line("退信", _reads("bounce"), returns.take_bounce),
    Line("自动回复、回执", _reads("auto_reply", "receipt"), returns.take_automatic),
    Line("身份核验未通过", _failed, holding.take_untrusted),
    Line("疑为仿冒", _imitates, holding.take_lookalike),
    Line("领导来信", instruction_mail.is_leaders_letter, instruction_mail.take_instruction),
    Line("新工单", _reads("case"), reception.take_cases),
    Line("上级催办或撤回", _reads("upper_notice"), upper_notices.take_upper_notice),
    Line("上级用承办单位的口气来件", _upper_word, upper_notices.take_upper_word),
    Line("领导批示", instruction_mail.is_instruction, instruction_mail.take_instruction),
    Line("热线整合进度来信", hotline_letters.is_word, hotline_letters.take_word),
    Line("签收", _reads("acknowledgement"), answers.take_acknowledgement),
    Line("办理结果", _reads("answer"), answers.take_answer),
    Line("退单", _reads("send_back"), send_backs.take_send_back),
    Line("延期", _reads("extension"), extensions.take_extension),
    Line("回访表", _reads("follow_up"), take_follow_ups),
    Line("联系表", _reads("liaison_form"), liaison.take_form),
    Line("热线整合进度表", hotline_reports.is_report, hotline_reports.take_report),
    Line("其他", lambda incoming: True, holding.take_other),
]


def lay_on_desk(
    office: Office,
    mail: Mail,
    reading: Reading,
    *,
    now: datetime,
    confirmed: bool = False,
    case_no: str = "",
    department: str = "",
    by: str = "系统",
    not_against: str = "",
    not_secret: str = "",
) -> MailState:
    """Lay a mail on its desk, inside the caller's transaction; returns what became of it."""
    reading = without_our_phones(reading, office.settings.office.phones)
    sender = correspondent_of(office, reading.envelope)
    leader = office.settings.supervision.leader_address.lower()
    incoming = Incoming(
        mail,
        reading,
        sender,
        confirmed,
        case_no,
        department,
        by,
        not_against,
        not_secret,
        imitates=lookalikes.resemblance(office, reading.envelope, sender),
        leader_address=leader,
    )
    arrivals.note_word(incoming, now=now)
    line = next(line for line in SORTING if line.fits(incoming))
    state = line.take(office, incoming, now=now)
    if state == MailState.HELD and (doubt := lookalikes.name_of_another(office, reading.envelope, sender)):
        holding.say_besides(mail, doubt)
    cloud_files.ask_again(office, incoming, now=now)
    reached("mail laid on desk")
    return state
