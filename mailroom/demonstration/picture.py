"""What the demonstration shows of the ledger at one moment: the last mails and letters, what waits, what is due."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from generators.privacy import mask_text
from ledger import worklists
from ledger.models import Answer, Case, CaseMail, Dispatch, Held, Letter, Mail
from ledger.vocabulary import DispatchState, HeldState, MailState, Status, label
from ledger.workdays import workdays_between
from mailroom.correspondents import correspondent_of
from mailroom.office import Office
from parsers.reading import Address, Envelope


@dataclass(frozen=True)
class Entry:
    """One line: when, who, about what, and what became of it. `tone`: good, quiet, look, bad, or ""."""

    id: int
    at: datetime
    who: str
    about: str
    became: str
    tone: str = ""


@dataclass(frozen=True)
class Picture:
    """All that is shown at `now`; each list has its newest, or most urgent, entry first."""

    now: datetime
    counts: dict[str, int]
    mails: list[Entry]
    letters: list[Entry]
    waiting: list[Entry]
    deadlines: list[Entry]


def picture_of(office: Office, now: datetime, *, rows: int = 12) -> Picture:
    """Look into the ledger; at most `rows` mails, letters and entries of the pen."""
    open_rows = worklists.open_dispatches()
    return Picture(
        now=now,
        counts=counts(now, open_rows),
        mails=mails_after(office, 0, newest=rows),
        letters=letters_after(office, 0, newest=rows),
        waiting=[_waiting(held) for held in reversed(worklists.open_held())],
        deadlines=[each for row in open_rows if (each := _deadline(office, row, now))],
    )


def counts(now: datetime, open_rows: list[Dispatch] | None = None) -> dict[str, int]:
    """The counters, by their Chinese names, in the order of the work."""
    rows = worklists.open_dispatches() if open_rows is None else open_rows
    answered = Case.status.in_([Status.ANSWERED, Status.CLOSED])
    return {
        "来件": Mail.select().count(),
        "重复": Mail.select().where(Mail.state == MailState.DUPLICATE).count(),
        "登记": Case.select().count(),
        "转办": Dispatch.select().count(),
        "签收": Dispatch.select().where(Dispatch.acknowledged_at.is_null(False)).count(),
        "反馈": Case.select().where(answered).count(),
        "上报": Letter.select().where(Letter.kind == "report").count(),
        "催办": Letter.select().where(Letter.kind == "reminder").count(),
        "待人工": Held.select().where(Held.state == HeldState.OPEN).count(),
        "逾期": sum(row.due_at < now for row in rows),
    }


# --- mails --------------------------------------------------------------------------------------------------------


def mails_after(office: Office, id_: int, *, newest: int | None = None) -> list[Entry]:
    """Mails registered after the one with this id, oldest first; or the `newest` few, the newest first."""
    query = Mail.select().where(Mail.id > id_)
    query = query.order_by(Mail.id.desc()).limit(newest) if newest else query.order_by(Mail.id)
    return [_mail(office, mail) for mail in query]


def _mail(office: Office, mail: Mail) -> Entry:
    became, tone = _became(mail)
    who = _correspondent(office, mail.from_address)
    return Entry(mail.id, mail.kept_at, who, _clean(_bare_subject(mail.subject)), became, tone)


def _became(mail: Mail) -> tuple[str, str]:
    if mail.state == MailState.DUPLICATE:
        return "重复来件，不另立案", "quiet"
    if mail.state == MailState.HELD:
        return f"{OTHER_WAITS.get(mail.what) or label('what', mail.what)} → 待人工", "look"
    reader = BECAME.get(mail.what)
    return reader(mail) if reader else (label("what", mail.what), "quiet")


def _case_mail(mail: Mail) -> tuple[str, str]:
    cases = worklists.cases_of_mail(mail)
    first = [case for case in cases if CaseMail.select().where(CaseMail.case == case).first().mail == mail]
    if cases and not first:
        return f"并入 {cases[0].case_no}（同一工单）", "quiet"
    stay = sum(case.status == Status.REGISTERED for case in cases)
    told = f"新工单{len(cases)}件" if len(cases) != 1 else f"新工单 {cases[0].case_no}"
    return (f"{told} → {stay}件待分办", "look") if stay else (f"{told} → 分办", "")


def _answer_mail(mail: Mail) -> tuple[str, str]:
    answer = Answer.get_or_none(Answer.mail == mail)
    if answer is None:
        return "办理结果", ""
    return (
        ("反馈齐全 → 上报", "good") if answer.complete else (f"反馈缺{len(answer.missing)}项 → 补正", "bad")
    )


BECAME: dict[str, Callable[[Mail], tuple[str, str]]] = {
    "case": _case_mail,
    "answer": _answer_mail,
    "acknowledgement": lambda mail: ("签收", ""),
    "auto_reply": lambda mail: ("自动回复，不算签收", "quiet"),
    "send_back": lambda mail: ("退单，已改派", ""),
}


# --- letters ------------------------------------------------------------------------------------------------------


def letters_after(office: Office, id_: int, *, newest: int | None = None) -> list[Entry]:
    """Letters posted after the one with this id, oldest first; or the `newest` few, the newest first."""
    query = Letter.select().where(Letter.id > id_)
    query = query.order_by(Letter.id.desc()).limit(newest) if newest else query.order_by(Letter.id)
    return [
        Entry(
            letter.id,
            letter.posted_at,
            _correspondent(office, letter.to[0]),
            _clean(re.sub(r"^【(?:转办|催办|补正|办理回复)】", "", letter.subject)),
            label("letter_kind", letter.kind),
            TONES.get(letter.kind, ""),
        )
        for letter in query
    ]


TONES = {"report": "good", "reminder": "look", "correction": "bad"}


def _clean(text: str) -> str:
    """A text for a list: telephones masked, and nothing in it that could move a terminal's cursor."""
    return "".join(char if char.isprintable() else " " for char in mask_text(text))


