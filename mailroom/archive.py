"""The archive: raw bytes by the SHA-256 of their content, on disk before anything else happens. Two verbs."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

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
        fresh: list[tuple[int, Path, Path]] = []
        folders: set[Path] = set()
        try:
            for content in contents:
                name = hashlib.sha256(content).hexdigest()
                names.append(name)
                target = self._path(name)
                folders.add(target.parent)
                if not target.exists():
                    fresh.append((*self._write(target, content), target))
            self._sync(fresh, folders)
        except OSError as error:
            raise Temporary(f"存档目录 {self.folder} 写不进去：{reason_of(error)}") from error
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

    def _write(self, target: Path, content: bytes) -> tuple[int, Path]:
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            self._lasting.discard(target.parent)
        draft = target.with_suffix(f".{secrets.token_hex(4)}.part")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)
        return descriptor, draft

    def _sync(self, fresh: list[tuple[int, Path, Path]], folders: set[Path]) -> None:
        """Make the fresh files last, and the folders: what lies there already may be of a process that died so far.

        The root is synced where a folder is met for the first time, not for every letter: a third of the waits.
        """
        for descriptor, draft, target in fresh:
            os.fsync(descriptor)
            os.close(descriptor)
            os.replace(draft, target)
        for folder in [*folders, *([self.folder] if folders - self._lasting else [])]:
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        self._lasting |= folders
