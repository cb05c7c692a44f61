"""The demonstration: its mails are read as they are meant, its story runs to the end, and it goes on where it stopped."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from config.packaged import packaged_departments
from ledger import worklists
from ledger.models import Case, FollowUp, Held, Journal, Letter, Mail, Petitioner, Reminder, Supervision
from ledger.vocabulary import DispatchState, HeldState, MailState, Stage, Status
from mailroom.cli import main
from mailroom.demonstration.addresses import LOCAL_PARTS, department_at
from mailroom.demonstration.clock import office_time
from mailroom.demonstration.conducts import CONDUCTS
from mailroom.demonstration.performance import perform
from mailroom.demonstration.picture import picture_of
from mailroom.demonstration.premises import furnish, prepare
from mailroom.demonstration.screen import screen_of
from mailroom.demonstration.story import STORY
from mailroom.demonstration.upper_platform import story_ends_at
from mailroom.office import Office, open_office

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("demonstration")  # the story is played once, not once a worker


def opened(folder: Path) -> Office:
    prepare(folder)
    office = open_office(folder, {})
    furnish(office)
    return office


def played_until(folder: Path, until: datetime | None, *, steps: int | None = None) -> Office:
    office, done = opened(folder), []
    perform(
        office,
        until=until,
        show=lambda now, report: done.append(report.problems),
        pause=lambda: None,
        stop=lambda: steps is not None and len(done) >= steps,
    )
    assert [problems for problems in done if problems] == []
    return office


@pytest.fixture(scope="module")
def whole_story(tmp_path_factory) -> Path:
    """The folder of an office that has seen the whole story."""
    folder = tmp_path_factory.mktemp("demonstration") / "office"
    office = played_until(folder, datetime(2018, 3, 30, 17))
    office.close()
    return folder


@pytest.fixture
def office(whole_story: Path):
    """The ledger after the whole story."""
    office = opened(whole_story)
    yield office
    office.close()


def case_about(words: str) -> Case:
    return Case.get(Case.title.contains(words))


def assignments(case: Case) -> list[tuple[str, str]]:
    return [(row.department.name, row.state) for row in worklists.dispatches_of(case)]


def test_the_story_ends_after_fifteen_working_days(office):
    assert story_ends_at(office.calendar) == office_time() == datetime(2018, 3, 30, 17)


def test_every_mail_of_the_story_was_taken_in_once(office, whole_story):
    filed = {path.stem for path in (whole_story / "mailbox/filed").iterdir()}
    assert {mail.name for mail in STORY} <= filed
    assert list((whole_story / "mailbox/in").iterdir()) == []
    assert Mail.select().count() == len(filed)
    cases = sum(len(mail.cases) for mail in STORY if mail.form not in ("pdf-scan", "written"))
    strangers, written = 1, 1  # the stranger's waits; one case is written out
    assert Case.select().count() == cases - strangers + written


def test_a_copy_is_a_duplicate_and_the_same_number_joins_its_case(office):
    assert Mail.select().where(Mail.state == MailState.DUPLICATE).count() == 1
    joined = Journal.select().where((Journal.act == "join") & (Journal.case == case_about("供暖")))
    assert joined.count() == 1
    assert Case.select().where(Case.title.contains("供暖")).count() == 1


def test_what_nobody_can_tell_waits_for_a_person_with_the_reason(office):
    reasons = "\n".join(held.because for held in worklists.open_held())
    for words in (
        "不是登记的上级平台",
        "没有读出工单内容",
        "看不出应由哪个单位办理",
        "同时写了多个单位",
        "退信（永久失败）：guangdian@example.cn",
        "反馈只写了“已处理”",
        "一字不差",
        "没有读到工单",
    ):
        assert words in reasons
    assert "Error" not in reasons


def test_what_an_answer_has_overtaken_waits_no_longer(office):
    (entry,) = Held.select().where(Held.because.contains("提出延期申请"))
    assert (entry.state, "已反馈" in entry.settled_because) == (HeldState.RELEASED, True)
    (call,) = Supervision.select().where(Supervision.cause.startswith("urged"))
    assert (call.done_by, call.result) == ("系统", "已反馈")


def test_a_case_sent_back_goes_to_the_department_that_was_named_and_is_answered(office):
    case = case_about("后坡村村道")
    assert assignments(case) == [
        ("洪绪镇人民政府", DispatchState.SENT_BACK),
        ("滕州市公路局", DispatchState.ANSWERED),
    ]
    assert Held.get(Held.what == "send_back").state == HeldState.RELEASED


@pytest.mark.parametrize(("words", "lacking"), [("小石楼村路灯", 3), ("前褚庄村路灯", 1)])
def test_a_bad_answer_is_asked_to_be_mended_and_then_counts(office, words, lacking):
    row = worklists.lead_dispatch(case_about(words))
    first, second = row.answers.order_by("id")
    assert (first.complete, len(first.missing), second.complete) == (False, lacking, True)
    assert Letter.select().where((Letter.case == row.case) & (Letter.kind == "correction")).count() == 1
    assert Letter.select().where((Letter.case == row.case) & (Letter.kind == "report")).count() == 1


@pytest.mark.parametrize("words", ["低保", "电压不稳", "锦绣华庭供暖", "消费纠纷", "医保报销", "逾期交房"])
def test_answers_in_every_style_count(office, words):
    """Number retyped full-width, number in the file name only, bodies of three mail programs, a letter of their own."""
    assert worklists.lead_dispatch(case_about(words)).state == DispatchState.ANSWERED


def test_a_holiday_reply_is_no_acknowledgement(office):
    row = worklists.lead_dispatch(case_about("乱停车"))
    assert row.acknowledged_at.date() > row.dispatched_at.date()


def test_a_secret_case_tells_the_department_nothing_of_who_asked(office):
    case = case_about("过期食品")
    petitioner = Petitioner.get(Petitioner.case == case)
    letter = Letter.get((Letter.case == case) & (Letter.kind == "dispatch"))
    raw = office.archive.fetch(letter.sha256).decode()
    assert case.secret
    assert petitioner.phone
    assert petitioner.phone not in raw
    assert case.status == Status.CLOSED  # by the caller, who looks the number up


def test_an_urgent_case_is_answered_the_same_afternoon(office):
    row = worklists.lead_dispatch(case_about("天然气"))
    assert row.due_at == datetime(2018, 3, 14, 17)
    assert row.answered_at.date() == row.dispatched_at.date()


def test_a_sleeping_department_is_reminded_in_each_stage(office):
    row = worklists.lead_dispatch(case_about("油烟"))
    stages = [each.stage for each in Reminder.select().where(Reminder.dispatch == row).order_by(Reminder.id)]
    assert stages == [Stage.YELLOW, Stage.DUE, Stage.RED, Stage.WRITTEN, Stage.ON_SITE]
    assert row.state == DispatchState.OPEN


def test_everything_answered_was_reported_to_the_platform_it_came_from(office):
    for case in Case.select().where(Case.status == Status.CLOSED):
        letter = Letter.get((Letter.case == case) & (Letter.kind == "report"))
        assert letter.to == [office.upper_named(case.upper).report_to]
        assert letter.state == "sent"


def test_the_caller_s_lists_close_the_cases_and_a_dissatisfied_one_is_redone(office):
    assert Case.select().where(Case.status == Status.CLOSED).count() > 20
    assert Case.select().where(Case.status == Status.ANSWERED).count() == 0
    [redone] = {call.case for call in FollowUp.having(verdict="redo")}
    assert redone.status == Status.CLOSED
    assert [call.satisfaction for call in FollowUp.having(case=redone)] == ["dissatisfied", "satisfied"]


def test_a_run_after_the_end_changes_nothing(office, whole_story):
    before = (Mail.select().count(), Letter.select().count(), Journal.select().count())
    played_until(whole_story, story_ends_at(office.calendar))
    assert (Mail.select().count(), Letter.select().count(), Journal.select().count()) == before


def test_after_the_story_everyday_mail_goes_on(whole_story, tmp_path):
    folder = tmp_path / "office"
    subprocess.run(["cp", "-r", whole_story, folder], check=True)
    office = played_until(folder, datetime(2018, 4, 3, 17))
    cases = [case.title for case in Case.select().where(Case.registered_at > datetime(2018, 3, 31))]
    office.close()
    assert len(cases) == 4


def facts_of(office: Office) -> list[tuple]:
    cases = [(case.case_no, case.upper_no, case.status) for case in Case.select().order_by(Case.id)]
    letters = [(row.key, row.message_id, row.sent_at) for row in Letter.select().order_by(Letter.key)]
    mails = [(mail.message_id, mail.what, mail.state) for mail in Mail.select().order_by(Mail.id)]
    return [*cases, *letters, *mails]


def test_stopped_and_gone_on_it_comes_to_the_same(tmp_path):
    at_once = facts_of(played_until(tmp_path / "one", datetime(2018, 3, 13, 12)))
    for _ in range(60):
        office = played_until(tmp_path / "other", datetime(2018, 3, 13, 12), steps=9)
        if office_time() == datetime(2018, 3, 13, 12):
            break
    assert facts_of(office) == at_once


# --- what is shown ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(100, 30), (140, 40), (200, 50)])
def test_the_screen_fits_the_terminal(office, size):
    width, height = size
    console = Console(width=width, height=height, force_terminal=True, record=True, file=StringIO())
    console.print(screen_of(picture_of(office, office_time(), rows=height), console, office="某办"))
    lines = console.export_text().rstrip("\n").split("\n")
    assert len(lines) < height
    shown = "\n".join(lines)
    waiting = f"待人工 {len(worklists.open_held())} 条"
    for words in ("收件：", "发件：", waiting, "逾期 4 件", "2018年3月30日 周五 17:00"):
        assert words in shown


def test_the_screen_shows_no_telephone_and_obeys_no_stranger(office):
    picture = picture_of(office, office_time(), rows=500)
    shown = " ".join(
        f"{each.who}{each.about}" for each in [*picture.mails, *picture.letters, *picture.waiting]
    )
    assert all(phone.phone not in shown for phone in Petitioner.select() if phone.phone)
    assert shown.isprintable()


# --- the command --------------------------------------------------------------------------------------------------


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "mailroom.cli", "-C", str(folder), "demo", *words]


def test_without_a_terminal_it_tells_in_lines_and_says_where_everything_lies(tmp_path):
    done = subprocess.run(
        command(tmp_path / "office", "--days", "1"), capture_output=True, text=True, cwd=ROOT, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "── 2018年3月12日 周一 ──" in done.stdout
    for words in ("mailbox/out", "archive", "ledger.db", " held", "cases --overdue"):
        assert words in done.stdout


def test_its_commands_act_at_the_time_that_it_was_played_to(tmp_path):
    """Not at that of the real clock, years later, when everything would be overdue."""
    office = played_until(tmp_path / "office", datetime(2018, 3, 13, 10))
    case = worklists.open_dispatches()[0].case
    office.close()

    def told(*words: str) -> str:
        done = CliRunner().invoke(main, ["-C", str(tmp_path / "office"), *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert told("cases", "--overdue", "--json") == ""
    assert json.loads(told("once", "--json"))["at"].startswith("2018-03-13T10:00")
    told("withdraw", case.case_no, "--because", "试试")
    [dossier] = map(json.loads, told("case", case.case_no, "--json").splitlines())
    assert dossier["journal"][-1]["at"] == "2018-03-13T10:00:00"
    assert "北京时间 2018-03-13 10:00" in told("check")


def test_a_folder_with_something_else_in_it_is_not_touched(tmp_path):
    (tmp_path / "office.toml").write_text("# 真的办公室", encoding="utf-8")
    done = subprocess.run(command(tmp_path), capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 1
    assert "没有动它" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["office.toml"]


def test_killed_in_the_middle_it_mails_nothing_twice(tmp_path):
    folder = tmp_path / "office"
    first = subprocess.Popen(command(folder, "--days", "1"), stdout=subprocess.DEVNULL, cwd=ROOT)
    while len(list((folder / "mailbox/filed").glob("*.eml"))) < 6 and first.poll() is None:
        time.sleep(0.02)
    first.kill()
    first.wait()
    office = played_until(folder, datetime(2018, 3, 12, 17))
    assert Mail.select().where(Mail.state == MailState.DUPLICATE).count() == 0
    assert Mail.select().count() == len(list((folder / "mailbox/filed").iterdir()))
    assert Case.select().count() == 10
    assert Letter.select().where(Letter.kind == "dispatch").count() == 10
    office.close()


def test_on_a_terminal_a_live_table_runs_and_ctrl_c_ends_it_cleanly(tmp_path):
    ours, theirs = pty.openpty()
    env = os.environ | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30", "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        command(tmp_path / "office", "--speed", "4"),
        stdout=theirs,
        stderr=theirs,
        stdin=theirs,
        cwd=ROOT,
        env=env,
    )
    os.close(theirs)
    seen = b""
    while "新工单".encode() not in seen:
        seen += os.read(ours, 65536)
    process.send_signal(signal.SIGINT)
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # the terminal's other side is closed: how Linux says the end
        pass
    assert process.wait(timeout=20) == 0
    shown = seen.decode(errors="replace")
    assert "\x1b[?1049l" in shown  # the terminal is given back
    assert "演示停在 2018年3月12日" in shown
    assert "Traceback" not in shown


# --- the material -------------------------------------------------------------------------------------------------


def test_every_packaged_department_has_an_address_of_its_own():
    names = [row["name"] for row in packaged_departments()]
    assert set(names) == set(LOCAL_PARTS)
    assert len(set(LOCAL_PARTS.values())) == len(LOCAL_PARTS)
    assert department_at("jinghe@example.cn") == "荆河街道办事处"
    assert department_at("jinghe@example.com") == ""


def test_every_conduct_of_the_story_exists():
    assert {case.conduct for mail in STORY for case in mail.cases if case.conduct} <= set(CONDUCTS)
