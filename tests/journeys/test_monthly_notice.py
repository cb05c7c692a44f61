"""The monthly notice: frozen in the first hour of April, approved, one letter to each, drawn again in the next year."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from mailroom.demonstration.answers import answer_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.offices import OfficeAtWork
from tests.journeys.replies import TOWN, TUESDAY, answered, complete, dispatched_on_monday
from tests.journeys.seen import Seen


@pytest.fixture
def leader(office: OfficeAtWork, new_address) -> str:
    """Who gets a copy; the town is the only department that there is."""
    address = new_address("department")
    office.configure(notice={"cc": [address], "quarterly": False})
    office.keep_only(TOWN)
    return address


def notices(letters: list[Seen]) -> list[Seen]:
    return [letter for letter in letters if letter.subject.startswith("【通报】")]


def words_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_a_month_from_the_freeze_to_the_next_year(office: OfficeAtWork, leader: str, tmp_path: Path):
    letter = dispatched_on_monday(office)
    answered(office, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))

    office.round("2018-04-02T08:45")
    assert [entry for entry in office.held() if entry["what"] == "notice"] == []
    office.round("2018-04-02T09:00")
    [waits] = [entry for entry in office.held() if entry["what"] == "notice"]
    assert waits["suggestions"][0]["do"] == "mailroom notice 2018-03 --send"
    assert notices(office.at_department(TOWN)) == []

    office.tell("notice", "2018-03", "--send", "--by", "王丽", "--at", "2018-04-02T09:30")
    office.round("2018-04-02T12:15")
    assert notices(office.at_department(TOWN)) == []  # not at noon
    office.round("2018-04-02T13:00")
    office.round("2018-04-02T13:05")

    [mail] = notices(office.at_department(TOWN))
    [copy] = notices(office.letters_at(leader))
    assert mail.subject == "【通报】2018年3月政务服务热线办理情况（滕热通〔2018〕1号）"
    assert "按时办结率：100.00%" in mail.text
    assert "抄送你处" in copy.text
    assert mail.documents == copy.documents
    paper = words_of(mail.documents["2018年3月通报.docx"])
    assert "本月到期应办结1件，按时办结1件，按时办结率100.00%" in paper
    assert "本月没有超期件。" in paper

    office.round("2019-02-01T10:00")
    again = tmp_path / "again"
    office.tell("notice", "2018-03", "--save", str(again), "--at", "2019-02-01T11:00")
    assert {path.name: path.read_bytes() for path in again.iterdir()} == mail.documents


def test_the_last_day_s_answer_counts_and_the_next_day_s_does_not(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    in_folder.round("2018-04-02T09:00")
    answered(in_folder, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY), at="2018-04-02T09:10")

    [total, *_] = in_folder.ask("figures", "2018-03")
    [fresh, *_] = in_folder.ask("figures", "2018-03", "--fresh", "--at", "2018-04-02T10:00")

    assert (total["due"], total["answered"], total["late"], total["on_time_rate"]) == (1, 0, 1, 0.0)
    assert (fresh["answered"], fresh["late"]) == (1, 1)


def test_a_department_without_a_mailbox_gets_the_notice_on_paper(in_folder: FolderOffice):
    office = in_folder
    office.configure(notice={"quarterly": False})
    office.keep_only(TOWN)
    dispatched_on_monday(office)
    office.give_address(TOWN)
    office.round("2018-04-02T09:00")

    told = office.tell("notice", "2018-03", "--send", "--at", "2018-04-02T09:30")

    assert f"待打印送达（mailroom tasks）：{TOWN}" in told.stderr
    papers = [each for each in office.ask("tasks", "--at", "2018-04-02T10:00") if each["what"] == "打印送达"]
    assert "滕热通〔2018〕1号" in papers[-1]["because"]
