"""`instruct`: a leader's word goes to the department, and the case with its papers to the inspection bureau, at once."""

from __future__ import annotations

import shlex

import pytest

from ledger.models import Instruction
from mailroom.office import open_office
from tests.journeys.seen import see
from tests.mailroom.command_line import TOWN, case_mail

BUREAU = "duchaju@example.cn"
TEXT = "请荆河街道限期修复，举一反三。"
AT = "2018-03-30T10:00"
WORDS = ("--leader", "李明副市长", "--text", TEXT, "--at", AT)


@pytest.fixture
def with_bureau(office):
    with (office.folder / "office.toml").open("a", encoding="utf-8") as config:
        config.write(f'\n[supervision]\nbureau_address = "{BUREAU}"\n')


@pytest.fixture
def hopeless(office, case_no) -> str:
    """The number of a case that was urged, supervised in writing and laid before the leader."""
    for day in ("16", "20", "29"):
        office.done("once", "--at", f"2018-03-{day}T09:30")
    return case_no


def sent(office, kind):
    letters = {row["message_id"]: row for row in office.rows("letters", "--kind", kind)}
    seen = [see(path.read_bytes()) for path in office.sent()]
    return [each for each in seen if each.message_id in letters]


def instructions(office):
    opened = open_office(office.folder)
    rows = list(Instruction.select())
    opened.close()
    return rows


def test_the_department_gets_the_word_and_the_bureau_the_case_with_its_papers(office, with_bureau, hopeless):
    told = office.done("instruct", hopeless, *WORDS, "--due", "2018-04-10")
    office.done("once", "--at", AT)

    assert "2018-04-10 17:00 前报告" in told
    [to_town], [to_bureau] = sent(office, "instruction"), sent(office, "handover")
    assert TEXT in to_town.everything
    assert "李明副市长" in to_town.everything
    assert "滕热批〔2018〕1号" in to_town.everything
    assert to_bureau.to == [BUREAU]
    papers = [name.partition("_")[2] for name in to_bureau.documents]
    assert papers == ["督查移交函.docx", "转办函.docx", "督办通知书.docx", "拟办单.docx"]
    assert "发送催办通知书" in to_bureau.everything
    [row] = instructions(office)
    assert row.handed_over_at is not None
    acts = [entry["act"] for entry in office.rows("case", hopeless)[0]["journal"]]
    assert acts[-3:] == ["instruct", "supervise", "hand_over"]


def test_what_lay_before_the_leader_waits_no_longer(office, with_bureau, hopeless):
    office.done("instruct", hopeless, *WORDS)

    assert office.rows("tasks", "--way", "instruction") == []
    assert office.rows("letters", "--kind", "proposal")[0]["state"] == "sent"


def test_without_an_address_of_the_bureau_s_somebody_prints_the_papers_and_delivers_them(office, hopeless):
    assert "打印送达" in office.done("instruct", hopeless, *WORDS)

    [task] = office.rows("tasks", "--way", "instruction")
    assert task["letter"].startswith("handover/")
    office.done("supervise", hopeless, "--by", "instruction", "--note", "王科长签收", "--at", AT)
    assert office.rows("letters", "--kind", "handover")[0]["state"] == "sent"
    assert office.rows("tasks", "--way", "instruction") == []


def test_every_paper_to_the_bureau_has_a_document_and_is_delivered_for_itself(office, hopeless):
    office.done("instruct", hopeless, *WORDS)
    more = ("--leader", "王市长", "--text", "限期办结。", "--at", "2018-03-30T11:00")
    office.done("instruct", hopeless, *more)
    handover, progress = office.rows("tasks", "--way", "instruction")

    [letter] = office.rows("letters", "--kind", "progress")
    assert letter["documents"] == [f"{hopeless}_督查进展函.docx"]
    both = ("supervise", hopeless, "--by", "instruction", "--note", "已送达", "--at", "2018-03-30T11:10")
    assert "逐份" in office.refused(*both)
    office.done(*shlex.split(handover["then"])[1:], "--at", "2018-03-30T11:10")
    assert [each["letter"] for each in office.rows("tasks", "--way", "instruction")] == [progress["letter"]]
    assert office.rows("letters", "--kind", "progress")[0]["state"] == "on_paper"


def test_a_word_that_names_no_day_is_to_be_reported_on_in_the_days_of_the_rule(office, hopeless):
    office.done("instruct", hopeless, *WORDS)

    [row] = instructions(office)
    assert f"{row.due_at:%Y-%m-%d %H:%M}" == "2018-04-09 17:00"  # five working days, the 5th to 7th off


def test_the_same_word_is_passed_on_once_another_one_again(office, with_bureau, hopeless):
    office.done("instruct", hopeless, *WORDS)

    assert "已经登记" in office.refused("instruct", hopeless, *WORDS)
    office.done("instruct", hopeless, "--leader", "李明副市长", "--text", "务必本周办结。", "--at", AT)
    keys = [row["key"] for row in office.rows("letters", "--kind", "instruction")]
    assert len(set(keys)) == 2
    assert len(office.rows("letters", "--kind", "handover")) == 1
    [progress] = office.rows("letters", "--kind", "progress")
    assert progress["to"] == [BUREAU]


def test_a_day_that_is_over_is_no_deadline(office, hopeless):
    assert "已经过去" in office.refused("instruct", hopeless, *WORDS, "--due", "2018-03-30T09:00")


def test_a_word_about_a_case_on_nobody_s_desk_is_not_passed_on(office, pending):
    told = office.refused("instruct", pending, *WORDS)

    assert "没有单位在办" in told
    assert instructions(office) == []


