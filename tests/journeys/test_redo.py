"""不满意: an unreasonable demand is left out by approval; everything else is handled again under supervision (F)."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from docx import Document

from generators.letter import BrokenTemplate
from ledger import supervising
from ledger.opening import transaction
from ledger.vocabulary import Way
from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.mime import compose
from mailroom.demonstration.results import made_up_result
from mailroom.desks import redoing
from mailroom.office import open_office
from tests.journeys.callers import DISSATISFIED, SATISFIED, answered_case, brought_back, list_of, said
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork, Row
from tests.journeys.replies import TOWN, answered, complete
from tests.journeys.seen import Seen

CALLED = "2018-03-14T11:00"  # the petitioner is dissatisfied; until the 15th somebody may judge the demand
UNREASONABLE = ("--evidence", "现场照片三张，路灯均亮", "--approved-by", "赵主任")


def dissatisfied_case(office: OfficeAtWork) -> str:
    """A case whose petitioner is dissatisfied since Wednesday; returns its number."""
    number = answered_case(office)
    brought_back(office, list_of(office), number, DISSATISFIED, at=CALLED)
    return number


def redo_letter(office: OfficeAtWork) -> Seen:
    """The newest redo notice on the town's desk."""
    return [letter for letter in office.at_department(TOWN) if "督办重办" in letter.subject][-1]


def answer_again(office: OfficeAtWork, at: str) -> None:
    """Let the town answer its redo notice."""
    letter = redo_letter(office)
    result = complete(letter, measures=f"已于{at[:10]}重新检修，更换全部线路，逐盏试亮，群众当面确认。")
    answered(office, answer_mail(letter.raw, result, sent_on=datetime.fromisoformat(at)), at)


def waiting(office: OfficeAtWork) -> list[Row]:
    """What waits in the pen for a verdict."""
    return [entry for entry in office.held() if entry["what"] == "verdict"]


def say(office: OfficeAtWork, number: str, satisfaction: str, at: str) -> Row:
    """A caller types in what the petitioner said; returns the dossier."""
    office.tell(
        "follow-up", number, "--reached", "--satisfaction", satisfaction, "--remark", "仍不亮", "--at", at
    )
    return office.case(number)


def test_a_dissatisfied_petitioners_case_is_handled_again_under_supervision(office: OfficeAtWork):
    number = dissatisfied_case(office)
    (entry,) = office.held()
    assert entry["because"].startswith(f"{number} 回访不满意，未解决，待研判：2018-03-15 17:00 前")
    assert office.case(number)["status"] == "answered"
    assert office.round("2018-03-15T16:59")["posted"] == 0

    assert office.round("2018-03-16T08:30")["sent"] == 1

    row = office.case(number)
    assert (row["status"], row["redo"]) == ("dispatched", True)
    second = row["dispatches"][-1]
    assert (second["department"], second["round"]) == (TOWN, 2)
    assert second["due_at"] == "2018-03-21T17:00:00"  # three working days from Friday the 16th
    letter = redo_letter(office)
    assert "诉求人表示，问题未解决：路灯修好两天又灭了" in letter.everything
    assert "滕热重〔2018〕1号" in letter.everything
    assert office.held() == []

    answer_again(office, "2018-03-19T10:00")
    assert [each["kind"] for each in office.letters("--kind", "report")] == ["report"] * 2
    brought_back(office, list_of(office, "2018-03-20T08:30"), number, SATISFIED, at="2018-03-20T11:00")

    row = office.case(number)
    assert row["status"] == "closed"
    assert [each["satisfaction"] for each in row["follow_ups"]] == ["dissatisfied", "satisfied"]
    assert [each["verdict"] for each in row["follow_ups"]] == ["redo", None]


def test_a_person_need_not_wait_for_the_redo(in_folder: FolderOffice):
    number = dissatisfied_case(in_folder)
    (entry,) = in_folder.held()

    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-14T12:00", "--by", "李玲")

    assert in_folder.case(number)["status"] == "dispatched"
    judged = [each for each in in_folder.case(number)["journal"] if "研判" in each["because"]]
    assert [(each["by"], each["because"]) for each in judged] == [
        ("李玲", "研判：督办重办。第1次重办：群众回访不满意，未解决：路灯修好两天又灭了")
    ]
    in_folder.round("2018-03-14T12:30")
    assert in_folder.letters("--kind", "redo")[0]["state"] == "queued"  # it goes out in office hours
    in_folder.round("2018-03-14T13:00")
    assert in_folder.letters("--kind", "redo")[0]["state"] == "sent"
    assert in_folder.round("2018-03-16T08:30")["posted"] == 0


