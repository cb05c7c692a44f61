"""联系表回执: what was entered of a form and what it lacks, written to the address on file, once a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from generators.letter import Draft
from generators.liaison import Difference, draw_up_liaison_receipt
from ledger import liaisons, worklists
from ledger.models import Department, LiaisonForm, Mail
from mailroom import outbox
from mailroom.desks.liaison_completeness import faults_of
from mailroom.office import Office
from parsers.reading import LiaisonForm as WrittenForm
from parsers.reading import Person as WrittenPerson


def receipt(
    office: Office,
    department: Department,
    form: WrittenForm,
    changes: Sequence[dict[str, str]],
    lacking: Sequence[str],
    mail: Mail,
    part: int,
    *,
    now: datetime,
) -> Draft:
    """The receipt for the `part`-th form of a mail; a mail without Message-ID is known by its number in the post book."""
    first = not any(each["old"] for each in changes)
    return draw_up_liaison_receipt(
        replace(form, people=tuple(person for person in form.people if person.name)),
        department,
        [] if first else [Difference(**each) for each in changes],
        missing=lacking,
        head=office.head,
        in_reply_to=mail.message_id or f"来件{mail.id}",
        part=f"第{part}份" if part > 1 else "",
        now=now,
        templates=office.templates,
    )


def post_receipt(office: Office, row: LiaisonForm, *, now: datetime) -> None:
    """Post the receipt of a form that got none, as its sender was not known: to the address on file, now that a person
    says whose it is. Inside the caller's transaction.
    """
    if row.mail is None:
        return
    department, people = row.department, [_as_written(each) for each in row.people]
    form = WrittenForm(department.name, row.filled_on, tuple(row.covers), row.section, tuple(people))
    lacking = {
        fault: None for channel in row.covers for fault in faults_of(liaisons.people_of(department, channel))
    }
    of_mail = [each.id for each in LiaisonForm.having(mail=row.mail)]
    part = of_mail.index(row.id) + 1
    draft = receipt(office, department, form, row.differences, list(lacking), row.mail, part, now=now)
    if worklists.letter_by_key(draft.key) is None:
        outbox.post(office, draft, now=now, department=department)


def _as_written(person: dict[str, str]) -> WrittenPerson:
    told = ("role", "name", "title", "office_phone", "mobile", "note")
    return WrittenPerson(**{name: person[name] or None for name in told})
