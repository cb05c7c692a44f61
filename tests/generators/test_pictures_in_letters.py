"""A chart that a pattern asks for stands in the document, whole and alone."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image

from generators.facts import letter_facts
from generators.letter import Picture, Templates
from tests.generators.records import HEAD, NOW
from tests.servers.libreoffice import print_as_pdf


def a_png(colour: str = "red", size: tuple[int, int] = (400, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def a_letter(folder: Path, pattern: str, **facts: object) -> bytes:
    (folder / "letters").mkdir(exist_ok=True)
    (folder / "letters" / "chart.txt").write_text(pattern, encoding="utf-8")
    return Templates(folder).docx("chart", letter_facts(HEAD, NOW, "图") | facts)


def test_a_picture_is_as_wide_as_asked_and_keeps_its_shape(tmp_path: Path):
    chart = Picture(a_png(), 120, "各镇街办结率")
    data = a_letter(
        tmp_path, "版式：信函\n标题：通报\n图：{{ chart }}\n图题：图1 办结率\n完。\n", chart=chart
    )
    (shape,) = docx.Document(io.BytesIO(data)).inline_shapes
    assert (round(shape.width.mm), round(shape.height.mm)) == (120, 60)
    assert 'descr="各镇街办结率"' in docx.Document(io.BytesIO(data)).element.xml


def test_pictures_in_a_loop_are_all_there_and_the_same_one_is_packed_once(tmp_path: Path):
    red, blue = Picture(a_png(), 60, "红"), Picture(a_png("blue"), 60, "蓝")
    pattern = "版式：表格\n{% for each in charts %}\n图：{{ each.chart }}\n{% endfor %}\n"
    data = a_letter(tmp_path, pattern, charts=[{"chart": red}, {"chart": blue}, {"chart": red}])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
    assert len(names) == len(set(names))
    assert sum(name.startswith("word/media/") for name in names) == 2
    assert len(docx.Document(io.BytesIO(data)).inline_shapes) == 3
    (tmp_path / "charts.docx").write_bytes(data)
    print_as_pdf([tmp_path / "charts.docx"], tmp_path)


def test_the_same_facts_give_the_same_bytes(tmp_path: Path):
    chart = Picture(a_png(), 120, "图")
    assert a_letter(tmp_path, "版式：信函\n图：{{ chart }}\n", chart=chart) == a_letter(
        tmp_path, "版式：信函\n图：{{ chart }}\n", chart=chart
    )


def test_what_is_no_png_is_refused():
    with pytest.raises(ValueError, match="PNG"):
        Picture(b"GIF89a", 100, "图")


def test_a_mail_prints_what_the_picture_shows(tmp_path: Path):
    assert f"{Picture(a_png(), 100, '各镇街办结率')}" == "各镇街办结率"
