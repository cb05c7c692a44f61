"""Word 97 documents (.doc, and WPS's .wps of the same make) → Paper. Older or damaged ones go through LibreOffice."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import islice

from parsers.formats import doc_sprms as sprms
from parsers.formats import office
from parsers.formats.doc_file import NotThisWord, WordFile
from parsers.formats.doc_tables import Paragraph, Table, cells_of, read_table
from parsers.formats.doc_text import plain_text, tidy
from parsers.formats.ole import Ole
from parsers.formats.ole_properties import read_properties
from parsers.limits import MAX_LINES
from parsers.paper import Grid, Line, Paper

_PARAGRAPH = re.compile("[^\r\x07\x0c]*[\r\x07\x0c]?")
_LOCKED = 0x0100  # flag fEncrypted of the file's header ([MS-DOC] 2.5.2)
_MARGIN = 200  # paragraphs of one header or footer
_BODY, _BOXES = 0, 6  # of the stretches of text
_TABLE_MARKS = frozenset(
    {
        sprms.IN_TABLE,
        sprms.ROW_END,
        sprms.DEPTH,
        sprms.INNER_CELL,
        sprms.INNER_ROW_END,
        sprms.DEFINE_TABLE,
        sprms.MERGE_DOWN,
    }
)


def read(name: str, data: bytes) -> Paper:
    """Return a .doc as a `Paper`: body, text boxes, headers; `problem` where it has a password, macros, or is damaged."""
    ole = Ole(data)
    head = ole.stream("worddocument")[:12]
    if len(head) == 12 and struct.unpack_from("<H", head, 10)[0] & _LOCKED:
        return Paper(name, "doc", problem=f"「{name}」是加了密码的 Word 文档，打不开，请对方去掉密码重寄。")
    if "macros" in ole.names:
        return Paper(
            name,
            "doc",
            problem=f"「{name}」含有宏，出于安全没有打开，请人工查看，或请对方另存为 .docx 重寄。",
        )
    try:
        file = WordFile(ole)
        count = _Count()
        blocks = tuple(_blocks(file, count))
    except (NotThisWord, struct.error):
        return office.read(name, data, "doc")
    if not blocks:
        return office.read(name, data, "doc")
    cut = f"「{name}」太长，只读了前面的部分，请人工查看。" if count.cut_short else ""
    return Paper(name, "doc", blocks, read_properties(ole), cut)


def _blocks(file: WordFile, count: _Count) -> Iterator[Line | Grid]:
    """Yield the body, the text boxes, and the headers and footers."""
    text = plain_text(file)
    body = list(islice(_paragraphs(file, text, 0, file.lengths[_BODY]), MAX_LINES + 1))
    count.cut_short = len(body) > MAX_LINES
    yield from _laid_out(body[:MAX_LINES], "", count)
    start = sum(file.lengths[:_BOXES])
    boxes = _paragraphs(file, text, start, start + file.lengths[_BOXES])
    yield from _laid_out(list(islice(boxes, MAX_LINES)), "文本框", count)
    for number, (first, last) in enumerate(file.headers()[:600]):
        place = "页眉" if number % 6 in (0, 1, 4) else "页脚"
        margin = islice(_paragraphs(file, text, first, last), _MARGIN)
        yield from _laid_out(list(margin), place, count)


class _Count:
    """How many paragraphs and tables were met so far."""

    def __init__(self) -> None:
        self.paragraphs = 0
        self.tables = 0
        self.cut_short = False  # a limit was met


def _paragraphs(file: WordFile, text: str, first: int, last: int) -> Iterator[Paragraph]:
    position = first
    while position < min(last, len(text)):
        found = _PARAGRAPH.match(text, position, last)
        if not found or not found[0]:
            return
        mark = found[0][-1] if found[0][-1] in "\r\x07\x0c" else ""
        position = found.end()
        look: dict[int, bytes] = {}
        for number, operand in sprms.properties(file.look_at(position - 1), file.data):
            if number == sprms.MERGE_DOWN:
                look[number] = look.get(number, b"") + operand
            elif number in _TABLE_MARKS:
                look[number] = operand
        yield Paragraph(tidy(found[0].rstrip("\r\x07\x0c")).strip(" \t\n\u3000"), mark, look)


def _laid_out(paragraphs: list[Paragraph], place: str, count: _Count) -> Iterator[Line | Grid]:
    at = 0
    while at < len(paragraphs):
        here = paragraphs[at]
        if here.depth:
            table, at = read_table(paragraphs, at)
            yield from _table_blocks(table, place, count)
            continue
        at += 1
        if here.text:
            count.paragraphs += not place
            yield Line(here.text, place or f"第{count.paragraphs}段")


def _table_blocks(table: Table, place: str, count: _Count) -> Iterator[Line | Grid]:
    """Yield a table, then those that stand alone in its cells. One that only wraps others is read through."""
    if table.is_frame:
        for part in (part for row in table.rows for slot in row for part in slot.content):
            if isinstance(part, Table):
                yield from _table_blocks(part, place, count)
            else:
                count.paragraphs += not place
                yield Line(part, place or f"第{count.paragraphs}段")
        return
    cells = cells_of(table)
    if cells:
        count.tables += 1
        yield Grid(cells, f"{place}表{count.tables}")
    for slot in (slot for row in table.rows for slot in row):
        if not slot.text():
            for inner in slot.tables:
                yield from _table_blocks(inner, place, count)
