"""PDF → Paper. Pages with text are read, those without are recognised; both run in worker processes."""

from __future__ import annotations

from parsers.formats.printed_apart import read_printed
from parsers.paper import Paper


def read(name: str, data: bytes) -> Paper:
    """Return a PDF as a `Paper`; `problem` where it is locked, damaged, or not read in full."""
    return read_printed("pdf", name, data)