def test_an_unreasonable_demand_is_closed_by_ground_evidence_and_approval(office: OfficeAtWork):
    number = dissatisfied_case(office)

    office.tell("unreasonable", number, "--ground", "5", *UNREASONABLE, "--at", "2018-03-15T10:00")

    row = office.case(number)
    assert row["status"] == "closed"
    assert row["journal"][-2]["because"] == (
        "研判：不合理诉求。第5种情形：经调查核实，诉求不属实。依据：现场照片三张，路灯均亮。赵主任审批"
    )
    assert row["journal"][-1]["because"] == "不合理诉求：经调查核实，诉求不属实，赵主任审批"
    (call,) = row["follow_ups"]
    assert (call["verdict"], call["ground"], call["approved_by"]) == ("unreasonable", 5, "赵主任")
    assert office.held() == []
    assert office.round("2018-03-16T08:30")["posted"] == 0


@pytest.mark.parametrize(
    ("changes", "status", "because"),
    [
        (["--ground", "9"], 2, "1"),
        (["--evidence", " "], 2, "不能为空"),
        (["--approved-by", "值班员"], 1, "审批人不能是经办人自己"),
    ],
)
def test_no_demand_is_unreasonable_without_ground_evidence_and_somebody_elses_approval(
    in_folder: FolderOffice, changes: list[str], status: int, because: str
):
    number = dissatisfied_case(in_folder)
    words = ["--ground", "5", *UNREASONABLE, *changes, "--at", "2018-03-15T10:00"]

    assert because in in_folder.tell("unreasonable", number, *words, status=status).stderr

    assert in_folder.case(number)["status"] == "answered"


def test_a_satisfied_petitioners_demand_is_not_unreasonable(in_folder: FolderOffice):
    number = answered_case(in_folder)
    say(in_folder, number, "满意", CALLED)

    told = in_folder.tell("unreasonable", number, "--ground", "5", *UNREASONABLE, status=1)

    assert "没有待研判的不满意回访" in told.stderr


def hard_case(office: OfficeAtWork) -> str:
    """A case whose petitioner was dissatisfied with the third result as well; returns its number."""
    number = dissatisfied_case(office)
    office.round("2018-03-16T08:30")
    answer_again(office, "2018-03-19T10:00")
    say(office, number, "不满意", "2018-03-20T10:00")
    office.round("2018-03-22T08:30")
    answer_again(office, "2018-03-23T10:00")
    say(office, number, "不满意", "2018-03-26T10:00")
    assert "列为疑难，报领导批示" in waiting(office)[0]["because"]
    office.round("2018-03-28T08:30")
    return number


def test_after_the_last_redo_a_case_counts_as_hard_and_waits_for_the_leader(in_folder: FolderOffice):
    number = hard_case(in_folder)

    row = in_folder.case(number)
    assert row["status"] == "answered"
    assert [each["verdict"] for each in row["follow_ups"]] == ["redo", "redo", "hard"]
    assert [each["round"] for each in row["dispatches"]] == [1, 2, 3]
    assert "重办2次，群众仍不满意" in next(e["because"] for e in row["journal"] if e["act"] == "hard")
    assert len(in_folder.letters("--kind", "redo")) == 2
    # the second time he was dissatisfied the leader was told, the third time he is asked
    assert len(in_folder.letters("--kind", "proposal")) == 2
    assert in_folder.held() == []
    assert (
        in_folder.round("2018-04-10T10:00")["posted"] == 0
    )  # it waits for the leader's word, and nobody goes on
    (task,) = in_folder.ask("tasks", "--way", "instruction")
    assert task["case_no"] == number


def test_the_leaders_word_lets_a_hard_case_be_handled_again(in_folder: FolderOffice):
    number = hard_case(in_folder)

    in_folder.tell(
        "instruct", number, "--leader", "王市长", "--text", "请限期彻底解决", "--at", "2018-03-29T10:00"
    )

    row = in_folder.case(number)
    assert row["status"] == "dispatched"
    assert row["dispatches"][-1]["because"] == "王市长批示：请限期彻底解决"
    assert len(in_folder.letters("--kind", "instruction")) == 1
    assert {each["cause"] for each in in_folder.ask("tasks", "--way", "instruction")} <= {"paper"}


def test_a_hard_case_that_nobody_is_asked_about_any_more_is_laid_before_a_person(in_folder: FolderOffice):
    number = hard_case(in_folder)
    office = open_office(in_folder.folder, in_folder.environment)
    with transaction():
        for task in supervising.open_tasks(Way.INSTRUCTION):
            supervising.finish(task, "领导不再批示", now=datetime(2018, 3, 29, 10), by="李玲")
    office.close()

    in_folder.round("2018-03-29T10:30")
    in_folder.round("2018-03-29T10:31")

    assert [entry["case_no"] for entry in waiting(in_folder)] == [number]


