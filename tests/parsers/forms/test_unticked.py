"""A form whose boxes nobody ticked says nothing about them."""

from __future__ import annotations

import io

import docx

from parsers import read_document


def form(opinion: str, substantiated: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("办理情况反馈表")
    rows = [
        ("转办编号", "TZ-2018-000001-0"),
        ("是否属实", substantiated),
        ("调查核实情况", "工作人员到现场查看了路灯。"),
        ("处理情况", "路灯已于3月13日修好。"),
        ("当事人意见", opinion),
        ("承办人", "王明"),
    ]
    table = document.add_table(rows=len(rows), cols=2)
    for row, (label, value) in zip(table.rows, rows, strict=True):
        row.cells[0].text, row.cells[1].text = label, value
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_boxes_without_a_tick_are_no_answer():
    data = form("□满意　□基本满意　□不满意　□联系不上", "□属实　□部分属实　□不属实")
    answer = read_document("反馈表.docx", data).answer
    assert answer is not None
    assert answer.petitioner_opinion is None
    assert answer.substantiated is None


def test_ticked_boxes_still_count():
    answer = read_document("反馈表.docx", form("☑满意　□不满意", "□属实　☑不属实")).answer
    assert answer is not None
    assert (answer.petitioner_opinion, answer.substantiated) == ("satisfied", "no")
