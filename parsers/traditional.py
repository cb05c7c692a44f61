"""Papers in traditional characters (繁体字), as Big5 mails and some programs write them, are read in simplified ones.

Labels and the words of the trade are known in simplified characters only. A single such character, as names have
them, changes nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from parsers.paper import Grid, Line, Paper

LEAST = 3
"""Traditional characters in a paper that is written so."""

LEAST_SHARE = 0.15
"""Their share of its Chinese characters: about a third where all is written so."""

JUDGED = 10_000
"""Characters of a paper by which its writing is judged."""

_CHINESE = re.compile("[\u4e00-\u9fff]")


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters."""
    judged = text[:JUDGED]
    count = len(_traditional().findall(judged))
    return count >= LEAST and count >= LEAST_SHARE * len(_CHINESE.findall(judged))


def simplified(text: str) -> str:
    """Return a text with the simplified character for each traditional one."""
    return text.translate(_table())


def in_simplified(paper: Paper) -> Paper:
    """Return a paper in simplified characters; the very same where it is not written in traditional ones."""
    if not is_traditional(paper.text()):
        return paper
    return replace(paper, blocks=tuple(_block(block) for block in paper.blocks))


def _block(block: Line | Grid) -> Line | Grid:
    if isinstance(block, Line):
        return replace(block, text=simplified(block.text))
    return replace(block, cells=tuple(replace(cell, text=simplified(cell.text)) for cell in block.cells))


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern[str]:
    """Any traditional character, in one look over a text: to ask for each of its characters takes five times as long."""
    signs = (chr(code) for code in _table())
    return re.compile(f"[{''.join(sign for sign in signs if _CHINESE.match(sign))}]")


@lru_cache(maxsize=1)
def _table() -> Mapping[int, str]:
    table = tomllib.loads(files("config").joinpath("traditional.toml").read_text("utf-8"))
    traditional, plain = (re.sub(r"\s", "", table[name]) for name in ("traditional", "simplified"))
    return {ord(sign): other for sign, other in zip(traditional, plain, strict=True)}
