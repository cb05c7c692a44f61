"""Paper ↔ what JSON can say, for the way between processes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from parsers.paper import Cell, Grid, Line, Paper, Unsure


def to_json(paper: Paper) -> dict[str, Any]:
    """Return a paper as a tree of dicts, lists, strings and numbers."""
    return {
        "name": paper.name,
        "format": paper.format,
        "problem": paper.problem,
        "properties": paper.properties,
        "blocks": [_block(block) for block in paper.blocks],
        "unsure": [[piece.where, piece.text, piece.confidence, piece.because] for piece in paper.unsure],
    }


def from_json(tree: dict[str, Any]) -> Paper:
    """Return the paper of such a tree; `ValueError`, `KeyError` or `TypeError` where it is none."""
    return Paper(
        str(tree["name"]),
        str(tree["format"]),
        tuple(_as_block(block) for block in tree["blocks"]),
        {str(key): str(value) for key, value in tree["properties"].items()},
        str(tree["problem"]),
        tuple(
            Unsure(str(where), str(text), float(confidence), str(because))
            for where, text, confidence, because in tree["unsure"]
        ),
    )


def _block(block: Line | Grid) -> dict[str, Any]:
    if isinstance(block, Line):
        return {"text": block.text, "where": block.where}
    return {
        "where": block.where,
        "hidden": block.hidden,
        "hidden_columns": sorted(block.hidden_columns),
        "hidden_rows": sorted(block.hidden_rows),
        "cells": [[c.row, c.col, c.text, c.row_span, c.col_span, _value(c.value)] for c in block.cells],
    }


def _value(value: object) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return {"on": value.isoformat()} if isinstance(value, date) else value


def _as_block(tree: dict[str, Any]) -> Line | Grid:
    if "cells" not in tree:
        return Line(str(tree["text"]), str(tree["where"]))
    cells = tuple(
        Cell(int(row), int(col), str(text), int(down), int(across), _as_value(value))
        for row, col, text, down, across, value in tree["cells"]
    )
    return Grid(
        cells,
        str(tree["where"]),
        bool(tree["hidden"]),
        frozenset(int(col) for col in tree["hidden_columns"]),
        frozenset(int(row) for row in tree["hidden_rows"]),
    )


def _as_value(value: Any) -> date | datetime | float | int | bool | None:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
    if value is None or isinstance(value, (bool, int, float)):
        return value
    raise ValueError(f"no value of a cell: {value!r}")
