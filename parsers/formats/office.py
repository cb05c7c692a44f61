"""Documents that LibreOffice turns into ones we read: .rtf, OpenDocument, XML of Office 2003, .xlsb, .doc of Word 95.

LibreOffice runs apart (`parsers.apart`), kept warm, without network, and is killed with all its processes where a
document takes it too long. What it gives is read by our own readers, with their limits.
"""

from __future__ import annotations

from dataclasses import replace

from parsers.apart.calling import call_apart
from parsers.formats import excel, word
from parsers.formats.package import Package, Unreadable
from parsers.paper import Paper

SECONDS = 2.5  # a document of fifty pages takes one; starting LibreOffice does not count
MEGABYTES = 350  # for its data; its code, mapped once, comes on top


def read(name: str, data: bytes, kind: str) -> Paper:
    """Return a document of `kind` as a `Paper`; `problem` where it has a password or can't be converted."""
    if kind == "odf" and _is_locked(data):
        return Paper(
            name, kind, problem=f"「{name}」是加了密码的 OpenDocument 文档，打不开，请对方去掉密码重寄。"
        )
    target = "xlsx" if kind in ("xlsb", "excelxml") or (kind == "odf" and _is_sheet(data)) else "docx"
    reply = call_apart("office", name, [data, target.encode()], seconds=SECONDS, megabytes=MEGABYTES)
    if not reply.files:
        return replace(reply.paper, format=kind)
    read_converted = excel.read if target == "xlsx" else word.read
    paper = replace(read_converted(name, reply.files[0][1]), format=kind)
    if paper.blocks or paper.problem:
        return paper
    return replace(paper, problem=f"「{name}」里面没有读到文字，请人工查看。")


def read_rtf(name: str, data: bytes) -> Paper:
    """Return an RTF as a `Paper`."""
    return read(name, data, "rtf")


def read_odf(name: str, data: bytes) -> Paper:
    """Return an OpenDocument text or spreadsheet as a `Paper`."""
    return read(name, data, "odf")


def read_wordxml(name: str, data: bytes) -> Paper:
    """Return an XML document of Word 2003 or a flat one of Word as a `Paper`."""
    return read(name, data, "wordxml")


def read_excelxml(name: str, data: bytes) -> Paper:
    """Return an XML workbook of Excel 2003, which many 导出 functions write, as a `Paper`."""
    return read(name, data, "excelxml")


def read_xlsb(name: str, data: bytes) -> Paper:
    """Return a binary Excel 2007 workbook as a `Paper`."""
    return read(name, data, "xlsb")


def _is_sheet(data: bytes) -> bool:
    return b"opendocument.spreadsheet" in data[:200]


def _is_locked(data: bytes) -> bool:
    try:
        return b"encryption-data" in Package(data).read("META-INF/manifest.xml")
    except Unreadable:
        return False  # LibreOffice mends some damaged ones
