"""Alarms: opened when something lasts, told once, again each day, and when it is over; never a storm."""

from __future__ import annotations

import logging
from datetime import timedelta
from email import message_from_bytes

import pytest

from ledger import reconciliations
from ledger.models import Alarm, Letter, Round, database
from mailroom import outbox
from mailroom.watch import alarms, pulse
from mailroom.watch.pulse import Outcome
from tests.mailroom.watching import MINUTE, MORNING, open_kinds, play, told, watched

AWAY = Outcome("连不上 imap.example.cn:993")
WRONG_FOLDER = Outcome("服务器上没有文件夹“市民来信”", lasting=True)
BROKEN = Outcome("程序出错（ZeroDivisionError），详见日志")


def test_an_office_that_works_writes_to_nobody(office):
    opened = watched(office)

    play(opened, MORNING, 120)

    assert (open_kinds(), told()) == ([], [])


def test_a_mailbox_out_of_reach_for_half_an_hour_is_told_once_and_so_is_its_return(office):
    opened = watched(office)
    away = play(opened, MORNING, 5)

    now = play(opened, away, 30, mailbox=AWAY)
    assert told() == []
    now = play(opened, now, 60, mailbox=AWAY)
    assert told() == ["【告警】1 项：收不了信：信箱 mailbox"]
    play(opened, now, 60)

    assert told()[1:] == ["【已恢复】收不了信：信箱 mailbox"]
    [row] = Alarm.select()
    assert row.since == away
    assert row.ended_at == now
    assert "自2018年3月12日08:05起没有成功查看过" in row.sentence
    assert "连不上 imap.example.cn:993" in row.sentence
    assert "mailroom check" in row.sentence


def test_what_lasts_is_told_again_each_day(office):
    opened = watched(office)

    play(opened, MORNING, 60 * 50, mailbox=AWAY)

    assert len(told()) == 3


def test_an_outage_of_some_minutes_is_told_to_nobody(office):
    opened = watched(office)
    now = play(opened, MORNING, 5)
    for _ in range(5):
        now = play(opened, now, 25, mailbox=AWAY)
        now = play(opened, now, 5)

    assert told() == []
    assert Alarm.select().count() == 0


def test_what_trying_again_does_not_mend_is_told_within_minutes(office):
    opened = watched(office)
    now = play(opened, MORNING, 5)

    play(opened, now, 7, mailbox=WRONG_FOLDER)

    assert told() == ["【告警】1 项：收不了信：信箱 mailbox"]
    assert "市民来信" in Alarm.get().sentence


@pytest.mark.parametrize(
    ("hangs", "kind"), [("mailbox", "mailbox"), ("delivery", "delivery"), ("duties", "duties")]
)
def test_a_round_that_hangs_is_found_by_its_silence(office, hangs, kind):
    opened = watched(office)
    now = play(opened, MORNING, 5)

    play(opened, now, 40, **{hangs: None})

    assert open_kinds() == [kind]


def test_a_mailbox_that_is_looked_into_once_an_hour_is_not_silent_for_half_of_one(office):
    toml = office.folder / "office.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(
        text.replace('path = "mailbox"', 'path = "mailbox"\npoll_seconds = 3600', 1), encoding="utf-8"
    )
    opened = watched(office)
    now = play(opened, MORNING, 1)

    now = play(opened, now, 59, mailbox=None)
    assert open_kinds() == []
    play(opened, now, 70, mailbox=None)

    assert open_kinds() == ["mailbox"]


def test_a_stop_of_the_machine_is_told_once_and_is_no_silence_of_its_mailboxes(office):
    opened = watched(office)
    stopped = play(opened, MORNING, 10)

    started = stopped + timedelta(hours=5)
    play(opened, started, 60, mailbox=None)

    assert told()[0] == "【已恢复】停过工"
    [row] = Alarm.select().where(Alarm.kind == "stood_still")
    assert (row.since, row.ended_at) == (stopped - MINUTE, started)
    assert "自2018年3月12日08:09至2018年3月12日13:10没有在工作" in row.sentence
    [silent] = Alarm.select().where(Alarm.kind == "mailbox")
    assert silent.since == started  # not in the night before


def test_a_restart_of_some_minutes_is_no_stop(office):
    opened = watched(office)
    now = play(opened, MORNING, 10)

    play(opened, now + timedelta(minutes=10), 10)

    assert told() == []


def test_rounds_made_now_and_then_do_not_count_what_lies_between_as_a_stop(office):
    opened = watched(office)
    for hour in range(0, 10, 2):
        alarms.look(opened, now=MORNING + timedelta(hours=hour))

    assert Alarm.select().count() == 0


def test_what_goes_wrong_at_one_moment_is_one_letter(office):
    opened = watched(office)
    now = play(opened, MORNING, 5)

    play(opened, now, 60, mailbox=AWAY, duties=None)

    assert len(told()) == 1
    assert told()[0].startswith("【告警】2 项：")


def test_never_more_than_so_many_letters_a_day(office):
    opened = watched(office, "letters_a_day = 3\n")
    now = play(opened, MORNING, 5)
    for _ in range(6):
        now = play(opened, now, 10, mailbox=WRONG_FOLDER)
        now = play(opened, now, 10)

    assert len(told()) == 3
    last = Letter.select().where(Letter.kind == "alarm").order_by(Letter.id.desc()).first()
    assert "今天的告警信已到上限" in text_of(opened, last)


def text_of(opened, letter) -> str:
    """The plain body of a letter as it was archived."""
    parts = message_from_bytes(opened.archive.fetch(letter.sha256)).walk()
    return next(
        part.get_payload(decode=True).decode() for part in parts if part.get_content_type() == "text/plain"
    )


