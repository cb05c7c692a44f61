"""The page of a letter: margins, page numbers, and the red head and double rules of the letter form (信函格式, 10.1).

The head of the document form (公文) stands in `generators.red_head`, the foot (版记) in `generators.copies`.
"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from lxml.etree import _Element

from generators.styles import SONGTI, XIAOBIAOSONG, set_font

SIZE = "[84, 850 // (head.name|length)]|min"  # half-points: the office's name in one line of 150 mm
HEAD_SIZE = f"{{{{ {SIZE} }}}}"
HEAD_LINE = (
    f"{{{{ ({SIZE}) * 11 }}}}"  # twips: as high as the name's ink, which so begins 30 mm from the top [10.1]
)
HEAD_BASE = 1224000  # EMU: 30 mm to the top of the name, and 4 mm below it
HEAD_REST = (
    f"{{{{ 536 - ({SIZE}) }}}}"  # twips from the name's line to the number's, 7/8 character below the rules
)
LAYOUTS = {  # mm: margins above, below, left, right [5.2.1]; from the paper's edge to header and footer
    "信函": (37, 35, 28, 26, 30, 24),
    "公文": (37, 35, 28, 26, 30, 24),
    "表格": (24, 20, 23, 23, 12, 12),
    "横表": (28, 26, 23, 23, 12, 14),
}
RULE_WIDTH = 170  # mm, centred on 210
THICK, GAP, THIN = 0.75, 0.45, 0.25  # mm
EMU = 36000  # one millimetre
POINT = 12700  # EMU of a point
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def draw_page(document: WordDocument, layout: str) -> None:
    """Set the page: `信函` and `公文` with the office's head, `表格` and `横表` (landscape) for tables on plain paper.

    ValueError where there is no such layout.
    """
    if layout not in LAYOUTS:
        raise ValueError(f"不认识的版式“{layout}”，只有{'、'.join(f'“{name}”' for name in LAYOUTS)}")
    section = document.sections[0]
    top, bottom, left, right, header, footer = LAYOUTS[layout]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if layout == "横表":
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance, section.footer_distance = Mm(header), Mm(footer)
    if layout == "表格":
        return
    document.settings.odd_and_even_pages_header_footer = True
    if layout == "信函":
        section.different_first_page_header_footer = True  # unnumbered [10.1]
        _red_head(section.first_page_header)
    # The other headers and the first footer are left out altogether: fewer parts, and nothing there to take room.
    _page_number(section, section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right")  # [7.5]
    _page_number(section, section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left")


def _red_head(header: _Header) -> None:
    """Write the office's name 30 mm from the top, and the rules as drawn shapes: WPS shows a double border as dashes."""
    name = header.paragraphs[0]
    name.style = None  # python-docx names a style Header that our document doesn't have
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    name.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    name.paragraph_format.line_spacing = Pt(44)
    set_line(name, HEAD_LINE)
    name.paragraph_format.first_line_indent = Pt(0)
    name._p.get_or_add_pPr().get_or_add_ind().set(qn("w:left"), "-284")
    name._p.get_or_add_pPr().get_or_add_ind().set(qn("w:right"), "-284")
    run = name.add_run("{{ head.name }}")
    set_font(run._r, XIAOBIAOSONG)
    properties = run._r.get_or_add_rPr()
    for tag, value in (("w:color", "FF0000"), ("w:sz", HEAD_SIZE), ("w:szCs", HEAD_SIZE)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        properties.append(element)
    spacer = header.add_paragraph()
    tiny(spacer)
    set_line(spacer, HEAD_REST)
    top = f"{HEAD_BASE} + ({SIZE}) * 6350"
    bottom = (297 - 20) * EMU
    left = (210 - RULE_WIDTH) / 2
    draw_bar(spacer, 1, top, left, RULE_WIDTH, THICK)
    draw_bar(spacer, 2, f"{top} + {round((THICK + GAP) * EMU)}", left, RULE_WIDTH, THIN)
    draw_bar(spacer, 3, str(bottom - round((THIN + GAP + THICK) * EMU)), left, RULE_WIDTH, THIN)
    draw_bar(spacer, 4, str(bottom - round(THICK * EMU)), left, RULE_WIDTH, THICK)


def draw_bar(
    paragraph: Paragraph,
    number: int,
    top: str,
    left: float,
    wide: float,
    high: float,
    *,
    below: str = "page",
    colour: str = "FF0000",
) -> None:
    """Anchor a bar `high` and `wide` mm, `left` mm from the page's edge.

    `top` is an expression in EMU from the upper edge of what it hangs `below`: the page or the paragraph. It is drawn
    twice: as a shape of Word 2010, and as VML for programs that don't know those.
    """
    left, wide, high = round(left * EMU), round(wide * EMU), round(high * EMU)
    side = "text" if below == "paragraph" else below  # as VML calls it
    shape = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{number}" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{below}"><wp:posOffset>{{{{ {top} }}}}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:wrapNone/><wp:docPr id="{number}" name="红线{number}"/>'
        "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f'</a:prstGeom><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr>'
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    vml = (
        f'<w:pict><v:rect fillcolor="#{colour}" stroked="f" style="position:absolute;z-index:-1;'
        f"margin-left:{left / POINT:.1f}pt;margin-top:{{{{ ({top}) / {POINT} }}}}pt;width:{wide / POINT:.1f}pt;"
        f"height:{high / POINT:.2f}pt;mso-position-horizontal-relative:page;"
        f'mso-position-vertical-relative:{side}"/></w:pict>'
    )
    both = (
        f'<w:r {NAMESPACES}><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice>'
        f"<mc:Fallback>{vml}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph._p.append(parse_xml(both))


def _page_number(section: Section, footer: _Footer, align: WD_ALIGN_PARAGRAPH, side: str) -> None:
    """Write — 1 — in 四号 宋体, one character from the outer edge."""
    paragraph = footer.paragraphs[0]
    paragraph.style = None
    paragraph.alignment = align
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "0")
    indent.set(qn("w:firstLine"), "0")
    indent.set(qn(f"w:{side}"), "280")
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        run.font.size = Pt(14)
        set_font(run._r, SONGTI)
        if text is None:
            for kind in ("begin", "PAGE", "end"):
                run._r.append(_field_part(kind))


def _field_part(kind: str) -> _Element:
    if kind == "PAGE":
        part = OxmlElement("w:instrText")
        part.text = "PAGE"
    else:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
    return part


def set_line(paragraph: Paragraph, twips: str) -> None:
    """Set the exact height of a paragraph's line to an expression that is known when the letter is filled in."""
    spacing = paragraph._p.get_or_add_pPr().find(qn("w:spacing"))
    assert spacing is not None  # the rule was set to exact
    spacing.set(qn("w:line"), twips)


def tiny(paragraph: Paragraph) -> None:
    """Make an empty paragraph of next to no height."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph.paragraph_format.first_line_indent = Pt(0)
