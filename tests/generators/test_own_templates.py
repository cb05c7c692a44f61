"""An office's own templates win; a broken one is named with its line."""

from __future__ import annotations

import io
import os
from pathlib import Path

import docx
import pytest

from generators.dispatch import draw_up_dispatch
from generators.letter import BrokenTemplate, Draft, Templates
from tests.generators.records import HEAD, NOW, UPPER, a_case, a_department, a_dispatch, a_petitioner


def lay(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def letter(folder: Path | None) -> Draft:
    return draw_up_dispatch(
        a_case(),
        a_petitioner(),
        a_dispatch(),
        a_department(),
        head=HEAD,
        upper_name=UPPER,
        now=NOW,
        templates=Templates(folder),
    )


def broken(folder: Path) -> BrokenTemplate:
    with pytest.raises(BrokenTemplate) as caught:
        letter(folder)
    return caught.value


def test_the_offices_own_mail_text_is_used(tmp_path: Path):
    lay(tmp_path, "mail/dispatch.txt.j2", "自家写法 {{ case_no }} {{ department }}\n")
    assert letter(tmp_path).text == "自家写法 TZ-2018-000123-G 滕州市综合行政执法局\n"
    assert letter(tmp_path).html == letter(None).html


def test_the_offices_own_pattern_is_used(tmp_path: Path):
    lay(tmp_path, "letters/dispatch.txt", "版式：信函\n标题：交办单\n{{ title }}\n")
    document = docx.Document(io.BytesIO(letter(tmp_path).enclosed[0].data))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "交办单",
        "杏坛路南段夜间占道经营扰民问题",
    ]


