"""双向反馈: it can be proved of every answer that the petitioner was told and the platform, and seen where not."""

from __future__ import annotations

import io

import openpyxl

from mailroom.demonstration.answers import answer_mail, bounce_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.offices import OfficeAtWork
from tests.journeys.replies import TUESDAY, answered, complete, dispatched_on_monday
from tests.journeys.seen import Seen
from tests.journeys.test_secret_cases import FORBIDDEN, MARKET, secret


def test_who_told_the_petitioner_and_when_the_platform_got_it(office: OfficeAtWork, dispatched: Seen):
    result = complete(dispatched)
    answered(office, answer_mail(dispatched.raw, result, sent_on=TUESDAY))

    (row,) = office.ask("feedback", "2018-03")

    (report,) = office.at_upper()
    assert row["message_id"] == report.message_id
    assert row["informed_by"] == result.informed_by
    assert row["informed_on"][:10] == f"{result.informed_on:%Y-%m-%d}"
    assert (row["informed"], row["lacking"]) == (True, [])
    assert row["reported_at"][:10] == "2018-03-13"
    assert office.ask("feedback", "2018-04") == []


def test_a_report_that_has_not_gone_is_lacking(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    (in_folder.post / "out").rename(in_folder.post / "was-out")
    (in_folder.post / "out").write_text("no folder", encoding="ascii")
    answered_without_courier(in_folder, letter)

    (row,) = in_folder.ask("feedback", "2018-03", "--lacking")

    assert row["reported_at"] is None
    assert row["lacking"] == ["上报没有发出（待发）"]


def answered_without_courier(office: FolderOffice, letter: Seen) -> None:
    office.mail_in(answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))
    office.round("2018-03-13T15:01", status=None)


def test_the_list_is_saved_for_whoever_asks(in_folder: FolderOffice, tmp_path):
    letter = dispatched_on_monday(in_folder)
    answered(in_folder, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))
    file = tmp_path / "feedback.xlsx"

    in_folder.tell("feedback", "2018-03", "--save", str(file))

    sheet = openpyxl.load_workbook(io.BytesIO(file.read_bytes())).active
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "2018年3月双向反馈登记" in texts
    assert "已告知" in texts


def test_of_a_secret_case_it_says_that_the_office_answers(in_folder: FolderOffice):
    in_folder.cases_in(secret(), "docx-four-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    (letter,) = in_folder.at_department(MARKET)
    mail = answer_mail(letter.raw, complete(letter, department=MARKET), sent_on=TUESDAY)
    answered(in_folder, mail)

    told = in_folder.tell("feedback", "2018-03", "--json").stdout

    assert '"informed_words": "保密件，由本办答复"' in told
    assert [word for word in FORBIDDEN if word in told] == []


def test_a_report_that_came_back_is_lacking_and_a_task_until_it_goes_again(in_folder: FolderOffice):
    office = in_folder
    letter = dispatched_on_monday(office)
    answered(office, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))
    (report,) = office.at_upper()
    office.mail_in(bounce_mail(report.raw, sent_on=TUESDAY.replace(hour=16)))
    office.round("2018-03-13T16:01")

    (row,) = office.ask("feedback", "2018-03", "--lacking")
    assert row["lacking"] == ["上报被退回，还没有重发"]
    (task,) = [each for each in office.ask("tasks", "--at", "2018-03-13T16:05") if each["what"] == "重新上报"]
    assert "report_to" in task["because"]
    phone = office.held()[0]["suggestions"][1]
    assert "report_to" in phone["why"]

    office.tell(*task["do"].split()[1:], "--at", "2018-03-13T16:30")
    office.round("2018-03-13T16:31")
    assert [each for each in office.ask("tasks", "--at", "2018-03-13T16:35") if not each["way"]] == []
    (row,) = office.ask("feedback", "2018-03")
    assert row["lacking"] == []
    assert row["reported_at"][:16] == "2018-03-13T16:31"
