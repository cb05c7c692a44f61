"""An answer that waits in the pen counts from when it came: the department is not late because the office is slow."""

from __future__ import annotations

from datetime import datetime

from mailroom.demonstration.answers import acknowledgement_mail, answer_mail, extension_mail, send_back_mail
from mailroom.office import CHINA_TIME
from tests.journeys.in_files import FolderOffice
from tests.journeys.offices import Row
from tests.journeys.replies import TOWN, answer_text, answered, complete, dispatched_on_monday

WEDNESDAY = datetime(2018, 3, 14, 10)


def test_an_answer_let_go_after_the_deadline_was_in_time(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)  # due on Thursday the 15th at 17:00
    doubtful = complete(letter, facts="见附件。", measures="已办。")
    answered(in_folder, answer_mail(letter.raw, doubtful, "body-qq", sent_on=WEDNESDAY), "2018-03-14T10:01")
    (entry,) = in_folder.held()

    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-20T10:00")

    (row,) = in_folder.cases()
    (handled,) = in_folder.case(row["case_no"])["dispatches"]
    assert handled["answered_at"].startswith("2018-03-14T10:01")
    (told,) = [each for each in in_folder.case(row["case_no"])["journal"] if each["act"] == "answer"]
    assert told["at"].startswith("2018-03-20T10:00")
    assert "来件于 2018-03-14 10:01" in told["because"]
    (total, *_) = in_folder.ask("figures", "2018-03", "--at", "2018-03-31T10:00")
    assert (total["due"], total["on_time"]) == (1, 1)


