"""A refused password is not tried again: not in this round, not in the next, not at the next start, until it is mended."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from ledger import barring
from ledger.models import Barred, Letter
from mailroom import roster
from mailroom.office import china_now, open_office
from tests.mailroom.command_line import CommandLine

REFUSAL = b"535 Error: authentication failed"
WRONG, RIGHT = "yi-jing-guo-qi", "gang-gang-sheng-cheng"


@pytest.fixture
def office(sending_office: CommandLine) -> CommandLine:
    """An office with a letter to be sent and a password that is no longer good."""
    (sending_office.folder / "code.txt").write_text(WRONG, encoding="utf-8")
    return sending_office


def mend(office: CommandLine, password: str = RIGHT) -> None:
    (office.folder / "code.txt").write_text(password, encoding="utf-8")


def let_time_pass(**span: float) -> None:
    bar = Barred.get()
    Barred.update(until=bar.until - timedelta(**span)).execute()


def test_neither_the_next_round_nor_the_next_start_tries_the_same_password_again(office, server):
    server.answer("AUTH", REFUSAL)

    first = office.refused("once", "--at", "2018-03-12T10:00")
    second = office.refused("once", "--at", "2018-03-12T10:01")

    assert server.connections == 1
    assert "535 Error: authentication failed" in first
    assert "不再用这个密码登录" in second
    assert Letter.get().state == "queued"
    assert [each.account for each in barring.barred_accounts()] == ["smtp tzsszxx@163.com@127.0.0.1"]


def test_a_mended_password_is_tried_at_once(office, server):
    server.answer("AUTH", REFUSAL)
    office.refused("once", "--at", "2018-03-12T10:00")
    mend(office)

    office.done("once", "--at", "2018-03-12T10:01")

    assert server.connections == 2
    assert len(server.letters) == 1
    assert barring.barred_accounts() == []


def test_another_wrong_password_is_barred_in_its_turn(office, server):
    server.answer("AUTH", REFUSAL, REFUSAL)
    office.refused("once", "--at", "2018-03-12T10:00")
    mend(office, "ye-bu-dui")
    office.refused("once", "--at", "2018-03-12T10:01")
    office.refused("once", "--at", "2018-03-12T10:02")

    assert server.connections == 2
    assert Barred.get().tries == 1


def test_the_check_tells_of_the_bar_without_knocking(office, server):
    server.answer("AUTH", REFUSAL)
    office.refused("once", "--at", "2018-03-12T10:00")

    said = office("check")

    assert server.connections == 1
    assert "故障 发信：127.0.0.1 不接受账号 tzsszxx@163.com 的登录" in said.stdout
    assert "mailroom check --try" in said.stdout
    assert said.exit_code == 1


def test_an_operator_who_is_sure_has_it_tried_and_what_waited_goes_out(office, server):
    server.answer("AUTH", REFUSAL)
    office.refused("once", "--at", "2018-03-12T10:00")

    assert "正常 发信：已登录 127.0.0.1" in office("check", "--try").stdout
    office.done("once", "--at", "2018-03-12T10:01")

    assert len(server.letters) == 1
    assert barring.barred_accounts() == []


def test_a_refusal_met_by_the_check_keeps_the_round_from_knocking(office, server):
    server.answer("AUTH", REFUSAL)

    office("check")
    office.refused("once", "--at", "2018-03-12T10:00")

    assert server.connections == 1


def test_a_server_that_was_being_mended_is_tried_after_an_hour_and_then_once_a_day(office, server):
    server.answer("AUTH", REFUSAL, REFUSAL)
    office.refused("once", "--at", "2018-03-12T10:00")
    assert Barred.get().until - china_now() < timedelta(hours=1)

    let_time_pass(hours=1)
    office.refused("once", "--at", "2018-03-12T11:00")
    office.refused("once", "--at", "2018-03-12T11:01")
    assert server.connections == 2
    assert timedelta(hours=23) < Barred.get().until - china_now() < timedelta(hours=24)

    let_time_pass(days=1)
    office.done("once", "--at", "2018-03-13T11:00")
    assert len(server.letters) == 1


@pytest.mark.parametrize(
    ("moment", "reply"),
    [
        ("AUTH", b"451 4.7.0 too much fail authentication"),
        ("greeting", b"554 IP is rejected, smtp auth error limit exceed"),
        ("greeting", b"421 HL:ICC 163 smtp5"),
        ("MAIL", b"421 HL:MEP 163 smtp5"),
    ],
)
def test_a_provider_that_has_closed_its_door_is_left_alone_whatever_the_password(
    office, server, moment, reply
):
    server.answer(moment, reply)
    office.refused("once", "--at", "2018-03-12T10:00")
    mend(office)
    office.refused("once", "--at", "2018-03-12T12:30")  # the office's own pause is over

    assert server.connections == 1
    [bar] = barring.barred_accounts()
    assert bar.secret_print == ""
    assert timedelta(minutes=110) < bar.until - china_now() <= timedelta(hours=2)

    let_time_pass(hours=2)
    office.done("once", "--at", "2018-03-12T15:00")
    assert len(server.letters) == 1


def test_a_courier_that_does_not_log_in_leaves_no_bar_behind(office, server):
    """Nothing would ever lift it."""
    place = office.folder / "office.toml"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace('user = "tzsszxx@163.com"\n', ""), encoding="utf-8")
    server.answer("greeting", b"421 HL:ICC 163 smtp5")

    office.refused("once", "--at", "2018-03-12T10:00")

    assert barring.barred_accounts() == []


def test_the_password_stands_in_no_file_of_the_office_but_its_own(office, server):
    server.answer("AUTH", REFUSAL)
    office.refused("once", "--at", "2018-03-12T10:00")

    kept = [file for file in office.folder.rglob("*") if file.is_file() and file.name != "code.txt"]

    assert office.folder / "ledger.db" in kept
    assert [file for file in kept if WRONG.encode() in file.read_bytes()] == []


def test_the_daemon_sends_within_moments_once_the_file_holds_the_right_password(office, server, monkeypatch):
    """Nobody has to start it anew."""
    monkeypatch.setattr(roster, "DELIVERY_SECONDS", 0.05)
    monkeypatch.setattr(roster, "KEPT_OUT_SECONDS", 0.2)
    server.answer("AUTH", REFUSAL)
    opened = open_office(office.folder)
    stop, told = threading.Event(), []

    def tell(report):
        told.append(report)
        if report.delivery.kept_out and len([each for each in told if each.delivery.kept_out]) == 3:
            assert server.connections == 1
            mend(office)
        if report.delivery.sent:
            stop.set()

    watchdog = threading.Timer(30, stop.set)
    watchdog.start()
    roster.run(opened, clock=china_now, stop=stop, tell=tell)
    watchdog.cancel()

    assert len(server.letters) == 1
    assert server.connections == 2


def test_an_operator_does_not_knock_at_a_door_that_the_provider_has_closed(office, server):
    server.answer("greeting", b"554 IP is rejected, smtp auth error limit exceed")
    office.refused("once", "--at", "2018-03-12T10:00")

    said = office("check", "--try").stdout

    assert server.connections == 1
    assert "其间不要登录" in said
    assert "check --try" not in said


def test_the_check_tells_why_letters_wait_though_the_log_in_is_right(office, server):
    server.answer("MAIL", b"553 Mail from must equal authorized user")
    office.refused("once", "--at", "2018-03-12T10:00")

    said = office("check").stdout

    assert "注意 发信：有 1 封信没有发出" in said
    assert "发件地址与登录账号不一致" in said
