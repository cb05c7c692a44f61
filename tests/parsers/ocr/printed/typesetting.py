"""Word documents in the many looks of offices: fonts, ruling, widths, spacing; printed through LibreOffice."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from tests.servers.libreoffice import print_as_pdf

SERIFS = ("Noto Serif CJK SC", "AR PL UMing CN", "AR PL UKai CN")
SANS = ("Noto Sans CJK SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei")
RULES = (  # style, eighths of a point, colour
    ("single", 4, "000000"),
    ("single", 8, "000000"),
    ("single", 2, "000000"),
    ("single", 4, "808080"),
    ("single", 4, "B0B0B0"),
    ("dotted", 4, "000000"),
    ("dashed", 4, "000000"),
    ("double", 4, "000000"),
    ("single", 6, "C00000"),
)

Cells = Sequence[tuple[str, int]]
"""One row: texts, and how many columns each spans; a text `^` goes on from the cell above."""


@dataclass(frozen=True)
class Look:
    """How one paper is set."""

    body: str
    head: str
    size: float  # points of the text
    title: float
    rule: tuple[str, int, str] | None  # None: no ruling at all
    row: float  # centimetres of the lowest row
    spacing: float  # lines
    centred: bool  # values in the middle of their cells
    spaced: bool  # 事　由
    colon: bool  # labels with a colon
    shaded: bool

    def label(self, text: str) -> str:
        """Return a label as this paper writes it."""
        if self.spaced and len(text) in (2, 3):
            text = "　".join(text) if len(text) == 2 else " ".join(text)
        return f"{text}：" if self.colon else text


def look(chance: Random, *, ruled: bool = True) -> Look:
    """Return one of the many looks; `ruled` papers always have lines of some kind."""
    serif = chance.random() < 0.65
    return Look(
        body=chance.choice(SERIFS if serif else SANS),
        head=chance.choice(SANS + SERIFS),
        size=chance.choice((10.5, 11, 12, 12, 14)),
        title=chance.choice((16, 18, 22)),
        rule=chance.choice((RULES[0], RULES[0], RULES[1], *RULES)) if ruled else None,
        row=chance.choice((0.7, 0.9, 1.1)),
        spacing=chance.choice((1.0, 1.15, 1.5)),
        centred=chance.random() < 0.5,
        spaced=chance.random() < 0.4,
        colon=chance.random() < 0.2,
        shaded=chance.random() < 0.2,
    )


class Paper:
    """One document that is being set."""

    def __init__(self, look: Look, *, landscape: bool = False) -> None:
        self.look = look
        self.document: WordDocument = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = Cm(2.2)
        self.width = 29.7 - 4.4 if landscape else 21 - 4.4

    def line(
        self,
        text: str,
        *,
        size: float = 0,
        font: str = "",
        align: str = "left",
        indent: int = 0,
        colour: str = "",
    ) -> None:
        """Write a paragraph; `indent` in characters."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = _ALIGN[align]
        paragraph.paragraph_format.line_spacing = self.look.spacing
        paragraph.paragraph_format.space_after = Pt(4)
        size = size or self.look.size
        paragraph.paragraph_format.first_line_indent = Pt(indent * size)
        _run(paragraph, text, font or self.look.body, size, colour)

    def title(self, text: str, *, colour: str = "") -> None:
        self.line(text, size=self.look.title, font=self.look.head, align="center", colour=colour)

    def table(
        self,
        rows: Sequence[Cells],
        widths: Sequence[float],
        *,
        heights: dict[int, float] | None = None,
        labels: Sequence[str] = (),
    ) -> None:
        """Draw a table. `widths` in parts of the paper's; `heights` in centimetres by row; `labels` are centred."""
        table = self.document.add_table(len(rows), len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        _borders(table, self.look.rule)
        whole = sum(widths)
        for r, row in enumerate(rows):
            table.rows[r].height = Cm((heights or {}).get(r, self.look.row))
            c = 0
            for text, span in row:
                cell = table.cell(r, c)
                if span > 1:
                    cell = cell.merge(table.cell(r, c + span - 1))
                width = sum(widths[c : c + span]) / whole * self.width
                if text == "^":
                    table.cell(r - 1, c).merge(cell)
                else:
                    self._fill(cell, text, width, text in labels)
                c += span

    def _fill(self, cell, text: str, width: float, is_label: bool) -> None:
        cell.width = Cm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for i, line in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            short = len(text) <= 20
            centred = is_label or (self.look.centred and short)
            paragraph.alignment = _ALIGN["center" if centred else "left"]
            paragraph.paragraph_format.space_after = Pt(0)
            _run(paragraph, line, self.look.body, self.look.size, "")
        if is_label and self.look.shaded:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), "E4E4E4")
            cell._tc.get_or_add_tcPr().append(shade)

    def docx(self) -> bytes:
        octets = io.BytesIO()
        self.document.save(octets)
        return octets.getvalue()


_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def _run(paragraph: Paragraph, text: str, font: str, size: float, colour: str) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:hAnsi", "w:ascii", "w:cs"):
        fonts.set(qn(kind), font)
    if colour:
        tint = OxmlElement("w:color")
        tint.set(qn("w:val"), colour)
        run._element.get_or_add_rPr().append(tint)


def _borders(table, rule: tuple[str, int, str] | None) -> None:
    style, size, colour = rule or ("nil", 0, "auto")
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", style), ("sz", str(size)), ("space", "0"), ("color", colour)):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    table._tbl.tblPr.append(borders)


def printed(documents: dict[str, bytes]) -> dict[str, bytes]:
    """Return each Word document as PDF, by name; needs LibreOffice, which starts once for all."""
    with tempfile.TemporaryDirectory() as folder:
        for name, octets in documents.items():
            Path(folder, f"{name}.docx").write_bytes(octets)
        print_as_pdf(sorted(Path(folder).glob("*.docx")), Path(folder))
        return {name: Path(folder, f"{name}.pdf").read_bytes() for name in documents}
