"""The printer: LibreOffice, kept warm, turns documents into PDF.

It runs apart, as for reading (`parsers.apart`): no network, no macros, bounded in time and memory, killed where a
document takes too long. It is another LibreOffice than the one that reads, with a profile of its own.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from mailroom.errors import Misconfigured
from parsers.apart import call_apart
from parsers.formats import sniff

SECONDS = 25.0  # for one document, a workbook of a hundred pages; most take 0.2
MEGABYTES = 350
PRINTED = frozenset(
    {"docx", "docm", "doc", "rtf", "odf", "wordxml", "xlsx", "xlsm", "xls", "xlsb", "excelxml", "html"}
)
"""Formats, as `sniff` names them, that LibreOffice prints. Macros never run."""

PAGE_OF_TEXT = b"HTML (StarWriter)"
"""Read as a document: LibreOffice 7.4 prints what it opens as a web page with its first paragraph missing."""

MISSING = "转 PDF 要用 LibreOffice，本机没有安装：apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui"


@dataclass(frozen=True)
class Print:
    """A printed document: its PDF, or why there is none, as a Chinese sentence."""

    pdf: bytes = b""
    problem: str = ""


def is_there() -> bool:
    """Whether LibreOffice is installed."""
    return bool(shutil.which("soffice") or shutil.which("libreoffice"))


def need_printer() -> None:
    """`Misconfigured` says what to install where LibreOffice is missing."""
    if not is_there():
        raise Misconfigured(MISSING)


def print_document(name: str, data: bytes) -> Print:
    """Return a document as PDF; a PDF as it is. Never raises for what is in the document."""
    kind = sniff(name, data)
    if kind == "pdf":
        return Print(data)
    if kind not in PRINTED:
        return Print(problem=f"「{name}」不是能转成 PDF 的格式。")
    words = [data, b"pdf", *([PAGE_OF_TEXT] if kind == "html" else [])]
    reply = call_apart("print", name, words, seconds=SECONDS, megabytes=MEGABYTES)
    if reply.files:
        return Print(reply.files[0][1])
    return Print(problem=reply.paper.problem.replace("没有读取", "没有转成 PDF").replace("读取", "转 PDF "))
