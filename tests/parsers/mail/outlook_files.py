"""Outlook's .msg made octet by octet: an OLE2 file with storages and a mini stream, and the properties in it."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise

Tree = Mapping[str, "bytes | Tree"]
NONE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMTP, NAME, KIND = 0x39FE, 0x3001, 0x0C15
SUBJECT, BODY, HTML, RTF, HEADERS, MESSAGE_ID = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D, 0x1035
SENDER_NAME, SENDER_SMTP, CLASS, CODE_PAGE, WEB_CODE_PAGE, SENT = (
    0x0C1A,
    0x5D01,
    0x001A,
    0x3FFD,
    0x3FDE,
    0x0039,
)
LONG_NAME, DATA, TYPE, METHOD, CONTENT_ID = 0x3707, 0x3701, 0x370E, 0x3705, 0x3712
Value = str | bytes | int | datetime


def ole_tree(tree: Tree) -> bytes:
    """Return an OLE2 file with the storages (mappings) and streams of `tree`; short streams go into the mini stream."""
    entries: list[list] = [["Root Entry", 5, NONE, NONE, 0, 0]]  # name, kind, right, child, first, size
    sectors, fat, mini, mini_fat = list[bytes](), list[int](), bytearray(), list[int]()

    def lay(data: bytes) -> int:
        first, count = len(sectors), -(-len(data) // 512)
        sectors.extend(data[i * 512 : (i + 1) * 512].ljust(512, b"\0") for i in range(count))
        fat.extend([*range(first + 1, first + count), END] if count else [])
        return first if count else END

    def add(name: str, content: bytes | Tree) -> int:
        number = len(entries)
        if not isinstance(content, bytes):
            entries.append([name, 1, NONE, NONE, 0, 0])
            entries[number][3] = add_all(content)
        elif len(content) >= 4096:
            entries.append([name, 2, NONE, NONE, lay(content), len(content)])
        else:
            first, count = len(mini) // 64, -(-len(content) // 64)
            mini.extend(content.ljust(count * 64, b"\0"))
            mini_fat.extend([*range(first + 1, first + count), END] if count else [])
            entries.append([name, 2, NONE, NONE, first if count else END, len(content)])
        return number

    def add_all(inner: Tree) -> int:
        numbers = [add(name, content) for name, content in inner.items()]
        for one, following in pairwise(numbers):
            entries[one][2] = following
        return numbers[0] if numbers else NONE

    entries[0][3] = add_all(tree)
    entries[0][4:] = [lay(bytes(mini)), len(mini)]
    mini_at = lay(struct.pack(f"<{len(mini_fat)}I", *mini_fat))
    packed = b"".join(_entry(*entry) for entry in entries)
    directory_at = lay(packed.ljust(-(-len(packed) // 512) * 512, b"\0"))
    count = -(-(len(fat) + 1) // 127)
    fat_at = len(sectors)
    fat += [FAT_SECTOR] * count
    octets = struct.pack(f"<{len(fat)}I", *fat).ljust(count * 512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, count)
    head += struct.pack("<IIIIIII", directory_at, 0, 4096, mini_at, 1, END, 0)
    head += struct.pack("<109I", *[fat_at + i if i < count else NONE for i in range(109)])
    return head + b"".join(sectors) + octets


def _entry(name: str, kind: int, right: int, child: int, first: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, NONE, right, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)


def item(
    properties: Mapping[int, Value],
    *,
    start: int = 32,
    ansi: str = "",
    attached: Sequence[Tree] = (),
    recipients: Sequence[Mapping[int, Value]] = (),
    more: Tree | None = None,
) -> Tree:
    """Return the storage of a message (`start` 24: one attached). `ansi` is the charset of its texts; "": Unicode."""
    tree: dict[str, bytes | Tree] = dict(more or {})
    fixed = b""
    for tag, value in properties.items():
        if isinstance(value, datetime):
            ticks = round((value - datetime(1601, 1, 1)).total_seconds()) * 10_000_000
            fixed += struct.pack("<HHIQ", 0x0040, tag, 6, ticks)
        elif isinstance(value, int):
            fixed += struct.pack("<HHIQ", 0x0003, tag, 6, value)
        else:
            kind = 0x0102 if isinstance(value, bytes) else 0x001E if ansi else 0x001F
            octets = value if isinstance(value, bytes) else value.encode(ansi or "utf-16-le")
            tree[f"__substg1.0_{tag:04X}{kind:04X}"] = octets
            fixed += struct.pack("<HHIII", kind, tag, 6, len(octets), 0)
    tree["__properties_version1.0"] = bytes(start) + fixed
    tree |= {f"__attach_version1.0_#{number:08X}": each for number, each in enumerate(attached)}
    tree |= {
        f"__recip_version1.0_#{number:08X}": item(each, start=8, ansi=ansi)
        for number, each in enumerate(recipients)
    }
    return tree


def file(name: str, data: bytes, **more: Value) -> Tree:
    """Return the storage of an attached file; `more` may give its `kind` (MIME type) and `content_id`."""
    properties: dict[int, Value] = {LONG_NAME: name, DATA: data, METHOD: 1}
    for word, tag in (("kind", TYPE), ("content_id", CONTENT_ID)):
        if word in more:
            properties[tag] = more[word]
    return item(properties, start=8)


def message(tree: Tree) -> Tree:
    """Return the storage of an attached message, whose own storage was made with `start=24`."""
    return item({METHOD: 5}, start=8, more={"__substg1.0_3701000D": tree})


def header_names(*names: str) -> Tree:
    """Return the names of properties 0x8000, 0x8001 … that are header fields; {"__nameid_version1.0": …}."""
    texts, entries = b"", b""
    for number, name in enumerate(names):
        raw = name.encode("utf-16-le")
        entries += struct.pack("<IHH", len(texts), 3 << 1 | 1, number)
        texts += (struct.pack("<I", len(raw)) + raw).ljust(-(-(4 + len(raw)) // 4) * 4, b"\0")
    sets = bytes.fromhex("8603020000000000c000000000000046")
    streams = {"00020102": sets, "00030102": entries, "00040102": texts}
    return {"__nameid_version1.0": {f"__substg1.0_{name}": data for name, data in streams.items()}}


def rtf(text: bytes) -> bytes:
    """Return RTF in the wrapping that Outlook stores, not compressed."""
    return struct.pack("<IIII", len(text) + 12, len(text), 0x414C454D, 0) + text
