"""The office's paper: GB/T 9704-2012 page, faces and sizes, built from a pattern into a Word file with jinja2 tags.

A pattern is a text file, a paragraph a line. A line may begin with a word that says what it is (标题：, 主送：, 一级：
…, see `PARAGRAPHS`); any other line is body text. `{% … %}` alone on a line is control, `|…|…|` a table row (`<`
joins a cell to the one on its left, a blank line ends the table), 列宽： and 行高： are in millimetres, and
`版式：信函` or `版式：表格` on the first line chooses the page. Numbers in brackets are clauses of the standard.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

from generators.letter_page import draw_page
from generators.tables import add_table

FANGSONG, KAITI, HEITI, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
XIAOBIAOSONG = "方正小标宋简体"
RED = RGBColor(0xFF, 0, 0)
LINE = Twips(579)  # 225 mm ÷ 22 lines [5.2.3]
SQUEEZE = -5  # twentieths of a point between characters, so that 28 of 16 pt fit into 156 mm [5.2.3]
SIZES = {"二号": 22, "三号": 16, "四号": 14, "小四": 12, "五号": 10.5}  # points


@dataclass(frozen=True)
class Paragraph:
    """How one kind of line is set: face, size, alignment, indents in characters, lines of space above."""

    font: str = FANGSONG
    size: str = "三号"
    align: str = "both"
    first: int = 0  # first-line indent, characters
    left: int = 0
    right: int = 0
    above: float = 0.0  # blank lines above
    keep: bool = False  # stays with the next paragraph


PARAGRAPHS = {
    "正文": Paragraph(first=2),  # [5.2.2, 7.3.3]
    "字号": Paragraph(align="left"),  # urgency flush left in 黑体 ｜ number flush right [7.2.3, 10.1]
    "标题": Paragraph(XIAOBIAOSONG, "二号", "center", above=2, keep=True),  # [7.3.1]
    "主送": Paragraph(align="left", above=1),  # [7.3.2]
    "一级": Paragraph(HEITI, first=2, keep=True),  # [7.3.3]
    "二级": Paragraph(KAITI, first=2, keep=True),
    "顶格": Paragraph(align="left"),
    "附件": Paragraph(align="left", left=5, first=-3, above=1),  # [7.3.4]
    "附件续": Paragraph(align="left", left=5),
    "署名": Paragraph(align="right", above=2, keep=True),  # [7.3.5.1]
    "日期": Paragraph(align="right", right=4),
    "附注": Paragraph(align="left", first=2),  # [7.3.6]
    "小字": Paragraph(size="四号", first=2),
    "表题": Paragraph(XIAOBIAOSONG, "二号", "center", keep=True),
    "表上": Paragraph(size="小四", align="left", keep=True),
    "表注": Paragraph(size="小四", align="left", first=2),
    "表签": Paragraph(size="小四", align="center"),
    "表文": Paragraph(size="小四", align="left"),
}
SMALL_LINE = {"小字": Pt(22), "表上": Pt(20), "表注": Pt(18), "表签": Pt(18), "表文": Pt(18)}
# 署名 stands centred over the date, which stands four characters from the right [7.3.5.1]. In twips: the date is
# about 2080 wide, a character of the name 320.
SIGNATURE_INDENT = "{{ [0, 1280 + (2080 - (head.name|length) * 320) // 2]|max }}"
CONTROL = re.compile(r"^\{%(?:(?!%\}).)*%\}$")  # one tag and nothing else
LINE_WORD = re.compile(r"^([一-鿿]{2,3})：(.*)$", re.DOTALL)


def paper_of(pattern: str) -> bytes:
    """Return the Word file (with tags) that the pattern describes."""
    document = _blank()
    lines = pattern.splitlines()
    layout = "信函"
    if lines and lines[0].startswith("版式："):
        layout = lines.pop(0).removeprefix("版式：").strip()
    draw_page(document, layout)
    _fill(document, lines)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fill(document: WordDocument, lines: list[str]) -> None:
    widths, number = [], 0
    while number < len(lines):
        line = lines[number].rstrip()
        if line.startswith("列宽："):
            widths = [float(width) for width in line.removeprefix("列宽：").split()]
        elif line.startswith(("|", "行高：")):
            end = number
            while end < len(lines) and lines[end].strip():
                end += 1
            add_table(document, lines[number:end], widths)
            number = end
        elif CONTROL.match(line):
            document.add_paragraph(line.replace("{%", "{%p", 1))
        elif line and not line.startswith("{#"):
            _add(document, line)
        number += 1


def _add(document: WordDocument, line: str) -> None:
    found = LINE_WORD.match(line)
    word, text = found.groups() if found and found[1] in PARAGRAPHS else ("正文", line)
    if word == "字号":
        _number_line(document, text)
        return
    paragraph = document.add_paragraph(text, style=word)
    if word == "署名":
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:right"), SIGNATURE_INDENT)


def _number_line(document: WordDocument, text: str) -> None:
    """Write `紧急程度｜编号`: what stands before the bar flush left in 黑体, the rest flush right."""
    left, bar, right = text.partition("｜")
    paragraph = document.add_paragraph(style="字号")
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    run = paragraph.add_run(left if bar else "")
    run.font.name = HEITI
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEITI)
    paragraph.add_run("\t" + (right if bar else left))


def _blank() -> WordDocument:
    """Return an empty document with our styles and nothing of python-docx's own template: no theme, no thumbnail."""
    document = Document()
    for relation in [*document.part.rels.values()]:
        if relation.reltype.endswith(("/theme", "/customXml", "/stylesWithEffects")):
            document.part.drop_rel(relation.rId)
            document.part.rels.pop(relation.rId, None)
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in ("Normal", "DefaultParagraphFont", "TableNormal", "NoList"):
            styles.remove(style)
    _face(document.styles["Normal"], PARAGRAPHS["正文"])
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    for name, paragraph in PARAGRAPHS.items():
        _define(document, name, paragraph)
    return document


def _define(document: WordDocument, name: str, paragraph: Paragraph) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _face(style, paragraph)
    shape = style.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = SMALL_LINE.get(name, LINE)
    shape.space_before = Twips(round(579 * paragraph.above))
    shape.keep_with_next = paragraph.keep
    shape.widow_control = False  # the standard counts lines, it doesn't move them
    properties = style.element.get_or_add_pPr()
    justify = OxmlElement("w:jc")
    justify.set(qn("w:val"), paragraph.align)
    properties.append(justify)
    _indent(properties, paragraph)


def _indent(properties: object, paragraph: Paragraph) -> None:
    """Set indents in characters, with their width in twips for readers that don't know characters."""
    char = round(SIZES[paragraph.size] * 20)
    indent = properties.get_or_add_ind()  # type: ignore[attr-defined]
    for side, count in (("left", paragraph.left), ("right", paragraph.right)):
        if count:
            indent.set(qn(f"w:{side}Chars"), str(count * 100))
            indent.set(qn(f"w:{side}"), str(count * char))
    if paragraph.first:
        side = "firstLine" if paragraph.first > 0 else "hanging"
        indent.set(qn(f"w:{side}Chars"), str(abs(paragraph.first) * 100))
        indent.set(qn(f"w:{side}"), str(abs(paragraph.first) * char))


def _face(style: object, paragraph: Paragraph) -> None:
    font = style.font  # type: ignore[attr-defined]
    font.name = paragraph.font
    font.size = Pt(SIZES[paragraph.size])
    run = style.element.get_or_add_rPr()  # type: ignore[attr-defined]
    fonts = run.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), paragraph.font)
    if paragraph.size == "三号":
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(SQUEEZE))
        run.append(spacing)
