"""Documents of a department: the office's reply form filled in, a letter of its own, a form for giving a case back."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Cell

from mailroom.demonstration.packages import settled_package
from mailroom.demonstration.results import Result, chinese_day, letter_lines


def filled_form(form: bytes, result: Result) -> bytes:
    """Return the office's reply form (.docx) with the result typed in: boxes ticked, days written, the rest left."""
    paper = docx.Document(io.BytesIO(form))
    words = {
        "是否属实": result.substantiated,
        "调查核实情况": result.facts,
        "处理情况": result.measures,
        "是否反馈当事人": "是" if result.informed_on else "",
        "反馈日期": chinese_day(result.informed_on),
        "反馈方式": result.informed_how,
        "反馈人": result.informed_by,
        "当事人意见": result.opinion,
        "承办人": result.handler,
        "审核人": result.approver,
        "联系电话": result.phone,
        "填报日期": chinese_day(result.answered_on),
    }
    for table in paper.tables:
        for label, goal in _pairs(table):
            if words.get(label):
                _fill(goal, words[label])
    for line in paper.paragraphs:
        if result.answered_on and re.search(r"填报日期：\s*年\s*月\s*日", line.text):
            line.text = re.sub(
                r"(填报日期：)\s*年\s*月\s*日", rf"\1{chinese_day(result.answered_on)}", line.text
            )
    return _bytes(paper, result.answered_on or date(2018, 1, 1))


def _pairs(table: Table) -> Iterator[tuple[str, _Cell]]:
    """Each cell's text without white space, with the cell to the right of it (merged cells once)."""
    for row in table.rows:
        cells = list({id(cell._tc): cell for cell in row.cells}.values())
        for label, goal in itertools.pairwise(cells):
            yield re.sub(r"\s|（.*）", "", _shown(label)), goal


def _shown(cell: _Cell) -> str:
    """What a person sees in a cell; python-docx leaves out what stands in controls."""
    return "".join(piece.text or "" for piece in cell._tc.iter(qn("w:t")))


def _choose(control: Any, words: str) -> None:
    """Choose or type in a control as Word does: the prompt goes, the control stays."""
    prompt = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if prompt is not None:
        prompt.getparent().remove(prompt)
    first, *others = control.iter(qn("w:t"))
    first.text = words
    for piece in others:
        piece.text = ""


def _fill(cell: _Cell, words: str) -> None:
    """Choose in the cell's control, tick the box before `words`, or write over what stands there (年 月 日)."""
    control = next(cell._tc.iter(qn("w:sdt")), None)
    if control is not None:
        _choose(control, words)
        return
    text = cell.text
    if "□" in text:
        text = re.sub(rf"□(?={words}(?:\s|□|$))", "☑", text)
    else:
        text = words
    line = cell.paragraphs[0]
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    if line.runs:  # the first run keeps the form's typeface
        line.runs[0].text = text
        for run in line.runs[1:]:
            run.text = ""
    else:
        line.add_run(text)


def reply_letter(result: Result, *, title: str, number: str = "") -> bytes:
    """A department's own letter (.docx) with headings; without `number` the letter does not say which case it is about."""
    paper = docx.Document()
    paper.styles["Normal"].font.name = "仿宋"
    paper.styles["Normal"].font.size = Pt(16)
    head = paper.add_paragraph(f"关于“{title}”办理情况的回复" if title else "关于转办件办理情况的回复")
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    which = f"第{number}号件" if number else "群众诉求件"
    lines = ["滕州市市长公开电话办公室：", f"    你办转来的{which}收悉，现将办理情况回复如下："]
    for line in [*lines, *letter_lines(result)]:
        paper.add_paragraph(line)
    return _bytes(paper, result.answered_on or date(2018, 1, 1))


def send_back_form(
    number: str, *, title: str, department: str, reason: str, suggested: str, by: str, on: date
) -> bytes:
    """The table with which a department gives a case back (退单申请表)."""
    paper = docx.Document()
    head = paper.add_paragraph("转办件退单申请表")
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = paper.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    rows = [
        (("申请单位", department), ("转办编号", number)),
        (("诉求标题", title),),
        (("退单理由", reason),),
        (("建议承办单位", suggested),),
        (("经办人", by), ("申请日期", chinese_day(on))),
    ]
    for row in rows:
        cells = table.add_row().cells
        for place, (label, value) in enumerate(row):
            cells[2 * place].text, cells[2 * place + 1].text = label, value
        if len(row) == 1:
            cells[1].merge(cells[-1])
    return _bytes(paper, on)


def _bytes(paper: WordDocument, on: date) -> bytes:
    out = io.BytesIO()
    paper.save(out)
    return settled_package(out.getvalue(), on)
