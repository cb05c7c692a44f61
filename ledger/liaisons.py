"""Who answers for a department (联系表): forms as they came in, and the directory of people with its history.

What writes runs inside the caller's transaction. A form changes nothing until `confirm`; then the people of before get
their last day and the new ones their first, so that the directory of any day can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from ledger.liaison_changes import ROLES, Person, differences, is_part, merged, person_of
from ledger.models import Department, Held, Liaison, LiaisonForm, Mail
from ledger.vocabulary import FormState, HeldState, label

CHANNELS = ("hotline", "mayors_mailbox")
ONE_DAY = timedelta(days=1)


class TooEarly(ValueError):
    """A change can't hold before what it changes began; the message says so in Chinese."""


# --- the directory ------------------------------------------------------------------------------------------


def in_force(on: date, department: Department | None = None) -> list[Liaison]:
    """Who answers for the departments (or one) on a day, by department, channel, role and place."""
    ended = Liaison.valid_to.is_null() | (Liaison.valid_to >= on)
    return _listed((Liaison.valid_from <= on) & ended, department)


def history(department: Department | None = None) -> list[Liaison]:
    """Everybody who ever answered, also who did for no day (put right on the same day), the earliest first in each place."""
    return _listed(Liaison.id > 0, department)


def _listed(here, department: Department | None) -> list[Liaison]:
    query = Liaison.select(Liaison, Department).join(Department).where(here)
    rows = list(query if department is None else query.where(Liaison.department == department))
    return sorted(rows, key=lambda row: (row.department.id, row.channel, *_rank(row), row.valid_from, row.id))


def _rank(row: Liaison) -> tuple[int, int]:
    return ROLES.index(row.role), row.place


def latest(department: Department, channel: str) -> list[Liaison]:
    """Who answers for a channel as the last change left it, which may hold from a day to come; by role and place."""
    rows = [row for row in Liaison.having(department=department, channel=channel) if row.valid_to is None]
    return sorted(rows, key=_rank)


def leaving(department: Department, channel: str, name: str, on: date) -> Liaison | None:
    """Who is named so and still answers for a channel on a day, but for whom a last day is entered already."""
    rows = [row for row in Liaison.having(department=department, channel=channel) if row.name == name]
    return next((row for row in rows if row.valid_to is not None and row.valid_to >= on), None)


def people_of(department: Department, channel: str) -> list[Person]:
    """The same as plain people."""
    return [person_of(row) for row in latest(department, channel)]


def enter(
    department: Department,
    channel: str,
    people: Sequence[Person],
    *,
    from_on: date,
    form: LiaisonForm | None = None,
) -> int:
    """Let these people answer for a channel from a day on; who stays as he was keeps his row. Returns what changed.

    Raises `TooEarly` where somebody who goes began later than that.
    """
    known = latest(department, channel)
    kept: set[int] = set()
    changed = 0
    for place, person in _in_places(people):
        same = next((row for row in known if _is_same(row, person, place) and row.id not in kept), None)
        if same is None and (same := _not_begun(known, person, from_on, kept)) is not None:
            Liaison.update(place=place).where(Liaison.id == same.id).execute()
        if same is not None:
            kept.add(same.id)
            continue
        Liaison.create(
            department=department, form=form, channel=channel, place=place, valid_from=from_on, **person
        )
        changed += 1
    for row in known:
        if row.id in kept:
            continue
        if from_on < row.valid_from:
            raise TooEarly(f"{row.name}自 {row.valid_from} 起任，变更不能早于这一天（现为 {from_on}）")
        Liaison.update(valid_to=from_on - ONE_DAY).where(Liaison.id == row.id).execute()
        changed += 1
    return changed


def _in_places(people: Iterable[Person]) -> list[tuple[int, Person]]:
    counts: dict[str, int] = {}
    placed = []
    for person in people:
        counts[person["role"]] = counts.get(person["role"], 0) + 1
        placed.append((counts[person["role"]], person))
    return placed


def _not_begun(known: Sequence[Liaison], person: Person, from_on: date, kept: set[int]) -> Liaison | None:
    """The row of somebody who begins after that and only moves up as another leaves: no history is lost with his place."""
    rows = [row for row in known if row.id not in kept and from_on < row.valid_from]
    return next((row for row in rows if person_of(row) == person), None)


def _is_same(row: Liaison, person: Person, place: int) -> bool:
    return row.place == place and person_of(row) == person


def afterwards(
    department: Department, channel: str, people: Sequence[Person], waiting: Sequence[LiaisonForm] = ()
) -> list[Person]:
    """Who answers for a channel once a form with these people holds, those `waiting` before it confirmed."""
    return merged(expected(department, channel, waiting), people)


