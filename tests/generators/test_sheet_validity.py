"""Excel's own rules: every workbook that the office makes keeps the schema of ISO/IEC 29500, its charts included."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generators.departments_sheet import departments_sheet
from generators.feedback_sheet import feedback_sheet
from generators.ledger_sheet import LedgerLine, ledger_sheet
from generators.letter import Draft, Templates
from generators.numbers_sheet import numbers_sheet
from generators.report_list import draw_up_report_list
from generators.specimens import SPECIMENS, scene_of
from tests.generators.records import (
    HEAD,
    NOW,
    UPPER,
    a_case,
    a_department,
    a_dispatch,
    a_petitioner,
    an_answer,
)
from tests.generators.test_validity import faults

# A string in its own cell is as valid as one in the shared table (18.3.1.53), and is what openpyxl writes.
OWN_STRINGS = "inline-string cell"


def workbooks() -> Iterator[tuple[str, bytes]]:
    for kind, specimen in SPECIMENS.items():
        for secret in (False, True):
            drawn = specimen.draw_up(scene_of(HEAD, Templates(), secret=secret))
            for each in drawn.enclosed if isinstance(drawn, Draft) else drawn:
                if each.name.endswith(".xlsx"):
                    yield f"{kind}-{'secret' if secret else 'open'}", each.data
    records = (a_case(), a_petitioner(), a_dispatch(), a_department())
    hostile = LedgerLine(a_case(title="=1+1", request_text="-话" * 20_000 + "\x0b"), *records[1:])
    yield "ledger", ledger_sheet([LedgerLine(*records), hostile], head=HEAD, exported_on=NOW)
    yield "ledger-empty", ledger_sheet([], head=HEAD, exported_on=NOW)
    department = a_department(valid_from=date(2016, 2, 4))
    yield "departments", departments_sheet([department], head=HEAD, exported_on=NOW.date())
    yield "numbers", numbers_sheet([a_number()], 2018, head=HEAD, exported_on=NOW.date())
    yield "feedback", feedback_sheet([a_proof()], "2018年3月", head=HEAD, exported_on=NOW.date())
    listed = draw_up_report_list(
        [(*records, an_answer())], head=HEAD, to="up@example.cn", upper_name=UPPER, list_name="17", now=NOW
    )
    yield "report-list", listed.enclosed[0].data


def a_proof() -> dict[str, object]:
    return {
        "case_no": "TZ-2018-000001-0",
        "upper_no": "180312091500000001",
        "department": "荆河街道办事处",
        "answered_at": NOW,
        "informed_words": "已告知",
        "informed_on": NOW,
        "informed_by": "=张三",
        "informed_how_words": "电话",
        "reported_at": NOW,
        "message_id": "<report@example.cn>",
        "evidence": "250 2.0.0 OK",
        "lacking": ["上报不在反馈当日"],
    }


def a_number() -> dict[str, object]:
    return {
        "number": "滕热督〔2018〕3号",
        "given_at": NOW,
        "title": "督办通知书",
        "to": ["zfj@example.cn"],
        "state": "作废",
        "void_because": "发错单位",
    }


WORKBOOKS = dict(workbooks())


def sheet_faults(path: Path) -> list[str]:
    return [each for each in faults(path) if OWN_STRINGS not in each]


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_keeps_the_schema(tmp_path: Path, name: str):
    path = tmp_path / "book.xlsx"
    path.write_bytes(WORKBOOKS[name])
    assert sheet_faults(path) == []


@pytest.mark.parametrize(
    ("part", "right", "wrong"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<mergeCells/><sheetData>"),
        ("xl/worksheets/sheet1.xml", b"<pageMargins", b"<pageEdges"),
        ("xl/charts/chart1.xml", b"<plotVisOnly ", b"<plotSeenOnly "),
        ("xl/styles.xml", b"<name val=", b"<named val="),
    ],
)
def test_the_check_sees_what_is_out_of_order(tmp_path: Path, part: str, right: bytes, wrong: bytes):
    whole, spoilt = tmp_path / "whole.xlsx", tmp_path / "spoilt.xlsx"
    whole.write_bytes(WORKBOOKS["monthly_notice-open"])
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(spoilt, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == part:
                assert right in data
                data = data.replace(right, wrong, 1)
            after.writestr(name, data)
    assert sheet_faults(spoilt)
