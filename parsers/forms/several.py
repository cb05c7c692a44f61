"""A letter that answers several cases, one below the other: parted where the next number of ours stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.forms.answer import is_answer
from parsers.forms.filling import Context
from parsers.forms.layout import Layout, lay_out
from parsers.forms.letters import find_signature
from parsers.numbers import find_case_numbers
from parsers.paper import Grid, Line


def parts_by_case(layout: Layout, context: Context) -> list[Layout]:
    """Return the layout of each part that answers a case of its own, or `[layout]` where there is only one.

    Letterhead and signature of the whole belong to each part. A letter that only quotes a second number stays whole.
    """
    blocks = layout.paper.blocks
    starts = _starts(blocks, context.prefix)
    if len(starts) < 2 or len({number for _, number in starts}) < len(starts):
        return [layout]
    end = len(blocks) - signature_lines(layout, context)
    head, foot = blocks[: starts[0][0]], blocks[end:]
    parts = [
        lay_out(replace(layout.paper, blocks=(*head, *blocks[begin:stop], *foot)), context.labels)
        for (begin, _), (stop, _) in pairwise([*starts, (end, "")])
    ]
    answered = all(is_answer(part.entries, context.labels) for part in parts)
    return parts if answered else [layout]


def _starts(blocks: Sequence[Line | Grid], prefix: str) -> list[tuple[int, str]]:
    """Return (block, number) of each block that names one case of ours, where it is not the one named last."""
    starts: list[tuple[int, str]] = []
    for i, block in enumerate(blocks):
        text = block.text if isinstance(block, Line) else " ".join(cell.text for cell in block.cells)
        named = set(find_case_numbers(text, prefix).sound)
        number = named.pop() if len(named) == 1 else ""
        if number and (not starts or starts[-1][1] != number):
            starts.append((i, number))
    return starts


def signature_lines(layout: Layout, context: Context) -> int:
    """Return how many lines at the end of the paper sign it."""
    blocks = layout.paper.blocks
    first = find_signature(layout.lines, context.near).first
    count = len(layout.lines) - first if first is not None else 0
    return count if all(isinstance(block, Line) for block in blocks[len(blocks) - count :]) else 0
