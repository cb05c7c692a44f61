"""What a platform says about a case later: thanks, urging, a result it wants redone, a withdrawal."""

from __future__ import annotations

import shlex
from datetime import datetime

from mailroom.demonstration import mime
from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.case_bodies import label_lines
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import CITY, PROVINCE, OfficeAtWork
from tests.journeys.replies import answer_text
from tests.journeys.seen import Seen

TOWN = "羊庄镇人民政府"
TUESDAY = datetime(2018, 3, 13, 15)


def reported(office: OfficeAtWork) -> Seen:
    """A case that was answered, and the report that the platform got."""
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (letter,) = office.at_department(TOWN)
    result = made_up_result(read_letter(letter.raw), TOWN, on=TUESDAY.date())
    office.mail_in(answer_mail(letter.raw, result, sent_on=TUESDAY))
    office.round("2018-03-13T15:01")
    (report,) = office.at_upper()
    return report


def says(office: OfficeAtWork, subject: str, text: str, answering: str = "", sender: str = "") -> dict:
    """Let the platform (or somebody) write, and do a round."""
    office.mail_in(word_of(office, subject, text, answering, sender))
    return office.round("2018-03-13T16:01")


def word_of(office: OfficeAtWork, subject: str, text: str, answering: str = "", sender: str = "") -> bytes:
    """What the platform (or somebody) writes."""
    return mime.compose(
        sender=(CITY, sender or office.uppers[CITY]),
        to=[office.address],
        subject=subject,
        sent_on=TUESDAY.replace(hour=16),
        message_id=mime.message_id(subject, text),
        text=text,
        headers={"In-Reply-To": answering} if answering else {},
    )


def test_its_thanks_for_a_report_are_noted_and_trouble_nobody(office: OfficeAtWork):
    report = reported(office)

    done = says(office, f"回复：{report.subject}", "收到，谢谢。", report.message_id)

    assert (done["held"], done["posted"]) == (0, 0)
    assert "收到" in office.case(office.cases()[0]["case_no"])["journal"][-1]["because"]


def test_a_result_that_it_sends_back_is_no_departments_answer(office: OfficeAtWork):
    report = reported(office)

    done = says(office, f"回复：{report.subject}", "该件诉求人不满意，请重新办理后上报。", report.message_id)

    assert (done["held"], done["posted"]) == (1, 0)
    (entry,) = office.held()
    assert "上级来件" in entry["because"]
    assert "urge" in office.acts(office.cases()[0]["case_no"])


def sent_back_and_redone(office: OfficeAtWork) -> Seen:
    """A reported case that the platform sends back, handled again as the pen proposes; the new letter to the town."""
    reported(office)
    number = office.cases()[0]["upper_no"]
    says(office, f"【退回重办】工单{number}", f"工单{number}：诉求人反映路灯仍不亮，退回重办，请重新核实。")
    (entry,) = office.held()
    command = shlex.split(entry["suggestions"][0]["do"])
    office.tell(*command[1:], "--at", "2018-03-13T16:10")
    office.round("2018-03-13T16:11")
    return office.at_department(TOWN)[-1]


def test_a_result_that_is_sent_back_is_handled_again_with_the_platforms_reason(office: OfficeAtWork):
    letter = sent_back_and_redone(office)

    assert "【重办】" in letter.subject
    assert "诉求人反映路灯仍不亮" in letter.text
    assert "诉求人反映路灯仍不亮" in letter.everything.replace(letter.text, "")
    (case,) = office.cases()
    assert (case["status"], case["redo"], case["due_at"]) == ("dispatched", True, "2018-03-16T17:00:00")
    assert [each["round"] for each in office.case(case["case_no"])["dispatches"]] == [1, 2]
    assert office.held() == []


