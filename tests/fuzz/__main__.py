"""`python -m tests.fuzz --minutes 10`: damaged mails and documents, one after the other, until the time is up.

`python -m tests.fuzz FILE` reads one input again.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import click

from tests.fuzz.running import findings, keep, until


@click.command()
@click.option("--minutes", default=5.0, show_default=True, help="How long.")
@click.option(
    "--first", default=0, show_default=True, help="The number to begin with: another one, other inputs."
)
@click.option(
    "--folder", default="fuzz-findings", show_default=True, type=Path, help="Where what was found is written."
)
@click.argument("words", nargs=-1)
def main(minutes: float, first: int, folder: Path, words: tuple[str, ...]) -> None:
    """Read inputs and say which broke the promise: no exception, under 5 s, under 500 MB.

    WORDS are numbers or files to read instead.
    """
    wanted = words or until(itertools.count(first), minutes * 60)
    count = found = 0
    for finding in findings(wanted):
        count += 1
        if finding:
            found += 1
            path = keep(finding, folder)
            click.echo(f"\n{finding.because}\n  again: {Path(sys.executable)} -m tests.fuzz {path}")
    click.echo(f"{count} inputs, {found} broke the promise; to go on: --first {first + count}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
