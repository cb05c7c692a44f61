"""Readers in a worker process: whatever a document does to them, the office gets a paper and goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from parsers.apart import READERS, call_apart, close_all, patience, read_apart
from parsers.paper import Line, Paper
from tests.parsers.apart import odd_readers

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _odd_readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    close_all()
    monkeypatch.setitem(READERS, "odd", "tests.parsers.apart.odd_readers:read")
    monkeypatch.setitem(READERS, "pages", "tests.parsers.apart.odd_readers:read_pages")
    monkeypatch.setitem(READERS, "absent", "a_package_that_nobody_has:read")
    yield
    close_all()


def ask(order: str, *, seconds: float = 30, megabytes: int = 500) -> Paper:
    return read_apart("odd", "工单.doc", order.encode(), seconds=seconds, megabytes=megabytes)


def said(paper: Paper) -> str:
    assert not paper.problem
    (line,) = paper.blocks
    assert isinstance(line, Line)
    return line.text


def test_a_paper_arrives_as_the_reader_made_it_under_the_name_the_office_gave() -> None:
    assert ask("paper") == replace(odd_readers.PAPER, name="工单.doc")


def test_pages_go_in_and_files_come_back() -> None:
    reply = call_apart("pages", "扫描.pdf", [b"abc", b"", b"x" * 300_000 + b"y"], seconds=30, megabytes=500)
    assert said(reply.paper) == "3 页"
    assert [name for name, _ in reply.files] == ["0.png", "1.png", "2.png"]
    assert reply.files[0][1] == b"cba"
    assert reply.files[2][1].startswith(b"yxx")


def test_one_worker_reads_one_document_after_the_other() -> None:
    assert said(ask("who")) == said(ask("who")) != str(os.getpid())


def test_threads_share_the_worker() -> None:
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(ask, [f"document{i}" for i in range(20)]))
    assert [said(paper) for paper in told] == [f"document{i}" for i in range(20)]


@pytest.mark.parametrize("order", ["sleep", "loop"])
def test_a_document_that_takes_too_long_is_given_up_and_the_next_one_is_read(order: str) -> None:
    before = said(ask("who"))
    paper = ask(order, seconds=0.5)
    assert paper.problem == "「工单.doc」读取超过 0.5 秒，已经停止，请人工查看。"
    assert not paper.blocks
    assert said(ask("who")) != before


def test_documents_that_are_given_up_get_only_some_seconds_in_one_mail_all_together() -> None:
    with patience():
        assert "超过 3.2 秒" in ask("sleep", seconds=3.2).problem
        assert said(ask("next")) == "next"
        assert "已经停止" in ask("sleep").problem
        assert "同一封邮件里的其他材料已经读了太久" in ask("next").problem
    assert said(ask("next")) == "next"


def test_a_mail_whose_documents_take_minutes_is_left_to_a_person() -> None:
    with patience(0.0):
        assert "同一封邮件里的其他材料已经读了太久" in ask("next").problem
    assert said(ask("next")) == "next"


def test_a_document_that_eats_memory_is_given_up() -> None:
    assert ask("eat").problem == "「工单.doc」读取时占用内存过多，已经停止，请人工查看。"
    assert said(ask("next")) == "next"


def test_a_document_that_brings_the_library_down_is_given_up() -> None:
    assert "读取时程序中断" in ask("crash").problem
    assert said(ask("next")) == "next"


def test_what_a_library_prints_disturbs_nothing() -> None:
    assert said(ask("print")) == "print"


def test_a_reader_may_refuse_with_a_reason() -> None:
    assert ask("refuse").problem == "「工单.doc」读不出来：加了密码，请人工查看。"


def test_a_bug_in_a_reader_is_logged_and_a_person_reads_the_document(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert "程序错误" in ask("bug").problem
    assert "ZeroDivisionError" in caplog.text


def test_a_package_that_is_not_installed_is_named() -> None:
    paper = read_apart("absent", "工单.doc", b"x", seconds=5, megabytes=100)
    assert paper.problem == "「工单.doc」没有读取：本机缺少程序包 a_package_that_nobody_has，请管理员安装。"


def test_the_worker_sees_no_password_of_the_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILROOM_PASSWORD", "tengzhou12345")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    seen = said(ask("environment"))
    assert "tengzhou" not in seen
    assert "proxy" not in seen.lower()


def test_programs_that_a_reader_started_die_with_it(tmp_path: Path) -> None:
    assert "超过" in ask(f"child {tmp_path / 'pid'}", seconds=2).problem
    assert has_ended(int((tmp_path / "pid").read_text()))


def test_a_worker_that_somebody_killed_meanwhile_is_replaced() -> None:
    pid = int(said(ask("who")))
    os.kill(pid, 9)
    while not is_zombie_or_gone(pid):
        time.sleep(0.01)
    assert int(said(ask("who"))) != pid


@pytest.mark.parametrize("order", ["child", "keep"])
def test_the_worker_ends_with_its_programs_when_the_office_is_killed(tmp_path: Path, order: str) -> None:
    office = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent(f"""
                from parsers.apart import READERS, read_apart
                READERS["odd"] = "tests.parsers.apart.odd_readers:read"
                read_apart("odd", "a", b"{order} {tmp_path / "pid"}", seconds=60, megabytes=500)
                print("read", flush=True)
                __import__("time").sleep(60)
            """),
        ],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.02)
    office.kill()
    office.wait()
    assert has_ended(int((tmp_path / "pid").read_text()))
    while list(tmp_path.glob("mailroom-apart-*")):
        time.sleep(0.05)


def has_ended(pid: int) -> bool:
    """Wait until a process is gone; the test's own time limit ends the wait."""
    while not is_zombie_or_gone(pid):
        time.sleep(0.05)
    return True


def is_zombie_or_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True
