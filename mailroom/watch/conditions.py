"""What is wrong with the office just now, found from what the ledger, the config and the machine say; nothing is changed.

`CONDITIONS` is read top to bottom at every look. A condition has lasted by itself when it is found (so many minutes
without a look), or the alarm waits before it tells (`alarms.HICCUP`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from peewee import DatabaseError, InterfaceError

from config.settings import MailboxSettings
from generators.wording import moment_words
from ledger import barring, gauges, watching
from ledger.codes import AlarmKind
from ledger.models import Trouble
from ledger.workdays import add_workdays
from mailroom import undelivered
from mailroom.doorkeeping import sentence_about
from mailroom.office import Office
from mailroom.outbox import IN_OFFICE_HOURS
from mailroom.server_checks import password_ends, servers_of
from mailroom.watch import heartbeat, premises

log = logging.getLogger(__name__)

# What trying again does not mend is told after this, without waiting for `silent_minutes`.
SURE_AFTER = timedelta(minutes=5)
LOOK = "请运行 mailroom check，照提示处理"


@dataclass(frozen=True)
class Condition:
    """One thing that is wrong: its kind, which one, what it is and what to do, since when."""

    kind: AlarmKind
    subject: str  # 信箱 office@example.cn; "" where there is only one
    sentence: str
    since: datetime


@dataclass(frozen=True)
class View:
    """From where the office is looked at. `began`: since when it has been at work without a gap; None: it does one
    round now and then, and only what failed in it tells.
    """

    office: Office
    now: datetime
    began: datetime | None

    def since(self, moment: datetime | None) -> datetime:
        """The moment from which a silence counts: what happened before a stop of the machine is no fault of now, and
        what is said to happen later was written by a clock that was wrong.
        """
        believed = moment if moment is not None and moment <= self.now else datetime.min
        return max(believed, self.began or datetime.min)

    def silent(self, seconds: float = 0) -> timedelta:
        """How long a round that is made every so many seconds may be silent."""
        minutes = timedelta(minutes=self.office.settings.watch.silent_minutes)
        return max(minutes, timedelta(seconds=2 * seconds))


def found(view: View) -> list[Condition]:
    """All that is wrong. One that can't be looked for hides no other; raises only what a ledger raises that is away."""
    wrong: list[Condition] = []
    for condition in CONDITIONS:
        try:
            wrong += condition(view)
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            log.exception("whether there is trouble with %s could not be found out", condition.__name__)
    return wrong


# --- mail comes in ----------------------------------------------------------------------------------------------------


def mailboxes(view: View) -> Iterator[Condition]:
    """No look into a mailbox succeeds: it can't be reached, does not let us in, a folder can't be opened."""
    for each in view.office.settings.mailboxes:
        yield from _mailbox(view, each)


def _mailbox(view: View, mailbox: MailboxSettings) -> Iterator[Condition]:
    name, subject = f"mailbox {mailbox.name}", f"信箱 {mailbox.name}"
    silent = view.silent(mailbox.poll_seconds)
    trouble = watching.trouble_of(name)
    if trouble is not None:
        since = view.since(trouble.since)
        if view.now - since >= (SURE_AFTER if trouble.lasting else silent):
            sentence = (
                f"自{moment_words(since)}起没有成功查看过，来件留在服务器上：{trouble.sentence}。{LOOK}"
            )
            yield Condition(AlarmKind.MAILBOX, subject, sentence, since)
    elif view.began and view.now - (since := view.since(watching.last_success(name))) >= silent:
        if view.now - view.since(gauges.last_kept_at(mailbox.name)) < silent:
            return  # a long look: mails still come in
        sentence = (
            f"自{moment_words(since)}起没有查看完一次。服务器可能不应答；仍不行的，重新启动 mailroom run"
        )
        yield Condition(AlarmKind.MAILBOX, subject, sentence, since)