def test_assisting_departments_get_the_word_as_well_or_one_alone(office, with_bureau, hopeless):
    other = "北辛街道办事处"
    office.done("dispatch", hopeless, "--to", TOWN, "--assist", other, "--at", "2018-03-29T10:00")
    office.done("instruct", hopeless, *WORDS)
    more = ("--leader", "李明副市长", "--text", "北辛街道也要出力。", "--department", other, "--at", AT)
    office.done("instruct", hopeless, *more)

    assert [each.dispatch.department.name for each in instructions(office)] == [TOWN, other, other]
    assert len(office.rows("letters", "--kind", "handover")) == 1


def test_the_bureau_gets_nothing_that_tells_who_asked_in_a_secret_case(office, with_bureau):
    office.drop("case", case_mail("180312091500000008", department=TOWN, name="张三丰"))
    office.done("once", "--at", "2018-03-12T10:00")
    [case] = office.rows("cases")
    number = case["case_no"]
    office.done("once", "--at", "2018-03-20T09:30")
    office.done("change", number, "--secret", "是", "--at", "2018-03-20T10:00")
    words = ("--leader", "李明副市长", "--text", "请核实张三丰13812345678反映的问题", "--at", AT)
    office.done("instruct", number, *words)
    office.done("once", "--at", AT)

    for letter in (*sent(office, "handover"), *sent(office, "instruction")):
        assert "张三丰" not in letter.everything
        assert "13812345678" not in letter.everything
    [to_bureau] = sent(office, "handover")
    assert any("督办通知书" in name for name in to_bureau.documents)


def test_a_report_that_does_not_come_is_telephoned_for_once_and_the_bureau_hears_of_it(
    office, with_bureau, hopeless
):
    office.done("instruct", hopeless, *WORDS, "--due", "2018-04-10")

    for moment in ("2018-04-10T16:00", "2018-04-10T20:00", "2018-04-11T09:00", "2018-04-11T09:30"):
        office.done("once", "--at", moment)

    calls = [each for each in office.rows("tasks", "--way", "phone") if each["cause"] == "instructed"]
    assert [each["opened_at"][:16] for each in calls] == ["2018-04-11T09:00"]
    [progress] = office.rows("letters", "--kind", "progress")
    assert progress["subject"].endswith("荆河街道办事处未按时报告")


def test_calls_about_two_words_of_one_day_tell_which_word_is_meant(office, with_bureau, hopeless):
    office.done("instruct", hopeless, *WORDS, "--due", "2018-04-10")
    more = ("--leader", "李明副市长", "--text", "另请查明责任。", "--due", "2018-04-10", "--at", AT)
    office.done("instruct", hopeless, *more)
    office.done("once", "--at", "2018-04-11T09:00")

    calls = [each for each in office.rows("tasks", "--way", "phone") if each["cause"] == "instructed"]
    assert ["限期修复" in calls[0]["because"], "查明责任" in calls[1]["because"]] == [True, True]


def test_a_word_of_a_day_to_come_is_not_passed_on(office, hopeless):
    assert "还没有到" in office.refused("instruct", hopeless, *WORDS, "--on", "2018-05-01")


def test_a_word_about_a_secret_case_tells_no_remnant_of_who_asked(office, with_bureau):
    office.drop("case", case_mail("180312091500000009", department=TOWN, name="张三丰", secret="是"))
    office.done("once", "--at", "2018-03-12T10:00")
    office.done("held", "release", "1", "--at", "2018-03-12T10:05") if office.rows("held") else None
    [case] = office.rows("cases")
    text = "请到张三丰（138****5678）家，找老张、张*丰核实，4月12日前报结果。"
    office.done("instruct", case["case_no"], "--leader", "李明", "--text", text, "--at", "2018-03-13T10:00")
    office.done("once", "--at", "2018-03-13T10:00")

    told = [each.everything for each in (*sent(office, "handover"), *sent(office, "instruction"))]
    told.append("".join(each["because"] for each in office.rows("case", case["case_no"])[0]["journal"]))
    assert [word for word in ("5678", "老张", "张*丰", "三丰") if any(word in each for each in told)] == []
    assert "4月12日前报结果" in told[0]


def test_the_bureau_is_not_told_who_asked_whatever_a_clerk_writes(office, with_bureau, hopeless):
    office.done("instruct", hopeless, *WORDS)
    office.done("withdraw", hopeless, "--because", "张三丰来电13812345678表示撤诉", "--at", AT)
    office.done("once", "--at", AT)

    [told] = sent(office, "progress")
    assert "撤诉" in told.everything
    assert "张三丰" not in told.everything
    assert "13812345678" not in told.everything


@pytest.mark.parametrize("bureau", ["by mail", "on paper"])
def test_a_hand_over_that_waits_when_the_case_turns_secret_goes_without_what_tells_who_asked(
    office, request, bureau, hopeless
):
    if bureau == "by mail":
        request.getfixturevalue("with_bureau")
    office.done("instruct", hopeless, *WORDS)
    office.done("change", hopeless, "--secret", "是", "--at", AT)

    first, second = office.rows("letters", "--kind", "handover")
    assert (first["state"], second["state"]) == ("void", "queued" if bureau == "by mail" else "on_paper")
    assert "转办函.docx" in "".join(first["documents"])
    assert not any("转办函" in name for name in second["documents"])
    tasks = [each["letter"] for each in office.rows("tasks", "--way", "instruction")]
    assert tasks == ([] if bureau == "by mail" else [second["key"]])


def test_a_bureau_that_has_the_papers_is_asked_to_keep_the_secret(office, with_bureau, hopeless):
    office.done("instruct", hopeless, *WORDS)
    office.done("once", "--at", AT)
    office.done("change", hopeless, "--secret", "是", "--at", "2018-03-30T11:00")

    [progress] = office.rows("letters", "--kind", "progress")
    assert "转为保密件" in progress["subject"]