def test_the_leaders_day_is_the_only_deadline_of_a_hard_case_and_the_papers_tell_its_story(
    in_folder: FolderOffice,
):
    number, bureau = hard_case(in_folder), "市委市政府督查局"
    in_folder.configure(supervision={"bureau_address": in_folder.address_of(bureau)})
    said_at = ("--due", "2018-04-13", "--at", "2018-03-29T10:00")
    in_folder.tell("instruct", number, "--leader", "王市长", "--text", "请限期彻底解决", *said_at)
    in_folder.round("2018-03-29T10:01")

    assert in_folder.case(number)["due_at"] == "2018-04-13T17:00:00"
    to_town = in_folder.at_department(TOWN)[-1].everything
    assert "重办2次，群众仍不满意。2018年3月29日，王市长作出批示" in to_town
    paper = Document(io.BytesIO(in_folder.at_department(bureau)[-1].document("督查移交函.docx")))
    story = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert story.count("回访，群众不满意") == 3
    assert story.count("反馈办理结果") == 3
    assert story.count("发送督办重办通知") == 2
    assert "按领导批示再转" in story
    for day in ("09", "10", "11"):  # the days of the rule are over, the leader's is not
        in_folder.round(f"2018-04-{day}T09:30")
    assert in_folder.at_department(TOWN)[-1].everything == to_town


def test_the_leaders_reply_to_the_paper_about_a_hard_case_is_carried_out(in_folder: FolderOffice):
    number, leader = hard_case(in_folder), in_folder.address_of("市政府办公室主要领导")
    in_folder.configure(supervision={"leader_address": leader})
    text = f"请{TOWN}主要负责人包案，4月13日前彻底解决。李明"
    raw = compose(
        sender=("", leader),
        to=[in_folder.address],
        subject=f"回复：【拟办】{number}",
        sent_on=datetime(2018, 3, 29, 10),
        message_id="<word@example.cn>",
        text=text,
    )
    in_folder.mail_in(raw)

    in_folder.round("2018-03-29T10:01")

    assert in_folder.held() == []
    assert in_folder.case(number)["status"] == "dispatched"


def test_a_petitioner_who_is_dissatisfied_after_the_leaders_word_lies_before_the_leader_again(
    in_folder: FolderOffice,
):
    number = hard_case(in_folder)
    words = ("--leader", "王市长", "--text", "请限期彻底解决", "--at", "2018-03-29T10:00")
    in_folder.tell("instruct", number, *words)
    in_folder.round("2018-03-29T10:01")
    letter = [each for each in in_folder.at_department(TOWN) if "批示" in each.subject][-1]
    result = complete(letter, measures="已按批示更换全部线路和灯具，逐盏试亮。")
    answered(
        in_folder, answer_mail(letter.raw, result, sent_on=datetime(2018, 3, 30, 10)), "2018-03-30T10:00"
    )
    say(in_folder, number, "不满意", "2018-04-02T10:00")

    in_folder.round("2018-04-09T08:30")

    assert waiting(in_folder) == []
    (task,) = [each for each in in_folder.ask("tasks", "--way", "instruction") if each["cause"] == "hard"]
    assert task["because"] == "重办2次，按领导批示再办1次，群众仍不满意：仍不亮"
    in_folder.tell("close", number, "--because", "已当面说明", "--at", "2018-04-09T10:00")
    assert in_folder.case(number)["status"] == "closed"


def test_a_case_whose_department_is_no_more_waits_to_be_dispatched(in_folder: FolderOffice):
    number = dissatisfied_case(in_folder)
    in_folder.keep_only("滕州市公路局")

    in_folder.round("2018-03-16T08:30")

    assert in_folder.case(number)["status"] == "registered"
    (entry,) = in_folder.held()
    assert f"须督办重办；{TOWN}已不在启用期内，待人工分办" in entry["because"]


def test_a_redo_that_a_person_orders_ends_the_waiting_for_a_verdict(in_folder: FolderOffice):
    number = dissatisfied_case(in_folder)

    in_folder.tell("dispatch", number, "--to", TOWN, "--redo", "群众不满意", "--at", "2018-03-14T15:00")

    assert in_folder.held() == []
    assert in_folder.case(number)["follow_ups"][0]["verdict"] == "redo"


