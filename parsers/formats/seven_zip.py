"""7z archives → the files in them. Runs in the worker process."""

from __future__ import annotations

import io

import py7zr
from py7zr import exceptions
from py7zr.io import Py7zIO, WriterFactory

from parsers.formats.package import Unreadable
from parsers.formats.takings import DAMAGED, LINK, LOCKED, Takings
from parsers.limits import MAX_ARCHIVE_BYTES, MAX_ENTRIES


def unpack(name: str, data: bytes, takings: Takings) -> None:
    """Add the files of a 7z to `takings`."""
    try:
        with py7zr.SevenZipFile(io.BytesIO(data), max_extract_size=MAX_ARCHIVE_BYTES) as archive:
            if archive.needs_password():
                raise Unreadable(LOCKED)
            wanted = _wanted(archive, takings)
            sheets = _Sheets()
            if wanted:
                archive.extract(targets=wanted, factory=sheets)
    except (Unreadable, MemoryError):
        raise
    except exceptions.PasswordRequired as error:
        raise Unreadable(LOCKED) from error
    except exceptions.DecompressionBombError as error:
        raise Unreadable("解压以后过大，疑似压缩炸弹") from error
    except exceptions.UnsupportedCompressionMethodError as error:
        raise Unreadable("用了不常见的压缩方法，打不开，请对方换成普通 ZIP 重寄") from error
    except Exception as error:  # whatever a parser of hostile octets comes up with
        raise Unreadable(f"压缩内容{DAMAGED}") from error
    for path in wanted:
        if path in sheets.written:
            takings.put(path, sheets.written[path].getvalue())
        else:
            takings.leave(path, DAMAGED)


def _wanted(archive: py7zr.SevenZipFile, takings: Takings) -> list[str]:
    entries = archive.list()
    if len(entries) > MAX_ENTRIES:
        raise Unreadable(f"里面的文件超过 {MAX_ENTRIES} 个")
    wanted: list[str] = []
    total = takings.size
    for entry in entries:
        if entry.is_directory or not takings.wants(entry.filename, entry.uncompressed, entry.compressed or 0):
            continue
        if entry.is_symlink:
            takings.leave(entry.filename, LINK)
        elif total + entry.uncompressed > MAX_ARCHIVE_BYTES:
            takings.leave(entry.filename, "解压以后过大，没有打开")
        else:
            total += entry.uncompressed
            wanted.append(entry.filename)
    return wanted


class _Sheet(Py7zIO):
    """One file as py7zr writes it, in memory."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()

    def write(self, s: bytes | bytearray) -> int:
        return self._buffer.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self._buffer.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._buffer.seek(offset, whence)

    def flush(self) -> None:
        self._buffer.flush()

    def size(self) -> int:
        return self._buffer.getbuffer().nbytes

    def getvalue(self) -> bytes:
        return self._buffer.getvalue()


class _Sheets(WriterFactory):
    """What py7zr asks for a place to write each file to: nothing goes to the disk."""

    def __init__(self) -> None:
        self.written: dict[str, _Sheet] = {}

    def create(self, filename: str) -> Py7zIO:
        self.written[filename] = sheet = _Sheet()
        return sheet
