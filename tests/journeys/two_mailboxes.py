"""An office with two mailboxes on one real mail host: the hotline's and the mayor's."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from mailroom.demonstration.mails import case_mail
from tests.journeys.matters import lamps
from tests.journeys.offices import MAYOR
from tests.journeys.served import ServedOffice

HOTLINE_BOX, MAYORS_BOX = "热线信箱", "市长信箱"
MAYORS_PASSWORD_ENV = "MAILROOM_MAYORS_PASSWORD"


class TwoMailboxes(ServedOffice):
    """The mayor's mailbox has an account of its own, with its own password and its own port."""

    mayors_password: str
    mayors: str

    def set_up(self, **of_the_mayors: object) -> None:
        """Open the office; what is said is written into the mayor's [[mailbox]]."""
        self.mayors = self._new_address("mayor")
        self.mayors_password = self.host.password
        self.open()
        self.mayors_mailbox(**of_the_mayors)

    def mayors_mailbox(self, *, watch: str = "", **changes: object) -> None:
        """Write the config anew, with changes to the mayor's mailbox; `watch`: lines of [watch]."""
        self.configure(mailbox={"name": HOTLINE_BOX})
        file = Path(self.folder / "office.toml")
        second = self.mailbox() | {
            "name": MAYORS_BOX,
            "user": self.mayors,
            "password_env": MAYORS_PASSWORD_ENV,
            **changes,
        }
        lines = ["[[mailbox]]", *(f"{key} = {_toml(value)}" for key, value in second.items())]
        text = file.read_text(encoding="utf-8").replace("[mailbox]", "[[mailbox]]", 1)
        text = text.replace("[watch]\n", f"[watch]\n{watch}", 1)
        file.write_text("\n".join([text, *lines, ""]), encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {MAYORS_PASSWORD_ENV: self.mayors_password}

    def to_the_mayor(self, number: int, *, at: str) -> None:
        """Let a case come into the mayor's mailbox, from the platform that writes there."""
        self.host.append(self.mayors, self.case_for_the_mayor(number, at=at))

    def case_for_the_mayor(self, number: int, *, at: str) -> bytes:
        """A case as that platform mails it."""
        return case_mail(
            [lamps(number)],
            "mayor",
            sent_on=datetime.fromisoformat(at),
            sender=(MAYOR, self.uppers[MAYOR]),
            to=self.mayors,
        )

    def channels(self) -> list[str]:
        """Where the cases came from, in the order in which they were registered."""
        return [
            self.case(each["case_no"])["channel"]
            for each in sorted(self.cases(), key=lambda row: row["case_no"])
        ]


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