def test_the_second_answer_counts_and_is_reported_again(office: OfficeAtWork):
    letter = sent_back_and_redone(office)
    result = made_up_result(read_letter(letter.raw), TOWN, on=TUESDAY.date().replace(day=14))

    office.mail_in(answer_mail(letter.raw, result, sent_on=TUESDAY.replace(day=14)))
    office.round("2018-03-14T15:01")

    assert [case["status"] for case in office.cases()] == ["answered"]
    assert len(office.at_upper()) == 2
    assert office.acts(office.cases()[0]["case_no"])[-1] == "report"


def test_releasing_what_asks_for_a_redo_says_how_it_is_done(in_folder: OfficeAtWork):
    reported(in_folder)
    number = in_folder.cases()[0]["upper_no"]
    says(in_folder, f"【退回重办】工单{number}", f"工单{number}诉求人不满意，退回重办。")
    (entry,) = in_folder.held()

    told = in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T16:10", status=1)

    assert "--redo" in told.stderr
    assert len(in_folder.held()) == 1


def test_a_case_with_a_result_is_dispatched_again_only_with_a_reason(in_folder: OfficeAtWork):
    reported(in_folder)
    number = in_folder.cases()[0]["case_no"]

    told = in_folder.tell("dispatch", number, "--to", TOWN, "--at", "2018-03-13T16:10", status=1)

    assert "--redo" in told.stderr


def test_a_closed_case_may_be_sent_back_too_but_none_at_work(in_folder: OfficeAtWork):
    reported(in_folder)
    number = in_folder.cases()[0]["case_no"]
    again = ("dispatch", number, "--to", "滨湖镇", "--redo", "群众仍不满意")
    in_folder.tell("close", number, "--because", "已电话回访", "--at", "2018-03-13T16:00")

    in_folder.tell(*again, "--at", "2018-03-13T16:10")

    assert in_folder.cases()[0]["department"] == "滨湖镇人民政府"
    assert "不能“重办”" in in_folder.tell(*again, "--at", "2018-03-13T16:20", status=1).stderr


def test_an_urging_goes_on_to_the_department_and_a_person_telephones(office: OfficeAtWork):
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    number = lamps().upper_no

    done = says(office, f"催办：工单{number}即将到期", f"请尽快办理工单{number}并反馈。")

    assert (done["held"], done["posted"]) == (0, 1)
    (letter,) = [each for each in office.at_department(TOWN) if "【上级催办】" in each.subject]
    assert "第1次催办，办理时限2018年3月15日（星期四）17:00前" in letter.text
    (task,) = office.ask("tasks")
    assert (task["way"], task["case_no"]) == ("phone", office.cases()[0]["case_no"])
    assert "第1次催办" in task["because"]
    assert "urge" in office.acts(task["case_no"])


def test_urged_again_it_is_told_again_with_the_count(in_folder: OfficeAtWork):
    in_folder.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    number = lamps().upper_no
    says(in_folder, f"催办：工单{number}", f"请尽快办理工单{number}。")
    says(in_folder, f"再次催办：工单{number}", f"请尽快办理工单{number}。")

    letters = [each for each in in_folder.at_department(TOWN) if "【上级催办】" in each.subject]
    assert ["第2次催办" in each.text for each in letters] == [False, True]
    assert len(in_folder.ask("tasks")) == 1  # he need not be asked twice


def test_an_urging_by_night_reaches_the_department_in_the_morning(in_folder: OfficeAtWork):
    in_folder.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    number = lamps().upper_no
    in_folder.mail_in(word_of(in_folder, f"催办：工单{number}", f"请尽快办理工单{number}。"))

    night = in_folder.round("2018-03-12T20:00")
    morning = in_folder.round("2018-03-13T08:30")

    assert (night["posted"], night["sent"], morning["sent"]) == (1, 0, 1)


def test_an_urging_that_sets_another_limit_is_compared_by_a_person_besides(in_folder: OfficeAtWork):
    in_folder.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    number = lamps().upper_no

    done = says(in_folder, f"催办：工单{number}", f"请于3月14日前办结工单{number}并反馈。")

    assert (done["held"], done["posted"]) == (1, 1)
    (entry,) = in_folder.held()
    assert entry["suggestions"][0]["do"] == f"mailroom change {entry['case_no']} --due 时间"
    (letter,) = [each for each in in_folder.at_department(TOWN) if "【转办】" in each.subject]
    answer = made_up_result(read_letter(letter.raw), TOWN, on=TUESDAY.date())
    in_folder.mail_in(answer_mail(letter.raw, answer, sent_on=TUESDAY))
    in_folder.round("2018-03-13T17:00")
    assert in_folder.held() == []


