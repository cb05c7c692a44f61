"""The office watches over itself: alarms reach the administrator, and a mail to itself comes home."""

from __future__ import annotations

import json
import re
import socket
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.utils import format_datetime, make_msgid
from pathlib import Path

import pytest

from ledger.models import Heartbeat
from mailroom.office import open_office
from tests.journeys.daemons import case_just_in, running
from tests.journeys.offices import OfficeAtWork, end, wait_until
from tests.journeys.served import ServedOffice
from tests.journeys.two_mailboxes import MAYORS_BOX, TwoMailboxes
from tests.servers.mail_host import MailHost
from tests.servers.ports import free_ports

TOWN = "羊庄镇人民政府"
TEN = datetime(2018, 3, 12, 10, 0)


def minute(number: int) -> str:
    return (TEN + timedelta(minutes=number)).isoformat()


def heartbeats(office: OfficeAtWork) -> list[tuple[str, datetime, datetime | None]]:
    opened = open_office(office.folder, office.environment)
    found = [(row.mailbox, row.sent_at, row.came_at) for row in Heartbeat.select().order_by(Heartbeat.id)]
    opened.close()
    return found


# --- alarms ------------------------------------------------------------------------------------------------------------


def test_the_administrator_is_written_to_of_a_wrong_password_and_again_when_it_is_right(
    tmp_path: Path, new_address: Callable[..., str], mail_host: MailHost
):
    office = TwoMailboxes(tmp_path / "office", new_address, mail_host)
    office.set_up()
    administrator = new_address("administrator")
    office.mayors_mailbox(watch=f'administrator = ["{administrator}"]\n')
    office.mayors_password = "expired-auth-code"
    for number in range(0, 60, 5):
        office.round(minute(number), status=1)
    office.mayors_password = mail_host.password
    for number in range(60, 80, 5):
        office.round(minute(number))

    first, last = office.letters_at(administrator)

    assert first.subject == f"【告警】1 项：收不了信：信箱 {MAYORS_BOX}"
    assert "不接受账号" in first.text
    assert "mailroom check" in first.text
    assert last.subject == f"【已恢复】收不了信：信箱 {MAYORS_BOX}"
    assert "expired-auth-code" not in first.everything + last.everything


def test_a_page_whose_port_is_taken_keeps_the_office_from_nothing(office: OfficeAtWork):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        office.configure(watch={"listen": f"127.0.0.1:{port}"})
        with running(office) as process:
            case_just_in(office, 13)
            wait_until(lambda: office.at_department(TOWN), "the letter is there", seconds=30)
            assert end(process) == 0

    assert f"监控页 127.0.0.1:{port} 开不了" in office.log()


def test_the_daemon_answers_at_its_page_and_takes_it_along_when_it_ends(office: OfficeAtWork):
    [port] = free_ports(1)
    office.configure(watch={"listen": f"127.0.0.1:{port}"})

    def ask(path: str) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    with running(office) as process:
        wait_until(lambda: '"status": "ok"' in ask("/health"), lambda: ask("/health"), seconds=30)
        wait_until(
            lambda: 'mailroom_round_seconds_count{round="duties"}' in ask("/metrics"), "rounds are counted"
        )
        parts = {part["name"] for part in json.loads(ask("/health"))["parts"]}
        assert {"台账", "发信", "定时事项"} <= parts
        assert end(process) == 0
    assert ask("/health") == ""


def test_systemd_is_told_that_the_office_works_and_when_it_ends(
    in_folder: OfficeAtWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    place = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(place))
        systemd.settimeout(20)
        monkeypatch.setenv("NOTIFY_SOCKET", str(place))
        with running(in_folder) as process:
            words = {systemd.recv(100), systemd.recv(100)}
            assert end(process) == 0
        words.add(systemd.recv(100))
    assert words == {b"READY=1", b"WATCHDOG=1", b"STOPPING=1"}


# --- the mail to itself ------------------------------------------------------------------------------------------------


def test_a_mail_to_itself_comes_home_is_filed_and_lies_on_no_desk(served: ServedOffice):
    served.configure(watch={"heartbeat_minutes": 60})

    first = served.round(minute(0))
    served.host.wait_for_mails(served.address, 1)
    second = served.round(minute(5))

    assert (first["posted"], first["sent"]) == (1, 1)
    assert (second["received"], second["held"], second["filed"], second["sent"]) == (1, 0, 1, 0)
    [(mailbox, sent_at, came_at)] = heartbeats(served)
    assert mailbox == served.address
    assert (f"{sent_at:%H:%M}", came_at and f"{came_at:%H:%M}") == ("10:00", "10:05")
    assert served.cases() == []
    assert served.held() == []
    assert len(served.filed()) == 1
    [letter] = served.letters()
    assert (letter["kind"], letter["state"]) == ("heartbeat", "sent")


