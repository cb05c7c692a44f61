"""Two mailboxes of one office: each has its own state, and one that fails does not stop the other."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.journeys.daemons import case_just_in, running
from tests.journeys.matters import lamps
from tests.journeys.offices import end, wait_until
from tests.journeys.two_mailboxes import HOTLINE_BOX, MAYORS_BOX, TwoMailboxes
from tests.servers.faulty_proxy import FaultyProxy
from tests.servers.mail_host import MailHost
from tests.servers.ports import free_ports

TOWN = "羊庄镇人民政府"
FOLDER = "市民来信"


@pytest.fixture
def two(tmp_path: Path, new_address: Callable[..., str], mail_host: MailHost) -> TwoMailboxes:
    office = TwoMailboxes(tmp_path / "office", new_address, mail_host)
    office.set_up()
    return office


def test_each_mailbox_is_taken_in_and_filed_in_itself(two: TwoMailboxes):
    two.cases_in(lamps(13), "docx-two-columns", at="2018-03-12T10:00")
    two.to_the_mayor(14, at="2018-03-12T10:00")

    done = two.round("2018-03-12T10:01")

    assert (done["received"], done["filed"], done["sent"]) == (2, 2, 2)
    assert len(two.host.mails(two.address, "已登记")) == 1
    assert len(two.host.mails(two.mayors, "已登记")) == 1
    assert two.channels() == ["hotline", "mayors_mailbox"]
    assert two.round("2018-03-12T10:02")["received"] == 0


def test_a_mail_that_comes_into_both_is_one_case(two: TwoMailboxes):
    raw = two.cases_in(lamps(13), "docx-two-columns", at="2018-03-12T10:00")
    two.host.append(two.mayors, raw)

    done = two.round("2018-03-12T10:01")

    assert (done["received"], done["duplicates"], done["sent"]) == (2, 1, 1)
    assert len(two.cases()) == 1


def test_each_counts_its_own_folders(two: TwoMailboxes):
    """The hotline's is restored and counts anew: nothing of the mayor's is taken in again."""
    two.mayors_mailbox(filed_folder="")
    two.to_the_mayor(14, at="2018-03-12T10:00")
    two.round("2018-03-12T10:01")
    two.cases_in(lamps(13), "docx-two-columns", at="2018-03-12T10:02")

    done = two.round("2018-03-12T10:03")

    assert (done["received"], done["duplicates"]) == (1, 0)


# --- one of the two fails -----------------------------------------------------------------------------------------------


@contextmanager
def a_wrong_password(two: TwoMailboxes) -> Iterator[str]:
    two.mayors_password = "expired-auth-code"
    yield "不接受账号"
    two.mayors_password = two.host.password


@contextmanager
def a_missing_folder(two: TwoMailboxes) -> Iterator[str]:
    two.mayors_mailbox(folders=["INBOX", FOLDER])
    yield FOLDER
    two.mayors_mailbox()


@contextmanager
def a_server_that_has_gone(two: TwoMailboxes) -> Iterator[str]:
    with FaultyProxy(two.host.imaps_port) as proxy:
        proxy.refusing = True
        two.mayors_mailbox(port=proxy.port)
        yield "信箱"
    two.mayors_mailbox()


FAULTS = {"password": a_wrong_password, "folder": a_missing_folder, "server": a_server_that_has_gone}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_other_goes_on_an_alarm_tells_of_the_one_and_it_comes_back(two: TwoMailboxes, fault: str):
    two.round("2018-03-12T09:00")
    with FAULTS[fault](two) as words:
        for number, minute in enumerate(range(0, 45, 5)):
            at = f"2018-03-12T10:{minute:02}"
            two.cases_in(lamps(20 + number), "docx-two-columns", at=at)
            done = two.round(at, status=1)
            assert (done["received"], done["sent"]) == (1, 1), at
        two.to_the_mayor(50, at="2018-03-12T10:41")

        told = [row for row in two.ask("check", status=None) if row["subject"] == "告警"]

        assert [MAYORS_BOX in row["sentence"] for row in told[:1]] == [True]
        assert words in told[0]["sentence"]
        assert HOTLINE_BOX not in "".join(row["sentence"] for row in told)
        assert "expired-auth-code" not in two.log() + json.dumps(told)

    done = two.round("2018-03-12T10:50")

    assert (done["received"], done["sent"]) == (1, 1)
    assert two.channels().count("mayors_mailbox") == 1
    alarms = [row["sentence"] for row in two.ask("check", status=None) if row["subject"] == "告警"]
    assert not any(MAYORS_BOX in sentence for sentence in alarms)


def test_the_daemon_works_one_mailbox_while_the_other_lets_nobody_in(two: TwoMailboxes):
    [port] = free_ports(1)
    two.mayors_password = "expired-auth-code"
    two.mayors_mailbox(watch=f'listen = "127.0.0.1:{port}"\n')
    listen = (two.folder / "office.toml").read_text(encoding="utf-8").replace('listen = ""\n', "")
    (two.folder / "office.toml").write_text(listen, encoding="utf-8")
    two.to_the_mayor(50, at="2018-03-12T10:00")

    with running(two) as process:
        case_just_in(two, 13)
        wait_until(lambda: two.at_department(TOWN), "the hotline's case is on the town's desk", seconds=30)
        parts = wait_until(lambda: _parts_in_trouble(port), "the other's trouble is seen", seconds=20)
        assert end(process) == 0

    assert parts == [f"信箱 {MAYORS_BOX}"]
    assert len(two.host.mails(two.mayors)) == 1  # untouched


def _parts_in_trouble(port: int) -> list[str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            health = json.loads(answer.read())
    except HTTPError as error:
        health = json.loads(error.read())
    except OSError:
        return []
    return [
        part["name"] for part in health["parts"] if part["status"] != "ok" and part["name"].startswith("信箱")
    ]
