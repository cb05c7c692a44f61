"""Pictures (photographs and scans of papers, photographs of places) → Paper, by character recognition."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from parsers.formats.recognising import recognise
from parsers.paper import Paper

KINDS = ("jpeg", "png", "tiff", "bmp", "gif", "webp", "heic")
"""As `sniff` names them."""


def read(name: str, data: bytes, *, kind: str) -> Paper:
    """Return what is written on a picture; a photograph of a place gives a paper without blocks and without problem."""
    return recognise(name, [data], kind)


READERS: dict[str, Callable[[str, bytes], Paper]] = {kind: partial(read, kind=kind) for kind in KINDS}
