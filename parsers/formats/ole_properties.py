"""Document properties of OLE2 files ([MS-OLEPS]): title, subject, keywords …, and the custom ones."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from parsers.charsets import decode
from parsers.formats.ole import Ole
from parsers.tidy import clean

_SUMMARY = {2: "title", 3: "subject", 4: "creator", 5: "keywords", 6: "description", 8: "lastModifiedBy"}
_MOST = 200
_NARROW, _WIDE = 0x1E, 0x1F
_CODE_PAGE, _NAMES = 1, 0


def read_properties(ole: Ole) -> dict[str, str]:
    """Return the properties by the names that `properties.read_properties` uses; damaged ones are left out."""
    found: dict[str, str] = {}
    sections = [*_sections(ole.stream("\x05summaryinformation"))[:1]]
    for values in sections:
        found.update(
            {_SUMMARY[number]: text for number, text in values.items() if number in _SUMMARY and text}
        )
    for block in _blocks(ole.stream("\x05documentsummaryinformation"))[1:2]:
        values = _strings(block)
        found.update(
            {name: values[number] for number, name in _dictionary(block).items() if values.get(number)}
        )
    return found


def _sections(data: bytes) -> list[dict[int, str]]:
    return [_strings(block) for block in _blocks(data)]


def _blocks(data: bytes) -> list[bytes]:
    """Return the octets of each property set, from its beginning on."""
    if len(data) < 48:
        return []
    count = min(struct.unpack_from("<I", data, 24)[0], 2)
    places = [
        struct.unpack_from("<I", data, 28 + 20 * n + 16)[0] for n in range(count) if 48 + 20 * n <= len(data)
    ]
    return [data[place:] for place in places if place < len(data)]


def _entries(block: bytes) -> Iterator[tuple[int, int]]:
    """Yield (number, place) of each property."""
    if len(block) < 8:
        return
    for entry in range(min(struct.unpack_from("<I", block, 4)[0], _MOST)):
        if 16 + 8 * entry <= len(block):
            yield struct.unpack_from("<II", block, 8 + 8 * entry)


def _strings(block: bytes) -> dict[int, str]:
    """Return the properties that are text, by their numbers."""
    page = _code_page(block)
    found: dict[int, str] = {}
    for number, place in _entries(block):
        if place + 8 > len(block):
            continue
        kind, length = struct.unpack_from("<II", block, place)
        if kind == _WIDE:
            text = block[place + 8 : place + 8 + 2 * length].decode("utf-16-le", "replace")
        elif kind == _NARROW:
            text = _text(block[place + 8 : place + 8 + length], page)
        else:
            continue
        found[number] = clean(text.partition("\0")[0]).strip()[:2000]
    return found


def _dictionary(block: bytes) -> dict[int, str]:
    """Return the names of custom properties, by their numbers."""
    page = _code_page(block)
    place = next((place for number, place in _entries(block) if number == _NAMES), len(block))
    names: dict[int, str] = {}
    if place + 4 > len(block):
        return names
    count = min(struct.unpack_from("<I", block, place)[0], _MOST)
    at = place + 4
    for _ in range(count):
        if at + 8 > len(block):
            break
        number, length = struct.unpack_from("<II", block, at)
        size = 2 * length if page == 1200 else length
        names[number] = clean(_text(block[at + 8 : at + 8 + size], page).partition("\0")[0]).strip()
        at += 8 + (size + 3) // 4 * 4 if page == 1200 else 8 + size
    return names


def _code_page(block: bytes) -> int:
    place = next((place for number, place in _entries(block) if number == _CODE_PAGE), len(block))
    return int(struct.unpack_from("<H", block, place + 4)[0]) if place + 6 <= len(block) else 0


def _text(octets: bytes, page: int) -> str:
    if page == 1200:
        return octets.decode("utf-16-le", "replace")
    return decode(octets.rstrip(b"\0"), "utf-8" if page == 65001 else f"cp{page}")
