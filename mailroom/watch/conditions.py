"""What is wrong with the office just now, found from what the ledger, the config and the machine say; nothing is changed.

`CONDITIONS` is read top to bottom at every look. A condition has lasted by itself when it is found (so many minutes
without a look), or the alarm waits before it tells (`alarms.HICCUP`). Here is what belongs to the rounds of the office;
what belongs to its house is in `house`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from peewee import DatabaseError, InterfaceError

from config.settings import MailboxSettings
from generators.wording import moment_words
from ledger import gauges, watching
from ledger.codes import AlarmKind
from ledger.models import Trouble
from ledger.workdays import add_workdays
from mailroom import undelivered
from mailroom.outbox import IN_OFFICE_HOURS
from mailroom.watch import house
from mailroom.watch.view import LOOK, SURE_AFTER, Condition, View

log = logging.getLogger(__name__)


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


CONDITIONS: tuple[Callable[[View], Iterator[Condition]], ...] = (
    mailboxes,
    filing,
    courier,
    delivery,
    waiting,
    duties,
    duty,
    house.barred,
    house.passwords,
    house.heartbeats,
    house.disks,
    house.clock,
    house.calendar,
    house.backup,
    house.readers,
)
