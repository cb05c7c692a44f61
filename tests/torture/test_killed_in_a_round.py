"""A round is killed with SIGKILL at every named point, in three kinds of places; the next round makes all agree."""

from __future__ import annotations

import signal

import pytest

from mailroom.waypoints import NAMES
from tests.journeys.offices import OfficeAtWork
from tests.torture.agreement import Story

# Between these the protocol leaves open whether a letter went, where no Sent folder tells.
OPEN = ("letter marked sending", "letter given", "letter handed over")
ONLY_WITHOUT_MOVE = ("mail copied on server",)
# How often a round of the story comes to a point: some places are killed the first time, some the last.
TIMES = dict.fromkeys(NAMES, 4) | {
    "mail archived": 1,
    "mail registered": 1,
    "mail laid on desk": 7,  # a duplicate lies on no desk
    "mail copied on server": 1,
    "mail filed on server": 1,
    "mail marked filed": 1,
    "reminders posted": 1,
}


def kill_at(office: OfficeAtWork, point: str, count: int) -> None:
    """Do a round in a process of its own that dies at the point; the point is really reached."""
    process = office.process(
        "once",
        "--at",
        "2018-03-14T09:30",
        module=("tests.torture.daemon", point, str(count), "--"),
    )
    assert process.wait(timeout=60) == -signal.SIGKILL, f"{point} was not reached\n{office.log()}"


def take_up_again(office: OfficeAtWork) -> None:
    """Two more rounds: one at once, one when the server has had time to file what it was given."""
    for at in ("2018-03-14T09:31", "2018-03-14T09:50"):
        office.round(at, status=None)


@pytest.mark.parametrize("point", [name for name in NAMES if name not in ONLY_WITHOUT_MOVE])
@pytest.mark.parametrize("place", ["dovecot", "in_files"])
def test_killed_at(point: str, place: str, request: pytest.FixtureRequest):
    story = Story(request.getfixturevalue(place))
    story.begin()
    story.go_on()

    kill_at(story.office, point, TIMES[point] if place == "dovecot" else 1)
    take_up_again(story.office)

    assert story.disagreements(unknown=place == "dovecot" and point in OPEN) == []
    assert len(story.office.letters()) == 6  # four dispatches, a report, a reminder


@pytest.mark.parametrize("point", [*OPEN, *ONLY_WITHOUT_MOVE, "mail filed on server", "letter marked sent"])
def test_killed_where_the_server_is_like_163(point: str, like_163: OfficeAtWork):
    story = Story(like_163)
    story.begin()
    story.go_on()

    kill_at(like_163, point, min(2, TIMES[point]))
    take_up_again(like_163)

    assert story.disagreements(unknown=False) == []


@pytest.mark.parametrize(
    "point", ["mail registered", "mail laid on desk", "letter posted", "letter marked sending"]
)
def test_killed_with_its_ledger_on_postgresql(point: str, in_files: OfficeAtWork, postgres_url: str):
    in_files.open(ledger={"url": postgres_url})
    story = Story(in_files)
    story.begin()
    story.go_on()

    kill_at(in_files, point, min(2, TIMES[point]))
    take_up_again(in_files)

    assert story.disagreements(unknown=False) == []


def test_a_letter_that_may_have_gone_is_for_a_person_and_goes_again_only_by_his_word(dovecot: OfficeAtWork):
    story = Story(dovecot)
    story.begin()
    story.go_on()

    kill_at(dovecot, "letter marked sending", 1)
    take_up_again(dovecot)

    (row,) = dovecot.letters("--state", "unknown")
    (entry,) = [each for each in dovecot.held() if each["letter"]]
    assert entry["letter"] == row["key"]
    dovecot.tell("letters", "resend", row["key"], "--at", "2018-03-14T10:00")
    assert dovecot.round("2018-03-14T10:01")["sent"] == 1


def test_a_mail_at_which_the_process_dies_each_time_is_held_unread_and_the_others_go_on(
    in_files: OfficeAtWork,
):
    story = Story(in_files)
    story.begin()
    story.go_on()

    for _ in range(3):
        kill_at(in_files, "mail read", 1)
    in_files.round("2018-03-14T09:45")

    poisoned = [entry for entry in in_files.held() if "中断" in entry["because"]]
    assert len(poisoned) == 1
    assert len(in_files.letters("--kind", "report")) == 1  # the answer behind it was worked on
    in_files.tell("held", "release", str(poisoned[0]["id"]), "--at", "2018-03-14T10:00")
    in_files.round("2018-03-14T10:01")
    assert story.disagreements(unknown=False) == []
