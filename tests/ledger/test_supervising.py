"""Supervision: once for each cause, open until somebody says what came of it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ledger import supervising, worklists
from ledger.vocabulary import Way
from ledger.workdays import Calendar
from tests.ledger.assignments import an_assignment

NOW = datetime(2018, 3, 22, 9, 0)


@pytest.fixture
def row(tmp_path):
    """An assignment that is late."""
    yield from an_assignment(tmp_path, received=date(2018, 3, 12), calendar=Calendar({}), now=NOW)


def telephone(row, cause="red"):
    return supervising.open_supervision(row, Way.PHONE, cause, because="逾期1个工作日", now=NOW)


def test_a_call_is_asked_for_once_for_each_cause(row):
    first, again, other = telephone(row), telephone(row), telephone(row, "incomplete")

    assert again is None
    assert [each.id for each in supervising.open_tasks(Way.PHONE)] == [first.id, other.id]


def test_what_was_said_ends_it_once_and_stands_in_the_journal(row):
    task = telephone(row)

    ends = [supervising.finish(task, said, now=NOW, by="李玲") for said in ("答应明日报", "又打一次")]

    assert ends == [True, False]
    assert supervising.open_tasks() == []
    assert worklists.journal_of(row.case)[-1].because == "电话督办荆河街道：答应明日报"


def test_a_notice_in_writing_waits_for_nobody(row):
    supervising.open_supervision(
        row, Way.WRITTEN, "written", because="逾期3个工作日", now=NOW, letter_key="supervision/1"
    )

    assert supervising.open_tasks() == []
    [kept] = supervising.supervisions_of(row)
    assert (kept.letter_key, kept.done_at) == ("supervision/1", NOW)


def test_an_answer_ends_what_is_open(row):
    telephone(row)

    assert supervising.settle(row, "已反馈", now=NOW) == 1
    assert supervising.supervisions_of(row)[0].result == "已反馈"
