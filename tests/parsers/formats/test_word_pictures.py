"""Word documents that only wrap scans."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from parsers.formats import read, word_pictures
from parsers.paper import Line, Paper, Unsure

SCAN = b"\xff\xd8\xff" + bytes(20_000)


@pytest.fixture(autouse=True)
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[bytes]]:
    """Stand in for character recognition; returns the pictures it was given."""
    given: list[Sequence[bytes]] = []

    def recognise(name: str, pages: Sequence[bytes], kind: str) -> Paper:
        given.append(pages)
        lines = tuple(Line(f"扫描{n}", f"第{n}页 第1段") for n in range(1, len(pages) + 1))
        return Paper(name, kind, lines, problem="第2页模糊。", unsure=(Unsure("第1页 第1段", "扫描1", 0.4),))

    monkeypatch.setattr(word_pictures, "recognise", recognise)
    return given


def with_media(make_zip: Callable[[dict[str, str | bytes]], bytes], text: str, **media: bytes) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" if text else ""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
    }
    return make_zip({**files, **{f"word/media/{name}.jpeg": data for name, data in media.items()}})


def test_pictures_in_a_document_without_text_are_recognised_in_their_order(make_zip, recognised) -> None:
    scans = {"image10": SCAN + b"10", "image2": SCAN + b"2", "image1": SCAN + b"1", "image3": b"an emblem"}
    paper = read("签字件.docx", with_media(make_zip, "附件", **scans))
    assert recognised == [[SCAN + b"1", SCAN + b"2", SCAN + b"10"]]
    assert paper.format == "docx"
    assert [block.where for block in paper.blocks] == ["第1段", "图1 第1段", "图2 第1段", "图3 第1段"]
    assert paper.unsure == (Unsure("图1 第1段", "扫描1", 0.4),)
    assert paper.problem == "图2模糊。"


def test_pictures_beside_text_are_photographs_of_the_matter(make_zip, recognised) -> None:
    paper = read(
        "转办单.docx",
        with_media(make_zip, "工单编号：180312110101101001。诉求内容：路灯不亮，请求维修。", image1=SCAN),
    )
    assert not recognised
    assert len(paper.blocks) == 1


def test_a_document_with_nothing_in_it_is_not_recognised(make_zip, recognised) -> None:
    read("空.docx", with_media(make_zip, ""))
    assert not recognised
