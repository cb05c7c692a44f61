"""协办: assisting departments owe their answers until the case closes; what they find goes to the lead, who answers for all."""

from __future__ import annotations

import pytest

from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from tests.journeys.in_files import FolderOffice
from tests.journeys.offices import OfficeAtWork, Row
from tests.journeys.replies import TOWN, TUESDAY, answered, complete, dispatched_on_monday
from tests.journeys.seen import Seen
from tests.journeys.test_secret_cases import FORBIDDEN, MARKET, secret

HELPER = "木石镇人民政府"


def assisted(office: OfficeAtWork) -> tuple[Seen, Seen]:
    """The letters to the lead and to the assisting department."""
    lead = dispatched_on_monday(office)
    number = str(read_letter(lead.raw).case_no)
    office.tell("dispatch", number, "--to", TOWN, "--assist", HELPER, "--at", "2018-03-12T10:30")
    office.round("2018-03-12T10:31")
    (helper,) = office.at_department(HELPER)
    return lead, helper


def helps(letter: Seen, **changes: object) -> bytes:
    result = made_up_result(read_letter(letter.raw), HELPER, on=TUESDAY.date())
    return answer_mail(letter.raw, result, sent_on=TUESDAY, message_id="<helper@example.cn>")


def state_of_helper(office: OfficeAtWork) -> str:
    (case,) = office.cases()
    rows: list[Row] = office.case(case["case_no"])["dispatches"]
    return next(each["state"] for each in rows if each["department"] == HELPER)


def test_what_the_assisting_department_found_goes_to_the_lead(office: OfficeAtWork):
    lead, helper = assisted(office)

    done = answered(office, helps(helper))

    assert (done["held"], done["posted"]) == (0, 1)
    (copy,) = [each for each in office.at_department(TOWN) if "【协办意见】" in each.subject]
    result = made_up_result(read_letter(helper.raw), HELPER, on=TUESDAY.date())
    assert str(result.measures)[:12] in "".join(copy.text.split())
    assert office.at_upper() == []  # the lead answers for all
    answered(office, answer_mail(lead.raw, complete(lead), sent_on=TUESDAY), at="2018-03-13T16:00")
    assert len(office.at_upper()) == 1


def test_what_comes_after_the_lead_s_time_asks_for_no_day_that_is_past(in_folder: FolderOffice):
    _, helper = assisted(in_folder)

    answered(in_folder, helps(helper), at="2018-03-21T10:00")

    (copy,) = in_folder.letters("--kind", "assisting_answer")
    assert copy["subject"].endswith("已反馈（已逾期，请立即反馈）")


def test_it_is_still_reminded_when_the_lead_has_answered(in_folder: FolderOffice):
    lead, _ = assisted(in_folder)
    answered(in_folder, answer_mail(lead.raw, complete(lead), sent_on=TUESDAY))

    in_folder.round("2018-03-14T09:00")

    (reminder,) = in_folder.letters("--kind", "reminder")
    assert reminder["to"] == [in_folder.address_of(HELPER)]


def test_when_the_case_closes_it_is_told_to_stop_and_reminded_no_more(office: OfficeAtWork):
    lead, _ = assisted(office)
    answered(office, answer_mail(lead.raw, complete(lead), sent_on=TUESDAY))
    number = str(read_letter(lead.raw).case_no)

    office.tell("close", number, "--because", "诉求人来电表示满意", "--at", "2018-03-13T16:00")
    office.round("2018-03-13T16:01")
    office.round("2018-03-14T09:00")

    (stop,) = [each for each in office.at_department(HELPER) if "【停止办理】" in each.subject]
    assert "已办结" in stop.text
    assert state_of_helper(office) == "withdrawn"
    assert office.letters("--kind", "reminder") == []


def test_its_late_answer_counts_for_itself_alone(in_folder: FolderOffice):
    lead, helper = assisted(in_folder)
    answered(in_folder, answer_mail(lead.raw, complete(lead), sent_on=TUESDAY))

    done = answered(in_folder, helps(helper), at="2018-03-13T16:00")

    assert (done["held"], done["posted"]) == (0, 0)
    assert state_of_helper(in_folder) == "answered"
    assert len(in_folder.at_upper()) == 1


@pytest.mark.parametrize("helper", [HELPER])
def test_the_copy_of_a_secret_case_tells_nothing_of_who_asked(in_folder: FolderOffice, helper: str):
    in_folder.cases_in(secret(), "docx-four-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    number = in_folder.cases()[0]["case_no"]
    in_folder.tell("dispatch", number, "--to", MARKET, "--assist", helper, "--at", "2018-03-12T10:30")
    in_folder.round("2018-03-12T10:31")
    (letter,) = in_folder.at_department(helper)

    answered(in_folder, helps(letter))

    copies = [each for each in in_folder.at_department(MARKET) if "【协办意见】" in each.subject]
    assert len(copies) == 1
    for each in copies:
        assert [word for word in FORBIDDEN if word in "".join(each.everything.split())] == []


def test_lead_and_assisting_both_late_are_laid_before_the_leader_in_one_paper(in_folder: FolderOffice):
    leader = in_folder.address_of("市政府办公室主要领导")
    in_folder.configure(supervision={"leader_address": leader})
    assisted(in_folder)

    for day in ("03-16", "03-20", "03-29", "03-30", "04-02"):
        in_folder.round(f"2018-{day}T09:30")

    (paper,) = in_folder.at_department("市政府办公室主要领导")
    for name in (TOWN, HELPER):
        assert name in paper.everything
    assert len(in_folder.ask("tasks", "--way", "instruction")) == 1
