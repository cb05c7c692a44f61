"""Gzip and tar files → the files in them."""

from __future__ import annotations

import io
import re
import tarfile
import zlib

from parsers.formats.package import Unreadable
from parsers.formats.takings import BOMB, DAMAGED, LINK, TOO_LARGE, Takings
from parsers.limits import MAX_ENTRIES, MAX_RATIO

_SAID_RATIO = 1_000_000  # octets; below, a high ratio harms nobody
_TAR_NAME = re.compile(r"\.(?:tgz|tar\.gz)$", re.IGNORECASE)


def unpack_gzip(name: str, data: bytes, takings: Takings) -> None:
    """Add the one file of a gzip to `takings`, named as the gzip is without its ending."""
    inner = _TAR_NAME.sub(".tar", name).removesuffix(".gz").removesuffix(".GZ")
    inner = inner.rpartition(" › ")[2] or "未命名文件"
    if not takings.wants(inner, 0):
        return
    stream = zlib.decompressobj(31)
    try:
        octets = stream.decompress(data, takings.room + 1)
    except zlib.error as error:
        raise Unreadable(f"压缩内容{DAMAGED}") from error
    if len(octets) > takings.room:
        takings.leave(inner, TOO_LARGE)
    elif len(octets) > _SAID_RATIO and len(octets) > MAX_RATIO * len(data):
        takings.leave(inner, BOMB)
    elif not stream.eof:
        raise Unreadable(f"压缩内容{DAMAGED}")
    else:
        takings.put(inner, octets)


def unpack_tar(name: str, data: bytes, takings: Takings) -> None:
    """Add the files of a tar to `takings`."""
    try:
        with tarfile.open(
            fileobj=io.BytesIO(data), mode="r:", encoding="gb18030", errors="replace"
        ) as archive:
            for number, member in enumerate(archive):
                if number >= MAX_ENTRIES:
                    raise Unreadable(f"里面的文件超过 {MAX_ENTRIES} 个")
                _take(archive, member, takings)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise Unreadable(f"打包内容{DAMAGED}") from error


def _take(archive: tarfile.TarFile, member: tarfile.TarInfo, takings: Takings) -> None:
    path = _name(member.name)
    if member.issym() or member.islnk():
        takings.leave(path, LINK)
    elif member.isfile() and takings.wants(path, member.size):
        stream = archive.extractfile(member)
        takings.put(path, stream.read(takings.room + 1) if stream else b"")


def _name(name: str) -> str:
    """Undo GB 18030 where the octets of the name were UTF-8, as most tars have it."""
    try:
        return name.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return name
