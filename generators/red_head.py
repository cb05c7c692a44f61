"""The head of the document form (公文): red name of the office, number, red rule. Clauses of GB/T 9704-2012 in brackets."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from generators.letter_page import EMU, draw_bar, set_line, tiny
from generators.styles import KAITI, XIAOBIAOSONG, set_font, style_of

SIZE = "[104, 840 // (head.name|length + 2)]|min"  # half-points: name and 文件 in one line of 148 mm
NAME_LINE = f"{{{{ ({SIZE}) * 11 }}}}"  # twips: as high as the name's ink
NAME_ABOVE = 35  # mm
RULE_BELOW = (
    3.5  # mm from the foot of the number's line, half a millimetre below its ink: 4 mm in all [7.2.7]
)
RULE = 0.35  # mm; 1 point
TEXT_LEFT, TEXT_WIDTH = 28, 156  # mm


def draw_head(document: WordDocument) -> None:
    """Write the office's name with 文件 in red, its upper edge 35 mm below that of the text area [7.2.4]."""
    name = document.add_paragraph()
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape = name.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(44)
    set_line(name, NAME_LINE)
    shape.space_before = Mm(NAME_ABOVE)
    shape.first_line_indent = Pt(0)
    run = name.add_run("{{ head.name }}文件")
    set_font(run._r, XIAOBIAOSONG)
    properties = run._r.get_or_add_rPr()
    for tag, value in (("w:color", "FF0000"), ("w:sz", f"{{{{ {SIZE} }}}}"), ("w:szCs", f"{{{{ {SIZE} }}}}")):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        properties.append(element)


def write_number(document: WordDocument, text: str) -> None:
    """Write the number two lines below the name, centred [7.2.5], and the red rule below it [7.2.7]."""
    paragraph = document.add_paragraph(text.partition("｜")[2] or text, style=style_of("字号"))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(2 * 28.95)
    _rule(document)


def write_signer(document: WordDocument, text: str) -> None:
    """Write `number｜signer` of a paper to a higher office: the one left, 签发人 right, with the rule [7.2.6]."""
    number, _, signer = text.partition("｜")
    paragraph: Paragraph = document.add_paragraph(style=style_of("签发"))
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH - 5.64), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{number}\t签发人：")
    set_font(paragraph.add_run(signer)._r, KAITI)
    _rule(document)


def _rule(document: WordDocument) -> None:
    spacer = document.add_paragraph()
    tiny(spacer)
    spacer.paragraph_format.line_spacing = Mm(RULE_BELOW + RULE)
    draw_bar(spacer, 1, str(round(RULE_BELOW * EMU)), TEXT_LEFT, TEXT_WIDTH, RULE, below="paragraph")
