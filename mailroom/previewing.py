"""A round in rehearsal: what it would post, to whom. Mails are looked at, nothing on the server or here changes."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from ledger import listings, worklists
from ledger.models import Letter, Petitioner
from ledger.rehearsal import rehearsal
from ledger.vocabulary import LetterState
from mailroom import intake, rounds
from mailroom.archive import Archive
from mailroom.office import Office
from mailroom.providers.base import Arrival, Mailbox, Slot
from mailroom.rounds import Report


@dataclass
class Preview:
    """What a round would bring. The letters are copies that stand in no ledger."""

    report: Report
    letters: list[Letter] = field(default_factory=list)  # it would draw up
    waiting: list[Letter] = field(default_factory=list)  # in the outbox already, to be sent or printed
    asked: dict[int, Petitioner] = field(default_factory=dict)  # who asked by case id, for masking the names


class Scratch(Archive):
    """An archive that keeps in memory what is new, and fetches what is old from the real one."""

    def __init__(self, real: Archive):
        super().__init__(real.folder)
        self._fresh: dict[str, bytes] = {}

    def keep(self, contents: Iterable[bytes]) -> list[str]:
        """Remember each content for the time of the rehearsal."""
        names = []
        for content in contents:
            names.append(hashlib.sha256(content).hexdigest())
            self._fresh[names[-1]] = content
        return names

    def fetch(self, name: str) -> bytes:
        """Return a content, of the rehearsal or of the archive."""
        return self._fresh[name] if name in self._fresh else super().fetch(name)


class Spectator:
    """A mailbox that is only looked at: mails are fetched with PEEK as always, and never filed away."""

    def __init__(self, real: Mailbox):
        self._real = real
        self.name = real.name
        self.failed: list[tuple[Slot, str]] = []

    def arrivals(
        self,
        known: Callable[[str, int], int],
        *,
        since: date | None,
        batch: int = 50,
        taken: Callable[[Slot], bool] | None = None,
    ) -> Iterator[list[Arrival]]:
        """The mails not yet taken in."""
        yield from self._real.arrivals(known, since=since, batch=batch, taken=taken)
        self.failed = self._real.failed

    def fetch(self, slot: Slot) -> Arrival:
        """One mail again."""
        return self._real.fetch(slot)

    def file_away(self, slots: list[Slot], to: str) -> None:
        """Leave the mails where they are."""

    def watch(self, seconds: float, stop: Callable[[], bool]) -> bool:
        """A look does not wait."""
        return False

    def check(self) -> list[str]:
        """What the real one finds."""
        return self._real.check()

    def close(self) -> None:
        """Log out."""
        self._real.close()


def preview(office: Office, *, at: datetime) -> Preview:
    """Rehearse a round at `at`: waiting mails are read and laid on their desks, duties done, nothing delivered."""
    rehearsing = dataclasses.replace(office, archive=Scratch(office.archive))
    report = Report(at=at)
    with rehearsal():
        waiting = [each for each in worklists.find_letters(state=LetterState.QUEUED) if each.not_before <= at]
        waiting += worklists.find_letters(state=LetterState.ON_PAPER)
        before = listings.highest_letter_id()
        report.intake.add(intake.resume(rehearsing, now=at))
        for mailbox in office.make_mailboxes():
            spectator = Spectator(mailbox)
            try:
                rounds.take_in(rehearsing, spectator, report, now=at)
            finally:
                spectator.close()
        rounds.do_duties(rehearsing, report, now=at, rehearsed=True)
        letters = listings.letters_since(before)
        asked = listings.petitioners_of(each.case for each in [*waiting, *letters] if each.case)
    report.posted = len(letters)
    return Preview(report, letters, waiting, asked)
