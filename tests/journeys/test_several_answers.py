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
from tests.journeys.replies import TOWN, TUESDAY, answer_text, answered


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


@pytest.fixture
def together(in_folder: FolderOffice, letters: list[ReceivedLetter]) -> tuple[str, str]:
    """One answer in words for two cases, waiting in the pen; their numbers."""
    first, second = (each.case_no for each in letters)
    answered(in_folder, told(in_folder, letters, f"{first} 和 {second} 两件一并答复："))
    return first, second


def told(office: FolderOffice, letters: list[ReceivedLetter], opening: str) -> bytes:
    """A complete answer to the first letter in words, after an opening."""
    return mime.compose(
        sender=("羊庄镇", office.address_of(TOWN)),
        to=[office.address],
        subject="办理结果",
        sent_on=TUESDAY,
        message_id="<words@example.cn>",
        text=f"{opening}\n{answer_text(made_up_result(letters[0], TOWN, on=TUESDAY.date()))}",
    )


def statuses(office: FolderOffice) -> list[str]:
    return [each["status"] for each in office.cases()]


def test_one_answer_for_two_cases_is_counted_for_both_by_the_first_command(
    in_folder: FolderOffice, together: tuple[str, str]
):
    (entry,) = in_folder.held()

    in_folder.tell(*entry["suggestions"][0]["do"].split()[1:], "--at", "2018-03-13T15:10")

    assert statuses(in_folder) == ["answered", "answered"]
    assert all(len(in_folder.case(number)["mails"]) == 2 for number in together)
    assert in_folder.held() == []


def test_the_command_for_the_other_case_still_works_after_the_first(
    in_folder: FolderOffice, together: tuple[str, str]
):
    (entry,) = in_folder.held()
    first, second = (way["do"].split()[1:] for way in entry["suggestions"] if way["do"].count("--case") == 1)

    in_folder.tell(*first, "--at", "2018-03-13T15:10")
    in_folder.tell(*second, "--at", "2018-03-13T15:11")

    assert statuses(in_folder) == ["answered", "answered"]
    again = in_folder.tell(*second, "--at", "2018-03-13T15:12", status=1)
    assert "已经处理过了" in again.stderr
    in_folder.round("2018-03-13T15:13")
    assert len(in_folder.at_upper(CITY)) == 2


@pytest.mark.parametrize("aside", ["此事与{}为同一人反映。", "情况参见{}。"])
def test_another_case_that_is_only_mentioned_is_not_answered_when_a_person_lets_it_go_on(
    in_folder: FolderOffice, letters: list[ReceivedLetter], aside: str
):
    opening = f"{letters[0].case_no} 办理结果如下，{aside.format(letters[1].case_no)}"

    answered(in_folder, told(in_folder, letters, opening))

    (entry,) = in_folder.held()
    assert entry["case_no"] == letters[0].case_no
    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T15:10")
    assert statuses(in_folder) == ["answered", "dispatched"]
