"""Named questions of the commands: single records by number, whole listings, what backup and verify go through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from peewee import JOIN, fn

from ledger.models import (
    Answer,
    Case,
    Department,
    Dispatch,
    Held,
    Journal,
    Letter,
    Mail,
    Petitioner,
)
from ledger.rows import pieces_of
from ledger.vocabulary import Act, HeldState, LetterState
from ledger.worklists import month_span


def petitioners_of(cases: Iterable[Case]) -> dict[int, Petitioner]:
    """Case id → who asked, for masking the names in a list."""
    found: dict[int, Petitioner] = {}
    for piece in pieces_of(case.id for case in cases):
        for row in Petitioner.select().where(Petitioner.case.in_(piece)):
            found[row.__data__["case"]] = row
    return found


def answers_of(case: Case) -> list[Answer]:
    """All answers to a case, complete or not, in order."""
    return list(
        Answer.select(Answer, Dispatch, Department)
        .join(Dispatch)
        .join(Department)
        .where(Dispatch.case == case)
        .order_by(Answer.id)
    )


def mails_that_brought(case: Case) -> list[Mail]:
    """The platform's mails of a case: the one that brought it, and those that came about it later."""
    brought = (Journal.case == case) & Journal.act.in_([Act.REGISTER, Act.JOIN])
    return list(Mail.select().join(Journal, on=Journal.mail).where(brought).order_by(Mail.id).distinct())


def merged_into(case: Case) -> list[Case]:
    """The repeats that were joined to a case."""
    return Case.having(merged_into=case.id)


def was_asked_since(case: Case, what: str, moment: datetime) -> bool:
    """Whether a mail about a case was laid before a person as such a request after `moment`, decided or not."""
    asked = (Held.case == case) & (Held.what == what) & (Held.since >= moment)
    return Held.select().where(asked).exists()


def was_held_about(mail: Mail, what: str, case: Case) -> bool:
    """Whether a mail lay in the pen as such a request about this case, open or settled."""
    here = (Held.mail == mail) & (Held.what == what) & (Held.case == case)
    return Held.select().where(here).exists()


def repeats_of(case: Case) -> list[Case]:
    """The repeats that were joined to a case, and those that had been joined to them before."""
    direct = merged_into(case)
    return [each for repeat in direct for each in (repeat, *repeats_of(repeat))]


def goes_on_as(case: Case) -> Case:
    """The case in which the matter goes on: itself, or what it was joined to in the end."""
    while case.merged_into is not None:
        case = case.merged_into
    return case


def times_done(case: Case, act: Act) -> int:
    """How often an act stands in a case's journal."""
    return Journal.select().where((Journal.case == case) & (Journal.act == act)).count()


def was_written(case: Case, because: str) -> bool:
    """Whether this very sentence stands in a case's journal."""
    return Journal.select().where((Journal.case == case) & (Journal.because == because)).exists()


def was_noted(case: Case, act: Act, mail: Mail) -> bool:
    """Whether a mail brought this act into a case's journal before."""
    return (
        Journal.select()
        .where((Journal.case == case) & (Journal.act == act) & (Journal.mail == mail))
        .exists()
    )


def became_secret_at(case: Case) -> datetime | None:
    """When a case that was none turned into a secret one; None: it was one from the beginning, or is none."""
    turned = (Journal.case == case) & (Journal.act == Act.SECRET)
    entry = Journal.select(Journal.at).where(turned).order_by(Journal.id.desc()).first()
    return entry.at if entry else None


def redo_reason(case: Case, by: datetime) -> str:
    """Why the case had to be handled again (重办), as it stood at a moment; "": its first result was not sent back yet."""
    redone = (Journal.case == case) & (Journal.act == Act.REDO) & (Journal.at <= by)
    entry = Journal.select(Journal.because).where(redone).order_by(Journal.id.desc()).first()
    return entry.because if entry else ""


def redone_among(cases: Iterable[Case]) -> set[int]:
    """The ids of those cases that were taken up again (重办)."""
    found: set[int] = set()
    for piece in pieces_of(case.id for case in cases):
        here = Journal.case.in_(piece) & (Journal.act == Act.REDO)
        found |= {row.__data__["case"] for row in Journal.select(Journal.case).where(here)}
    return found


# --- the pen, the outbox ------------------------------------------------------------------------------------


def held_by_id(number: int) -> Held | None:
    """The entry of the holding pen with this number, settled or not."""
    return Held.get_or_none(Held.id == number)


def open_held_about(case: Case, *whats: str) -> list[Held]:
    """Entries of the pen about a case that wait for one of these decisions."""
    waits = (Held.case == case) & (Held.state == HeldState.OPEN) & Held.what.in_(whats)
    return list(Held.select().where(waits).order_by(Held.id))


def open_held_of(mail: Mail) -> list[Held]:
    """Entries that a mail still waits in."""
    return list(Held.select().where((Held.mail == mail) & (Held.state == HeldState.OPEN)))


def open_held_about_letter(letter: Letter) -> list[Held]:
    """Entries that ask what is to become of a letter."""
    return list(Held.select().where((Held.letter == letter) & (Held.state == HeldState.OPEN)))


def open_held_of_kinds(*whats: str) -> list[Held]:
    """Open entries of these kinds, oldest first; with letter and mail at hand."""
    waits = (Held.state == HeldState.OPEN) & Held.what.in_(whats)
    query = (
        Held.select(Held, Letter, Mail)
        .join(Letter, JOIN.LEFT_OUTER, on=Held.letter)
        .switch(Held)
        .join(Mail, JOIN.LEFT_OUTER, on=Held.mail)
    )
    return list(query.where(waits).order_by(Held.id))


