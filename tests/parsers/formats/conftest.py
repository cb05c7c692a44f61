"""Builders of documents, byte by byte where a library would not write what is odd about them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def zipped(entries: dict[str, str | bytes]) -> bytes:
    """Return a zip of `entries`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def make_zip() -> Callable[[dict[str, str | bytes]], bytes]:
    return zipped


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    """Return a builder of .docx: the XML inside w:body, and further entries."""

    def build(body: str, **entries: str) -> bytes:
        parts: dict[str, str | bytes] = {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
        }
        parts.update({name.replace("__", "/") + ".xml": content for name, content in entries.items()})
        return zipped(parts)

    return build


@pytest.fixture
def make_xls() -> Callable[..., bytes]:
    """Return a builder of .xls from (kind, content) records of the globals and of each sheet."""

    def build(globals_: list[tuple[int, bytes]], sheets: dict[str, list[tuple[int, bytes]]]) -> bytes:
        def record(kind: int, content: bytes) -> bytes:
            return struct.pack("<HH", kind, len(content)) + content

        def entry(at: int, name: str) -> bytes:
            return record(0x85, struct.pack("<IBBBB", at, 0, 0, len(name), 1) + name.encode("utf-16-le"))

        head = record(0x809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + b"".join(
            record(*r) for r in globals_
        )
        size = len(head) + sum(len(entry(0, name)) for name in sheets) + 4
        bodies, list_ = b"", b""
        for name, records in sheets.items():
            list_ += entry(size + len(bodies), name)
            bodies += record(0x809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
            bodies += b"".join(record(*r) for r in records) + record(0x0A, b"")
        return ole({"Workbook": head + list_ + record(0x0A, b"") + bodies})

    return build


def ole(streams: dict[str, bytes]) -> bytes:
    """Return an OLE2 file with `streams` at its root, each padded to 4,096 octets so that no mini stream is needed."""
    sectors: list[bytes] = []
    fat: list[int] = []
    entries = [_entry("Root Entry", 5, 1 if streams else 0xFFFFFFFF, 0xFFFFFFFE, 0)]
    names = list(streams)
    for number, name in enumerate(names, start=1):
        data = streams[name].ljust(4096, b"\0")
        first, count = len(sectors), -(-len(data) // 512)
        sectors += [data[i * 512 : (i + 1) * 512].ljust(512, b"\0") for i in range(count)]
        fat += [*range(first + 1, first + count), 0xFFFFFFFE]
        right = number + 1 if number < len(names) else 0xFFFFFFFF
        entries.append(_entry(name, 2, 0xFFFFFFFF, first, len(data), right))
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")
    at = len(sectors)
    count = len(directory) // 512
    sectors += [directory[i * 512 : (i + 1) * 512] for i in range(count)]
    fat += [*range(at + 1, at + count), 0xFFFFFFFE]
    fat_count = -(-(len(fat) + 1) // 127)
    fat_at = len(sectors)
    fat += [0xFFFFFFFD] * fat_count
    packed = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_count * 512, b"\xff")
    sectors += [packed[i * 512 : (i + 1) * 512] for i in range(fat_count)]
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_count)
    )
    head += struct.pack("<IIIIIII", at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *[fat_at + i if i < fat_count else 0xFFFFFFFF for i in range(109)])
    return head + b"".join(sectors)


def _entry(name: str, kind: int, child: int, first: int, size: int, right: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)


@pytest.fixture
def make_ole() -> Callable[[dict[str, bytes]], bytes]:
    return ole
