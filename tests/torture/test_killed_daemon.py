"""The daemon's long life: killed at one point after another, started again each time, and in the end all agree."""

from __future__ import annotations

import signal
from datetime import timedelta
from subprocess import Popen

import pytest

from mailroom.waypoints import NAMES
from tests.journeys.offices import OfficeAtWork, end, wait_until
from tests.torture.agreement import WEDNESDAY, Story
from tests.torture.daemon import CLOCK
from tests.torture.test_killed_in_a_round import ONLY_WITHOUT_MOVE

# Not each time the same mail: one at which the process died three times is held unread.
WHICH = {"mail read": 3, "mail laid on desk": 5, "mail settled": 2, "letter archived": 2, "letter posted": 2}


def start(office: OfficeAtWork, point: str = "-", count: int = 1) -> Popen[str]:
    """Start the daemon; it dies at the point, or lives."""
    return office.process("run", module=("tests.torture.daemon", point, str(count), "--"))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("place", ["like_163", "on_exchange", "in_files"])
def test_killed_at_one_point_after_another(
    place: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(CLOCK, WEDNESDAY.isoformat())
    office: OfficeAtWork = request.getfixturevalue(place)
    story = Story(office)
    story.begin()
    reached = []
    # The day's one reminder first: afterwards there is none to be reached again.
    for point in ("reminders posted", *(name for name in NAMES if name != "reminders posted")):
        if place != "like_163" and point in ONLY_WITHOUT_MOVE:
            continue
        story.go_on()
        process = start(office, point, WHICH.get(point, 1))
        try:
            status = process.wait(timeout=60)
        finally:
            process.kill()
        assert status == -signal.SIGKILL, f"{point}\n{office.log()}"
        reached.append(point)

    later = WEDNESDAY + timedelta(minutes=20)  # the server has had time to file what it was given
    monkeypatch.setenv(CLOCK, later.isoformat())
    daemon = start(office)
    try:
        wait_until(lambda: not story.unfinished(), story.unfinished, seconds=60)
        assert end(daemon) == 0
    finally:
        daemon.kill()

    assert len(reached) >= len(NAMES) - 1
    assert story.disagreements(unknown=False) == []
