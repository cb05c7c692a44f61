"""Named questions about the ledger: what is due, what waits, who is meant. They read and never write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from peewee import JOIN, fn

from ledger.assignment_rows import with_case_and_department
from ledger.codes import AT_WORK
from ledger.directory import department_named as department_named
from ledger.directory import departments as departments
from ledger.directory import departments_of_sender as departments_of_sender
from ledger.directory import in_force as in_force
from ledger.directory import is_valid as is_valid  # asked together with the rest
from ledger.models import (
    Answer,
    Case,
    CaseMail,
    Department,
    Dispatch,
    Held,
    Journal,
    Letter,
    Mail,
    Petitioner,
    Reminder,
)
from ledger.vocabulary import DispatchState, HeldState, Role

# --- cases --------------------------------------------------------------------------------------------------


def case_by_number(case_no: str) -> Case | None:
    """The case with this number of ours."""
    return Case.one(case_no=case_no)


def case_by_upper_number(upper_no: str) -> Case | None:
    """The case with this number of the upper platform."""
    return Case.one(upper_no=upper_no)


def cases_of_message(message_ids: list[str]) -> list[Case]:
    """Cases of the letters of ours that bear one of these Message-IDs (In-Reply-To, References)."""
    ours = Letter.message_id.in_(message_ids)
    return list(Case.select().join(Letter, on=Letter.case).where(ours).distinct()) if message_ids else []


def departments_of_messages(message_ids: list[str]) -> set[Department]:
    """Departments that letters of ours with these Message-IDs went to."""
    if not message_ids:
        return set()
    query = Department.select().join(Letter, on=(Letter.department == Department.id))
    return set(query.where(Letter.message_id.in_(message_ids)))


def came_in_a_list(case: Case) -> bool:
    """Whether the mail that brought the case brought others as well."""
    first = CaseMail.select().where(CaseMail.case == case).order_by(CaseMail.id).first()
    return first is not None and CaseMail.select().where(CaseMail.mail == first.mail_id).count() > 1


def cases_of_mail(mail: Mail) -> list[Case]:
    """Cases that a mail belongs to."""
    return list(Case.select().join(CaseMail).where(CaseMail.mail == mail))


def petitioner_of(case: Case) -> Petitioner | None:
    """Who asked. Not for lists and logs: see rules.md, Privacy."""
    return Petitioner.one(case=case)


def lead_dispatch(case: Case) -> Dispatch | None:
    """The last assignment of the case's lead department."""
    lead = (Dispatch.case == case) & (Dispatch.role == Role.LEAD)
    return Dispatch.select().where(lead).order_by(Dispatch.round.desc(), Dispatch.id.desc()).first()


def dispatches_of(case: Case) -> list[Dispatch]:
    """All assignments of a case, in order."""
    rows = Dispatch.select(Dispatch, Department).join(Department).where(Dispatch.case == case)
    return list(rows.order_by(Dispatch.id))


def dispatches_at_work(case: Case) -> list[Dispatch]:
    """The assignments of a case that are still to be answered, in order."""
    return [row for row in dispatches_of(case) if row.state == DispatchState.OPEN]


def open_dispatches_of(department: Department) -> list[Dispatch]:
    """What a department still has to answer."""
    still = (Dispatch.department == department) & (Dispatch.state == DispatchState.OPEN)
    return list(Dispatch.select(Dispatch, Case).join(Case).where(still).order_by(Dispatch.due_at))


def journal_of(case: Case) -> list[Journal]:
    """What happened to a case, in order."""
    return list(Journal.select().where(Journal.case == case).order_by(Journal.at, Journal.id))


def mails_of(case: Case) -> list[Mail]:
    """Mails that belong to a case."""
    return list(Mail.select().join(CaseMail).where(CaseMail.case == case).order_by(Mail.id))


def letters_of(case: Case) -> list[Letter]:
    """Letters about a case alone, and those about several that its journal names."""
    told = (Journal.case == case) & Journal.letter_key.is_null(False)
    keys = [row.letter_key for row in Journal.select(Journal.letter_key).where(told)]
    return list(Letter.select().where((Letter.case == case) | Letter.key.in_(keys)).order_by(Letter.id))


def complete_answer(row: Dispatch) -> Answer | None:
    """The answer that counted."""
    counted = (Answer.dispatch == row) & (Answer.complete == True)  # noqa: E712
    return Answer.select().where(counted).order_by(Answer.id.desc()).first()


def has_answered_by(row: Dispatch, mail: Mail) -> bool:
    """Whether this very mail brought the answer that counted."""
    counted = (Answer.dispatch == row) & (Answer.mail == mail) & (Answer.complete == True)  # noqa: E712
    return Answer.select().where(counted).exists()


