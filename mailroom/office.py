"""The office: everything it works with, wired once from its settings. Only the commands make one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from config import settings as configuration
from config.faults import ConfigFaults, Fault
from config.settings import MailboxSettings, Settings, UpperSettings
from generators.letter import Letterhead, Templates
from ledger.models import Department, database
from ledger.opening import open_ledger, transaction
from ledger.workdays import Calendar, OfficeHours, calendar_of
from mailroom.archive import Archive
from mailroom.doorkeeping import LedgerDoor
from mailroom.providers import open_courier, open_mailbox
from mailroom.providers.base import Courier, Mailbox
from mailroom.providers.door import Door
from parsers.labels import Labels

CHINA_TIME = timezone(timedelta(hours=8))  # no summer time since 1991; needs no time zone database


def china_now() -> datetime:
    """The clock, for the commands alone: naive China time."""
    return datetime.now(CHINA_TIME).replace(tzinfo=None)


@dataclass
class Office:
    """Settings, ledger, archive and the two providers. No state of a case lives here."""

    settings: Settings
    calendar: Calendar
    hours: OfficeHours
    archive: Archive
    head: Letterhead
    templates: Templates
    labels: Labels
    make_mailboxes: Callable[[], list[Mailbox]]
    make_courier: Callable[[], Courier]
    door: Door  # every log-in goes through it

    def upper_named(self, name: str) -> UpperSettings | None:
        """The upper platform with this name."""
        return next((upper for upper in self.settings.upper if upper.name == name), None)

    def close(self) -> None:
        """Close this thread's ledger connection."""
        database.close()


def open_office(folder: Path, env: Mapping[str, str] | None = None, *, secrets: bool = True) -> Office:
    """Open the office in `folder`: read its settings, open its ledger, lay out its tools. Connects to no mail server.

    With `secrets=False` the mail passwords are not missed: for commands that talk to no server.

    Raises `config.settings.ConfigFaults` with every fault of the config.
    """
    settings = configuration.load(folder, os.environ if env is None else env, secrets=secrets)
    open_ledger(settings.ledger_url)
    with transaction():
        if not Department.select().exists():
            import_departments(configuration.packaged_departments())
    door = LedgerDoor(china_now)
    return Office(
        settings=settings,
        calendar=calendar_of(configuration.load_holidays(settings.calendar_dir)),
        hours=OfficeHours(*settings.hours.morning, *settings.hours.afternoon),
        archive=Archive(settings.archive_dir),
        head=letterhead_of(settings),
        templates=Templates(settings.templates_dir),
        labels=labels_of(settings),
        make_mailboxes=lambda: [open_mailbox(each, door) for each in settings.mailboxes],
        make_courier=lambda: open_courier(settings.courier, account_of_courier(settings), door),
        door=door,
    )


def labels_of(settings: Settings) -> Labels:
    """The labels that readings know, with the office's own; `ConfigFaults` names each field that there is not."""
    labels, faults = Labels.standard(), []
    for name, more in settings.reading_labels.items():
        try:
            labels = labels.merged({name: list(more)})
        except ValueError:
            faults.append(Fault(f"reading.labels.{name}", "没有这一项，字段名见 config/fields.toml"))
    if faults:
        raise ConfigFaults(faults)
    return labels


def account_of_courier(settings: Settings) -> MailboxSettings | None:
    """The mailbox of the account that letters are sent from: its Sent folder tells what went out."""
    ours = {settings.courier.user, settings.courier.address} - {""}
    return next((each for each in settings.mailboxes if ours & {each.user, each.address}), None)


def letterhead_of(settings: Settings) -> Letterhead:
    """What the letters need to know of the office."""
    office = settings.office
    return Letterhead(
        name=office.name,
        address=office.address,
        short_name=office.document_prefix,
        phones=tuple(office.phones),
        room=office.room,
    )


def import_departments(rows: list[dict]) -> tuple[int, int]:
    """Put departments on file, by name; returns (new, changed). A known one keeps what a row does not give."""
    new = changed = 0
    on_file = {department.name: department for department in Department.select()}
    for row in rows:
        known = on_file.get(row["name"])
        if known is None:
            on_file[row["name"]] = Department.create(**row)
            new += 1
            continue
        fresh = {key: value for key, value in row.items() if getattr(known, key) != value}
        if fresh:
            Department.update(fresh).where(Department.id == known.id).execute()
            known.__data__.update(fresh)
            changed += 1
    return new, changed