def last_held_about(what: str, words: str) -> Held | None:
    """The newest entry of a kind whose reason contains these words, settled or not."""
    alike = (Held.what == what) & Held.because.contains(words)
    return Held.select().where(alike).order_by(Held.id.desc()).first()


def open_held_that_suggest(do: str) -> list[Held]:
    """Entries that name this way out."""
    entries = Held.select().where(Held.state == HeldState.OPEN).order_by(Held.id)
    return [entry for entry in entries if any(each["do"] == do for each in entry.suggestions)]


DELIVERED = "打印送达："  # in the evidence of a letter that somebody printed and brought there


def was_dispatched_on_paper(department: Department) -> bool:
    """Whether a case went to a department on paper from the beginning: a person knows that it has no mailbox."""
    here = (Letter.department == department) & (Letter.kind == "dispatch")
    on_paper = (Letter.state == LetterState.ON_PAPER) | Letter.evidence.contains(DELIVERED)
    return any(not each.to for each in Letter.select(Letter.to).where(here & on_paper))


def papers_to_deliver() -> list[Letter]:
    """Letters to departments that have to be printed and brought there, oldest first; with the case at hand."""
    wait = (Letter.state == LetterState.ON_PAPER) & Letter.department.is_null(False)
    return list(Letter.select(Letter, Case).join(Case, JOIN.LEFT_OUTER).where(wait).order_by(Letter.id))


def cases_of_letter(letter: Letter) -> list[Case]:
    """The cases that a letter is about: its own, or those in whose journals it stands."""
    if letter.case is not None:
        return [letter.case]
    return list(
        Case.select().join(Journal).where(Journal.letter_key == letter.key).distinct().order_by(Case.id)
    )


def letters_since(highest_id: int) -> list[Letter]:
    """Letters posted after the one with this id."""
    newer = Letter.id > highest_id
    return list(Letter.select(Letter, Case).join(Case, JOIN.LEFT_OUTER).where(newer).order_by(Letter.id))


def highest_letter_id() -> int:
    """The id of the newest letter; 0 where there is none."""
    return Letter.select(fn.MAX(Letter.id)).scalar() or 0


def letters_under(key: str) -> list[Letter]:
    """The letter of this key, and those whose keys go on behind it: sent again, or one of a paper that went to many."""
    here = (Letter.key == key) | Letter.key.startswith(f"{key}/")
    return list(Letter.select().where(here).order_by(Letter.id))


# --- the whole ledger ---------------------------------------------------------------------------------------


def ledger_lines(
    month: str | None = None,
) -> Iterator[tuple[Case, Petitioner | None, Dispatch | None, Department | None]]:
    """Every case with each of its assignments, in order; of one month of registration where `month` is given."""
    query = (
        Case.select(Case, Petitioner, Dispatch, Department)
        .join(Petitioner, JOIN.LEFT_OUTER, attr="who")
        .switch(Case)
        .join(Dispatch, JOIN.LEFT_OUTER, attr="assignment")
        .join(Department, JOIN.LEFT_OUTER)
        .order_by(Case.id, Dispatch.id)
    )
    if month:
        start, end = month_span(month)
        query = query.where((Case.registered_at >= start) & (Case.registered_at < end))
    for case in query.iterator():
        dispatch = getattr(case, "assignment", None)
        yield case, getattr(case, "who", None), dispatch, dispatch.department if dispatch else None


def archived() -> Iterator[tuple[str, str]]:
    """(SHA-256, what it is) of everything that must lie in the archive: mails, then letters."""
    for mail in Mail.select(Mail.id, Mail.sha256).where(Mail.sha256 != "").order_by(Mail.id).iterator():
        yield mail.sha256, f"第 {mail.id} 号来件"
    for letter in Letter.select(Letter.key, Letter.sha256).order_by(Letter.id).iterator():
        yield letter.sha256, f"发件 {letter.key}"


def newest_moment() -> datetime | None:
    """When the ledger was last written into, as far as mails, letters and the journal tell."""
    moments = [
        Mail.select(fn.MAX(Mail.kept_at)).scalar(as_tuple=False),
        Letter.select(fn.MAX(Letter.posted_at)).scalar(as_tuple=False),
        Journal.select(fn.MAX(Journal.at)).scalar(as_tuple=False),
    ]
    return max((_moment(each) for each in moments if each), default=None)


def _moment(value: datetime | str) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def totals() -> dict[str, int]:
    """How much the ledger holds: mails, cases, letters, entries of the pen that wait."""
    return {
        "mails": Mail.select().count(),
        "cases": Case.select().count(),
        "letters": Letter.select().count(),
        "held": Held.select().where(Held.state == HeldState.OPEN).count(),
        "waiting": Letter.select().where(Letter.state == LetterState.QUEUED).count(),
    }


def letters_to(addresses: Iterable[str], kinds: Iterable[str], *, since: datetime) -> int:
    """How many letters of these kinds were posted after `since` to any of these addresses, approved or not."""
    wanted = set(addresses)
    posted = Letter.select(Letter.to).where(Letter.kind.in_(list(kinds)) & (Letter.posted_at > since))
    return sum(not wanted.isdisjoint(each.to) for each in posted)
