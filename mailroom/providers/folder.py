"""A mailbox of files: what is renamed into `PATH/in` has arrived, and is filed to `PATH/filed`. For trials and tests."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailroom.errors import Gone
from mailroom.providers.base import MB, Arrival, Found, Slot, china_time, number_of
from mailroom.providers.disk import disk_error, made, move, root_of, sync
from mailroom.providers.envelope import message_id_of
from mailroom.providers.imap_watch import pause

if TYPE_CHECKING:
    from config.settings import MailboxSettings

_IN, _FILED = "in", "filed"
_UIDVALIDITY = 1
_HEAD = 64 * 1024  # bytes in which a header ends
_MOST_BYTES_A_BATCH = 32 * MB
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, order=True)
class _Letter:
    """A file in `in`; they are taken in the order of their time, then their name."""

    mtime_ns: int
    path: Path
    size: int
    folder: str

    @property
    def slot(self) -> Slot:
        """Made of name, time and size: the same name with another mail in it is another mail."""
        mark = f"{self.path.name}\0{self.mtime_ns}\0{self.size}"
        return Slot(self.folder, _UIDVALIDITY, number_of(mark))

    @property
    def arrived_at(self) -> datetime:
        return china_time(datetime.fromtimestamp(self.mtime_ns / 1e9, tz=UTC))


class FolderMailbox:
    """A mailbox that is a folder of files; see `mailroom.providers.base.Mailbox`.

    A UID here does not rise with time, so the highest one known says nothing: what lies in `in` is offered again
    until it is filed away.
    """

    def __init__(self, settings: MailboxSettings):
        self.name = settings.name
        self.failed: list[tuple[Slot, str]] = []
        self._settings = settings
        self._root = root_of(settings.path, "mailbox.path")
        self._offered: set[Slot] = set()

    def arrivals(
        self,
        known: Callable[[str, int], int],
        *,
        since: date | None,
        batch: int = 50,
        taken: Callable[[Slot], bool] | None = None,
    ) -> Iterator[list[Arrival]]:
        """Yield what lies in `in`, the oldest file first. See `Mailbox.arrivals`."""
        self.failed = []
        letters = self._letters()
        self._offered = {letter.slot for letter in letters}
        pack: list[Arrival] = []
        weight = 0
        for letter in letters:
            if since is not None and letter.arrived_at.date() < since:
                continue
            if taken is not None and taken(letter.slot):
                continue
            if pack and (len(pack) == batch or weight + letter.size > _MOST_BYTES_A_BATCH):
                yield pack
                pack, weight = [], 0
            read = self._read(letter)
            pack += read
            weight += sum(len(mail.raw) for mail in read)
        if pack:
            yield pack

    def fetch(self, slot: Slot) -> Arrival:
        """Read one file again, whatever its size. See `Mailbox.fetch`."""
        for letter in [*self._letters(), *self._letters(_FILED)]:
            if letter.slot == slot:
                try:
                    return Arrival(slot, letter.path.read_bytes(), letter.arrived_at)
                except FileNotFoundError:
                    break
                except OSError as error:
                    raise disk_error(letter.path, error) from error
        raise Gone(f"{self._root / _IN} 中已没有这封信")

    def inventory(self, since: date) -> list[Found]:
        """List what lies in `in` and `filed`. See `Inventoried.inventory`."""
        found = []
        for letter in [*self._letters(), *self._letters(_FILED)]:
            if letter.arrived_at.date() >= since:
                with contextlib.suppress(FileNotFoundError), letter.path.open("rb") as file:
                    found.append(
                        Found(
                            letter.slot,
                            message_id_of(file.read(_HEAD)),
                            letter.arrived_at,
                            letter.folder == _FILED,
                        )
                    )
        return found

    def file_away(self, slots: list[Slot], to: str) -> None:
        """Rename files into the folder `to`; the one that the config calls `filed_folder` is `filed` here."""
        if not to:
            return
        goal = made(self._root / (_FILED if to == self._settings.filed_folder else Path(to).name))
        wanted = set(slots)
        for letter in self._letters():
            if letter.slot in wanted:
                move(letter.path, goal / letter.path.name)
        sync(goal)
        sync(self._root / _IN)

    def watch(self, seconds: float, stop: Callable[[], bool]) -> bool:
        """Wait for a file that the last `arrivals` did not offer. See `Mailbox.watch`."""
        left = seconds
        while not stop():
            if any(letter.slot not in self._offered for letter in self._letters()):
                return True
            if left <= 0:
                return False
            pause(min(left, _LOOK_SECONDS), stop)
            left -= _LOOK_SECONDS
        return False

    def check(self) -> list[str]:
        """Make the folders; say what lies in them."""
        made(self._root / _FILED)
        return [f"收信目录 {self._root / _IN} 有信 {len(self._letters())} 封"]

    def close(self) -> None:
        """There is nothing to close."""

    def _letters(self, folder: str = _IN) -> list[_Letter]:
        place = made(self._root / folder)
        try:
            with os.scandir(place) as entries:
                found = [_letter(entry, folder) for entry in entries]
        except OSError as error:
            raise disk_error(place, error) from error
        return sorted(letter for letter in found if letter is not None)

    def _read(self, letter: _Letter) -> list[Arrival]:
        """The mail alone in a list, or an empty list: it has gone, or can't be had, which is reported."""
        limit = self._settings.max_mail_mb
        if letter.size > limit * MB:
            size = letter.size / MB
            self.failed.append(
                (letter.slot, f"来信 {letter.path.name} 有 {size:.1f} MB，超过 {limit} MB 的上限，没有取下")
            )
            return []
        try:
            return [Arrival(letter.slot, letter.path.read_bytes(), letter.arrived_at)]
        except FileNotFoundError:
            return []
        except OSError as error:
            self.failed.append((letter.slot, str(disk_error(letter.path, error))))
            return []


def _letter(entry: os.DirEntry[str], folder: str) -> _Letter | None:
    """What a directory entry tells; None for what is no mail, is still being written, or has gone meanwhile."""
    if entry.name.startswith(".") or not entry.name.lower().endswith(".eml"):
        return None
    try:
        told = entry.stat()
    except FileNotFoundError:
        return None
    return _Letter(told.st_mtime_ns, Path(entry.path), told.st_size, folder)
