"""联系表的确认: a person confirms or refuses a form, or enters himself what a department told by telephone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from config.tables import ADDRESS
from ledger import addresses, liaisons
from ledger.liaison_changes import Person
from ledger.models import Department, LiaisonForm, Mail
from ledger.opening import transaction
from ledger.vocabulary import FormState, label
from mailroom.correspondents import upper_of_address
from mailroom.desks import clearing
from mailroom.desks.liaison_completeness import wrong_numbers
from mailroom.desks.liaison_receipts import post_receipt
from mailroom.errors import MailroomError
from mailroom.office import Office

CONFIRM = "mailroom liaisons confirm {}"
REFUSE = "mailroom liaisons refuse {} --because 理由"


class CannotConfirm(MailroomError):
    """The form or the change can't be entered as asked; the message says why, in Chinese."""


def confirm(
    office: Office,
    form: LiaisonForm,
    *,
    now: datetime,
    by: str,
    from_on: date | None = None,
    address: str = "",
) -> None:
    """Let a form hold from a day on (that which it names, else today, where none is given), and put an address on file with it.

    Raises `CannotConfirm`.
    """
    if address:
        _refuse_address(office, address)
    with transaction():
        if address:
            addresses.register(form.department, address, now=now, by=by)
            form = (
                liaisons.form_by_id(form.id) or form
            )  # with its department as it is on file now: it gets a receipt
        confirm_forms(office, [form], now=now, by=by, from_on=from_on)


def confirm_forms(
    office: Office,
    forms: Sequence[LiaisonForm],
    *,
    now: datetime,
    by: str,
    from_on: date | None = None,
    because: str = "",
) -> None:
    """Confirm the forms of one mail, inside the caller's transaction; its entry in the pen waits no longer."""
    for form in forms:
        day = from_on or day_of(form, today=now.date())
        if first := liaisons.changed_first(form):
            raise CannotConfirm(f"这份变动改的是先报来的第 {first.id} 号联系表，请先确认或不采用那一份")
        try:
            done = liaisons.confirm(form, from_on=day, now=now, by=by, because=because)
        except liaisons.TooEarly as error:
            raise CannotConfirm(str(error)) from error
        if not done:
            raise CannotConfirm(_decided(form))
        _address_works(form, now=now, by=by)
        post_receipt(office, form, now=now)
        _close_entries(form, because=f"联系表已确认（第 {form.id} 号）", now=now, by=by)


def day_of(form: LiaisonForm, *, today: date) -> date:
    """The day from which a form that waits holds, where the person who confirms it names none."""
    return form.valid_from or today


def refuse(form: LiaisonForm, *, because: str, now: datetime, by: str) -> None:
    """Let a form change nothing. Raises `CannotConfirm`."""
    with transaction():
        if not liaisons.refuse(form, because=because, now=now, by=by):
            raise CannotConfirm(_decided(form))
        _close_entries(form, because=f"联系表不采用：{because}", now=now, by=by)


def refuse_waiting(mail: Mail, *, because: str, now: datetime, by: str) -> None:
    """Let the forms of a mail whose entry in the pen is discarded change nothing, inside the caller's transaction."""
    for form in liaisons.pending_of(mail):
        liaisons.refuse(form, because=because, now=now, by=by)


def _decided(form: LiaisonForm) -> str:
    now = liaisons.form_by_id(form.id) or form
    return f"第 {form.id} 号联系表已由{now.decided_by}处理过，现为“{label('form_state', now.state)}”"


def _address_works(form: LiaisonForm, *, now: datetime, by: str) -> None:
    """A form that names a mailbox on file, confirmed, says that it works."""
    if form.email:
        addresses.mend(form.department, form.email.lower(), now=now, by=by)


def _close_entries(form: LiaisonForm, *, because: str, now: datetime, by: str) -> None:
    """The pen's entry of a mail waits as long as one of its forms does."""
    if form.mail is not None and liaisons.pending_of(form.mail):
        return
    clearing.settle(liaisons.entries_of(form), now=now, by=by, because=because)