def incomplete_answers(row: Dispatch, *, besides: Mail | None = None) -> int:
    """How many answers of this assignment lacked something; not counting what the mail `besides` brought."""
    lacking = Answer.select(Answer.mail).where((Answer.dispatch == row) & (Answer.complete == False))  # noqa: E712
    return sum(besides is None or answer.__data__["mail"] != besides.id for answer in lacking)


def answers_alike(row: Dispatch, measures: str) -> list[Answer]:
    """Answers to other cases with the very same text: somebody copied."""
    other = Dispatch.alias()
    same = (Answer.measures == measures) & (other.case != row.case)
    return (
        list(Answer.select().join(other, on=Answer.dispatch == other.id).where(same).limit(3))
        if measures
        else []
    )


def find_cases(
    *,
    status: str | None = None,
    department: str | None = None,
    overdue_at: datetime | None = None,
    month: str | None = None,
) -> list[tuple[Case, Dispatch | None]]:
    """Cases with their lead assignment, oldest first. `month` is of registration, "2018-03"."""
    last = Dispatch.alias()
    newest = last.select(fn.MAX(last.id)).where((last.case == Case.id) & (last.role == Role.LEAD))
    query = (
        Case.select(Case, Dispatch, Department)
        .join(Dispatch, JOIN.LEFT_OUTER, on=(Dispatch.id == newest), attr="lead")
        .join(Department, JOIN.LEFT_OUTER, on=(Dispatch.department == Department.id))
        .order_by(Case.id)
    )
    if status:
        query = query.where(Case.status == status)
    if department:
        query = query.where(Department.name == department)
    if overdue_at:
        query = query.where((Dispatch.state == DispatchState.OPEN) & (Dispatch.due_at < overdue_at))
    if month:
        start, end = month_span(month)
        query = query.where((Case.registered_at >= start) & (Case.registered_at < end))
    return [(case, getattr(case, "lead", None)) for case in query]


def month_span(month: str) -> tuple[datetime, datetime]:
    """First moment of a month "2018-03" and of the next; `ValueError` for anything else."""
    start = datetime.strptime(month, "%Y-%m")
    return start, (start + timedelta(days=32)).replace(day=1)


# --- deadlines ----------------------------------------------------------------------------------------------


def open_dispatches(
    due_before: datetime | None = None, *, of: Sequence[Department] | None = None
) -> list[Dispatch]:
    """Assignments not yet answered, the earliest deadline first; with case and department at hand. Of all departments, or
    of some.
    """
    still = (Dispatch.state == DispatchState.OPEN) & Case.status.in_(AT_WORK)
    query = with_case_and_department().where(still).order_by(Dispatch.due_at, Dispatch.id)
    query = query if of is None else query.where(Dispatch.department.in_(of))
    return list(query if due_before is None else query.where(Dispatch.due_at < due_before))


def reminded_stages(rows: list[Dispatch]) -> dict[int, set[str]]:
    """Dispatch id → the stages it was reminded of."""
    stages: dict[int, set[str]] = {}
    for reminder in Reminder.select().where(Reminder.dispatch.in_([row.id for row in rows])):
        stages.setdefault(reminder.__data__["dispatch"], set()).add(reminder.stage)
    return stages


# --- the pen, the outbox ------------------------------------------------------------------------------------


def open_held() -> list[Held]:
    """What waits for a person, oldest first."""
    return list(Held.select().where(Held.state == HeldState.OPEN).order_by(Held.id))


def open_held_about(what: str, words: str) -> list[Held]:
    """Open entries of one kind whose reason contains these words."""
    alike = (Held.state == HeldState.OPEN) & (Held.what == what) & Held.because.contains(words)
    return list(Held.select().where(alike).order_by(Held.id))


def newest_held(mail: Mail) -> Held:
    """The last entry that a mail made."""
    return Held.select().where(Held.mail == mail).order_by(Held.id.desc()).get()


def find_letters(
    *, state: str | None = None, kind: str | None = None, case: Case | None = None
) -> list[Letter]:
    """Letters, oldest first."""
    query = Letter.select(Letter, Case).join(Case, JOIN.LEFT_OUTER).order_by(Letter.id)
    if state:
        query = query.where(Letter.state == state)
    if kind:
        query = query.where(Letter.kind == kind)
    if case:
        query = query.where(Letter.case == case)
    return list(query)


def letter_by_key(key: str) -> Letter | None:
    """The letter with this key."""
    return Letter.one(key=key)


def letter_by_message_id(message_id: str) -> Letter | None:
    """The letter with this Message-ID."""
    return Letter.one(message_id=message_id)
