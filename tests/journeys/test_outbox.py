"""The outbox: put off, refused, out of reach, broken off in the last moment; whatever happens, nothing goes twice."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from mailroom.commands import once
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork, wait_until
from tests.journeys.served import ServedOffice
from tests.servers.faulty_proxy import Fault, FaultyProxy, Then

TOWN, OTHER = "羊庄镇人民政府", "官桥镇人民政府"


def two_cases_in(office: OfficeAtWork) -> None:
    """One case for each of two towns."""
    office.cases_in([lamps(13), lamps(14, town="官桥镇")], "xlsx-list", at="2018-03-12T10:00")


def test_a_letter_that_is_put_off_is_tried_after_1_5_15_and_60_minutes_and_then_shown_to_a_person(
    served: ServedOffice, new_address: Callable[..., str]
):
    served.give_address(TOWN, new_address("deferred"))  # answered with 450 by the server
    two_cases_in(served)

    attempts = {}
    for at in ("10:01", "10:03", "10:04", "10:09", "10:20", "10:25", "11:00", "11:20"):
        served.round(f"2018-03-12T{at}", status=None)
        (row,) = served.letters("--state", "queued")
        attempts[at] = row["attempts"]
    last = served.round("2018-03-12T11:27", status=1)

    assert attempts == {
        "10:01": 1,
        "10:03": 2,
        "10:04": 2,
        "10:09": 3,
        "10:20": 3,
        "10:25": 4,
        "11:00": 4,
        "11:20": 4,
    }
    assert last["failed"] == 1
    (entry,) = served.held()
    assert "450" in entry["because"]
    assert "resend" in entry["suggestions"][0]["do"]
    assert len(served.at_department(OTHER)) == 1  # one letter's fault does not stop the next


def test_a_letter_that_is_refused_for_good_is_shown_to_a_person_at_once(
    served: ServedOffice, new_address: Callable[..., str]
):
    served.give_address(TOWN, new_address("refused"))
    two_cases_in(served)

    done = served.round("2018-03-12T10:01", status=1)

    assert (done["sent"], done["failed"]) == (1, 1)
    (row,) = served.letters("--state", "failed")
    assert "550" in row["last_error"]
    assert served.held()[0]["letter"] == row["key"]
    assert served.round("2018-03-12T12:01")["failed"] == 0


def test_a_refused_letter_goes_out_again_once_the_address_is_put_right(
    served: ServedOffice, new_address: Callable[..., str]
):
    served.give_address(TOWN, new_address("refused"))
    two_cases_in(served)
    served.round("2018-03-12T10:01", status=1)
    (row,) = served.letters("--state", "failed")
    served.give_address(TOWN, new_address("town"))

    served.tell("letters", "resend", row["key"], "--at", "2018-03-12T10:30")
    done = served.round("2018-03-12T10:31")

    assert done["sent"] == 1
    (letter,) = served.at_department(TOWN)
    assert letter.message_id != row["message_id"]
    assert served.held() == []


@pytest.fixture
def faulty_courier(served: ServedOffice) -> Iterator[FaultyProxy]:
    """The way to the submission port, sound until told otherwise."""
    with FaultyProxy(served.host.smtps_port) as proxy:
        served.configure(courier={"port": proxy.port})
        yield proxy


def test_a_courier_that_is_down_loses_nothing_and_blames_no_letter(
    served: ServedOffice, faulty_courier: FaultyProxy
):
    faulty_courier.refusing = True
    two_cases_in(served)

    done = served.round("2018-03-12T10:01", status=1)
    resting = served.round("2018-03-12T10:01:30", status=1)

    assert (done["posted"], done["sent"], done["failed"]) == (2, 0, 0)
    assert resting["sent"] == 0
    assert {(row["state"], row["attempts"]) for row in served.letters()} == {("queued", 0)}
    assert served.held() == []

    faulty_courier.refusing = False
    assert served.round("2018-03-12T10:03")["sent"] == 2
    assert served.round("2018-03-12T10:04")["sent"] == 0
    assert len(served.everywhere()) == 2


def test_a_courier_that_stays_down_is_told_to_a_person_once(
    served: ServedOffice, faulty_courier: FaultyProxy
):
    faulty_courier.refusing = True
    two_cases_in(served)
    moment = datetime(2018, 3, 12, 10, 1)

    for _ in range(9):  # half an hour each: past the last pause
        served.round(moment.isoformat(), status=1)
        moment += timedelta(minutes=62)

    (entry,) = served.held()
    assert "连不上" in entry["because"]
    assert len(served.letters("--state", "queued")) >= 2
    faulty_courier.refusing = False
    served.round(moment.isoformat())
    assert served.letters("--state", "queued") == []


def test_a_reply_that_never_came_leaves_the_letter_unknown_and_it_is_not_sent_again(served: ServedOffice):
    with FaultyProxy(served.host.smtp_port) as proxy:
        served.configure(
            courier={
                "port": proxy.port,
                "security": "none",
                "user": "",
                "password_env": "",
                "timeout_seconds": 5,
            }
        )
        proxy.arm(Fault("server", after=b"\r\n.\r\n", then=Then.CUT_AFTER_REPLY))
        two_cases_in(served)

        done = served.round("2018-03-12T10:01", status=1)
        again = served.round("2018-03-12T11:01")

    assert (done["sent"], done["unknown"]) == (1, 1)
    assert (again["sent"], again["unknown"]) == (0, 0)
    (row,) = served.letters("--state", "unknown")
    assert served.held()[0]["letter"] == row["key"]
    wait_until(lambda: len(served.everywhere()) == 2, "both letters are there, each once")


class OfficeClock:
    """Time that passes only by sleeping, at once."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        self.now += 0.001  # letters of one instant would not be two
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_letters_go_out_at_the_pace_of_the_config(office: OfficeAtWork, monkeypatch: pytest.MonkeyPatch):
    office.configure(courier={"per_minute": 2})
    clock = OfficeClock()
    monkeypatch.setattr(once, "time", clock)
    office.cases_in([lamps(number) for number in range(13, 18)], "xlsx-list", at="2018-03-12T10:00")

    done = office.round("2018-03-12T10:01")

    assert done["sent"] == 5
    assert 110 < sum(clock.slept) < 130
    moments = sorted(datetime.fromisoformat(row["sent_at"]) for row in office.letters())
    assert all(
        later - earlier >= timedelta(seconds=59) for earlier, later in zip(moments, moments[2:], strict=False)
    )


def test_two_letters_do_not_follow_each_other_at_once_where_the_provider_dislikes_it(
    office: OfficeAtWork, monkeypatch: pytest.MonkeyPatch
):
    office.configure(courier={"pause_seconds": 10})
    clock = OfficeClock()
    monkeypatch.setattr(once, "time", clock)
    office.cases_in([lamps(number) for number in range(13, 16)], "xlsx-list", at="2018-03-12T10:00")

    assert office.round("2018-03-12T10:01")["sent"] == 3

    moments = sorted(datetime.fromisoformat(row["sent_at"]) for row in office.letters())
    assert all(later - earlier >= timedelta(seconds=9) for earlier, later in itertools.pairwise(moments))


def test_what_the_day_does_not_allow_waits_for_tomorrow(office: OfficeAtWork):
    office.configure(courier={"per_day": 3})
    office.cases_in([lamps(number) for number in range(13, 18)], "xlsx-list", at="2018-03-12T10:00")

    today = office.round("2018-03-12T10:01", status=1)
    later = office.round("2018-03-12T16:00", status=1)
    tomorrow = office.round("2018-03-13T08:00")

    assert (today["sent"], later["sent"], tomorrow["sent"]) == (3, 0, 2)
    assert len(office.everywhere()) == 5
