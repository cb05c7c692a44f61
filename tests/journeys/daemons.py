"""`mailroom run` in a process of its own, for the time of a story."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from mailroom.office import china_now
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork, wait_until


@contextmanager
def running(office: OfficeAtWork) -> Iterator[subprocess.Popen[str]]:
    """The daemon, at work; it is ended whatever happens."""
    log = office.folder / "mailroom.log"
    begun = log.read_text().count("begins to work") if log.exists() else 0
    process = office.process("run")
    try:
        wait_until(
            lambda: log.exists() and log.read_text().count("begins to work") > begun, "the daemon is up"
        )
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def case_just_in(office: OfficeAtWork, number: int) -> None:
    """A case, called in just now."""
    now = china_now().replace(microsecond=0)
    office.cases_in(lamps(number, called_at=now), "docx-two-columns", at=now.isoformat())
