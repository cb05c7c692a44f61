"""What is wrong with the house that the office works in: accounts, disks, clock, calendar, backup, programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from generators.wording import moment_words
from ledger import barring, gauges, watching
from ledger.codes import AlarmKind
from mailroom.doorkeeping import sentence_about
from mailroom.server_checks import password_ends, servers_of
from mailroom.watch import heartbeat, premises
from mailroom.watch.view import LOOK, Condition, View

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
