"""The sheet on which a department tells of its hotlines is large enough to be read on paper."""

from __future__ import annotations

import io
from datetime import date
from types import SimpleNamespace

import openpyxl

from generators.hotlines_sheet import hotlines_sheet
from tests.generators.records import HEAD

A4_ACROSS = 140  # characters of 9 points, with its margins


def test_its_columns_together_are_as_wide_as_a_page():
    line = SimpleNamespace(
        number="5512319", name="城管投诉电话", department="滕州市综合行政执法局", calls=1840, way="forwarded",
        responsible="孙志强", phone="5512319", opened_on=None, due_on=date(2018, 6, 30), done_on=None, progress="",
    )  # fmt: skip
    data = hotlines_sheet([line], head=HEAD, on=date(2018, 6, 20), to_fill_in=True)

    columns = openpyxl.load_workbook(io.BytesIO(data)).active.column_dimensions
    assert sum(column.width for column in columns.values()) <= A4_ACROSS
