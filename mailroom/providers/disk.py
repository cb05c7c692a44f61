"""Files that are surely there: written, synced and renamed into place, and disk errors in Chinese."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from mailroom.errors import MailroomError, Misconfigured, Temporary


def root_of(path: Path | None, key: str) -> Path:
    """Return the provider's folder; `key` is named where the config gives none."""
    if path is None:
        raise Misconfigured(f"文件夹方式收发须填写 {key}")
    return path


def made(folder: Path) -> Path:
    """Return the folder, made when absent."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(folder, error) from error
    return folder


def write_whole(goal: Path, content: bytes) -> None:
    """Write a file so that it is there in full or not at all, whatever happens: temporary name, fsync, rename."""
    # One name for one letter: what a killed process left half written is written over by the next try.
    draft = goal.with_name(f".{goal.name}.part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(goal)
        sync(goal.parent)
    except OSError as error:
        raise disk_error(goal, error) from error


def move(source: Path, goal: Path) -> None:
    """Rename a file, beside one that already has its name; one that is gone is no error."""
    number = 1
    free = goal
    while free.exists():
        number += 1
        free = goal.with_name(f"{goal.stem}-{number}{goal.suffix}")
    try:
        source.rename(free)
    except FileNotFoundError:
        return
    except OSError as error:
        raise disk_error(source, error) from error


def sync(folder: Path) -> None:
    """Make renames in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


REASONS = {
    errno.ENOSPC: "磁盘已满，请腾出空间后再试",
    errno.EDQUOT: "磁盘配额已用完，请腾出空间后再试",
    errno.EFBIG: "文件超过了允许的大小",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或目录",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EEXIST: "同名的文件已经存在",
    errno.EISDIR: "这是目录，不是文件",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "文件名太长",
}


def reason_of(error: OSError) -> str:
    """What the system says, in Chinese, with what to do where that is plain."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


def is_full(error: BaseException) -> bool:
    """Whether a write failed only because there was no room."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def disk_error(path: Path, error: OSError) -> MailroomError:
    """Say in Chinese what the disk did not do, and whose turn it is."""
    if (
        isinstance(error, PermissionError | NotADirectoryError | IsADirectoryError)
        or error.errno == errno.EROFS
    ):
        return Misconfigured(f"无权读写 {path}，或它不是所需的文件夹（{reason_of(error)}）")
    return Temporary(f"读写 {path} 失败（{reason_of(error)}）")
