"""Months, quarters and years: where they begin and end, what came before, how they are written and printed."""

from __future__ import annotations

from datetime import datetime

import pytest

from ledger.spans import Span, span_at, span_written


@pytest.mark.parametrize(
    ("written", "printed", "start", "end", "before"),
    [
        ("2018-03", "2018年3月", (2018, 3), (2018, 4), "2018-02"),
        ("2018-01", "2018年1月", (2018, 1), (2018, 2), "2017-12"),
        ("2018-Q1", "2018年第一季度", (2018, 1), (2018, 4), "2017-Q4"),
        ("2018-Q4", "2018年第四季度", (2018, 10), (2019, 1), "2018-Q3"),
        ("2018", "2018年", (2018, 1), (2019, 1), "2017"),
    ],
)
def test_a_span_is_read_and_written_and_knows_its_neighbours(written, printed, start, end, before):
    span = span_written(written)

    assert (str(span), span.words) == (written, printed)
    assert (span.start, span.end) == (datetime(*start, 1), datetime(*end, 1))
    assert str(span.before) == before
    assert span.before.following == span


def test_a_year_ago_is_the_same_month_or_quarter():
    assert str(span_written("2018-Q1").year_ago) == "2017-Q1"
    assert str(span_written("2018-3")) == "2018-03"


@pytest.mark.parametrize("wrong", ["2018-13", "2018-00", "2018-Q5", "18-03", "三月", ""])
def test_what_is_no_span_is_refused_with_how_it_is_written(wrong):
    with pytest.raises(ValueError, match="月份写作 2018-03"):
        span_written(wrong)


def test_a_moment_lies_in_one_month_quarter_and_year():
    moment = datetime(2018, 12, 31, 23, 59)
    assert [str(span_at(moment, kind)) for kind in ("month", "quarter", "year")] == [
        "2018-12",
        "2018-Q4",
        "2018",
    ]
    assert Span(2018, "month", 12).end == datetime(2019, 1, 1)
