"""重复件: a repeat that was joined to another case is answered to its platform with that case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from mailroom.demonstration.answers import answer_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import MAYOR, Row
from tests.journeys.replies import TOWN, TUESDAY, answered, complete


def twice(office: FolderOffice, **says: Any) -> tuple[Row, Row]:
    """Somebody asks on the hotline, and then the mayor's mailbox; `says`: what is otherwise in the second case."""
    first = lamps(13)
    again = replace(lamps(14), **({"name": first.name, "phone": first.phone} | says))
    office.cases_in(first, "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    office.cases_in(again, "docx-two-columns", at="2018-03-12T10:10", upper=MAYOR)
    office.round("2018-03-12T10:11")
    case, repeat = office.cases()
    return case, repeat


def merged(office: FolderOffice, repeat: Row, case: Row, at: str) -> None:
    office.tell("merge", repeat["case_no"], "--into", case["case_no"], "--at", at)


def answer(office: FolderOffice, case: Row) -> None:
    (letter,) = [one for one in office.at_department(TOWN) if f"{case['case_no']} " in one.subject]
    answered(office, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))


def test_the_result_of_the_case_goes_up_for_the_repeat_as_well(in_folder: FolderOffice):
    case, repeat = twice(in_folder)
    merged(in_folder, repeat, case, "2018-03-12T10:20")

    answer(in_folder, case)

    assert [case["upper_no"] in one.subject for one in in_folder.at_upper()] == [True]
    (report,) = in_folder.at_upper(MAYOR)
    assert repeat["upper_no"] in report.subject
    assert in_folder.acts(repeat["case_no"])[-1] == "report"
    assert in_folder.held() == []


def test_where_somebody_else_asked_a_person_looks_first(in_folder: FolderOffice):
    case, repeat = twice(in_folder, phone="13900005678")
    merged(in_folder, repeat, case, "2018-03-12T10:20")
    answer(in_folder, case)

    assert in_folder.at_upper(MAYOR) == []
    (entry,) = in_folder.held()
    assert (entry["what"], entry["case_no"]) == ("report", repeat["case_no"])
    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T15:20")
    in_folder.round("2018-03-13T15:21")

    (report,) = in_folder.at_upper(MAYOR)
    assert repeat["upper_no"] in report.subject


def test_a_repeat_of_what_was_answered_already_is_answered_at_once(in_folder: FolderOffice):
    case, repeat = twice(in_folder)
    answer(in_folder, case)

    merged(in_folder, repeat, case, "2018-03-13T15:30")
    in_folder.round("2018-03-13T15:31")

    (report,) = in_folder.at_upper(MAYOR)
    assert repeat["upper_no"] in report.subject


def noted(office: FolderOffice, case: Row) -> list[str]:
    """What the journal says of a repeat."""
    journal = office.case(case["case_no"])["journal"]
    return [entry["because"] for entry in journal if entry["because"].startswith("可能是重复件")]


def test_the_same_petitioner_s_same_matter_is_proposed_as_a_repeat_with_the_command(in_folder: FolderOffice):
    case, repeat = twice(in_folder)
    command = f"mailroom merge {repeat['case_no']} --into {case['case_no']}"

    (sentence,) = noted(in_folder, repeat)
    assert command in sentence
    assert "同一诉求人，内容相近" in sentence
    assert noted(in_folder, case) == []
    (row,) = in_folder.ask("repeats", "--at", "2018-03-12T10:15")
    assert (row["case_no"], row["into"], row["command"]) == (repeat["case_no"], case["case_no"], command)
    assert repeat["status"] == "dispatched"  # nobody joins it but a person

    in_folder.tell(*command.split()[1:], "--at", "2018-03-12T10:20")
    assert in_folder.ask("repeats", "--at", "2018-03-12T10:25") == []


def test_another_telephone_is_another_petitioner(in_folder: FolderOffice):
    _, repeat = twice(in_folder, phone="13900005678", address="")

    assert noted(in_folder, repeat) == []


def test_another_matter_of_the_same_petitioner_is_none(in_folder: FolderOffice):
    _, repeat = twice(
        in_folder, title="咨询新生儿落户", request_text="来电人咨询孩子出生三个月，落户口需要哪些材料。"
    )

    assert noted(in_folder, repeat) == []


def test_a_secret_case_is_proposed_beside_no_open_one(in_folder: FolderOffice):
    _, repeat = twice(in_folder, secret=True)

    assert noted(in_folder, repeat) == []
    assert in_folder.ask("repeats", "--at", "2018-03-12T10:15") == []


