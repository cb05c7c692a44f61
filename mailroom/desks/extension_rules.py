"""延期的规矩: does a wish for more time keep to the rules (rules.md, 办理)? Pure questions about one wish."""

from __future__ import annotations

from generators.wording import moment_words, month_day_words
from ledger import extending
from ledger.models import Extension
from ledger.vocabulary import label
from ledger.workdays import workdays_between
from mailroom.desks.prolonging import deadline_of_assignment, longer
from mailroom.office import Office


def days_wished(office: Office, wish: Extension) -> int | None:
    """How many working days a wish adds to the deadline, also where it names a day; None where it names nothing later."""
    if wish.days:
        return wish.days
    if wish.until is None:
        return None
    days = workdays_between(wish.dispatch.due_at, wish.until, office.calendar)
    return days if days > 0 else None


def breaches_of(office: Office, wish: Extension, days: int) -> list[str]:
    """Why `days` more are against the rules: asked too late, more than once, too many; Chinese sentences."""
    row = wish.dispatch
    rules = office.settings.rules.by_id(row.case.rule_set)
    sentences = []
    if wish.asked_at > row.due_at:
        sentences.append(f"申请时（{moment_words(wish.asked_at)}）已过办理时限（{moment_words(row.due_at)}）")
    before = extending.decided(row)
    if len(before) >= rules.extensions:
        told = "、".join(
            f"{month_day_words(each.decided_at)}{label('extension_state', each.state)}"
            for each in before
            if each.decided_at
        )
        sentences.append(f"只能申请 {rules.extensions} 次，此前已答复（{told}）")
    if days > rules.extension_days:
        sentences.append(f"申请延长 {days} 个工作日，最长 {rules.extension_days} 个")
    return sentences


def doubts_about(office: Office, wish: Extension) -> list[str]:
    """Why a person must look at a wish before it is granted; [] where it keeps to the rules in everything."""
    row = wish.dispatch
    days = days_wished(office, wish)
    sentences = breaches_of(office, wish, days or 1)
    if not wish.reason:
        sentences.append("没有写明理由")
    if days is None:
        sentences.append(
            f"要延到的日子不晚于原时限 {moment_words(row.due_at)}" if wish.until else "没有写明延几天"
        )
        return sentences
    current = deadline_of_assignment(office, row)
    free, bound = (
        longer(office, row, current, days, why="", past_upper=past_upper).due_at
        for past_upper in (True, False)
    )
    if bound < free:
        upper = moment_words(row.case.upper_due_at) if row.case.upper_due_at else ""
        sentences.append(
            f"上级要求 {upper} 前办结，至多延到 {moment_words(bound)}"
            if bound > row.due_at
            else f"上级要求 {upper} 前办结，没有延期的余地"
        )
    return sentences
