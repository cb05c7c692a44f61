"""Word documents of the platform with one case in each: tables with merged cells, a letter, a blank reply format.

Each form is built once with tags in it and printed for every case, as the office prints its own letters: python-docx
takes 50 ms a document, the press 2.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

import docx
import jinja2
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from generators.press import Press, bind, xml_value
from mailroom.demonstration.sheets import Sheet

PLATFORM = "枣庄市12345政务服务热线"
Row = tuple[tuple[str, str], ...]  # label and tag pairs that stand in one row


def moment(value: datetime | None) -> str:
    """2018-03-12 09:15, or nothing."""
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


def chinese_moment(value: datetime | None) -> str:
    """2018年3月12日 9时15分, or nothing."""
    return f"{value:%Y年%-m月%-d日 %-H时%-M分}" if value else ""


def yes_no(value: bool) -> str:
    """是 or 否."""
    return "是" if value else "否"


TWO_COLUMNS: tuple[Row, ...] = (
    (("工单编号", "{{ sheet.upper_no }}"),),
    (("来电时间", "{{ called }}"),),
    (("来电人", "{{ sheet.name }}"),),
    (("联系电话", "{{ sheet.phone }}"),),
    (("联系地址", "{{ sheet.address }}"),),
    (("诉求类型", "{{ sheet.kind }}"),),
    (("紧急程度", "{{ sheet.urgency }}"),),
    (("是否保密", "{{ secret }}"),),
    (("事发地点", "{{ sheet.place }}"),),
    (("工单标题", "{{ sheet.title }}"),),
    (("诉求内容", "{{ sheet.request_text }}"),),
    (("承办单位", "{{ sheet.department }}"),),
    (("办理时限", "{{ due }}"),),
)

FOUR_COLUMNS: tuple[Row, ...] = (
    (("工单编号", "{{ sheet.upper_no }}"), ("受理时间", "{{ called_words }}")),
    (("诉求人", "{{ sheet.name }}"), ("联系电话", "{{ sheet.phone }}")),
    (("诉求类型", "{{ sheet.kind }}"), ("紧急程度", "{{ sheet.urgency }}")),
    (("是否保密", "{{ secret }}"), ("要求办结时间", "{{ due_words }}")),
    (("联系地址", "{{ sheet.address }}"),),
    (("事发地点", "{{ sheet.place }}"),),
    (("工单标题", "{{ sheet.title }}"),),
    (("诉求内容", "{{ sheet.request_text }}"),),
    (("承办单位", "{{ sheet.department }}"),),
    (("办理要求", "{{ request }}"),),
)

LETTER = (
    "滕州市市长公开电话办公室：",
    f"    现将{PLATFORM}受理的群众诉求转去，请认真办理，按时回复。",
    "工单编号：{{ sheet.upper_no }}",
    "来电时间：{{ called_words }}",
    "来电人：{{ sheet.name }}　　联系电话：{{ sheet.phone }}",
    "诉求类型：{{ sheet.kind }}　　紧急程度：{{ sheet.urgency }}",
    "事发地点：{{ sheet.place }}",
    "是否保密：{{ secret }}　　承办单位：{{ sheet.department }}",
    "工单标题：{{ sheet.title }}",
    "诉求内容：{{ sheet.request_text }}",
    "办理时限：{{ due_words }}",
    "",
    PLATFORM,
    "{{ today }}",
)

REPLY_FORMAT = (
    "工单编号：",
    "一、基本情况：（诉求人反映的主要问题）",
    "二、调查核实情况：（是否属实）",
    "三、处理情况：",
    "四、反馈当事人情况：（反馈时间、方式、反馈人）",
    "五、当事人意见：（满意／基本满意／不满意）",
    "承办人：　　　　审核人：　　　　联系电话：",
    "单位（盖章）　　　　年　　月　　日",
)


def two_column_docx(sheet: Sheet, *, title: str = f"{PLATFORM}转办单") -> bytes:
    """A label/value table, one field a row, under a title."""
    return _printed(_table_form((title,), TWO_COLUMNS, "受理员：012号　　打印时间：{{ called }}"), sheet)


def four_column_docx(
    sheet: Sheet, *, title: str = "转　办　工　单", above: str = PLATFORM, request: str = ""
) -> bytes:
    """A four-column table with merged cells: short fields in pairs, long ones over the whole width.

    `request`: the platform's remark in 办理要求, e.g. that a fixed format of reply is demanded.
    """
    return _printed(
        _table_form((above, title), FOUR_COLUMNS, ""), sheet, request or "请按规定办理并按时反馈。"
    )


def paragraphs_docx(sheet: Sheet) -> bytes:
    """A letter whose paragraphs are the fields, sometimes two in a line."""
    return _printed(_letter_form("关于转办群众诉求的函", LETTER), sheet)


def reply_format_docx(on: date) -> bytes:
    """The province's blank reply format, which comes along with its cases."""
    form = _letter_form("关于×××反映×××问题办理情况的回复", REPLY_FORMAT)
    return form.print({"on": on, "properties": {"title": "回复格式", "case_no": "", "office": PLATFORM}})


def _printed(form: Press, sheet: Sheet, request: str = "") -> bytes:
    return form.print(
        {
            "on": sheet.called_at,
            "properties": {"title": "转办工单", "case_no": "", "office": PLATFORM},
            "sheet": sheet,
            "called": moment(sheet.called_at),
            "called_words": chinese_moment(sheet.called_at),
            "due": moment(sheet.due_at),
            "due_words": chinese_moment(sheet.due_at),
            "secret": yes_no(sheet.secret),
            "request": request,
            "today": f"{sheet.called_at:%Y年%-m月%-d日}",
        }
    )


# --- forms, built once --------------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _table_form(titles: tuple[str, ...], rows: tuple[Row, ...], below: str) -> Press:
    paper = _new_word()
    for place, title in enumerate(each for each in titles if each):
        _heading(paper, title, size=12 if place + 1 < len(titles) and titles[0] else 18)
    columns = 2 * max(len(row) for row in rows)
    table = paper.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    for row in rows:
        cells = table.add_row().cells
        for place, (label, tag) in enumerate(row):
            cells[2 * place].text = label
            cells[2 * place + 1].text = tag
        if len(row) * 2 < columns:
            cells[1].merge(cells[-1])
    paper.add_paragraph(below)
    return _bound(paper)


@lru_cache(maxsize=4)
def _letter_form(title: str, lines: Sequence[str]) -> Press:
    paper = _new_word()
    _heading(paper, title)
    for line in lines:
        paper.add_paragraph(line)
    return _bound(paper)


def _new_word() -> WordDocument:
    paper = docx.Document()
    paper.styles["Normal"].font.name = "宋体"
    paper.styles["Normal"].font.size = Pt(12)
    return paper


def _heading(paper: WordDocument, text: str, *, size: float = 18) -> None:
    line = paper.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(text)
    run.bold, run.font.size = True, Pt(size)


def _bound(paper: WordDocument) -> Press:
    out = io.BytesIO()
    paper.save(out)
    return bind(
        out.getvalue(),
        jinja2.Environment(autoescape=True, finalize=xml_value, undefined=jinja2.StrictUndefined),
    )
