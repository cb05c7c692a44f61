"""The office's paper: a pattern becomes a Word file with jinja2 tags on the page of GB/T 9704-2012.

A pattern is a text file, a paragraph a line. A line may begin with a word that says what it is (标题：, 主送：, 一级：
…, see `generators.styles.PARAGRAPHS`); any other line is body text. `{% … %}` alone on a line is control, `|…|…|` a
table row (`<` joins a cell to the one on its left, a blank line ends the table), 列宽： and 行高： are in millimetres,
and `版式：信函`, `公文`, `表格` or `横表` on the first line chooses the page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from generators.controls import write_line
from generators.copies import write_foot
from generators.letter_page import draw_page, tiny
from generators.red_head import draw_head, write_number, write_signer
from generators.styles import HEITI, PARAGRAPHS, blank_document, set_font, style_of
from generators.tables import add_table

# 署名 stands centred over the date, which stands four characters from the right [7.3.5.1]. In twips: a character is
# 320 wide, a digit 160; of the date three are no digits.
DATE_WIDE = "(480 + (today|length) * 160)"
SIGNATURE_INDENT = f"{{{{ [0, 1280 + ({DATE_WIDE} - (head.name|length) * 320) // 2]|max }}}}"
# Without a seal the date begins two characters right of the name, whose end stands two from the margin; where the
# date is the longer, the date's end stands there [7.3.5.2].
DATE_INDENT = f"{{{{ [640, (head.name|length) * 320 - {DATE_WIDE}]|max }}}}"
PLAIN_INDENT = f"{{{{ [640, 1280 + {DATE_WIDE} - (head.name|length) * 320]|max }}}}"
RIGHT_INDENTS = {"署名": SIGNATURE_INDENT, "无章署名": PLAIN_INDENT, "无章日期": DATE_INDENT}
CONTROL = re.compile(r"^\{%(?:(?!%\}).)*%\}$")  # one tag and nothing else
FOOT = re.compile(r"(?:\{% if [^\n]*\n)*(?:抄送|印发)：")  # with the condition before it
LINE_WORD = re.compile(r"^([一-鿿]{1,4})：(.*)$", re.DOTALL)


def paper_of(pattern: str) -> bytes:
    """Return the Word file (with tags) that the pattern describes; ValueError where its layout is unknown."""
    document = blank_document()
    lines = pattern.splitlines()
    layout = "信函"
    if lines and lines[0].startswith("版式："):
        layout = lines.pop(0).removeprefix("版式：").strip()
    draw_page(document, layout)
    if layout == "公文":
        draw_head(document)
    _fill(document, lines, layout)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fill(document: WordDocument, lines: list[str], layout: str) -> None:
    widths: list[float] = []
    number = 0
    while number < len(lines):
        line = lines[number].rstrip()
        if FOOT.match("\n".join(lines[number:])):
            write_foot(document, [each.rstrip() for each in lines[number:] if each], ruled=layout == "公文")
            return
        if line.startswith("列宽："):
            widths = [float(width) for width in line.removeprefix("列宽：").split()]
        elif line.startswith(("|", "行高：")):
            end = number
            while end < len(lines) and lines[end].strip():
                end += 1
            if layout in ("信函", "公文"):
                _gap(document)
            captioned = any(after.startswith("图题：") for after in lines[end : end + 2])
            add_table(document, lines[number:end], widths, captioned=captioned)
            number = end
        elif CONTROL.match(line):
            document.add_paragraph(line.replace("{%", "{%p", 1))
        elif line and not line.startswith("{#"):
            _add(document, line, layout)
        number += 1


def _gap(document: WordDocument) -> None:
    """Keep a table off the text above it, which ends at the foot of its line; a title keeps its own distance."""
    above = document.paragraphs[-1].style if document.paragraphs else None
    if above is None or above.name != style_of("附件题"):
        gap = document.add_paragraph()
        tiny(gap)
        gap.paragraph_format.line_spacing = Pt(6)
        gap.paragraph_format.keep_with_next = True


def _add(document: WordDocument, line: str, layout: str) -> None:
    found = LINE_WORD.match(line)
    word, text = found.groups() if found and found[1] in PARAGRAPHS else ("正文", line)
    if special := _special(word, layout):
        special(document, text)
        return
    paragraph = document.add_paragraph(style=style_of(word))
    write_line(paragraph, text)
    if word in RIGHT_INDENTS:
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:right"), RIGHT_INDENTS[word])


def _special(word: str, layout: str) -> Callable[[WordDocument, str], None] | None:
    """Return what writes a line that is more than a paragraph of its style; None where it isn't."""
    if word == "字号":
        return write_number if layout == "公文" else _number_line
    if word == "表上":
        return _over_table
    return write_signer if word == "签发" else None


def _over_table(document: WordDocument, text: str) -> None:
    """Write the line above a table; what stands behind a bar goes to the right edge."""
    left, bar, right = text.partition("｜")
    paragraph = document.add_paragraph(style=style_of("表上"))
    write_line(paragraph, left)
    if bar:
        page = document.sections[0]
        wide = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Length(wide), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run("\t" + right)


def _number_line(document: WordDocument, text: str) -> None:
    """Write `紧急程度｜编号`: what stands before the bar flush left in 黑体, the rest flush right."""
    left, bar, right = text.partition("｜")
    paragraph = document.add_paragraph(style=style_of("字号"))
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    set_font(paragraph.add_run(left if bar else "")._r, HEITI)
    paragraph.add_run("\t" + (right if bar else left))