def test_nobody_is_reminded_while_his_answer_waits(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    doubtful = complete(letter, facts="见附件。", measures="已办。")
    answered(in_folder, answer_mail(letter.raw, doubtful, "body-qq", sent_on=WEDNESDAY), "2018-03-14T10:01")
    before = len(in_folder.at_department(TOWN))

    for day in (15, 16, 19, 20, 22):
        in_folder.round(f"2018-03-{day}T09:30")
    assert len(in_folder.at_department(TOWN)) == before
    assert in_folder.ask("tasks", "--at", "2018-03-22T10:00") == []

    (entry,) = [each for each in in_folder.held() if each["what"] == "answer"]
    in_folder.tell("held", "discard", str(entry["id"]), "--because", "与本件无关", "--at", "2018-03-23T09:00")
    in_folder.round("2018-03-23T09:30")
    assert len(in_folder.at_department(TOWN)) == before + 1  # now it is the department's again


STOPPED = "2018-03-27T09:05"  # the round after the office has stood still since the 12th


def on_server_since_wednesday(office: FolderOffice, raw: bytes) -> None:
    """Let a mail come while the office stands still, and be taken in on the 27th."""
    office.mail_in(raw, arrived_at=WEDNESDAY.replace(tzinfo=CHINA_TIME))
    office.round(STOPPED)


def its_assignment(office: FolderOffice) -> Row:
    (row,) = office.case(office.cases()[0]["case_no"])["dispatches"]
    return row


def test_an_answer_that_came_while_the_office_stood_still_was_in_time(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    on_server_since_wednesday(
        in_folder, answer_mail(letter.raw, complete(letter), "body-qq", sent_on=WEDNESDAY)
    )

    assert its_assignment(in_folder)["answered_at"].startswith("2018-03-14T10:00")
    (total, *_) = in_folder.ask("figures", "2018-03", "--at", "2018-03-31T10:00")
    assert (total["due"], total["on_time"]) == (1, 1)


def test_a_receipt_that_came_while_the_office_stood_still_was_in_time(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    on_server_since_wednesday(in_folder, acknowledgement_mail(letter.raw, sent_on=WEDNESDAY))
    assert its_assignment(in_folder)["acknowledged_at"].startswith("2018-03-14T10:00")


def test_who_asked_in_time_for_more_is_not_chased_before_the_office_decides(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    asks = extension_mail(letter.raw, department=TOWN, reason="需采购配件", days=5, sent_on=WEDNESDAY)
    on_server_since_wednesday(in_folder, asks)

    (entry,) = in_folder.held()
    assert "已过办理时限" not in entry["because"]
    assert [each.subject for each in in_folder.at_department(TOWN)] == [letter.subject]
    assert in_folder.ask("tasks", "--at", STOPPED) == []


def test_who_gave_a_case_back_in_time_is_not_chased_before_the_office_decides(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    back = send_back_mail(
        letter.raw, department=TOWN, reason="不属我镇管辖", suggested="滨湖镇人民政府", sent_on=WEDNESDAY
    )
    on_server_since_wednesday(in_folder, back)

    (entry,) = in_folder.held()
    assert "工作日内" not in entry["because"]
    assert [each.subject for each in in_folder.at_department(TOWN)] == [letter.subject]


def test_who_asks_when_it_is_too_late_is_chased_all_the_same(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    late = datetime(2018, 3, 16, 10)
    asks = extension_mail(letter.raw, department=TOWN, reason="需采购配件", days=5, sent_on=late)
    answered(in_folder, asks, "2018-03-16T10:01")
    in_folder.round("2018-03-20T09:30")
    assert len(in_folder.at_department(TOWN)) > 1


def test_a_file_with_a_senseless_date_came_when_it_was_taken_in(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    in_folder.mail_in(
        answer_mail(letter.raw, complete(letter), "body-qq", sent_on=WEDNESDAY),
        arrived_at=datetime(2018, 3, 12, 12, tzinfo=CHINA_TIME),  # before it was written
    )
    in_folder.round("2018-03-14T11:00")
    assert its_assignment(in_folder)["answered_at"].startswith("2018-03-14T11:00")


def answers_and_asks(office: FolderOffice) -> Row:
    """Let a whole answer come that asks for more time as well; returns its entry in the pen."""
    letter = dispatched_on_monday(office)
    text = answer_text(complete(letter)) + "\n另：后续整治尚需时日，申请延期3个工作日。"
    answered(office, extension_mail(letter.raw, department=TOWN, reason=text, days=3, sent_on=WEDNESDAY))
    (entry,) = office.held()
    return entry


def test_a_whole_answer_that_asks_for_more_time_as_well_is_not_lost(in_folder: FolderOffice):
    entry = answers_and_asks(in_folder)
    assert "既有齐全的办理结果，又申请延期" in entry["because"]
    assert entry["what"] == "answer"

    in_folder.tell("held", "release", str(entry["id"]), "--as", "answer", "--at", "2018-03-20T10:00")
    assert its_assignment(in_folder)["state"] == "answered"
    assert in_folder.held() == []


def test_it_may_be_a_wish_for_more_time_after_all(in_folder: FolderOffice):
    entry = answers_and_asks(in_folder)
    number = in_folder.cases()[0]["case_no"]
    in_folder.tell(
        "held", "release", str(entry["id"]), "--as", "extension", "--at", "2018-03-14T11:00", status=1
    )
    in_folder.tell("extend", number, "--grant", "3", "--because", "等配件", "--at", "2018-03-14T11:10")
    assert its_assignment(in_folder)["due_at"].startswith("2018-03-20T17:00")


def waiting_answer(office: FolderOffice) -> tuple[str, str]:
    """Let a doubtful answer come; returns the case's number and that of the entry in the pen."""
    letter = dispatched_on_monday(office)
    doubtful = complete(letter, facts="见附件。", measures="已办。")
    answered(office, answer_mail(letter.raw, doubtful, "body-qq", sent_on=WEDNESDAY), "2018-03-14T10:01")
    (entry,) = office.held()
    return office.cases()[0]["case_no"], str(entry["id"])


def test_a_case_is_not_taken_from_who_has_answered_before_somebody_looks(in_folder: FolderOffice):
    number, entry = waiting_answer(in_folder)
    late, why = ("--at", "2018-03-19T10:00"), ("--because", "属市政")

    for words in (("reassign", number, "--to", "木石镇人民政府"), ("send-back", number, "--accept")):
        assert f"held release {entry}" in in_folder.tell(*words, *why, *late, status=1).stderr
    in_folder.tell("held", "discard", entry, "--because", "与本件无关", *late)
    in_folder.tell("reassign", number, "--to", "木石镇人民政府", *why, *late)


def test_a_case_withdrawn_over_an_answer_tells_that_nobody_looked_at_it(in_folder: FolderOffice):
    number, entry = waiting_answer(in_folder)
    in_folder.tell("withdraw", number, "--because", "上级撤回", "--at", "2018-03-19T10:00")
    told = [each["because"] for each in in_folder.case(number)["journal"]]
    assert any(f"第 {entry} 条（反馈）未经核对" in each for each in told)


def test_the_call_back_about_an_answer_let_go_late_is_due_from_then(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    doubtful = complete(letter, facts="见附件。", measures="已办。")
    answered(in_folder, answer_mail(letter.raw, doubtful, "body-qq", sent_on=WEDNESDAY), "2018-03-14T10:01")
    (entry,) = in_folder.held()

    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-20T10:00")

    (call,) = in_folder.ask("follow-ups", "--at", "2018-03-20T11:00")
    assert call["due_at"] == "2018-03-23T17:00:00"
