"""A leader's word that comes by mail: from him or from a clerk it is passed on, from anybody else a person looks first."""

from __future__ import annotations

import dataclasses
import io
import shlex
from datetime import datetime

import pytest
from docx import Document

from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.mime import compose, message_id
from mailroom.demonstration.results import made_up_result
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork
from tests.journeys.replies import TOWN
from tests.journeys.test_supervision import one_late_case

WORD = "请羊庄镇限期修复，4月13日前办结，举一反三。"


@pytest.fixture
def leader(office: OfficeAtWork) -> str:
    return with_leader(office)


def with_leader(office: OfficeAtWork) -> str:
    """Put a leader and the inspection bureau on file; the leader's address."""
    leader, bureau = office.address_of("市政府办公室主要领导"), office.address_of("市委市政府督查局")
    office.configure(supervision={"leader_address": leader, "bureau_address": bureau})
    return leader


def hopeless(office: OfficeAtWork) -> str:
    """A case that lies before the leader; its number."""
    case_no = one_late_case(office)
    for day in ("16", "20", "29"):
        office.round(f"2018-03-{day}T09:30")
    return case_no


def writes(office: OfficeAtWork, sender: str, subject: str, text: str, **more) -> dict:
    """Let a mail come in on Friday the 30th and do a round."""
    day = datetime(2018, 3, 30, 10)
    raw = compose(
        sender=("", sender),
        to=[office.address],
        subject=subject,
        sent_on=day,
        message_id=message_id(sender, subject),
        text=text,
        **more,
    )
    office.mail_in(raw)
    return office.round("2018-03-30T10:01")


def signed_proposal(office: OfficeAtWork, word: str = WORD) -> tuple[str, bytes]:
    """The paper that was laid before the leader, with his word in its field."""
    proposal = office.at_department("市政府办公室主要领导")[-1]
    document = Document(io.BytesIO(proposal.document("拟办单.docx")))
    document.core_properties.last_modified_by = "李玲"  # as Word does
    for row in document.tables[0].rows:
        if "领导批示" in row.cells[0].text:
            row.cells[1].text = f"{word}\n李明 2018年3月30日"
    saved = io.BytesIO()
    document.save(saved)
    return "拟办单（已批）.docx", saved.getvalue()


def test_the_leader_s_reply_is_passed_on_and_the_case_handed_over_at_once(office: OfficeAtWork, leader: str):
    case_no = hopeless(office)

    done = writes(office, leader, f"回复：【拟办】{case_no}", f"批示：{WORD}")

    assert (done["posted"], done["sent"], done["held"]) == (2, 2, 0)
    to_town = office.at_department(TOWN)[-1]
    assert WORD in to_town.everything
    assert "4月13日" in to_town.subject
    handed = office.at_department("市委市政府督查局")[-1]
    assert "督查移交" in handed.subject
    assert {name.partition("_")[2] for name in handed.documents} == {
        "督查移交函.docx",
        "转办函.docx",
        "督办通知书.docx",
        "拟办单.docx",
    }
    assert office.ask("tasks", "--way", "instruction") == []


def test_the_signed_paper_that_a_clerk_mails_in_is_as_good(office: OfficeAtWork, leader: str):
    case_no = hopeless(office)

    done = writes(office, office.address, f"{case_no} 批示件", "", attachments=[signed_proposal(office)])

    assert (done["posted"], done["held"]) == (2, 0)
    told = [e["because"] for e in office.case(case_no)["journal"] if e["act"] == "instruct"]
    assert told == [f"李明批示：{WORD}（转{TOWN}，2018-04-13 17:00 前报告）"]


def test_the_same_word_twice_is_passed_on_once(in_folder: OfficeAtWork):
    leader = with_leader(in_folder)
    case_no = hopeless(in_folder)
    writes(in_folder, leader, f"回复：【拟办】{case_no}", f"批示：{WORD}")

    done = writes(in_folder, in_folder.address, f"{case_no} 批示", f"李明副市长批示：{WORD}")

    assert (done["posted"], done["held"]) == (0, 0)


