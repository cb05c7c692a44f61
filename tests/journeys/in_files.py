"""An office whose mail is files in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.journeys.offices import OfficeAtWork, Row
from tests.journeys.seen import recipients_of


class FolderOffice(OfficeAtWork):
    """An office whose mail is files."""

    def __init__(self, folder: Path, new_address: Callable[..., str]):
        super().__init__(folder, new_address)
        self.address = new_address("office")
        self._count = 0

    @property
    def post(self) -> Path:
        """The folder with in, filed and out."""
        return self.folder / "mailbox"

    def mailbox(self) -> Row:
        return {"provider": "folder", "path": "mailbox"}

    def courier(self) -> Row:
        return {"provider": "folder", "path": "mailbox"}

    def mail_in(self, raw: bytes, folder: str = "INBOX", *, arrived_at: datetime | None = None) -> None:
        place = self.post / "in"
        place.mkdir(parents=True, exist_ok=True)
        self._count += 1
        draft = place / f"{self._count:05d}.part"
        draft.write_bytes(raw)
        moment = self._count if arrived_at is None else arrived_at.timestamp()
        os.utime(draft, (moment, moment))  # two files of one millisecond would have no order
        draft.rename(draft.with_suffix(".eml"))

    def waiting(self) -> list[bytes]:
        return _files(self.post / "in")

    def filed(self) -> list[bytes]:
        return _files(self.post / "filed")

    def settle(self) -> None:
        """A file is there at once."""

    def delivered(self) -> list[bytes]:
        known = set(self.correspondents())
        return [raw for raw in _files(self.post / "out") for to in recipients_of(raw) if to in known]

    def _delivered(self, address: str) -> list[bytes]:
        return [raw for raw in _files(self.post / "out") if address in recipients_of(raw)]


def _files(folder: Path) -> list[bytes]:
    files = sorted(folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name))
    return [file.read_bytes() for file in files]
