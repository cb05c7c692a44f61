"""`supervise` and `tasks`: what somebody is asked to do, what came of it, and what a person does of his own accord."""

from __future__ import annotations

import shlex

import pytest

from tests.mailroom.command_line import TOWN, answer_mail, case_mail

LATE = "2018-03-16T09:30"  # the first working day after the deadline


@pytest.fixture
def late(office, case_no) -> str:
    """The number of a case that was due the day before."""
    office.done("once", "--at", LATE)
    return case_no


def supervise(office, case_no, way, note, *more, at="2018-03-16T10:00"):
    return office.done("supervise", case_no, "--by", way, "--note", note, "--at", at, *more)


def said(office, case_no):
    [dossier] = office.rows("case", case_no)
    return [each["because"] for each in dossier["journal"] if each["act"] == "supervise"]


def test_the_first_day_late_somebody_is_asked_to_telephone_today(office, late):
    [task] = office.rows("tasks", "--at", LATE)

    assert (task["case_no"], task["department"], task["way"], task["cause"]) == (late, TOWN, "phone", "red")
    assert (task["due_at"], task["overdue"]) == ("2018-03-16T17:00:00", False)
    assert office.rows("tasks", "--at", "2018-03-19T09:00")[0]["overdue"]
    assert office.rows("tasks", "--way", "on_site") == office.rows("tasks", "--department", "北辛街道") == []


def test_what_was_said_ends_the_task_and_stands_in_the_journal_with_who_said_it(office, late):
    supervise(office, late, "phone", "答复明日修好", "--who", "李玲")

    assert office.rows("tasks") == []
    [dossier] = office.rows("case", late)
    told = [(each["by"], each["because"]) for each in dossier["journal"] if each["act"] == "supervise"]
    assert told[-1] == ("李玲", f"电话督办{TOWN}：答复明日修好")


def test_a_call_that_nobody_asked_for_is_written_down_as_often_as_it_is_made(office, late):
    for note in ("无人接听", "无人接听", "答复明日修好"):
        supervise(office, late, "phone", note)

    assert [each.split("：")[1] for each in said(office, late)[1:]] == [
        "无人接听",
        "无人接听",
        "答复明日修好",
    ]


def test_a_notice_that_was_sent_by_hand_is_not_sent_again_by_the_ladder(office, late):
    supervise(office, late, "written", "群众反映强烈")

    office.done("once", "--at", "2018-03-20T09:30")

    [letter] = office.rows("letters", "--kind", "supervision")
    assert letter["posted_at"] == "2018-03-16T10:00:00"
    again = ("supervise", late, "--by", "written", "--note", "仍未办", "--at", "2018-03-16T11:00")
    assert "今天已就" in office.refused(*again)
    assert len(said(office, late)) == 2


def test_before_the_deadline_too_somebody_may_be_supervised_in_writing_and_the_ladder_goes_on(
    office, case_no
):
    supervise(office, case_no, "written", "领导关注", at="2018-03-13T10:00")

    for day in ("16", "20"):
        office.done("once", "--at", f"2018-03-{day}T09:30")

    assert len(office.rows("letters", "--kind", "supervision")) == 2


def test_a_visit_of_ones_own_accord_takes_the_place_of_the_one_that_the_ladder_asks_for(office, late):
    supervise(office, late, "on_site", "现场仍不亮", at="2018-03-21T10:00")

    office.done("once", "--at", "2018-03-22T09:30")

    assert office.rows("tasks", "--way", "on_site") == []


def test_a_case_is_laid_before_the_leader_by_hand_delivered_and_ended_with_his_word(office, late):
    assert "拟办单已拟好" in supervise(office, late, "instruction", "商户与村民争执")
    [task] = office.rows("tasks", "--way", "instruction")
    office.done(*shlex.split(task["do"])[1:4], str(office.folder / "打印"))
    table = office.done("tasks").splitlines()
    assert [line.partition("：")[2] for line in table if "：mailroom " in line] == [task["do"], task["then"]]

    office.done(*shlex.split(task["then"])[1:], "--at", "2018-03-16T10:30")
    assert office.rows("letters", "--kind", "proposal")[0]["state"] == "sent"
    [task] = office.rows("tasks", "--way", "instruction")
    assert task["do"].startswith("mailroom instruct")

    supervise(office, late, "instruction", "领导阅，由办公室继续督办")
    assert office.rows("tasks", "--way", "instruction") == []


def test_an_answer_ends_the_task(office, late):
    office.drop("answer", answer_mail(late, office.rows("departments")[0]["addresses"][0]))
    office.done("once", "--at", "2018-03-16T11:00")
    town = next(each for each in office.rows("departments") if each["name"] == TOWN)
    office.drop("answer-2", answer_mail(late, town["addresses"][0]))
    office.done("once", "--at", "2018-03-16T11:01")

    assert office.rows("tasks") == []


def test_of_several_departments_the_one_that_was_telephoned_is_named(office, late):
    other = "北辛街道办事处"
    office.done("dispatch", late, "--to", TOWN, "--assist", other, "--at", "2018-03-16T09:40")
    office.done("once", "--at", "2018-03-22T09:30")  # the assisting one is late by a day

    assert {each["department"] for each in office.rows("tasks", "--way", "phone")} == {TOWN, other}
    assert "--department" in office.refused("supervise", late, "--by", "phone", "--note", "都说快了")
    supervise(office, late, "phone", "协办的答复快了", "--department", other, at="2018-03-22T10:00")
    assert [each["department"] for each in office.rows("tasks", "--way", "phone")] == [TOWN]


def test_nobody_is_supervised_where_nobody_is_at_work(office, pending):
    told = office.refused("supervise", pending, "--by", "phone", "--note", "问一问")

    assert "没有单位在办" in told


def test_a_task_about_a_secret_case_says_nothing_of_who_asked(office):
    office.drop("case", case_mail("180312091500000008", department=TOWN, secret="是", name="张三丰"))
    office.done("once", "--at", "2018-03-12T10:00")
    [case] = office.rows("cases")
    supervise(office, case["case_no"], "phone", "单位问是不是张三丰13812345678反映的", at="2018-03-13T09:00")
    supervise(office, case["case_no"], "instruction", "张三丰多次来电13812345678", at="2018-03-13T09:00")

    shown = office.done("tasks") + office.done("case", case["case_no"]) + office.done("letters")
    assert "张三丰" not in shown
    assert "13812345678" not in shown


def test_the_dossier_tells_of_all_supervision_and_what_came_of_it(office, late):
    supervise(office, late, "phone", "答复明日修好", "--who", "李玲")
    words = ("--leader", "李明副市长", "--text", "抓紧办。", "--at", "2018-03-16T11:00")
    office.done("instruct", late, *words)

    [dossier] = office.rows("case", late)
    call = dossier["supervisions"][0]
    assert (call["way"], call["cause"], call["result"], call["done_by"]) == (
        "phone",
        "red",
        "答复明日修好",
        "李玲",
    )
    [word] = dossier["instructions"]
    assert (word["leader"], word["text"], word["department"]) == ("李明副市长", "抓紧办。", TOWN)


def test_a_paper_that_need_not_be_delivered_is_made_void_and_keeps_its_number(office, late):
    supervise(office, late, "instruction", "商户与村民争执")
    [letter] = office.rows("letters", "--kind", "proposal")

    office.done("reject", letter["key"], "--because", "领导已口头批示", "--at", "2018-03-16T11:00")

    assert office.rows("letters", "--kind", "proposal")[0]["state"] == "void"
    [number] = office.rows("letters", "numbers", "--year", "2018")
    assert "领导已口头批示" in number["void_because"]
