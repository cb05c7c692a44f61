"""OFD → Paper of the pages that have text, and the pictures of those that have none. Runs in the worker process only."""

from __future__ import annotations

import posixpath
import time
from collections.abc import Iterator

from lxml import etree

from parsers.apart.readers import Reply
from parsers.formats.ofd_marks import POINTS, Marks, add_marks, name_of, numbers
from parsers.formats.package import Package, Unreadable
from parsers.formats.printed import Sheet, read_sheets
from parsers.limits import MAX_DRAWN_PAGES, MAX_PRINTED_PAGES
from parsers.paper import Paper
from parsers.tidy import clean

_A4 = [0.0, 0.0, 210.0, 297.0]
_SCANNED = 0.5  # share of a page
_FEW = 60  # signs beside a picture of the page: a mark of the scanning program
_KEPT = {"Title": "title", "Subject": "subject", "Author": "creator", "Keyword": "keywords"}


def read(name: str, data: bytes, seconds: float) -> Reply:
    """Return the text as a paper, and for each page that is a picture (number of the page, octets of the picture)."""
    until = time.monotonic() + 0.75 * seconds
    package = Package(data)
    if package.has("Encryptions.xml"):
        raise Unreadable("加了密码，请对方去掉密码重寄")
    root = package.xml("OFD.xml")
    if root is None:
        raise Unreadable("里面没有 OFD.xml")
    sheets: list[Sheet] = []
    pictures: list[tuple[str, bytes]] = []
    problem = ""
    number = 0
    for document in _documents(package, root):
        for page in document.pages():
            number += 1
            if number > MAX_PRINTED_PAGES or time.monotonic() > until:
                problem = f"「{name}」太长，只读了前 {number - 1} 页，请人工查看。"
                break
            try:
                marks = document.marks(page)
                picture = document.picture(marks)
            except Unreadable as error:
                problem = f"「{name}」第 {number} 页{error}，没有读到，请人工查看。"
                continue
            if picture and len(pictures) < MAX_DRAWN_PAGES:
                pictures.append((str(number), picture))
            else:
                size = POINTS * marks.width, POINTS * marks.height
                sheets.append(Sheet(number, *size, tuple(marks.signs), tuple(marks.rules)))
    blocks, unsure = read_sheets(sheets)
    paper = Paper(name, "ofd", blocks, _properties(root), problem, unsure)
    return Reply(paper, tuple(pictures))


class _Document:
    """One document of the package, by the path of its Document.xml."""

    def __init__(self, package: Package, path: str) -> None:
        self._package = package
        self._folder = posixpath.dirname(path)
        root = package.xml(path)
        if root is None:
            raise Unreadable("里面没有正文")
        self._root = root
        self._box = next((numbers(n.text) for n in root.iter() if name_of(n) == "PhysicalBox"), _A4)
        self._templates = {
            node.get("ID", ""): node.get("BaseLoc", "")
            for node in root.iter()
            if name_of(node) == "TemplatePage"
        }

    def pages(self) -> Iterator[etree._Element]:
        """Yield the entries of its pages."""
        yield from (node for node in self._root.iter() if name_of(node) == "Page")

    def marks(self, page: etree._Element) -> Marks:
        """Return what is on a page, and on the templates below it."""
        root = self._xml(page.get("BaseLoc", ""))
        box = next((numbers(n.text) for n in root.iter() if name_of(n) == "PhysicalBox"), self._box)
        width, height = box[2:4] if len(box) == 4 else _A4[2:]
        marks = Marks(width, height)
        for node in root.iter():
            below = self._templates.get(node.get("TemplateID", "")) if name_of(node) == "Template" else ""
            if below:
                add_marks(self._xml(below), marks)
        add_marks(root, marks)
        return marks

    def picture(self, marks: Marks) -> bytes:
        """Return the picture of which a page consists, b"" where it has text."""
        if sum(1 for sign in marks.signs if sign.text.strip()) >= _FEW or not marks.pictures:
            return b""
        resource, share = max(marks.pictures, key=lambda pair: pair[1])
        return self._package.read(self._media().get(resource, "")) if share >= _SCANNED else b""

    def _media(self) -> dict[str, str]:
        """Return {number: path in the package} of the pictures among the resources."""
        found: dict[str, str] = {}
        for listing in ("DocumentRes", "PublicRes"):
            for node in (n for n in self._root.iter() if name_of(n) == listing and n.text):
                path = self._path(str(node.text).strip())
                root = self._package.xml(path)
                if root is None:
                    continue
                base = posixpath.join(posixpath.dirname(path), root.get("BaseLoc", ""))
                for medium in (n for n in root.iter() if name_of(n) == "MultiMedia"):
                    file = next((n.text for n in medium if name_of(n) == "MediaFile"), "") or ""
                    found[medium.get("ID", "")] = posixpath.normpath(
                        posixpath.join(base, file.strip())
                    ).lstrip("/")
        return found

    def _xml(self, location: str) -> etree._Element:
        root = self._package.xml(self._path(location))
        if root is None:
            raise Unreadable("缺少内容")
        return root

    def _path(self, location: str) -> str:
        return posixpath.normpath(posixpath.join("/", self._folder, location)).lstrip("/")


def _documents(package: Package, root: etree._Element) -> Iterator[_Document]:
    for node in root.iter():
        if name_of(node) == "DocRoot" and node.text:
            yield _Document(package, posixpath.normpath(node.text.strip()).lstrip("/"))


def _properties(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in root.iter():
        kind = name_of(node)
        key = node.get("Name", "") if kind == "CustomData" else _KEPT.get(kind, "")
        text = clean(node.text or "").strip()
        if key and text and len(found) < 200:
            found[key] = text[:2000]
    return found
