"""Case sheets and lists made up by dice, as Word documents and workbooks that an office would print to PDF.

Every layout is a function of its dice: the cases in it are the truth that the reading is compared with.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

import docx
import openpyxl
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

LABELS = {
    "upper_no": ("工单编号", "工单号"),
    "called_at": ("来电时间", "受理时间"),
    "petitioner.name": ("来电人", "诉求人", "姓名"),
    "petitioner.phone": ("联系电话", "来电号码"),
    "kind": ("诉求类型", "工单类型"),
    "urgency": ("紧急程度",),
    "place": ("事发地点", "事发地址"),
    "title": ("标题", "工单标题"),
    "request_text": ("诉求内容", "反映内容"),
    "department": ("承办单位", "责任单位"),
    "upper_due_at": ("办理时限", "办结时限"),
}
LONG = ("title", "request_text")
WIDTHS = {
    "upper_no": 3.6,
    "called_at": 3.1,
    "petitioner.name": 1.7,
    "petitioner.phone": 2.5,
    "kind": 1.7,
    "urgency": 1.7,
    "place": 3.4,
    "title": 3.4,
    "request_text": 6.0,
    "department": 2.8,
    "upper_due_at": 2.3,
    "": 1.2,
}
"""Centimetres of a column in a list; "" is the running number."""

BORDERS = ("none", "horizontal", "three lines", "dotted", "grid")
_KINDS = {
    "咨询": "consultation",
    "求助": "service",
    "投诉": "complaint",
    "举报": "report",
    "意见建议": "suggestion",
}
_URGENCY = {"一般": "normal", "紧急": "urgent", "特急": "critical"}
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = ("女士", "先生", "建国", "秀英", "志强", "敏", "丽华", "伟")
_PLACES = ("荆河街道", "龙泉街道", "张汪镇", "南沙河镇", "级索镇", "界河镇")
_SPOTS = (
    "某小区12号楼下",
    "府前路北段",
    "第三中学西门外",
    "中心市场",
    "前王村村委会门前的水泥路",
    "和谐家园二期",
)
_UNITS = (
    "市住建局",
    "荆河街道办事处",
    "市自然资源和规划局",
    "张汪镇人民政府",
    "市城管局",
    "滕州市公共汽车公司",
)
_MATTERS = (
    "来电人反映：小区停水三天，物业不管，请尽快恢复供水。",
    "夜间烧烤店营业到凌晨两点，油烟大、噪声扰民，要求有关部门取缔并给予回复。",
    "路灯不亮已有半个月，老人和学生夜里行走不便，曾于2018年5月3日拨打过12345，至今没有修好。",
    "反映该处下水道堵塞，污水横流，气味难闻，希望尽快疏通。",
    "咨询新生儿参加居民医疗保险需要哪些材料，在哪里办理，什么时候截止。",
    "房产证办理已交费1200元，一年多未发证，开发商推诿，请核实处理。",
)
_TOPICS = (
    "停水问题",
    "烧烤油烟扰民",
    "路灯不亮",
    "下水道堵塞长期无人处理的问题",
    "医保咨询",
    "房产证迟迟不能办理",
)


@dataclass(frozen=True)
class Made:
    """One made-up document: its name (what is odd about it), its octets, its ending, the cases in it."""

    name: str
    data: bytes
    ending: str
    cases: tuple[dict[str, str], ...]


def a_case(dice: random.Random, number: int) -> tuple[dict[str, str], dict[str, str]]:
    """Return a case (as written, as read), both field → text."""
    day = f"2018-06-{dice.randint(1, 28):02d}"
    kind, urgency = dice.choice(list(_KINDS)), dice.choice(list(_URGENCY))
    place = dice.choice(_PLACES) + dice.choice(_SPOTS)
    text = "".join(dice.sample(_MATTERS, dice.choice((1, 1, 2, 3))))
    written = {
        "upper_no": f"1806{dice.randint(10, 28)}{dice.randint(100000, 999999)}{number:06d}",
        "called_at": f"{day} {dice.randint(8, 17):02d}:{dice.randint(0, 59):02d}",
        "petitioner.name": dice.choice(_FAMILY) + dice.choice(_GIVEN),
        "petitioner.phone": dice.choice(
            (f"138{dice.randint(10**7, 10**8 - 1)}", f"0632-55{dice.randint(10000, 99999)}")
        ),
        "kind": kind,
        "urgency": urgency,
        "place": place,
        "title": place[:4] + dice.choice(_TOPICS),
        "request_text": text,
        "department": dice.choice(_UNITS),
        "upper_due_at": f"2018-07-{dice.randint(1, 28):02d}",
    }
    read = dict(
        written,
        kind=_KINDS[kind],
        urgency=_URGENCY[urgency],
        called_at=written["called_at"].replace(" ", "T"),
    )
    return written, read


def word_form(seed: int) -> Made:
    """A case sheet in Word: two or four columns, the long texts over the whole width."""
    dice = random.Random(f"form/{seed}")
    borders, size, pairs_a_row = dice.choice(BORDERS), dice.choice((9, 10.5, 12, 14)), dice.choice((1, 2))
    written, read = a_case(dice, seed)
    labels = {field: dice.choice(names) for field, names in LABELS.items()}
    short = [field for field in LABELS if field not in LONG]
    dice.shuffle(short)
    rows = [short[i : i + pairs_a_row] for i in range(0, len(short), pairs_a_row)] + [
        [field] for field in LONG
    ]
    document = _document(dice, size)
    _paragraph(document, "枣庄市12345政务服务热线转办单", 18, WD_ALIGN_PARAGRAPH.CENTER)
    width = 2 * pairs_a_row
    table = document.add_table(rows=len(rows), cols=width)
    middle = dice.random() < 0.5
    for r, fields in enumerate(rows):
        texts = [part for field in fields for part in (labels[field], written[field])]
        for c, text in enumerate(texts):
            _fill(table, r, c, text, size, middle)
        if len(texts) < width:
            table.cell(r, 1).merge(table.cell(r, width - 1))
    _widths(table, ([2.4, 13.5] if width == 2 else [2.4, 5.6, 2.4, 5.5]))
    _rule(table, borders)
    if dice.random() < 0.5:
        document.add_paragraph("请按时办理并回复。")
    return Made(
        f"form {width} {borders} {size}{' middle' if middle else ''}", _saved(document), "docx", (read,)
    )


def word_list(seed: int) -> Made:
    """A list of cases in Word, 4 to 12 columns, sometimes over several pages."""
    dice = random.Random(f"list/{seed}")
    borders, size = dice.choice(BORDERS), dice.choice((7, 8, 9, 10.5))
    fields = _columns(dice)
    count = dice.choice((1, 3, 8, 25))
    made = [a_case(dice, 1000 * seed + n) for n in range(count)]
    document = _document(dice, size, landscape=len(fields) > 6)
    _paragraph(document, "滕州市市长公开电话交办事项清单", 16, WD_ALIGN_PARAGRAPH.CENTER)
    table = document.add_table(rows=1 + count, cols=len(fields))
    middle = dice.random() < 0.5
    for c, field in enumerate(fields):
        _fill(table, 0, c, LABELS[field][0] if field else "序号", size, middle)
        for r, (written, _) in enumerate(made, 1):
            _fill(table, r, c, written[field] if field else str(r), size, middle)
    room = 25.5 if len(fields) > 6 else 16.0
    widths = [WIDTHS[field] * max(1.0, size / 9) for field in fields]
    _widths(table, [width * min(1.0, room / sum(widths)) for width in widths])
    _rule(table, borders)
    repeated = dice.random() < 0.5
    if repeated:
        _flag(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    if dice.random() < 0.4:
        for row in table.rows:
            _flag(row._tr.get_or_add_trPr(), "w:cantSplit")
    reads = tuple({field: read[field] for field in fields if field} for _, read in made)
    name = f"list {len(fields)}x{count} {borders} {size}{' repeated' if repeated else ''}{' middle' if middle else ''}"
    return Made(name, _saved(document), "docx", reads)


def workbook_list(seed: int, *, wide: bool = False) -> Made:
    """A list of cases in a workbook as it is printed; `wide` ones do not fit on the paper and go on beside it."""
    dice = random.Random(f"workbook/{wide}/{seed}")
    borders = dice.choice(("none", "grid", "grid", "horizontal", "dotted"))
    fields = ["", *LABELS] if wide else _columns(dice)
    count = dice.choice((1, 3, 8, 30, 60))
    made = [a_case(dice, 1000 * seed + n) for n in range(count)]
    book = openpyxl.Workbook()
    sheet = book.active
    titled = dice.random() < 0.6
    size = dice.choice((9, 10, 11))
    wrapped = dice.random() < (0.6 if wide else 0.8)
    upright = dice.choice(("center", "top", "bottom"))
    if titled:
        sheet.append(["交办事项清单"])
        if dice.random() < 0.5:
            sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(fields))
            sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    sheet.append([LABELS[field][0] if field else "序号" for field in fields])
    for n, (written, _) in enumerate(made, 1):
        sheet.append([written[field] if field else n for field in fields])
    first = 2 if titled else 1
    line = Side(style={"grid": "thin", "horizontal": "thin", "dotted": "dotted"}.get(borders))
    border = Border(
        top=line,
        bottom=line,
        left=line if borders != "horizontal" else None,
        right=line if borders != "horizontal" else None,
    )
    for row in sheet.iter_rows(min_row=first, max_row=first + count, max_col=len(fields)):
        for cell in row:
            cell.font = Font(name="Noto Sans CJK SC", size=size)
            cell.alignment = Alignment(wrap_text=wrapped, vertical=upright)
            if borders != "none":
                cell.border = border
    for c, field in enumerate(fields, 1):
        width = WIDTHS[field] * (5.6 if wrapped or field not in LONG else 14)
        sheet.column_dimensions[get_column_letter(c)].width = width
    if wrapped and dice.random() < 0.9:  # as the program that wrote the workbook would have set them
        for n, (written, _) in enumerate(made, 1):
            sheet.row_dimensions[first + n].height = (1.5 * size) * max(
                _lines(written[field], WIDTHS[field] * 5.6, size) for field in fields if field
            ) + 2
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = dice.choice(("portrait", "landscape"))
    if not wide:
        sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if wide and dice.random() < 0.4:
        sheet.page_setup.pageOrder = "overThenDown"
    if dice.random() < 0.4:
        sheet.print_title_rows = f"{first}:{first}"
    if dice.random() < 0.5:
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    out = io.BytesIO()
    book.save(out)
    reads = tuple({field: read[field] for field in fields if field} for _, read in made)
    name = (
        f"{'wide ' if wide else ''}workbook {len(fields)}x{count} {borders} {size} {'wrapped' if wrapped else 'unwrapped'} {upright}"
        f" {sheet.page_setup.orientation} {sheet.page_setup.pageOrder or ''}{' repeated' if sheet.print_title_rows else ''}"
    )
    return Made(name, out.getvalue(), "xlsx", reads)


def _lines(text: str, width: float, size: float) -> int:
    """Return how many lines a text takes in a column that is so many digits of 11 points wide."""
    signs = sum(1.0 if ord(sign) > 0x2E80 else 0.56 for sign in text)
    return -(-int(100 * signs * size) // int(100 * (width * 5.6 - size)))


def _columns(dice: random.Random) -> list[str]:
    """Return 4 to 12 columns: always the number, the petitioner and the text, so that it is a list of cases."""
    always = ("upper_no", "petitioner.name", "petitioner.phone", "request_text")
    rest = [field for field in LABELS if field not in always]
    chosen = {*always, *dice.sample(rest, dice.randint(0, len(rest)))}
    fields = [field for field in LABELS if field in chosen]
    if dice.random() < 0.3:
        dice.shuffle(fields)
    return ["", *fields] if dice.random() < 0.8 else fields


def _document(dice: random.Random, size: float, *, landscape: bool = False) -> docx.document.Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(29.7), Cm(21.0)) if landscape else (Cm(21.0), Cm(29.7))
    section.left_margin = section.right_margin = Cm(2.1 if landscape else 2.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Noto Serif CJK SC", Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    style.paragraph_format.space_after = Pt(0)
    if dice.random() < 0.5:
        section.header.paragraphs[0].text = "枣庄市12345政务服务热线"
    if dice.random() < 0.5:
        run = section.footer.paragraphs[0].add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            element.text = text or None
            run._r.append(element)
    return document


def _paragraph(document: docx.document.Document, text: str, size: float, place: WD_ALIGN_PARAGRAPH) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = place
    paragraph.add_run(text).font.size = Pt(size)


def _fill(table: Table, row: int, col: int, text: str, size: float, middle: bool) -> None:
    cell = table.cell(row, col)
    cell.text = text
    cell.paragraphs[0].runs[0].font.size = Pt(size)
    if middle:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _widths(table: Table, widths: Sequence[float]) -> None:
    table.autofit = False
    for row in table.rows:
        for c, width in enumerate(widths):
            row.cells[c].width = Cm(width) if row.cells[c]._tc.grid_span == 1 else Cm(sum(widths[c:]))
    for c, width in enumerate(widths):
        table.columns[c].width = Cm(width)


def _rule(table: Table, borders: str) -> None:
    """Set the borders: a 三线表 has one above, one below, and one under its first row."""
    sides = {"none": (), "horizontal": ("top", "bottom", "insideH"), "three lines": ("top", "bottom")}
    wanted = sides.get(borders, ("top", "bottom", "left", "right", "insideH", "insideV"))
    box = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in wanted:
            box.append(_border(side, "dotted" if borders == "dotted" else "single"))
    table._tbl.tblPr.append(box)
    if borders == "three lines":
        for cell in table.rows[0].cells:
            own = OxmlElement("w:tcBorders")
            own.append(_border("bottom", "single"))
            cell._tc.get_or_add_tcPr().append(own)


def _border(side: str, kind: str) -> OxmlElement:
    element = OxmlElement(f"w:{side}")
    for key, value in (("val", kind), ("sz", "6"), ("space", "0"), ("color", "000000")):
        element.set(qn(f"w:{key}"), value)
    return element


def _flag(properties: OxmlElement, name: str) -> None:
    properties.append(OxmlElement(name))


def _saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
