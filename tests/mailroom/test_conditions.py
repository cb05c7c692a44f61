"""What is found to be wrong with an office, each thing by what the ledger and the machine say of it."""

from __future__ import annotations

import shutil
from collections import namedtuple
from datetime import date, datetime, timedelta

import pytest

from generators.letter import Draft
from ledger import barring, watching
from ledger.models import Letter, Mail
from ledger.opening import transaction
from mailroom import outbox, reader_checks, rounds
from mailroom.errors import Unreachable
from mailroom.rounds import Report
from mailroom.watch import alarms, pulse
from mailroom.watch.conditions import found
from mailroom.watch.pulse import Outcome
from mailroom.watch.view import View
from tests.mailroom.watching import MORNING, play, watched

MONDAY = datetime(2018, 3, 12, 10, 0)


def wrong(opened, now, *, began=None) -> dict[str, str]:
    """kind → sentence."""
    return {each.kind.value: each.sentence for each in found(View(opened, now, began))}


def a_mail(kept_at: datetime) -> None:
    Mail.create(
        mailbox="mailbox",
        folder="in",
        uidvalidity="1",
        uid="1",
        sha256="a" * 64,
        size=1,
        kept_at=kept_at,
        attempts=1,
    )


def a_letter(opened, kind: str, now: datetime) -> None:
    draft = Draft(f"{kind}/{now}", kind, ("a@example.cn",), "通知", "通知。", "<p>通知。</p>")
    with transaction():
        outbox.post(opened, draft, now=now)


# --- letters that stay -----------------------------------------------------------------------------------------------


def test_a_letter_that_has_waited_for_a_day_is_found(office):
    opened = watched(office)
    a_letter(opened, "dispatch", MONDAY)

    assert "waiting" not in wrong(opened, MONDAY + timedelta(hours=23))
    sentence = wrong(opened, MONDAY + timedelta(hours=25))["waiting"]

    assert "有 1 封信" in sentence
    assert "mailroom letters --state queued" in sentence
    Letter.update(state="sent").execute()
    assert "waiting" not in wrong(opened, MONDAY + timedelta(hours=25))


def test_a_reminder_that_waits_for_the_end_of_the_holidays_is_not(office):
    opened = watched(office)
    eve = datetime(2018, 2, 14, 17, 30)  # the Spring Festival is from the 15th to the 21st
    a_letter(opened, "reminder", eve)

    assert "waiting" not in wrong(opened, datetime(2018, 2, 22, 9, 0))
    assert "waiting" in wrong(opened, datetime(2018, 2, 24, 9, 0))


# --- what every round does --------------------------------------------------------------------------------------------


def test_a_duty_that_fails_every_time_is_named_and_the_others_are_not(office, monkeypatch):
    def broken(office, *, now):
        raise ZeroDivisionError

    monkeypatch.setitem(rounds.DUTIES, "催办", broken)
    opened = watched(office)
    for minutes in range(0, 35, 5):
        rounds.do_duties(opened, Report(at=MONDAY), now=MONDAY + timedelta(minutes=minutes))

    later = MONDAY + timedelta(minutes=31)
    assert "“催办”每次都办不成" in wrong(opened, later)["duty"]
    monkeypatch.undo()
    rounds.do_duties(opened, Report(at=later), now=later)
    assert "duty" not in wrong(opened, later)


def test_mails_that_cannot_be_filed_away_are_found(office):
    opened = watched(office)
    pulse.note_step("filing mailbox", Outcome("来件归档不成，来件照收，下次再归档：没有权限"), now=MONDAY)

    assert "归档不成" in wrong(opened, MONDAY + timedelta(minutes=30))["filing"]


def test_a_courier_out_of_reach_is_found_from_the_outbox_itself(office):
    opened = watched(office)
    a_letter(opened, "dispatch", MONDAY)
    now = MONDAY
    for _ in range(8):
        rounds.one_round(opened, [], OutOfReach(), clock=lambda now=now: now)
        now += timedelta(minutes=5)

    assert "起连不上发信服务器，待发的信都停着" in wrong(opened, now)["courier"]
    later = now + timedelta(hours=2)
    rounds.one_round(opened, [], opened.make_courier(), clock=lambda: later)
    assert "courier" not in wrong(opened, later)


class OutOfReach:
    """A courier whose server can't be reached."""

    settle_seconds = 0.0

    def send(self, message, *, sender, recipients, handing_over):
        raise Unreachable("连不上 smtp.example.cn:465")


def test_a_look_that_takes_long_because_mails_come_in_all_the_time_is_no_silence(office):
    opened = watched(office)
    now = play(opened, MORNING, 5)
    later = now + timedelta(minutes=40)
    assert "mailbox" in wrong(opened, later, began=MORNING)

    a_mail(later - timedelta(minutes=5))

    assert "mailbox" not in wrong(opened, later, began=MORNING)


def test_a_delivery_that_takes_long_because_letters_go_out_all_the_time_is_no_silence(office):
    opened = watched(office)
    now = play(opened, MORNING, 5)
    later = now + timedelta(minutes=40)
    assert "delivery" in wrong(opened, later, began=MORNING)

    a_letter(opened, "dispatch", MORNING)
    Letter.update(state="sent", sent_at=later - timedelta(minutes=5)).execute()

    assert "delivery" not in wrong(opened, later, began=MORNING)


# --- accounts -------------------------------------------------------------------------------------------------------


ACCOUNT = """
provider = "imap"
host = "imap.163.com"
user = "a@163.com"
password_env = "MAILROOM_PASSWORD"
password_set_on = "2018-01-01"
password_days = 90
"""


