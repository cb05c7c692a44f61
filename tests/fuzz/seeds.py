"""Sound mails and documents to begin from, one or more of every format that is read."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from mailroom.demonstration import mime
from mailroom.demonstration.case_lists import list_csv, list_xlsx, scan_pdf
from mailroom.demonstration.case_papers import four_column_docx, paragraphs_docx, two_column_docx
from mailroom.demonstration.mails import FORMS, case_mail
from mailroom.demonstration.packages import settled_package
from mailroom.demonstration.sheets import Sheet, make_sheet
from tests.parsers.formats import docs, pdfs
from tests.parsers.formats.archives import rar_of, tar_of, winmail_of, zip_with_raw_names

ON = datetime(2018, 3, 12, 9, 30)
LINES = "工单编号：180312110101101001\n诉求人：闵娜\n联系电话：13806321234\n诉求内容：路灯不亮，请求维修。\n"
ANSWER = "TZ-2018-000123-G号件办理情况\n是否属实：属实\n调查核实情况：路灯线路老化。\n处理情况：已更换。\n承办人：王强\n"


def sheet(number: int = 1) -> Sheet:
    """Return a case made up from a number."""
    return make_sheet(number, called_at=ON - timedelta(hours=1), due_at=ON + timedelta(days=10))


@lru_cache(maxsize=1)
def documents() -> dict[str, bytes]:
    """File name → octets of documents that are read in this process, or apart in some milliseconds."""
    made = {
        "转办单.docx": two_column_docx(sheet()),
        "工单.docx": four_column_docx(sheet(2)),
        "来信.docx": paragraphs_docx(sheet(3)),
        "清单.xlsx": settled_package(list_xlsx([sheet(n) for n in range(3)], on=ON), ON.date()),
        "清单.csv": list_csv([sheet(n) for n in range(3)]),
        "台账.xls": _workbook(("编号", "标题"), ("180312110101101001", "路灯不亮")),
        "转办单.doc": docs.word_97(
            [
                ("转办单\r", b""),
                *docs.row("编号", "180312110101101001"),
                *docs.row("诉求内容", "路灯不亮"),
                ("完\r", b""),
            ],
            header="滕州市",
        ),
        "工单.pdf": pdfs.pdf(_ruled_page(), pdfs.text(90, 100, "第二页")),
        "工单.ofd": _ofd(),
        "转办单.html": f"<html><body><table><tr><td>编号</td><td>1803</td></tr></table><p>{LINES}</p></body></html>".encode(),
        "工单.txt": LINES.encode("gbk"),
        "答复.txt": ANSWER.encode(),
        "说明.rtf": _rtf(LINES),
    }
    made["转办.zip"] = zip_with_raw_names({name.encode("gbk"): data for name, data in list(made.items())[:8]})
    made["套.zip"] = packed(
        {"里.zip": packed({"工单.txt": LINES.encode()}), "转办.eml": mails()["body-lines"]}
    )
    made["转办.tgz"] = gzip.compress(
        tar_of({"图/工单.txt": LINES.encode(), "转办单.docx": made["转办单.docx"]}), mtime=0
    )
    made["winmail.dat"] = winmail_of(
        {"工单.txt".encode("gbk"): LINES.encode("gbk")}, text="见附件".encode("gbk")
    )
    made["存信.eml"] = mails()["docx-two-columns"]
    return made


@lru_cache(maxsize=1)
def slow_documents() -> dict[str, bytes]:
    """File name → octets of documents that need a program or recognition, at seconds each."""
    return {
        "转办.rar": rar_of({"工单.txt": LINES.encode()}),
        "扫描.pdf": scan_pdf(),
        "图.bmp": _bitmap(40, 60),
        "转办单.odt": _open_document(LINES),
    }


@lru_cache(maxsize=1)
def mails() -> dict[str, bytes]:
    """Name → octets of mails: every form of the demonstration's upper platform, an answer, a bounce."""
    made = {form: case_mail(sheet(), form, sent_on=ON) for form in FORMS}
    made["answer"] = mime.compose(
        sender=("住建局", "zjj@example.cn"),
        to=["rexian@example.cn"],
        subject="回复：TZ-2018-000123-G",
        sent_on=ON,
        message_id="<answer@example.cn>",
        html=f"<div>{ANSWER}</div><div>在 2018-03-12，热线办 写道：</div><blockquote>{LINES}</blockquote>",
        charset="gbk",
        headers={"In-Reply-To": "<letter@example.cn>"},
    )
    made["bounce"] = BOUNCE.replace("\n", "\r\n").encode()
    return made