def test_what_a_stranger_calls_a_leader_s_word_waits_for_a_person_who_lets_it_go_on(in_folder: OfficeAtWork):
    with_leader(in_folder)
    case_no = hopeless(in_folder)

    done = writes(in_folder, "who@example.com", f"{case_no} 批示", f"李明副市长3月30日批示：{WORD}")

    assert (done["posted"], done["held"]) == (0, 1)
    (entry,) = in_folder.held()
    assert "请核实" in entry["because"]
    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-30T10:10")
    assert in_folder.held() == []
    assert "hand_over" in in_folder.acts(case_no)


@pytest.mark.parametrize(
    ("text", "word", "until"),
    [
        ("同意，请抓紧办。", "市政府办公室主要领导批示：同意，请抓紧办。", "2018-04-09 17:00"),
        ("同意。请羊庄镇限期办结。王明", "王明批示：同意。请羊庄镇限期办结。", "2018-04-09 17:00"),
        (
            "阅。请羊庄镇4月20日前办结并报结果。\n张强\n3月30日",
            "张强批示：阅。请羊庄镇4月20日前办结并报结果。",
            "2018-04-20 17:00",
        ),
        (
            "同意拟办意见，请羊庄镇抓紧办理，限4月13日前办结。\n李明副市长\n2018年3月30日",
            "李明批示：同意拟办意见，请羊庄镇抓紧办理，限4月13日前办结。",
            "2018-04-13 17:00",
        ),
    ],
)
def test_the_leader_s_own_words_are_passed_on_without_the_word_for_it(
    in_folder: OfficeAtWork, text: str, word: str, until: str
):
    leader = with_leader(in_folder)
    case_no = hopeless(in_folder)
    proposal = in_folder.at_department("市政府办公室主要领导")[-1]

    done = writes(in_folder, leader, "回复：批示", text, headers={"In-Reply-To": proposal.message_id})

    assert (done["posted"], done["held"]) == (2, 0)
    told = [e["because"] for e in in_folder.case(case_no)["journal"] if e["act"] == "instruct"]
    assert told == [f"{word}（转{TOWN}，{until} 前报告）"]
    assert "acknowledge" not in in_folder.acts(case_no)


def test_a_word_that_names_a_case_of_a_department_s_is_never_its_receipt(in_folder: OfficeAtWork):
    leader = with_leader(in_folder)
    case_no = hopeless(in_folder)

    writes(in_folder, leader, f"批示 {case_no}", "已收到，请羊庄镇抓紧办理。\n李明副市长\n2018年3月30日")

    assert "instruct" in in_folder.acts(case_no)
    assert "acknowledge" not in in_folder.acts(case_no)


def test_what_the_leader_asks_or_refuses_waits_with_the_command_and_a_release_alone_does_not_lose_it(
    in_folder: OfficeAtWork,
):
    leader = with_leader(in_folder)
    case_no = hopeless(in_folder)

    writes(in_folder, leader, f"回复：【拟办】{case_no}", "不同意，重新拟报。王明")

    (entry,) = in_folder.held()
    assert (entry["case_no"], entry["what"]) == (case_no, "instruction")
    command = f"mailroom supervise {case_no} --by instruction --note '王明批：不同意，重新拟报。'"
    assert entry["suggestions"][0]["do"] == command
    assert entry["suggestions"][1]["do"].startswith(f"mailroom instruct {case_no} ")
    release = ("held", "release", str(entry["id"]), "--at", "2018-03-30T10:10")
    assert command in in_folder.tell(*release, status=1).stderr
    in_folder.tell(*release, "--as", "instruction")
    assert "instruct" in in_folder.acts(case_no)


@pytest.mark.parametrize("word", ["不同意，重新拟报。王明", "已阅。"])
def test_a_refusal_is_written_down_by_the_suggested_command_and_goes_to_nobody(
    in_folder: OfficeAtWork, word: str
):
    leader = with_leader(in_folder)
    case_no = hopeless(in_folder)
    writes(in_folder, leader, f"回复：【拟办】{case_no}", word)

    (entry,) = in_folder.held()
    in_folder.tell(*shlex.split(entry["suggestions"][0]["do"])[1:], "--at", "2018-03-30T10:10")

    assert in_folder.held() == []
    assert in_folder.ask("tasks", "--way", "instruction") == []
    assert "instruct" not in in_folder.acts(case_no)


