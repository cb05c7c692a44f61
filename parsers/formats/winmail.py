"""Outlook's winmail.dat (TNEF, [MS-OXTNEF]) → the files in it; its text as a file where it holds nothing else.

Read here rather than by tnefparse, which decodes names strictly and so gives up on the GBK of Chinese Outlooks.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.charsets import decode
from parsers.formats.package import Unreadable
from parsers.formats.rtf_compressed import decompress
from parsers.formats.takings import DAMAGED, Takings
from parsers.limits import MAX_ARCHIVE_DEPTH, MAX_ENTRIES

_SIGNATURE = b"\x78\x9f\x3e\x22"
_ATTACHMENT = 2  # level; the message itself is 1
_RENDERING, _TITLE, _DATA, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005  # of an attachment, in this order
_BODY, _MESSAGE_PROPERTIES, _CODE_PAGE = 0x800C, 0x9003, 0x9007
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _OBJECT = 0x3707, 0x3704, 0x3001, 0x3701
_TEXT, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset({0x0D, 0x1E, 0x1F, 0x102})
_UNICODE, _EMBEDDED = 0x1F, 0x0D
_MANY = 0x1000  # flag of a property with several values


@dataclass
class _File:
    title: str = ""
    data: bytes = b""
    message: bytes = b""  # a winmail.dat again: an attached mail


def unpack(name: str, data: bytes, takings: Takings, depth: int = 1) -> None:
    """Add the attachments of a winmail.dat to `takings`, or its text where nothing is attached."""
    if not data.startswith(_SIGNATURE):
        raise Unreadable(f"内容{DAMAGED}")
    files: list[_File] = []
    texts: dict[str, bytes] = {}
    charset = ""
    for level, attribute, content in _attributes(data):
        if level == _ATTACHMENT:
            if attribute == _RENDERING or not files:
                files.append(_File())
            _note(files[-1], attribute, content, charset)
        elif attribute == _CODE_PAGE and len(content) >= 4:
            charset = f"cp{struct.unpack_from('<I', content)[0]}"
        elif attribute == _BODY:
            texts.setdefault("正文.txt", decode(content.rstrip(b"\0"), charset).encode())
        elif attribute == _MESSAGE_PROPERTIES:
            texts.update(_texts(content, charset))
    for number, file in enumerate(files, 1):
        if file.message and depth < MAX_ARCHIVE_DEPTH:
            unpack(name, file.message, takings, depth + 1)
        elif file.data or file.title:
            _put(takings, file.title or f"未命名附件{number}", file.data)
    if not any(file.data or file.message for file in files):
        for title in ("正文.html", "正文.txt", "正文.rtf"):
            if texts.get(title):
                _put(takings, title, texts[title])
                return


def _put(takings: Takings, title: str, data: bytes) -> None:
    if takings.wants(title, len(data)):
        takings.put(title, data)


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield (level, name, content) of each attribute; what is torn off at the end is given as far as it is there."""
    at = 6
    for _ in range(MAX_ENTRIES):
        if at + 9 > len(data):
            return
        level, attribute, _, length = struct.unpack_from("<BHHI", data, at)
        yield level, attribute, data[at + 9 : at + 9 + length]
        at += 9 + length + 2  # and a checksum, which many writers get wrong


def _note(file: _File, attribute: int, content: bytes, charset: str) -> None:
    if attribute == _TITLE:
        file.title = file.title or decode(content.rstrip(b"\0"), charset)
    elif attribute == _DATA:
        file.data = content
    elif attribute == _PROPERTIES:
        names: dict[int, str] = {}
        for tag, kind, value in _properties(content):
            if tag in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME):
                names[tag] = _text(kind, value, charset)
            elif tag == _OBJECT and kind == _EMBEDDED and value[16:20] == _SIGNATURE:
                file.message = value[16:]
            elif tag == _OBJECT:
                file.data = file.data or value
        file.title = (
            names.get(_LONG_NAME) or file.title or names.get(_SHORT_NAME) or names.get(_SHOWN_NAME, "")
        )


def _texts(content: bytes, charset: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for tag, kind, value in _properties(content):
        if tag == _TEXT and value:
            found["正文.txt"] = _text(kind, value, charset).encode("utf-8")
        elif tag == _HTML and value:
            found["正文.html"] = value
        elif tag == _RTF:
            found["正文.rtf"] = decompress(value)
    return found


def _text(kind: int, value: bytes, charset: str) -> str:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return decode(value.rstrip(b"\0"), charset)


def _properties(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield (tag, type, value) of MAPI properties until one is torn or of a type that nobody knows."""
    at = 4
    for _ in range(MAX_ENTRIES):
        if at + 4 > len(block):
            return
        kind, tag = struct.unpack_from("<HH", block, at)
        at += 4
        if tag >= 0x8000:  # a named property: its set, and a number or a name
            if at + 20 > len(block):
                return
            by_name, length = struct.unpack_from("<II", block, at + 16)
            at += 24 + ((length + 3) // 4 * 4 if by_name else 0)
        many, kind = bool(kind & _MANY), kind & ~_MANY
        if kind in _FIXED and not many:
            yield tag, kind, block[at : at + _FIXED[kind]]
            at += _FIXED[kind]
            continue
        if (kind not in _VARIABLE and kind not in _FIXED) or at + 4 > len(block):
            return
        count = struct.unpack_from("<I", block, at)[0]
        at += 4
        for _ in range(min(count, MAX_ENTRIES)):
            length = _FIXED.get(kind, 0)
            if kind in _VARIABLE:
                if at + 4 > len(block):
                    return
                length = struct.unpack_from("<I", block, at)[0]
                at += 4
            yield tag, kind, block[at : at + length]
            at += (length + 3) // 4 * 4 if kind in _VARIABLE else length
