"""Compressed RTF as Outlook stores it ([MS-OXRTFCP]): octets → RTF."""

from __future__ import annotations

import struct

from parsers.limits import MAX_PAGE

_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D


def decompress(data: bytes) -> bytes:
    """Return the RTF, as far as it is there; b"" where `data` is no compressed RTF."""
    if len(data) < 16:
        return b""
    _, size, kind = struct.unpack_from("<III", data)
    size = min(size, MAX_PAGE)
    if kind == _PLAIN:
        return data[16 : 16 + size]
    if kind != _COMPRESSED:
        return b""
    ring = bytearray(4096)
    ring[: len(_START)] = _START
    write = len(_START)
    out = bytearray()
    at = 16
    while at < len(data) and len(out) < size:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(out) >= size:
                break
            if not control >> bit & 1:
                out.append(data[at])
                ring[write] = data[at]
                write = (write + 1) % 4096
                at += 1
                continue
            if at + 1 >= len(data):
                return bytes(out)
            offset, length = (data[at] << 4) | (data[at + 1] >> 4), (data[at + 1] & 15) + 2
            at += 2
            if offset == write:
                return bytes(out)
            for _ in range(length):
                octet = ring[offset]
                out.append(octet)
                ring[write] = octet
                offset, write = (offset + 1) % 4096, (write + 1) % 4096
    return bytes(out)
