"""The foot of a paper (版记): who gets copies, who printed it and when, on the last lines of its last page [7.4].

A letter (信函) has the copies alone and no rules [10.1]. Each line stands in a frame at its place on the page and the
rules are drawn as shapes, as those of the head are: LibreOffice lets go of floating tables as wide as the text, and of
borders of frames.
"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from generators.letter_page import draw_bar, tiny
from generators.styles import style_of

TEXT_LEFT, TEXT_WIDTH = 28, 156  # mm
CHARACTER = 4.94  # mm, of 四号
FOOT = 14853  # twips from the page's upper edge to the end of the text area
LINE = 500  # twips
IN_A_LINE = 26  # characters of the copies
EMU_OF_TWIP = 635
COPIED = (
    f"(copies|default('', true)|trim|length + {IN_A_LINE - 1}) // {IN_A_LINE}"  # lines that the copies take
)
HEAVY, LIGHT = 0.35, 0.25  # mm [7.4.1]


def write_foot(document: WordDocument, lines: list[str], *, ruled: bool) -> None:
    """Write the lines `抄送：甲，乙` [7.4.2] and `印发：office｜day` [7.4.3], and tags around them."""
    printed = any(line.startswith("印发：") for line in lines)
    top = f"{FOOT} - {LINE} * ({int(printed)} + {COPIED})"
    for line in lines:
        if line.startswith("{%"):
            document.add_paragraph(line.replace("{%", "{%p", 1))
        elif line.startswith("抄送："):
            text = line[3:].strip().removesuffix("。")
            paragraph = document.add_paragraph(f"抄送：{text}。", style=style_of("抄送"))
            _frame(paragraph, f"{{% set copies %}}{text}{{% endset %}}{{{{ {top} }}}}")
        else:
            _printed(document, line[3:].strip())
    last = document.add_paragraph()  # frames hang on the paragraph behind them
    tiny(last)
    if ruled:
        _rules(last, f"({top}) * {EMU_OF_TWIP}", between=printed)


def _rules(paragraph: Paragraph, top: str, *, between: bool) -> None:
    """Draw the rules; that between the lines falls together with the first where nobody gets copies."""
    bars = [(top, HEAVY), (str(FOOT * EMU_OF_TWIP), HEAVY)]
    if between:
        bars.insert(1, (str((FOOT - LINE) * EMU_OF_TWIP), LIGHT))
    for number, (place, high) in enumerate(bars):
        draw_bar(paragraph, 10 + number, place, TEXT_LEFT, TEXT_WIDTH, high, colour="000000")


def _printed(document: WordDocument, text: str) -> None:
    office, _, day = text.partition("｜")
    paragraph = document.add_paragraph(style=style_of("印发"))
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH - CHARACTER), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{office}\t{day}{'' if day.endswith('印发') else '印发'}")
    _frame(paragraph, str(FOOT - LINE))


def _frame(paragraph: Paragraph, top: str) -> None:
    style = paragraph._p.get_or_add_pPr().find(qn("w:pStyle"))
    assert style is not None  # it was set
    frame = OxmlElement("w:framePr")
    place = {
        "w": "8844",
        "wrap": "around",
        "vAnchor": "page",
        "hAnchor": "margin",
        "xAlign": "left",
        "y": top,
    }
    for name, value in place.items():
        frame.set(qn(f"w:{name}"), value)
    style.addnext(frame)
