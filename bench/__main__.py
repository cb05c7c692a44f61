"""`python -m bench`: mails a second for the whole job, over a real Dovecot and Postfix. Prints what it measured."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from bench.whole_job import Run, WentWrong, run_once
from tests.servers.mail_host import MailHost


@click.command()
@click.option("--mails", default=1000, show_default=True, help="Mails in the mailbox of each run.")
@click.option("--runs", default=3, show_default=True, help="Runs; the median is what counts.")
@click.option(
    "--mails-memory",
    default=0,
    show_default=True,
    help="One more run with so many mails, to see that memory stays flat (10000).",
)
def main(mails: int, runs: int, mails_memory: int) -> None:
    """Fetch over IMAP (TLS), archive, read docx and xlsx, ledger, letter, send over SMTP (TLS), file away.

    One office process does one round over a full mailbox; Dovecot, Postfix and the departments' mailboxes are on the
    same processors. Needs root and Debian's packages, as the tests do (`make debian`).
    """
    place = tempfile.gettempdir()
    click.echo(
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors, "
        f"offices and mailboxes in {place} ({_file_system(Path(place))})"
    )
    try:
        with MailHost() as host:
            done = [run_once(host, mails, number, _said(f"run {number}")) for number in range(1, runs + 1)]
            _show(done)
            if mails_memory:
                long = run_once(host, mails_memory, runs + 1, _said(f"{mails_memory} mails"))
                _show([long])
                _show_memory(long)
    except WentWrong as error:
        sys.exit(f"went wrong: {error}")


def _file_system(place: Path) -> str:
    """The kind of file system that a folder lies on: on a tmpfs the waits for the disk would be missing."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    over = [(len(point), kind) for point, kind in mounts if place.is_relative_to(point)]
    return max(over)[1]


def _said(what: str) -> Callable[[str], None]:
    return lambda sentence: click.echo(f"  {what}: {sentence}", err=True)


def _show(runs: Sequence[Run]) -> None:
    middle = statistics.median_low(run.rate for run in runs)
    run = next(each for each in runs if each.rate == middle)
    size = run.megabytes / run.mails * 1000
    click.echo(f"\n{run.mails} mails of {size:.1f} KB, {len(runs)} run(s), the median:\n")
    click.echo(f"  whole job         {run.rate:8.1f} mails/s   ({_spread([each.rate for each in runs])})")
    click.echo(f"  of processor time {run.mails / run.processor:8.1f} mails/s   (the office's process alone)")
    click.echo(f"  bare fetch loop   {run.bare_rate:8.1f} mails/s   (imaplib, batches of 50, same mailbox)")
    click.echo(f"  drain             {run.mails / run.drain_wall:8.1f} mails/s   (socket alone)")
    ratios = [each.rate / each.bare_rate for each in runs]
    click.echo(f"  whole job / bare  {statistics.median(ratios):8.4f}")
    click.echo(f"  peak memory       {max(each.peak_mb for each in runs):8.1f} MB")
    click.echo(f"  held for a person {run.held:8d}\n")
    click.echo("  step                    wall ms/mail   processor ms/mail   share of wall")
    for name, (wall, processor) in sorted(run.steps.items(), key=lambda step: -step[1][0]):
        click.echo(
            f"  {name:22} {wall / run.mails * 1000:13.2f} {processor / run.mails * 1000:19.2f} {wall / run.wall:15.1%}"
        )


def _spread(rates: list[float]) -> str:
    return f"{min(rates):.1f} to {max(rates):.1f}"


def _show_memory(run: Run) -> None:
    click.echo("\n  memory held after    MB")
    for what, count, held in run.memory:
        click.echo(f"  {count:6d} {what:8} {held:8.1f}")


if __name__ == "__main__":
    main()
