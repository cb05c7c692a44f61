"""PDF → Paper of the pages that have text, and pictures of those that have none. Runs in the worker process only."""

from __future__ import annotations

import re
import struct
import time
import zlib

import pypdfium2 as pdfium

from parsers.apart.readers import Reply
from parsers.formats.package import Unreadable
from parsers.formats.pdf_marks import Marks, read_marks
from parsers.formats.printed import Sheet, read_sheets
from parsers.formats.printed.cutting import is_overprinted
from parsers.limits import MAX_DRAWN_PAGES, MAX_PRINTED_PAGES
from parsers.paper import Paper

_DOTS = 200  # an inch: the type of a printed page is then 30 to 40 dots high
_MOST_DOTS = 9_000_000  # of one picture: A3 at 200 an inch has 7.7 million
_SPREADSHEET = re.compile(r"\bCalc\b|Excel|表格|Spreadsheet|\bet\b", re.IGNORECASE)
_PROPERTIES = {"Title": "title", "Subject": "subject", "Keywords": "keywords", "Author": "creator"}


def read(name: str, data: bytes, seconds: float) -> Reply:
    """Return the text as a paper, and each page without text as a picture (number of the page, PNG).

    No further page is begun once most of the time has gone; what was read until then is returned.
    """
    until = time.monotonic() + 0.75 * seconds
    document = _open(data)
    sheets: list[Sheet] = []
    pictures: list[tuple[str, bytes]] = []
    total = len(document)
    problems: list[str] = []
    for index in range(total):
        if index and (index >= MAX_PRINTED_PAGES or time.monotonic() > until):
            problems.append(f"太长，{total} 页里只读了前 {index} 页")
            break
        try:
            page = _flattened(document, index)
            marks = read_marks(page)
            if marks.goes_beyond and page.get_cropbox() == page.get_mediabox():
                page, by = _widened(document, index, page)
                wider = read_marks(page)
                if len(wider.signs) == len(marks.signs):  # the program that made it cut off what stood there
                    problems.append(f"第 {index + 1} 页的内容超出了纸边，右边没有印全")
                marks = wider.moved(-by)
            if not marks.is_picture:
                sheets.append(_sheet(index + 1, marks))
                if is_overprinted(marks.signs):
                    problems.append(f"第 {index + 1} 页的文字有几行叠在一起，读不准")
            elif len(pictures) < MAX_DRAWN_PAGES:
                pictures.append((str(index + 1), _png(page, marks)))
            else:
                problems.append(f"扫描页太多，第 {index + 1} 页没有识别")
            page.close()
        except pdfium.PdfiumError:
            problems.append(f"第 {index + 1} 页已损坏，没有读到")
    problem = f"「{name}」{'；'.join(problems[:5])}，请人工查看。" if problems else ""
    blocks, unsure = read_sheets(sheets, tabular=_is_spreadsheet(document))
    paper = Paper(name, "pdf", blocks, _properties(document), problem, unsure)
    return Reply(paper, tuple(pictures))


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("加了密码，请对方去掉密码重寄") from error
        raise Unreadable("文件已损坏或没有传完整") from error
    if not count:
        raise Unreadable("里面没有一页")
    return document


def _flattened(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    """Return a page with what was written on it (filled-in fields, typed notes) as part of its contents."""
    page = document[index]
    if not pdfium.raw.FPDFPage_GetAnnotCount(page.raw):
        return page
    pdfium.raw.FPDFPage_Flatten(page.raw, pdfium.raw.FLAT_NORMALDISPLAY)
    page.close()
    return document[index]


def _widened(document: pdfium.PdfDocument, index: int, page: pdfium.PdfPage) -> tuple[pdfium.PdfPage, float]:
    """Return a page made larger on all sides, and by how much; pdfium cuts a table too wide for its paper otherwise."""
    left, bottom, right, top = page.get_mediabox()
    more = 0.5 * max(right - left, top - bottom)
    page.set_mediabox(left - more, bottom - more, right + more, top + more)
    page.close()
    return document[index], more


def _sheet(number: int, marks: Marks) -> Sheet:
    return Sheet(number, marks.width, marks.height, tuple(marks.signs), tuple(marks.rules))


def _properties(document: pdfium.PdfDocument) -> dict[str, str]:
    found = document.get_metadata_dict(skip_empty=True)
    return {ours: found[theirs][:2000] for theirs, ours in _PROPERTIES.items() if found.get(theirs)}


def _is_spreadsheet(document: pdfium.PdfDocument) -> bool:
    """Whether the program that made the document says that it is one for spreadsheets."""
    found = document.get_metadata_dict(skip_empty=True)
    return bool(_SPREADSHEET.search(f"{found.get('Creator', '')} {found.get('Producer', '')}"))


def _png(page: pdfium.PdfPage, marks: Marks) -> bytes:
    """Return a page as it would be printed, as a PNG in colour (seals are red)."""
    surface = max(marks.width * marks.height, 1.0)
    scale = min(_DOTS / 72, (_MOST_DOTS / surface) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False, prefer_bgrx=False)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    octets = bytes(bitmap.buffer)
    many = bitmap.n_channels
    rows = (octets[y * stride : y * stride + width * many] for y in range(height))
    kind = {1: 0, 3: 2, 4: 6}[many]  # grey, RGB, RGBA
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 1)
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
