"""Reminders: one working day before, on the day, the first day late; one digest a department and day; once a stage."""

from __future__ import annotations

from datetime import datetime

from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from tests.journeys.matters import lamps, matter
from tests.journeys.offices import OfficeAtWork

TOWN = "羊庄镇人民政府"  # three working days for street lamps: received on Monday 12th, due on Thursday 15th


def _reminders(office: OfficeAtWork, name: str = TOWN) -> list[str]:
    """The subjects of the reminders on a department's desk."""
    return [letter.subject for letter in office.at_department(name) if "转办" not in letter.subject]


def _stages(office: OfficeAtWork) -> list[str]:
    (case,) = office.cases()
    return [
        entry["because"].split("：")[0]
        for entry in office.case(case["case_no"])["journal"]
        if entry["act"] == "remind"
    ]


def _one_case(office: OfficeAtWork) -> None:
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")


def test_a_department_is_reminded_the_day_before_on_the_day_and_when_it_is_late(office: OfficeAtWork):
    _one_case(office)

    posted = {day: office.round(f"2018-03-{day}T09:30")["posted"] for day in (13, 14, 15, 16)}

    assert posted == {13: 0, 14: 1, 15: 1, 16: 1}
    assert _stages(office) == ["到期前提醒（黄牌）", "当日到期提醒", "逾期催办（红牌）"]
    assert len(_reminders(office)) == 3
    (case,) = office.cases("--overdue", "--at", "2018-03-16T09:30")
    late = office.at_department(TOWN)[-1]
    assert any(name.endswith(".docx") for name in late.documents)
    assert case["case_no"] in late.everything


def test_each_stage_is_told_once_however_often_the_office_looks(office: OfficeAtWork):
    _one_case(office)

    posted = [office.round(f"2018-03-14T{time}")["posted"] for time in ("09:00", "09:01", "11:59", "16:59")]

    assert posted == [1, 0, 0, 0]
    assert len(_reminders(office)) == 1


def test_reminders_go_out_in_office_hours_only(office: OfficeAtWork):
    _one_case(office)

    posted = [
        office.round(f"2018-03-14T{time}")["posted"] for time in ("07:00", "08:45", "12:30", "17:01", "23:00")
    ]

    assert posted == [0, 0, 0, 0, 0]
    assert office.round("2018-03-15T13:00")["posted"] == 1


def test_nobody_is_reminded_on_a_weekend(office: OfficeAtWork):
    office.cases_in(
        lamps(called_at=datetime(2018, 3, 14, 9)), "docx-two-columns", at="2018-03-14T10:00"
    )  # due on Monday the 19th; Friday the 16th is one working day before
    office.round("2018-03-14T10:01")

    posted = [office.round(f"2018-03-{day}T10:00")["posted"] for day in (17, 18, 19)]

    assert posted == [0, 0, 1]
    assert _stages(office) == ["当日到期提醒"]


def test_after_a_standstill_only_the_stage_of_today_goes_out(office: OfficeAtWork):
    _one_case(office)

    done = office.round("2018-03-19T10:00")  # two working days late

    assert done["posted"] == 1
    assert _stages(office) == ["逾期催办（红牌）"]
    assert office.round("2018-03-19T16:00")["posted"] == 0


def _one_case_due(office: OfficeAtWork, upper_due_at: str, *, at: str) -> None:
    """A case with a deadline of the upper platform's; the department's is half a working day before it."""
    office.cases_in(lamps(due_at=datetime.fromisoformat(upper_due_at)), "docx-two-columns", at=at)
    assert office.round(at)["posted"] == 1  # the dispatch alone, whatever the hour


def test_a_case_due_on_the_day_of_its_dispatch_is_not_reminded_of_as_well(office: OfficeAtWork):
    _one_case_due(office, "2018-03-14T17:00", at="2018-03-14T09:30")  # due at noon

    posted = [
        office.round(f"2018-03-{at}")["posted"] for at in ("14T09:31", "14T11:59", "14T13:00", "15T09:00")
    ]

    assert posted == [0, 0, 1, 1]
    assert _stages(office) == ["当日到期提醒", "逾期催办（红牌）"]