def _correspondent(office: Office, address: str) -> str:
    """A platform's or department's name; the address of anybody else."""
    if address.startswith(("mailer-daemon@", "postmaster@")):
        return "邮件系统"
    return _clean(correspondent_of(office, Envelope(sender=Address(address))).name)


def _bare_subject(subject: str) -> str:
    """A reply's subject without the marks of mail programs and of our own letters."""
    bare = re.sub(r"^(?:(?:回复|答复|转发|自动回复|Re|Fw|Fwd)\s*[:：]\s*)+", "", subject, flags=re.IGNORECASE)
    return bare if bare == subject else re.sub(r"【(?:转办|催办|补正)】|（请[^（）]*）$", "", bare)


# --- what waits, what is due --------------------------------------------------------------------------------------


def held_after(id_: int) -> list[Entry]:
    """Entries that came into the pen after the one with this id, oldest first."""
    return [_waiting(held) for held in Held.select().where(Held.id > id_).order_by(Held.id)]


OTHER_WAITS = {"dispatch": "分办", "letter": "发信", "report": "上报", "notice": "通报", "other": "其他来件"}


def _waiting(held: Held) -> Entry:
    what = OTHER_WAITS.get(held.what) or label("what", held.what)
    return Entry(held.id, held.since, what, _clean(held.because), "", "look")


def _deadline(office: Office, row: Dispatch, now: datetime) -> Entry | None:
    """An assignment that is late, or due today or on the next working day."""
    days = workdays_between(now.date(), row.due_at.date(), office.calendar)
    if row.state != DispatchState.OPEN or (days > 1 and row.due_at > now):
        return None
    if row.due_at < now:
        late = workdays_between(row.due_at.date(), now.date(), office.calendar)
        became, tone = (f"逾期{late}个工作日" if late else "刚刚逾期"), "bad"
    else:
        became, tone = _soon(row.due_at, now.date(), days), "look"
    about = f"{row.case.case_no} {_clean(row.case.title)}"
    return Entry(row.id, row.due_at, row.department.name, about, became, tone)


def _soon(due_at: datetime, today: date, days: int) -> str:
    return f"今天 {due_at:%H:%M} 到期" if days <= 0 or due_at.date() == today else f"{due_at:%-m月%-d日} 到期"