def test_a_secret_case_is_proposed_beside_another_secret_one_by_its_number_alone(in_folder: FolderOffice):
    first = replace(lamps(13), secret=True)
    in_folder.cases_in(first, "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    again = replace(lamps(14), secret=True, name=first.name, phone=first.phone)
    in_folder.cases_in(again, "docx-two-columns", at="2018-03-12T10:10", upper=MAYOR)
    in_folder.round("2018-03-12T10:11")
    case, repeat = in_folder.cases()

    (sentence,) = noted(in_folder, repeat)
    assert sentence == (
        f"可能是重复件：{case['case_no']}。是重复的：mailroom merge {repeat['case_no']} --into {case['case_no']}"
    )


def test_after_thirty_days_it_is_a_matter_of_its_own(in_folder: FolderOffice):
    first = lamps(13)
    again = replace(lamps(14), name=first.name, phone=first.phone)
    in_folder.cases_in(first, "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    in_folder.cases_in(again, "docx-two-columns", at="2018-04-12T10:10", upper=MAYOR)
    in_folder.round("2018-04-12T10:11")

    assert noted(in_folder, in_folder.cases()[1]) == []


def to_decide(office: FolderOffice, at: str = "2018-03-13T09:00") -> list[Row]:
    """What the list of tasks says of repeats."""
    return [each for each in office.ask("tasks", "--at", at) if each["cause"] == "repeat"]


def test_a_proposed_repeat_lies_among_the_tasks_until_it_is_joined(in_folder: FolderOffice):
    _, repeat = twice(in_folder)

    (task,) = to_decide(in_folder)
    assert (task["case_no"], task["department"]) == (repeat["case_no"], TOWN)
    assert f"是重复的：{task['do']}" in in_folder.tell("tasks", "--at", "2018-03-13T09:00").stdout
    assert in_folder.ask("tasks", "--way", "phone") == []

    in_folder.tell(*task["do"].split()[1:], "--at", "2018-03-13T09:10")
    assert to_decide(in_folder) == []


def test_who_says_that_it_is_none_is_not_asked_again(in_folder: FolderOffice):
    _, repeat = twice(in_folder)
    (task,) = to_decide(in_folder)
    said = task["otherwise"].replace("理由", "另一条路上的路灯").split()[1:]

    in_folder.tell(*said, "--at", "2018-03-13T09:10")

    assert to_decide(in_folder) == in_folder.ask("repeats", "--at", "2018-03-13T09:20") == []
    (entry,) = [
        one for one in in_folder.case(repeat["case_no"])["journal"] if one["because"].startswith("不是重复件")
    ]
    assert (entry["because"], entry["by"]) == ("不是重复件：另一条路上的路灯", "值班员")
    assert "没有待确认" in in_folder.tell(*said, status=1).output


def test_a_repeat_is_proposed_no_more_once_it_is_stale(in_folder: FolderOffice):
    case, _ = twice(in_folder)
    assert to_decide(in_folder, "2018-04-11T09:00") != []
    assert (
        to_decide(in_folder, "2018-04-12T09:00") == in_folder.ask("repeats", "--at", "2018-04-12T09:00") == []
    )

    in_folder.tell("withdraw", case["case_no"], "--because", "上级撤回", "--at", "2018-03-13T10:00")
    assert to_decide(in_folder) == []


def test_a_secret_case_is_not_joined_with_one_whose_petitioner_is_known(in_folder: FolderOffice):
    case, repeat = twice(in_folder, secret=True)

    for one, other in ((repeat, case), (case, repeat)):
        done = in_folder.tell("merge", one["case_no"], "--into", other["case_no"], status=1)
        assert "保密件" in done.stderr
    assert "change" in done.stderr
    in_folder.tell("change", case["case_no"], "--secret", "是", "--at", "2018-03-12T10:30")
    merged(in_folder, repeat, case, "2018-03-12T10:40")


def broken_again(office: FolderOffice) -> tuple[Row, Row]:
    """A lamp is mended on Tuesday, and the same man calls again a week later."""
    first = lamps(13)
    office.cases_in(first, "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    answer(office, office.cases()[0])
    later = datetime(2018, 3, 20, 9)
    again = replace(lamps(14, called_at=later), name=first.name, phone=first.phone)
    office.cases_in(again, "docx-two-columns", at="2018-03-20T10:00")
    office.round("2018-03-20T10:01")
    case, repeat = office.cases()
    return case, repeat


def test_what_breaks_again_after_the_result_is_not_answered_by_it(in_folder: FolderOffice):
    case, repeat = broken_again(in_folder)
    (proposal,) = in_folder.ask("repeats", "--at", "2018-03-20T11:00")
    assert "已于2018-03-13反馈" in str(proposal)

    done = in_folder.tell("merge", repeat["case_no"], "--into", case["case_no"], status=1)

    assert "照常办理" in done.stderr
    assert len(in_folder.at_upper()) == 1
    assert in_folder.case(repeat["case_no"])["status"] == "dispatched"


def test_a_person_may_say_that_nothing_is_new(in_folder: FolderOffice):
    case, repeat = broken_again(in_folder)
    why = ("--because", "同一次停电，电话核实无新情况", "--at", "2018-03-20T11:00")
    in_folder.tell("merge", repeat["case_no"], "--into", case["case_no"], *why)
    in_folder.round("2018-03-20T11:01")
    assert len(in_folder.at_upper()) == 2


def test_a_case_is_joined_neither_to_itself_nor_to_one_that_was_joined(in_folder: FolderOffice):
    case, repeat = twice(in_folder)
    number, other = case["case_no"], repeat["case_no"]
    assert "不能并入自己" in in_folder.tell("merge", number, "--into", number, status=1).stderr
    merged(in_folder, repeat, case, "2018-03-12T10:20")
    in_folder.cases_in(lamps(15), "docx-two-columns", at="2018-03-12T10:30")
    in_folder.round("2018-03-12T10:31")
    third = in_folder.cases()[-1]["case_no"]
    assert f"已并入 {number}" in in_folder.tell("merge", third, "--into", other, status=1).stderr
