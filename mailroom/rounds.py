"""One round of the office: take in, do the duties, deliver. `once` does one; `run` does them as time passes."""

from __future__ import annotations

import contextlib
import fcntl
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from generators.letter import BrokenTemplate
from generators.message import BadAddress
from ledger.models import Letter
from mailroom import intake, outbox, reconciling
from mailroom.desks import (
    arrivals,
    calling,
    dead_addresses,
    dispatching,
    inherited_instructions,
    instructions,
    integration,
    liaison_chase,
    notices,
    overdue,
    redoing,
    succession,
    supervision,
)
from mailroom.errors import MailroomError
from mailroom.intake import Intake
from mailroom.office import Office
from mailroom.outages import outage_of
from mailroom.providers.base import Courier, Mailbox
from mailroom.routing import nights
from mailroom.undelivered import Delivery
from mailroom.watch import alarms, pulse
from mailroom.watch.pulse import Outcome

log = logging.getLogger(__name__)


@dataclass
class Report:
    """What one round brought; `problems` are Chinese sentences for the operator."""

    at: datetime
    intake: Intake = field(default_factory=Intake)
    delivery: Delivery = field(default_factory=Delivery)
    posted: int = 0
    problems: list[str] = field(default_factory=list)


class AlreadyRunning(MailroomError):
    """Another process of this office is at work."""


def office_lock(office: Office) -> contextlib.AbstractContextManager[None]:
    """Hold the office alone: one process takes in and delivers. The lock goes with the process, however it ends."""
    return folder_lock(office.settings.dir)


@contextlib.contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the office in `folder` alone, before it is open."""
    path = folder / ".mailroom.lock"
    with open(path, "a", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning("另一个 mailroom run 或 once 正在运行，本次不重复执行") from error
        yield


def one_round(
    office: Office,
    mailboxes: list[Mailbox],
    courier: Courier,
    *,
    clock: Callable[[], datetime],
    pause: Callable[[float], None] | None = None,
) -> Report:
    """Do one full round. A mailbox or courier that fails is reported and does not stop the others."""
    report = Report(at=clock())
    before = Letter.select().count()
    with told(report, "续办来件"):
        report.intake.add(intake.resume(office, now=clock()))
    for mailbox in mailboxes:
        take_in(office, mailbox, report, now=clock())
    do_duties(office, report, now=clock())
    with told(report, "自查"):  # before the letters go out: an alarm goes with them
        alarms.look(office, now=clock())
    report.posted = Letter.select().count() - before
    with told(report, "发信") as outcome:
        report.delivery = outbox.deliver(office, courier, clock=clock, pause=pause)
    pulse.note_delivery(report.delivery, outcome, now=clock())
    report.problems += filter(None, [report.intake.waits, report.delivery.waits])
    # servers in trouble are not asked more
    if not report.problems and reconciling.is_due(office, now=clock()):
        with told(report, "对账"):
            reconciling.reconcile(office, mailboxes, courier, now=clock())
    return report


def take_in(office: Office, mailbox: Mailbox, report: Report, *, now: datetime) -> None:
    """Take in one mailbox; its troubles become sentences of the report."""
    count = Intake()
    with told(report, f"信箱 {mailbox.name}") as outcome:
        intake.check_mail(office, mailbox, now=now, count=count)
    pulse.note_look(mailbox.name, count, outcome, now=now)
    if count.unfiled:
        report.problems.append(f"信箱 {mailbox.name}：{count.unfiled}")
    report.intake.add(count)


def do_duties(office: Office, report: Report, *, now: datetime, rehearsed: bool = False) -> None:
    """Do what time itself makes due. Each duty finds by state what is due, so a late round catches up by itself.

    `rehearsed`: without those that write a file, which no rehearsal takes back.
    """
    for name, duty in DUTIES.items():
        if rehearsed and name in WRITE_FILES:
            continue
        with told(report, name) as outcome:
            duty(office, now=now)
        pulse.note_step(f"duty {name}", outcome, now=now)
    pulse.note_round("duties", Outcome(), now=now)


@contextlib.contextmanager
def told(report: Report, place: str) -> Iterator[Outcome]:
    """What goes wrong inside becomes a sentence of the report; what comes after it still has its turn."""
    outcome = Outcome()
    try:
        yield outcome
    except Exception as error:
        outcome.failed(error, what_went_wrong(error))
        report.problems.append(f"{place}：{outcome.sentence}")


def what_went_wrong(error: Exception) -> str:
    """Return one Chinese sentence for the operator; a bug of ours goes to the log with its trace."""
    if isinstance(error, MailroomError | BrokenTemplate | BadAddress):
        log.warning("%s", error)
        return str(error)
    log.error("a step of the round failed", exc_info=error)
    return outage_of(error) or f"程序出错（{type(error).__name__}），详见日志"


DUTIES: dict[str, Callable[..., object]] = {
    "改寄": dead_addresses.pass_refused_on,
    "邮箱更正": arrivals.look_again,
    "转办": dispatching.dispatch_mended,
    "承接": succession.pass_on,
    "催办": supervision.remind,
    "督办": overdue.supervise,
    "批示随件": inherited_instructions.pass_on_inherited,
    "批示": instructions.ask_for_reports,
    "回访": calling.send_list,
    "督办重办": redoing.redo_unjudged,
    "疑难件": redoing.lay_open_hard,
    "联系表": liaison_chase.chase,
    "热线整合": integration.remind,
    "通报": notices.freeze_due,
    "学习分办": nights.learn_at_night,
}
WRITE_FILES = ("学习分办",)