def test_who_only_agrees_is_quoted_with_what_he_agrees_to(in_folder: OfficeAtWork):
    leader = with_leader(in_folder)
    case_no = hopeless(in_folder)

    writes(in_folder, leader, f"回复：【拟办】{case_no}", "同意拟办意见。李明")

    assert f"同意拟办意见。（拟办意见：拟责成{TOWN}限期办结" in in_folder.at_department(TOWN)[-1].everything


def test_a_word_about_several_cases_is_quoted_whole_to_each(in_folder: OfficeAtWork):
    leader = with_leader(in_folder)
    first, second = two_late_cases(in_folder)

    text = f"{first}、{second}两件：请羊庄镇、荆河街道于4月13日前办结，李明"
    writes(in_folder, leader, "批示", text)

    commands = [[each["do"] for each in entry["suggestions"]] for entry in in_folder.held()]
    assert [each[0].partition(" --text ")[2] for each in commands] == [
        "'请羊庄镇、荆河街道于4月13日前办结' --due 2018-04-13"
    ] * 2
    assert "reassign" not in str(commands)


def two_late_cases(office: OfficeAtWork) -> list[str]:
    """A case of one town and one of another; their numbers."""
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.cases_in(lamps(16, town="荆河街道"), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    return sorted(case["case_no"] for case in office.cases())


def test_the_lines_of_a_scanned_word_are_joined(in_folder: OfficeAtWork):
    with_leader(in_folder)
    case_no = hopeless(in_folder)
    name, paper = signed_proposal(in_folder, "请羊庄镇立即组织抢修，限4月13日前\n办结并报告结果。")

    writes(in_folder, in_folder.address, f"{case_no} 批示件", "", attachments=[(name, paper)])

    assert "限4月13日前办结并报告结果" in in_folder.at_department(TOWN)[-1].text


@pytest.mark.parametrize("way", ["reassign", "send-back"])
def test_a_case_that_changes_hands_takes_the_leader_s_word_along(in_folder: OfficeAtWork, way: str):
    with_leader(in_folder)
    case_no = hopeless(in_folder)
    said = ("--leader", "李明", "--text", WORD, "--due", "2018-04-13", "--at", "2018-03-30T10:00")
    in_folder.tell("instruct", case_no, *said)
    other = "荆河街道办事处"
    if way == "reassign":
        in_folder.tell(
            "reassign", case_no, "--to", other, "--because", "属其辖区", "--at", "2018-03-30T10:10"
        )
    else:
        because = ("--because", "属其辖区", "--at", "2018-03-30T10:10")
        in_folder.tell("send-back", case_no, "--accept", *because)
        in_folder.tell("dispatch", case_no, "--to", other, "--at", "2018-03-30T10:12")

    for minute in ("15", "16"):
        in_folder.round(f"2018-03-30T10:{minute}")

    words = [each for each in in_folder.at_department(other) if "领导批示" in each.subject]
    assert len(words) == 1
    assert WORD in words[0].everything
    assert "4月13日" in words[0].subject
    assert f"改由{other}办理" in in_folder.at_department("市委市政府督查局")[-1].everything
    in_folder.round("2018-04-16T09:30")
    late = [each for each in in_folder.ask("tasks", "--way", "phone") if each["cause"] == "instructed"]
    assert [each["department"] for each in late] == [other]


def test_the_suggested_command_can_be_run_as_it_stands_and_ends_the_entry(in_folder: OfficeAtWork):
    with_leader(in_folder)
    case_no = hopeless(in_folder)
    town = in_folder.address_of(TOWN)

    writes(in_folder, town, "Fwd: 领导批示", f"{case_no} 李书记批示：{WORD}")

    (entry,) = in_folder.held()
    command = shlex.split(entry["suggestions"][0]["do"])
    assert command[:5] == ["mailroom", "instruct", case_no, "--leader", "李书记"]
    assert command[-2:] == ["--due", "2018-04-13"]
    in_folder.tell(*command[1:], "--at", "2018-03-30T10:10")
    assert in_folder.held() == []
    assert "hand_over" in in_folder.acts(case_no)


def test_a_leader_s_letter_that_a_department_forwards_waits_whatever_it_reads_like(in_folder: OfficeAtWork):
    leader = with_leader(in_folder)
    case_no = hopeless(in_folder)
    town = in_folder.address_of(TOWN)
    text = f"-----原始邮件-----\n发件人: {leader}\n主题: {case_no}\n\n同意。请羊庄镇限期办结。王明"

    writes(in_folder, town, f"转发: {case_no}", text)

    (entry,) = in_folder.held()
    assert entry["suggestions"][0]["do"] == (
        f"mailroom instruct {case_no} --leader '王明' --text '同意。请羊庄镇限期办结。'"
    )
    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-30T10:10")
    assert "instruct" in in_folder.acts(case_no)


def test_a_word_that_names_a_department_without_a_part_in_the_case_waits(in_folder: OfficeAtWork):
    leader = with_leader(in_folder)
    case_no = hopeless(in_folder)

    writes(in_folder, leader, f"回复：【拟办】{case_no}", "请市公安局牵头查处。王明")

    (entry,) = in_folder.held()
    assert "公安局没有承办这一件" in entry["because"]


def test_a_word_about_no_case_waits_for_a_person_who_names_it(in_folder: OfficeAtWork):
    leader = with_leader(in_folder)
    case_no = hopeless(in_folder)

    writes(in_folder, leader, "关于路灯", f"批示：{WORD}")

    (entry,) = in_folder.held()
    assert "没有写明是哪一件" in entry["because"]
    in_folder.tell("held", "release", str(entry["id"]), "--case", case_no, "--at", "2018-03-30T10:10")
    assert "instruct" in in_folder.acts(case_no)


def at_bureau(office: OfficeAtWork) -> list[str]:
    """What the bureau was told after the hand-over."""
    return [letter.subject for letter in office.at_department("市委市政府督查局")[1:]]


def test_the_bureau_is_told_of_every_step_until_the_case_closes(office: OfficeAtWork, leader: str):
    case_no = hopeless(office)
    letter = office.at_department(TOWN)[0]
    writes(office, leader, f"回复：【拟办】{case_no}", f"批示：{WORD}")
    day = datetime(2018, 4, 2, 15)
    result = made_up_result(read_letter(letter.raw), TOWN, on=day.date())
    office.mail_in(answer_mail(letter.raw, dataclasses.replace(result, approver=""), sent_on=day))
    office.round("2018-04-02T15:01")
    later = datetime(2018, 4, 3, 15)
    office.mail_in(answer_mail(letter.raw, result, sent_on=later))
    office.round("2018-04-03T15:01")
    office.tell("close", case_no, "--because", "已当面核实", "--at", "2018-04-04T10:00")
    office.round("2018-04-04T10:01")

    told = at_bureau(office)

    assert [subject.partition(case_no)[2].strip()[:14] for subject in told] == [
        f"{TOWN}反馈不齐全，缺",
        f"{TOWN}已反馈，内容齐",
        "该件已办结：已当面核实",
    ]
    assert all(subject.startswith("【督查进展】") for subject in told)


def test_the_bureau_is_told_of_a_withdrawal(in_folder: OfficeAtWork):
    leader = with_leader(in_folder)
    case_no = hopeless(in_folder)
    writes(in_folder, leader, f"回复：【拟办】{case_no}", f"批示：{WORD}")
    in_folder.tell("withdraw", case_no, "--because", "诉求人撤诉", "--at", "2018-04-02T10:00")
    in_folder.round("2018-04-02T10:01")

    assert at_bureau(in_folder) == [f"【督查进展】{case_no} 该件已撤回，不再办理：诉求人撤诉"]