@pytest.fixture
def on_163(office, monkeypatch):
    """An office whose mailbox is an account at 163.com, set up on New Year's Day."""
    monkeypatch.setenv("MAILROOM_PASSWORD", "code")
    toml = office.folder / "office.toml"
    head, _, rest = toml.read_text(encoding="utf-8").partition("[mailbox]\n")
    toml.write_text(f"{head}[mailbox]\n{ACCOUNT}\n# 发件{rest.partition('# 发件')[2]}", encoding="utf-8")
    return watched(office)


def test_a_password_is_told_of_before_it_ends(on_163):
    ends = datetime(2018, 4, 1)

    assert "password" not in wrong(on_163, ends - timedelta(days=14, minutes=1))
    assert "a@163.com" in wrong(on_163, ends - timedelta(days=14))["password"]
    assert "还有 14 天" in wrong(on_163, ends - timedelta(days=14))["password"]
    assert "已于2018年4月1日到期" in wrong(on_163, ends + timedelta(days=1))["password"]


def test_an_account_that_was_refused_is_told_of_once(on_163):
    """By its mailbox, where that tells; else by itself, until it is let in; never where it is no longer in use."""
    with transaction():
        barring.refuse("imap a@163.com@imap.163.com", "code", "不接受账号 a@163.com 的登录", now=MONDAY)
        barring.refuse("smtp old@163.com@smtp.163.com", "code", "不接受账号 old@163.com 的登录", now=MONDAY)

    [condition] = [each for each in found(View(on_163, MONDAY, None)) if each.kind == "barred"]
    assert condition.subject == "IMAP 账号 a@163.com@imap.163.com"
    assert "check --try" in condition.sentence
    mailbox = on_163.settings.mailboxes[0].name
    pulse.note_round(f"mailbox {mailbox}", Outcome("不接受账号 a@163.com 的登录", lasting=True), now=MONDAY)
    assert list(wrong(on_163, MONDAY + timedelta(minutes=6))) == ["mailbox"]


# --- the house --------------------------------------------------------------------------------------------------------


def test_a_disk_that_fills_is_found_also_that_of_the_ledger(office, monkeypatch):
    """The archive lies elsewhere: a disk each is told, told apart by their device."""
    usage = namedtuple("usage", "total used free")
    opened = watched(office)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage(10**9, 9 * 10**8, 10**8))

    sentence = wrong(opened, MONDAY)["disk"]

    assert f"{office.folder} 只剩 100 MB，少于 500 MB" in sentence or "只剩 100 MB，少于 500 MB" in sentence


def test_the_calendar_of_the_next_year_is_missed_from_november_on(office):
    opened = watched(office)
    last = max(opened.calendar.years)

    assert "calendar" not in wrong(opened, datetime(last, 10, 31, 12))
    assert f"{last + 1} 年的放假安排" in wrong(opened, datetime(last, 11, 1, 0, 1))["calendar"]
    assert f"{last + 1} 年的放假安排" in wrong(opened, datetime(last + 1, 1, 2))["calendar"]
    assert opened.calendar.known(date(last, 6, 1))


def test_a_ledger_that_nobody_backs_up_is_found_and_a_backup_ends_it(office):
    opened = watched(office)
    assert "backup" not in wrong(opened, MONDAY)  # nothing has come in that could be lost
    a_mail(MONDAY)

    assert "backup" not in wrong(opened, MONDAY + timedelta(days=7))
    assert "从来没有备份过" in wrong(opened, MONDAY + timedelta(days=8))["backup"]

    office.done("ledger", "backup", str(office.folder.parent / "backup"))
    backed_up = watching.last_success("backup")
    assert "backup" not in wrong(opened, backed_up + timedelta(days=7))
    assert "上次备份是" in wrong(opened, backed_up + timedelta(days=9))["backup"]


def test_a_backup_that_failed_is_none(office):
    opened = watched(office)

    office.refused("ledger", "backup", str(office.folder))

    assert watching.last_success("backup") is None
    opened.close()


def test_a_clock_that_jumped_back_is_found(office):
    opened = watched(office)
    a_letter(opened, "dispatch", MONDAY)

    assert "clock" not in wrong(opened, MONDAY - timedelta(minutes=4))
    assert "时限会算错" in wrong(opened, MONDAY - timedelta(hours=3))["clock"]


def test_a_clock_that_jumped_back_for_a_day_does_not_stop_the_office_from_seeing(office):
    opened = watched(office)
    play(opened, MORNING, 10)
    yesterday = MORNING - timedelta(days=1)

    play(opened, yesterday, 60, mailbox=None)

    assert "mailbox" in wrong(opened, yesterday + timedelta(hours=1), began=alarms.begun_at())


def test_a_program_that_has_gone_is_found_and_one_that_never_was_there_is_not(office, monkeypatch):
    opened = watched(office)
    present = {"unar": "/usr/bin/unar"}
    monkeypatch.setattr(reader_checks.shutil, "which", lambda name: present.get(name))
    alarms.look(opened, now=MONDAY, resident=True)
    began = alarms.begun_at()
    assert "reader" not in wrong(opened, MONDAY, began=began)  # LibreOffice was never installed here

    present.clear()

    sentence = wrong(opened, MONDAY, began=began)["reader"]
    assert "以前能读，现在读不了 .rar" in sentence
    assert "apt-get install unar" in sentence


@pytest.mark.parametrize("days", [0])
def test_an_office_with_another_way_to_back_up_is_not_reminded(office, days):
    opened = watched(office, f"backup_days = {days}\n")
    a_mail(MONDAY)

    assert "backup" not in wrong(opened, MONDAY + timedelta(days=400))
