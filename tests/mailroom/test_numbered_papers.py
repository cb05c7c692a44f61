"""Papers bear numbers of their series where the office says so, one a paper, and none where none goes out."""

import email
import email.policy
import io

import docx
import pytest

from ledger.models import Department, database
from mailroom.office import open_office
from tests.mailroom.command_line import TOWN, address_of, answer_mail, mail_of


@pytest.fixture
def numbering(office):
    """An office that numbers its reminders and corrections too."""
    with (office.folder / "office.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[numbering]\nreminder = "催"\ncorrection = "补"\n')
    return office


def first_lines(office, kind):
    """The first line of the first document of each letter of a kind."""
    lines = []
    for row in office.rows("letters", "--kind", kind):
        folder = office.folder / "saved" / str(len(lines))
        office.done("letters", "save", row["key"], str(folder))
        [saved] = folder.glob("*.eml")
        message = email.message_from_bytes(saved.read_bytes(), policy=email.policy.default)
        papers = [part.get_payload(decode=True) for part in message.iter_attachments()]
        lines += [docx.Document(io.BytesIO(papers[0])).paragraphs[0].text.strip()] if papers else [""]
    return lines


def test_only_a_reminder_that_brings_the_notice_takes_a_number(numbering, case_no):
    numbering.done("once", "--at", "2018-03-14T09:30")  # yellow: no 催办通知书
    numbering.done("once", "--at", "2018-03-16T09:30")

    assert first_lines(numbering, "reminder") == ["", "滕热催〔2018〕1号"]


def test_a_correction_bears_a_number_where_the_office_numbers_them(numbering, case_no):
    numbering.drop("answer", answer_mail(case_no, address_of(numbering, TOWN), approver=""))
    numbering.done("once", "--at", "2018-03-13T10:00")

    assert first_lines(numbering, "correction") == ["滕热补〔2018〕1号"]


def test_a_reply_to_a_department_without_a_mailbox_is_numbered_and_printed(office, case_no):
    text = f"{case_no} 不属于我街道，申请退单。"
    office.drop("back", mail_of(address_of(office, TOWN), f"退单 {case_no}", text))
    office.done("once", "--at", "2018-03-12T14:00")
    open_office(office.folder)
    Department.update(addresses=[]).where(Department.name == TOWN).execute()
    database.close()

    office.done("send-back", case_no, "--refuse", "--because", "确属贵街道", "--at", "2018-03-12T15:00")

    (reply,) = office.rows("letters", "--kind", "send_back_reply")
    assert reply["state"] == "on_paper"
    assert len(office.rows("letters", "numbers", "--year", "2018")) == 1
    assert office.rows("held") == []
