"""An office at work, for stories: mail comes in, rounds are done, and one looks at what lies where.

Everything is done by the program's own commands. `served.ServedOffice` lives on a real Dovecot and Postfix,
`in_files.FolderOffice` in a folder of files; a story does not know in which of them it happens.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from config.settings import packaged_departments
from generators.shelf import Templates, packaged
from ledger.opening import transaction
from mailroom import office as office_module
from mailroom.cli import main
from mailroom.demonstration.mails import case_mail
from mailroom.demonstration.sheets import Sheet
from mailroom.office import import_departments, open_office
from tests.journeys.seen import Seen, see

PASSWORD_ENV = "MAILROOM_PASSWORD"
PROJECT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds; what takes longer is not coming
FILED = "已登记"
JUNK = "垃圾邮件"
CITY, PROVINCE, MAYOR = "枣庄市12345政务服务热线", "山东省12345政务服务热线", "滕州市政府网站市长信箱"
Row = dict[str, Any]


def share_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all offices of this process that have no templates of their own use one set: binding them anew for every
    command, as processes of their own do, takes a third of the time of a story.
    """

    def templates(own: Path) -> Templates:
        return Templates(own) if own.exists() else packaged()

    monkeypatch.setattr(office_module, "Templates", templates)


class OfficeAtWork(ABC):
    """One office with all its departments, three upper platforms, and everybody's mail."""

    address: str
    password = "-"

    def __init__(self, folder: Path, new_address: Callable[..., str]):
        self.folder = folder
        self._new_address = new_address
        self._addresses: dict[str, str] = {}
        self.uppers = {name: new_address("upper") for name in (CITY, PROVINCE, MAYOR)}

    def open(self, **changes: Mapping[str, Any]) -> None:
        """Set the office up: its config, and an address on file for every department. `changes` by table."""
        self.folder.mkdir(exist_ok=True)
        self.configure(**changes)
        office = open_office(self.folder, self.environment)
        names = [each["name"] for each in packaged_departments()]
        with transaction():
            import_departments([{"name": name, "addresses": [self.address_of(name)]} for name in names])
        office.close()

    def configure(self, **changes: Mapping[str, Any]) -> None:
        """Write `office.toml`; `changes` lie over the usual values, table by table."""
        tables: dict[str, Any] = {
            "office": {"name": "滕州市市长公开电话办公室", "address": self.address, "prefix": "TZ"},
            "mailbox": self.mailbox(),
            "courier": self.courier() | {"per_minute": 0},
            "ledger": {"url": "sqlite:///ledger.db"},
            "liaison": {"due_on": ""},  # most stories happen around that day and are not about it
            "watch": {"listen": ""},  # several daemons run side by side on one machine
        }
        for name, values in changes.items():
            tables[name] = tables.get(name, {}) | dict(values)
        lines = [line for name, values in tables.items() for line in (f"[{name}]", *_toml(values))]
        for name, level, channel in (
            (CITY, "city", "hotline"),
            (PROVINCE, "province", "hotline"),
            (MAYOR, "city", "mayors_mailbox"),
        ):
            address = self.uppers[name]
            upper = {
                "name": name,
                "level": level,
                "channel": channel,
                "senders": [address],
                "report_to": address,
            }
            lines += ["[[upper]]", *_toml(upper)]
        (self.folder / "office.toml").write_text("\n".join(lines), encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """The environment that the office's commands run in."""
        return os.environ | {PASSWORD_ENV: self.password, "MAILROOM_BY": "值班员"}

    def address_of(self, department: str) -> str:
        """The address on file for a department, by its full name."""
        if department not in self._addresses:
            self._addresses[department] = self._new_address("department")
        return self._addresses[department]

    def give_address(self, department: str, *addresses: str) -> None:
        """Put other addresses on file for a department; none: it has none."""
        self._import([{"name": department, "addresses": list(addresses)}])
        self._addresses[department] = addresses[0] if addresses else ""

    def keep_only(self, department: str) -> None:
        """Let every other department have ended before the office began."""
        names = [each["name"] for each in packaged_departments() if each["name"] != department]
        self._import([{"name": name, "valid_to": date(2018, 1, 1)} for name in names])

    def found(self, department: str, *, on: str) -> None:
        """Found a department, with an address on file."""
        row = {
            "name": department,
            "kind": "department",
            "valid_from": date.fromisoformat(on),
            "valid_to": None,
        }
        self._import([row | {"addresses": [self.address_of(department)]}])

    def _import(self, rows: list[dict[str, Any]]) -> None:
        office = open_office(self.folder, self.environment)
        with transaction():
            import_departments(rows)
        office.close()

    # -- commands ------------------------------------------------------------------------------------------------

    def tell(self, *words: str, status: int | None = 0) -> Result:
        """Call a command; any other exit status than `status` fails the test (None: any)."""
        done = CliRunner().invoke(main, ["-C", str(self.folder), *words], env=self.environment)
        if status is not None and done.exit_code != status:
            raise AssertionError(
                f"mailroom {' '.join(words)} → {done.exit_code}\n{done.output}\n{self.log()}"
            )
        return done

    def ask(self, *words: str, status: int | None = 0) -> list[Row]:
        """Call a command with --json and return its objects."""
        return [json.loads(line) for line in self.tell(*words, "--json", status=status).stdout.splitlines()]

    def round(self, at: str, status: int | None = 0) -> Row:
        """Do one full round as of `at` and return what it counted."""
        (row,) = self.ask("once", "--at", at, status=status)
        return row

    def cases(self, *words: str) -> list[Row]:
        """The list of cases."""
        return self.ask("cases", *words)

    def case(self, number: str) -> Row:
        """The dossier of a case, by either number."""
        return self.ask("case", number)[0]

    def held(self) -> list[Row]:
        """What waits for a person."""
        return self.ask("held")

    def letters(self, *words: str) -> list[Row]:
        """The outbox."""
        return self.ask("letters", *words)

    def acts(self, number: str) -> list[str]:
        """The acts in a case's journal, in order."""
        return [entry["act"] for entry in self.case(number)["journal"]]

    def process(self, *words: str, module: Sequence[str] = ("mailroom.cli",)) -> subprocess.Popen[str]:
        """Start a command in a process of its own; what it prints lands in the office's folder."""
        command = [sys.executable, "-m", *module, "-C", str(self.folder), *words]
        with (self.folder / "process.log").open("a", encoding="utf-8") as log:
            return subprocess.Popen(
                command, cwd=PROJECT, env=self.environment, stdout=log, stderr=log, text=True
            )

    def log(self) -> str:
        """The end of what the office logged and its processes printed."""
        files = [self.folder / "mailroom.log", self.folder / "process.log"]
        return "\n".join(file.read_text(encoding="utf-8")[-4000:] for file in files if file.exists())

    # -- mail ----------------------------------------------------------------------------------------------------

    def cases_in(
        self, sheets: Sheet | Sequence[Sheet], form: str, *, at: str, upper: str = CITY, **changes: Any
    ) -> bytes:
        """Let an upper platform mail cases in; returns the mail."""
        raw = case_mail(
            sheets,
            form,
            sent_on=datetime.fromisoformat(at),
            sender=(upper, self.uppers[upper]),
            to=self.address,
            **changes,
        )
        self.mail_in(raw)
        return raw

    def letters_at(self, address: str) -> list[Seen]:
        """The office's letters that lie in somebody's mailbox, in the order they were written; all have arrived."""
        return sorted((see(raw) for raw in self.delivered_to(address)), key=lambda letter: letter.dated)

    def delivered_to(self, address: str) -> list[bytes]:
        """The bytes of these letters."""
        self.settle()
        return self._delivered(address)

    def at_department(self, name: str) -> list[Seen]:
        """The office's letters on a department's desk."""
        return self.letters_at(self.address_of(name))

    def at_upper(self, name: str = CITY) -> list[Seen]:
        """The office's letters in an upper platform's mailbox."""
        return self.letters_at(self.uppers[name])

    def everywhere(self) -> list[Seen]:
        """Every letter of the office in every mailbox."""
        return [see(raw) for raw in self.delivered()]

    def delivered(self) -> list[bytes]:
        """The bytes of every letter in every mailbox."""
        self.settle()
        return [raw for address in self.correspondents() for raw in self._delivered(address)]

    def correspondents(self) -> list[str]:
        """Everybody's address but the office's own."""
        return [each for each in (*self._addresses.values(), *self.uppers.values()) if each]

    # -- where an office lives -----------------------------------------------------------------------------------

    @abstractmethod
    def mailbox(self) -> Row:
        """The table [mailbox]."""

    @abstractmethod
    def courier(self) -> Row:
        """The table [courier]."""

    @abstractmethod
    def mail_in(self, raw: bytes, folder: str = "INBOX", *, arrived_at: datetime | None = None) -> None:
        """Let a mail arrive."""

    @abstractmethod
    def waiting(self) -> list[bytes]:
        """The mails that lie where new mail comes in."""

    @abstractmethod
    def filed(self) -> list[bytes]:
        """The mails that were filed away."""

    @abstractmethod
    def settle(self) -> None:
        """Wait until every letter that was taken for delivery lies where it goes."""

    @abstractmethod
    def _delivered(self, address: str) -> list[bytes]:
        """The letters that lie in somebody's mailbox."""


def _toml(values: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]


def wait_until(
    true: Callable[[], Any], what: str | Callable[[], object], *, seconds: float = PATIENCE
) -> Any:
    """Return the first true answer; `AssertionError` names what did not come."""
    deadline = time.monotonic() + seconds
    while not (answer := true()):
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds:g} s still not: {what() if callable(what) else what}")
        time.sleep(0.05)
    return answer


def end(process: subprocess.Popen[str], *, seconds: float = 10.0) -> int:
    """Send SIGTERM and return the exit status; ending takes at most `seconds`."""
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=seconds)
