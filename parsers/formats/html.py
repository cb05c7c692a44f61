"""Web pages and HTML bodies → blocks. Data tables become grids, layout tables are read cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from parsers.charsets import codec_of, decode
from parsers.limits import MAX_CELLS, MAX_DEPTH, MAX_LINES, MAX_LINKS, MAX_PAGE, MAX_SPAN
from parsers.paper import Cell, Grid, Line, Paper
from parsers.tidy import clean

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>")
_DROPPED = frozenset(
    "script style head title meta link noscript template iframe object embed svg select textarea xml".split()
)
_BREAKING = frozenset(
    """p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd tr table tbody thead tfoot td th caption blockquote pre hr address
    article aside section header footer main nav form fieldset center figure figcaption body html""".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACES = re.compile("[ \t\n\r\f]+")
_QUOTE_CLASSES = re.compile(
    r"(?:^|\s)(gmail_quote|gmail_quote_container|ntes-mailmaster-quote|yahoo_quoted|moz-cite-prefix|WordSection_quote"
    r"|protonmail_quote|zmail_extra|OutlookMessageHeader)(?:\s|$)"
)
_QUOTE_IDS = frozenset(
    "isReplyContent divRplyFwdMsg appendonsend ntes-flashmail-quote replySplit mail-editor-reference-message-container".split()
)


@dataclass
class Page:
    """What was read of a page: blocks in order, and for each whether the page marks it as quoted mail."""

    blocks: list[Line | Grid] = field(default_factory=list)
    marked: list[bool] = field(default_factory=list)
    title: str = ""
    image_ids: frozenset[str] = frozenset()  # Content-IDs of the pictures that the page shows
    links: list[tuple[str, str]] = field(default_factory=list)  # (words shown, address); never followed


def read(name: str, data: bytes) -> Paper:
    """Return an HTML document as a `Paper`."""
    page = read_page(to_text(data))
    return Paper(name, "html", tuple(page.blocks), {"title": page.title} if page.title else {})


def to_text(data: bytes, charset: str = "") -> str:
    """Decode a page: the label of the mail part first, then its own <meta>, then as any text."""
    if not codec_of(charset):
        meta = _META.search(data[:4096])
        charset = meta[1].decode("ascii") if meta else charset
    return decode(data, charset)


def read_page(text: str) -> Page:
    """Return the blocks of an HTML text; a page without any element is one line."""
    text = _XML_ENCODING.sub("", text[:MAX_PAGE]).replace("\x00", "")
    if not text.strip():
        return Page()
    # huge_tree only raises the nesting at which libxml2 gives up, from 256 to 2,048; the length is limited above.
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return _as_plain(text)  # only comments, or nothing that is an element
    if parser.error_log.filter_from_fatals():  # nested beyond all reason: libxml2 has dropped the rest
        return _as_plain(text)
    reader = _Reader()
    title = root.find(".//title")
    reader.element(root, 0, False)
    reader.flush()
    page = reader.page
    page.title = _SPACES.sub(" ", clean(title.text or "")).strip() if title is not None else ""
    page.image_ids = frozenset(reader.image_ids)
    return page


def _as_plain(text: str) -> Page:
    page = Page()
    for line in clean(re.sub(r"<[^<>]*>", " ", text)).split("\n"):
        if line.strip():
            page.blocks.append(Line(line.strip(), f"第{len(page.blocks) + 1}段"))
            page.marked.append(False)
    return page


class _Reader:
    """Walks the tree once and collects lines and grids; `quoted` follows the elements that mail programs quote in."""

    def __init__(self) -> None:
        self.page = Page()
        self.image_ids: set[str] = set()
        self.open: list[str] = []
        self.open_quoted = False
        self.lines = 0
        self.grids = 0
        self.cells = 0

    def element(self, node: etree._Element, depth: int, quoted: bool) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or tag in _DROPPED or _is_hidden(node):
            return
        if depth > MAX_DEPTH:
            self.write("".join(str(text) for text in node.itertext()), quoted)
            return
        quoted = quoted or _is_quote(node, tag)
        if tag == "a" and not quoted and len(self.page.links) < MAX_LINKS:
            self.page.links.append(
                ("".join(str(text) for text in node.itertext())[:200], node.get("href") or "")
            )
        if tag == "br":
            self.flush()
        elif tag == "img":
            self.picture(node)
        elif tag == "input":
            self.write(_tick(node), quoted)
        elif tag == "table" and self.table(node, depth, quoted):
            pass
        else:
            breaking = tag in _BREAKING
            if breaking:
                self.flush()
            self.write(node.text, quoted, keep=tag == "pre")
            for child in node:
                self.element(child, depth + 1, quoted)
                self.write(child.tail, quoted, keep=tag == "pre")
            if breaking:
                self.flush()

    def write(self, text: str | None, quoted: bool, keep: bool = False) -> None:
        if not text:
            return
        if quoted != self.open_quoted:
            self.flush()
            self.open_quoted = quoted
        if not keep:
            self.open.append(_SPACES.sub(" ", text))
            return
        first, *rest = text.split("\n")
        self.open.append(first)
        for line in rest:
            self.flush()
            self.open.append(line)

    def flush(self) -> None:
        """End the open line."""
        text = clean("".join(self.open)).strip(" \t\n\u3000") if self.open else ""
        self.open = []
        if not text or self.lines >= MAX_LINES:
            return
        self.lines += 1
        self.page.blocks.append(Line(text, f"第{self.lines}段"))
        self.page.marked.append(self.open_quoted)

    def picture(self, node: etree._Element) -> None:
        source = (node.get("src") or "").strip()
        if source.lower().startswith("cid:"):
            self.image_ids.add(source[4:])

    def table(self, node: etree._Element, depth: int, quoted: bool) -> bool:
        """Add a table as a grid; False where it only lays out the page and is to be read as text."""
        rows = [row for row in _rows(node) if not _is_hidden(row)]
        if _is_layout(node, rows):
            return False
        cells = self.place(rows, depth)
        if len({cell.col for cell in cells}) < 2:
            return False
        self.flush()
        caption = node.find("caption")
        if caption is not None:
            self.write("".join(str(text) for text in caption.itertext()), quoted)
            self.flush()
        self.grids += 1
        self.page.blocks.append(Grid(tuple(cells), f"表{self.grids}"))
        self.page.marked.append(quoted)
        return True

    def place(self, rows: list[etree._Element], depth: int) -> list[Cell]:
        """Give each cell its row and column, stepping over what spans from above and from the left."""
        cells: list[Cell] = []
        taken: dict[int, int] = {}  # column → last row that a cell from above covers
        for number, row in enumerate(rows, start=1):
            column = 1
            for node in row:
                if node.tag not in ("td", "th"):
                    continue
                while taken.get(column, 0) >= number:
                    column += 1
                down, across = _span(node, "rowspan"), _span(node, "colspan")
                self.cells += across if down > 1 else 1
                if self.cells > MAX_CELLS:
                    return cells
                if down > 1:
                    for covered in range(column, column + across):
                        taken[covered] = number + down - 1
                if not _is_hidden(node):
                    cells.append(
                        Cell(
                            number,
                            column,
                            self.cell_text(node, depth),
                            min(down, len(rows) - number + 1),
                            across,
                        )
                    )
                column += across
        return cells

    def cell_text(self, node: etree._Element, depth: int) -> str:
        """Return the lines of a cell, by a reader of its own."""
        inner = _Reader()
        inner.cells = self.cells
        inner.write(node.text, False)
        for child in node:
            inner.element(child, depth + 3, False)
            inner.write(child.tail, False)
        inner.flush()
        self.image_ids |= inner.image_ids
        self.cells = inner.cells
        return Paper("", "html", tuple(inner.page.blocks)).text()


def _rows(table: etree._Element) -> list[etree._Element]:
    rows = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("tbody", "thead", "tfoot"):
            rows.extend(row for row in child if row.tag == "tr")
    return rows


def _is_layout(table: etree._Element, rows: list[etree._Element]) -> bool:
    """Whether a table only lays out the page: it says so, holds other tables, or never has two cells side by side."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return True
    if any(True for _ in table.iterdescendants("table")):
        return True
    return not any(sum(1 for cell in row if cell.tag in ("td", "th")) > 1 for row in rows)


def _span(node: etree._Element, name: str) -> int:
    digits = re.match(r"\s*(\d{1,6})", node.get(name) or "")
    return max(1, min(int(digits[1]), MAX_SPAN)) if digits else 1


def _is_hidden(node: etree._Element) -> bool:
    style = node.get("style")
    return node.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _is_quote(node: etree._Element, tag: str) -> bool:
    if tag == "blockquote" and (node.get("type") or "").lower() == "cite":
        return True
    if (node.get("id") or "") in _QUOTE_IDS or (node.get("name") or "") in _QUOTE_IDS:
        return True
    classes = node.get("class")
    return bool(classes and _QUOTE_CLASSES.search(classes))


def _tick(node: etree._Element) -> str:
    kind = (node.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if node.get("checked") is not None else "☐"
    return node.get("value") or "" if kind == "text" else ""
