"""What an answer has to say before it counts (rules.md, 反馈), part by part; the province's cases are held to more."""

from __future__ import annotations

from datetime import date

import pytest

from mailroom.demonstration import mime
from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import without
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import PROVINCE
from tests.journeys.replies import TOWN, TUESDAY, answer_text, answered, complete, dispatched_on_monday
from tests.journeys.seen import Seen

ASKED_OF_ALL = {
    "facts": "调查核实情况",
    "measures": "处理情况",
    "informed_on": "反馈当事人的日期",
    "informed_by": "反馈当事人的工作人员",
    "handler": "承办人",
    "approver": "审核人",
    "phone": "联系电话",
}
ASKED_BY_THE_PROVINCE = {
    "substantiated": "是否属实",
    "opinion": "当事人意见",
    "answered_on": "落款日期",
}


def from_the_province(office: FolderOffice) -> Seen:
    office.cases_in(lamps(), "province", at="2018-03-12T10:00", upper=PROVINCE)
    office.round("2018-03-12T10:01")
    (letter,) = office.at_department(TOWN)
    return letter


def missing_in(office: FolderOffice, letter: Seen) -> str:
    """What the correction notice says is missing; "" where there is none."""
    notices = [each for each in office.at_department(TOWN) if "【补正】" in each.subject]
    return notices[0].text if notices else ""


@pytest.mark.parametrize("part", ASKED_OF_ALL)
def test_an_answer_without_one_part_goes_back_by_that_name_and_the_clock_runs_on(
    in_folder: FolderOffice, part: str
):
    letter = dispatched_on_monday(in_folder)

    answered(in_folder, answer_mail(letter.raw, without(complete(letter), part), sent_on=TUESDAY))

    assert ASKED_OF_ALL[part] in missing_in(in_folder, letter)
    (case,) = in_folder.cases()
    assert (case["status"], case["due_at"]) == ("dispatched", "2018-03-15T17:00:00")
    assert in_folder.at_upper() == []


@pytest.mark.parametrize("part", ASKED_BY_THE_PROVINCE)
def test_the_province_is_strict_about_its_format(in_folder: FolderOffice, part: str):
    letter = from_the_province(in_folder)
    result = complete(letter, facts="工作人员到现场逐盏查看，3盏路灯线路老化。")  # no 属实 in words

    answered(in_folder, answer_mail(letter.raw, without(result, part), sent_on=TUESDAY))

    assert ASKED_BY_THE_PROVINCE[part] in missing_in(in_folder, letter)
    assert in_folder.at_upper(PROVINCE) == []


def test_in_its_format_the_provinces_answer_goes_up_to_the_province(in_folder: FolderOffice):
    letter = from_the_province(in_folder)

    answered(in_folder, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))

    assert missing_in(in_folder, letter) == ""
    assert len(in_folder.at_upper(PROVINCE)) == 1


@pytest.mark.parametrize("part", ASKED_BY_THE_PROVINCE)
def test_what_the_province_asks_besides_the_city_does_not(in_folder: FolderOffice, part: str):
    letter = dispatched_on_monday(in_folder)

    answered(in_folder, answer_mail(letter.raw, without(complete(letter), part), sent_on=TUESDAY))

    assert missing_in(in_folder, letter) == ""
    assert in_folder.cases()[0]["status"] == "answered"


def test_whom_nobody_reached_need_not_be_told(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    result = complete(letter, informed_on=None, informed_by="", informed_how="", opinion="联系不上")

    answered(in_folder, answer_mail(letter.raw, result, sent_on=TUESDAY))

    assert missing_in(in_folder, letter) == ""
    assert in_folder.cases()[0]["status"] == "answered"


def test_a_petitioner_who_will_only_be_told_tomorrow_is_a_doubt(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)

    answered(
        in_folder,
        answer_mail(letter.raw, complete(letter, informed_on=date(2018, 3, 14)), sent_on=TUESDAY),
    )

    (entry,) = in_folder.held()
    assert "在今天之后" in entry["because"]


def test_an_answer_that_is_about_another_case_of_the_department_is_a_doubt(in_folder: FolderOffice):
    """It bears the number of one case, and tells of the matter of another that the department has as well."""
    other = lamps(14, title="羊庄镇后石沟村自来水管道破裂漏水", request_text="自来水管道破裂，漏水两天。")
    in_folder.cases_in([lamps(13), other], "xlsx-list", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    first, _ = in_folder.at_department(TOWN)
    number = read_letter(first.raw).case_no
    text = answer_text(complete(first)).replace("现将", "关于“羊庄镇后石沟村自来水管道破裂漏水”一件，现将", 1)

    answered(
        in_folder,
        mime.compose(
            sender=("羊庄镇", in_folder.address_of(TOWN)),
            to=[in_folder.address],
            subject=f"{number}办理情况",
            sent_on=TUESDAY,
            message_id="<another@example.cn>",
            text=text,
        ),
    )

    (entry,) = in_folder.held()
    assert "像是另一件" in entry["because"]
    assert "TZ-2018-000002" in entry["because"]
