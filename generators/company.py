"""The signature's company: it never stands on a page without the text that it signs (GB/T 9704 7.3.5.1).

Which paragraph comes before the signature is known only when the letter is filled in, so this is done to its XML: the
last paragraph of text, and the list of enclosures behind it, stay with the next paragraph.
"""

from __future__ import annotations

import re

# Styles by name: `generators.styles` would load python-docx, which takes 0.3 s.
SIGNATURE = re.compile(r'<w:p><w:pPr><w:pStyle w:val="公文(?:无章)?署名"/>')
# The date keeps the note behind it (附注), which would be a page's only line; behind other dates a new page may begin.
DATED = re.compile(
    r'<w:pStyle w:val="(公文(?:无章)?日期)"/>(?!<w:keepNext)'
    r'(?=(?:(?!</w:p>).)*</w:p>\s*<w:p><w:pPr><w:pStyle w:val="公文附注"/>)',
    re.DOTALL,
)
KEPT = r'<w:pStyle w:val="\1"/><w:keepNext/>'
LISTED = ("公文附件", "公文附件续")
START = "<w:p>"  # behind a tag its line end is gone
STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')


def with_company(xml: str) -> str:
    """Return the part of a Word file with the text before its signature tied to it; unchanged where nobody signs."""
    found = SIGNATURE.search(xml)
    if not found:
        return xml
    xml = DATED.sub(KEPT, xml)
    end = found.start()
    while (start := xml.rfind(START, 0, end)) >= 0:
        paragraph = xml[start:end]
        style = STYLE.search(paragraph)
        if style is None or "</w:tbl>" in paragraph:
            return xml
        if "<w:keepNext" not in paragraph:
            at = start + style.end()
            xml = f"{xml[:at]}<w:keepNext/>{xml[at:]}"
        if style[1] not in LISTED:
            return xml
        end = start
    return xml
