"""Call a reader that runs apart, and say in Chinese what went wrong where it did."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from parsers.apart.kept import KeptWorker, Killed, Missing
from parsers.apart.paper_json import from_json
from parsers.apart.readers import PROGRAMS, READERS, Reply
from parsers.paper import Paper

log = logging.getLogger(__name__)

_workers: dict[
    tuple[int, str], KeptWorker
] = {}  # (process, reader): after a fork, the parent's workers are not ours
_lock = threading.Lock()


@dataclass
class _Patience:
    """What is left of the time for one mail."""

    seconds: float
    lost: float = 0.0  # seconds spent on documents that were given up


_patience: ContextVar[_Patience | None] = ContextVar("patience", default=None)

_HOSTILE = 4.0  # seconds that documents which are given up may cost in one mail, all together
_LEAST = 0.5  # seconds that a document gets when most of that is spent: most documents take a tenth of it


@contextmanager
def patience(seconds: float = 240.0) -> Iterator[None]:
    """Bound the time of all readings inside the block: those of one mail.

    A mail may hold forty scans, at seconds each. But documents that have to be given up get only some seconds in one
    mail, all together, or a hundred of them would stop the office for minutes.
    """
    token = _patience.set(_Patience(seconds))
    try:
        yield
    finally:
        _patience.reset(token)


def read_apart(
    reader_name: str, name: str, data: bytes | Sequence[bytes], *, seconds: float, megabytes: int
) -> Paper:
    """Return a document as its reader in the worker process reads it; never raises for what is in the document.

    `reader_name` is a key of `READERS`, `name` what the clerk calls the document, `data` its octets (or those of its
    pages). After `seconds`, or above `megabytes` of memory, the worker is killed, and the paper has only a `problem`.
    Threads may call at the same time; a worker reads one document after the other.
    """
    return call_apart(reader_name, name, data, seconds=seconds, megabytes=megabytes).paper


def call_apart(
    reader_name: str, name: str, data: bytes | Sequence[bytes], *, seconds: float, megabytes: int
) -> Reply:
    """As `read_apart`, with the files that the reader gives beside the paper (pages as pictures, an archive's contents)."""
    left = _patience.get()
    if left and (left.seconds <= 0 or left.lost >= _HOSTILE):
        return _failed(reader_name, name, _SENTENCES["patience"])
    if left and left.lost:
        seconds = min(seconds, max(_LEAST, _HOSTILE - left.lost))
    began = time.monotonic()
    reply, given_up = _call(reader_name, name, data, seconds, megabytes)
    if left:
        left.seconds -= time.monotonic() - began
        left.lost += (time.monotonic() - began) * given_up
    return reply


def _call(
    reader_name: str, name: str, data: bytes | Sequence[bytes], seconds: float, megabytes: int
) -> tuple[Reply, bool]:
    """Return the reply, and whether the worker was killed over it."""
    pieces = [data] if isinstance(data, bytes) else list(data)
    head = {
        "name": name,
        "several": not isinstance(data, bytes),
        "seconds": seconds,
        "megabytes": megabytes,
        "programs": reader_name in PROGRAMS,
    }
    try:
        answer, files = _worker(reader_name).ask(head, pieces, seconds=seconds)
    except Missing as error:
        return _failed(reader_name, name, f"没有读取：本机缺少程序包 {error}，请管理员安装。"), False
    except Killed as error:
        log.warning(
            "worker %s was killed over a document of %d octets: %s", reader_name, sum(map(len, pieces)), error
        )
        return _failed(reader_name, name, _SENTENCES[str(error)].format(seconds=seconds)), True
    return _reply(reader_name, name, answer, files), False


_SENTENCES = {
    "time": "读取超过 {seconds:g} 秒，已经停止，请人工查看。",
    "crash": "读取时程序中断（文件可能已损坏，或者占用内存过多），请人工查看。",
    "start": "没有读取：读取程序启动不了，请管理员检查。",
    "patience": "没有读取：同一封邮件里的其他材料已经读了太久，请人工查看。",
}


def _reply(reader_name: str, name: str, answer: dict[str, Any], files: list[bytes]) -> Reply:
    because = str(answer.get("because", ""))
    match answer.get("failed"):
        case "memory":
            return _failed(reader_name, name, "读取时占用内存过多，已经停止，请人工查看。")
        case "unreadable":
            return _failed(
                reader_name, name, f"读不出来：{because}{'' if '请' in because else '，请人工查看'}。"
            )
        case "bug":
            log.error("reader %s failed:\n%s", reader_name, because)
            return _failed(reader_name, name, "读取时出现程序错误，请人工查看，并告知维护人员。")
    try:
        paper = from_json(answer["paper"])
        names = [str(file_name) for file_name in answer["files"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        log.exception("worker %s gave no paper", reader_name)
        return _failed(reader_name, name, "读取时出现程序错误，请人工查看，并告知维护人员。")
    return Reply(replace(paper, name=name), tuple(zip(names, files, strict=False)))


def _failed(reader_name: str, name: str, because: str) -> Reply:
    return Reply(Paper(name, reader_name, problem=f"「{name}」{because}"))


def _worker(reader_name: str) -> KeptWorker:
    key = (os.getpid(), reader_name)
    with _lock:
        if key not in _workers:
            _workers[key] = KeptWorker(READERS[reader_name])
        return _workers[key]


def close_all() -> None:
    """End all workers of this process."""
    with _lock:
        mine = [_workers.pop(key) for key in list(_workers) if key[0] == os.getpid()]
    for worker in mine:
        worker.close()


atexit.register(close_all)
