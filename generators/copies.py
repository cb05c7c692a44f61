"""The foot of a paper (版记): who gets copies, who printed it and when, on the last lines of its last page [7.4].

A letter (信函) has the copies alone and no rules [10.1].
"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from generators.styles import style_of

TEXT_WIDTH = 156  # mm
CHARACTER = 4.94  # mm, of 四号
FRAME = {  # hung on the lower edge of the text area: the foot stays there, however short the last page is
    "w": "8844",
    "hSpace": "0",
    "wrap": "around",
    "vAnchor": "margin",
    "hAnchor": "margin",
    "xAlign": "left",
    "yAlign": "bottom",
}
HEAVY, LIGHT = "8", "6"  # eighths of a point: 0.35 and 0.25 mm [7.4.1]


def write_copies(document: WordDocument, text: str, *, ruled: bool) -> None:
    """Write `抄送：` and those who get copies; what wraps stands after the colon, and a full stop ends it [7.4.2]."""
    ended = text if text.rstrip().endswith(("。", "%}")) else text.rstrip() + "。"
    paragraph = document.add_paragraph(f"抄送：{ended}", style=style_of("抄送"))
    _frame(paragraph, {"top": HEAVY} if ruled else {})


def write_printed(document: WordDocument, text: str) -> None:
    """Write `office｜day`: who printed it, left, and when, right, one character from each edge [7.4.3]."""
    office, _, day = text.partition("｜")
    paragraph = document.add_paragraph(style=style_of("印发"))
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH - CHARACTER), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{office}\t{day}{'' if day.endswith('印发') else '印发'}")
    copied = any(each.style.name == style_of("抄送") for each in document.paragraphs if each.style)
    _frame(paragraph, {"top": LIGHT if copied else HEAVY, "bottom": HEAVY})


def _frame(paragraph: Paragraph, rules: dict[str, str]) -> None:
    properties = paragraph._p.get_or_add_pPr()
    style = properties.find(qn("w:pStyle"))
    assert style is not None  # it was set
    frame = OxmlElement("w:framePr")
    for name, value in FRAME.items():
        frame.set(qn(f"w:{name}"), value)
    style.addnext(frame)
    if rules:
        borders = OxmlElement("w:pBdr")
        for side, size in rules.items():
            rule = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", size), ("space", "1"), ("color", "000000")):
                rule.set(qn(f"w:{name}"), value)
            borders.append(rule)
        frame.addnext(borders)
