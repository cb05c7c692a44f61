"""Pictures of pages → Paper, by character recognition (`parsers.ocr`) in its worker process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.apart.calling import read_apart
from parsers.paper import Paper

_STARTING = 15.0  # seconds: the models are loaded with the first picture
_A_PAGE = 10.0
_MOST = 240.0
MEGABYTES = 700
"""For data: pages of 200 to 600 dots an inch and photographs, one after the other, were seen to take up to 483."""


def recognise(name: str, pages: Sequence[bytes], kind: str) -> Paper:
    """Return what stands on pictures of pages (PNG, JPEG, …), a place beginning with its page: "第2页 表1".

    `kind` becomes the paper's format. Where recognition is not installed, `problem` says so.
    """
    seconds = min(_STARTING + _A_PAGE * len(pages), _MOST)
    pieces = [kind.encode(), *pages]
    return replace(
        read_apart("ocr", name, pieces, seconds=seconds, megabytes=MEGABYTES), format=kind, recognised=True
    )
