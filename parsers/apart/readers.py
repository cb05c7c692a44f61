"""Which readers run apart. A new one is a function, and one line in `READERS`."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.paper import Paper

READERS: dict[str, str] = {
    "pdf": "parsers.formats.pdf_apart:read",
    "ofd": "parsers.formats.ofd_apart:read",
    "ocr": "parsers.formats.recognising_apart:read",  # pictures of pages
    "office": "parsers.formats.soffice:read",  # doc, wps, rtf, OpenDocument: through LibreOffice
    "archive": "parsers.formats.archives_apart:read",  # rar, 7z
    "print": "parsers.formats.soffice:read",  # any of them to PDF: another LibreOffice, reading does not wait for it
    "pages": "parsers.formats.pages_apart:lay_out",  # PDF and pictures, laid out on A4
    "binding": "parsers.formats.pages_apart:bind",
}
"""Name of a reader → "module:function". The module is imported in the worker only.

The function takes `(name, data, seconds)`: the document's name for the clerk, its octets (a list of octets where the
caller handed over a list), and how long it may take; it returns a `Paper` or a `Reply`. It may raise `MemoryError`,
and `parsers.formats.package.Unreadable` with the reason; any other exception is a bug and is logged as one.
A module may have a function `prepare()`, run once when the worker starts, outside of any document's time; it may raise
`NotInstalled`.
"""

PROGRAMS: frozenset[str] = frozenset({"office", "print"})
"""Readers that keep a program of their own running (soffice)."""

HOME_PREFIX = "mailroom-apart-"
"""How the names of workers' temporary directories begin."""


class NotInstalled(Exception):
    """A reader's library or program is not there; `str()` is the package that has it."""


@dataclass(frozen=True)
class Reply:
    """What a reader apart gives back: a paper, and files (name, octets): pages as pictures, contents of an archive."""

    paper: Paper
    files: tuple[tuple[str, bytes], ...] = ()
