"""The styles of the office's paper, one for each word of a pattern. Numbers in brackets are clauses of GB/T 9704-2012."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, Twips

FANGSONG, KAITI, HEITI, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
XIAOBIAOSONG = "方正小标宋简体"
# What Word and WPS take where a face is not installed: the licensed ones often are not, and none is shipped.
FALLBACKS = {FANGSONG: "仿宋", KAITI: "楷体", HEITI: "SimHei", SONGTI: "SimSun", XIAOBIAOSONG: "宋体"}
LINE = Twips(579)  # 225 mm ÷ 22 lines [5.2.3]
SQUEEZE = -5  # twentieths of a point between characters, so that 28 of 16 pt fit into 156 mm [5.2.3]
SIZES = {"二号": 22, "三号": 16, "四号": 14, "小四": 12, "五号": 10.5}  # points


@dataclass(frozen=True)
class Paragraph:
    """How one kind of line is set: face, size, alignment, indents in characters, lines of space above."""

    font: str = FANGSONG
    size: str = "三号"
    align: str = "both"
    first: int = 0  # first-line indent, characters; negative hangs
    left: int = 0
    right: int = 0
    above: float = 0.0  # blank lines above
    under: float = 0.0  # blank lines below
    keep: bool = False  # stays with the next paragraph
    new_page: bool = False
    line: int = LINE.twips  # height of a line, twips; 0: as high as what stands in it


PARAGRAPHS = {
    "正文": Paragraph(first=2),  # [5.2.2, 7.3.3]
    "左齐": Paragraph(align="left", first=2),  # names with numbers, which stretch a line where they don't fit
    "字号": Paragraph(
        align="left", line=420
    ),  # urgency flush left in 黑体 ｜ number flush right [7.2.3, 10.1]
    "标题": Paragraph(XIAOBIAOSONG, "二号", "center", above=2, keep=True),  # [7.3.1]
    "主送": Paragraph(align="left", above=1),  # [7.3.2]
    "一级": Paragraph(HEITI, first=2, keep=True),  # [7.3.3]
    "二级": Paragraph(KAITI, first=2, keep=True),
    "顶格": Paragraph(align="left"),
    "附件": Paragraph(align="left", left=5, first=-3, above=1),  # [7.3.4]
    "附件续": Paragraph(align="left", left=5),
    "署名": Paragraph(align="right", above=2, keep=True),  # [7.3.5.1]
    "日期": Paragraph(align="right", right=4),
    "无章署名": Paragraph(align="right", above=1, keep=True),  # [7.3.5.2]
    "无章日期": Paragraph(align="right"),
    "附注": Paragraph(align="left", first=2),  # [7.3.6]
    "附件页": Paragraph(HEITI, align="left", keep=True, new_page=True),  # [7.3.7]
    "附件题": Paragraph(
        XIAOBIAOSONG, "二号", "center", above=1, under=0.5, keep=True
    ),  # on the third line [7.3.7]
    "抄送": Paragraph(size="四号", left=4, first=-3, right=1, line=500),  # [7.4.2, 10.1]
    "印发": Paragraph(size="四号", align="left", left=1, right=1, line=500),  # [7.4.3]
    "签发": Paragraph(align="left", left=1, right=1, above=2, line=420),  # number left, signer right [7.2.6]
    "小字": Paragraph(size="四号", first=2, line=440),
    "图": Paragraph(size="小四", align="center", keep=True, line=0),  # with its caption
    "图题": Paragraph(size="小四", align="center", line=400),
    "表题": Paragraph(XIAOBIAOSONG, "二号", "center", under=0.2, keep=True),
    "表上": Paragraph(size="小四", align="left", keep=True, line=400),
    "表注": Paragraph(size="小四", align="left", first=2, line=360),
    "表签": Paragraph(size="小四", align="center", line=360),
    "表文": Paragraph(size="小四", align="left", line=360),
}
SETTINGS = (
    '<w:settings {w}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    # A line that a writer broke must not be stretched to the margin; tables keep the lines of the page.
    "<w:compat><w:balanceSingleByteDoubleByteWidth/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/>"
    '<w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
DROPPED_PARTS = ("/theme", "/customXml", "/stylesWithEffects", "/numbering", "/webSettings")
KEPT_STYLES = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList")


def style_of(word: str) -> str:
    """Return the style's name for a word of a pattern; 公文 before it, for 正文 and 标题 are Word's own names."""
    return f"公文{word}"


def blank_document() -> WordDocument:
    """Return an empty document with our styles and settings and nothing else of python-docx's own template."""
    document = Document()
    for relation in list(document.part.rels.values()):
        if relation.reltype.endswith(DROPPED_PARTS):
            document.part.rels.pop(relation.rId)
        elif relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = _font_table()
    document.settings._element[:] = list(parse_xml(SETTINGS.format(w=nsdecls("w"))))
    styles = document.styles.element
    for child in list(styles):
        kept = child.tag == qn("w:docDefaults") or child.get(qn("w:styleId")) in KEPT_STYLES
        if not kept:
            styles.remove(child)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
    _face(document.styles["Normal"], PARAGRAPHS["正文"])
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    for word, paragraph in PARAGRAPHS.items():
        _define(document, style_of(word), paragraph)
    return document


def set_font(run: Any, font: str) -> None:
    """Set the face of a run or a style, for Chinese and Western characters alike."""
    fonts = run.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _no_spaces_at_digits(style: Any) -> None:
    """2018年3月12日 is set solid: with Word's own spaces a line wouldn't hold its 28 characters."""
    spacing = style.element.get_or_add_pPr().find(qn("w:spacing"))
    for name in ("autoSpaceDE", "autoSpaceDN"):
        switch = OxmlElement(f"w:{name}")
        switch.set(qn("w:val"), "0")
        spacing.addprevious(switch)


def _define(document: WordDocument, name: str, paragraph: Paragraph) -> None:
    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _face(style, paragraph)
    shape = style.paragraph_format
    if paragraph.line:
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = Twips(paragraph.line)
    else:
        shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    shape.space_before = Twips(round(LINE.twips * paragraph.above))
    if paragraph.under:
        shape.space_after = Twips(round(LINE.twips * paragraph.under))
    shape.keep_with_next = paragraph.keep
    if paragraph.new_page:
        shape.page_break_before = True
    shape.widow_control = False  # the standard counts lines, it doesn't move them
    _no_spaces_at_digits(style)
    properties = style.element.get_or_add_pPr()
    _indent(properties, paragraph)
    justify = OxmlElement("w:jc")
    justify.set(qn("w:val"), paragraph.align)
    properties.append(justify)


def _indent(properties: Any, paragraph: Paragraph) -> None:
    """Set indents in characters, with their width in twips for readers that don't know characters."""
    char = round(SIZES[paragraph.size] * 20)
    indent = properties.get_or_add_ind()
    sides = {"left": paragraph.left, "right": paragraph.right}
    sides["firstLine" if paragraph.first > 0 else "hanging"] = abs(paragraph.first)
    for side, count in sides.items():
        if count:
            indent.set(qn(f"w:{side}Chars"), str(count * 100))
            indent.set(qn(f"w:{side}"), str(count * char))


def _face(style: Any, paragraph: Paragraph) -> None:
    set_font(style.element, paragraph.font)
    style.font.size = Pt(SIZES[paragraph.size])
    run = style.element.get_or_add_rPr()
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(SQUEEZE if paragraph.size == "三号" else 0))
    run.find(qn("w:sz")).addprevious(spacing)


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()
