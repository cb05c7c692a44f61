"""Word documents that are only a wrapping for scans: their pictures are recognised."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.formats.package import Package, Unreadable
from parsers.formats.recognising import recognise
from parsers.limits import MAX_DRAWN_PAGES
from parsers.paper import Line, Paper

_PICTURE = re.compile(r"^word/media/\D*(\d*)\.(?:png|jpe?g|bmp|tiff?|gif|webp)$", re.IGNORECASE)
_PAGE = re.compile(r"第(\d+)页")
_LEAST_OCTETS = 15_000  # a scanned page has more, an emblem or a line less
_FEW = 30  # signs: a title above the scan, a page number


def with_pictures(paper: Paper, package: Package) -> Paper:
    """Return `paper` with the text of its pictures behind it, where it has next to no text of its own.

    Places in them: "图1 第2段", "图1 表1".
    """
    if any(not isinstance(block, Line) for block in paper.blocks):
        return paper
    if sum(len(block.text) for block in paper.blocks if isinstance(block, Line)) > _FEW:
        return paper
    pictures, damage = _pictures(package, paper.name)
    if not pictures:
        return replace(paper, problem=paper.problem + damage)
    found = recognise(paper.name, pictures, paper.format)
    return replace(
        paper,
        blocks=(*paper.blocks, *(replace(block, where=_place(block.where)) for block in found.blocks)),
        unsure=tuple(replace(piece, where=_place(piece.where)) for piece in found.unsure),
        problem=paper.problem + damage + _place(found.problem),
        recognised=True,
    )


def _place(where: str) -> str:
    return _PAGE.sub(r"图\1", where)


def _pictures(package: Package, title: str) -> tuple[list[bytes], str]:
    """Return the pictures that may be scans, in the order of their numbers, and a sentence where one is damaged."""
    numbered = [(int(hit[1] or 0), name) for name in package.names if (hit := _PICTURE.match(name))]
    pictures: list[bytes] = []
    damage = ""
    for _, name in sorted(numbered)[: 2 * MAX_DRAWN_PAGES]:
        try:
            octets = package.read(name)
        except Unreadable as error:
            damage = f"「{title}」里有图片{error}，没有读到，请人工查看。"
            continue
        if len(octets) >= _LEAST_OCTETS:
            pictures.append(octets)
    return pictures[:MAX_DRAWN_PAGES], damage
