"""Extracts (摘录): what a case's dossier shows of a mail or letter about several cases; of the others, nothing.

Such a mail tells who asked in every one of them. Printed are what it says of this case and the documents that name
this case alone; a document that names none may be anybody's. The whole stays in the archive.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from generators.privacy import without_petitioner
from ledger import listings, worklists
from ledger.models import Case, Journal, Letter, Mail
from mailroom.office import Office
from parsers import read_document, read_mail
from parsers.field_names import FIELDS, told
from parsers.formats import unpack
from parsers.mail import Enclosure, OpenedMail
from parsers.paper import Line, Paper
from parsers.reading import Petitioner, Reading

BODY_LEFT_OUT = "本邮件还涉及其他工单，为不泄露其他诉求人的信息，只摘录本件的内容，全文见存档的原件"
NOTHING_APART = "没有可以单独摘出的本件内容，本件的办理见办理过程"
ANSWERED = (
    "substantiated",
    "facts",
    "measures",
    "petitioner_informed",
    "informed_on",
    "informed_by",
    "informed_how",
    "petitioner_opinion",
    "handler",
    "approver",
    "phone",
    "answered_on",
)
LETTER_LEFT_OUT = "这封信还涉及其他工单，正文和附件没有印出，全文见存档的原件；有关本件的办理："


def extract_of(office: Office, case: Case, record: Mail | Letter, opened: OpenedMail) -> OpenedMail | None:
    """Return the mail or letter as it may be printed in the case's dossier; None where it is about this case alone."""
    if isinstance(record, Letter):
        return _of_letter(case, record, opened)
    raw = office.archive.fetch(record.sha256)
    reading = read_mail(raw, labels=office.labels, prefix=office.settings.office.prefix)
    others = [each for each in worklists.cases_of_mail(record) if each.id != case.id]
    if not others and not _is_about_several(reading):
        return None
    ours = {_bare(number) for number in (case.case_no, case.upper_no) if number}
    strangers = [*map(worklists.petitioner_of, others), *_petitioners_of_others(reading, ours)]
    kept = [each for each in _documents(opened) if _names_alone(office, each, ours)]
    left_out = sum(1 for _ in _documents(opened)) - len(kept) + len(opened.forwarded)
    more = f"；{left_out}份附件涉及其他工单，或看不出属于哪一件，没有印出" if left_out else ""
    return _cut_down(
        opened,
        subject=_without(opened.envelope.subject, strangers),
        lines=[*_own_lines(reading, ours), *_own_answers(case, record)] or [NOTHING_APART],
        enclosures=[dataclasses.replace(each, name=_without(each.name, strangers)) for each in kept],
        because=BODY_LEFT_OUT + more,
    )


def _of_letter(case: Case, letter: Letter, opened: OpenedMail) -> OpenedMail | None:
    """Of a letter about several cases (a digest of reminders) its head, and what the journal says that it told."""
    entries = Journal.having(letter_key=letter.key)
    if all(entry.case.id == case.id for entry in entries):
        return None
    lines = [f"{entry.at:%Y-%m-%d %H:%M}　{entry.because}" for entry in entries if entry.case.id == case.id]
    return _cut_down(opened, subject=opened.envelope.subject, lines=[LETTER_LEFT_OUT, *lines])


def _cut_down(
    opened: OpenedMail,
    *,
    subject: str,
    lines: Sequence[str],
    enclosures: Sequence[Enclosure] = (),
    because: str = "",
) -> OpenedMail:
    body = Paper("正文", "plain", tuple(Line(line, "") for line in lines))
    return dataclasses.replace(
        opened,
        envelope=dataclasses.replace(opened.envelope, subject=subject),
        body=body,
        quoted=Paper("引用", "plain"),
        enclosures=tuple(enclosures),
        forwarded=(),
        problems=(because,) if because else (),
    )


def _is_about_several(reading: Reading) -> bool:
    """Whether it holds several cases, answers or calls, also where not all of them are registered.

    A call list is about all whom it names, however few of its rows are filled in.
    """
    if reading.what == "follow_up" and len(set(reading.case_nos)) > 1:
        return True
    return any(len(records) > 1 for records in (reading.cases, reading.answers, reading.follow_ups))


def _documents(opened: OpenedMail) -> Iterator[Enclosure]:
    """Yield the documents of a mail, in place of an archive what is in it: each may be another case's."""
    for enclosure in opened.enclosures:
        unpacked = unpack(enclosure.name, enclosure.data)
        if unpacked is None:
            yield enclosure
        else:
            yield from (Enclosure(name, data) for name, data in unpacked.files)


def _names_alone(office: Office, document: Enclosure, ours: set[str]) -> bool:
    """Whether a document names this case, and no other."""
    prefix = office.settings.office.prefix
    reading = read_document(document.name, document.data, labels=office.labels, prefix=prefix)
    found = [*reading.case_nos, *reading.upper_nos, *(n for each in reading.documents for n in each.numbers)]
    numbers = {_bare(number) for number in found}
    return bool(numbers) and numbers <= ours and not _is_about_several(reading)


def _petitioners_of_others(reading: Reading, ours: set[str]) -> list[Any]:
    return [each.petitioner for each in reading.cases if _bare(each.upper_no or "") not in ours]


def _without(text: str, petitioners: Sequence[Any]) -> str:
    for petitioner in petitioners:
        text = without_petitioner(text, petitioner)
    return text


def _own_lines(reading: Reading, ours: set[str]) -> Iterator[str]:
    """Yield what a mail says of this case in a sheet or a call back, a field a line: 诉求内容：…"""
    records: list[Any] = [*reading.cases, *reading.follow_ups]
    for record in records:
        numbers = (getattr(record, name, None) for name in ("case_no", "upper_no"))
        if not ours.isdisjoint(_bare(number) for number in numbers if number):
            yield from _lines_of(record, [field.name for field in dataclasses.fields(record)])


def _own_answers(case: Case, mail: Mail) -> Iterator[str]:
    """Yield what the ledger took from a mail as the answer to this case: it may answer several in the same words."""
    for answer in listings.answers_of(case):
        if answer.mail == mail:
            yield from _lines_of(answer, ANSWERED)


def _lines_of(record: Any, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        value = getattr(record, name)
        if isinstance(value, Petitioner):
            yield from _lines_of(value, [field.name for field in dataclasses.fields(value)])
        elif value not in (None, "", ()) and not isinstance(value, tuple):
            day = isinstance(value, datetime) and value.time() == time()
            yield f"{FIELDS[name]}：{told(name, value.date() if day else value)}"


def _bare(number: str) -> str:
    return "".join(char for char in number if char.isalnum()).upper()
