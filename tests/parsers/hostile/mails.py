"""Mails built to stop an office, each with the sentence that a clerk gets over it."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping

from mailroom.demonstration.case_papers import two_column_docx
from tests.fuzz.seeds import sheet
from tests.parsers.formats import pdfs
from tests.parsers.formats.archives import zip_of, zip_with_link
from tests.parsers.forms.papers import mail

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
MESSAGE = b"From: a@example.cn\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"


def office_package(**parts: str) -> bytes:
    """Return a docx or xlsx of those parts, `__` in their names standing for a slash."""
    files = {
        name if "." in name else name.replace("__", "/") + ".xml": text.encode()
        for name, text in parts.items()
    }
    return zip_of({"[Content_Types].xml": b"<Types/>", **files})


def word(body: str, head: str = "") -> bytes:
    """Return a docx with that in its body, and `head` before the document's root."""
    return office_package(word__document=f"{head}<w:document {WORD}><w:body>{body}</w:body></w:document>")


def workbook(rows: str, head: str = "") -> bytes:
    """Return an xlsx with those rows."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return office_package(
        xl__workbook=f'<workbook {SHEET} xmlns:r="{relations}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        **{
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        },
        xl__worksheets__sheet1=f"{head}<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>",
    )


def merged(*references: str, cells: str = "") -> bytes:
    """Return an xlsx of one cell, or of those, with those cells merged: "A1:XFD1"."""
    rows = cells or '<row r="1"><c r="A1"><v>1</v></c></row>'
    listed = "".join(f'<mergeCell ref="{each}"/>' for each in references)
    return workbook(f"{rows}</sheetData><mergeCells>{listed}</mergeCells><sheetData>")


def corners(count: int) -> str:
    """Return rows with a cell each, one column further right in each row."""
    return "".join(f'<row r="{n}"><c r="{_column(n)}{n}"><v>{n}</v></c></row>' for n in range(1, count + 1))


def _column(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def far_rows(count: int) -> str:
    """Return rows with a cell at either end and nothing between them."""
    return "".join(
        f'<row r="{n}"><c r="A{n}" t="str"><v>承办人</v></c><c r="XFD{n}"><v>{n}</v></c></row>'
        for n in range(1, count + 1)
    )


def wide_rows(columns: int, rows: int) -> str:
    """Return rows of numbers that no compression makes small."""
    dice = random.Random(1)
    return "".join(
        f"<row>{''.join(f'<c><v>{dice.random()}</v></c>' for _ in range(columns))}</row>" for _ in range(rows)
    )


def many_parts(count: int) -> bytes:
    """Return a mail of so many attachments."""
    part = b'--B\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nx\r\n'
    return MESSAGE + part * count + b"--B--\r\n"


def zip_bomb_inside(levels: int = 6, copies: int = 10) -> bytes:
    """Return 42.zip in small: archives of archives of zeros."""
    data = zip_of({"0.txt": bytes(10_000_000)})
    for level in range(levels):
        data = zip_of({f"{level}-{n}.zip": data for n in range(copies)}, level=zipfile.ZIP_STORED)[
            :20_000_000
        ]
    return data


def overlapping(count: int = 3000) -> bytes:
    """Return a zip whose directory names one member of 10 MB again and again (Fifield's bomb)."""
    data = zip_of({"a.txt": bytes(range(256)) * 40_000})
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[at:end]
    last = struct.pack("<HHHHIIH", 0, 0, count, count, len(entry) * count, at, 0)
    return data[:at] + entry * count + b"PK\x05\x06" + last


def quine() -> bytes:
    """Return a gzip in a gzip, twenty deep: what a quine looks like to whoever opens one layer after the other."""
    data = b"x"
    for _ in range(20):
        data = gzip.compress(data)
    return data


def tar_with(kind: bytes, name: str, target: str) -> bytes:
    """Return a tar with a link or a device in it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, target
        archive.addfile(member)
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    """Return a PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(1)
    row = b"\0" + b"\x80" * (3 * width)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def looping_pdf() -> bytes:
    """Return a PDF whose tree of pages contains itself, and whose outline does too."""
    tree = "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000000 >>"
    outline = "<< /Type /Outlines /First 4 0 R /Last 4 0 R /Next 4 0 R /Count 9 >>"
    return pdfs.assemble(["<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>", tree, tree, outline])


def fifty_megabytes() -> bytes:
    """Return a mail with one attachment of 50 MB, and a sheet behind it."""
    files = (("录像.bin", bytes(range(256)) * 195_000), ("转办单.docx", two_column_docx(sheet())))
    return mail("转办单", "见附件", *files)


def _named(files: Mapping[str, bytes]) -> bytes:
    return mail("转办", "见附件", *files.items())


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a zip of 40 MB of zeros": (lambda: _named({"a.zip": zip_of({"a.txt": bytes(40_000_000)})}), "疑似压缩炸弹"),
    "zips in zips in zips": (lambda: _named({"a.zip": zip_bomb_inside()}), "压缩"),
    "a zip that names one member 3,000 times": (lambda: _named({"a.zip": overlapping()}), "没有打开"),
    "a gzip without end": (lambda: _named({"a.gz": quine()}), "超过 3 层"),
    "a gzip of 60 MB of zeros": (lambda: _named({"a.gz": gzip.compress(bytes(60_000_000))}), "过大"),
    "billion laughs in a docx": (lambda: _named({"a.docx": word("&a9;", LAUGHS)}), "DTD"),
    "billion laughs in an xlsx": (lambda: _named({"a.xlsx": workbook("&a9;", LAUGHS)}), "DTD"),
    "an external entity in a docx": (lambda: _named({"a.docx": word("&e;", OUTSIDE)}), "DTD"),
    "an external entity in an ofd": (lambda: _named({"a.ofd": zip_of({"OFD.xml": f"{OUTSIDE}<x>&e;</x>".encode()})}), "DTD"),
    "a docx of 200 MB of blanks": (lambda: _named({"a.docx": word(" " * 200_000_000)}), "压缩炸弹"),
    "elements in elements": (lambda: _named({"a.docx": word("<w:p>" * 100_000)}), "XML"),
    "a path out of the archive": (lambda: _named({"a.zip": zip_of({"../../etc/x.exe": b"MZ" + bytes(90)})}), "etc/x.exe"),
    "an absolute name": (lambda: _named({"a.zip": zip_of({"/etc/x.exe": b"MZ" + bytes(90)})}), "etc/x.exe"),
    "a link in a zip": (lambda: _named({"a.zip": zip_with_link("工单.txt", "/etc/passwd")}), "链接"),
    "a link in a tar": (lambda: _named({"a.tar": tar_with(tarfile.SYMTYPE, "工单.txt", "/etc/passwd")}), "链接"),
    "a hard link in a tar": (lambda: _named({"a.tar": tar_with(tarfile.LNKTYPE, "工单.txt", "/etc/passwd")}), "链接"),
    "a device in a tar": (lambda: _named({"a.tar": tar_with(tarfile.CHRTYPE, "工单.txt", "")}), "tar"),
    "a hundred thousand attachments": (lambda: many_parts(100_000), "过多"),
    "ten thousand columns": (lambda: _named({"a.xlsx": workbook(wide_rows(10_000, 150))}), "单元格"),
    "a sheet all of which is one merged cell": (lambda: _named({"a.xlsx": merged("A1:XFD1048576")}), ""),
    "three thousand rows merged from end to end": (
        lambda: _named({"a.xlsx": merged(*(f"A{n}:XFD{n}" for n in range(1, 3001)))}), ""
    ),
    "merged cells that lie over each other, corner after corner": (
        lambda: _named({"a.xlsx": merged(*(f"{_column(n)}{n}:XFD1048576" for n in range(1, 4001)), cells=corners(4000))}),
        "合并单元格范围大得不合理",
    ),
    "fifty thousand hidden runs of all columns": (
        lambda: _named({"a.xlsx": workbook("</sheetData><cols>" + '<col min="1" max="16384" hidden="1"/>' * 50_000 + '</cols><sheetData><row><c><v>1</v></c></row>')}), ""
    ),
    "thirty thousand rows of a label and a value sixteen thousand columns away": (
        lambda: _named({"a.xlsx": workbook(far_rows(30_000))}), ""
    ),
    "a picture of 100 megapixels": (lambda: _named({"a.png": png(10_000, 10_000)}), "图片过大"),
    "a pdf whose pages contain themselves": (lambda: _named({"a.pdf": looping_pdf()}), "a.pdf"),
    "a docx that is a script": (lambda: _named({"a.docx": b"#!/bin/sh\nrm -rf /\n"}), "「a.docx」是脚本"),
    "a docx that is a program": (lambda: _named({"a.docx": b"MZ\x90\0" + bytes(9000)}), "程序"),
    "a mail of 50 MB": (fifty_megabytes, ""),
    "a mail of 75 MB": (lambda: MESSAGE + b"--B\r\n\r\n" + b"x" * 75_000_000, "大于 72 MB"),
    "a header of 40 MB": (lambda: b"Subject: " + b"=?gbk?B?16qw7A==?= " * 2_000_000 + b"\r\n\r\nx", ""),
    "a million addresses": (lambda: b"From: a@b.cn\r\nTo: " + b"a@b.cn," * 1_000_000 + b"\r\n\r\nx", ""),
    "a web page a million elements deep": (
        lambda: b"From: a@b.cn\r\nContent-Type: text/html\r\n\r\n" + b"<div>" * 1_000_000, ""
    ),
    "a table cell over a billion columns": (
        lambda: b"From: a@b.cn\r\nContent-Type: text/html\r\n\r\n<table>" + b'<tr><td colspan="1000000000" rowspan="1000000000">x</td></tr>' * 2000, ""
    ),
    "a line of 8 MB": (
        lambda: b"From: a@b.cn\r\n\r\n" + "承办人：王强 调查；".encode() * 300_000, "正文超过 100 万字"
    ),
    "half a million labels": (
        lambda: b"From: a@b.cn\r\n\r\n" + "承办人：".encode() * 500_000, "「正文」里的栏目多得不合理"
    ),
    "a text file of 30 MB": (lambda: _named({"a.txt": "路灯不亮，".encode("gbk") * 3_000_000}), "超过 100 万字"),
}  # fmt: skip
"""What it is → (builds it, words of a sentence that the clerk gets; "" where it is simply read)."""
