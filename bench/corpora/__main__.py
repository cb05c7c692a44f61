"""Prints the tables; `--wrong` names what ours has otherwise than the origin of a file, to look at by hand."""

from __future__ import annotations

import logging
import platform
from importlib.metadata import version
from pathlib import Path

import click

from bench.corpora import CORPORA, bounces, mails, missing, quotes, truths


@click.command()
@click.option("--wrong", is_flag=True, help="Name the files that ours has otherwise than expected.")
def main(wrong: bool) -> None:
    """Measure ours beside other parsers on the shared corpora: mails, bounces, quotations."""
    sentence = missing(CORPORA)
    if sentence:
        click.echo(sentence)
        return
    logging.disable(logging.CRITICAL)  # parsers warn of every second mail
    click.echo(f"Python {platform.python_version()}, mail-parser {version('mail-parser')}")
    paths = truths.mails(CORPORA)
    _show_mails(paths, wrong)
    _show_bounces(paths, wrong)
    _show_quotes(wrong)


def _show_mails(paths: list[Path], wrong: bool) -> None:
    expectations = truths.truths(CORPORA)
    counts = mails.expected(expectations)
    click.echo(
        f"\n{len(paths)} messages; expected: {', '.join(f'{n} {what}s' for what, n in counts.items())}"
    )
    click.echo(
        f"  {'':22}{'refused':>8}{'header':>8}{'body':>8}{'unread':>8}" + "".join(f"{k:>11}" for k in counts)
    )
    tallies = mails.measure(paths, expectations)
    for name, tally in tallies.items():
        failed = (tally.refused, tally.header_raised, tally.body_raised, tally.unread)
        click.echo(
            f"  {name:22}"
            + "".join(f"{n:8}" for n in failed)
            + "".join(f"{tally.count(k):11}" for k in counts)
        )
    other, of = mails.trees(CORPORA)
    click.echo(f"  trees of parts as mime4j has them: {of - len(other)} of {of}")
    if wrong:
        _name(tallies["ours"].wrong + [("tree", path) for path in other])


def _show_bounces(paths: list[Path], wrong: bool) -> None:
    for name, read in bounces.READERS.items():
        click.echo(f"\nbounces, {name}")
        for each, (known, of) in bounces.recognised(CORPORA, read).items():
            click.echo(f"  {each:44}{known:5} of {of}")
        counts, others = bounces.against_sisimai(CORPORA, read)
        for what in [what for what in counts if not what.endswith(", of")]:
            click.echo(f"  {what:44}{counts[what]:5} of {counts[f'{what}, of']}")
        alarms, of = bounces.false_alarms(paths, read)
        click.echo(f"  {'false alarms on mail/':44}{len(alarms):5} of {of}")
        if wrong and name == "ours":
            _name(others + [("false alarm", path) for path in alarms])


def _show_quotes(wrong: bool) -> None:
    click.echo("\nreplies, exact")
    for name, (exact, of, others) in quotes.measure(CORPORA).items():
        click.echo(f"  {name:24}{exact:5} of {of} ({exact / of:.0%})")
        if wrong:
            click.echo("".join(f"    {each}\n" for each in others), nl=False)


def _name(wrong: list[tuple[str, Path]]) -> None:
    for what, path in wrong:
        click.echo(f"    {what}: {path.relative_to(CORPORA)}")


if __name__ == "__main__":
    main()
