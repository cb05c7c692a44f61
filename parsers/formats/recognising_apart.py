"""Character recognition as the worker process calls it."""

from __future__ import annotations

from parsers import ocr
from parsers.paper import Paper


def prepare() -> None:
    """Load the models before the first document's time begins."""
    ocr.prepare()


def read(name: str, data: list[bytes], seconds: float) -> Paper:
    """Return what stands on pictures of pages: `data` is the document's format, then the pictures.

    No page is begun in the last fifth of the time.
    """
    return ocr.read_pictures(name, data[1:], format=data[0].decode(), seconds=0.8 * seconds)
