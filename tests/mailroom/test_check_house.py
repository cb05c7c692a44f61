"""`mailroom check` against each fault of the house: the ledger, the disk, the directory, the calendar, the programs."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

import keyring
import pytest
from keyring.errors import KeyringLocked

from config import settings as configuration
from ledger import alarms
from ledger.codes import AlarmKind
from ledger.models import Letter
from ledger.opening import transaction
from mailroom import checks, paper_checks, reader_checks
from mailroom.office import china_now, open_office
from tests.mailroom.command_line import CommandLine

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")


def edit(office: CommandLine, old: str, new: str) -> None:
    file = office.folder / "office.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(office: CommandLine, level: str, subject: str, *, status: int) -> str:
    """The one line of check about a subject at this level, with its advice; the exit status is right, there is no trace."""
    result = office("check")
    assert result.exit_code == status, result.output
    assert "Traceback" not in result.output
    assert "程序出错" not in result.output
    [line] = [each for each in result.stdout.splitlines() if each.startswith(f"{level} {subject}：")]
    sentence, _, advice = line.partition(" → ")
    assert re.search(r"[一-鿿]{2}", sentence)
    assert re.search(r"[一-鿿]{2}", advice), "what is to be done?"
    return line


# --- the ledger ----------------------------------------------------------------------------------------------------------


def test_a_ledger_of_a_newer_program(office):
    with sqlite3.connect(office.folder / "ledger.db") as ledger:
        ledger.execute("UPDATE schemaversion SET version = 9999")
    ledger.close()

    assert "请升级程序" in told(office, "故障", "台账", status=1)


def test_a_ledger_that_another_program_holds(office, monkeypatch):
    monkeypatch.setattr("ledger.opening.PATIENCE_SECONDS", 0.2)
    holder = sqlite3.connect(office.folder / "ledger.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    line = told(office, "故障", "台账", status=1)

    holder.execute("ROLLBACK")
    holder.close()
    assert "另一个程序长时间占用，请稍后再试" in line


def test_a_ledger_whose_server_is_away(office, monkeypatch):
    monkeypatch.setenv("LEDGER_PASSWORD", "zhe-shi-mi-ma")
    edit(
        office,
        "sqlite:///ledger.db",
        'postgresql://nobody@127.0.0.1:1/none"\npassword_env = "LEDGER_PASSWORD" # "',
    )

    line = told(office, "故障", "台账", status=1)

    assert "数据库没有在运行，或 [ledger] url 的地址、端口写错了" in line
    assert "zhe-shi-mi-ma" not in line


def test_a_ledger_that_is_a_folder(office):
    for file in office.folder.glob("ledger.db*"):
        file.unlink()
    (office.folder / "ledger.db").mkdir()

    assert "打不开" in told(office, "故障", "台账", status=1)


# --- the disk ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(office):
    """The archive on a disk of its own, of 4 MB; what is done to it ends with the test."""
    place = office.folder / "archive"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "mailroom-test", place], check=False)
    if done.returncode:
        pytest.skip("nothing can be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


@needs_root
def test_a_full_disk_under_the_archive_alone(office, small_disk: Path):
    (small_disk / "filler").write_bytes(b"0" * 4_000_000)

    line = told(office, "故障", "磁盘", status=1)

    assert f"{small_disk} 只剩" in line
    assert "清理或扩大磁盘" in line


@needs_root
def test_an_archive_that_can_only_be_read(office, small_disk: Path):
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    line = told(office, "故障", "目录", status=1)

    assert f"存档目录 {small_disk} 写不进去：磁盘是只读的" in line
    assert f"让运行 mailroom 的账号能读写 {small_disk}" in line


def test_an_archive_that_is_a_file(office):
    shutil.rmtree(office.folder / "archive", ignore_errors=True)
    (office.folder / "archive").write_bytes(b"")

    assert "写不进去" in told(office, "故障", "目录", status=1)


# --- the directory, the calendar, the clock ------------------------------------------------------------------------------


def test_departments_without_an_address(tmp_path):
    office = CommandLine(tmp_path / "office")
    office.done("init", str(office.folder), "--provider", "folder")

    line = told(office, "注意", "名录", status=0)

    assert "所有单位都没有登记邮箱" in line
    assert "departments import" in line


def test_a_calendar_that_is_missing(office, monkeypatch):
    monkeypatch.setattr(checks, "load_holidays", lambda folder: {2018: ("", {}, set())})

    result = office("check")

    assert result.exit_code == 0
    [line] = [
        each for each in result.stdout.splitlines() if f"还没有 {china_now().year} 年的放假安排" in each
    ]
    assert line.startswith("注意 日历")
    assert "calendar import" in line


def test_a_calendar_of_the_office_that_is_wrong(office):
    folder = office.folder / "calendar"
    folder.mkdir(exist_ok=True)
    (folder / "2027.toml").write_text(
        'year = 2027\n[[holiday]]\nname = "元旦"\ndays = "明天"\n', encoding="utf-8"
    )

    result = office("check")

    assert result.exit_code != 0
    assert "Traceback" not in result.output
    assert "2027" in result.output


def test_a_clock_that_is_behind(office):
    opened = open_office(office.folder)
    with transaction():
        Letter.create(
            key="x/1",
            kind="notice",
            to=["a@example.cn"],
            subject="通知",
            message_id="<x@example.cn>",
            sha256="a" * 64,
            state="sent",
            posted_at=china_now() + timedelta(days=1),
            not_before=china_now(),
        )
    opened.close()

    line = told(office, "注意", "时钟", status=0)

    assert "台账中已有" in line
    assert "校正本机时间" in line


# --- programs and fonts --------------------------------------------------------------------------------------------------


def test_fonts_that_are_missing(office, monkeypatch):
    monkeypatch.setattr(paper_checks, "output", lambda command: "")
    monkeypatch.setattr(paper_checks.shutil, "which", lambda name: "/usr/bin/fc-list")

    line = told(office, "注意", "字体", status=0)

    assert "没有公文字体：方正小标宋、仿宋、楷体" in line


def test_a_libreoffice_that_is_missing(office, monkeypatch):
    monkeypatch.setattr(reader_checks.shutil, "which", lambda name: None)

    lines = [line for line in office.done("check").splitlines() if line.startswith("注意 LibreOffice：")]

    assert "apt-get install --no-install-recommends libreoffice-writer-nogui" in lines[0]
    assert "转不了 PDF" in lines[0]


def test_a_template_that_is_no_utf_8(office):
    file = office.folder / "templates" / "mail" / "plain.txt.j2"
    file.parent.mkdir(parents=True)
    file.write_bytes("通知：".encode("gbk"))

    line = told(office, "故障", "模板", status=1)

    assert "mail/plain.txt.j2" in line
    assert "UTF-8" in line


def test_an_alarm_letter_with_a_broken_template_is_found_before_it_is_needed(office):
    file = office.folder / "templates" / "mail" / "alarm.txt.j2"
    file.parent.mkdir(parents=True)
    file.write_text("{{ nonsense }}", encoding="utf-8")

    assert "mail/alarm.txt.j2" in told(office, "故障", "模板", status=1)


# --- secrets --------------------------------------------------------------------------------------------------------------


class Locked:
    """A keyring that asks for its own password first."""

    priority = 1

    def get_password(self, service, account):
        raise KeyringLocked("locked")


LOGIN = 'provider = "imap"\nhost = "127.0.0.1"\nsecurity = "none"\nport = 1\nuser = "a@example.cn"\n'


def an_account(office: CommandLine, login: str) -> None:
    text = (office.folder / "office.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition("[mailbox]\n")
    _, _, rest = rest.partition("# 发件")
    (office.folder / "office.toml").write_text(
        f"{head}[mailbox]\n{LOGIN}{login}\n# 发件{rest}", encoding="utf-8"
    )


def test_a_keyring_that_is_locked(office, monkeypatch):
    an_account(office, 'password_keyring = "mailroom"')
    monkeypatch.setattr(keyring, "get_password", Locked().get_password)

    result = office("check")

    assert result.exit_code == 2
    assert "系统密钥环已上锁" in result.stderr
    assert "password_file" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("login", "words"),
    [
        ('password_env = "NO_SUCH_VARIABLE"', "环境变量 NO_SUCH_VARIABLE 未设置或为空"),
        ('password_file = "none.txt"', "无法读取密码文件"),
        ("", "请填写存放密码的环境变量名"),
    ],
)
def test_a_password_that_is_nowhere(office, login, words):
    an_account(office, login)

    result = office("check")

    assert result.exit_code == 2
    assert words in result.stderr
    assert "mailbox.password" in result.stderr


@pytest.mark.parametrize(
    ("days_ago", "level", "words"),
    [(80, "注意", "还有 10 天"), (91, "故障", "已于"), (10, "正常", "有效")],
)
def test_a_password_that_ends(office, monkeypatch, days_ago, level, words):
    monkeypatch.setenv("MAILROOM_PASSWORD", "zhe-shi-mi-ma")
    set_on = china_now().date() - timedelta(days=days_ago)
    login = f'password_env = "MAILROOM_PASSWORD"\npassword_set_on = "{set_on}"\npassword_days = 90'
    an_account(office, login)

    result = office("check")

    [line] = [each for each in result.stdout.splitlines() if each[3:].startswith("密码：")]
    assert line.startswith(level)
    assert "a@example.cn" in line
    assert words in line
    assert "zhe-shi-mi-ma" not in result.output


# --- what the office itself has found -----------------------------------------------------------------------------------


def test_open_alarms_are_listed_with_what_to_do_and_are_no_fault_of_check(office):
    opened = open_office(office.folder)
    since = datetime(2018, 3, 12, 10, 0)
    with transaction():
        alarms.raise_alarm(AlarmKind.DUTY, "催办", "定时事项“催办”每次都办不成。请看日志", since=since)
        over = alarms.raise_alarm(AlarmKind.DISK, "/srv", "只剩 3 MB", since=since)
        alarms.end_alarm(over, now=since + timedelta(hours=1))
    opened.close()

    lines = [line for line in office.done("check").splitlines() if line[3:].startswith("告警：")]

    assert "注意 告警：有一项总办不成：催办（2018年3月12日10:00起）" in lines[0]
    assert "请看日志" in lines[0]
    assert not any("只剩 3 MB" in line for line in lines)


def test_an_office_that_would_tell_nobody_is_advised(office):
    assert "[watch] administrator" in told(office, "注意", "告警", status=0)


def test_the_next_years_calendar_is_looked_for_in_the_shipped_years():
    """The years are data; a check that looks for one that can't be there would cry wolf for ever."""
    years = configuration.load_holidays(Path("/nowhere"))

    assert date(min(years), 1, 1) <= date(2018, 1, 1)
