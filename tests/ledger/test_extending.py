"""More time: counted from the old deadline, decided once, and the old deadline stays on record."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import load_holidays
from ledger import casework, extending, worklists
from ledger.vocabulary import Stage
from ledger.workdays import add_workdays, calendar_of, prolong, trace_text
from tests.ledger.assignments import an_assignment

NOW = datetime(2018, 9, 29, 9, 0)
CALENDAR = calendar_of(load_holidays())


@pytest.fixture
def row(tmp_path):
    """An assignment of 2018-09-28, due on 2018-10-08 behind the holidays of the National Day."""
    yield from an_assignment(tmp_path, received=date(2018, 9, 28), calendar=CALENDAR, now=NOW)


def wish_of(row, reason="等配件"):
    return extending.ask(row, mail=None, days=2, until=None, reason=reason, now=NOW)


def longer(days=2):
    return prolong(add_workdays(date(2018, 9, 28), 3, CALENDAR), days, CALENDAR, why="同意延期")


def grant(row, wish):
    extending.grant(wish, 2, longer(), now=NOW, by="李玲", because="情况属实")


def test_working_days_are_added_to_the_old_deadline_and_both_counts_are_shown():
    lines = trace_text(longer())

    assert longer().due_at == datetime(2018, 10, 10, 17)
    assert "2018-10-08 周一 第3个工作日" in lines
    assert "2018-10-08 周一 原办理期限 17:00，同意延期，从次日起算" in lines
    assert lines[-3:-1] == ["2018-10-09 周二 第1个工作日", "2018-10-10 周三 第2个工作日"]
    assert lines[-1] == "办理期限：2018-10-10 17:00（周三）"


def test_a_deadline_that_ends_at_noon_is_prolonged_to_the_close_of_business():
    noon = add_workdays(date(2018, 9, 28), 3, CALENDAR, close=datetime(2018, 1, 1, 12).time())

    assert prolong(noon, 1, CALENDAR, why="同意延期").due_at == datetime(2018, 10, 9, 17)


def test_a_granted_wish_moves_the_deadline_and_the_journal_keeps_the_old_one(row):
    wish = wish_of(row)
    grant(row, wish)

    assert (row.due_at, wish.due_before) == (datetime(2018, 10, 10, 17), datetime(2018, 10, 8, 17))
    assert [each.granted_days for each in extending.granted(row)] == [2]
    told = worklists.journal_of(row.case)[-1]
    assert told.act == "extend"
    assert "2018-10-08 17:00 → 2018-10-10 17:00。情况属实" in told.because


def test_what_was_reminded_of_under_the_old_deadline_will_be_again(row):
    casework.remind(row, Stage.YELLOW, letter_key="reminder/1", now=NOW)
    grant(row, wish_of(row))

    assert casework.remind(row, Stage.YELLOW, letter_key="reminder/2", now=NOW)


def test_a_refused_wish_leaves_the_deadline(row):
    extending.refuse(wish_of(row), now=NOW, by="李玲", because="可以先修主路")

    assert worklists.dispatches_of(row.case)[0].due_at == datetime(2018, 10, 8, 17)
    assert worklists.journal_of(row.case)[-1].act == "extend_refused"


def test_a_wish_is_decided_once(row):
    wish = wish_of(row)
    grant(row, wish)

    with pytest.raises(casework.NotAllowed):
        extending.refuse(wish, now=NOW, by="王强", because="不行")
    with pytest.raises(casework.NotAllowed):
        grant(row, wish)
    assert extending.waiting(row.case) == []


def test_a_wish_that_is_put_again_before_it_is_decided_takes_the_place_of_the_first(row):
    first, second = wish_of(row), wish_of(row, "等配件，供货商在外省")

    assert first.id == second.id
    assert [each.reason for each in extending.waiting(row.case)] == ["等配件，供货商在外省"]


def test_no_more_time_for_what_is_answered_meanwhile(row):
    wish = wish_of(row)
    casework.answer(row, {}, missing=[], mail=None, now=NOW, by="荆河街道", because="齐全")

    with pytest.raises(casework.NotAllowed):
        grant(row, wish)
    assert extending.waiting(row.case) == []


@given(
    st.dates(date(2018, 1, 1), date(2026, 12, 1)),
    st.integers(1, 10),
    st.lists(st.integers(1, 10), max_size=3),
)
def test_days_and_extensions_together_are_counted_as_one_sum(received, limit, extensions):
    deadline = add_workdays(received, limit, CALENDAR)
    for days in extensions:
        deadline = prolong(deadline, days, CALENDAR, why="同意延期")

    whole = add_workdays(received, limit + sum(extensions), CALENDAR)
    assert (deadline.due_at, deadline.provisional) == (whole.due_at, whole.provisional)
