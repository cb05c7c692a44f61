"""Word 97 documents made octet by octet: text, properties of paragraphs and characters, tables."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.parsers.formats.conftest import ole

Paragraph = tuple[str, bytes]
"""Text with the mark that ends it, and its properties."""

IN_TABLE = struct.pack("<HB", 0x2416, 1) + struct.pack("<HI", 0x6649, 1)
INNER = struct.pack("<HB", 0x2416, 1) + struct.pack("<HI", 0x6649, 2)
INNER_CELL = INNER + struct.pack("<HB", 0x244B, 1)
INNER_ROW_END = INNER_CELL + struct.pack("<HB", 0x244C, 1)
DELETED = struct.pack("<HB", 0x0800, 1)
HIDDEN = struct.pack("<HB", 0x083C, 1)
FREE, GOES_ON_ACROSS, BEGINS_DOWN, GOES_ON_DOWN = 0, 2, 0x60, 0x20


def row(*cells: str, edges: Sequence[int] = (), flags: Sequence[int] = ()) -> list[Paragraph]:
    """Return a table's row: its cells, and the mark at its end that says where they lie (in twips)."""
    edges = edges or range(0, 2000 * (len(cells) + 1), 2000)
    flags = flags or [FREE] * len(cells)
    body = struct.pack("<B", len(cells)) + struct.pack(f"<{len(edges)}h", *edges)
    body += b"".join(struct.pack("<H", flag) + bytes(18) for flag in flags)
    definition = struct.pack("<HH", 0xD608, len(body) + 1) + body
    end = IN_TABLE + struct.pack("<HB", 0x2417, 1) + definition
    return [*((f"{cell}\x07", IN_TABLE) for cell in cells), ("\x07", end)]


def word_97(
    paragraphs: Sequence[Paragraph],
    *,
    narrow: bool = False,
    runs: Sequence[tuple[int, int, bytes]] = (),
    flags: int = 0x0200,
    version: int = 0x00C1,
    data: bytes = b"",
    header: str = "",
    fonts: Sequence[str] = (),
    pieces: Sequence[tuple[int, int]] = (),
    **streams: bytes,
) -> bytes:
    """Return a .doc of `paragraphs`; `runs` are (from, to, properties) of characters, `narrow` text is Windows-1252.

    `header` becomes the text of the first section's header. `pieces` overrides the bounds of its pieces of text.
    """
    width, codec = (1, "cp1252") if narrow else (2, "utf-16-le")
    text = "".join(text for text, _ in paragraphs)
    stories = [*paragraphs, (header + "\r", b"")] if header else list(paragraphs)
    octets = "".join(text for text, _ in stories).encode(codec, "surrogatepass")
    total = len(octets) // width
    main = bytearray(1024) + octets
    main += bytes(-len(main) % 512)
    table = b""
    pairs: dict[int, tuple[int, int]] = {}

    def keep(number: int, block: bytes) -> None:
        nonlocal table
        pairs[number] = (len(table), len(block))
        table += block

    bounds = list(pieces) or [(0, total)]
    marks = [start for start, _ in bounds] + [bounds[-1][1]]
    places = b"".join(
        struct.pack("<HIH", 0, (2 * (1024 + start)) | 0x40000000 if narrow else 1024 + 2 * start, 0)
        for start, _ in bounds
    )
    plex = struct.pack(f"<{len(marks)}i", *marks) + places
    keep(33, b"\x02" + struct.pack("<I", len(plex)) + plex)
    at, bounds_of = 1024, []
    for paragraph, look in stories:
        size = len(paragraph.encode(codec, "surrogatepass"))
        bounds_of.append((at, at + size, look))
        at += size
    keep(13, _runs(main, bounds_of, 13))
    keep(12, _runs(main, [(1024 + a * width, 1024 + b * width, look) for a, b, look in runs], 1))
    entries = [bytes(39) + font.encode("utf-16-le") + b"\0\0" for font in fonts]
    packed = b"".join(struct.pack("<B", len(entry)) + entry for entry in entries)
    keep(15, struct.pack("<HH", len(fonts), 0) + packed)
    if header:
        stories_at = [0] * 7 + [0, len(header) + 1, len(header) + 1]
        keep(11, struct.pack(f"<{len(stories_at)}i", *stories_at))
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 10, flags)
    struct.pack_into("<8i", main, 76, len(text), 0, len(header) + 1 if header else 0, 0, 0, 0, 0, 0)
    for number, pair in pairs.items():
        struct.pack_into("<II", main, 154 + 8 * number, *pair)
    named = {"WordDocument": bytes(main), "1Table": table, **streams}
    return ole({**named, "Data": data} if data else named)


def _runs(main: bytearray, runs: Sequence[tuple[int, int, bytes]], width: int) -> bytes:
    """Write pages of runs behind the text, a run a page, and return the table that finds them."""
    bounds, pages = [], []
    for start, end, look in runs:
        page = bytearray(512)
        struct.pack_into("<II", page, 0, start, end)
        page[8] = 100  # at octet 200
        if width == 13:
            octets = b"\0\0" + look  # behind the number of the style
            octets += bytes(len(octets) % 2)
            page[200:202] = bytes([0, len(octets) // 2])
            page[202 : 202 + len(octets)] = octets
        else:
            page[200] = len(look)
            page[201 : 201 + len(look)] = look
        page[511] = 1
        bounds.append(start)
        pages.append(len(main) // 512)
        main += page
    last = runs[-1][1] if runs else 0
    return struct.pack(f"<{len(bounds) + 1}I", *bounds, last) + struct.pack(f"<{len(pages)}I", *pages)
