"""The roster of the daemon: one thread a mailbox that watches and takes in, and APScheduler as the ticker for the
duties and the outbox. Due times stand in the ledger; nothing here needs to outlive the process.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from mailroom import intake, outbox, reconciling, rounds
from mailroom.errors import KeptOut, LoginRefused, Misconfigured
from mailroom.office import CHINA_TIME, Office
from mailroom.providers.base import Courier, Mailbox
from mailroom.providers.disk import reason_of
from mailroom.rounds import Report, told, what_went_wrong
from mailroom.watch import alarms, pulse, systemd
from mailroom.watch.durations import Durations
from mailroom.watch.page import Page
from mailroom.watch.pulse import Outcome

DELIVERY_SECONDS = 2  # pause between two looks into the outbox: one small query
WATCH_SECONDS = 60  # pause between two looks of the office at itself
# What could not be filed away or worked on is tried again after this; new mail is taken in meanwhile.
UNDONE_SECONDS = 60.0
# A mailbox out of reach is tried again after these pauses, the last for ever: it is looked at within a minute of coming
# back.
PAUSES_AFTER_FAULTS = (5, 15, 60)
# Where the config or the account is wrong, somebody has to mend it first.
PAUSE_MISCONFIGURED = 300
# An account whose password was refused is not tried again with the same one: whether it was mended is looked for often.
KEPT_OUT_SECONDS = 15


def run(
    office: Office,
    *,
    clock: Callable[[], datetime],
    stop: threading.Event,
    tell: Callable[[Report], None] = lambda report: None,
) -> None:
    """Work until `stop` is set, then end within seconds: what was begun is finished or is taken up next time.

    `tell` gets a report of each look into a mailbox, outbox or duty that brought something.
    """
    courier = office.make_courier()
    mailboxes = office.make_mailboxes()
    durations = Durations()
    page = _page(office, clock, durations, tell)
    scheduler = _scheduler()
    _add_watch(scheduler, office, clock, tell, durations)
    scheduler.start()
    systemd.say("READY=1")
    office_resume(office, clock, tell)  # may take long: the office already looks at itself
    watchers = [
        threading.Thread(
            target=_watch,
            args=(office, mailbox, clock, stop, tell, durations),
            name=f"mailbox {mailbox.name}",
        )
        for mailbox in mailboxes
    ]
    _add_rounds(scheduler, office, courier, clock, stop, tell, durations)
    _add_reconciliation(scheduler, office, clock, tell, durations)
    for watcher in watchers:
        watcher.start()
    stop.wait()
    systemd.say("STOPPING=1")
    scheduler.shutdown(wait=True)
    for watcher in watchers:
        watcher.join()
    if page is not None:
        page.close()
    courier.close()


def _page(
    office: Office, clock: Callable[[], datetime], durations: Durations, tell: Callable[[Report], None]
) -> Page | None:
    """Serve /health and /metrics; an address that can't be had keeps the office from nothing."""
    if office.settings.watch.listen is None:
        return None
    try:
        return Page(office, clock, durations)
    except OSError as error:
        host, port = office.settings.watch.listen
        sentence = f"监控页 {host}:{port} 开不了（{reason_of(error)}），其他照常；要用的，改 [watch] listen 后重新启动"
        tell(Report(at=clock(), problems=[sentence]))
        return None


def office_resume(office: Office, clock: Callable[[], datetime], tell: Callable[[Report], None]) -> None:
    """Take up what the last process left."""
    tell(Report(at=clock(), intake=intake.resume(office, now=clock())))


def _scheduler() -> BackgroundScheduler:
    """The ticker. Jobs run late rather than never, once for all the times they missed, never twice at once."""
    return BackgroundScheduler(
        timezone=CHINA_TIME,
        # What hangs must not keep the office from seeing that it hangs.
        executors={
            "default": ThreadPoolExecutor(2),
            "watch": ThreadPoolExecutor(1),
            "reconciliation": ThreadPoolExecutor(1),
        },
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )


def _soon() -> datetime:
    return datetime.now(CHINA_TIME) + timedelta(seconds=1)


def _add_watch(
    scheduler: BackgroundScheduler,
    office: Office,
    clock: Callable[[], datetime],
    tell: Callable[[Report], None],
    durations: Durations,
) -> None:
    """Let the office look at itself."""

    def watch() -> None:
        report = Report(at=clock())
        with durations.timed("watch"), _own_connection(office), told(report, "自查"):
            alarms.look(office, now=clock(), resident=True)
        systemd.say("WATCHDOG=1")
        tell(report)

    scheduler.add_job(
        watch, "interval", seconds=WATCH_SECONDS, id="watch", executor="watch", next_run_time=_soon()
    )


