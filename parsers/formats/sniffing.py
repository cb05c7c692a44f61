"""What a document is, by its octets. The name decides only between kinds of text."""

from __future__ import annotations

import re
import struct

from parsers.formats.csv_text import is_table
from parsers.formats.misnamed import is_misnamed, is_script
from parsers.formats.ole import MAGIC, Ole
from parsers.formats.plain import to_text, wide_codec

_MAGIC: tuple[tuple[int, bytes, str], ...] = (  # (offset, octets, kind), first hit counts
    (0, b"%PDF-", "pdf"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF8", "gif"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (8, b"WEBP", "webp"),
    (4, b"ftypheic", "heic"),
    (4, b"ftypheix", "heic"),
    (4, b"ftypmif1", "heic"),
    (4, b"ftyp", "video"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\x1f\x8b", "gzip"),
    (257, b"ustar", "tar"),
    (0, b"{\\rtf", "rtf"),
    (0, b"\x78\x9f\x3e\x22", "tnef"),
    (0, b"MZ", "exe"),
    (0, b"ID3", "audio"),
    (0, b"#!AMR", "audio"),
    (0, b"%!PS", "postscript"),
)
_HTML = re.compile(
    rb"^\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body|table|div|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_FIELDS = re.compile(
    rb"^(?:Received|Return-Path|From|To|Subject|Date|Message-ID|MIME-Version|Delivered-To|X-[A-Za-z-]+|DKIM-Signature"
    rb"|Content-Type|Reply-To|Sender)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_XML = re.compile(rb"^\s*<\?xml\b")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_OLE_KINDS: tuple[tuple[str, str], ...] = (  # a stream at the root, and what it makes the file
    ("encryptedpackage", "encrypted"),
    ("worddocument", "doc"),
    ("workbook", "xls"),
    ("book", "xls"),
    ("powerpoint document", "ppt"),
    ("__properties_version1.0", "msg"),
    ("wpsdoc", "doc"),
)


def sniff(name: str, data: bytes) -> str:
    """Return the format of a document: "docx", "xls", "pdf", …; "empty", "unknown" where nothing is recognised."""
    if not data.strip(b"\x00\r\n\t "):
        return "empty"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(MAGIC):
        names = Ole(data).names
        return next((kind for stream, kind in _OLE_KINDS if stream in names), "ole")
    for offset, octets, kind in _MAGIC:
        if data.startswith(octets, offset):
            return kind
    if data.startswith(b"BM") and len(data) > 14 and struct.unpack_from("<I", data, 2)[0] in (len(data), 0):
        return "bmp"
    if b"%PDF-" in data[:1024]:  # some scanners write rubbish before it
        return "pdf"
    if data[:2] == b"\x09\x08" and data[4:6] in (b"\x00\x05", b"\x00\x06"):
        return "xls"  # a workbook stream without its container
    return _text_kind(name, data)


def looks_like_mail(data: bytes) -> bool:
    """Whether octets begin like a mail: a known field on the first line and two more near it."""
    head = data[:4000].lstrip()
    return bool(_MAIL_FIELDS.match(head)) and len(_MAIL_FIELDS.findall(head)) >= 3


def _zip_kind(data: bytes) -> str:
    """Tell zips apart by the names in their directory, looked at as octets: opening the package comes later."""
    names = names_in_zip(data).lower()
    if not names:
        return _torn_zip_kind(data)
    macros = b"vbaproject.bin" in names
    typed = b"[content_types].xml" in names
    if b"word/document" in names or (typed and b"word/" in names):
        return "docm" if macros else "docx"
    if b"xl/workbook" in names or (typed and b"xl/" in names):
        return "xlsm" if macros else "xlsb" if b"xl/workbook.bin" in names else "xlsx"
    if typed and b"ppt/" in names:
        return "pptx"
    if b"ofd.xml" in names:
        return "ofd"
    if b"mimetype" in names and b"content.xml" in names:
        return "odf"
    return "zip"


def names_in_zip(data: bytes) -> bytes:
    """Return the octets of a zip's central directory, with all names in it; b"" where it is torn off."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 20 > len(data):
        return b""
    size = struct.unpack_from("<I", data, end + 12)[0]
    start = max(0, end - size) if size < 0xFFFFFFFF else data.find(b"PK\x01\x02")
    return data[start:end]


def _torn_zip_kind(data: bytes) -> str:
    """A torn zip still shows the names of its first entries."""
    head = data[:4000]
    if b"word/" in head:
        return "docx"
    return "xlsx" if b"xl/" in head else "zip"


def _text_kind(name: str, data: bytes) -> str:
    extension = name.lower().rpartition(".")[2]
    head = data[:4096]
    if not wide_codec(data) and _CONTROL.search(head) and not head.startswith(b"\xef\xbb\xbf"):
        return "unknown"
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(bare):
        return "html"
    if _XML.match(bare):
        if b"Word.Document" in head or b"wordml" in head:
            return "wordxml"
        if b"Excel.Sheet" in head or b"office:spreadsheet" in head:
            return "excelxml"
        return "html" if b"<html" in head.lower() else "xml"
    if re.match(rb"MIME-Version:", head, re.IGNORECASE) and b"multipart/related" in data[:8192]:
        return "mht"
    if looks_like_mail(bare):
        return "eml"
    if extension in ("csv", "tsv"):
        return "csv"
    for start, kind in (
        (b"BEGIN:VCALENDAR", "ics"),
        (b"BEGIN:VCARD", "vcf"),
        (b"-----BEGIN PGP MESSAGE", "pgp"),
    ):
        if bare.startswith(start):
            return kind
    if is_script(name, bare):
        return "script"
    text = to_text(data[:40_000])
    if is_table(text):
        return "csv"
    return "misnamed" if is_misnamed(name, text) else "plain"
