"""Archives made byte by byte where no library writes what is odd about them."""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping


def zip_of(files: Mapping[str, bytes], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an ordinary zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_with_raw_names(files: Mapping[bytes, bytes]) -> bytes:
    """Return a stored zip whose names are octets without the UTF-8 flag, as 好压, WinRAR and Windows write them."""
    body, directory = b"", b""
    for name, content in files.items():
        crc, size = zlib.crc32(content), len(content)
        at = len(body)
        common = struct.pack("<HHHHHIII", 20, 0, 0, 0, 0x4C6C, crc, size, size)
        body += b"PK\x03\x04" + common + struct.pack("<HH", len(name), 0) + name + content
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + common
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, at) + name
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def zip_with_link(name: str, target: str) -> bytes:
    """Return a zip with a symbolic link, as Unix writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, target)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """Return a zip with the flag "encrypted" set on its first entry."""
    changed = bytearray(data)
    changed[6] |= 1
    changed[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def tar_of(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    """Return a tar, or with mode "w:gz" a gzipped one."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def rar_of(files: Mapping[str, bytes]) -> bytes:
    """Return a RAR 5 archive that stores `files` uncompressed (RARLAB's "RAR 5.0 archive format")."""
    out = b"Rar!\x1a\x07\x01\x00" + _block(_number(1) + _number(0) + _number(0))
    for name, content in files.items():
        title = name.encode("utf-8")
        head = _number(2) + _number(2) + _number(len(content))  # a file; its data follow
        head += _number(4) + _number(len(content)) + _number(0o100644)  # has a CRC
        head += struct.pack("<I", zlib.crc32(content)) + _number(0) + _number(1)  # stored; on Unix
        head += _number(len(title)) + title
        out += _block(head) + content
    return out + _block(_number(5) + _number(0) + _number(0))


def _block(head: bytes) -> bytes:
    sized = _number(len(head)) + head
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _number(value: int) -> bytes:
    """RAR's variable length number."""
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def winmail_of(files: Mapping[bytes, bytes], *, text: bytes = b"", code_page: int = 936) -> bytes:
    """Return a winmail.dat with file names as octets of the code page."""
    out = b"\x78\x9f\x3e\x22\x01\x00" + _attribute(1, 0x9007, struct.pack("<II", code_page, 0))
    if text:
        out += _attribute(1, 0x800C, text + b"\0")
    for name, content in files.items():
        out += _attribute(2, 0x9002, b"\0" * 14)
        out += _attribute(2, 0x800F, content) + _attribute(2, 0x8010, name + b"\0")
    return out


def _attribute(level: int, name: int, content: bytes) -> bytes:
    return (
        struct.pack("<BHHI", level, name, 6, len(content))
        + content
        + struct.pack("<H", sum(content) & 0xFFFF)
    )