def _add_rounds(
    scheduler: BackgroundScheduler,
    office: Office,
    courier: Courier,
    clock: Callable[[], datetime],
    stop: threading.Event,
    tell: Callable[[Report], None],
    durations: Durations,
) -> None:
    """Let the duties be done and the letters go out."""

    def duties() -> None:
        report = Report(at=clock())
        with durations.timed("duties"), _own_connection(office), told(report, "定时事项"):
            rounds.do_duties(office, report, now=clock())
        tell(report)

    barred_until = (
        datetime.min
    )  # in memory: an operator who mends the password and starts anew is not kept waiting

    def delivery() -> None:
        nonlocal barred_until
        if clock() < barred_until:
            return
        report = Report(at=clock())
        with durations.timed("delivery"), _own_connection(office):
            with told(report, "发信") as outcome:
                report.delivery = outbox.deliver(office, courier, clock=clock, stop=stop.is_set)
            pulse.note_delivery(report.delivery, outcome, now=clock())
        if report.delivery.locked_out:
            seconds = KEPT_OUT_SECONDS if report.delivery.kept_out else PAUSE_MISCONFIGURED
            barred_until = clock() + timedelta(seconds=seconds)
        tell(report)

    seconds = office.settings.duties.round_seconds
    scheduler.add_job(duties, "interval", seconds=seconds, id="duties", next_run_time=_soon())
    scheduler.add_job(delivery, "interval", seconds=DELIVERY_SECONDS, id="delivery", next_run_time=_soon())


def _add_reconciliation(
    scheduler: BackgroundScheduler,
    office: Office,
    clock: Callable[[], datetime],
    tell: Callable[[Report], None],
    durations: Durations,
) -> None:
    """Let servers and post book be compared once a day."""

    def reconciliation() -> None:
        with _own_connection(office):
            if reconciling.is_due(office, now=clock()):
                report = Report(at=clock())
                with durations.timed("reconciliation"), told(report, "对账"):
                    reconciling.reconcile_apart(office, now=clock())
                tell(report)

    scheduler.add_job(
        reconciliation, "interval", seconds=WATCH_SECONDS, id="reconciliation", executor="reconciliation"
    )


@contextlib.contextmanager
def _own_connection(office: Office) -> Iterator[None]:
    """A job has a ledger connection of its own, for as long as it works."""
    try:
        yield
    finally:
        office.close()


def _watch(
    office: Office,
    mailbox: Mailbox,
    clock: Callable[[], datetime],
    stop: threading.Event,
    tell: Callable[[Report], None],
    durations: Durations,
) -> None:
    """Take in what waits, then wait for more; a fault of the server is waited out."""
    seconds = next(each.poll_seconds for each in office.settings.mailboxes if each.name == mailbox.name)
    faults = 0
    while not stop.is_set():
        report = Report(at=clock())
        try:
            with durations.timed("mailbox"):
                report.intake.add(intake.resume(office, now=clock(), mailbox=mailbox.name))
                intake.check_mail(office, mailbox, now=clock(), count=report.intake)
            pulse.note_look(mailbox.name, report.intake, Outcome(), now=clock())
            if report.intake.unfiled:
                report.problems.append(f"信箱 {mailbox.name}：{report.intake.unfiled}")
            tell(report)
            faults = 0
            undone = report.intake.unfiled or report.intake.waits
            mailbox.watch(min(seconds, UNDONE_SECONDS) if undone else seconds, stop.is_set)
        except Exception as error:
            pause = PAUSES_AFTER_FAULTS[min(faults, len(PAUSES_AFTER_FAULTS) - 1)]
            if isinstance(error, LoginRefused | KeptOut):
                pause = KEPT_OUT_SECONDS
            elif isinstance(error, Misconfigured):
                pause = PAUSE_MISCONFIGURED
            faults += 1
            outcome = Outcome()
            outcome.failed(error, what_went_wrong(error))
            pulse.note_look(mailbox.name, report.intake, outcome, now=clock())
            again = "" if isinstance(error, LoginRefused | KeptOut) else f"，{pause} 秒后再试"
            report.problems.append(f"信箱 {mailbox.name}：{outcome.sentence}{again}")
            office.close()  # where it is the database that went, its connection does not come back by itself
            tell(report)
            stop.wait(pause)
    mailbox.close()
    office.close()