def test_a_case_dispatched_within_the_warning_span_is_first_reminded_of_on_the_next_day(office: OfficeAtWork):
    _one_case_due(office, "2018-03-15T17:00", at="2018-03-14T15:00")  # due at noon of the next day

    posted = [
        office.round(f"2018-03-{at}")["posted"] for at in ("14T15:01", "14T16:59", "15T08:31", "15T09:00")
    ]

    assert posted == [0, 0, 0, 1]
    assert _stages(office) == ["当日到期提醒"]


def test_a_case_due_before_the_hour_of_the_digest_is_reminded_of_at_the_opening(office: OfficeAtWork):
    office.configure(rules={"id": "2018", "upper_margin_halves": 0})
    _one_case_due(office, "2018-03-15T08:47", at="2018-03-14T15:00")

    posted = [office.round(f"2018-03-15T{at}")["posted"] for at in ("08:29", "08:31", "09:00", "13:00")]

    assert posted == [0, 1, 0, 0]
    assert _stages(office) == ["当日到期提醒"]


def test_a_digest_in_the_afternoon_does_not_come_after_a_deadline_at_noon(in_folder: OfficeAtWork):
    in_folder.configure(duties={"remind_at": "14:00"})
    _one_case_due(in_folder, "2018-03-15T17:00", at="2018-03-13T15:00")

    posted = [in_folder.round(f"2018-03-{at}")["posted"] for at in ("14T09:00", "14T14:00", "15T08:30")]

    assert posted == [0, 1, 1]
    assert _stages(in_folder) == ["到期前提醒（黄牌）", "当日到期提醒"]


def test_a_deadline_on_a_sunday_is_reminded_of_on_the_last_working_day_before(in_folder: OfficeAtWork):
    with (in_folder.folder / "office.toml").open("a", encoding="utf-8") as config:
        config.write('\n[[rules]]\nid = "2018"\nupper_margin_halves = 0\n')
    _one_case_due(in_folder, "2018-03-18T12:00", at="2018-03-14T10:00")

    posted = [in_folder.round(f"2018-03-{day}T09:00")["posted"] for day in (15, 16, 19)]

    assert posted == [1, 1, 1]
    assert _stages(in_folder) == ["到期前提醒（黄牌）", "当日到期提醒", "逾期催办（红牌）"]


def test_a_department_gets_one_digest_a_day_with_all_its_cases(office: OfficeAtWork):
    office.cases_in(
        [lamps(13), lamps(14), lamps(15)], "xlsx-list", at="2018-03-12T10:00"
    )  # all due on Thursday
    office.round("2018-03-12T10:01")
    office.cases_in(lamps(16, called_at=datetime(2018, 3, 13, 9)), "docx-two-columns", at="2018-03-13T10:00")
    office.round("2018-03-13T10:01")  # due on Friday

    done = office.round("2018-03-15T09:30")  # due today: three; due tomorrow: one

    assert done["posted"] == 1
    digest = office.at_department(TOWN)[-1]
    assert all(case["case_no"] in digest.text for case in office.cases())


def test_an_answered_case_is_not_reminded_of(office: OfficeAtWork):
    _one_case(office)
    (letter,) = office.at_department(TOWN)
    day = datetime(2018, 3, 13, 15)
    office.mail_in(
        answer_mail(letter.raw, made_up_result(read_letter(letter.raw), TOWN, on=day.date()), sent_on=day)
    )
    office.round("2018-03-13T15:01")

    posted = [office.round(f"2018-03-{day}T09:30")["posted"] for day in (14, 15, 16)]

    assert posted == [0, 0, 0]


def test_a_deadline_over_the_coming_new_year_is_provisional_and_is_reminded_of_all_the_same(
    office: OfficeAtWork,
):
    called = datetime(2026, 12, 30, 9)
    office.cases_in(lamps(called_at=called), "docx-two-columns", at="2026-12-30T10:00")

    done = office.round("2026-12-30T10:01")

    assert (done["posted"], done["held"]) == (1, 0)
    (case,) = office.cases()
    assert case["provisional"] is True
    assert case["due_at"] > "2027-01-04"
    assert "暂定" in office.at_department(TOWN)[0].text
    late = office.round("2027-01-08T10:00")
    assert late["posted"] == 1


def test_complaints_have_seven_working_days(office: OfficeAtWork):
    office.cases_in(matter(8, department="执法局"), "docx-two-columns", at="2018-04-04T10:00")

    office.round("2018-04-04T10:01")

    assert office.cases()[0]["due_at"] == "2018-04-16T17:00:00"
