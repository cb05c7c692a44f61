"""`mailroom read`: one JSON object a line for programs, a table for people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailroom.cli import main
from parsers.as_json import as_json
from parsers.reading import KINDS_OF_MAIL, Reading
from tests.parsers.forms.papers import mail, word

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
    from mailroom.commands.reading_table import KINDS

    assert set(KINDS) == set(KINDS_OF_MAIL)


def test_a_file_that_is_not_there_is_wrong_use() -> None:
    assert CliRunner().invoke(main, ["read", "nowhere.eml"]).exit_code == 2


def test_an_empty_reading_has_only_its_kind_and_reason() -> None:
    assert as_json(Reading("other", "由人判断。")) == {"what": "other", "why": "由人判断。"}
