"""`python -m bench.transport`: mails fetched a second over IMAP (TLS), letters sent a second over SMTP (TLS), each beside
the bare protocol in the same run: the same mailbox fetched by `imaplib` alone, the same letters sent by `smtplib` alone
over one kept connection without Nagle's delay. Exchange: `python -m bench.exchange`.
"""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
import statistics
import time
from collections.abc import Callable, Iterable
from itertools import islice

import click

from bench.bare_fetch import BATCH, PASSWORD_ENV, connected, drain, fetch
from bench.mails import case_mails
from mailroom.providers import open_courier, open_mailbox
from tests.contracts.courier_kinds import smtp_settings
from tests.contracts.mailbox_kinds import imap_settings
from tests.servers.mail_host import MailHost

SENDER = ("枣庄市12345政务服务热线", "zz12345@example.cn")
OFFICE, DEPARTMENT = "office@example.cn", "zjj@example.cn"


def seconds(work: Callable[[], int], wanted: int) -> float:
    """Return how long `work` took; an error where it did not do all of it."""
    begun = time.perf_counter()
    done = work()
    took = time.perf_counter() - begun
    if done != wanted:
        raise RuntimeError(f"{done} of {wanted}")
    return took


def fetched_by_us(host: MailHost, user: str) -> int:
    """Fetch the whole mailbox as the office does; nothing on the server changes."""
    mailbox = open_mailbox(imap_settings(host, user, max_mail_mb=80))
    try:
        return sum(len(mails) for mails in mailbox.arrivals(lambda *_: 0, since=None, batch=BATCH))
    finally:
        mailbox.close()


def fetched_barely(host: MailHost, user: str, how: Callable[..., int]) -> int:
    """Fetch it by `imaplib` alone, or only drain its bytes; returns how many mails were asked for."""
    server, batches = connected(host.imaps_port, user, str(host.ca_file))
    try:
        how(server, batches)
        return sum(len(batch.split(",")) for batch in batches)
    finally:
        server.logout()


def sent_by_us(host: MailHost, letters: Iterable[bytes], to: str, per_connection: int) -> int:
    """Send letters as the office does, a new connection after every `per_connection` (0: one for all)."""
    settings = smtp_settings(host, OFFICE, save_sent="none", letters_per_connection=per_connection)
    courier, count = open_courier(settings), 0
    try:
        for letter in letters:
            courier.send(letter, sender=OFFICE, recipients=[to], handing_over=lambda: None)
            count += 1
    finally:
        courier.close()
    return count


def sent_barely(host: MailHost, letters: Iterable[bytes], to: str) -> int:
    """Send them by `smtplib` alone over one connection, its delays switched off."""
    context, count = ssl.create_default_context(cafile=str(host.ca_file)), 0
    with smtplib.SMTP_SSL(host.host, host.smtps_port, context=context) as smtp:
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.login(OFFICE, host.password)
        for letter in letters:
            smtp.sendmail(OFFICE, [to], letter)
            count += 1
    return count


@click.command()
@click.option(
    "--mails", default=1000, show_default=True, help="Mails fetched, and a fifth of them letters sent."
)
@click.option("--runs", default=3, show_default=True, help="Runs; the medians are shown.")
def main(mails: int, runs: int) -> None:
    """Fetch and send, each way after the other in every run."""
    rates: dict[str, list[float]] = {}
    letters = list(islice(case_mails(mails, sender=SENDER, to=OFFICE), max(mails // 5, 1)))
    with MailHost() as host:
        os.environ[PASSWORD_ENV] = host.password
        for number in range(runs):
            user, to = f"bench{number}@example.cn", f"zjj{number}@example.cn"
            for raw in case_mails(mails, sender=SENDER, to=user):
                host.append(user, raw)
            fetched_barely(host, user, drain)  # once, so that the server knows its mails
            ways: dict[str, tuple[Callable[[], int], int]] = {
                "fetch, ours": (lambda user=user: fetched_by_us(host, user), mails),  # type: ignore[misc]
                "fetch, imaplib": (lambda user=user: fetched_barely(host, user, fetch), mails),  # type: ignore[misc]
                "fetch, drained": (lambda user=user: fetched_barely(host, user, drain), mails),  # type: ignore[misc]
                "send, ours": (lambda to=to: sent_by_us(host, letters, to, 0), len(letters)),  # type: ignore[misc]
                "send, ours, 10 a connection": (
                    lambda to=to: sent_by_us(host, letters, to, 10),  # type: ignore[misc]
                    len(letters),
                ),
                "send, smtplib": (lambda to=to: sent_barely(host, letters, to), len(letters)),  # type: ignore[misc]
            }
            for name, (work, count) in ways.items():
                rates.setdefault(name, []).append(count / seconds(work, count))
            host.wait_for_mails(to, 3 * len(letters))
    show(rates)


def show(rates: dict[str, list[float]]) -> None:
    """Print the medians, and ours as a share of the bare protocol."""
    for name, found in rates.items():
        click.echo(f"{name:28} {statistics.median(found):8.1f}/s   ({min(found):.1f} to {max(found):.1f})")
    for what, bare in (("fetch", "fetch, imaplib"), ("send", "send, smtplib")):
        shares = [ours / limit for ours, limit in zip(rates[f"{what}, ours"], rates[bare], strict=True)]
        click.echo(f"{what}: ours / bare {statistics.median(shares):.2f}")


if __name__ == "__main__":
    main()
