"""An answer that waits in the pen counts from when it came: the department is not late because the office is slow."""

from __future__ import annotations

from datetime import datetime

from mailroom.demonstration.answers import answer_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.replies import TOWN, answered, complete, dispatched_on_monday

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
