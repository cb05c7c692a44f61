"""One mail about several cases: each answer counts for its own case, and for no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailroom.demonstration import mime
from mailroom.demonstration.answer_papers import filled_form
from mailroom.demonstration.answers import acknowledgement_mail
from mailroom.demonstration.letters import ReceivedLetter, read_letter
from mailroom.demonstration.results import made_up_result, without
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import CITY
from tests.journeys.replies import TOWN, TUESDAY, answered


@pytest.fixture
def letters(in_folder: FolderOffice) -> list[ReceivedLetter]:
    """Two cases on one town's desk."""
    for number, title in ((13, "村东路灯不亮"), (14, "村西路灯不亮")):
        sheet = replace(lamps(number), title=title)
        in_folder.cases_in(sheet, "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    return sorted(
        (read_letter(each.raw) for each in in_folder.at_department(TOWN)), key=lambda it: it.case_no
    )


def both_forms(
    office: FolderOffice, letters: list[ReceivedLetter], *lacking: str, mark: str = "both"
) -> bytes:
    """A new mail with both forms filled in; the second without `lacking`."""
    results = [
        replace(
            made_up_result(each, TOWN, on=TUESDAY.date()), measures=f"已更换{each.case_no}处灯具并恢复照明。"
        )
        for each in letters
    ]
    results[1] = without(results[1], *lacking)
    return mime.compose(
        sender=("羊庄镇", office.address_of(TOWN)),
        to=[office.address],
        subject="两件办理情况",
        sent_on=TUESDAY,
        message_id=f"<{mark}@example.cn>",
        text="两件均已办结，反馈表见附件。",
        attachments=[
            (each.form_name, filled_form(each.form, result))
            for each, result in zip(letters, results, strict=True)
        ],
    )


def measures(office: FolderOffice, number: str) -> list[str]:
    return [each["measures"] for each in office.case(number)["answers"] if each["complete"]]


def test_two_forms_in_one_mail_answer_two_cases(in_folder: FolderOffice, letters: list[ReceivedLetter]):
    done = answered(in_folder, both_forms(in_folder, letters))

    assert (done["held"], done["sent"]) == (0, 2), in_folder.held()
    for letter in letters:
        assert measures(in_folder, letter.case_no) == [f"已更换{letter.case_no}处灯具并恢复照明。"]
    assert len(in_folder.at_upper(CITY)) == 2


def test_of_two_forms_the_incomplete_one_alone_goes_back(
    in_folder: FolderOffice, letters: list[ReceivedLetter]
):
    answered(in_folder, both_forms(in_folder, letters, "approver"))

    assert [each["status"] for each in in_folder.cases()] == ["answered", "dispatched"]
    (correction,) = [each for each in in_folder.at_department(TOWN) if "【补正】" in each.subject]
    assert letters[1].case_no in correction.subject


def test_a_released_entry_counts_its_own_answer(in_folder: FolderOffice, letters: list[ReceivedLetter]):
    in_folder.give_address(TOWN, "new@example.cn")  # the mail comes from an address that is no longer on file
    mail = both_forms(in_folder, letters).replace(b"new@example.cn", b"old@example.cn")
    answered(in_folder, mail)
    first, second = in_folder.held()
    assert [first["case_no"], second["case_no"]] == [each.case_no for each in letters]

    in_folder.tell("held", "release", str(second["id"]), "--at", "2018-03-13T15:05")

    assert measures(in_folder, letters[1].case_no) == [f"已更换{letters[1].case_no}处灯具并恢复照明。"]
    assert measures(in_folder, letters[0].case_no) == []
    assert [each["id"] for each in in_folder.held()] == [first["id"]]


def test_a_receipt_of_a_digest_is_a_receipt_of_all_its_cases(
    in_folder: FolderOffice, letters: list[ReceivedLetter]
):
    in_folder.round("2018-03-14T09:01")
    (digest,) = [each for each in in_folder.at_department(TOWN) if "【催办】" in each.subject]

    answered(in_folder, acknowledgement_mail(digest.raw, sent_on=TUESDAY), at="2018-03-14T10:00")

    assert in_folder.held() == []
    for letter in letters:
        assert in_folder.case(letter.case_no)["dispatches"][0]["acknowledged_at"]