def _refuse_address(office: Office, address: str) -> None:
    if not ADDRESS.fullmatch(address):
        raise CannotConfirm(f"“{address}”不是邮箱地址")
    if address.lower() == office.settings.office.address.lower():
        raise CannotConfirm(f"{address} 是本办自己的邮箱，不能登记为单位地址")
    upper = upper_of_address(office, address)
    if upper is not None:
        raise CannotConfirm(f"{address} 是{upper.name}的地址，不能登记为单位地址")


def enter_person(
    office: Office,
    department: Department,
    channels: Sequence[str],
    person: Person,
    *,
    instead_of: str = "",
    from_on: date,
    now: datetime,
    by: str,
    because: str,
) -> LiaisonForm:
    """Enter what a department told by telephone: one person, new or with other numbers, beside the others or in place of
    `instead_of`. What is not told of somebody who is on file already stays. Returns the entry. Raises `CannotConfirm`.
    """
    for channel in channels:
        names = {each["name"] for each in liaisons.people_of(department, channel)}
        if instead_of and instead_of not in names:
            raise CannotConfirm(_not_there(department, channel, instead_of, on=now.date()))
    if wrong := wrong_numbers(person):
        raise CannotConfirm("；".join(wrong))
    people = [_completed(department, channels[0], person) | {"instead_of": instead_of}]
    changes = liaisons.changes(department, channels, people)
    if not changes:
        raise CannotConfirm("与现行登记没有不同，不必变更")
    with transaction():
        form = LiaisonForm.create(
            department=department,
            arrived_at=now,
            covers=list(channels),
            people=people,
            differences=changes,
        )
        confirm_forms(office, [form], now=now, by=by, from_on=from_on, because=because)
    return form


def end_person(
    department: Department,
    channels: Sequence[str],
    name: str,
    *,
    from_on: date,
    now: datetime,
    by: str,
    because: str,
) -> LiaisonForm:
    """Enter that somebody answers for a department no longer from a day on, with nobody in his place. Returns the entry.

    Raises `CannotConfirm`.
    """
    there = [
        channel
        for channel in channels
        if any(each["name"] == name for each in liaisons.people_of(department, channel))
    ]
    if not there:
        raise CannotConfirm(_not_there(department, channels[0], name, on=now.date()))
    with transaction():
        for channel in there:
            rest = [each for each in liaisons.people_of(department, channel) if each["name"] != name]
            try:
                liaisons.enter(department, channel, rest, from_on=from_on)
            except liaisons.TooEarly as error:
                raise CannotConfirm(str(error)) from error
        return LiaisonForm.create(
            department=department,
            arrived_at=now,
            covers=there,
            differences=[{"what": "人员", "old": name, "new": ""}],
            state=FormState.CONFIRMED,
            valid_from=from_on,
            decided_at=now,
            decided_by=by,
            because=because,
        )


def _not_there(department: Department, channel: str, name: str, *, on: date) -> str:
    """Why nobody of this name can be replaced: he is not on file, or his successor is entered already."""
    row = liaisons.leaving(department, channel, name, on)
    of = f"{department.name}的{label('channel', channel)}联系表"
    if row is None or row.valid_to is None:
        return f"{of}中没有{name}"
    after = [each for each in liaisons.latest(department, channel) if each.role == row.role]
    then = [each for each in after if row.valid_to < each.valid_from and each.place == row.place]
    if not then:
        return f"{of}中{name}任到 {row.valid_to} 为止，已登记，其后没有人接替；新来的不写 --instead-of，按增加登记"
    coming = then[0]
    return (
        f"{of}中{name}任到 {row.valid_to} 为止，自 {coming.valid_from} 起由{coming.name}接替，已登记；"
        f"接替的改为别人，写 --instead-of {coming.name} --from {coming.valid_from}（或以后的一天）；"
        "在此以前还有别人办理的，不写 --instead-of，按增加登记"
    )


def _completed(department: Department, channel: str, person: Person) -> Person:
    known = liaisons.people_of(department, channel)
    same = next(
        (each for each in known if (each["role"], each["name"]) == (person["role"], person["name"])), {}
    )
    return same | {name: value for name, value in person.items() if value or name not in same}
