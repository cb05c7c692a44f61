"""Mails of some 80 KB to measure with: one case, written in a Word sheet with a picture and again in an Excel list.

The documents are those of the demonstration's upper platform, with what such files carry besides the case: a picture
of the place in the one, the platform's table of department codes in the other. Both are built once with tags in them
and printed for every case, since making 10,000 of them with python-docx and openpyxl would take half an hour.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

import docx
import jinja2
import openpyxl
from docx.shared import Cm

from config.settings import packaged_departments
from generators.press import Press, bind, xml_value
from mailroom.demonstration import mime
from mailroom.demonstration.case_bodies import covering_letter
from mailroom.demonstration.case_lists import list_xlsx
from mailroom.demonstration.case_papers import four_column_docx
from mailroom.demonstration.sheets import Sheet, make_sheet

CALLED_AT = datetime(2018, 3, 12, 9, 15)
SENT_ON = datetime(2018, 3, 12, 9, 30)
DUE_AT = CALLED_AT + timedelta(days=10)
PICTURE_SIDE = 28  # pixels of noise, three bytes each: 2.4 KB that no compression makes smaller


def case_mails(count: int, *, sender: tuple[str, str], to: str, first: int = 1) -> Iterator[bytes]:
    """Yield `count` mails of one case each, numbered from `first`: the same number, the same bytes."""
    for number in range(first, first + count):
        sheet = make_sheet(number, called_at=CALLED_AT, due_at=DUE_AT)
        sheet = replace(sheet, secret=sheet.kind == "举报")
        values = {
            "on": SENT_ON,
            "sheet": sheet,
            "properties": {"title": "转办工单", "case_no": "", "office": sender[0]},
        }
        yield mime.compose(
            sender=sender,
            to=[to],
            subject=f"工单转办（{sheet.upper_no}）",
            sent_on=SENT_ON,
            message_id=mime.message_id("bench", number),
            text=covering_letter(1, SENT_ON),
            attachments=[
                (f"转办工单{sheet.upper_no}.docx", _word_form(sheet.secret).print(values)),
                (f"转办清单{sheet.upper_no}.xlsx", _list_form().print(values)),
            ],
        )


def _tags(secret: bool = False) -> Sheet:
    """A case whose every text is the tag that prints it."""
    names = (
        "upper_no",
        "name",
        "phone",
        "kind",
        "title",
        "request_text",
        "place",
        "address",
        "department",
        "urgency",
    )
    return Sheet(
        called_at=CALLED_AT,
        due_at=DUE_AT,
        secret=secret,
        **{name: f"{{{{ sheet.{name} }}}}" for name in names},
    )


@lru_cache(maxsize=2)
def _word_form(secret: bool) -> Press:
    paper = docx.Document(io.BytesIO(four_column_docx(_tags(secret))))
    paper.add_paragraph("附：现场照片")
    paper.add_picture(io.BytesIO(_noise()), width=Cm(8))
    out = io.BytesIO()
    paper.save(out)
    return bind(out.getvalue(), _environment())


@lru_cache(maxsize=1)
def _list_form() -> Press:
    book = openpyxl.load_workbook(io.BytesIO(list_xlsx([_tags()], on=SENT_ON)))
    codes = book.create_sheet("承办单位代码表")
    codes.append(["代码", "名称", "类别", "简称", "职责", "上级单位", "传真"])
    for place, each in enumerate(packaged_departments(), 1):
        lists = ["、".join(each.get(name, ())) for name in ("aliases", "keywords")]
        codes.append(
            [
                f"370481{place:04d}",
                each["name"],
                each["kind"],
                *lists,
                each.get("parent"),
                f"0632-{5510000 + 137 * place}",
            ]
        )
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    page = "xl/worksheets/sheet1.xml"
    template = _environment().from_string(parts.pop(page).decode())
    return Press(parts, {page: template})


def _environment() -> jinja2.Environment:
    return jinja2.Environment(autoescape=True, finalize=xml_value, undefined=jinja2.StrictUndefined)


def _noise() -> bytes:
    """A small PNG, incompressible as a photograph is."""
    dice = random.Random("12345")
    rows = b"".join(b"\0" + dice.randbytes(3 * PICTURE_SIDE) for _ in range(PICTURE_SIDE))
    head = struct.pack(">IIBBBBB", PICTURE_SIDE, PICTURE_SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
