"""Over random small histories the figures are what a slow count from the journal's sentences gives."""

from __future__ import annotations

from dataclasses import asdict
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from ledger.figures import COUNTS
from ledger.models import database
from ledger.opening import open_ledger
from tests.ledger import journal_figures
from tests.ledger.histories import figures
from tests.ledger.random_histories import History, a_moment


@pytest.fixture(scope="module", autouse=True)
def _ledger(tmp_path_factory):
    open_ledger(f"sqlite:///{tmp_path_factory.mktemp('recounted') / 'ledger.db'}")
    yield
    database.close()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=some.integers(0, 2**32))
def test_they_are_what_the_journal_tells(seed: int):
    random = Random(seed)
    with database.atomic() as attempt:
        History(random)
        as_of = a_moment(random)
        counted = figures(as_of=as_of)
        told, unreasonable, late = journal_figures.count(as_of)
        attempt.rollback()

    assert {name: _counts(asdict(tally)) for name, tally in counted.tallies.items()} == {
        name: _counts(counts) for name, counts in told.items()
    }
    assert counted.unreasonable == unreasonable
    assert sorted(row.case_id for row in counted.late) == sorted(late)


def _counts(counts: dict) -> dict:
    return {name: counts.get(name, 0) for name in COUNTS}
