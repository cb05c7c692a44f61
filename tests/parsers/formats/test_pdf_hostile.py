"""PDF that is locked, damaged, or made to stop the office."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest

from parsers.apart import close_all
from parsers.formats import printed_apart, read
from parsers.paper import Line, Paper
from tests.parsers.formats.pdfs import HEIGHT, WIDTH, assemble, pdf, text


@pytest.fixture(autouse=True, scope="module")
def _no_worker_stays() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture(autouse=True)
def scans(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Stand in for character recognition; returns how many pictures it was given, each time."""
    given: list[int] = []

    def recognise(name: str, pages: list[bytes], kind: str) -> Paper:
        given.append(len(pages))
        return Paper(name, kind, (Line("扫描", "第1页 第1段"),))

    monkeypatch.setattr(printed_apart, "recognise", recognise)
    return given


def lines(paper: Paper) -> list[str]:
    assert paper.problem == ""
    return [block.text for block in paper.blocks if isinstance(block, Line)]


def test_a_locked_pdf_is_told_as_one() -> None:
    lock = f"<< /Filter /Standard /V 1 /R 2 /O <{'61' * 32}> /U <{'62' * 32}> /P -60 >>"
    data = pdf(text(90, 90, "x"), objects=[lock], trailer=f"/Encrypt 6 0 R /ID [<{'63' * 16}> <{'63' * 16}>]")
    assert read("a.pdf", data).problem == "「a.pdf」读不出来：加了密码，请对方去掉密码重寄。"


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.4\n" + bytes(5000), pdf(text(90, 90, "x"))[:200]])
def test_a_damaged_pdf_is_told_as_one(data: bytes) -> None:
    paper = read("a.pdf", data)
    assert paper.format == "pdf"
    assert paper.problem.startswith("「a.pdf」")
    assert not paper.blocks


def test_a_pdf_whose_table_of_places_is_lost_is_mended() -> None:
    data = pdf(text(90, 100, "转办单")).replace(b"startxref\n", b"startxref\n9")
    assert lines(read("a.pdf", data)) == ["转办单"]


def test_pages_that_contain_themselves_end() -> None:
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"]
    assert read("a.pdf", assemble(bodies)).problem


def test_forms_that_contain_themselves_end() -> None:
    """They bring pdfium down; only its worker dies of it."""
    form = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 12 >>\n"
        "stream\n/X Do /X Do \nendstream"
    )
    data = pdf(text(90, 100, "转办单") + "/X Do\n", objects=[form], resources="/XObject << /X 6 0 R >>")
    paper = read("a.pdf", data)
    assert paper.blocks or "程序中断" in paper.problem
    assert lines(read("b.pdf", pdf(text(90, 100, "下一份")))) == ["下一份"]


def test_a_content_that_unpacks_without_end_is_given_up() -> None:
    once = zlib.compress(b"0 0 m 1 1 l S\n" * 8_000_000, 9)
    stream = f"<< /Length {len(once)} /Filter /FlateDecode >>\nstream\n{once.decode('latin-1')}\nendstream"
    data = pdf(text(90, 100, "x"), objects=[stream]).replace(b"/Contents 8 0 R", b"/Contents 6 0 R")
    paper = read("a.pdf", data)
    assert paper.problem
    assert lines(read("b.pdf", pdf(text(90, 100, "下一份")))) == ["下一份"]


def test_a_picture_of_a_hundred_megapixels_does_not_stop_the_office(scans: list[int]) -> None:
    packed = zlib.compress(bytes(10_000 * 10_000), 9)
    huge = (
        "<< /Type /XObject /Subtype /Image /Width 10000 /Height 10000 /ColorSpace /DeviceGray /BitsPerComponent 8"
        f" /Filter /FlateDecode /Length {len(packed)} >>\nstream\n{packed.decode('latin-1')}\nendstream"
    )
    scan = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I1 Do Q\n"
    paper = read("a.pdf", pdf(scan, objects=[huge], resources="/XObject << /I1 6 0 R >>"))
    assert scans or paper.problem
    assert lines(read("b.pdf", pdf(text(90, 100, "下一份")))) == ["下一份"]


def test_more_pages_than_are_read_are_told() -> None:
    paper = read("a.pdf", pdf(*[text(90, 100, "页")] * 320))
    assert "320 页里只读了前" in paper.problem
    assert paper.blocks
