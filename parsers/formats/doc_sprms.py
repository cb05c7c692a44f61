"""Properties of paragraphs and characters in a .doc ([MS-DOC] 2.2.5, 2.6), as far as the text depends on them."""

from __future__ import annotations

import struct
from collections.abc import Iterator

IN_TABLE, ROW_END, DEPTH = 0x2416, 0x2417, 0x6649
INNER_CELL, INNER_ROW_END = 0x244B, 0x244C
DEFINE_TABLE, MERGE_DOWN, MERGE_ACROSS = 0xD608, 0xD62B, 0x5624
ELSEWHERE = frozenset({0x6646, 0x646B})  # the properties stand in the stream "Data"
DELETED, HIDDEN, SYMBOL, PLACE, FONT = 0x0800, 0x083C, 0x6A09, 0x6A03, 0x4A4F
_TABS = 0xC615
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


def properties(octets: bytes, data: bytes = b"") -> Iterator[tuple[int, bytes]]:
    """Yield (number, operand) of each property; those that stand in `data`, the stream "Data", after the others."""
    at = 0
    further = b""
    while at + 2 <= len(octets):
        number = struct.unpack_from("<H", octets, at)[0]
        at += 2
        size = _SIZES.get(number >> 13)
        if size is None:
            if at >= len(octets):
                return
            if number == DEFINE_TABLE:
                size = 1 + struct.unpack_from("<H", octets.ljust(at + 2, b"\0"), at)[0]
            elif number == _TABS and octets[at] == 255:
                return  # tab stops too many to count: nothing that we look for comes behind them
            else:
                size = 1 + octets[at]
        operand = octets[at : at + size]
        at += size
        if number in ELSEWHERE and len(operand) == 4:
            place = struct.unpack("<I", operand)[0]
            if place + 2 <= len(data):
                length = struct.unpack_from("<H", data, place)[0]
                further = data[place + 2 : place + 2 + length]
        else:
            yield number, operand
    if further:
        yield from properties(further)
