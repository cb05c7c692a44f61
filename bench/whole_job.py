"""One run of the whole job: a fresh office on a fresh mailbox full of mail, one round, everything counted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.bare_fetch import PASSWORD_ENV
from bench.mails import SENT_ON, case_mails
from tests.journeys.offices import CITY
from tests.journeys.served import ServedOffice
from tests.servers.mail_host import MailHost

PROJECT = Path(__file__).parents[1]
AT = SENT_ON.replace(hour=10)  # office time of the round
PATIENCE = 600.0  # seconds for Postfix to deliver what it took


class WentWrong(Exception):
    """The office did not do the whole job, so its speed means nothing; the message says what is missing."""


@dataclass(frozen=True)
class Run:
    """What one run took. Seconds; `steps` are name → (wall, processor) of the office's process alone."""

    mails: int
    megabytes: float
    wall: float
    processor: float
    steps: dict[str, tuple[float, float]]
    memory: list[tuple[str, int, float]]  # what, how many, MB held after so many
    peak_mb: float
    bare_wall: float
    bare_processor: float
    drain_wall: float
    held: int

    @property
    def rate(self) -> float:
        """Mails a second, the whole job."""
        return self.mails / self.wall

    @property
    def bare_rate(self) -> float:
        """Mails a second of the bare fetch loop over the same mailbox."""
        return self.mails / self.bare_wall


def run_once(host: MailHost, mails: int, number: int, say: Callable[[str], None]) -> Run:
    """Fill a mailbox, fetch it barely, let the office work, and check that all was done."""
    with tempfile.TemporaryDirectory(prefix="mailroom-bench-") as folder:
        office = _open(Path(folder) / "office", host, number)
        size = 0
        for raw in case_mails(mails, sender=(CITY, office.uppers[CITY]), to=office.address):
            office.mail_in(raw)
            size += len(raw)
        say(
            f"{mails} mails of {size / mails / 1000:.1f} KB laid in, load of the machine {os.getloadavg()[0]:.1f}"
        )
        bare = _bare(office)
        told, report = _work(office)
        say(f"bare fetch {mails / bare['fetch_wall']:.0f}/s, whole job {mails / told['wall']:.1f}/s")
        _check(office, mails, report, host.folder / "home" / "example.cn", f"department-{number}")
    names = told["steps_wall"]
    return Run(
        mails=mails,
        megabytes=size / 1e6,
        wall=told["wall"],
        processor=told["processor"],
        steps={name: (told["steps_wall"][name], told["steps_processor"][name]) for name in names},
        memory=[(what, count, held) for what, count, held in told["memory"]],
        peak_mb=told["peak_mb"],
        bare_wall=bare["fetch_wall"],
        bare_processor=bare["fetch_processor"],
        drain_wall=bare["drain_wall"],
        held=report["held"],
    )


def _open(folder: Path, host: MailHost, number: int) -> ServedOffice:
    names = iter(range(1, 10_000))
    office = ServedOffice(folder, lambda word="office": f"{word}-{number}-{next(names)}@example.cn", host)
    office.open()
    return office


def _bare(office: ServedOffice) -> dict[str, float]:
    words = ["bench.bare_fetch", str(office.host.imaps_port), office.address, str(office.host.ca_file)]
    return json.loads(_told(office, words)[-1])


def _work(office: ServedOffice) -> tuple[dict[str, Any], dict[str, Any]]:
    lines = _told(office, ["bench.office_process", str(office.folder), f"{AT:%Y-%m-%dT%H:%M}"])
    return json.loads(lines[-1]), json.loads(lines[-2])


def _told(office: ServedOffice, words: list[str]) -> list[str]:
    """The lines that a module prints, run in a process of its own."""
    environment = office.environment | {PASSWORD_ENV: office.host.password, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=PROJECT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise WentWrong(f"{words[0]} ended with {done.returncode}:\n{done.stderr}\n{office.log()}")
    return done.stdout.splitlines()


def _check(office: ServedOffice, mails: int, report: dict[str, Any], homes: Path, departments: str) -> None:
    """Every mail received and filed, every case dispatched, every letter in its department's mailbox.

    `departments` is how their mailboxes among the `homes` begin.
    """
    wanted = {"received": mails, "filed": mails, "posted": mails, "sent": mails, "failed": 0, "unknown": 0}
    wrong = {name: report[name] for name, count in wanted.items() if report[name] != count}
    if wrong:
        raise WentWrong(f"of {mails} mails: {wrong}; held {report['held']}\n{office.log()}")
    deadline = time.monotonic() + PATIENCE
    while (arrived := _count(homes, departments)) < mails:
        if time.monotonic() > deadline:
            raise WentWrong(f"{arrived} of {mails} letters lie in the departments' mailboxes")
        time.sleep(0.5)


def _count(homes: Path, begins: str) -> int:
    """How many mails lie in the mailboxes whose names begin so."""
    places = (
        place
        for home in homes.glob(f"{begins}-*")
        for place in (home / "Maildir" / "new", home / "Maildir" / "cur")
    )
    return sum(len(os.listdir(place)) for place in places if place.is_dir())
