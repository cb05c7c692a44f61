"""Archives → the documents in them, nested archives opened too. A new kind is one file, and one line in `UNPACKERS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parsers.formats import foreign_archives, tar_archive, winmail, zip_archive
from parsers.formats.package import Unreadable
from parsers.formats.sniffing import sniff
from parsers.formats.takings import Takings, with_advice
from parsers.limits import MAX_ARCHIVE_DEPTH

UNPACKERS: dict[str, Callable[[str, bytes, Takings], None]] = {
    "zip": zip_archive.unpack,
    "gzip": tar_archive.unpack_gzip,
    "tar": tar_archive.unpack_tar,
    "rar": foreign_archives.unpack,
    "7z": foreign_archives.unpack,
    "tnef": winmail.unpack,
}
"""Kind as `sniff` names it → (name for the clerk, octets, takings): adds to the takings, or raises `Unreadable`."""

_KINDS = {
    "zip": "ZIP 压缩包",
    "gzip": "GZIP 压缩包",
    "tar": "TAR 打包文件",
    "rar": "RAR 压缩包",
    "7z": "7z 压缩包",
    "tnef": "Outlook 专用的 winmail.dat",
}


@dataclass(frozen=True)
class Unpacked:
    """The documents of an archive: (path inside it, octets), nested ones as "里层.zip › 工单.docx"; what was left."""

    files: tuple[tuple[str, bytes], ...] = ()
    problems: tuple[str, ...] = ()  # Chinese sentences


def unpack(name: str, data: bytes) -> Unpacked | None:
    """Return what an archive holds, None where `data` is no archive. Never raises for what is in the octets."""
    kind = sniff(name, data)
    if kind not in UNPACKERS:
        return None
    found: list[tuple[str, bytes]] = []
    problems: list[str] = []
    _open(kind, name, "", data, Takings(), found, problems, depth=1)
    return Unpacked(tuple(found), tuple(problems))


def _open(
    kind: str,
    title: str,
    before: str,
    data: bytes,
    takings: Takings,
    found: list[tuple[str, bytes]],
    problems: list[str],
    *,
    depth: int,
) -> None:
    """Add the documents of one archive; `before` stands before their names where it is nested."""
    first, takings.left, takings.problems = len(takings.files), {}, []
    try:
        UNPACKERS[kind](title, data, takings)
    except Unreadable as error:
        problems.append(f"「{title}」是{_KINDS[kind]}，但{with_advice(str(error))}")
    problems += takings.problems
    if takings.left:
        problems.append(takings.sentence(title))
    elif len(takings.files) == first and not problems:
        problems.append(f"「{title}」是{_KINDS[kind]}，里面没有文件，请对方重寄。")
    for path, octets in takings.files[first:]:
        inner = sniff(path, octets)
        if inner not in UNPACKERS:
            found.append((before + path, octets))
        elif depth >= MAX_ARCHIVE_DEPTH:
            problems.append(
                f"「{title} › {path}」压缩包里套着压缩包，超过 {MAX_ARCHIVE_DEPTH} 层，没有打开，请人工查看。"
            )
        else:
            _open(
                inner,
                f"{title} › {path}",
                f"{before}{path} › ",
                octets,
                takings,
                found,
                problems,
                depth=depth + 1,
            )
