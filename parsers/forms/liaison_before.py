"""Change forms (联系人变更表): the rows and columns that tell of the people before the change are left out."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.forms.layout import Layout, lay_out
from parsers.labels import Labels, fold
from parsers.paper import Cell, Grid

_WHOSE = r"(?:的|任)?(?:$|联系|联络|分管|科室|股室|负责|承办|经办|人员|姓名|情况|信息|职务|电话|手机|办公|工作|移动)"
_BEFORE = r"^(?:原|旧|前任|(?:变更|调整|更换|变动)前)"
_FORMER = re.compile(rf"{_BEFORE}{_WHOSE}")
_NEW = re.compile(rf"^(?:新|现|接任|(?:变更|调整|更换|变动)后){_WHOSE}")


def is_former(label: str) -> bool:
    """Whether a label speaks of the people before a change: 原联系人, 变更前."""
    return _FORMER.match(fold(label)) is not None


def is_new(label: str) -> bool:
    """Whether a label speaks of the people after a change: 新联系人, 变更后."""
    return _NEW.match(fold(label)) is not None


def without_former(layout: Layout, labels: Labels) -> Layout:
    """Return the layout of a form as if nobody had written who was liaison before; the same where nobody had."""
    blocks = tuple(_after_alone(b) if isinstance(b, Grid) else b for b in layout.paper.blocks)
    if blocks == layout.paper.blocks:
        return layout
    return lay_out(replace(layout.paper, blocks=blocks), labels)


def former_words(layout: Layout, without: Layout) -> str:
    """Return what stands in a form and not in `without`, the same one without the people of before."""
    left = {id(cell) for block in without.paper.blocks if isinstance(block, Grid) for cell in block.cells}
    cells = [cell for block in layout.paper.blocks if isinstance(block, Grid) for cell in block.cells]
    return " ".join(cell.text for cell in cells if id(cell) not in left)


def _after_alone(grid: Grid) -> Grid:
    """Return the grid without the rows, columns or pairs of cells that a label of the former people names."""
    left_out: set[int] = set()
    for cell in grid.cells:
        if is_former(cell.text):
            left_out |= {id(other) for other in grid.cells if _belongs_to(other, cell, grid)}
    return replace(grid, cells=tuple(c for c in grid.cells if id(c) not in left_out)) if left_out else grid


def _belongs_to(other: Cell, former: Cell, grid: Grid) -> bool:
    """Whether a cell stands under the label `former`, beside it, or is that label."""
    in_row = [c for c in grid.cells if c.row == former.row and c.text.strip()]
    right = min((c for c in in_row if c.col > former.col), key=lambda c: c.col, default=None)
    if not any(is_new(c.text) or _same_of_now(c.text, former.text) for c in in_row):
        return former.row <= other.row < former.row + former.row_span
    if right is None or is_new(right.text):  # 项目 | 变更前 | 变更后: a column of values
        return former.col <= other.col < former.col + former.col_span and other.row >= former.row
    return other is former or other is right  # 原联系人 | 王五 | 新联系人 | 李四


def _same_of_now(label: str, former: str) -> bool:
    """Whether a label asks for now what `former` asks for before: 职务 beside 原职务."""
    return fold(label) == re.sub(_BEFORE, "", fold(former)) != ""
