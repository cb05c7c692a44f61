"""A mail, or a single document, → Reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from parsers import formats
from parsers.assembling import Desk, assemble, lay_on_desk, told
from parsers.evidence import Evidence
from parsers.forms.case_sheet import upper_number
from parsers.forms.filling import Context
from parsers.forms.judging import BLANK
from parsers.forms.rounding import is_rounded
from parsers.gaps import gaps
from parsers.gathering import Papers, content_print, gather, read_into
from parsers.labels import Labels
from parsers.mail import open_mail
from parsers.mail.opened import OpenedMail
from parsers.numbers import find_case_numbers, find_upper_numbers, wide_to_narrow
from parsers.ocr.doubts import low_confidence
from parsers.own_letter import part_our_letter
from parsers.paper import Line, Paper
from parsers.reading import Document, Doubt, Envelope, Reading
from parsers.traditional import in_simplified, simplified


def reading_of_mail(raw: bytes, labels: Labels, prefix: str, taken_as: str = "") -> Reading:
    """Return what a mail says; `taken_as`: what a person says it is."""
    mail = open_mail(raw)
    papers = gather(mail, prefix)
    mail = _in_simplified(mail, papers)
    context = Context(labels, mail.envelope.sent_at, prefix)
    body, ours = part_our_letter(mail.body, prefix)
    if ours:
        mail = replace(
            mail, body=body, quoted=replace(mail.quoted, blocks=(*ours.blocks, *mail.quoted.blocks))
        )
    desk = lay_on_desk(
        mail.body,
        [*papers.papers, *papers.letters],
        context,
        subject=mail.envelope.subject,
        sender=mail.envelope.sender.name,
        forwarded_from=" ".join(papers.senders),
    )
    if taken_as:
        desk = told(desk, taken_as)
    reading = _read(desk, papers, mail, taken_as)
    text = mail.body.text()
    quoted = mail.quoted.text()
    return replace(
        reading,
        why=reading.why + mail.note,
        envelope=mail.envelope,
        text=f"{text}\n{quoted}" if quoted else text,
        new_text=text,
        documents=_looked_through(desk, papers, reading),
        cloud_files=tuple(file.title for file in mail.cloud),
        content_print=content_print(mail),
        bounce=mail.bounce if mail.machine == "bounce" else None,
    )


def reading_of_document(name: str, data: bytes, labels: Labels, prefix: str) -> Reading:
    """Return what a single document says; a mail saved as a file is read as a mail."""
    if formats.sniff(name, data) in ("eml", "msg"):
        return reading_of_mail(data, labels, prefix)
    papers = Papers()
    read_into(papers, name, data, name)
    context = Context(labels, None, prefix)
    body = Paper("正文", "plain")
    mail = _in_simplified(OpenedMail(Envelope(), body, Paper("", "plain")), papers)
    desk = lay_on_desk(body, papers.papers, context, subject="", sender="")
    reading = _read(desk, papers, mail)
    return replace(reading, documents=_looked_through(desk, papers, reading))


def _in_simplified(mail: OpenedMail, papers: Papers) -> OpenedMail:
    """Return a mail in simplified characters, likewise its papers; where that changes anything, a person is told."""
    before = (mail.body, *papers.letters, *papers.papers)
    body = in_simplified(mail.body)
    papers.letters = [in_simplified(letter) for letter in papers.letters]
    papers.papers = [in_simplified(paper) for paper in papers.papers]
    after = (body, *papers.letters, *papers.papers)
    names = [new.name for old, new in zip(before, after, strict=True) if new is not old]
    if not names:
        return mail
    told = f"{'、'.join(names)}用繁体字写成，按简体字读，人名、地名和用词请对照原件"
    papers.doubts.append(Doubt("documents", told))
    envelope = replace(mail.envelope, subject=simplified(mail.envelope.subject))
    return replace(mail, envelope=envelope, body=body, quoted=in_simplified(mail.quoted))


def _read(desk: Desk, papers: Papers, mail: OpenedMail, taken_as: str = "") -> Reading:
    context, labels = desk.context, desk.context.labels
    new_text = "\n".join([mail.body.text(), *(letter.text() for letter in papers.letters)]).strip()
    written = [
        ("主题", "\n".join([mail.envelope.subject, *papers.subjects])),
        ("正文", new_text),
        *((paper.name, _without_rounded(paper).text()) for paper in papers.papers),
        ("附件名", "\n".join(document.name for document in papers.documents)),
    ]
    places = [(name, wide_to_narrow(text)) for name, text in written]  # once for all who look for numbers
    bounced = (mail.bounce and mail.bounce.original_subject) or ""
    quoted = "\n".join([mail.quoted.text(), bounced, *papers.ours])
    recent, broken = _ours(places, context.prefix)
    ours = tuple(dict.fromkeys([*recent, *find_case_numbers(quoted, context.prefix).sound]))
    if (
        not ours
    ):  # a form of ours carries its number in its properties, but a form used again carries an old one
        printed = "\n".join(text for paper in papers.papers for text in paper.properties.values())
        ours = find_case_numbers(printed, context.prefix).sound
    upper = _upper(desk, [text for _, text in places], context.near)
    evidence = Evidence(
        labels=labels,
        subject=mail.envelope.subject,
        new_text=new_text,
        sender=mail.envelope.sender.name,
        machine=mail.machine,
        machine_why=mail.machine_why,
        body_kind=desk.body_kind,
        kinds=tuple((layout.paper.name, kind) for layout, kind in desk.papers),
        unread=tuple(document.name for document in papers.unread),
        case_nos=ours,
        upper_nos=upper,
        own_letter=bool(mail.envelope.letter_key),
        answers_mail=bool(mail.envelope.in_reply_to or mail.envelope.references),
        bulk=mail.envelope.bulk,
    )
    doubts = list(papers.doubts)
    doubts += [Doubt("case_nos", f"「{number}」像本办编号，但校验位不符", where) for number, where in broken]
    reading = assemble(desk, evidence, Reading("other", "", case_nos=ours, doubts=tuple(doubts)), taken_as)
    extra = []
    if reading.what == "answer" and len(recent) > 1 and len(reading.answers) < 2:
        extra.append(Doubt("case_nos", f"答复里有 {len(recent)} 个本办编号：{'、'.join(recent)}"))
    if reading.what in ("case", "answer") and papers.unread and "附件读不出来" in reading.why:
        extra.append(Doubt("what", reading.why))
    extra += _left_over(reading, upper)
    extra += low_confidence(papers.papers, reading)
    extra += gaps(reading)
    numbers = [c.upper_no for c in reading.cases] + [f.upper_no for f in reading.follow_ups]
    all_upper = dict.fromkeys(
        [*(n for n in numbers if n), *upper, *_upper_in([quoted], context.near, context.prefix)]
    )
    return replace(reading, upper_nos=tuple(_distinct(all_upper)), doubts=(*reading.doubts, *extra))


def _left_over(reading: Reading, upper: Sequence[str]) -> Iterator[Doubt]:
    """Yield a doubt where a list holds numbers of the platform's that none of its cases bears or tells of: a row of it may
    not have been read, and that would be a citizen without an answer.
    """
    if reading.what != "case" or len(reading.cases) < 2:
        return
    told = "\n".join(
        text for case in reading.cases for text in (case.upper_no, case.title, case.request_text) if text
    )
    over = [number for number in _distinct(dict.fromkeys(upper)) if number not in told]
    if over:
        shown = "、".join(over[:5]) + (f" 等 {len(over)} 个" if len(over) > 5 else "")
        yield Doubt("upper_nos", f"清单里的编号 {shown} 不在读出的各件之中，是不是漏读了请核对")


def _looked_through(desk: Desk, papers: Papers, reading: Reading) -> tuple[Document, ...]:
    """Return the documents with what each holds: whether a record, and which numbers stand in it."""
    kinds = {layout.paper.name: kind for layout, kind in desk.papers}
    written = {paper.name: wide_to_narrow(f"{paper.name}\n{paper.text()}") for paper in papers.papers}
    places = tuple(reading.found.values())
    context = desk.context

    def looked_through(document: Document) -> Document:
        title, kind = document.title, kinds.get(document.title, "")
        text = written.get(title) or wide_to_narrow(title)
        ours = find_case_numbers(text, context.prefix)
        numbers = [*ours.sound, *ours.broken, *_upper_in([text], context.near, context.prefix)]
        used = any(place == title or place.startswith(f"{title} ") for place in places)
        return replace(document, holds=used or kind not in ("", BLANK), numbers=tuple(_distinct(numbers)))

    return tuple(looked_through(document) for document in papers.documents)


def _ours(places: Sequence[tuple[str, str]], prefix: str) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """Return our numbers in the texts, and (number, place) of those that fail their check."""
    sound: dict[str, None] = {}
    broken: dict[str, str] = {}
    for place, text in places:
        found = find_case_numbers(text, prefix)
        sound.update(dict.fromkeys(found.sound))
        broken.update(dict.fromkeys(found.broken, place))
    return tuple(sound), list(broken.items())


def _upper(desk: Desk, texts: Sequence[str], near: datetime | None) -> tuple[str, ...]:
    """Return numbers of the upper platform in the fresh texts, and those that a label names."""
    labels = desk.context.labels
    found = dict.fromkeys(_upper_in(texts, near, desk.context.prefix))
    for layout in (*(layout for layout, _ in desk.papers), desk.body):
        for entry in layout.everything:
            meaning = labels.meaning("case", entry.label)
            number = upper_number(entry) or "" if meaning == ("upper_no", 0) else ""
            if (
                meaning == ("upper_no", 0)
                and not entry.is_rounded
                and sum(c.isdigit() for c in number) >= 8
                and len(number) <= 32
                and not _is_ours(number, desk)
            ):
                found[number] = None
    return tuple(_distinct(found))


def _without_rounded(paper: Paper) -> Paper:
    """Return a workbook without the numbers of which it has lost the last digits: they name no case."""
    blocks = tuple(
        block
        if isinstance(block, Line)
        else replace(block, cells=tuple(cell for cell in block.cells if not is_rounded(cell.value)))
        for block in paper.blocks
    )
    return replace(paper, blocks=blocks)


def _is_ours(number: str, desk: Desk) -> bool:
    found = find_case_numbers(number, desk.context.prefix)
    return bool(found.sound or found.broken)


def _upper_in(texts: Sequence[str], near: datetime | None, prefix: str) -> list[str]:
    return [
        number for text in texts for number in find_upper_numbers(text, near.year if near else None, prefix)
    ]


def _distinct(numbers: Iterable[str]) -> list[str]:
    """Return numbers once each, however their hyphens are set."""
    seen: dict[str, str] = {}
    for number in numbers:
        seen.setdefault("".join(c for c in number if c.isalnum()).upper(), number)
    return list(seen.values())


__all__ = ["reading_of_document", "reading_of_mail"]