BOUNCE = """Return-Path: <>
From: Postmaster@example.cn
To: rexian@example.cn
Subject: =?utf-8?B?6YCA5L+h?=
Date: Mon, 12 Mar 2018 09:30:00 +0800
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=utf-8

很抱歉，您的邮件被退回来了
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.cn

Final-Recipient: rfc822; zjj@example.cn
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 User not found

--B
Content-Type: message/rfc822

Message-ID: <letter@example.cn>
Subject: TZ-2018-000123-G

text
--B--
"""


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a zip whose octets depend on `files` alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, (2018, 3, 12, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _ruled_page() -> str:
    words = (
        ("编号", 60, 120),
        ("180312110101101001", 200, 120),
        ("诉求内容", 60, 160),
        ("路灯不亮", 200, 160),
    )
    page = pdfs.grid((50, 190, 500), (100, 140, 180)) + pdfs.text(200, 80, "转办单")
    return page + "".join(pdfs.text(x, y, text) for text, x, y in words)


def _ofd() -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    text = '<ofd:TextObject Boundary="20 20 100 8" Font="1" Size="4.2"><ofd:TextCode X="0" Y="5" DeltaX="g 3 4.2">路灯不亮</ofd:TextCode></ofd:TextObject>'
    line = '<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>M 10 10 L 90 10</ofd:AbbreviatedData></ofd:PathObject>'
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    files = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document {space}><ofd:CommonData>{area}</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/P.xml": f"<ofd:Page {space}><ofd:Content><ofd:Layer>{text}{line}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    return packed({name: content.encode() for name, content in files.items()})


def _workbook(*rows: tuple[str, ...]) -> bytes:
    """Return a workbook of Excel 97: the stream alone, as some programs write it."""

    def record(kind: int, content: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def text(value: str) -> bytes:
        return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")

    values = [value for row in rows for value in row]
    shared = record(0xFC, struct.pack("<II", len(values), len(values)) + b"".join(map(text, values)))
    cells = [(r, c) for r, row in enumerate(rows) for c in range(len(row))]
    labels = b"".join(record(0xFD, struct.pack("<HHHI", r, c, 0, i)) for i, (r, c) in enumerate(cells))
    head = record(0x809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + shared
    name = "转办"
    bound = struct.pack("<IBBBB", len(head) + 12 + 2 * len(name) + 4, 0, 0, len(name), 1) + name.encode(
        "utf-16-le"
    )
    page = record(0x809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + labels + record(0x0A)
    return head + record(0x85, bound) + record(0x0A) + page


def _rtf(text: str) -> bytes:
    signs = "".join(f"\\u{ord(sign)}?" if ord(sign) > 127 else sign for sign in text.replace("\n", "\\par "))
    return b"{\\rtf1\\ansi\\ansicpg936 " + signs.encode("ascii") + b"}"


def _open_document(text: str) -> bytes:
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text"))
    kind = "application/vnd.oasis.opendocument.text"
    content = f"<office:document-content {names}><office:body><office:text><text:p>{text}</text:p></office:text></office:body></office:document-content>"
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{what}"/>'
        for path, what in (("/", kind), ("content.xml", "text/xml"))
    )
    manifest = f"<manifest:manifest {space}>{entries}</manifest:manifest>"
    files = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    return packed({name: text.encode() for name, text in files.items()})


def _bitmap(width: int, height: int) -> bytes:
    pixels = bytes(127 for _ in range(width * height * 3))
    head = struct.pack(
        "<IHHIIiiHHIIiiII", 54 + len(pixels), 0, 0, 54, 40, width, height, 1, 24, 0, len(pixels), 0, 0, 0, 0
    )
    return b"BM" + head + pixels
