"""The papers of a mail: its text, its documents, and the mails forwarded in it, each under the name a clerk gives it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from parsers import formats
from parsers.apart import patience
from parsers.forms import wording
from parsers.harmless import RECORDED, is_harmless
from parsers.limits import MAX_FORWARD_DEPTH, MAX_KEPT_BYTES
from parsers.mail import open_mail
from parsers.mail.opened import Enclosure, OpenedMail
from parsers.numbers import find_case_numbers
from parsers.own_letter import is_our_paper
from parsers.paper import Grid, Line, Paper
from parsers.reading import Document, Doubt

PICTURES = RECORDED


@dataclass
class Papers:
    """What of a mail can be read: documents in order, those that can't, and doubts about either."""

    prefix: str = "TZ"  # of the office's case numbers
    documents: list[Document] = field(default_factory=list)  # an archive before what was in it
    papers: list[Paper] = field(default_factory=list)  # readable ones, named 附件1 工单.docx
    letters: list[Paper] = field(default_factory=list)  # texts of forwarded mails
    subjects: list[str] = field(default_factory=list)  # of forwarded mails
    senders: list[str] = field(default_factory=list)  # of forwarded mails
    ours: list[str] = field(default_factory=list)  # texts of our own letters, forwarded back
    unread: list[Document] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def is_ours(mail: OpenedMail, prefix: str) -> bool:
    """Whether a mail is a letter of the office itself: by its header, or by its number and its words."""
    if mail.envelope.letter_key:
        return True
    text = mail.body.text()
    return bool(wording.OUR_LETTER.search(text) and find_case_numbers(text, prefix).sound)


def gather(mail: OpenedMail, prefix: str) -> Papers:
    """Return the papers of a mail and of the mails forwarded in it; letters of ours that came back stand apart."""
    found = Papers(prefix)
    with patience():
        for number, (enclosure, before) in enumerate(_enclosures(mail), 1):
            if _adorns(enclosure, mail):
                continue
            read_into(found, enclosure.name, enclosure.data, f"附件{number} {before}{enclosure.name}")
    for inner in _forwarded(mail):
        _letter_into(found, inner)
    for opened in (mail, *_forwarded(mail)):
        found.doubts += [Doubt("documents", problem) for problem in opened.problems]
    return found


def read_into(found: Papers, name: str, data: bytes, title: str, *, depth: int = 0) -> None:
    """Read one document into `found`, or all that are in it, where it is an archive or a mail saved as a file.

    `title` is what a clerk calls it, `depth` how many archives and mails it was inside of.
    """
    unpacked = formats.unpack(name, data)
    kind = formats.sniff(name, data)
    if unpacked is not None:
        document = Document(name, kind, len(data), "".join(unpacked.problems))
        _note(found, document, title, read=bool(unpacked.files))
        for path, octets in unpacked.files:
            read_into(found, f"{name} › {path}", octets, f"{title} › {path}", depth=depth + 1)
    elif kind in ("eml", "msg", "mht") and depth <= MAX_FORWARD_DEPTH:
        _saved_mail_into(found, name, data, title, kind, depth)
    else:
        paper = formats.read(name, data)
        _note(found, _document(found, name, data, paper), title, read=bool(paper.blocks))
        if is_our_paper(paper):
            found.ours.append(paper.text())
        elif paper.blocks:
            blocks = tuple(_shown(block, title, found.doubts) for block in paper.blocks)
            found.papers.append(replace(paper, name=title, blocks=blocks))


def _shown(block: Line | Grid, title: str, doubts: list[Doubt]) -> Line | Grid:
    """Return a sheet without the rows that it hides (a filter for another town), and doubt whether they matter."""
    if isinstance(block, Line) or not block.hidden_rows:
        return block
    hidden = {cell.row for cell in block.cells if cell.row in block.hidden_rows and cell.text.strip()}
    if not hidden:
        return block
    doubts.append(Doubt("documents", f"有 {len(hidden)} 行被隐藏或筛选掉，没有读", f"{title} {block.where}"))
    return replace(block, cells=tuple(c for c in block.cells if c.row not in hidden or c.row_span > 1))


