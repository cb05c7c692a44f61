"""延期: a department wishes more time. What keeps to the rules may be granted by itself, where the office says so; everything
else is a person's to decide, by mail or by telephone. The answer is a letter either way.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime

from generators.letter import Draft
from generators.rulings import draw_up_extension_reply, extension_reply_key
from generators.wording import moment_words
from ledger import casework, extending, listings, worklists
from ledger.models import Case, Dispatch, Extension
from ledger.opening import transaction
from ledger.vocabulary import DispatchState, ExtensionState, MailState, label
from mailroom import holding
from mailroom.desks import advice, bureau, clearing, send_back_replies
from mailroom.desks.completeness import missing_parts
from mailroom.desks.extension_rules import breaches_of, days_wished, doubts_about
from mailroom.desks.incoming import Incoming
from mailroom.desks.matching import Match, hold_match, match
from mailroom.desks.prolonging import deadline_of_assignment, longer, why_longer
from mailroom.desks.tracing import ask_how_they_know, signs_of_tracing
from mailroom.errors import MailroomError
from mailroom.office import Office
from parsers import read_mail
from parsers.reading import Extension as Asked


class CannotExtend(MailroomError):
    """The case can't be given more time like that; the message says why, in Chinese."""


def take_extension(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Write down a department's wish for more time (延期申请); grant it by the rule, or put it before a person."""
    found = match(incoming)
    row = found.dispatch
    if row is None:
        return hold_match(incoming, found, now=now)
    case = row.case
    if row.state != DispatchState.OPEN:
        because = f"{row.department.name}就 {case.case_no} 申请延期，但该单位的这一件{label('dispatch_state', row.state)}"
        drop = holding.drop("已有结果，不必延期")
        return hold_match(incoming, Match(None, because, case=case, suggestions=[drop]), now=now)
    if incoming.confirmed and _waits_with(row, incoming):
        raise CannotExtend(
            f"延期须说明同意与否：mailroom extend {case.case_no} --grant 天数（同意）、--refuse（不同意）"
        )
    if not incoming.confirmed and (answering := _as_whole_answer(office, row, incoming)):
        because = f"{row.department.name}就 {case.case_no} 来件，既有齐全的办理结果，又申请延期"
        result = holding.suggest("held release --as answer", "作为反馈登记，不再延期")
        wish_only = holding.suggest("held release --as extension", "办理结果还不算数的：作为延期申请")
        found = Match(None, because, case=case, suggestions=[result, wish_only])
        return hold_match(answering, found, now=now)
    wish = _write_down(row, incoming, now=now)
    doubts = doubts_about(office, wish)
    signs = signs_of_tracing(row, incoming.reading)
    days = days_wished(office, wish)
    if not doubts and not signs and days and office.settings.extensions.decided_by == "rule":
        because = "到期前第一次申请，理由、天数合乎规定，按规则同意"
        _grant(
            office,
            wish,
            days,
            now=now,
            by=casework.SYSTEM,
            because=because,
            incoming=incoming,
        )
        return MailState.SETTLED
    asked = f"{row.department.name}就 {case.case_no} 提出延期申请{_span_words(wish)}：{wish.reason or '（没有写明理由）'}"
    ways = [ask_how_they_know(row)] if signs else []
    ways += _ways(office, wish, days, doubts)
    because = holding.one_sentence(asked, *doubts, *signs)
    return hold_match(incoming, Match(None, because, case=case, suggestions=ways), now=now)


def _as_whole_answer(office: Office, row: Dispatch, incoming: Incoming) -> Incoming | None:
    """The mail read as an answer, where it is one from which nothing is missing: it must not be lost over the wish."""
    raw = office.archive.fetch(incoming.mail.sha256)
    prefix = office.settings.office.prefix
    reading = read_mail(raw, labels=office.labels, prefix=prefix, taken_as="answer")
    whole = reading.answer is not None and not missing_parts(office, row, reading.answer)
    return dataclasses.replace(incoming, reading=reading) if whole else None


def _waits_with(row: Dispatch, incoming: Incoming) -> bool:
    """Whether this very mail waits for a decision."""
    return any(wish.dispatch == row and wish.mail == incoming.mail for wish in extending.waiting(row.case))


def _write_down(row: Dispatch, incoming: Incoming, *, now: datetime) -> Extension:
    """Keep the wish; the entry of an earlier one that was not decided yet is settled, as this one stands in its place."""
    asked = incoming.reading.extension or Asked()
    for earlier in extending.waiting(row.case):
        if earlier.dispatch == row and earlier.mail is not None and earlier.mail != incoming.mail:
            clearing.settle(
                listings.open_held_of(earlier.mail),
                now=now,
                by=casework.SYSTEM,
                because="又来一份，以后一份为准",
            )
    return extending.ask(
        row,
        mail=incoming.mail,
        days=asked.days,
        until=casework.as_moment(asked.until),
        reason=asked.reason or "",
        now=now,
    )


def _span_words(wish: Extension) -> str:
    if wish.days:
        return f"（{wish.days} 个工作日）"
    return f"（到{moment_words(wish.until)}）" if wish.until else "（没有写明延到何时）"


def _ways(office: Office, wish: Extension, days: int | None, doubts: list[str]) -> list[holding.Suggestion]:
    """Granting and refusing as commands, the likelier first: what breaks the rules is rather refused."""
    row = wish.dispatch
    case_no = row.case.case_no
    whose = f" --department {row.department.name}" if len(worklists.dispatches_at_work(row.case)) > 1 else ""
    most = office.settings.rules.by_id(row.case.rule_set).extension_days
    span = min(days, most) if days else "天数"
    breaches = breaches_of(office, wish, int(span) if days else 1)
    exception = " --exception 理由" if breaches else ""
    grant = holding.suggest(
        f"mailroom extend {case_no} --grant {span} --because 理由{exception}{whose}",
        "破例同意，写明谁批准的" if breaches else "同意，从原时限起算，书面批复",
    )
    stands = f"不同意，时限仍为 {moment_words(wish.dispatch.due_at)}，书面答复理由"
    refuse = holding.suggest(f"mailroom extend {case_no} --refuse --because 理由{whose}", stands)
    return [refuse, grant] if doubts else [grant, refuse]


# --- decisions ----------------------------------------------------------------------------------------------


def grant(
    office: Office,
    case: Case,
    days: int,
    *,
    now: datetime,
    by: str,
    because: str,
    department: str = "",
    exception: str = "",
    past_upper: str = "",
) -> Extension:
    """Give an assignment `days` working days more (同意延期), asked by mail or, with none waiting, by telephone.

    Raises `CannotExtend` where the rules are against it and `exception` does not say why all the same, and where the
    upper platform's deadline leaves no room and `past_upper` does not.
    """
    with transaction():
        wish = _wish(case, department, days, now=now)
        breaches = breaches_of(office, wish, days)
        if breaches and not exception:
            raise CannotExtend(
                f"{case.case_no} 的延期不合规定：{'；'.join(breaches)}。确要同意的，用 --exception 写明谁批准、为什么"
            )
        _grant(
            office,
            wish,
            days,
            now=now,
            by=by,
            because=because,
            exception=exception if breaches else "",
            past_upper=past_upper,
        )
    return wish


def refuse(
    office: Office, case: Case, *, now: datetime, by: str, because: str, department: str = ""
) -> Extension:
    """Refuse more time (不同意延期): the deadline stands, and the department is told why."""
    with transaction():
        wish = _wish(case, department, None, now=now)
        extending.refuse(wish, now=now, by=by, because=because)
        _reply(office, wish, because, now=now)
        _clear(office, wish, now=now, by=by, because="不同意延期")
    return wish


def _wish(case: Case, department: str, days: int | None, *, now: datetime) -> Extension:
    """The wish that a decision is about: the one that waits, else one that was put by telephone just now."""
    waiting = [each for each in extending.waiting(case) if department in ("", each.dispatch.department.name)]
    if len(waiting) == 1:
        return waiting[0]
    rows = [each.dispatch for each in waiting] or worklists.dispatches_at_work(case)
    rows = [row for row in rows if department in ("", row.department.name)]
    if not rows:
        named = department or "承办单位"
        raise CannotExtend(
            f"{case.case_no} 现为“{label('status', case.status)}”，没有{named}在办，谈不上延期"
        )
    if len(rows) > 1:
        names = "、".join(row.department.name for row in rows)
        raise CannotExtend(f"{case.case_no} 有几个单位在办（{names}）：用 --department 说明是哪一个")
    return extending.ask(rows[0], mail=None, days=days, until=None, reason="电话提出", now=now)


def _grant(
    office: Office,
    wish: Extension,
    days: int,
    *,
    now: datetime,
    by: str,
    because: str,
    exception: str = "",
    past_upper: str = "",
    incoming: Incoming | None = None,
) -> None:
    row = wish.dispatch
    current = deadline_of_assignment(office, row)
    wish.granted_days, wish.decided_at = days, now
    fresh = longer(office, row, current, days, why=why_longer(wish), past_upper=bool(past_upper))
    if fresh.due_at <= max(row.due_at, now):
        upper = row.case.upper_due_at
        raise CannotExtend(
            f"{row.case.case_no} 延不了：上级要求 {moment_words(upper)} 前办结。上级已同意延期的，先用 mailroom change "
            "写入新的上级时限；不等上级的，用 --past-upper 写明理由"
            if upper and not past_upper
            else f"{row.case.case_no} 延长 {days} 个工作日到 {moment_words(fresh.due_at)}，那时已经过了"
        )
    extending.grant(
        wish,
        days,
        fresh,
        now=now,
        by=by,
        because=because,
        exception=exception,
        past_upper=past_upper,
    )
    _reply(office, wish, because if incoming is None else "", now=now, incoming=incoming)
    _clear(office, wish, now=now, by=by, because="同意延期")
    told = f"同意{wish.dispatch.department.name}延期{days}个工作日，办理时限至{moment_words(fresh.due_at)}"
    bureau.tell_bureau(office, wish.dispatch.case, told, now=now)


def _clear(office: Office, wish: Extension, *, now: datetime, by: str, because: str) -> None:
    """The wish waits no longer, also where it came from an address that is on file for nobody."""
    clearing.clear_of(office, wish.dispatch, "extension", now=now, by=by, because=because)
    if wish.mail is not None:
        clearing.settle(listings.open_held_of(wish.mail), now=now, by=by, because=because)


def _reply(
    office: Office, wish: Extension, because: str, *, now: datetime, incoming: Incoming | None = None
) -> None:
    """Tell the department what was decided, as an answer to its mail where it wrote one (延期批复)."""
    row = wish.dispatch
    case, department = row.case, row.department
    key = extension_reply_key(case, department, nth=extending.decided_of_case(case))

    def draw_up(number: str) -> Draft:
        return draw_up_extension_reply(
            case,
            worklists.petitioner_of(case),
            row,
            department,
            granted=wish.state == ExtensionState.GRANTED,
            nth=extending.decided_of_case(case),
            due_before=wish.due_before,
            reason=because,
            asked_on=send_back_replies.came_on(wish.mail) if wish.mail else None,
            number=number,
            in_reply_to=wish.mail.message_id if wish.mail else "",
            head=office.head,
            now=now,
            templates=office.templates,
        )

    advice.post_numbered(office, key, draw_up, department, now=now, case=case, incoming=incoming)