def test_a_withdrawal_is_done_by_the_command_that_the_pen_names(office: OfficeAtWork):
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    number = lamps().upper_no

    done = says(office, f"撤单通知：工单{number}", f"工单{number}诉求人已撤诉，不再办理。")

    assert (done["held"], done["posted"]) == (1, 0)
    (entry,) = office.held()
    command = entry["suggestions"][0]["do"].split()
    assert command[:2] == ["mailroom", "withdraw"]
    refused = office.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T16:05", status=1)
    assert "放行不会撤回" in refused.stderr
    office.tell(*command[1:], "--at", "2018-03-13T16:10")
    office.round("2018-03-13T16:11")
    assert office.held() == []
    assert office.cases()[0]["status"] == "withdrawn"
    assert "停止办理" in office.at_department(TOWN)[-1].subject


def test_a_withdrawal_of_several_cases_names_a_command_for_each(office: OfficeAtWork):
    office.cases_in([lamps(13), lamps(14)], "xlsx-list", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    numbers = "、".join(case["upper_no"] for case in office.cases())

    says(office, "撤单通知", f"以下工单予以撤销，请停止办理：{numbers}。")

    (entry,) = office.held()
    assert [way["do"] for way in entry["suggestions"][:2]] == [
        f"mailroom withdraw {case['case_no']} --because 上级撤回" for case in office.cases()
    ]


def test_who_only_calls_himself_the_platform_changes_nothing(office: OfficeAtWork):
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    number = lamps().upper_no

    says(office, f"撤回工单{number}", f"工单{number}不再办理。", sender="zz12345@example.com")

    (entry,) = office.held()
    assert "不是登记的上级平台" in entry["because"]
    assert office.acts(office.cases()[0]["case_no"]) == ["register", "dispatch"]


def test_a_case_from_an_unknown_sender_waits_and_is_registered_when_a_person_says_so(office: OfficeAtWork):
    office.uppers[CITY], known = "stranger@example.com", office.uppers[CITY]
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.uppers[CITY] = known

    assert office.round("2018-03-12T10:01")["held"] == 1
    assert office.cases() == []
    (entry,) = office.held()
    assert "stranger@example.com" in entry["because"]

    office.tell("held", "release", str(entry["id"]), "--at", "2018-03-12T10:30")
    assert office.round("2018-03-12T10:31")["sent"] == 1
    assert [case["status"] for case in office.cases()] == ["dispatched"]


def answered_of_nobody(office: OfficeAtWork) -> None:
    """A case of a stranger, released by a person, and answered by the town."""
    office.uppers[CITY], known = "stranger@example.com", office.uppers[CITY]
    office.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    office.uppers[CITY] = known
    office.round("2018-03-12T10:01")
    office.tell("held", "release", str(office.held()[0]["id"]), "--at", "2018-03-12T10:30")
    office.round("2018-03-12T10:31")
    (letter,) = office.at_department(TOWN)
    result = made_up_result(read_letter(letter.raw), TOWN, on=TUESDAY.date())
    office.mail_in(answer_mail(letter.raw, result, sent_on=TUESDAY))
    assert office.round("2018-03-13T15:01")["posted"] == 0


def test_the_result_of_a_case_that_no_platform_sent_waits_for_a_person(in_folder: OfficeAtWork):
    answered_of_nobody(in_folder)

    (case,) = in_folder.cases()
    assert case["status"] == "answered"
    (entry,) = in_folder.held()
    assert (entry["what"], entry["case_no"]) == ("report", case["case_no"])
    assert "stranger@example.com 直接来件" in entry["because"]
    assert "没有上级平台" in in_folder.tell("case", case["case_no"]).stdout
    told = in_folder.tell("held", "release", str(entry["id"]), status=1)
    assert "仍不知上报给谁" in told.stderr
    assert len(in_folder.held()) == 1


def test_it_is_reported_once_the_platform_is_in_the_config_and_a_person_releases_it(in_folder: OfficeAtWork):
    answered_of_nobody(in_folder)
    in_folder.uppers[CITY] = "stranger@example.com"
    in_folder.configure()

    in_folder.tell("held", "release", str(in_folder.held()[0]["id"]), "--at", "2018-03-13T15:10")
    in_folder.round("2018-03-13T15:11")

    (report,) = in_folder.at_upper()
    assert lamps().upper_no in report.subject + report.text
    assert report.text.startswith(f"{CITY}：")
    assert in_folder.held() == []


def test_a_result_in_its_own_words_stays_its_word_when_a_person_lets_it_go_on(in_folder: OfficeAtWork):
    in_folder.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    (letter,) = in_folder.at_department(TOWN)
    number = read_letter(letter.raw).case_no
    text = answer_text(made_up_result(read_letter(letter.raw), TOWN, on=TUESDAY.date()))
    says(in_folder, f"关于 {number} 的办理情况", f"{text}\n工单编号：{number}")
    (entry,) = in_folder.held()

    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T16:10")

    assert in_folder.acts(number) == ["register", "dispatch", "urge", "note"]
    assert in_folder.held() == []


def test_but_counts_for_the_department_that_the_person_names(in_folder: OfficeAtWork):
    in_folder.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    (letter,) = in_folder.at_department(TOWN)
    number = read_letter(letter.raw).case_no
    text = answer_text(made_up_result(read_letter(letter.raw), TOWN, on=TUESDAY.date()))
    says(in_folder, f"关于 {number} 的办理情况", f"{text}\n工单编号：{number}")
    (entry,) = in_folder.held()

    in_folder.tell("held", "release", str(entry["id"]), "--department", TOWN, "--at", "2018-03-13T16:10")

    assert in_folder.acts(number)[-3:] == ["acknowledge", "answer", "report"]


def test_an_urging_without_a_number_is_written_down_where_a_person_says_which_case_is_meant(
    in_folder: OfficeAtWork,
):
    in_folder.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    (case,) = in_folder.cases()
    says(in_folder, "催办：羊庄镇路灯一事", "请尽快办理羊庄镇路灯一事并反馈。")
    (entry,) = in_folder.held()

    in_folder.tell(
        *("held", "release", str(entry["id"]), "--as", "upper_notice", "--case", case["case_no"]),
        *("--at", "2018-03-13T16:10"),
    )

    assert in_folder.acts(case["case_no"]) == ["register", "dispatch", "urge", "supervise", "note"]
    assert len([each for each in in_folder.letters() if each["kind"] == "urging"]) == 1
    (task,) = in_folder.ask("tasks")
    assert (task["way"], task["cause"]) == ("phone", "urged")


def test_what_was_said_on_the_telephone_answers_the_urging(in_folder: OfficeAtWork):
    in_folder.cases_in(lamps(), "docx-two-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    number = lamps().upper_no
    says(in_folder, f"催办：工单{number}即将到期", f"请尽快办理工单{number}并反馈。")

    words = ("--by", "phone", "--note", "答复明天修好", "--at", "2018-03-13T16:10")
    in_folder.tell("supervise", number, *words)

    assert in_folder.ask("tasks") == []
    assert in_folder.held() == []


def test_a_case_of_the_province_stays_so_where_its_sheet_names_the_city_s_line(in_folder: FolderOffice):
    sheet = label_lines(lamps()) + "\n抄送：枣庄市12345政务服务热线\n"
    in_folder.mail_in(word_of(in_folder, "工单", sheet, sender=in_folder.uppers[PROVINCE]))
    in_folder.round("2018-03-12T10:01")
    (case,) = in_folder.cases()
    assert case["level"] == "province"
