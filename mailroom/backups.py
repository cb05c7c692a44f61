"""The ledger and the archive kept twice: back up while the office works, verify by hash, restore after a loss."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from config.settings import OFFICE_FILE
from ledger import listings
from ledger.outages import reason
from mailroom.archive import Archive
from mailroom.errors import MailroomError
from mailroom.office import Office
from mailroom.providers.disk import reason_of

SQLITE, DUMP, ARCHIVE = "ledger.db", "ledger.dump", "archive"
SETTINGS = (OFFICE_FILE, "calendar", "templates", "departments.xlsx")


class CannotBackUp(MailroomError):
    """The backup could not be made, or is none; the message says why, in Chinese."""


@dataclass
class Soundness:
    """What verifying found: how many were looked at, and a Chinese sentence for each fault."""

    looked_at: int = 0
    faults: list[str] = field(default_factory=list)


def back_up(office: Office, goal: Path) -> int:
    """Copy the ledger, then what of the archive is not yet there, then the settings; returns the files copied.

    The order matters: all that the copied ledger names was in the archive before. Passwords are in no file of ours.
    """
    here = office.settings.dir.resolve()
    if goal.resolve() == here or goal.resolve() == office.settings.archive_dir.resolve():
        raise CannotBackUp(f"{goal} 就是办公目录，备份须放在别处（最好是另一块磁盘）")
    with _disk_errors(goal):
        goal.mkdir(parents=True, exist_ok=True)
        os.chmod(goal, 0o700)
        if office.settings.ledger_url.startswith("sqlite:"):
            _copy_sqlite(sqlite_path(office), goal / SQLITE)
        else:
            _dump_postgresql(office.settings.ledger_url, goal / DUMP)
        copied = copy_missing(office.settings.archive_dir, goal / ARCHIVE)
        for name in SETTINGS:
            _copy(office.settings.dir / name, goal / name)
    return copied


def sqlite_path(office: Office) -> Path:
    """Where the ledger's file is."""
    return Path(unquote(office.settings.ledger_url.removeprefix("sqlite:///")))


