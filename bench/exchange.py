"""`python -m bench.exchange`: mails fetched and letters sent a second over EWS (TLS), beside the bare limit of the same run.

The server is the tests' stand-in for Exchange, in a process of its own: what it takes to answer is in every figure, and
the bare loop shows how much that is. Real servers answer later and no faster; what our side costs is the difference.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

import click

from bench.bare_exchange import Line
from bench.mails import case_mails
from config.settings import MailboxSettings
from mailroom.providers import open_courier, open_mailbox
from tests.contracts.courier_kinds import NO_COURIER
from tests.contracts.mailbox_kinds import NO_MAILBOX
from tests.servers.exchange import Exchange

OFFICE, DEPARTMENT = "office@tengzhou.test", "zjj@tengzhou.test"
SENDER = ("枣庄市12345政务服务热线", "zz12345@example.cn")


@click.command()
@click.option(
    "--mails", default=500, show_default=True, help="Mails to fetch, and letters to send, in each run."
)
@click.option("--runs", default=3, show_default=True, help="Runs; the median is what counts.")
def main(mails: int, runs: int) -> None:
    """Fetch every mail of a mailbox, send as many letters; each bare, by the office's provider, and bare again."""
    rates: dict[str, list[float]] = {}
    for _ in range(runs):
        with _server(mails) as settings:
            for name, rate in _rates(settings, mails):
                rates.setdefault(name, []).append(rate)
    click.echo(
        f"{mails} mails of 77 KB, {runs} run(s), the median, a second (wall; processor time of our process)\n"
    )
    for name, told in rates.items():
        click.echo(f"  {name:38} {sorted(told)[len(told) // 2]:8.0f}   ({min(told):.0f} to {max(told):.0f})")


def _rates(settings: MailboxSettings, mails: int) -> Iterator[tuple[str, float]]:
    line = Line(settings.url, str(settings.ca_file), OFFICE, settings.password)
    ids = line.ids()
    line.fetch(ids)  # once, so that the server knows its mails
    mailbox = open_mailbox(settings)
    mailbox.check()
    yield from _timed("fetch, bare", mails, lambda: line.fetch(ids))
    yield from _timed("fetch, by the office", mails, lambda: _fetched(mailbox, mails))
    letters = list(case_mails(mails, sender=(SENDER[0], OFFICE), to=DEPARTMENT, first=mails + 1))
    courier = open_courier(_courier(settings))
    courier.check()
    yield from _timed("send, bare", mails, lambda: line.send(letters))
    yield from _timed("send, by the office", mails, lambda: [_sent(courier, raw) for raw in letters])
    for each in (line, mailbox, courier):
        each.close()


def _timed(name: str, count: int, act: Callable[[], Any]) -> Iterator[tuple[str, float]]:
    wall, processor = time.perf_counter(), time.process_time()
    act()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    yield name, count / wall
    yield f"{name}, by processor time", count / processor


def _fetched(mailbox: Any, mails: int) -> None:
    came = sum(len(some) for some in mailbox.arrivals(lambda folder, validity: 0, since=None))
    if came != mails or mailbox.failed:
        raise RuntimeError(f"{came} mails of {mails}: {mailbox.failed}")


def _sent(courier: Any, raw: bytes) -> None:
    courier.send(raw, sender=OFFICE, recipients=[DEPARTMENT], handing_over=lambda: None)


def _courier(settings: MailboxSettings) -> Any:
    same = {
        name: getattr(settings, name) for name in ("provider", "url", "ca_file", "user", "password", "auth")
    }
    return replace(NO_COURIER, **same)


@contextmanager
def _server(mails: int) -> Iterator[MailboxSettings]:
    """A server in a process of its own, with so many mails in the office's inbox; the settings to open it."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, mails), daemon=True)
    process.start()
    url, ca_file, password = ours.recv()
    account = {"name": OFFICE, "user": OFFICE, "password": password, "auth": "basic"}
    place = {"provider": "ews", "url": url, "ca_file": ca_file, "folders": ("INBOX",), "streaming": False}
    try:
        yield replace(NO_MAILBOX, **account, **place)
    finally:
        ours.send("enough")
        process.join()


def _serve(ours: Connection, mails: int) -> None:
    with Exchange(tls=True) as exchange:
        password = exchange.new_mailbox(OFFICE)
        exchange.new_mailbox(DEPARTMENT)
        for raw in case_mails(mails, sender=SENDER, to=OFFICE):
            exchange.deliver(OFFICE, raw)
        ours.send((exchange.url, exchange.ca_file, password))
        ours.recv()


if __name__ == "__main__":
    main()
