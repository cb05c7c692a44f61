"""A full disk: one Chinese sentence that says where and what to do, nobody's mail to blame, and all goes on after it."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ledger import opening
from mailroom.archive import Archive
from mailroom.errors import Temporary
from tests.mailroom.command_line import TOWN, case_mail

PROJECT = Path(__file__).parents[2]
FULL = "磁盘已满，请腾出空间后再试"
ENGLISH = ("No space", "exists", "disk is full", "disk I/O", "rollback", "Error", "Traceback")


@pytest.fixture
def a_case_waits(office):
    office.drop("case", case_mail("180312091500000001", department=TOWN))
    return office


def told_in_chinese(office, *words: str) -> str:
    told = office.refused(*words)
    assert not any(word in told for word in ENGLISH), told
    return told


def goes_on(office) -> None:
    """With room again, the next round does what waited; nothing was put before a person for it."""
    office.done("once", "--at", "2018-03-12T10:10")
    assert [row["status"] for row in office.rows("cases")] == ["dispatched"]
    assert [row["state"] for row in office.rows("letters")] == ["sent"]
    assert office.rows("held") == []
    assert office.waiting() == []


def no_space(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_no_room_for_the_mails(a_case_waits, monkeypatch):
    office = a_case_waits
    with monkeypatch.context() as full:
        full.setattr("mailroom.archive.os.fsync", no_space)
        told = told_in_chinese(office, "once", "--at", "2018-03-12T10:00")

    assert f"archive 写不进去：{FULL}" in told
    goes_on(office)


@pytest.mark.parametrize("where", ["mailroom.archive.os.fsync", "mailroom.archive.os.replace"])
def test_what_could_not_be_kept_leaves_neither_drafts_nor_open_files(tmp_path, monkeypatch, where):
    archive, mails = Archive(tmp_path), [b"first\r\n" * 100_000, b"second\r\n"]
    archive.keep([b"third\r\n"])
    before = os.listdir("/proc/self/fd")
    with monkeypatch.context() as full:
        full.setattr(where, no_space)
        with pytest.raises(Temporary, match=FULL):
            archive.keep(mails)

    assert os.listdir("/proc/self/fd") == before
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    names = archive.keep(mails)
    assert [archive.fetch(name) for name in names] == mails


def test_a_mail_too_large_for_the_room_left_is_told_and_the_draft_is_gone(tmp_path):
    """In a process of its own: nothing else in ours may be bounded so."""
    script = (
        "import resource, signal, sys; from pathlib import Path; from mailroom.archive import Archive\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"
        "from mailroom.errors import Temporary\n"
        "try: Archive(Path(sys.argv[1])).keep([b'x' * 8_999, b'y' * 100_000])\n"
        "except Temporary as error: print(error)"
    )
    words = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=True)

    assert "文件超过了允许的大小" in done.stdout
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_no_room_for_the_letters(a_case_waits, monkeypatch):
    office, keep = a_case_waits, Archive.keep
    kept = []

    def first_only(self, contents):
        kept.append(1)
        return keep(self, contents) if len(kept) == 1 else keep(self, map(no_space, contents))

    with monkeypatch.context() as full:
        full.setattr(Archive, "keep", first_only)
        told = told_in_chinese(office, "once", "--at", "2018-03-12T10:00")

    assert f"有来件已存档，尚未办理：存档目录 {office.folder / 'archive'} 写不进去：{FULL}" in told
    goes_on(office)


@pytest.mark.parametrize("pages", [0, 1, 2, 3, 5, 8])
def test_no_room_for_the_ledger(a_case_waits, monkeypatch, pages):
    office, connect = a_case_waits, opening._connect
    with sqlite3.connect(office.folder / "ledger.db") as ledger:
        ((used,),) = ledger.execute("PRAGMA page_count").fetchall()
    ledger.close()
    office.drop("long", case_mail("180312091500000002", "路灯不亮，请维修。" * 9000, department=TOWN))

    def small(url):
        database = connect(url)
        database.pragma("max_page_count", used + pages, permanent=True)
        return database

    with monkeypatch.context() as full:
        full.setattr(opening, "_connect", small)
        told = told_in_chinese(office, "once", "--at", "2018-03-12T10:00")

    assert f"台账 {office.folder / 'ledger.db'} 打不开或写不进去：{FULL}" in told
    office.done("once", "--at", "2018-03-12T10:10")
    assert [row["status"] for row in office.rows("cases")] == ["dispatched"] * 2
    assert office.rows("held") == []


def test_no_room_for_the_log_is_one_sentence_and_no_trace(a_case_waits):
    """In a process of its own: what Python itself says of a log that can't be written goes to the real stderr."""
    office = a_case_waits
    with (office.folder / "office.toml").open("a", encoding="utf-8") as config:
        config.write('\n[logging]\nfile = "/dev/full"\n')
    shutil.rmtree(office.folder / "mailbox" / "in")
    (office.folder / "mailbox" / "in").write_bytes(b"")  # something to log
    words = [
        sys.executable,
        "-m",
        "mailroom.cli",
        "-C",
        str(office.folder),
        "once",
        "--at",
        "2018-03-12T10:00",
    ]

    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=False)

    assert done.stderr.count(f"日志 /dev/full 写不进去：{FULL}") == 1
    assert "信箱 mailbox：" in done.stderr
    assert not any(word in done.stderr for word in ENGLISH), done.stderr


def test_no_room_where_a_command_writes(a_case_waits, monkeypatch, tmp_path):
    monkeypatch.setattr("pathlib.Path.write_bytes", no_space)

    told = told_in_chinese(a_case_waits, "ledger", "export", str(tmp_path / "t.xlsx"))

    assert told.strip() == f"写不进 {tmp_path / 't.xlsx'}：{FULL}"
