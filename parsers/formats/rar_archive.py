"""Rar archives → the files in them: rarfile reads the directory, Debian's `unar` unpacks. Runs in the worker process.

Of 38 samples of the format `unar` unpacks 35, libarchive 27, 7-Zip 23; rarfile takes the first of unrar, unar, 7-Zip
and bsdtar that is installed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import rarfile

from parsers.formats.package import Unreadable
from parsers.formats.takings import DAMAGED, LINK, LOCKED, Takings
from parsers.limits import MAX_ENTRIES


def unpack(name: str, data: bytes, takings: Takings) -> None:
    """Add the files of a rar to `takings`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.rar"  # the outer program wants a file
        path.write_bytes(data)
        try:
            archive = rarfile.RarFile(path, charset="gb18030", part_only=True)
            entries = archive.infolist()
            locked = archive.needs_password() and not entries  # even the names are encrypted
        except Exception as error:  # whatever a parser of hostile octets comes up with
            raise Unreadable(f"压缩结构{DAMAGED}") from error
        if locked:
            raise Unreadable(LOCKED)
        if not entries:
            raise Unreadable("里面没有完整的文件（可能是分卷压缩的其中一卷），请对方不要分卷，重寄")
        if len(entries) > MAX_ENTRIES:
            raise Unreadable(f"里面的文件超过 {MAX_ENTRIES} 个")
        for entry in entries:
            _take(archive, entry, takings)


def _take(archive: rarfile.RarFile, entry: rarfile.RarInfo, takings: Takings) -> None:
    path = entry.filename
    if entry.is_dir() or not takings.wants(path, entry.file_size, entry.compress_size):
        return
    if entry.is_symlink() or not entry.is_file():
        takings.leave(path, LINK)
        return
    if entry.flags & (rarfile.RAR_FILE_SPLIT_BEFORE | rarfile.RAR_FILE_SPLIT_AFTER):
        takings.leave(path, "只有一部分在这一卷里，请对方不要分卷压缩，重寄")
        return
    if entry.needs_password():
        takings.leave(path, LOCKED)
        return
    try:
        with archive.open(entry) as stream:
            takings.put(path, stream.read(takings.room + 1))
    except rarfile.RarCannotExec as error:
        raise Unreadable("本机没有安装解压程序，请管理员安装 Debian 软件包 unar") from error
    except (rarfile.Error, OSError, EOFError, ValueError):
        takings.leave(path, DAMAGED)
