"""Several liaison forms in one mail: hotline and mayor's mailbox, handled by different sections (分别填报), as papers of
their own or one below the other in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.forms.filling import Context, Filling
from parsers.forms.layout import Layout, lay_out
from parsers.forms.liaison_channels import CODES, channel_headed
from parsers.forms.liaison_form import is_liaison_form, read_liaison_form
from parsers.forms.several import signature_lines
from parsers.paper import Grid, Line
from parsers.reading import LiaisonForm

Block = Line | Grid
TITLES = {code: f"{word}联系表" for word, code in CODES.items()}


def read_liaison_forms(forms: Sequence[Layout], context: Context) -> list[tuple[LiaisonForm, Filling]]:
    """Return each form. What the mail says of a channel can't be said of all of them: a form's title, remarks or file name
    speaks for it.
    """
    return [
        read_liaison_form(form, context, letter=_channel_in(form.paper.name), path=f"liaison_forms.{n}")
        for n, form in enumerate(forms)
    ]


def _channel_in(name: str) -> str:
    """Return what a file's name says of the channel, as a sentence of a letter; "" where it names both or none."""
    named = [word for word in ("热线", "信箱") if word in name]
    return f"此表为{named[0]}" if len(named) == 1 else ""


def parts_by_channel(layout: Layout, context: Context) -> list[Layout]:
    """Return the form of each channel where a paper has both, each under a heading of its own; else `[layout]`.

    What stands above the first heading, and the signature, belong to both.
    """
    blocks = [piece for block in layout.paper.blocks for piece in _by_heading(block)]
    starts = [(i, code) for i, block in enumerate(blocks) if (code := _headed(block))]
    if sorted(code for _, code in starts) != sorted(TITLES):
        return [layout]
    end = max(len(blocks) - signature_lines(layout, context), starts[-1][0] + 1)
    head, foot = blocks[: starts[0][0]], blocks[end:]
    parts = [
        _form(layout, code, [*_above(head, blocks[begin + 1 : stop]), *foot], context)
        for (begin, code), (stop, _) in pairwise([*starts, (end, "")])
    ]
    whole = all(is_liaison_form(part, context.labels) for part in parts)
    return parts if whole else [layout]


def _form(layout: Layout, code: str, blocks: list[Block], context: Context) -> Layout:
    part = lay_out(replace(layout.paper, blocks=tuple(blocks)), context.labels)
    return replace(part, title=TITLES[code])


def _headed(block: Block) -> str:
    """The channel that a block is the heading of, or the sheet of a workbook belongs to."""
    if isinstance(block, Line):
        return channel_headed(block.text)
    return channel_headed(block.where.partition("「")[2].rstrip("」")) if "「" in block.where else ""


def _by_heading(block: Block) -> list[Block]:
    """Return a grid cut where a row is nothing but the heading of a channel, the headings as lines; else `[block]`."""
    if isinstance(block, Line):
        return [block]
    rows = sorted({cell.row for cell in block.cells})
    texts = {row: [c for c in block.cells if c.row == row and c.text.strip()] for row in rows}
    heads = [row for row in rows if len(texts[row]) == 1 and channel_headed(texts[row][0].text)]
    pieces: list[Block] = []
    for begin, stop in pairwise([0, *heads, rows[-1] + 1 if rows else 1]):
        if begin in heads:
            pieces.append(Line(texts[begin][0].text, f"{block.where} R{begin}C{texts[begin][0].col}"))
        cells = tuple(
            c for c in block.cells if begin <= c.row < stop and not (begin in heads and c.row == begin)
        )
        pieces += [replace(block, cells=cells)] if cells else []
    return pieces if heads else [block]


def _above(head: list[Block], part: list[Block]) -> list[Block]:
    """Return a part below what stands above both: a grid that goes on in it is one grid again, under the same head row."""
    if head and part:
        last, first = head[-1], part[0]
        if isinstance(last, Grid) and isinstance(first, Grid) and last.where == first.where:
            return [*head[:-1], replace(last, cells=(*last.cells, *first.cells)), *part[1:]]
    return [*head, *part]
