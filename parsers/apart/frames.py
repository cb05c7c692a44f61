"""Frames over a pipe: a JSON head, then octets. Never pickle: what a worker sends is as little trusted as what it read.

A frame is `length of head (4 octets, big endian) · head (JSON, UTF-8) · octets of the pieces`, and the head names the
length of each piece under "pieces".
"""

from __future__ import annotations

import json
import os
import select
import struct
import time
from collections.abc import Sequence
from typing import Any

MAX_HEAD = 64_000_000
"""Octets of a head: a paper of a million cells has about this many as JSON."""

MAX_PIECES = 320_000_000
"""Octets of all pieces of a frame: what an archive may unpack to (256 MB), and room for names."""

_CHUNK = 1 << 16


class Broken(Exception):
    """The other end is gone, or sent what is no frame."""


class TooLate(Exception):
    """The other end did not take or give a frame in time."""


def send(fd: int, head: dict[str, Any], pieces: Sequence[bytes] = (), *, until: float | None = None) -> None:
    """Write a frame. `until` is a `time.monotonic()` after which `TooLate` is raised; then `fd` must not block."""
    text = json.dumps({**head, "pieces": [len(piece) for piece in pieces]}, ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )
    for octets in (struct.pack(">I", len(text)) + text, *pieces):
        view = memoryview(octets)
        while view:
            _wait(fd, select.POLLOUT, until)
            try:
                view = view[os.write(fd, view[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise Broken("the pipe is closed") from error


def receive(fd: int, *, until: float | None = None) -> tuple[dict[str, Any], list[bytes]]:
    """Read a frame → (head, pieces). `Broken` where it is no frame, `TooLate` after `until`."""
    (length,) = struct.unpack(">I", _read(fd, 4, until))
    if length > MAX_HEAD:
        raise Broken("the head is too long")
    try:
        head = json.loads(_read(fd, length, until).decode("utf-8", "surrogatepass"))
        sizes = [int(size) for size in head["pieces"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Broken("the head is no JSON") from error
    if any(size < 0 for size in sizes) or sum(sizes) > MAX_PIECES:
        raise Broken("the pieces are too large")
    return head, [_read(fd, size, until) for size in sizes]


def _read(fd: int, size: int, until: float | None) -> bytes:
    parts: list[bytes] = []
    while size:
        _wait(fd, select.POLLIN, until)
        try:
            part = os.read(fd, min(size, _CHUNK))
        except BlockingIOError:
            continue
        except OSError as error:
            raise Broken("the pipe is closed") from error
        if not part:
            raise Broken("the pipe is closed")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _wait(fd: int, event: int, until: float | None) -> None:
    if until is None:
        return
    left = until - time.monotonic()
    poll = select.poll()
    poll.register(fd, event)
    if left <= 0 or not poll.poll(left * 1000):
        raise TooLate
