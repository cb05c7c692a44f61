"""The text of a .doc as a reader sees it: no codes of fields, nothing deleted or hidden, ticks as ticks."""

from __future__ import annotations

import re
import struct

from parsers.formats import doc_sprms as sprms
from parsers.formats.doc_file import WordFile
from parsers.formats.word_equations import TICKED, UNTICKED, written_over
from parsers.formats.word_runs import sign_of
from parsers.tidy import clean

_FIELD_MARK = re.compile("[\x13\x14\x15]")
_PARAGRAPH_MARKS = "\r\x07\x0c"
_DROPPED = str.maketrans(
    {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\0": None}
    | dict.fromkeys("\x01\x02\x05\x08\x13\x14\x15")
)


def plain_text(file: WordFile) -> str:
    """Return the text of the whole file, character positions kept: what is not to be seen has become NUL."""
    text = _with_signs(file)
    return _without_codes(text) if "\x13" in text else text


def tidy(text: str) -> str:
    """Return a paragraph without special characters and NULs; pairs of surrogates become the sign they stand for."""
    text = text.translate(_DROPPED)
    return clean(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _with_signs(file: WordFile) -> str:
    signs: list[str] | None = None
    fonts: list[str] | None = None
    for first, last, look in file.character_runs():
        found = dict(sprms.properties(look))
        change = _change(found)
        if not change:
            continue
        signs = signs if signs is not None else list(file.text)
        fonts = fonts if fonts is not None else file.fonts()
        for position in range(first, min(last, len(signs))):
            if signs[position] not in _PARAGRAPH_MARKS:
                signs[position] = _sign(change, signs[position], found, fonts, file.data)
    return file.text if signs is None else "".join(signs)


def _change(found: dict[int, bytes]) -> str:
    """Return what the properties do to characters, "" where nothing that matters."""
    if found.get(sprms.DELETED) == b"\x01" or found.get(sprms.HIDDEN) == b"\x01":
        return "away"
    if len(found.get(sprms.SYMBOL, b"")) == 4:
        return "symbol"
    if len(found.get(sprms.PLACE, b"")) == 4:
        return "form"
    return "font" if sprms.FONT in found else ""


def _sign(change: str, sign: str, found: dict[int, bytes], fonts: list[str], data: bytes) -> str:
    if change == "away":
        return "\0"
    if change == "symbol":
        font, code = struct.unpack("<HH", found[sprms.SYMBOL])
        return sign_of(fonts[font] if font < len(fonts) else "", code) or "\0"
    if change == "form":
        return _tick(data, struct.unpack("<I", found[sprms.PLACE])[0]) if sign == "\x01" else sign
    font = struct.unpack("<H", found[sprms.FONT])[0]
    name = fonts[font] if font < len(fonts) else ""
    if "dings" in name and sign > " ":
        return sign_of(name, ord(sign)) or sign
    return sign


def _tick(data: bytes, place: int) -> str:
    """Return the state of a form field FORMCHECKBOX ([MS-DOC] 2.9.78), NUL for pictures and other fields."""
    if place + 6 > len(data):
        return "\0"
    head = struct.unpack_from("<H", data, place + 4)[0]
    at = place + head
    if at + 10 > len(data) or struct.unpack_from("<I", data, at)[0] != 0xFFFFFFFF:
        return "\0"
    bits = struct.unpack_from("<H", data, at + 4)[0]
    if bits & 3 != 1:
        return "\0"
    state = bits >> 2 & 31
    if state == 25:  # never touched: its default counts, which stands behind its name
        length = struct.unpack_from("<H", data, at + 10)[0] if at + 12 <= len(data) else 0
        default = at + 10 + 2 + 2 * length + 2
        state = data[default] if default < len(data) else 0
    return TICKED if state == 1 else UNTICKED


def _without_codes(text: str) -> str:
    """Return `text` with the instructions of fields as NULs; their results, and the ticks in them, stay."""
    out: list[str] = []
    waiting: list[bool] = []  # of each open field, whether its instruction still runs
    at = 0
    for mark in _FIELD_MARK.finditer(text):
        piece = text[at : mark.start()]
        if any(waiting):
            ends = (
                mark[0] == "\x15" or text[mark.start() : mark.start() + 2] == "\x14\x15"
            )  # without a result
            sign = written_over(piece) if ends and waiting[-1] else ""
            piece = sign.ljust(len(piece), "\0")[: len(piece)] if sign else _hushed(piece)
        out.append(piece)
        out.append("\0")
        at = mark.end()
        if mark[0] == "\x13":
            waiting.append(True)
        elif waiting and mark[0] == "\x14":
            waiting[-1] = False
        elif waiting:
            waiting.pop()
    out.append(text[at:])
    return "".join(out)


def _hushed(text: str) -> str:
    kept = _PARAGRAPH_MARKS + TICKED + UNTICKED
    return "".join(sign if sign in kept else "\0" for sign in text)
