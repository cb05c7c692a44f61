"""Freezing (冻结): which spans are over, and their figures kept as they stood; put right until the notice is approved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ledger import figures as counting
from ledger import frozen
from ledger.models import FrozenFigures
from ledger.opening import transaction
from ledger.spans import MONTHS, Span, span_at
from ledger.workdays import add_workdays
from mailroom.desks.reckoning import reckon
from mailroom.desks.stored_figures import as_stored
from mailroom.errors import MailroomError
from mailroom.office import Office


class NoNotice(MailroomError):
    """The figures can't be frozen or put right, or the notice can't be sent; the message says why, in Chinese."""


def spans_due(office: Office, now: datetime) -> list[tuple[Span, bool]]:
    """Return the spans to freeze, the earliest first, and whether each is the last of its kind.

    Of those before the last, what is missing since the first that was frozen: an office that begins to freeze does not
    go back to its first case.
    """
    first = counting.first_registered_on()
    found = []
    for kind in _kinds(office):
        last, known = _last_over(office, kind, now), frozen.frozen_spans(kind)
        if first is None or last.end.date() <= first:
            continue
        span = min({last, *known})
        while span <= last:
            if span not in known:
                found.append((span, span == last))
            span = span.following
    return sorted(found, key=lambda each: (each[0].end, MONTHS[each[0].kind]))


def _kinds(office: Office) -> list[str]:
    wanted = {
        "month": True,
        "quarter": office.settings.notice.quarterly,
        "year": office.settings.notice.yearly,
    }
    return [kind for kind, is_wanted in wanted.items() if is_wanted]


def _last_over(office: Office, kind: str, now: datetime) -> Span:
    """The last span of a kind whose notice is due by now."""
    span = span_at(now, kind).before
    return span if freezes_at(office, span) <= now else span.before


def freezes_at(office: Office, span: Span) -> datetime:
    """When a span's figures are frozen: on the first working day after it, at the hour of the config."""
    day = add_workdays(span.end.date(), 0, office.calendar).due_at.date()
    return datetime.combine(day, office.settings.notice.at)


def freeze(office: Office, span: Span, *, as_of: datetime, now: datetime) -> FrozenFigures:
    """Reckon a span as of a moment and keep it, inside the caller's transaction."""
    stored, definitions = _reckoned(office, span, as_of)
    return frozen.freeze(span, stored, definitions, now=now)


def as_of_now(office: Office, span: Span, *, now: datetime) -> FrozenFigures:
    """Return a span's frozen figures, or what they are at this moment, of which nothing is kept: to be looked at."""
    row = frozen.frozen(span)
    if row is not None:
        return row
    _refuse_empty(span, now=now)
    stored, definitions = _reckoned(office, span, now)
    return FrozenFigures(span=str(span), frozen_at=now, figures=stored, definitions=definitions)


def _reckoned(office: Office, span: Span, as_of: datetime) -> tuple[dict[str, Any], list[list[str]]]:
    """The figures and their definitions as they are kept."""
    figures = reckon(office, span, as_of=as_of)
    stored = as_stored(figures, as_of=as_of) | {"fewest": office.settings.notice.fewest}
    return stored, [list(each) for each in figures.definitions]


def _refuse_empty(span: Span, *, now: datetime) -> None:
    """Refuse a span of which there can't be figures: one not begun yet, or over before the first case. `NoNotice`."""
    first = counting.first_registered_on()
    if span.start > now:
        raise NoNotice(f"{span.words}还没有开始，没有可通报的数字")
    if first is None or span.end.date() <= first:
        since = f"第一件工单登记于 {first}" if first else "还没有工单"
        raise NoNotice(f"{span.words}没有可通报的数字：本办{since}")


def freeze_now(office: Office, span: Span, *, now: datetime) -> FrozenFigures:
    """Return a span's frozen figures; freeze them where nobody did. `NoNotice` where the span is not over."""
    with transaction():
        row = frozen.frozen(span)
        if row is None and now < span.end:
            raise NoNotice(f"{span.words}还没有结束，不能冻结数字；现在的数字用 mailroom figures {span} 看")
        if row is None:
            _refuse_empty(span, now=now)
        return row or freeze(office, span, as_of=now, now=now)


def freeze_again(office: Office, span: Span, *, now: datetime, by: str, because: str) -> FrozenFigures:
    """Reckon the figures anew before they are approved; the former ones are kept with the reason. `NoNotice`."""
    with transaction():
        row = frozen.frozen(span)
        if row is None:
            raise NoNotice(f"{span.words}的数字还没有冻结，谈不上更正")
        stored, definitions = _reckoned(office, span, now)
        if not frozen.freeze_again(row, stored, definitions, now=now, by=by, because=because):
            raise NoNotice(f"{span.words}通报已经批准发出（{row.number or '没有字号'}），数字不再更正")
        return FrozenFigures.get_by_id(row.id)
