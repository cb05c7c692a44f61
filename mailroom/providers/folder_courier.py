"""Letters out as files: each is written to `PATH/out` as `.eml`, once. For trials and tests.

Who takes letters from there leaves them in place or moves them to `out/taken`: that is how it is known they went.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from mailroom.errors import Refused
from mailroom.providers.base import Receipt
from mailroom.providers.disk import made, root_of, write_whole
from mailroom.providers.envelope import check_addresses, message_id_of, with_crlf
from mailroom.waypoints import reached

if TYPE_CHECKING:
    from config.settings import CourierSettings

_OUT, _TAKEN = "out", "taken"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class FolderCourier:
    """A courier that writes files; see `mailroom.providers.base.Courier`."""

    def __init__(self, settings: CourierSettings):
        self.settle_seconds = 0.0  # a file is there or it is not
        self._out = root_of(settings.path, "courier.path") / _OUT

    def send(
        self, message: bytes, *, sender: str, recipients: list[str], handing_over: Callable[[], None]
    ) -> Receipt:
        """Write one letter; one that lies there already is not written again. See `Courier.send`."""
        check_addresses(sender, recipients)
        message_id = message_id_of(message)
        if not message_id:
            raise Refused("信件没有 Message-ID，无法命名")
        made(self._out)
        handing_over()
        if self.find_sent(message_id):
            return Receipt(f"{_file_name(message_id)} 已在 {self._out} 中，未重复写入")
        write_whole(self._out / _file_name(message_id), with_crlf(message))
        reached("letter given")
        return Receipt(f"已写入 {self._out / _file_name(message_id)}")

    def find_sent(self, message_id: str) -> bool | None:
        """Look for the letter's file. See `Courier.find_sent`."""
        name = _file_name(message_id)
        return (self._out / name).exists() or (self._out / _TAKEN / name).exists()

    def sent_since(self, since: date) -> list[str] | None:
        """List the files, and those that were taken. See `KeepsSent.sent_since`."""
        files = [*self._out.glob("*.eml"), *(self._out / _TAKEN).glob("*.eml")]
        written = [file for file in files if date.fromtimestamp(file.stat().st_mtime) >= since]
        return [message_id_of(file.read_bytes()) for file in written]

    def check(self) -> list[str]:
        """Make the folder; say what lies in it."""
        return [f"发信目录 {self._out} 有信 {len(list(made(self._out).glob('*.eml')))} 封"]

    def close(self) -> None:
        """There is nothing to close."""


def _file_name(message_id: str) -> str:
    """The same letter has the same file: a readable part of its Message-ID, and a digest of the whole."""
    message_id = message_id.strip()
    readable = _UNSAFE.sub("_", message_id.strip("<>"))[:60].strip("_.")
    return f"{readable}-{hashlib.sha256(message_id.encode()).hexdigest()[:12]}.eml"
