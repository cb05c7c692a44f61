"""The archive: raw bytes by the SHA-256 of their content, on disk before anything else happens. Two verbs."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from mailroom.errors import Temporary
from mailroom.providers.disk import reason_of


class Archive:
    """A folder of files named by content: `ab/cdef….eml`. A shared storage can stand in its place."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._lasting: set[Path] = set()  # folders whose own entry is surely on the disk

    def keep(self, contents: Iterable[bytes]) -> list[str]:
        """Store each content and return its SHA-256 (hex), in order. On return all is on disk: files and folders.

        The files are written first and synced afterwards, so that a batch shares the wait for the disk. `Temporary`
        where the disk does not take them.
        """
        names: list[str] = []
        fresh: list[tuple[BinaryIO, Path]] = []
        folders: set[Path] = set()
        try:
            for content in contents:
                name = hashlib.sha256(content).hexdigest()
                names.append(name)
                target = self._path(name)
                folders.add(target.parent)
                if not target.exists():
                    draft = self._draft(target)
                    fresh.append((draft, target))
                    draft.write(content)
                    draft.flush()
            self._sync(fresh, folders)
        except BaseException as error:
            _throw_away([draft for draft, _ in fresh])
            if isinstance(error, OSError):
                raise Temporary(f"存档目录 {self.folder} 写不进去：{reason_of(error)}") from error
            raise
        return names

    def fetch(self, name: str) -> bytes:
        """Return the content stored under `name`. `Temporary` where the disk does not give it."""
        try:
            return self._path(name).read_bytes()
        except OSError as error:
            raise Temporary(f"存档里读不到 {name}：{reason_of(error)}") from error

    def is_sound(self, name: str) -> bool:
        """Whether what is stored under `name` is still what was stored."""
        path = self._path(name)
        return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == name

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name[2:]}.eml"

    def _draft(self, target: Path) -> BinaryIO:
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            self._lasting.discard(target.parent)
        draft = target.with_suffix(f".{secrets.token_hex(4)}.part")
        return open(draft, "xb", opener=_for_us_alone)

    def _sync(self, fresh: list[tuple[BinaryIO, Path]], folders: set[Path]) -> None:
        """Make the fresh files last, and the folders: what lies there already may be of a process that died so far.

        The root is synced where a folder is met for the first time, not for every letter: a third of the waits.
        """
        for draft, target in fresh:
            os.fsync(draft.fileno())
            draft.close()
            os.replace(draft.name, target)
        for folder in [*folders, *([self.folder] if folders - self._lasting else [])]:
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        self._lasting |= folders


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _throw_away(drafts: list[BinaryIO]) -> None:
    """What is tried again every minute while the disk is full must not fill it, nor use up the open files."""
    for draft in drafts:
        with suppress(OSError):  # what is still to be written can't be
            draft.close()
        with suppress(OSError):  # one that has its name already
            os.unlink(draft.name)
