"""Zip archives → the files in them. Names without the UTF-8 flag are GBK more often than the code page of the standard."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib

from parsers.charsets import decode_unlabelled
from parsers.formats.package import Unreadable
from parsers.formats.takings import DAMAGED, LINK, LOCKED, Takings
from parsers.limits import MAX_ENTRIES

_ENTRY = b"PK\x01\x02"
_UTF8_FLAG, _LOCKED_FLAG = 0x800, 0x1
_UNICODE_PATH = 0x7075  # extra field with the name in UTF-8 (Info-ZIP, WinRAR)
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, struct.error)


def unpack(name: str, data: bytes, takings: Takings) -> None:
    """Add the files of a zip to `takings`; `Unreadable` where its directory is damaged or absurd."""
    if data.count(_ENTRY) > MAX_ENTRIES:
        raise Unreadable(f"里面的文件超过 {MAX_ENTRIES} 个")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*_FAULTS, NotImplementedError) as error:
        raise Unreadable("压缩结构已损坏或没有传完整") from error
    for entry in archive.infolist():
        path = entry_name(entry)
        if (
            entry.is_dir()
            or path.endswith("\\")
            or not takings.wants(path, entry.file_size, entry.compress_size)
        ):
            continue
        if stat.S_ISLNK(entry.external_attr >> 16):
            takings.leave(path, LINK)
        elif entry.flag_bits & _LOCKED_FLAG:
            takings.leave(path, LOCKED)
        else:
            _take(archive, entry, path, takings)


def entry_name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry, in whatever charset its maker wrote it."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437", "replace")
    return _unicode_path(entry.extra, raw) or decode_unlabelled(raw)


def _unicode_path(extra: bytes, raw: bytes) -> str:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        if (
            kind == _UNICODE_PATH
            and len(field) > 5
            and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw)
        ):
            return field[5:].decode("utf-8", "replace")
        at += 4 + size
    return ""


def _take(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, takings: Takings) -> None:
    try:
        with archive.open(entry) as stream:
            takings.put(path, stream.read(takings.room + 1))  # what the directory declares need not be true
    except NotImplementedError:
        takings.leave(path, "用了不常见的压缩方法，打不开，请对方换成普通 ZIP 重寄")
    except _FAULTS:
        takings.leave(path, DAMAGED)
