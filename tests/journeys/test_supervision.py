"""The ladder (督办): in writing, on site, before the leader: once a rung, in office hours, no storm after a stop."""

from __future__ import annotations

from datetime import datetime

from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork
from tests.journeys.replies import TOWN
from tests.journeys.test_bounces import thrown_back

DAYS = ("16", "19", "20", "21", "22", "23", "26", "27", "28", "29", "30")  # working days after the 15th


def one_late_case(office: OfficeAtWork) -> str:
    """A case that the town has had since Monday the 12th, due on Thursday the 15th; its number."""
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    return office.cases()[0]["case_no"]


def supervised(office: OfficeAtWork, case_no: str) -> list[tuple[str, str]]:
    """(day, sentence) of all supervision in a case's journal."""
    return [
        (entry["at"][8:10], entry["because"])
        for entry in office.case(case_no)["journal"]
        if entry["act"] == "supervise"
    ]


def kinds(office: OfficeAtWork, *but: str) -> list[str]:
    return [row["kind"] for row in office.letters() if row["kind"] not in ("dispatch", *but)]


def test_a_silent_department_is_taken_up_the_ladder_a_rung_at_a_time(office: OfficeAtWork):
    case_no = one_late_case(office)

    posted = {day: office.round(f"2018-03-{day}T09:30")["posted"] for day in DAYS}

    assert {day for day, count in posted.items() if count} == {"16", "20", "29"}
    assert supervised(office, case_no) == [
        ("16", f"电话督办{TOWN}：逾期1个工作日"),
        ("20", f"书面督办{TOWN}：逾期3个工作日"),
        ("22", f"现场督办{TOWN}：逾期5个工作日"),
        ("29", f"领导批示督办{TOWN}：逾期10个工作日仍未办结"),
    ]
    assert kinds(office) == ["reminder", "supervision", "proposal"]
    notice = office.at_department(TOWN)[-1]
    assert "滕热督〔2018〕1号" in notice.everything
    assert "2018年3月16日发送催办通知书" in notice.everything
    assert "3月23日" in notice.subject  # three working days to report in writing


def test_every_rung_is_taken_once_however_often_the_office_looks(office: OfficeAtWork):
    one_late_case(office)

    posted = [
        office.round(f"2018-03-20T{time}")["posted"]
        for time in ("08:45", "09:00", "09:01", "12:30", "16:59", "17:01")
    ]

    assert posted == [0, 1, 0, 0, 0, 0]


def test_nobody_is_supervised_on_a_weekend_or_at_night(in_folder: OfficeAtWork):
    case_no = one_late_case(in_folder)

    for moment in ("2018-03-24T10:00", "2018-03-25T10:00", "2018-03-22T20:00", "2018-03-23T06:00"):
        in_folder.round(moment)

    assert supervised(in_folder, case_no) == []


def test_after_a_stop_the_department_gets_one_letter_and_somebody_one_task(office: OfficeAtWork):
    case_no = one_late_case(office)

    done = office.round("2018-04-03T10:00")

    assert (done["posted"], done["sent"]) == (2, 1)  # the notice; the proposal is on paper
    assert kinds(office) == ["supervision", "proposal"]
    ways = [sentence[:4] for _, sentence in supervised(office, case_no)]
    assert ways == ["书面督办", "领导批示"]
    (told,) = [e["because"] for e in office.case(case_no)["journal"] if "不再补办" in e["because"]]
    assert told == "已逾期13个工作日，逾期催办（红牌）、现场督办当时没有办，不再补办"
    assert office.round("2018-04-04T10:00")["posted"] == 0


def test_a_departments_cases_of_one_day_stand_in_one_notice_with_a_form_for_each(office: OfficeAtWork):
    office.cases_in([lamps(13), lamps(14), lamps(15)], "xlsx-list", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")

    done = office.round("2018-03-20T09:30")

    assert done["posted"] == 1
    notice = office.at_department(TOWN)[-1]
    numbers = [case["case_no"] for case in office.cases()]
    assert all(number in notice.everything for number in numbers)
    assert sum("反馈" in name for name in notice.documents) == 3
    assert all(len(supervised(office, number)) == 1 for number in numbers)


def test_an_answer_ends_the_ladder_and_what_was_to_be_done(office: OfficeAtWork):
    case_no = one_late_case(office)
    office.round("2018-03-16T09:30")
    letter = office.at_department(TOWN)[0]
    day = datetime(2018, 3, 19, 15)
    result = made_up_result(read_letter(letter.raw), TOWN, on=day.date())
    office.mail_in(answer_mail(letter.raw, result, sent_on=day))
    office.round("2018-03-19T15:01")

    for later in DAYS[2:]:
        office.round(f"2018-03-{later}T09:30")

    assert [way[:4] for _, way in supervised(office, case_no)] == ["电话督办"]
    assert "supervision" not in kinds(office)


def test_a_deadline_that_is_moved_on_begins_the_ladder_anew(in_folder: OfficeAtWork):
    case_no = one_late_case(in_folder)
    for day in ("16", "20"):
        in_folder.round(f"2018-03-{day}T09:30")
    complaint = ("--kind", "complaint", "--at", "2018-03-20T11:00")  # seven working days: until the 21st
    in_folder.tell("change", case_no, *complaint)

    for day in ("21", "22", "26"):
        in_folder.round(f"2018-03-{day}T09:30")

    told = [sentence for _, sentence in supervised(in_folder, case_no)]
    assert told == [
        f"电话督办{TOWN}：逾期1个工作日",
        f"书面督办{TOWN}：逾期3个工作日",
        f"电话督办{TOWN}：办理时限改为 2018-03-21 17:00",
        f"电话督办{TOWN}：逾期1个工作日",
        f"书面督办{TOWN}：逾期3个工作日",
    ]


def test_nobody_is_supervised_about_what_he_never_got(in_folder: OfficeAtWork):
    thrown_back(in_folder)

    posted = [in_folder.round(f"2018-03-{day}T09:30")["posted"] for day in DAYS]

    assert posted == [0] * len(DAYS)
    assert in_folder.ask("cases")[0]["undelivered"]


def test_an_extension_lets_the_ladder_count_from_the_new_deadline(in_folder: OfficeAtWork):
    case_no = one_late_case(in_folder)
    in_folder.round("2018-03-14T09:30")  # reminded of the day to come
    in_folder.tell("extend", case_no, "--grant", "3", "--because", "等材料", "--at", "2018-03-14T10:00")

    for day in ("15", "16", "19", "20", "21", "22", "23"):
        in_folder.round(f"2018-03-{day}T09:30")

    told = [
        (e["at"][8:10], e["because"][:4]) for e in in_folder.case(case_no)["journal"] if e["act"] == "remind"
    ]
    assert told == [("14", "到期前提"), ("19", "到期前提"), ("20", "当日到期"), ("21", "逾期催办")]
    assert [(day, way[:4]) for day, way in supervised(in_folder, case_no)] == [
        ("21", "电话督办"),
        ("23", "书面督办"),
    ]