def _copy_sqlite(source: Path, goal: Path) -> None:
    """SQLite's online backup: a sound copy of one moment, while others write."""
    draft = goal.with_name(f".{goal.name}.part")
    draft.unlink(missing_ok=True)
    with (
        contextlib.closing(sqlite3.connect(source)) as live,
        contextlib.closing(sqlite3.connect(draft)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    os.chmod(draft, 0o600)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(goal)


def _dump_postgresql(url: str, goal: Path) -> None:
    if shutil.which("pg_dump") is None:
        raise CannotBackUp(
            "本机没有 pg_dump，PostgreSQL 台账备份不了：请安装 postgresql-client，或由数据库管理员备份"
        )
    draft = goal.with_name(f".{goal.name}.part")
    _postgresql(["pg_dump", "--format=custom", f"--file={draft}"], url)
    os.chmod(draft, 0o600)
    draft.replace(goal)


def _postgresql(command: list[str], url: str) -> None:
    """Run a PostgreSQL tool on a ledger; its password goes by the environment, where other users can't see it."""
    parts = urlsplit(url)
    user, _, place = parts.netloc.rpartition("@")
    bare = parts._replace(netloc="@".join(filter(None, [user.partition(":")[0], place]))).geturl()
    env = dict(os.environ) | ({"PGPASSWORD": unquote(parts.password)} if parts.password else {})
    tool, *words = command
    done = subprocess.run(
        [tool, f"--dbname={bare}", *words], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotBackUp(f"{tool} 没有成功：{done.stderr.strip()[:500]}")


def copy_missing(source: Path, goal: Path) -> int:
    """Copy the archive's files that the other one does not have; they never change, so the rest is there."""
    copied = 0
    for file in sorted(source.glob("??/*.eml")):
        target = goal / file.relative_to(source)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(".part")
            shutil.copyfile(file, draft)
            os.chmod(draft, 0o600)
            with draft.open("rb") as written:
                os.fsync(written.fileno())
            draft.replace(target)
            copied += 1
    return copied


def _copy(source: Path, goal: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, goal, dirs_exist_ok=True)
    elif source.exists():
        shutil.copyfile(source, goal)


def verify(office: Office) -> Soundness:
    """Look at everything that the ledger says lies in the archive: is it there, and is it what was stored?"""
    found = Soundness()
    if office.settings.ledger_url.startswith("sqlite:"):
        found.faults += sqlite_faults(sqlite_path(office))
    seen: dict[str, bool] = {}
    for name, what in listings.archived():
        if name not in seen:
            seen[name] = office.archive.is_sound(name)
        found.looked_at += 1
        if not seen[name]:
            state = (
                "内容已变" if (office.archive.folder / name[:2] / f"{name[2:]}.eml").exists() else "不见了"
            )
            found.faults.append(f"{what}在存档中{state}（archive/{name[:2]}/{name[2:]}.eml）")
    return found


def sqlite_faults(file: Path) -> list[str]:
    """What SQLite's own check finds wrong with a ledger file."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as ledger:
            told = [row[0] for row in ledger.execute("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        return [f"台账文件 {file} 损坏：{reason(str(error))}"]
    return [] if told == ["ok"] else [f"台账文件 {file} 损坏：{sentence}" for sentence in told[:10]]


def sound_backup(source: Path) -> Soundness:
    """Look at a backup before anything is replaced by it."""
    found = Soundness()
    if not (source / SQLITE).exists() and not (source / DUMP).exists():
        raise CannotBackUp(f"{source} 里没有 {SQLITE} 或 {DUMP}，不是备份目录")
    if (source / SQLITE).exists():
        found.faults += sqlite_faults(source / SQLITE)
    archive = Archive(source / ARCHIVE)
    for file in sorted((source / ARCHIVE).glob("??/*.eml")):
        found.looked_at += 1
        if not archive.is_sound(file.parent.name + file.stem):
            found.faults.append(f"备份的存档文件 {file} 内容已变")
    return found


def restore_files(source: Path, folder: Path) -> list[str]:
    """Lay the settings of a backup into `folder`, where they are missing; returns what was laid there."""
    laid = []
    with _disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name in SETTINGS:
            if (source / name).exists() and not (folder / name).exists():
                _copy(source / name, folder / name)
                laid.append(name)
    return laid


def restore_ledger(office_url: str, source: Path, *, now: datetime) -> Path | None:
    """Put the backup's ledger in the place of the office's; returns where the old one was set aside."""
    if not office_url.startswith("sqlite:"):
        if not (source / DUMP).exists():
            raise CannotBackUp(f"{source} 里没有 PostgreSQL 的备份 {DUMP}")
        if shutil.which("pg_restore") is None:
            raise CannotBackUp("本机没有 pg_restore：请安装 postgresql-client")
        tool = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction"]
        _postgresql([*tool, str(source / DUMP)], office_url)
        return None
    if not (source / SQLITE).exists():
        raise CannotBackUp(f"{source} 里没有 SQLite 的备份 {SQLITE}")
    place = Path(unquote(office_url.removeprefix("sqlite:///")))
    aside = None
    with _disk_errors(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            aside = place.with_name(f"{place.name}.恢复前-{now:%Y%m%d-%H%M%S}")
            _copy_sqlite(place, aside)  # with what its write-ahead log still holds
        draft = place.with_name(f".{place.name}.part")
        shutil.copyfile(source / SQLITE, draft)
        os.chmod(draft, 0o600)
        for suffix in ("-wal", "-shm"):
            place.with_name(place.name + suffix).unlink(missing_ok=True)
        draft.replace(place)
    return aside


@contextlib.contextmanager
def _disk_errors(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotBackUp(f"{error.filename or place} 读写失败：{reason_of(error)}") from error
    except sqlite3.Error as error:
        raise CannotBackUp(f"{place} 读写失败：{reason(str(error))}") from error