def filing(view: View) -> Iterator[Condition]:
    """Mails that are finished can't be moved to their folder on the server."""
    for trouble in watching.troubles("filing "):
        if view.now - view.since(trouble.since) >= view.silent():
            subject = f"信箱 {trouble.name.removeprefix('filing ')}"
            yield Condition(AlarmKind.FILING, subject, f"{trouble.sentence}。{LOOK}", trouble.since)


# --- letters go out ---------------------------------------------------------------------------------------------------


def courier(view: View) -> Iterator[Condition]:
    """No letter goes out: the account is refused, or the server can't be reached."""
    trouble = watching.trouble_of("courier")
    rest = undelivered.unreachable_since()
    if trouble is not None and view.now - view.since(trouble.since) >= SURE_AFTER:
        sentence = f"待发的信都停着：{trouble.sentence}。{LOOK}"
        yield Condition(AlarmKind.COURIER, "", sentence, trouble.since)
    elif rest is not None and view.now - view.since(rest) >= view.silent():
        sentence = f"自{moment_words(rest)}起连不上发信服务器，待发的信都停着，恢复后自动续发。{LOOK}"
        yield Condition(AlarmKind.COURIER, "", sentence, rest)


def delivery(view: View) -> Iterator[Condition]:
    """Nobody looks into the outbox; a long look, in which letters go out all the time, is none of it."""
    if view.now - view.since(gauges.last_sent_at()) < view.silent():
        return
    yield from _round(view, AlarmKind.DELIVERY, "delivery", "没有查看过待发的信", view.silent())


def waiting(view: View) -> Iterator[Condition]:
    """Letters stay in the outbox: longer than a day, those for office hours longer than two working days."""
    rows = gauges.waiting_letters(view.now - timedelta(days=1))
    old = [at for kind, at in rows if kind not in IN_OFFICE_HOURS or _missed_two_days(view, at)]
    if old:
        sentence = (
            f"有 {len(old)} 封信一天以上没有发出，最早的是{moment_words(old[0])}写的："
            "请看 mailroom letters --state queued 和 mailroom check（断线、限额用完、账号被拒）"
        )
        yield Condition(AlarmKind.WAITING, "", sentence, old[0] + timedelta(days=1))


def _missed_two_days(view: View, posted_at: datetime) -> bool:
    return add_workdays(posted_at.date(), 2, view.office.calendar).due_at < view.now


# --- what is due is done ----------------------------------------------------------------------------------------------


def duties(view: View) -> Iterator[Condition]:
    """Nobody looks what time has made due."""
    silent = view.silent(view.office.settings.duties.round_seconds)
    yield from _round(view, AlarmKind.DUTIES, "duties", "没有办过定时事项（催办、督办、通报等）", silent)


def duty(view: View) -> Iterator[Condition]:
    """One duty fails every time."""
    for trouble in watching.troubles("duty "):
        if view.now - view.since(trouble.since) >= view.silent():
            name = trouble.name.removeprefix("duty ")
            sentence = f"定时事项“{name}”每次都办不成：{trouble.sentence}。请看日志"
            yield Condition(AlarmKind.DUTY, name, sentence, trouble.since)


def _round(view: View, kind: AlarmKind, name: str, what: str, silent: timedelta) -> Iterator[Condition]:
    """A round that has not been made for too long, while the office is at work."""
    since = view.since(watching.last_success(name))
    if view.began is None or view.now - since < silent:
        return
    trouble: Trouble | None = watching.trouble_of(name)
    why = f"：{trouble.sentence}" if trouble else ""
    sentence = f"自{moment_words(since)}起{what}{why}。请看日志，仍不行的重新启动 mailroom run"
    yield Condition(kind, "", sentence, since)


# --- accounts -------------------------------------------------------------------------------------------------------


def barred(view: View) -> Iterator[Condition]:
    """An account was refused and is not tried for now. Where its mailbox or the courier tells of it already, it is told
    there: the second account's, and that of the Sent folder, are told here.
    """
    settings = view.office.settings
    told = {
        f"{each.user}@{each.host}" for each in settings.mailboxes if _is_in_trouble(f"mailbox {each.name}")
    }
    if _is_in_trouble("courier"):
        told.add(f"{settings.courier.user}@{settings.courier.host}")
    used = {f"{each.user}@{each.host}" for each in servers_of(settings)}
    for row in barring.barred_accounts():
        kind, _, place = row.account.partition(" ")
        if place in used - told:
            subject = f"{kind.upper()} 账号 {place}"
            yield Condition(AlarmKind.BARRED, subject, f"{sentence_about(row)}。{LOOK}", row.since)


