"""文书: the papers of a case as they went out, taken from the archive, for whoever goes on with it."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import datetime

from generators.letter import Enclosed
from ledger import listings, worklists
from ledger.models import Case, Letter
from ledger.vocabulary import LetterState
from mailroom.desks.tracing import TELLS_WHO
from mailroom.office import Office

HANDED_ON = ("dispatch", "supervision", "proposal")  # kinds whose paper goes along when a case is handed over


def documents_of(office: Office, letter: Letter) -> Iterator[Enclosed]:
    """Yield what a letter encloses, as it was posted."""
    message = email.message_from_bytes(office.archive.fetch(letter.sha256), policy=email.policy.default)
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Enclosed(part.get_filename() or "附件", content)


def papers_to_hand_on(office: Office, case: Case) -> tuple[Enclosed, ...]:
    """Return the paper of each letter that handed the case over, supervised it or laid it before the leader, oldest first.

    Not what is about other cases as well, nor was void; nor, of a case that has turned secret, what told who asked.
    """
    turned = listings.became_secret_at(case)
    letters = [
        letter
        for letter in worklists.find_letters(case=case)
        if letter.kind in HANDED_ON and letter.state != LetterState.VOID and not _tells_who(letter, turned)
    ]
    papers = [next(documents_of(office, letter), None) for letter in letters]
    return _named_apart([paper for paper in papers if paper is not None])


def _tells_who(letter: Letter, turned: datetime | None) -> bool:
    return turned is not None and letter.kind in TELLS_WHO and letter.posted_at <= turned


def _named_apart(papers: list[Enclosed]) -> tuple[Enclosed, ...]:
    """The same paper once, and none with another's name: a case may have been handed over twice."""
    kept: dict[str, Enclosed] = {}
    for paper in papers:
        if any(paper.data == each.data for each in kept.values()):
            continue
        stem, _, ending = paper.name.rpartition(".")
        names = (paper.name, *(f"{stem}{nth}.{ending}" for nth in range(2, 1000)))
        name = next(each for each in names if each not in kept)
        kept[name] = Enclosed(name, paper.data)
    return tuple(kept.values())
