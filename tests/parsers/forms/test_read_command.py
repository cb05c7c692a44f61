"""`mailroom read`: one JSON object a line for programs, a table for people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from click.testing import CliRunner

from ledger.vocabulary import LABELS
from mailroom.cli import main
from parsers.as_json import KEYS, as_json
from parsers.field_names import VALUES, name_of
from parsers.reading import KINDS_OF_MAIL, Reading
from tests.parsers.forms.papers import mail, word, workbook

NUMBER = "180612093011223344"
SHEET = word(
    "转办单",
    (
        [
            ["工单编号", NUMBER],
            ["来电人", "赵强"],
            ["诉求内容", "路灯不亮。"],
            ["办理时限", "2018年6月20日17时"],
        ],
        (),
    ),
)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A mail and a document on disk."""
    (tmp_path / "a.eml").write_bytes(mail("12345工单", "请办理", ("转办单.docx", SHEET)))
    (tmp_path / "b.docx").write_bytes(SHEET)
    return [str(tmp_path / "a.eml"), str(tmp_path / "b.docx")]


def test_one_object_a_line_in_the_order_asked(files: list[str]) -> None:
    done = CliRunner().invoke(main, ["read", "--json", *files])
    assert done.exit_code == 0
    objects = [json.loads(line) for line in done.output.splitlines()]
    assert [o["file"] for o in objects] == files
    for o in objects:
        assert o["what"] == "case"
        assert o["cases"][0]["upper_due_at"] == "2018-06-20T17:00"
        assert "secret" not in o["cases"][0], "a key is there only where a value was found"
    assert objects[1]["found"]["cases.0.upper_no"] == "b.docx 表1 R1C2"


def test_a_clerk_gets_a_table_in_chinese(files: list[str]) -> None:
    done = CliRunner().invoke(main, ["read", files[0]], env={"COLUMNS": "120"})
    assert done.exit_code == 0
    for words in ("类别：新工单", "依据：", NUMBER, "赵强", "附件1 转办单.docx 表1 R1C2"):
        assert words in done.output


def test_every_kind_has_a_chinese_name() -> None:
    assert set(LABELS["what"]) == set(KINDS_OF_MAIL)


def _members(record: type, path: str = "") -> Iterator[str]:
    """Yield the path of each field that a record of this type may have."""
    for name, kind in get_type_hints(record).items():
        inner = [each for each in (kind, *get_args(kind)) if is_dataclass(each)]
        yield f"{path}{name}"
        for each in inner:
            yield from _members(each, f"{path}{name}.")


def test_every_field_and_code_has_a_chinese_name() -> None:
    shown = {
        key: kind
        for key, kind in get_type_hints(Reading).items()
        if key in KEYS and key not in ("doubts", "found")
    }
    for key, kind in shown.items():
        records = [each for each in (kind, *get_args(kind)) if is_dataclass(each)]
        for path in (key, *(f"{key}.{member}" for each in records for member in _members(each))):
            if path != "why":
                assert not re.search("[A-Za-z]", name_of(path)), path
    assert not [value for value in VALUES.values() if re.search("[A-Za-z]", value)]


def test_no_code_reaches_a_clerk(tmp_path: Path) -> None:
    """Two papers that contradict each other in every coded field."""
    head = ("工单编号", "诉求类型", "诉求内容", "来电人", "是否保密", "紧急程度", "来源级别", "来电时间")
    rows = [
        (NUMBER, "投诉", "路灯不亮。", "赵强", "否", "一般", "省", "2018-06-11 10:00"),
        (NUMBER, "举报", "水管漏水。", "王芳", "是", "特急", "市", "2018-06-10 11:00"),
    ]
    file = tmp_path / "清单.xlsx"
    file.write_bytes(workbook([head, *rows]))
    done = CliRunner().invoke(main, ["read", str(file)], env={"COLUMNS": "200"})
    told = done.output.replace(file.name, "").replace("Sheet1", "").replace(NUMBER, "")
    assert "要求保密：两份材料写得不一样：「否」与「是」" in told
    assert "紧急程度：两份材料写得不一样：「一般」与「特急」" in told
    assert set(re.findall("[A-Za-z_.]{2,}", re.sub(r"R\d+C\d+", "", told))) <= set()


def test_a_file_that_is_not_there_is_wrong_use() -> None:
    assert CliRunner().invoke(main, ["read", "nowhere.eml"]).exit_code == 2


def test_an_empty_reading_has_only_its_kind_and_reason() -> None:
    assert as_json(Reading("other", "由人判断。")) == {"what": "other", "why": "由人判断。"}
