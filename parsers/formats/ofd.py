"""OFD (GB/T 33190, the Chinese state's own format of printed pages) → Paper, in a worker process as PDF is."""

from __future__ import annotations

from parsers.formats.printed_apart import read_printed
from parsers.paper import Paper


def read(name: str, data: bytes) -> Paper:
    """Return an OFD as a `Paper`; `problem` where it is locked, damaged, or not read in full."""
    return read_printed("ofd", name, data)