def expected(department: Department, channel: str, waiting: Sequence[LiaisonForm]) -> list[Person]:
    """Who will answer for a channel once the forms of `waiting` are confirmed, one after another."""
    people = people_of(department, channel)
    for form in waiting:
        people = merged(people, form.people) if channel in form.covers else people
    return people


def changes(
    department: Department,
    channels: Sequence[str],
    people: Sequence[Person],
    waiting: Sequence[LiaisonForm] = (),
) -> list[dict[str, str]]:
    """What a form with these people changes, [{"what", "old", "new"}], each once; where it does not change all of its
    channels alike, with the channel. `waiting`: as `afterwards`.
    """
    found: dict[tuple[str, str, str], list[str]] = {}
    for channel in channels:
        before = expected(department, channel, waiting)
        for each in differences(before, merged(before, people)):
            where = found.setdefault((each["what"], each["old"], each["new"]), [])
            where += [] if channel in where else [channel]
    return [
        {
            "what": what if where == list(channels) else f"{what}（{channel_names(where)}）",
            "old": old,
            "new": new,
        }
        for (what, old, new), where in found.items()
    ]


def channel_names(codes: Iterable[str]) -> str:
    """Channels as they are printed: 政务服务热线、市长信箱."""
    return "、".join(label("channel", code) for code in codes)


# --- the forms ----------------------------------------------------------------------------------------------


def form_by_id(number: int) -> LiaisonForm | None:
    """The form with this number."""
    return LiaisonForm.one(id=number)


def pending_forms(department: Department | None = None) -> list[LiaisonForm]:
    """Forms that wait for a person, oldest first."""
    rows = LiaisonForm.having(state=FormState.PENDING)
    return [row for row in rows if department is None or row.department == department]


def pending_of(mail: Mail) -> list[LiaisonForm]:
    """Forms of this mail that wait for a person."""
    return LiaisonForm.having(mail=mail, state=FormState.PENDING)


def channels_filed(on: date) -> dict[int, set[str]]:
    """Department id → the channels that it has said who answers for: confirmed, waiting to be, or entered by hand; also
    with a first day that has not come yet.
    """
    filed: dict[int, set[str]] = {}
    for form in pending_forms():
        filed.setdefault(form.department.id, set()).update(form.covers)
    still = Liaison.valid_to.is_null() | (Liaison.valid_to >= on)
    for row in Liaison.select(Liaison.department, Liaison.channel).where(still).distinct():
        filed.setdefault(row.__data__["department"], set()).add(row.channel)
    return filed


def confirm(form: LiaisonForm, *, from_on: date, now: datetime, by: str, because: str = "") -> bool:
    """Let a form hold from a day on, for each channel that it covers; False where it was decided before.

    Raises `TooEarly`.
    """
    if not _decide(
        form,
        FormState.CONFIRMED,
        now=now,
        by=by,
        because=because or f"自 {from_on} 起生效",
        valid_from=from_on,
    ):
        return False
    for channel in form.covers:
        people = merged(people_of(form.department, channel), form.people)
        enter(form.department, channel, people, from_on=from_on, form=form)
    return True


def refuse(form: LiaisonForm, *, because: str, now: datetime, by: str) -> bool:
    """Let a form change nothing; False where it was decided before."""
    return _decide(form, FormState.REFUSED, now=now, by=by, because=because)


def _decide(form: LiaisonForm, state: FormState, *, now: datetime, by: str, because: str, **more) -> bool:
    here = (LiaisonForm.id == form.id) & (LiaisonForm.state == FormState.PENDING)
    changes = {"state": state, "decided_at": now, "decided_by": by, "because": because, **more}
    return bool(LiaisonForm.update(changes).where(here).execute())


def changed_first(form: LiaisonForm) -> LiaisonForm | None:
    """The whole form that waits and that this one, which tells of a part alone, came to change; None where there is none."""
    if not is_part(form.people):
        return None
    earlier = [each for each in pending_forms(form.department) if each.id < form.id]
    return next((each for each in earlier if each.sender == form.sender and _is_whole_for(each, form)), None)


def _is_whole_for(form: LiaisonForm, other: LiaisonForm) -> bool:
    return not is_part(form.people) and bool(set(form.covers) & set(other.covers))


def entries_of(form: LiaisonForm) -> list[Held]:
    """The pen's open entries about the mail that brought a form."""
    if form.mail is None:
        return []
    waits = (Held.mail == form.mail) & (Held.what == "liaison_form") & (Held.state == HeldState.OPEN)
    return list(Held.select().where(waits).order_by(Held.id))
