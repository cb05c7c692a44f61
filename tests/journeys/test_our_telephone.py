"""Our own telephone, which an office's template prints into letters and forms, is never that of a department."""

from __future__ import annotations

import pytest

from mailroom.demonstration import mime
from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import without
from tests.journeys.in_files import FolderOffice
from tests.journeys.replies import TOWN, TUESDAY, answer_text, answered, complete, dispatched_on_monday


@pytest.mark.parametrize("ours", ["5514432", "0632-5514432", "（0632）5812345"])
def test_our_telephone_in_the_returned_form_counts_for_none(in_folder: FolderOffice, ours: str):
    letter = dispatched_on_monday(in_folder)

    answered(in_folder, answer_mail(letter.raw, complete(letter, phone=ours), sent_on=TUESDAY))

    (correction,) = [each for each in in_folder.at_department(TOWN) if "【补正】" in each.subject]
    assert "联系电话" in correction.text
    assert in_folder.cases()[0]["status"] == "dispatched"
    assert in_folder.at_upper() == []


def test_our_telephone_in_a_letter_of_ours_that_comes_back_unmarked_counts_for_none(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    ours = f"羊庄镇人民政府：\n编号{read_letter(letter.raw).case_no}，请按时办结。\n咨询电话：5514432"
    answer = mime.compose(
        sender=("羊庄镇", in_folder.address_of(TOWN)),
        to=[in_folder.address],
        subject="办理情况",
        sent_on=TUESDAY,
        message_id="<ours@example.cn>",
        text=f"{answer_text(without(complete(letter), 'phone'))}\n\n{ours}",
    )

    answered(in_folder, answer)

    (correction,) = [each for each in in_folder.at_department(TOWN) if "【补正】" in each.subject]
    assert "联系电话" in correction.text


def test_a_mobile_that_ends_like_ours_is_the_departments(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)

    answered(in_folder, answer_mail(letter.raw, complete(letter, phone="13805514432"), sent_on=TUESDAY))

    assert in_folder.cases()[0]["status"] == "answered"
    assert len(in_folder.at_upper()) == 1
