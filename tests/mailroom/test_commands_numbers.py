"""`letters numbers` and `letters preview`: the register of numbers, and papers with made-up contents."""

from __future__ import annotations

import shutil
from datetime import datetime

import openpyxl
import pytest

from config.settings import packaged_defaults
from generators.plain import draw_up_plain
from generators.specimens import SPECIMENS
from ledger.models import DocumentNumber, database
from ledger.opening import transaction
from ledger.vocabulary import LetterState
from mailroom import document_numbers, given_numbers, outbox
from mailroom.office import open_office

NOW = datetime(2018, 3, 20, 9, 0)


def post_numbered(
    office, name: str, state: LetterState = LetterState.QUEUED, kind: str = "supervision"
) -> str:
    """Post a paper with its number, as a desk does; returns the number."""
    opened = open_office(office.folder)
    key = f"{kind}/{name}"
    with transaction():
        number = document_numbers.number_for(opened, kind, key, title=f"关于督办{name}的通知", now=NOW)
        subject = number.text if number else ""
        draft = draw_up_plain(
            "notice", key, ["zhzfj@example.cn"], subject, [subject], head=opened.head, now=NOW
        )
        outbox.post(opened, draft, now=NOW, state=state, number=number)
    database.close()
    return subject


def test_the_register_shows_each_number_with_its_paper_and_what_became_of_it(office):
    post_numbered(office, "a")
    post_numbered(office, "b", LetterState.DRAFT)
    office.done("reject", "supervision/b", "--because", "改为电话督办")
    post_numbered(office, "c")
    office.done("once", "--at", "2018-03-20T09:01")

    rows = office.rows("letters", "numbers", "--year", "2018")
    assert [row["number"] for row in rows] == [f"滕热督〔2018〕{serial}号" for serial in (1, 2, 3)]
    assert [row["state"] for row in rows] == ["已发", "作废", "已发"]
    assert "改为电话督办" in rows[1]["void_because"]
    assert rows[0]["to"] == ["zhzfj@example.cn"]


def test_the_number_of_a_paper_that_was_sent_again_is_not_void(office):
    post_numbered(office, "a", LetterState.FAILED)
    office.done("letters", "resend", "supervision/a")
    office.done("once", "--at", "2018-03-20T09:01")

    assert "已重发" in office.refused("reject", "supervision/a", "--because", "退信")
    [row] = office.rows("letters", "numbers", "--year", "2018")
    assert row["void_because"] == ""


def test_a_queued_paper_that_is_rejected_keeps_its_number_with_the_reason(office):
    post_numbered(office, "a")
    office.done("reject", "supervision/a", "--because", "改为电话督办", "--by", "李主任")
    post_numbered(office, "b")
    office.done("once", "--at", "2018-03-20T09:01")

    first, second = office.rows("letters", "numbers", "--year", "2018")
    assert (first["number"], first["state"], second["number"]) == (
        "滕热督〔2018〕1号", "作废", "滕热督〔2018〕2号",
    )  # fmt: skip
    assert "李主任" in first["void_because"]
    assert "改为电话督办" in first["void_because"]


def test_the_register_is_saved_as_a_sheet(office, tmp_path):
    post_numbered(office, "a")
    office.done("letters", "numbers", "--year", "2018", "--save", str(tmp_path / "登记簿.xlsx"))

    texts = [cell for row in openpyxl.load_workbook(tmp_path / "登记簿.xlsx").active.values for cell in row]
    assert {"滕热督〔2018〕1号", "关于督办a的通知"} <= set(texts)


def test_a_gap_in_the_register_is_reported(office):
    for name in "abc":
        post_numbered(office, name)
    open_office(office.folder)
    DocumentNumber.delete().where(DocumentNumber.serial == 2).execute()
    database.close()

    told = office.refused("letters", "numbers", "--year", "2018", status=1)
    assert "缺号：滕热督〔2018〕2号" in told


def test_a_kind_without_a_word_in_the_config_is_not_numbered(office):
    assert post_numbered(office, "a", kind="correction") == ""


def test_numbers_given_after_a_backup_are_not_given_again(office, tmp_path):
    post_numbered(office, "a")
    shutil.copy(office.folder / "ledger.db", tmp_path / "backup.db")
    assert [post_numbered(office, name) for name in "bc"] == ["滕热督〔2018〕2号", "滕热督〔2018〕3号"]
    for file in office.folder.glob("ledger.db*"):
        file.unlink()
    shutil.copy(tmp_path / "backup.db", office.folder / "ledger.db")

    opened = open_office(office.folder)
    heads = given_numbers.heads_of_letters(opened)
    assert given_numbers.enter_papers(heads, now=NOW) == ["滕热督〔2018〕2号", "滕热督〔2018〕3号"]
    database.close()
    assert post_numbered(office, "d") == "滕热督〔2018〕4号"
    assert office.rows("letters", "numbers", "--year", "2018")[1]["title"] == "恢复备份后由发件存档补登"


@pytest.mark.parametrize("kind", SPECIMENS)
def test_every_paper_can_be_previewed_by_its_code_and_its_name(office, tmp_path, kind):
    name = SPECIMENS[kind].name
    by_code = office.done("letters", "preview", kind, "--secret")
    assert by_code == office.done("letters", "preview", name, "--secret")

    office.done("letters", "preview", kind, str(tmp_path / "样张"))
    assert list((tmp_path / "样张").iterdir())


def test_a_broken_template_is_named_with_its_line_when_it_is_previewed(office):
    own = office.folder / "templates" / "mail"
    own.mkdir(parents=True, exist_ok=True)
    (own / "dispatch.txt.j2").write_text("您好\n{{ casenumber }}\n", encoding="utf-8")

    told = office.refused("letters", "preview", "dispatch")
    assert "mail/dispatch.txt.j2 第2行" in told


def test_a_paper_that_there_is_not_is_answered_with_those_there_are(office):
    told = office.refused("letters", "preview", "贺卡", status=2)
    assert "没有“贺卡”这种文书" in told
    assert "dispatch（转办函）" in told


def test_every_kind_that_the_config_numbers_is_a_paper_of_the_office():
    assert set(packaged_defaults()["numbering"]) <= set(SPECIMENS)
