"""送达: a department's own word proves that a letter came, whatever a machine says; what nobody needs is asked for no more."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import datetime

import pytest

from mailroom.demonstration.answers import acknowledgement_mail, answer_mail, bounce_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.replies import TOWN, TUESDAY, complete, dispatched_on_monday
from tests.journeys.seen import Seen
from tests.journeys.test_instructions import with_leader
from tests.journeys.test_supervision import DAYS, kinds, supervised

SOON = datetime(2018, 3, 12, 10, 5)
NOON = datetime(2018, 3, 12, 11, 30)


def comes_back(office: FolderOffice, letter: Seen, at: datetime, reason: str = "User unknown") -> None:
    raw = bounce_mail(letter.raw, sent_on=at, reason=reason, message_id=f"<b{at:%d%H%M}@example.cn>")
    office.mail_in(raw)
    office.round(f"{at:%Y-%m-%dT%H:%M}")


def acknowledges(office: FolderOffice, letter: Seen, at: datetime) -> None:
    office.mail_in(acknowledgement_mail(letter.raw, sent_on=at))
    office.round(f"{at:%Y-%m-%dT%H:%M}")


@pytest.mark.parametrize("bounce_first", [True, False])
def test_who_has_acknowledged_a_case_is_supervised_whatever_came_back(
    in_folder: FolderOffice, bounce_first: bool
):
    office = in_folder
    letter = dispatched_on_monday(office)
    (case,) = office.cases()
    steps = [comes_back, acknowledges] if bounce_first else [acknowledges, comes_back]
    for step, at in zip(steps, (SOON, NOON), strict=True):
        step(office, letter, at)

    assert office.held() == []
    assert not office.cases()[0]["undelivered"]
    assert "停用" not in office.tell("departments", "address", TOWN).stdout
    for day in ("14", "15", *DAYS):
        office.round(f"2018-03-{day}T09:30")
    ladder = [
        day for day, _ in supervised(office, case["case_no"]) if day != "12"
    ]  # then somebody was to telephone
    assert ladder == ["16", "20", "22", "29"]
    assert kinds(office) == ["reminder", "reminder", "reminder", "supervision", "proposal"]


def test_an_address_that_a_person_wrote_off_stays_off_though_somebody_writes_from_it(
    in_folder: FolderOffice, new_address: Callable[..., str]
):
    office = in_folder
    letter = dispatched_on_monday(office)
    first = office.address_of(TOWN)
    office.tell(
        *f"departments address {TOWN} --dead {first} --because 电话告知已停用 --at 2018-03-12T10:05".split()
    )

    acknowledges(office, letter, NOON)

    assert "停用" in office.tell("departments", "address", TOWN).stdout


def test_a_letter_whose_case_was_answered_is_not_sent_again(in_folder: FolderOffice):
    office = in_folder
    letter = dispatched_on_monday(office)
    comes_back(office, letter, SOON, reason="552 5.2.2 Mailbox full")
    assert "resend" in office.held()[0]["suggestions"][0]["do"]

    office.mail_in(answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))
    office.round("2018-03-13T15:01")
    assert office.held() == []
    comes_back(office, letter, datetime(2018, 3, 13, 16), reason="delivery time expired")

    assert office.held() == []
    assert "停用" not in office.tell("departments", "address", TOWN).stdout


def test_a_letter_whose_case_was_withdrawn_is_not_sent_again(in_folder: FolderOffice):
    office = in_folder
    comes_back(office, dispatched_on_monday(office), SOON, reason="552 5.2.2 Mailbox full")

    number = office.cases()[0]["case_no"]
    office.tell("withdraw", number, "--because", "上级误派", "--at", "2018-03-12T11:00")
    office.round("2018-03-12T11:01")

    assert office.held() == []


@pytest.mark.parametrize("reason", ["User unknown", "552 5.2.2 Mailbox full"])
def test_what_came_back_and_told_who_asked_is_drawn_up_anew_once_the_case_is_secret(
    in_folder: FolderOffice, new_address: Callable[..., str], reason: str
):
    office = in_folder
    first, second = office.address_of(TOWN), new_address("second")
    office.give_address(TOWN, first, second)
    letter = dispatched_on_monday(office)
    number = office.cases()[0]["case_no"]
    office.tell("change", number, "--secret", "是", "--at", "2018-03-12T10:03")

    comes_back(office, letter, SOON, reason=reason)

    live = second if reason == "User unknown" else first
    secret = [
        each for each in office.letters_at(live) if "【保密】" in each.subject and "转办" in each.subject
    ]
    assert len(secret) == 1
    assert lamps().name not in secret[0].everything
    assert not office.cases()[0]["undelivered"]
    assert not any("resend" in way["do"] for entry in office.held() for way in entry["suggestions"])


LATE = datetime(2018, 3, 29, 10, 10)


def never_delivered(office: FolderOffice) -> str:
    """A case of the 12th, due on the 15th, whose letter came back; its number."""
    letter = dispatched_on_monday(office)
    comes_back(office, letter, SOON)
    for day in ("14", "15", *DAYS[:-1]):
        office.round(f"2018-03-{day}T09:30")
    return office.cases()[0]["case_no"]


@pytest.mark.parametrize("way", ["mail", "paper"])
def test_the_time_of_what_is_delivered_late_runs_from_then(in_folder: FolderOffice, way: str):
    office = in_folder
    number = never_delivered(office)
    assert kinds(office) == []
    key = office.letters()[0]["key"]

    how = ["resend", key] if way == "mail" else ["delivered", key, "--note", "张主任收"]
    office.tell("letters", *how, "--at", "2018-03-29T10:10")
    office.round("2018-03-29T10:15")

    (row,) = office.case(number)["dispatches"]
    assert row["due_at"] == "2018-04-03T17:00:00"  # three working days after the 29th
    told = office.letters()[-1]
    if way == "mail":  # drawn up anew
        assert "请于4月3日17:00前回复" in office.at_department(TOWN)[-1].subject
    else:
        assert "时限自送达之日重新计算" in told["subject"]
    assert kinds(office, "notice") == []  # no word of being late
    office.round("2018-04-02T09:30")
    assert kinds(office, "notice") == ["reminder"]


def test_what_goes_to_another_address_days_later_counts_from_then(
    in_folder: FolderOffice, new_address: Callable[..., str]
):
    office = in_folder
    letter = dispatched_on_monday(office)
    number = office.cases()[0]["case_no"]
    office.give_address(TOWN, office.address_of(TOWN), new_address("second"))

    comes_back(office, letter, datetime(2018, 3, 14, 10))

    (row,) = office.case(number)["dispatches"]
    assert row["due_at"] == "2018-03-19T17:00:00"


def test_the_leader_reads_that_a_letter_did_not_arrive_at_first(in_folder: FolderOffice):
    office = in_folder
    with_leader(office)
    number = never_delivered(office)
    office.tell("letters", "resend", office.letters()[0]["key"], "--at", "2018-03-29T10:10")
    office.round("2018-03-29T10:15")

    office.tell(
        *f"supervise {number} --by instruction --note 久拖不决 --at 2018-03-30T10:00".split(),
        "--who",
        "王值班",
    )
    office.round("2018-03-30T10:01")

    (paper,) = [each for each in office.at_department("市政府办公室主要领导") if "拟办" in each.subject]
    assert "转办函退回，没有送达" in paper.everything
    assert "转办函此前没有送达，当日送达" in paper.everything


def test_a_person_who_finds_that_it_did_arrive_says_so_with_the_command_given(in_folder: FolderOffice):
    office = in_folder
    comes_back(office, dispatched_on_monday(office), SOON)
    (entry,) = office.held()
    discard = next(each["do"] for each in entry["suggestions"] if "discard" in each["do"])

    office.tell(*shlex.split(discard)[1:], "--at", "2018-03-12T11:00")
    office.round("2018-03-14T09:30")

    assert not office.cases()[0]["undelivered"]
    assert [row["state"] for row in office.letters() if row["kind"] == "dispatch"] == ["sent"]