def _document(found: Papers, name: str, data: bytes, paper: Paper) -> Document:
    """Return a document with its octets, where it may be passed on."""
    document = Document(name, paper.format, len(data), paper.problem)
    if not is_harmless(paper.format, data, read=bool(paper.blocks)):
        return document
    kept = sum(len(each.data) for each in found.documents)
    return replace(document, harmless=True, data=data if kept + len(data) <= MAX_KEPT_BYTES else b"")


def _note(found: Papers, document: Document, title: str, *, read: bool) -> None:
    found.documents.append(replace(document, title=title))
    if document.problem:
        found.doubts.append(Doubt("documents", document.problem, title))
    if not read:
        found.unread.append(document)


def _saved_mail_into(found: Papers, name: str, data: bytes, title: str, kind: str, depth: int) -> None:
    """Read a mail saved as a file (.eml, .msg), which is a letter, or a page saved like one (.mht), which is a document."""
    mail = open_mail(data, depth=depth + 1)
    problem = "".join(mail.problems)
    _note(found, Document(name, kind, len(data), problem), title, read=True)
    if kind == "mht":
        found.papers.append(replace(mail.body, name=title, format=kind))
        return
    for opened in (mail, *_forwarded(mail)):
        _letter_into(found, opened)
    for enclosure, before in _enclosures(mail):
        inner = f" › {before}{enclosure.name}"
        if not _adorns(enclosure, mail):
            read_into(found, name + inner, enclosure.data, title + inner, depth=depth + 1)


def _letter_into(found: Papers, mail: OpenedMail) -> None:
    """Add the text of a mail forwarded in the one that is read."""
    if is_ours(mail, found.prefix):
        found.ours.append(f"{mail.envelope.subject}\n{mail.body.text()}")
        return
    found.letters.append(replace(mail.body, name=f"转发的邮件「{mail.envelope.subject[:20]}」"))
    found.subjects.append(mail.envelope.subject)
    found.senders.append(mail.envelope.sender.name)


def _adorns(enclosure: Enclosure, mail: OpenedMail) -> bool:
    """Whether an enclosure is a picture inside the text of a mail: a logo, a signature.

    A sheet pasted into the text (截图) is none: the mail has next to no words of its own, or says that it shows one.
    """
    if not enclosure.inline or formats.sniff(enclosure.name, enclosure.data) not in PICTURES:
        return False
    texts = ["".join(opened.body.text().split()) for opened in (mail, *_forwarded(mail))]
    shown = any(len(text) <= _FEW or _SHOWS.search(text) for text in texts)
    return not shown or len(enclosure.data) < _LEAST_OCTETS


_FEW = 40  # signs of a covering note
_SHOWS = re.compile(r"截图|截屏|(?:[如见]下?|以?下|后附|附)图|图片(?:如下|内容)|扫描[件图]|拍照")
_LEAST_OCTETS = 15_000  # a picture of a sheet has more, an emblem less


def _enclosures(mail: OpenedMail) -> Iterator[tuple[Enclosure, str]]:
    yield from ((enclosure, "") for enclosure in mail.enclosures)
    for inner in _forwarded(mail):
        yield from ((enclosure, f"{inner.envelope.subject[:20]} › ") for enclosure in inner.enclosures)


def _forwarded(mail: OpenedMail) -> Iterator[OpenedMail]:
    for inner in mail.forwarded:
        yield inner
        yield from _forwarded(inner)


def content_print(mail: OpenedMail) -> str:
    """Return the SHA-256 (hex) over sender, subject, tidied text and decoded documents: what a mail says, not how.

    Two copies of one mail have the same print whatever their headers, boundaries and encodings; other words don't.
    """
    digest = hashlib.sha256()

    def add(data: bytes) -> None:
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)

    for opened in (mail, *_forwarded(mail)):
        add(opened.envelope.sender.mail.encode())
        add(re.sub(r"\s+", "", opened.envelope.subject).encode())
        add(re.sub(r"\s+", "", opened.body.text() + opened.quoted.text()).encode())
        for enclosure in opened.enclosures:
            add(enclosure.name.encode("utf-8", "replace"))
            add(hashlib.sha256(enclosure.data).digest())
    return digest.hexdigest()
