"""Pictures are handed to recognition with what they are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsers.formats import READERS, read, recognising
from parsers.formats.picture import KINDS
from parsers.formats.recognising import recognise
from parsers.paper import Line, Paper


def test_every_kind_of_picture_is_in_the_register() -> None:
    assert set(KINDS) <= READERS.keys()


def test_a_picture_is_recognised_as_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Sequence[bytes]]] = []

    def read_apart(reader: str, name: str, data: Sequence[bytes], *, seconds: float, megabytes: int) -> Paper:
        asked.append((reader, data))
        return Paper(name, "picture", (Line("滕州市", "第1页 第1段"),))

    monkeypatch.setattr(recognising, "read_apart", read_apart)
    data = b"\x89PNG\r\n\x1a\n and so on"
    assert read("照片.png", data) == Paper(
        "照片.png", "png", (Line("滕州市", "第1页 第1段"),), recognised=True
    )
    assert asked == [("ocr", [b"png", data])]


def test_time_grows_with_the_pages_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []

    def read_apart(reader: str, name: str, data: Sequence[bytes], *, seconds: float, megabytes: int) -> Paper:
        given.append(seconds)
        return Paper(name, "picture")

    monkeypatch.setattr(recognising, "read_apart", read_apart)
    for count in (1, 5, 200):
        recognise("a.pdf", [b"x"] * count, "pdf")
    assert given[0] < given[1] < given[2] <= 300
