"""`python -m bench.letters`: letters a second on one core, beside python-docx from scratch and docxtpl.

All three make the same 转办函 from the same pattern and values: ours by the press (`generators.press`), python-docx by
building the page anew each time (`generators.stationery.paper_of` of the filled-in pattern), docxtpl by opening and filling
the same Word file with tags. They take turns in one process; processor time counts, and of the rounds the median. docxtpl
(LGPL) is asked for by this bench alone: `pip install -e '.[bench]'`.
"""

from __future__ import annotations

import io
import os
import statistics
import time
from collections.abc import Callable
from importlib import resources
from typing import Any

import click
from jinja2 import Environment

from generators.letter import Draft, Enclosed, Letterhead, Templates
from generators.message import as_message
from generators.specimens import SPECIMENS, Scene, scene_of
from generators.stationery import paper_of

HEAD = Letterhead(
    "滕州市市长公开电话办公室", "tzsszxx@163.com", "滕热", ("5514432", "5812345"), "市政务中心A0620房间"
)
DAILY = ("dispatch", "reminder", "correction", "report")


class Overheard(Templates):
    """Templates that keep the values which a letter's document was filled with."""

    values: dict[str, Any]

    def docx(self, name: str, values: dict[str, Any]) -> bytes:
        """Fill the document, as always."""
        if name == "dispatch":
            self.values = values
        return super().docx(name, values)


def peers(scene: Scene) -> dict[str, Callable[[], bytes]]:
    """Return the ways of making one 转办函, by name."""
    from docxtpl import DocxTemplate

    overheard = Overheard()
    SPECIMENS["dispatch"].draw_up(scene_of(HEAD, overheard))
    values = overheard.values
    pattern = resources.files("templates").joinpath("letters/dispatch.txt").read_text(encoding="utf-8")
    filling = Environment(trim_blocks=True, lstrip_blocks=True).from_string(pattern)
    word_file = paper_of(pattern)

    def by_python_docx() -> bytes:
        return paper_of(filling.render(values))

    def by_docxtpl() -> bytes:
        template = DocxTemplate(io.BytesIO(word_file))
        template.render(values, autoescape=True)
        out = io.BytesIO()
        template.save(out)
        return out.getvalue()

    return {
        "the press": lambda: scene.templates.docx("dispatch", values),
        "python-docx, from scratch": by_python_docx,
        "docxtpl": by_docxtpl,
    }


def rate_of(make: Callable[[], object], seconds: float) -> float:
    """Return how often a second of processor time `make` is done, over at least `seconds`."""
    count, began = 0, time.process_time()
    while (spent := time.process_time() - began) < seconds:
        make()
        count += 1
    return count / spent


def documents_of(drawn: Draft | tuple[Enclosed, ...]) -> tuple[Enclosed, ...]:
    """Return the documents of a specimen."""
    return drawn.enclosed if isinstance(drawn, Draft) else drawn


@click.command()
@click.option("--rounds", default=5, show_default=True, help="Rounds; the median counts.")
@click.option("--seconds", default=1.0, show_default=True, help="Processor time of each in a round.")
def main(rounds: int, seconds: float) -> None:
    """Say how fast letters are made, and how large they are."""
    click.echo(
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; processor time of one core, median of {rounds}"
    )
    scene = scene_of(HEAD, Templates())
    ways = peers(scene)
    _compare(ways, rounds, seconds)
    click.echo("\nwhole letters (documents, text, HTML, the finished message)")
    for kind in DAILY:
        _whole(kind, scene, rounds, seconds)
    click.echo("\ndocuments, bytes")
    for specimen in SPECIMENS.values():
        for document in documents_of(specimen.draw_up(scene)):
            click.echo(f"  {len(document.data):7d}  {document.name}")


def _compare(ways: dict[str, Callable[[], bytes]], rounds: int, seconds: float) -> None:
    figures: dict[str, list[float]] = {name: [] for name in ways}
    sizes = {name: len(make()) for name, make in ways.items()}
    for _ in range(rounds):
        for name, make in ways.items():
            figures[name].append(rate_of(make, seconds))
    base = statistics.median(figures["the press"])
    click.echo("\none 转办函")
    for name, rates in figures.items():
        middle = statistics.median(rates)
        click.echo(
            f"  {name:26} {middle:8.1f}/s   the press: {base / middle:5.1f} ×   {sizes[name]:6d} bytes"
        )


def _whole(kind: str, scene: Scene, rounds: int, seconds: float) -> None:
    def make() -> bytes:
        draft = SPECIMENS[kind].draw_up(scene)
        assert isinstance(draft, Draft)
        return as_message(draft, head=HEAD, sent_on=scene.now)

    size = len(make())
    rate = statistics.median(rate_of(make, seconds) for _ in range(rounds))
    drawn = len(documents_of(SPECIMENS[kind].draw_up(scene)))
    click.echo(f"  {SPECIMENS[kind].name:12} {rate:8.1f}/s   {drawn} document(s)   {size:6d} bytes of mail")


if __name__ == "__main__":
    main()
