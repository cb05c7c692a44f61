"""Sheets of a dossier: every mail, letter and document as pages of A4, whatever it is; what can't be shown says why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from generators.dossier import MailPage, Stationery, document_page, mail_page
from mailroom.errors import MailroomError
from mailroom.printing.printer import PRINTED, print_document
from parsers.apart import call_apart, patience
from parsers.formats import read, sniff, unpack
from parsers.formats.picture import KINDS as PICTURES
from parsers.mail import Enclosure, OpenedMail
from parsers.reading import Address

SECONDS, MEGABYTES = (
    30.0,
    900,
)  # to lay out one document: three hundred pages, or a picture of 120 million pixels
ONE_MAIL = 300.0  # seconds for all documents of one mail
AS_TEXT = frozenset({"plain", "csv", "ofd", "eml"})


@dataclass(frozen=True)
class Sheet:
    """Pages that belong together under one name: a mail, or one of its documents."""

    name: str
    pdf: bytes
    pages: int


def own_sheet(name: str, docx: bytes) -> Sheet:
    """Return a page of the office's own; `MailroomError` where it can't be printed: there is no dossier without."""
    done = print_document(f"{name}.docx", docx)
    sheet = _laid_out(name, b"pdf", done.pdf) if done.pdf else done.problem
    if isinstance(sheet, str):
        raise MailroomError(f"卷宗印不出来：{sheet}")
    return sheet


def mail_sheets(paper: Stationery, page: MailPage, opened: OpenedMail) -> Iterator[Sheet]:
    """Yield a mail and then its documents, and the mails that are attached to it with theirs."""
    yield own_sheet(page.name, mail_page(paper, page))
    with patience(ONE_MAIL):
        for enclosure in opened.enclosures:
            yield from _document_sheets(paper, enclosure)
    for number, inner in enumerate(opened.forwarded, 1):
        yield from mail_sheets(
            paper, mail_page_of(f"所附邮件{number}", inner, note="附在上一封邮件中"), inner
        )


def mail_page_of(name: str, opened: OpenedMail, *, note: str) -> MailPage:
    """Return what the page of a mail says."""
    envelope = opened.envelope
    told = [opened.body.text(), opened.quoted.text(), *(f"（{problem}）" for problem in opened.problems)]
    return MailPage(
        name=name,
        subject=envelope.subject,
        sender=_named(envelope.sender),
        recipients="；".join(_named(each) for each in envelope.to),
        copies="；".join(_named(each) for each in envelope.cc),
        sent=f"{envelope.sent_at:%Y-%m-%d %H:%M}" if envelope.sent_at else "",
        note=note,
        documents=tuple(each.name for each in opened.enclosures),
        text="\n".join(text for text in told if text),
    )


def _named(address: Address) -> str:
    return (
        f"{address.name} <{address.mail}>" if address.name and address.mail else address.name or address.mail
    )


def _document_sheets(paper: Stationery, enclosure: Enclosure) -> Iterator[Sheet]:
    """Yield a document; of an archive, what is in it, one after the other."""
    unpacked = unpack(enclosure.name, enclosure.data)
    if unpacked is None:
        yield _document_sheet(paper, enclosure.name, enclosure.data)
        return
    names = [f"{number}. {name}" for number, (name, _) in enumerate(unpacked.files, 1)]
    text = "\n".join([f"压缩包，内有{len(names)}份文件：", *names, *unpacked.problems])
    yield _stand_in(paper, enclosure.name, enclosure.data, text=text)
    for name, data in unpacked.files:
        yield _document_sheet(paper, f"{enclosure.name} › {name}", data)


def _document_sheet(paper: Stationery, name: str, data: bytes) -> Sheet:
    kind = sniff(name, data)
    if kind in PICTURES:
        shown = _laid_out(name, b"picture", data)
    elif kind in PRINTED or kind == "pdf":
        done = print_document(name, data)
        shown = _laid_out(name, b"pdf", done.pdf) if done.pdf else done.problem
    elif kind in AS_TEXT:
        read_as = read(name, data)
        return _stand_in(paper, name, data, reason=read_as.problem or "按读出的文字印出", text=read_as.text())
    else:
        shown = "这种文件印不出来，请看原件。"
    return shown if isinstance(shown, Sheet) else _stand_in(paper, name, data, reason=shown)


def _stand_in(paper: Stationery, name: str, data: bytes, *, reason: str = "", text: str = "") -> Sheet:
    """A page in place of a document: what it is called, how large it is, its digest, and why it isn't shown."""
    digest = hashlib.sha256(data).hexdigest()
    return own_sheet(name, document_page(paper, name, len(data), digest, reason=reason, text=text))


def _laid_out(name: str, kind: bytes, data: bytes) -> Sheet | str:
    """Return the pages laid out on A4, or why not."""
    reply = call_apart("pages", name, [kind, data], seconds=SECONDS, megabytes=MEGABYTES)
    if not reply.files:
        return reply.paper.problem
    told = reply.paper.properties
    more = f"（另有{told['left']}页未印）" if told["left"] != "0" else ""
    return Sheet(name + more, reply.files[0][1], int(told["pages"]))
