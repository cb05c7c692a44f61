"""随件材料: photographs of the place and further documents that a platform sent with a case, handed on to the department.

Never those of a secret case, never a case sheet or list itself, never what belongs to another case or may be one of
several, and nothing that can run or could not be looked into.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from generators.letter import Enclosed
from generators.privacy import is_secret
from ledger import listings
from ledger.models import Case, Mail
from mailroom.desks.incoming import Incoming
from mailroom.office import Office
from parsers import read_document, read_mail
from parsers.reading import Document, Reading

MB = 1_000_000
LONGEST_NAME = 60  # characters: longer ones are cut off by mail programs, some refuse them
NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]+')
ENDINGS = {  # format, by content: endings that a file of it may bear; the first is added to any other
    "jpeg": ("jpg", "jpeg"),
    "tiff": ("tif", "tiff"),
    "heic": ("heic", "heif"),
    "video": ("mp4", "mov", "3gp", "m4v"),
    "audio": ("mp3", "amr", "m4a"),
    "doc": ("doc", "wps"),
    "xls": ("xls", "et"),
    "plain": ("txt",),
}
CONTAINERS = (
    "zip",
    "gzip",
    "tar",
    "rar",
    "7z",
    "tnef",
    "eml",
    "msg",
    "mht",
)  # what is in them stands for itself


@dataclass(frozen=True)
class Accompanying:
    """What goes along with a letter, and what of the platform's documents does not."""

    enclosed: tuple[Enclosed, ...] = ()
    left_out: tuple[str, ...] = ()  # for the department: "录像.mp4（35 MB，过大）"
    kept_back: tuple[str, ...] = ()  # for the office alone: what may belong to another case

    def sentence(self) -> str:
        """One sentence for the journal, "" where the platform sent nothing besides the case."""
        parts = {
            "随转上级附件": [each.name for each in self.enclosed],
            "未随转": self.left_out,
            "涉及别的工单，未随转": self.kept_back,
        }
        return "；".join(f"{head}：{'、'.join(names)}" for head, names in parts.items() if names)


def accompanying(office: Office, case: Case) -> Accompanying:
    """Return what goes with a letter that lays `case` on a desk, of all mails that brought it or added to it; they are
    read again from the archive.
    """
    if is_secret(case):
        return Accompanying()
    cases = [each for each in (case, *listings.merged_into(case)) if not is_secret(each)]
    documents = [document for each in cases for document in _brought_with(office, each)]
    return _sorted_out(office, case, documents)


def accompanying_repeat(office: Office, repeat: Case, into: Case) -> Accompanying:
    """Return what a repeat brought along, for the departments at work on the case that it was joined to."""
    return _sorted_out(office, into, _brought_with(office, repeat))


def accompanying_of(office: Office, case: Case, incoming: Incoming) -> Accompanying:
    """Return what one mail, which is at hand, brings to a case."""
    if is_secret(case) or not is_about_one(incoming.reading):
        return Accompanying()
    return _sorted_out(office, case, beside_the_sheets(incoming.reading))


def looked_into(office: Office, case: Case, documents: list[tuple[str, bytes]]) -> Accompanying:
    """Return how documents (name, content) that a person chose may go with a letter about a case."""
    prefix = office.settings.office.prefix
    readings = [read_document(name, data, labels=office.labels, prefix=prefix) for name, data in documents]
    found = [document for reading in readings for document in reading.documents]
    return _sorted_out(office, case, found)


def beside_the_sheets(reading: Reading) -> list[Document]:
    """The documents of a mail that are no sheet, list or form; those of an archive in its place."""
    return [
        each
        for each in reading.documents
        if not each.holds and (each.format not in CONTAINERS or each.problem) and each.size
    ]


def _brought_with(office: Office, case: Case) -> list[Document]:
    """The documents beside the sheets of all mails about this case alone."""
    mails = [mail for mail in listings.mails_that_brought(case) if mail.sha256]
    readings = [_reading_of(office, mail) for mail in mails]
    return [each for reading in readings if is_about_one(reading) for each in beside_the_sheets(reading)]


def is_about_one(reading: Reading) -> bool:
    """Whether a mail is about one case alone: a picture among several cases may be anybody's."""
    return len(reading.cases) < 2


def _reading_of(office: Office, mail: Mail) -> Reading:
    raw = office.archive.fetch(mail.sha256)
    return read_mail(raw, labels=office.labels, prefix=office.settings.office.prefix)


def _numbers_of(case: Case) -> set[str]:
    ours = [case, *listings.merged_into(case)]
    return {_bare(number) for each in ours for number in (each.case_no, each.upper_no) if number}


def _bare(number: str) -> str:
    return "".join(char for char in number if char.isalnum()).upper()


def _sorted_out(office: Office, case: Case, documents: list[Document]) -> Accompanying:
    if not documents:  # as with nearly every mail
        return Accompanying()
    numbers, most = _numbers_of(case), office.settings.dispatching.enclosures_mb * MB
    enclosed: list[Enclosed] = []
    left_out, kept_back, size = [], [], 0
    seen: set[bytes] = set()
    for each in documents:
        name = _safe_name(each, {other.name for other in enclosed})
        if {_bare(number) for number in each.numbers} - numbers:
            kept_back.append(name)
        elif not each.harmless:
            left_out.append(f"{name}（无法检查）")
        elif not each.data or size + each.size > most:
            left_out.append(f"{name}（{each.size / MB:.0f} MB，过大）")
        elif each.data not in seen:
            seen.add(each.data)
            size += each.size
            enclosed.append(Enclosed(name, each.data))
    return Accompanying(tuple(enclosed), tuple(left_out), tuple(kept_back))


def _safe_name(document: Document, taken: set[str]) -> str:
    """The file name as it may go out: the ending is that of its content, and no two are alike."""
    name = NOT_IN_NAMES.sub("_", document.name.rpartition(" › ")[2]).strip(" ._") or "附件"
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix[1:].lower()
    endings = ENDINGS.get(document.format, (document.format,))
    if document.harmless and ending not in endings:
        stem, ending = name, endings[0]
    stem, ending = stem[:LONGEST_NAME], f".{ending}" if ending else ""
    numbered = (f"{stem}{place or ''}{ending}" for place in (0, *range(2, 10_000)))
    return next(each for each in numbered if each not in taken)
