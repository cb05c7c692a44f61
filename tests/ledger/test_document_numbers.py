"""Yearly numbers of papers: without gaps, given once under several processes, kept where the paper was void."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

import pytest

from ledger import numbering
from ledger.models import DocumentNumber, database
from ledger.opening import open_ledger, transaction

NOW = datetime(2018, 3, 20, 9, 0)
TAKING = """
import sys
from datetime import datetime
from ledger import numbering
from ledger.opening import open_ledger, transaction
open_ledger(sys.argv[1])
for nth in range(int(sys.argv[3])):
    with transaction():
        numbering.document_number(f"supervision/{sys.argv[2]}/{nth}", series="滕热督", title="", now=datetime(2018, 3, 20))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'ledger.db'}"
    else:
        address = request.getfixturevalue("postgres_url")
    open_ledger(address)
    yield address
    database.close()


def take(key: str, *, series: str = "滕热督", now: datetime = NOW) -> DocumentNumber:
    with transaction():
        return numbering.document_number(key, series=series, title=f"关于{key}的通知", now=now)


def test_each_series_begins_with_1_each_year_and_is_printed_in_hexagonal_brackets(url):
    first, second = take("supervision/a"), take("supervision/b")
    other, next_year = take("handover/a", series="滕热移"), take("supervision/c", now=datetime(2019, 1, 2))

    assert (first.text, second.text) == ("滕热督〔2018〕1号", "滕热督〔2018〕2号")
    assert (other.text, next_year.text) == ("滕热移〔2018〕1号", "滕热督〔2019〕1号")


def test_a_paper_asked_for_twice_keeps_its_number(url):
    assert take("supervision/a").text == take("supervision/a").text
    assert take("supervision/b").serial == 2


def test_a_transaction_that_fails_gives_its_number_back(url):
    with pytest.raises(ZeroDivisionError), transaction():
        numbering.document_number("supervision/a", series="滕热督", title="", now=NOW)
        raise ZeroDivisionError

    assert take("supervision/b").serial == 1
    assert [number.key for number in numbering.numbers_given(2018)] == ["supervision/b"]


def test_several_processes_take_no_number_twice_and_leave_none_out(url):
    command = [sys.executable, "-c", TAKING, url]
    takers = [subprocess.Popen([*command, name, "15"]) for name in ("甲", "乙", "丙")]
    assert [taker.wait(timeout=120) for taker in takers] == [0, 0, 0]

    given = numbering.numbers_given(2018)
    assert [number.serial for number in given] == list(range(1, 46))
    assert numbering.numbers_missing(given) == []


def test_a_void_paper_keeps_its_number_with_the_reason(url):
    take("supervision/a")
    numbering.void_number("supervision/a", "领导未批准")

    assert take("supervision/b").serial == 2
    assert [number.void_because for number in numbering.numbers_given(2018)] == ["领导未批准", ""]


def test_a_number_that_is_missing_is_named(url):
    for key in "abcd":
        take(f"supervision/{key}")
    DocumentNumber.delete().where(DocumentNumber.serial.in_([2, 3])).execute()

    assert numbering.numbers_missing(numbering.numbers_given(2018)) == [
        "滕热督〔2018〕2号",
        "滕热督〔2018〕3号",
    ]


def test_a_number_given_after_the_backup_is_entered_again_and_the_series_goes_on_behind_it(url):
    take("supervision/a")
    lost = DocumentNumber(
        key="supervision/b", series="滕热督", year=2018, serial=2, title="补登", given_at=NOW
    )
    with transaction():
        assert numbering.enter_number(lost)
        assert not numbering.enter_number(
            DocumentNumber(key="supervision/b", series="滕热督", year=2018, serial=2, title="", given_at=NOW)
        )

    assert take("supervision/c").serial == 3
    assert take("supervision/b").serial == 2
