"""回访: every answered case is called back about; the list goes out each morning and comes back filled in."""

from __future__ import annotations

from datetime import datetime

import pytest

from mailroom.demonstration.answers import answer_mail
from tests.journeys.callers import call_list, filled_in, mailed_back, numbers_on
from tests.journeys.conftest import NewAddress
from tests.journeys.offices import OfficeAtWork, Row
from tests.journeys.replies import answered, complete, dispatched_on_monday
from tests.journeys.seen import Seen

SATISFIED = {"是否接通": "接通", "满意度": "满意", "是否解决": "已解决", "回访人": "周敏"}
DISSATISFIED = {
    "是否接通": "接通",
    "满意度": "不满意",
    "是否解决": "未解决",
    "备注": "路灯修好两天又灭了",
    "回访人": "周敏",
}


@pytest.fixture
def caller(office: OfficeAtWork, new_address: NewAddress) -> str:
    """The address of who calls for the office, on file."""
    address = new_address("caller")
    office.configure(follow_up={"callers": [address]})
    return address


def answer_in(office: OfficeAtWork, letter: Seen, at: str = "2018-03-13T15:01") -> Row:
    """Let the town's complete answer to a letter come in; returns the case."""
    sent = datetime.fromisoformat(at)
    answered(office, answer_mail(letter.raw, complete(letter), sent_on=sent), at)
    return office.cases()[-1]


def list_at_caller(office: OfficeAtWork, caller: str) -> Seen:
    """The newest call list in the caller's mailbox."""
    return office.letters_at(caller)[-1]


def test_a_satisfied_petitioners_case_closes(office: OfficeAtWork, caller: str):
    case = answer_in(office, dispatched_on_monday(office))
    assert office.ask("follow-ups", "--at", "2018-03-14T08:00")[0]["due_at"] == "2018-03-16T17:00:00"

    assert office.round("2018-03-14T08:30")["sent"] == 1
    letter = list_at_caller(office, caller)
    assert numbers_on(call_list(letter)) == [case["case_no"]]
    sheet = filled_in(call_list(letter), {case["case_no"]: SATISFIED | {"回访日期": "2018年3月14日"}})
    mailed_back(office, letter, sheet, sender=caller, at="2018-03-14T11:00")
    office.round("2018-03-14T11:01")

    row = office.case(case["case_no"])
    assert row["status"] == "closed"
    assert [entry["because"] for entry in row["journal"]][-2:] == [
        "2018-03-14回访：满意，已解决",
        "回访满意，已解决",
    ]
    assert office.held() == []
