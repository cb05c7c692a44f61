"""`once` does one full round and tells it; `preview` rehearses one; `run` works until it is told to end."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mailroom.commands.once import clock_from
from tests.mailroom.command_line import TOWN, UPPER, CommandLine, case_mail, mail_of

KEYS = ["at", "received", "duplicates", "held", "filed", "posted", "sent", "failed", "unknown"]
ROOT = Path(__file__).parents[2]


def test_a_round_takes_in_dispatches_delivers_and_files_away(office):
    office.drop("case", case_mail("180312091500000001", department=TOWN))

    [row] = office.rows("once", "--at", "2018-03-12T10:00")

    assert list(row) == KEYS
    assert row == {
        "at": "2018-03-12T10:00:00",
        "received": 1,
        "duplicates": 0,
        "held": 0,
        "filed": 1,
        "posted": 1,
        "sent": 1,
        "failed": 0,
        "unknown": 0,
    }
    assert office.waiting() == []
    assert len(office.sent()) == 1


def test_the_same_mail_twice_is_one_case_and_a_duplicate(office):
    office.drop("one", case_mail("180312091500000001", department=TOWN))
    office.drop("two", case_mail("180312091500000001", department=TOWN))

    [row] = office.rows("once", "--at", "2018-03-12T10:00")

    assert (row["received"], row["duplicates"]) == (2, 1)
    assert len(office.rows("cases")) == 1


def test_a_round_that_found_nothing_says_so(office):
    assert "收件 0" in office.done("once", "--at", "2018-03-12T10:00")


def test_a_mail_that_waits_for_a_person_is_no_failure_of_the_round(office):
    office.drop("letter", mail_of("someone@elsewhere.cn", "您好", "请问贵单位招人吗？"))

    [row] = office.rows("once", "--at", "2018-03-12T10:00")

    assert row["held"] == 1


@pytest.mark.parametrize(
    "written",
    [
        "2018-03-12T10:00",
        "2018-03-12 10:00",
        "2018-03-12T10:00:00",
        "2018-03-12T02:00Z",
        "2018-03-12T10:00+08:00",
    ],
)
def test_a_time_may_be_written_in_several_ways(office, written):
    [row] = office.rows("once", "--at", written)

    assert row["at"] == "2018-03-12T10:00:00"


@pytest.mark.parametrize(
    "written", ["明天", "2018-02-30T10:00", "10:00", "", "2018-03-12T25:00", "0001-01-01", "9999-12-31"]
)
def test_an_odd_time_is_wrong_use(office, written):
    told = office.refused("once", "--at", written, status=2)

    assert "--at" in told


def test_the_given_time_goes_on_with_the_time_that_passes(monkeypatch):
    from datetime import datetime

    passed = iter([100.0, 160.0])
    monkeypatch.setattr("time.monotonic", lambda: next(passed))

    assert clock_from(datetime(2018, 3, 12, 10, 0))() == datetime(2018, 3, 12, 10, 1)


def test_a_mailbox_that_fails_is_a_failure_of_the_round(office):
    config = office.folder / "office.toml"
    text = config.read_text(encoding="utf-8").replace('path = "mailbox"', 'path = "office.toml"', 1)
    config.write_text(text, encoding="utf-8")

    result = office("once", "--at", "2018-03-12T10:00", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["received"] == 0
    assert "信箱" in result.stderr


def test_while_one_round_is_made_another_is_not(office):
    import fcntl

    with open(office.folder / ".mailroom.lock", "a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = office.refused("once", "--at", "2018-03-12T10:00")

    assert "正在运行" in told


def test_a_reminder_goes_out_on_the_day_before(office, case_no):
    [row] = office.rows("once", "--at", "2018-03-14T09:30")

    assert row["posted"] == row["sent"] == 1
    assert [each["kind"] for each in office.rows("letters")] == ["dispatch", "reminder"]


# --- preview ------------------------------------------------------------------------------------------------


def test_a_preview_tells_what_a_round_would_post_to_whom(office):
    office.drop("case", case_mail("180312091500000001", department=TOWN))

    [letter] = office.rows("preview", "--at", "2018-03-12T10:00")

    assert letter["kind"] == "dispatch"
    assert letter["to"][0].endswith("@example.cn")
    assert letter["case_no"].startswith("TZ-2018-000001")
    assert "新拟 1 封" in office.done("preview", "--at", "2018-03-12T10:00")


def test_a_preview_changes_nothing(office):
    office.drop("case", case_mail("180312091500000001", department=TOWN))
    before = {path: path.read_bytes() for path in (office.folder / "mailbox").rglob("*.eml")}

    office.done("preview", "--at", "2018-03-12T10:00")

    assert {path: path.read_bytes() for path in (office.folder / "mailbox").rglob("*.eml")} == before
    assert office.rows("cases") == []
    assert office.rows("letters") == []
    assert not list((office.folder / "archive").rglob("*.eml"))
    [row] = office.rows("once", "--at", "2018-03-12T10:00")
    assert row["received"] == row["posted"] == 1
    assert office.rows("cases")[0]["case_no"].startswith("TZ-2018-000001")


def test_a_preview_sees_the_reminders_of_a_day_to_come(office, case_no):
    kinds = {each["kind"] for each in office.rows("preview", "--at", "2018-03-14T10:00")}

    assert kinds == {"reminder"}
    assert len(office.rows("letters")) == 1


def test_a_preview_may_be_made_while_the_office_is_at_work(office):
    import fcntl

    with open(office.folder / ".mailroom.lock", "a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        office.done("preview", "--at", "2018-03-12T10:00")


def test_a_preview_on_postgresql_changes_nothing(office, postgres_url):
    config = office.folder / "office.toml"
    text = config.read_text(encoding="utf-8").replace("sqlite:///ledger.db", postgres_url)
    config.write_text(text, encoding="utf-8")
    office.done("departments", "import", str(office.folder / "with-addresses.xlsx"))
    office.drop("case", case_mail("180312091500000001", department=TOWN))

    assert len(office.rows("preview", "--at", "2018-03-12T10:00")) == 1

    assert office.rows("cases") == office.rows("letters") == []
    assert office.waiting() == ["case.eml"]
    assert office.rows("once", "--at", "2018-03-12T10:00")[0]["sent"] == 1
    assert office.rows("cases")[0]["case_no"].startswith("TZ-2018-000001")


# --- run ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_daemon_takes_in_what_arrives_and_ends_on_a_signal(office, number):
    office.drop("case", case_mail("180312091500000001", department=TOWN))
    command = [sys.executable, "-u", "-m", "mailroom.cli", "-C", str(office.folder), "run"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"},
    ) as daemon:  # fmt: skip
        watchdog = threading.Timer(60, daemon.kill)
        watchdog.start()
        try:
            lines = []
            for line in daemon.stdout:
                lines.append(line)
                if "发出" in line or "待人工" in line:
                    break
            assert "正在运行" in office.refused("once")
            daemon.send_signal(number)
            rest, complaints = daemon.communicate(timeout=10)
        finally:
            watchdog.cancel()
            daemon.kill()

    assert daemon.returncode == 0, complaints
    assert any("收件 1" in line for line in lines)
    assert "已结束" in rest
    assert complaints == ""
    assert len(office.sent()) == 1
    log = (office.folder / "mailroom.log").read_text(encoding="utf-8")
    assert re.search(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO .*begins to work", log, re.MULTILINE)


def test_a_server_that_says_nothing_does_not_hold_the_daemon_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        folder = tmp_path / "office"
        office = CommandLine(folder)
        office.done("init", str(folder), "--all")
        config = folder / "office.toml"
        port = silent.getsockname()[1]
        text = re.sub(r'host = "(imap|smtp)[^"]*"', 'host = "127.0.0.1"', config.read_text(encoding="utf-8"))
        text = re.sub(r"port = \d+", f"port = {port}", text).replace('security = "tls"', 'security = "none"')
        config.write_text(text, encoding="utf-8")
        command = [sys.executable, "-u", "-m", "mailroom.cli", "-C", str(folder), "run"]
        env = {**os.environ, "PYTHONUTF8": "1", "MAILROOM_PASSWORD": "x"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env) as daemon:
            try:
                daemon.stdout.readline()
                silent.settimeout(30)
                connection, _ = silent.accept()  # from here on it waits for a greeting
                daemon.send_signal(signal.SIGTERM)
                daemon.communicate(timeout=10)
                connection.close()
            finally:
                daemon.kill()

    assert daemon.returncode == 0


def test_a_daemon_without_a_mailbox_server_goes_on_and_says_so_once(office):
    from datetime import datetime, timedelta

    from mailroom.commands.run import Teller
    from mailroom.rounds import Report

    told: list[str] = []
    teller = Teller(told.append, told.append)
    start = datetime(2018, 3, 12, 10, 0)
    for seconds in range(0, 60, 2):
        at = start + timedelta(seconds=seconds)
        teller(Report(at=at, problems=[f"信箱 a：连不上，{seconds} 秒后再试"]))

    assert len(told) == 1
    teller(Report(at=start + timedelta(minutes=11), problems=["信箱 a：连不上，300 秒后再试"]))
    assert len(told) == 2


def test_the_upper_platform_is_known_by_its_address(office):
    office.drop("case", case_mail("180312091500000001", sender="other@example.cn", department=TOWN))
    office.done("once", "--at", "2018-03-12T10:00")

    [entry] = office.rows("held")
    assert entry["from"] == "other@example.cn"
    assert entry["from"] != UPPER
