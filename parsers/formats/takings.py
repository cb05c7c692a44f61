"""What is taken out of an archive: files with tidy names, within limits, and why others were left in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers.limits import MAX_ARCHIVE_BYTES, MAX_ARCHIVE_FILES, MAX_DOCUMENT_BYTES, MAX_RATIO
from parsers.tidy import clean

_JUDGED_FROM = 1_000_000  # octets; below, a high ratio harms nobody
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")

LOCKED = "加了密码，请对方去掉密码重寄"
LINK = "是指向别处的链接，没有打开"
TOO_LARGE = "解压以后过大，没有打开"
BOMB = "压缩比异常，疑似压缩炸弹，没有打开"
DAMAGED = "已损坏或没有传完整"


@dataclass
class Takings:
    """Files out of one enclosure. Nothing is ever written to a path that an archive names: names are only shown."""

    files: list[tuple[str, bytes]] = field(default_factory=list)
    left: dict[str, list[str]] = field(
        default_factory=dict
    )  # reason → names of the files left in the archive
    size: int = 0  # octets of `files`
    problems: list[str] = field(default_factory=list)  # whole sentences, where a worker process wrote them

    def wants(self, path: str, size: int, packed: int = 0) -> bool:
        """Whether to unpack a file that declares `size` octets (`packed` in the archive, 0 where that is unknown)."""
        name = tidy_path(path)
        if not name or _LITTER.search(path.replace("\\", "/")):
            return False
        if len(self.files) >= MAX_ARCHIVE_FILES:
            self.leave(path, f"排在第 {MAX_ARCHIVE_FILES} 份以后，没有打开")
        elif size > MAX_DOCUMENT_BYTES or self.size + size > MAX_ARCHIVE_BYTES:
            self.leave(path, TOO_LARGE)
        elif packed and size > _JUDGED_FROM and size > MAX_RATIO * packed:
            self.leave(path, BOMB)
        else:
            return True
        return False

    @property
    def room(self) -> int:
        """Octets that the next file may have, whatever it declares."""
        return min(MAX_DOCUMENT_BYTES, MAX_ARCHIVE_BYTES - self.size)

    def put(self, path: str, data: bytes) -> None:
        """Take a file; one that proved larger than it declared is left."""
        if len(data) > self.room:
            self.leave(path, TOO_LARGE)
            return
        self.size += len(data)
        self.files.append((tidy_path(path), data))

    def leave(self, path: str, because: str) -> None:
        """Note a file that stays in the archive."""
        self.left.setdefault(because, []).append(tidy_path(path))

    def sentence(self, title: str) -> str:
        """Return one Chinese sentence on what was left in the archive `title`, "" where all was taken."""
        clauses = []
        for because, names in self.left.items():
            several = f"等 {len(names)} 份文件" if len(names) > 1 else ""
            clauses.append(f"里面的「{names[0]}」{several}{because}")
        return f"「{title}」{with_advice('；'.join(clauses))}" if clauses else ""


def with_advice(because: str) -> str:
    """End a reason as a sentence that says who acts: the sender where the reason asks for it, else the clerk."""
    return f"{because}。" if "请" in because else f"{because}，请人工查看。"


def tidy_path(path: str) -> str:
    """Return a path inside an archive as a name to show: no drive, no root, no dots, at most 200 characters."""
    steps = [step.strip() for step in clean(path).replace("\n", " ").replace("\\", "/").split("/")]
    steps = [_DRIVE.sub("", step) for step in steps]
    return "/".join(step for step in steps if step and step.strip("."))[-200:]
