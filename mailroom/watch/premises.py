"""The house that the office works in: its disks, its clock, its calendar, and the programs that it reads with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

from config.settings import Settings
from ledger import gauges, watching
from mailroom.finding import FINE, Finding
from mailroom.office import Office
from mailroom.reader_checks import check_readers

CLOCK_MAY_DIFFER = timedelta(minutes=5)


def places(settings: Settings) -> list[Path]:
    """The folders that the office writes into, one a disk: the archive, the ledger, the log, its own."""
    wanted = [settings.archive_dir, settings.dir]
    if settings.ledger_url.startswith("sqlite:///"):
        wanted.append(Path(unquote(settings.ledger_url.removeprefix("sqlite:///"))).parent)
    if settings.logging.file is not None:
        wanted.append(settings.logging.file.parent)
    by_disk: dict[int, Path] = {}
    for folder in wanted:
        there = next(each for each in (folder, *folder.parents) if each.exists())
        by_disk.setdefault(os.stat(there).st_dev, there)
    return list(by_disk.values())


def free_mb(place: Path) -> int:
    """Megabytes that are free where a folder lies."""
    return shutil.disk_usage(place).free // 1_000_000


def tight_places(settings: Settings) -> Iterator[tuple[Path, int]]:
    """The folders with less room than the config asks for, with the megabytes that are left."""
    for place in places(settings):
        if (free := free_mb(place)) < settings.least_free_mb:
            yield place, free


def later_than_now(now: datetime) -> datetime | None:
    """The newest moment in the ledger, where that is well after now: the clock runs behind. None: all is well."""
    newest = gauges.newest_moment()
    return newest if newest is not None and newest - now > CLOCK_MAY_DIFFER else None


def years_without_notice(office: Office, now: datetime) -> list[int]:
    """The years whose holidays the office should know by now and does not."""
    years = [now.year]
    if (now.month, now.day) >= office.settings.calendar_warn_from:
        years.append(now.year + 1)
    return [year for year in years if not office.calendar.known(date(year, 1, 1))]


def lost_readers() -> list[Finding]:
    """What can't be read now and could be when the office looked before."""
    return [
        finding
        for finding in check_readers()
        if finding.level != FINE and watching.last_success(f"reader {finding.subject}") is not None
    ]


def new_readers() -> list[str]:
    """Names of what can be read now and was not remembered as readable; to be written down by the caller."""
    names = [f"reader {finding.subject}" for finding in check_readers() if finding.level == FINE]
    return [name for name in names if watching.last_success(name) is None]