def _is_in_trouble(name: str) -> bool:
    return watching.trouble_of(name) is not None


def passwords(view: View) -> Iterator[Condition]:
    """A password ends within the days that the config says, or has ended."""
    days = view.office.settings.watch.password_warn_days
    for end in password_ends(view.office.settings, view.now.date()):
        if end.days_left <= days:
            since = datetime.combine(end.ends_on - timedelta(days=days), time())
            yield Condition(
                AlarmKind.PASSWORD, end.account, f"{end.sentence}。不换的话，到期后收发都会停", since
            )


# --- the house --------------------------------------------------------------------------------------------------------


def heartbeats(view: View) -> Iterator[Condition]:
    """A mail to ourselves has not come back."""
    for row in heartbeat.late(view.office, now=view.now, silent=view.silent()):
        if view.now - view.since(row.sent_at) >= view.silent():
            sentence = f"{heartbeat.what_is_known(row)}。{LOOK}，再用别的邮箱往这个信箱寄一封信试试"
            yield Condition(AlarmKind.HEARTBEAT, f"信箱 {row.mailbox}", sentence, row.sent_at)


def disks(view: View) -> Iterator[Condition]:
    """Little room is left where mails, ledger and log are kept."""
    for place, free in premises.tight_places(view.office.settings):
        sentence = f"{place} 只剩 {free} MB，少于 {view.office.settings.least_free_mb} MB。请清理或扩大磁盘：满了就收不了信"
        yield Condition(AlarmKind.DISK, str(place), sentence, view.now)


def clock(view: View) -> Iterator[Condition]:
    """The clock runs behind what the ledger says has happened."""
    if (newest := premises.later_than_now(view.now)) is not None:
        sentence = f"本机时间是{moment_words(view.now)}，台账中已有{moment_words(newest)}的记录，时限会算错。请校正本机时间"
        yield Condition(AlarmKind.CLOCK, "", sentence, view.now)


def calendar(view: View) -> Iterator[Condition]:
    """The notice of holidays for this year, or from November on for the next, is missing."""
    for year in premises.years_without_notice(view.office, view.now):
        sentence = f"还没有 {year} 年的放假安排，涉及的时限为暂定。通知公布后 mailroom calendar import 文件，再重新启动"
        yield Condition(AlarmKind.CALENDAR, f"{year}年", sentence, view.now)


def backup(view: View) -> Iterator[Condition]:
    """The ledger was not backed up for too long."""
    days, last = view.office.settings.watch.backup_days, watching.last_success("backup")
    since = last or gauges.first_mail_at()
    if days and since and view.now - since >= timedelta(days=days):
        told = f"上次备份是{moment_words(last)}" if last else "从来没有备份过"
        sentence = f"{told}。请用 mailroom ledger backup 目录 备份到另一块磁盘，最好每天一次（另有备份办法的，[watch] backup_days 写 0）"
        yield Condition(AlarmKind.BACKUP, "", sentence, since + timedelta(days=days))


def readers(view: View) -> Iterator[Condition]:
    """What could be read before can't be read any more: a program or package has gone."""
    for finding in premises.lost_readers() if view.began else ():
        sentence = f"以前能读，现在{finding.sentence}。{finding.advice}"
        yield Condition(AlarmKind.READER, finding.subject, sentence, view.now)


CONDITIONS: tuple[Callable[[View], Iterator[Condition]], ...] = (
    mailboxes,
    filing,
    courier,
    delivery,
    waiting,
    duties,
    duty,
    barred,
    passwords,
    heartbeats,
    disks,
    clock,
    calendar,
    backup,
    readers,
)
