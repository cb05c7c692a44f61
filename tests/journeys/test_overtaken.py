"""What waited for a person about a case waits no longer once the case is answered, closed or withdrawn."""

from __future__ import annotations

from datetime import datetime

import pytest

from mailroom.demonstration import mime
from mailroom.demonstration.answers import answer_mail
from mailroom.demonstration.letters import read_letter
from tests.journeys.in_files import FolderOffice
from tests.journeys.offices import CITY
from tests.journeys.replies import TOWN, TUESDAY, answered, complete, dispatched_on_monday
from tests.journeys.seen import Seen

EARLY = datetime(2018, 3, 13, 9)
HELPER = "木石镇人民政府"


@pytest.fixture
def letter(in_folder: FolderOffice) -> Seen:
    """A case on the town's desk: the letter there."""
    return dispatched_on_monday(in_folder)


def writes(
    office: FolderOffice, sender: str, subject: str, text: str, at: str = "2018-03-13T09:01", held: int = 1
) -> None:
    """Let a mail come in that waits for a person; one that does not where `held` is 0."""
    raw = mime.compose(
        sender=("", sender),
        to=[office.address],
        subject=subject,
        sent_on=EARLY,
        message_id=mime.message_id(subject, text),
        text=text,
    )
    assert answered(office, raw, at)["held"] == held


def early_words(office: FolderOffice, letter: Seen) -> None:
    """What comes of a case before its answer: two bare words, a wrong sender, a wish for more time, urging."""
    number, town = read_letter(letter.raw).case_no, office.address_of(TOWN)
    answered(office, answer_mail(letter.raw, complete(letter), "bare", sent_on=EARLY), "2018-03-13T09:00")
    stranger = ("王某", "wang@elsewhere.org")
    answered(
        office, answer_mail(letter.raw, complete(letter), sent_on=EARLY, sender=stranger), "2018-03-13T09:01"
    )
    writes(
        office, town, f"{number} 申请延期", f"{number} 申请延期5个工作日，需多部门配合。", "2018-03-13T09:02"
    )
    upper = office.cases()[0]["upper_no"]
    urging = (f"催办：工单{upper}", f"请尽快办理工单{upper}。")
    writes(office, office.uppers[CITY], *urging, "2018-03-13T09:03", held=0)
    assert len(office.held()) == 3
    assert len(office.ask("tasks")) == 1  # to telephone, as the platform urged


def test_an_answer_settles_what_came_before_it(in_folder: FolderOffice, letter: Seen):
    early_words(in_folder, letter)

    answered(in_folder, answer_mail(letter.raw, complete(letter), "body-qq", sent_on=TUESDAY))

    assert in_folder.cases()[0]["status"] == "answered"
    assert in_folder.held() == []
    assert in_folder.ask("tasks") == []
    assert "已反馈" in in_folder.tell("held", "show", "1").stdout


def test_a_withdrawal_settles_it_too(in_folder: FolderOffice, letter: Seen):
    early_words(in_folder, letter)

    in_folder.tell(
        "withdraw", read_letter(letter.raw).case_no, "--because", "上级撤回", "--at", "2018-03-13T10:00"
    )

    assert in_folder.held() == []
    assert in_folder.ask("tasks") == []


def test_what_an_assisting_department_wrote_stays(in_folder: FolderOffice, letter: Seen):
    number = read_letter(letter.raw).case_no
    in_folder.tell("dispatch", number, "--to", TOWN, "--assist", HELPER, "--at", "2018-03-12T10:30")
    in_folder.round("2018-03-12T10:31")
    (helpers,) = in_folder.at_department(HELPER)
    answered(
        in_folder, answer_mail(helpers.raw, complete(helpers), "bare", sent_on=EARLY), "2018-03-13T09:00"
    )

    answered(in_folder, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))

    assert [each["case_no"] for each in in_folder.held()] == [number]


def test_a_redo_that_the_platform_wants_is_not_settled_by_closing(in_folder: FolderOffice, letter: Seen):
    answered(in_folder, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))
    case = in_folder.cases()[0]
    writes(
        in_folder,
        in_folder.uppers[CITY],
        f"【退回重办】工单{case['upper_no']}",
        f"工单{case['upper_no']}诉求人不满意，退回重办。",
        "2018-03-13T16:00",
    )

    in_folder.tell("close", case["case_no"], "--because", "已回访", "--at", "2018-03-13T16:10")

    assert len(in_folder.held()) == 1


def test_a_second_answer_that_a_person_lets_go_on_joins_the_dossier(in_folder: FolderOffice, letter: Seen):
    answered(in_folder, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))
    later = TUESDAY.replace(day=14)
    answered(
        in_folder, answer_mail(letter.raw, complete(letter), "body-qq", sent_on=later), "2018-03-14T15:01"
    )
    (entry,) = in_folder.held()

    in_folder.tell(*entry["suggestions"][0]["do"].split()[1:], "--at", "2018-03-14T15:10")

    assert in_folder.held() == []
    assert len(in_folder.case(entry["case_no"])["mails"]) == 3
    assert len(in_folder.at_upper()) == 1
