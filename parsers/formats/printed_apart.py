"""Printed documents (PDF, OFD) → Paper: the reader in the worker gives text, and pictures of pages without any."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.apart.calling import call_apart
from parsers.formats.recognising import recognise
from parsers.paper import Grid, Line, Paper

SECONDS = 3.5
MEGABYTES = 400
_PAGE = re.compile(r"^第(\d+)页")
_ANY_PAGE = re.compile(r"第(\d+)页")


def read_printed(reader: str, name: str, data: bytes) -> Paper:
    """Return a document as a `Paper`, every place with its page; pages that are pictures go to recognition here.

    `reader` is the one in the worker, and the format. `problem` says where a document is locked, damaged, or not read
    in full.
    """
    reply = call_apart(reader, name, data, seconds=SECONDS, megabytes=MEGABYTES)
    paper = replace(reply.paper, format=reader)
    if reply.files:
        numbers = [int(number) for number, _ in reply.files]
        scanned = recognise(name, [picture for _, picture in reply.files], reader)
        paper = _with_scans(paper, scanned, numbers)
    if not paper.blocks and not paper.problem:
        return replace(paper, problem=f"「{name}」里面没有读到文字，请人工查看。")
    return paper


def _with_scans(paper: Paper, scanned: Paper, numbers: list[int]) -> Paper:
    """Return the text of both kinds of pages in the order of the pages; `numbers` are those of the pictures."""
    recognised = [replace(block, where=_renumbered(block.where, numbers)) for block in scanned.blocks]
    unsure = tuple(replace(piece, where=_renumbered(piece.where, numbers)) for piece in scanned.unsure)
    problem = _ANY_PAGE.sub(lambda hit: f"第{_number(int(hit[1]), numbers)}页", scanned.problem)
    return replace(
        paper,
        blocks=tuple(sorted([*paper.blocks, *recognised], key=_page_of)),
        unsure=(*paper.unsure, *unsure),
        problem=paper.problem + problem,
        recognised=True,
    )


def _renumbered(where: str, numbers: list[int]) -> str:
    return _PAGE.sub(lambda hit: f"第{_number(int(hit[1]), numbers)}页", where)


def _number(picture: int, numbers: list[int]) -> int:
    return numbers[picture - 1] if 0 < picture <= len(numbers) else picture


def _page_of(block: Line | Grid) -> int:
    found = _PAGE.match(block.where)
    return int(found[1]) if found else 0