def test_of_a_secret_case_the_department_is_told_the_reason_without_who_asked(in_folder: FolderOffice):
    number = answered_case(in_folder)
    who = in_folder.ask("case", number, "--petitioner")[0]["petitioner"]
    in_folder.tell("change", number, "--secret", "是", "--at", "2018-03-13T16:00")
    remark = f"{who['name']}（{who['phone']}）说路灯又灭了"
    in_folder.tell(
        "follow-up", number, "--reached", "--satisfaction", "不满意", "--remark", remark, "--at", CALLED
    )

    in_folder.round("2018-03-16T08:30")

    letter = redo_letter(in_folder)
    assert "路灯又灭了" in letter.everything
    assert who["name"] not in letter.everything
    assert who["phone"] not in letter.everything
    assert said(in_folder.case(number))
    assert who["phone"] not in str(in_folder.case(number))


def test_an_old_sheet_that_comes_once_more_does_not_count_for_the_new_result(in_folder: FolderOffice):
    number = answered_case(in_folder)
    letter = list_of(in_folder)
    brought_back(in_folder, letter, number, DISSATISFIED, at=CALLED)
    in_folder.round("2018-03-16T08:30")
    answer_again(in_folder, "2018-03-19T10:00")

    brought_back(in_folder, letter, number, DISSATISFIED, at="2018-03-19T15:00")
    assert in_folder.held() == []
    assert in_folder.case(number)["follow_ups"][1]["done_at"] is None

    brought_back(in_folder, letter, number, SATISFIED, at="2018-03-19T16:00", name="表.xlsx")
    (entry,) = in_folder.held()
    assert "分不清是哪一次办理后的回访" in entry["because"]


def test_a_redo_that_cannot_be_drawn_up_keeps_no_other_back(in_folder: FolderOffice, monkeypatch):
    number = dissatisfied_case(in_folder)
    in_folder.cases_in(lamps(14, town="木石镇"), "docx-four-columns", at="2018-03-12T11:00")
    in_folder.round("2018-03-14T11:30")
    (letter,) = in_folder.at_department("木石镇人民政府")
    result = made_up_result(read_letter(letter.raw), "木石镇人民政府", on=datetime(2018, 3, 14).date())
    answered(
        in_folder, answer_mail(letter.raw, result, sent_on=datetime(2018, 3, 14, 13)), "2018-03-14T13:30"
    )
    other = in_folder.cases()[-1]["case_no"]
    say(in_folder, other, "不满意", "2018-03-14T14:00")
    drawn_up = redoing.draw_up_redo

    def broken(case, *args, **more):
        if case.case_no == number:
            raise BrokenTemplate("模板 redo 第3行有误")
        return drawn_up(case, *args, **more)

    monkeypatch.setattr(redoing, "draw_up_redo", broken)
    in_folder.round("2018-03-16T08:30", status=1)
    assert [in_folder.case(each)["status"] for each in (number, other)] == ["answered", "dispatched"]

    monkeypatch.setattr(redoing, "draw_up_redo", drawn_up)
    in_folder.round("2018-03-16T08:31")

    assert in_folder.case(number)["status"] == "dispatched"


def second_answer(office: OfficeAtWork, at: str) -> bytes:
    """The town answers its first letter once more, with other findings."""
    letter = office.at_department(TOWN)[0]
    result = complete(letter, measures="又更换线路一百米，逐盏试亮，群众当面确认全部恢复照明。")
    return answer_mail(letter.raw, result, sent_on=datetime.fromisoformat(at))


def test_an_answer_that_came_in_the_round_that_opens_the_redo_can_be_let_go_as_its_answer(
    in_folder: FolderOffice,
):
    number = dissatisfied_case(in_folder)
    in_folder.mail_in(second_answer(in_folder, "2018-03-16T08:00"))

    in_folder.round("2018-03-16T08:30")  # it is read first, the redo opens after it

    (entry,) = in_folder.held()
    assert "现已重新转" in entry["because"]
    ways = [each["do"] for each in entry["suggestions"]]
    assert not [way for way in ways if "dispatch" in way]
    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-16T09:00")
    row = in_folder.case(number)
    assert (row["status"], len(row["answers"])) == ("answered", 2)
    assert row["dispatches"][-1]["state"] == "answered"


def test_an_answer_written_before_the_redo_and_taken_in_after_it_is_a_doubt_for_a_person(
    in_folder: FolderOffice,
):
    number = dissatisfied_case(in_folder)
    in_folder.round("2018-03-16T08:30")
    in_folder.mail_in(second_answer(in_folder, "2018-03-16T08:00"))
    in_folder.round("2018-03-16T08:40")

    (entry,) = in_folder.held()
    assert "写在重办以前" in entry["because"]
    assert in_folder.case(number)["status"] == "dispatched"
    answer_again(in_folder, "2018-03-19T10:00")  # a reply to the redo letter counts
    assert in_folder.case(number)["status"] == "answered"
