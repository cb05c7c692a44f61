"""A mailbox of the test mail host seen from its disk: mails dropped in and read without speaking IMAP."""

from __future__ import annotations

import itertools
import os
import shutil
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from imapclient import imap_utf7

_CHINA = timezone(timedelta(hours=8))
_numbers = itertools.count()


def drop(home: Path, raw: bytes, folder: str, arrived_at: datetime | None) -> None:
    """Put `raw` into `folder` of the Maildir under `home`, as a delivery would.

    `arrived_at` (naive, China time) becomes what Dovecot tells as INTERNALDATE.
    """
    place = _open_folder(home, folder)
    now = time.time()
    name = f"{int(now)}.M{int(now % 1 * 1e6):06d}P{os.getpid()}Q{next(_numbers):07d}.test,S={len(raw)}"
    fresh = place / "tmp" / name
    fresh.write_bytes(raw)
    shutil.chown(fresh, "dovecot", "dovecot")
    if arrived_at:
        moment = arrived_at.replace(tzinfo=_CHINA).timestamp()
        os.utime(fresh, (moment, moment))
    fresh.rename(place / "new" / name)


def read(home: Path, folder: str) -> list[bytes]:
    """Return the mails of `folder`, oldest delivery first, with CRLF line ends as IMAP would give them."""
    place = folder_path(home, folder)
    files = [file for part in ("new", "cur") for file in _listing(place / part)]
    mails = (_content(file) for file in sorted(files, key=lambda file: file.name))
    return [mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for mail in mails if mail is not None]


def flags(home: Path, folder: str) -> list[str]:
    """Return the Maildir flags of each mail of `folder` ("" untouched, "S" seen, "T" marked for deletion)."""
    place = folder_path(home, folder)
    names = sorted(file.name for part in ("new", "cur") for file in _listing(place / part))
    return [name.partition(":2,")[2] for name in names]


def folder_path(home: Path, folder: str) -> Path:
    """Where Dovecot keeps `folder`: INBOX is the Maildir itself, others are `.Name` in modified UTF-7."""
    if folder.upper() == "INBOX":
        return home / "Maildir"
    return home / "Maildir" / ("." + imap_utf7.encode(folder).decode().replace("/", "."))


def _open_folder(home: Path, folder: str) -> Path:
    place = folder_path(home, folder)
    if (place / "new").is_dir():
        return place
    for directory in (
        home.parent,
        home,
        home / "Maildir",
        place,
        *(place / part for part in ("tmp", "cur", "new")),
    ):
        if not directory.exists():
            directory.mkdir(parents=True, exist_ok=True)
            shutil.chown(directory, "dovecot", "dovecot")
    if place != home / "Maildir":
        (place / "maildirfolder").touch()
        shutil.chown(place / "maildirfolder", "dovecot", "dovecot")
    return place


def _listing(directory: Path) -> list[Path]:
    return list(directory.iterdir()) if directory.is_dir() else []


def _content(file: Path) -> bytes | None:
    """What the file holds; None where Dovecot renamed it (a flag changed) or removed it since the listing."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        renamed = list(file.parent.parent.glob(f"*/{file.name.partition(':2,')[0]}*"))
        return renamed[0].read_bytes() if renamed else None
