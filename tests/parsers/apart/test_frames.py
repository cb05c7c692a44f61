"""Frames between the office and a worker: what is no frame is refused before it costs anything."""

from __future__ import annotations

import json
import os
import struct
import time
from collections.abc import Iterator

import pytest

from parsers.apart.frames import MAX_HEAD, MAX_PIECES, Broken, TooLate, receive, send


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    for fd in (reading, writing):
        try:
            os.close(fd)
        except OSError:
            continue  # the test closed it


def test_a_frame_arrives_with_its_pieces(pipe: tuple[int, int]) -> None:
    send(pipe[1], {"name": "工单 \ud83d.doc"}, [b"", b"\x00\xff"])
    head, pieces = receive(pipe[0])
    assert head["name"] == "工单 \ud83d.doc"
    assert pieces == [b"", b"\x00\xff"]


@pytest.mark.parametrize(
    "octets",
    [
        struct.pack(">I", MAX_HEAD + 1),
        struct.pack(">I", 4) + b"{{{{",
        struct.pack(">I", 2) + b"{}",
        struct.pack(">I", 2) + b"[]",
        struct.pack(">I", 4) + b"\xff\xff\xff\xff",
        b"\x00\x00",
    ],
    ids=["huge", "no JSON", "no pieces", "a list", "no UTF-8", "torn"],
)
def test_what_is_no_frame_is_refused(pipe: tuple[int, int], octets: bytes) -> None:
    os.write(pipe[1], octets)
    os.close(pipe[1])
    with pytest.raises(Broken):
        receive(pipe[0])


@pytest.mark.parametrize("sizes", [[-1], [MAX_PIECES, 1]])
def test_pieces_of_impossible_size_are_refused(pipe: tuple[int, int], sizes: list[int]) -> None:
    text = json.dumps({"pieces": sizes}).encode()
    os.write(pipe[1], struct.pack(">I", len(text)) + text)
    with pytest.raises(Broken):
        receive(pipe[0])


def test_nobody_waits_longer_than_agreed(pipe: tuple[int, int]) -> None:
    with pytest.raises(TooLate):
        receive(pipe[0], until=time.monotonic() + 0.05)
    os.set_blocking(pipe[1], False)
    with pytest.raises(TooLate):
        send(pipe[1], {}, [b"x" * 1_000_000], until=time.monotonic() + 0.05)


def test_a_closed_pipe_is_noticed(pipe: tuple[int, int]) -> None:
    os.close(pipe[0])
    with pytest.raises(Broken):
        send(pipe[1], {})
