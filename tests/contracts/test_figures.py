"""The same figures, and the same frozen ones, on every database that the ledger may stand in."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from random import Random

import pytest

from ledger import figures as counting
from ledger import frozen
from ledger.models import FrozenFigures, database
from ledger.opening import open_ledger, transaction
from ledger.spans import span_written
from ledger.vocabulary import NoticeState
from tests.ledger import journal_figures
from tests.ledger.histories import FROZEN, figures
from tests.ledger.random_histories import History

MARCH = span_written("2018-03")


@pytest.fixture(params=["sqlite", "postgresql"], autouse=True)
def _ledger(request, tmp_path):
    at_hand = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'ledger.db'}" if at_hand else request.getfixturevalue("postgres_url")
    open_ledger(url)
    yield
    database.close()


def test_they_are_what_the_journal_tells():
    random = Random(20180312)
    for _ in range(80):
        History(random)

    counted = figures()
    told, unreasonable, late = journal_figures.count(FROZEN)

    assert sum(tally.due for tally in counted.tallies.values()) > 40
    assert {name: _nonzero(asdict(tally)) for name, tally in counted.tallies.items()} == {
        name: _nonzero(counts) for name, counts in told.items()
    }
    assert counted.unreasonable == unreasonable
    assert sorted(row.case_id for row in counted.late) == sorted(late)


def _nonzero(counts):
    return {name: number for name, number in counts.items() if name in counting.COUNTS and number}


def test_what_is_counted_of_the_whole_office_is_counted_alike():
    random = Random(2018)
    for _ in range(20):
        History(random)

    received = counting.received(MARCH, as_of=FROZEN)
    cases = list(counting.cases_received(MARCH, as_of=FROZEN))

    assert sum(received.values()) == len(cases) > 10
    assert {case.title for case in cases} == {"路灯"}
    assert set(counting.lead_towns(MARCH, as_of=FROZEN).values()) == {"荆河街道"}
    assert counting.supervisions(MARCH, as_of=FROZEN)["phone"] == 0


def test_frozen_figures_are_put_right_until_they_are_approved_and_no_longer():
    with transaction():
        row = frozen.freeze(MARCH, {"units": [1]}, [["派发", "件数"]], now=FROZEN)
        assert frozen.freeze_again(row, {"units": [2]}, [], now=FROZEN, by="王丽", because="漏登")
        row = FrozenFigures.get_by_id(row.id)
        assert frozen.approve(row, row.figures, number="1号", documents=[], now=FROZEN, by="王丽")
        assert not frozen.approve(row, row.figures, number="2号", documents=[], now=FROZEN, by="李玲")
        assert not frozen.freeze_again(row, {"units": [3]}, [], now=FROZEN, by="王丽", because="再改")

    [kept] = frozen.all_frozen()
    assert (kept.state, kept.number, kept.approved_by) == (NoticeState.APPROVED, "1号", "王丽")
    assert kept.figures["units"] == [2]
    assert kept.figures["former"][0]["units"] == [1]
    assert kept.figures["former"][0]["because"] == "漏登"
    assert kept.approved_at == datetime(2018, 4, 2, 9)
    assert frozen.frozen_spans("month") == {MARCH}
    assert frozen.frozen_spans("year") == set()
