"""Layout: what of a paper is label and what is value, before anybody asks which form it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from parsers.forms.entries import Entry, organisation, tight
from parsers.forms.grids import GridLayout, read_grid
from parsers.forms.lines import entries_of_lines, without_forward_heads
from parsers.forms.misspelt import respelt
from parsers.forms.punctuation import with_usual_colons
from parsers.forms.signers import with_colons
from parsers.forms.slips import without_slip
from parsers.labels import Labels
from parsers.limits import MAX_COLONS
from parsers.paper import Cell, Grid, Line, Paper

TITLE_LINES = 6
"""Lines at the top of a paper, and loose cells of a grid, among which its title is looked for."""


@dataclass(frozen=True)
class Layout:
    """What a paper says, in reading order, and what of it is title, letter and list.

    `sheets` holds one tuple of entries for each grid or stretch of text that has any; `rows` one for each row of a
    list; `lines` the text outside of the grids, header lines of forwarded mails left out. Every place named begins
    with the name of the paper.
    """

    paper: Paper
    title: str
    sheets: tuple[tuple[Entry, ...], ...]
    rows: tuple[tuple[Entry, ...], ...]
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]
    cut_short: bool = False  # it names more fields than anybody fills in: what follows was not looked at

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries of the form parts, in reading order."""
        return tuple(entry for sheet in self.sheets for entry in sheet)

    @property
    def everything(self) -> tuple[Entry, ...]:
        """The entries of the form parts and of all list rows."""
        return self.entries + tuple(entry for row in self.rows for entry in row)


def lay_out(paper: Paper, labels: Labels) -> Layout:
    """Return the layout of `paper`; hidden sheets of a workbook count only where nothing else is there."""
    blocks, cut_short = _within_measure(paper.blocks)
    blocks = tuple(respelt(block, labels) for block in blocks) if paper.recognised else blocks
    if any(isinstance(b, Grid) and b.hidden for b in blocks) and any(
        not (isinstance(b, Grid) and b.hidden) for b in blocks
    ):
        blocks = tuple(b for b in blocks if not (isinstance(b, Grid) and b.hidden))
    sheets: list[tuple[Entry, ...]] = []
    rows: list[tuple[Entry, ...]] = []
    all_lines: list[Line] = []
    grids: list[Grid] = []
    loose: list[Line] = []
    top: list[Line] = []
    found_grid = False
    band = 0
    for stretch in _stretches(blocks):
        if isinstance(stretch, Grid):
            stretch = replace(stretch, where=f"{paper.name} {stretch.where}".strip())
            grids.append(stretch)
            found = read_grid(stretch, labels, band=band)
            found_grid = True
            band += max((c.row for c in stretch.cells), default=0) + 1
        else:
            lines = [
                Line(line.text, f"{paper.name} {line.where}".strip())
                for line in with_colons(_usual(stretch, labels), labels)
            ]
            top += lines if not found_grid else []
            found = GridLayout(
                _with_foot(entries_of_lines(lines, labels, band=band), lines, band, labels), [], []
            )
            band += len(stretch) + 1
            all_lines += lines
        if found.entries:
            sheets.append(tuple(found.entries))
        rows += found.rows
        loose += found.loose
    return Layout(
        paper, _title(top, loose), tuple(sheets), tuple(rows), tuple(all_lines), tuple(grids), cut_short
    )


def _within_measure(blocks: tuple[Line | Grid, ...]) -> tuple[tuple[Line | Grid, ...], bool]:
    """Return the blocks up to the last colon at which a field is looked for, and whether anything was left out."""
    room = MAX_COLONS
    for i, block in enumerate(blocks):
        pieces: tuple[Line | Cell, ...] = block.cells if isinstance(block, Grid) else (block,)
        for n, piece in enumerate(pieces):
            room -= piece.text.count("：") + piece.text.count(":")
            if room < 0:
                whole = (replace(block, cells=block.cells[:n]),) if isinstance(block, Grid) else ()
                return (*blocks[:i], *whole, *_beginning(piece)), True
    return blocks, False


def _beginning(piece: Line | Cell) -> tuple[Line, ...]:
    """Return the start of a line that has too many colons in it; a cell is left out whole."""
    return (replace(piece, text=piece.text[:MAX_COLONS]),) if isinstance(piece, Line) else ()


def _usual(lines: list[Line], labels: Labels) -> list[Line]:
    """Return the lines of a stretch as all others are written: no forwarder's header, no empty slip, colons."""
    return with_usual_colons(without_slip(without_forward_heads(lines)), labels)


def _with_foot(entries: list[Entry], lines: list[Line], band: int, labels: Labels) -> list[Entry]:
    """Return the entries, those below the signature marked as foot: its telephone is the writer's."""
    first = next((e.band for e in entries if e.text and labels.is_label(e.label)), None)
    if first is None:
        return entries
    values = {e.text for e in entries}
    below = range(first - band + 1, len(lines))
    signed = next((i for i in below if lines[i].text not in values and organisation(lines[i].text)), None)
    if signed is None:
        return entries
    return [replace(e, source="foot") if e.band > signed + band else e for e in entries]


def _stretches(blocks: tuple[Line | Grid, ...]) -> list[Grid | list[Line]]:
    """Return grids, and the lines between them together."""
    found: list[Grid | list[Line]] = []
    for block in blocks:
        if isinstance(block, Grid):
            found.append(block)
        elif found and isinstance(found[-1], list):
            found[-1].append(block)
        else:
            found.append([block])
    return found


def _title(lines: list[Line], loose: list[Line]) -> str:
    """Return the short lines at the top, white space taken out, a line each: letterhead, title, addressee."""
    top = [line.text for line in lines[:TITLE_LINES]] + [line.text for line in loose[:TITLE_LINES]]
    return "\n".join(tight(text) for text in top if len(text) <= 60 and text.strip())