def test_where_nobody_is_to_be_written_to_the_ledger_and_the_log_have_it(office, caplog):
    opened = watched(office, administrator=False)
    now = play(opened, MORNING, 5)

    with caplog.at_level(logging.ERROR):
        now = play(opened, now, 40, mailbox=AWAY)

    assert open_kinds() == ["mailbox"]
    assert Letter.select().count() == 0
    assert "alarm: 收不了信：信箱 mailbox" in caplog.text
    play(opened, now, 5)
    assert open_kinds() == []


def test_an_alarm_is_no_letter_of_a_case_and_shows_nobodys_telephone(office):
    opened = watched(office)
    now = play(opened, MORNING, 5)

    play(opened, now, 7, mailbox=Outcome("来信人 13812345678 的信打不开", lasting=True))

    letter = Letter.get(Letter.kind == "alarm")
    assert (letter.case, letter.department, letter.cc, letter.documents) == (None, None, [], [])
    assert "138****5678" in Alarm.get().sentence
    assert "13812345678" not in Alarm.get().sentence


def test_an_alarm_does_not_wait_for_office_hours(office):
    opened = watched(office)
    night = MORNING - timedelta(hours=6)
    play(opened, play(opened, night, 5), 10, mailbox=WRONG_FOLDER)
    Letter.update(state="queued").execute()

    outbox.deliver(opened, opened.make_courier(), clock=lambda: night + timedelta(minutes=20))

    [sent] = office.sent()
    assert b"To: admin@example.cn" in sent.read_bytes()


def test_a_broken_template_of_the_offices_own_keeps_no_alarm_back(office):
    file = office.folder / "templates" / "mail" / "alarm.txt.j2"
    file.parent.mkdir(parents=True)
    file.write_text("{{ nonsense }}", encoding="utf-8")
    opened = watched(office)

    play(opened, play(opened, MORNING, 5), 10, mailbox=WRONG_FOLDER)

    assert told() == ["【告警】1 项：收不了信：信箱 mailbox"]


def test_what_can_not_be_found_out_hides_nothing_else(office, monkeypatch):
    def broken(settings):
        raise OSError("stale file handle")

    monkeypatch.setattr("mailroom.watch.premises.tight_places", broken)
    opened = watched(office)

    play(opened, play(opened, MORNING, 5), 10, mailbox=WRONG_FOLDER)

    assert open_kinds() == ["mailbox"]


# --- where it is the courier that does not work -------------------------------------------------------------------------


def test_no_alarm_is_laid_in_an_outbox_that_nothing_leaves(office):
    opened = watched(office)
    now = play(opened, MORNING, 5)

    now = play(opened, now, 60, courier="不接受账号 a 的登录")
    assert open_kinds() == ["courier"]
    assert told() == []
    play(opened, now, 5)

    assert told() == ["【已恢复】发不出信"]


SECOND = '[watch.courier]\nprovider = "folder"\npath = "second"\n'


def test_the_alarm_goes_by_the_second_account_instead(office):
    opened = watched(office, SECOND)
    now = play(opened, MORNING, 5)

    play(opened, now, 60, courier="不接受账号 a 的登录")

    [file] = (office.folder / "second" / "out").glob("*.eml")
    assert b"To: admin@example.cn" in file.read_bytes()
    letter = Letter.get(Letter.kind == "alarm")
    assert letter.state == "sent"
    assert letter.evidence.startswith("经备用账号发出")
    assert reconciliations.letters_sent(MORNING, now + timedelta(days=1)) == []  # in no Sent folder of ours
    assert letter.message_id.encode() in file.read_bytes()
    assert office.sent() == []


def test_a_second_account_that_fails_too_is_not_tried_at_every_look(office, caplog):
    (office.folder / "second").write_text("no folder", encoding="utf-8")
    opened = watched(office, SECOND)
    now = play(opened, MORNING, 5)

    play(opened, now, 40, courier="不接受账号 a 的登录")

    assert Letter.select().where(Letter.kind == "alarm").count() == 0
    assert caplog.text.count("did not go out by the second account either") == 3


# --- what it costs --------------------------------------------------------------------------------------------------


def test_a_success_every_two_seconds_is_written_once_a_minute(office, monkeypatch):
    opened = watched(office)
    written = []
    execute = database.obj.execute_sql

    def counting(sql, *more):
        if not sql.startswith("SELECT"):
            written.append(sql)
        return execute(sql, *more)

    now = play(opened, MORNING, 1)
    monkeypatch.setattr(database.obj, "execute_sql", counting)
    for second in range(2, 60, 2):
        pulse.note_round("delivery", Outcome(), now=now - MINUTE + timedelta(seconds=second))
    assert written == []
    pulse.note_round("delivery", Outcome(), now=now)
    assert any(sql.startswith("UPDATE") for sql in written)
    assert Round.get(Round.name == "delivery").at == now


def test_a_look_at_an_office_that_works_writes_one_row(office, monkeypatch):
    opened = watched(office)
    now = play(opened, MORNING, 3)
    written = []
    execute = database.obj.execute_sql

    def counting(sql, *more):
        if sql.split()[0] in ("INSERT", "UPDATE", "DELETE"):
            written.append(sql)
        return execute(sql, *more)

    monkeypatch.setattr(database.obj, "execute_sql", counting)
    alarms.look(opened, now=now, resident=True)

    assert len([sql for sql in written if "UPDATE" in sql]) == 1
    assert not [sql for sql in written if "INSERT" in sql]