def test_the_offices_own_word_file_is_used_though_word_splits_its_tags(tmp_path: Path):
    own = docx.Document()
    paragraph = own.add_paragraph()
    for piece in ("编号：{", "{ case", "_no }", "}，", "{% if pro", "vince %}省{% else %}市{% endif %}转"):
        paragraph.add_run(piece)
    own.add_paragraph("{%p for line in request_lines %}")
    own.add_paragraph("{{ line }}")
    own.add_paragraph("{%p endfor %}")
    table = own.add_table(rows=3, cols=2)
    for row, texts in enumerate([("{%tr if place %}", ""), ("地点", "{{ place }}"), ("{%tr endif %}", "")]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    (tmp_path / "letters").mkdir()
    own.save(tmp_path / "letters" / "dispatch.docx")

    document = docx.Document(io.BytesIO(letter(tmp_path).enclosed[0].data))
    assert [each.text for each in document.paragraphs] == [
        "编号：TZ-2018-000123-G，市转",
        "来电人反映：杏坛路南段一到晚上有不少流动商贩支摊。",
        "希望相关部门尽快处理，并给予回复。",
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["地点", "荆河街道杏坛路南段"]
    ]
    assert document.core_properties.author == HEAD.name


def test_a_changed_template_is_used_without_a_restart(tmp_path: Path):
    templates = Templates(tmp_path)
    for number, text in enumerate(("第一版", "第二版")):
        for name, start in (("mail/plain.txt.j2", ""), ("letters/note.txt", "版式：信函\n")):
            lay(tmp_path, name, f"{start}{text}\n")
            os.utime(tmp_path / name, ns=(number, number))
        assert templates.text("plain", {}) == f"{text}\n"
        values = {"on": NOW, "head": HEAD, "properties": {"title": "", "case_no": "", "office": ""}}
        [paragraph] = docx.Document(io.BytesIO(templates.docx("note", values))).paragraphs
        assert paragraph.text == text


@pytest.mark.parametrize("name", ["mail/dispatch.txt.j2", "mail/dispatch.html.j2", "letters/dispatch.txt"])
def test_a_fault_in_writing_is_named_with_its_line(tmp_path: Path, name: str):
    lay(tmp_path, name, "版式：表格\n第二行\n{% if urgent %}\n没有结束\n")
    error = broken(tmp_path)
    assert error.name == name
    assert error.line >= 3
    assert str(error).startswith(f"模板 {name} 第")


@pytest.mark.parametrize("name", ["mail/dispatch.txt.j2", "mail/dispatch.html.j2", "letters/dispatch.txt"])
def test_an_unknown_word_is_named_with_its_line(tmp_path: Path, name: str):
    lay(tmp_path, name, "版式：表格\n第二行\n{{ casenumber }}\n")
    error = broken(tmp_path)
    assert (error.name, error.line) == (name, 3)
    assert "用了不存在的栏目" in error.sentence
    assert "casenumber" in error.sentence


@pytest.mark.parametrize("name", ["mail/dispatch.txt.j2", "letters/dispatch.txt"])
def test_a_template_can_not_reach_into_the_program(tmp_path: Path, name: str):
    lay(tmp_path, name, "版式：信函\n{{ ''.__class__.__mro__ }}\n")
    error = broken(tmp_path)
    assert error.name == name
    assert error.line == 2


def test_a_fault_while_printing_is_named_too(tmp_path: Path):
    lay(tmp_path, "letters/dispatch.txt", "版式：信函\n二\n{{ 1 // 0 }}\n")
    error = broken(tmp_path)
    assert error.line == 3


def test_a_word_file_that_is_none_is_named(tmp_path: Path):
    lay(tmp_path, "letters/dispatch.docx", "这不是 Word 文件")
    error = broken(tmp_path)
    assert error.name == "letters/dispatch.docx"
    assert "不是" in error.sentence


def test_a_template_in_another_charset_is_named(tmp_path: Path):
    path = tmp_path / "mail" / "dispatch.txt.j2"
    path.parent.mkdir()
    path.write_bytes("编号".encode("gbk"))
    assert "UTF-8" in broken(tmp_path).sentence


def test_an_unknown_layout_is_named(tmp_path: Path):
    lay(tmp_path, "letters/dispatch.txt", "版式：横幅\n一\n")
    assert "横幅" in broken(tmp_path).sentence


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("letters/dispatch.txt", ""),
        ("letters/dispatch.txt", "\n　\n"),
        ("letters/dispatch.txt", "版式：信函\n{# 待写 #}\n{% if urgent %}\n{% endif %}\n"),
        ("mail/dispatch.txt.j2", ""),
        ("mail/dispatch.html.j2", "\n"),
    ],
)
def test_a_template_that_prints_nothing_is_named(tmp_path: Path, name: str, text: str):
    lay(tmp_path, name, text)
    error = broken(tmp_path)
    assert error.name == name
    assert "空白" in error.sentence


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("标题：交办单\n版式：信函\n", 1, "版式：信函"),
        ("版式：花式\n标题：交办单\n", 1, "没有“花式”这种版式，可用的有信函、公文、表格、横表"),
        ("版式：信函\n\n題目：交办单\n", 3, "是不是“标题：”"),
        ("版式：信函\n副标题：交办单\n", 2, "是不是“标题：”"),
        ("版式：表格\n表题：交办单\n列宽：20 abc\n|一|二|\n", 3, "“列宽：”后面应是毫米数"),
        ("版式：表格\n表题：交办单\n行高：高\n|一|二|\n", 3, "“行高：”后面应是毫米数"),
        ("版式：信函\n标题：交办单\n图：一.png\n", 3, "图片栏目"),
        ("版式：信函\n标题：交办单\n图：\n", 3, "图片栏目"),
        ("版式：信函\n标题：交办单\n图：{{ nosuch }}\n", 3, "nosuch"),
    ],
)
def test_a_slip_in_a_pattern_is_named_in_plain_words(tmp_path: Path, text: str, line: int, says: str):
    lay(tmp_path, "letters/dispatch.txt", text)
    error = broken(tmp_path)
    assert (error.name, error.line) == ("letters/dispatch.txt", line)
    assert says in error.sentence
    assert "Error" not in error.sentence


def test_what_only_looks_like_a_slip_is_printed(tmp_path: Path):
    lay(tmp_path, "letters/dispatch.txt", "版式：信函\n诉求标题：一\n主办：二\n正文：题目：三\n")
    document = docx.Document(io.BytesIO(letter(tmp_path).enclosed[0].data))
    assert [each.text for each in document.paragraphs] == ["诉求标题：一", "主办：二", "题目：三"]


@pytest.mark.parametrize("text", ["{{ nosuch }}", "{% if nosuch(1) %}一{% endif %}", "{{ 一 二 }}"])
def test_a_fault_in_a_word_file_is_named_with_its_paragraph(tmp_path: Path, text: str):
    own = docx.Document()
    for paragraph in ("一", "{%p if case_no %}", "三", "{%p endif %}", text):
        own.add_paragraph(paragraph)
    (tmp_path / "letters").mkdir()
    own.save(tmp_path / "letters" / "dispatch.docx")
    error = broken(tmp_path)
    assert (error.name, error.line) == ("letters/dispatch.docx", 5)


def test_a_blank_word_file_is_named(tmp_path: Path):
    (tmp_path / "letters").mkdir()
    docx.Document().save(tmp_path / "letters" / "dispatch.docx")
    error = broken(tmp_path)
    assert error.name == "letters/dispatch.docx"
    assert "空白" in error.sentence