def test_the_daemon_has_its_own_home_within_seconds(served: ServedOffice):
    served.configure(watch={"heartbeat_minutes": 60})
    with running(served) as process:
        wait_until(
            lambda: [came for _, _, came in heartbeats(served) if came],
            "the mail to itself is home",
            seconds=40,
        )
        wait_until(lambda: len(served.filed()) == 1, "it is filed")
        assert end(process) == 0
    assert served.held() == []


def test_the_next_one_goes_when_its_time_has_come(served: ServedOffice):
    served.configure(watch={"heartbeat_minutes": 60})

    sent = [served.round(minute(number))["sent"] for number in range(0, 125, 15)]

    assert sent == [1, 0, 0, 0, 1, 0, 0, 0, 1]


def test_one_that_does_not_come_home_is_an_alarm_until_a_later_one_does(served: ServedOffice):
    served.configure(watch={"heartbeat_minutes": 60})
    served.round(minute(0))
    served.host.wait_for_mails(served.address, 1)
    served.host.remove(served.address, "INBOX")

    served.round(minute(25))
    assert "自检信没有回来" not in served.tell("check").output
    served.round(minute(35))
    told = served.tell("check").output

    assert f"自检信没有回来：信箱 {served.address}" in told
    assert "已经发出，至今没有回到信箱" in told
    served.round(minute(61))
    served.host.wait_for_mails(served.address, 1)
    served.round(minute(65))
    served.round(minute(70))
    assert "自检信没有回来" not in served.tell("check").output


def test_a_forged_one_does_not_count_and_goes_before_a_person(served: ServedOffice):
    """Whoever knows what one looks like, its subject and its headers, does not know the token of the next."""
    served.configure(watch={"heartbeat_minutes": 60})
    served.round(minute(0))
    [raw] = served.host.wait_for_mails(served.address, 1)
    served.host.remove(served.address, "INBOX")
    forged = message_from_bytes(raw)
    forged.replace_header("Message-ID", make_msgid(domain="example.cn"))
    served.mail_in(forged.as_bytes())

    done = served.round(minute(5))

    assert (done["received"], done["held"]) == (1, 1)
    assert [came for _, _, came in heartbeats(served)] == [None]


def test_one_that_strays_into_another_mailbox_does_not_count(
    tmp_path: Path, new_address: Callable[..., str], mail_host: MailHost
):
    office = TwoMailboxes(tmp_path / "office", new_address, mail_host)
    office.set_up()
    office.mayors_mailbox(watch="heartbeat_minutes = 60\n")

    office.round(minute(0))
    [hotlines] = mail_host.wait_for_mails(office.address, 1)
    [mayors] = mail_host.wait_for_mails(office.mayors, 1)
    mail_host.remove(office.mayors, "INBOX")
    mail_host.append(office.address, mayors)
    office.round(minute(5))

    came = {mailbox: came is not None for mailbox, _, came in heartbeats(office)}
    assert came == {"热线信箱": True, "市长信箱": False}
    assert re.search(rb"^To: ([^\r\n]+)", mayors, re.MULTILINE)[1].decode() == office.mayors  # type: ignore[index]
    assert office.held() == []
    assert hotlines != mayors


def test_none_is_sent_while_the_last_one_still_waits_to_go_out(served: ServedOffice):
    served.configure(watch={"heartbeat_minutes": 10}, courier={"port": free_ports(1)[0]})

    for number in range(0, 60, 10):
        served.round(minute(number), status=None)

    assert len(served.letters("--kind", "heartbeat")) == 1
    assert "至今没有发出去" in served.tell("check", status=1).output


def test_a_folder_of_files_gets_none(in_folder: OfficeAtWork):
    in_folder.configure(watch={"heartbeat_minutes": 10})

    assert in_folder.round(minute(0))["sent"] == 0


def test_an_old_one_that_comes_twice_is_a_duplicate(served: ServedOffice):
    served.configure(watch={"heartbeat_minutes": 60})
    served.round(minute(0))
    [raw] = served.host.wait_for_mails(served.address, 1)
    served.round(minute(5))
    served.mail_in(raw)

    assert served.round(minute(10))["duplicates"] == 1
    assert format_datetime(TEN)[:16] in raw.decode("ascii")
