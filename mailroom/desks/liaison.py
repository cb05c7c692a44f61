"""联系表: who answers for a department. A form that comes in is laid before a person with what it changes; nothing holds
before he confirms it, and no sender's address is put on file but by his word.
"""

from __future__ import annotations

from datetime import date, datetime

from generators.wording import day_words
from ledger import casework, liaisons, worklists
from ledger.liaison_changes import Person, completed, is_part, person_of, with_predecessors
from ledger.models import Department, LiaisonForm
from ledger.vocabulary import FormState, MailState
from mailroom import holding, replies
from mailroom.desks import clearing
from mailroom.desks.incoming import Incoming
from mailroom.desks.jurisdiction import department_written
from mailroom.desks.liaison_completeness import faults_of
from mailroom.desks.liaison_decisions import CONFIRM, REFUSE, confirm_forms
from mailroom.desks.liaison_receipts import receipt
from mailroom.office import Office
from parsers.reading import LiaisonForm as WrittenForm
from parsers.reading import Reading

SUPERSEDED = "后来的联系表取代了这一份"


def take_form(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Take in the liaison forms of a mail: what they change waits for a person, the address on file gets a receipt.

    A person who lets the entry go on has confirmed what waits; where he only said whose form it is, it begins to wait.
    """
    forms = forms_of(incoming.reading)
    if not forms or incoming.sender.upper or incoming.sender.ourselves:
        named = None if forms else _named_on_file(incoming)
        return (
            _hold_untold(incoming, *named, now=now)
            if named
            else holding.take_other(office, incoming, now=now)
        )
    waiting = liaisons.pending_of(incoming.mail)
    if waiting and incoming.confirmed:
        confirm_forms(office, waiting, now=now, by=incoming.by)
        return MailState.SETTLED
    taken = []
    for number, form in enumerate(forms, 1):
        department, doubt = whose(office, incoming, form, on=now.date())
        if department is None:
            written = department_written(office, form.department, on=now.date()) if form.department else None
            return _hold_unplaced(incoming, written, doubt, now=now)
        taken.append((department, form, number))
    rows = [_file(office, incoming, department, form, part, now=now) for department, form, part in taken]
    told = [sentence for row, sentence in rows if row is not None]
    if not told:
        return MailState.SETTLED
    ways = _ways(incoming, [row for row, _ in rows if row is not None])
    return holding.hold_mail(
        incoming.mail, incoming.reading, because=holding.one_sentence(*told), suggestions=ways, now=now
    )


def forms_of(reading: Reading) -> list[WrittenForm]:
    """The forms of a mail that name somebody."""
    every = reading.liaison_forms or ((reading.liaison_form,) if reading.liaison_form else ())
    return [form for form in every if any(person.name for person in form.people)]


def whose(
    office: Office, incoming: Incoming, form: WrittenForm, *, on: date
) -> tuple[Department | None, str]:
    """Whose form it is: by a person's word, else where what it says and the sender on file agree; or why that is in doubt."""
    senders = [each for each in incoming.sender.departments if worklists.is_valid(each, on)]
    if incoming.department:
        return worklists.department_named(incoming.department), ""
    named = department_written(office, form.department, on=on) if form.department else None
    if named is not None and (not senders or named in senders):
        return named, ""
    if form.department and named is None:
        return None, f"联系表写的单位“{form.department}”不在单位名录中"
    if named is not None:
        return None, f"联系表写的是{named.name}，来件地址登记的却是{'、'.join(each.name for each in senders)}"
    if len(senders) == 1:
        return senders[0], ""
    return None, "联系表没有写单位名称，从来件地址也看不出是哪个单位"


def _hold_unplaced(incoming: Incoming, written: Department | None, doubt: str, *, now: datetime) -> MailState:
    """Lay a form before a person: whose is it? Where it names another department than its sender's, that one comes first."""
    senders = incoming.sender.departments
    why = "查明是哪个单位的联系表以后，再核对变动"
    likely = [each.name for each in (*([written] if written else ()), *senders)] or ["单位"]
    ways = [holding.suggest(f"held release --department {name}", why) for name in likely]
    if written is not None and senders:
        asked = "、".join(each.name for each in senders)
        ways.insert(0, holding.suggest(f"电话问明{asked}：表发错了，还是表上单位写错了", "先问清楚"))
        ways.append(holding.drop("表发错了，由来件单位另报"))
    because = f"{doubt}，不能登记"
    return holding.hold_mail(incoming.mail, incoming.reading, because=because, suggestions=ways, now=now)


def _named_on_file(incoming: Incoming) -> tuple[Department, list[str]] | None:
    """The department that writes of people of its own who are on file, and they; None where it writes of none."""
    for department in incoming.sender.departments:
        on_file = {
            each["name"] for code in liaisons.CHANNELS for each in liaisons.people_of(department, code)
        }
        if named := sorted(name for name in on_file if name in incoming.reading.new_text):
            return department, named
    return None


def _hold_untold(incoming: Incoming, department: Department, named: list[str], *, now: datetime) -> MailState:
    """Lay a letter about people on file before a person that names nobody new: someone leaves, or it was not understood."""
    told = f"{department.name}来信说到在册的{'、'.join(named)}，没有读到由谁接替或改成什么，名录没有改动"
    because = "--because 来信告知"
    ways = [
        *(
            holding.suggest(
                f"mailroom liaisons leave {department.name} --name {name} {because}", "不再担任、没有人接替的"
            )
            for name in named
        ),
        holding.suggest(
            f"mailroom liaisons set {department.name} --role 联系人 --name 姓名 {because}",
            "换了人、改了电话的：照来信登记（接替谁用 --instead-of）",
        ),
        holding.drop("已照来信登记，或与联系人无关"),
    ]
    return holding.hold_mail(incoming.mail, incoming.reading, because=told, suggestions=ways, now=now)


def _file(
    office: Office,
    incoming: Incoming,
    department: Department,
    form: WrittenForm,
    part: int,
    *,
    now: datetime,
) -> tuple[LiaisonForm | None, str]:
    """Enter a form; returns it and the sentence about it where a person must look at it, else (None, "")."""
    covers = [channel for channel in liaisons.CHANNELS if channel in form.covers] or list(liaisons.CHANNELS)
    waiting = _changed_by(incoming, department, form)
    text = f"{incoming.reading.new_text} {form.former}"
    people, doubts = _people(liaisons.expected(department, covers[0], waiting), form, text)
    changes = liaisons.changes(department, covers, people, waiting)
    lacking = _lacking(department, covers, people, incoming.reading, waiting)
    known = department in incoming.sender.departments
    said_already = bool(waiting) and not changes
    row = None if said_already else _entered(incoming, department, form, covers, people, changes, now=now)
    if row is not None and known and not changes and not lacking:
        liaisons.confirm(row, from_on=now.date(), now=now, by=casework.SYSTEM, because="与现行登记一致")
        row = None
    elif row is not None and not is_part(people):
        doubts += _supersede(row, now=now)
    if known:
        draft = receipt(office, department, form, changes, lacking, incoming.mail, part, now=now)
        replies.reply(office, draft, incoming, now=now, department=department)
    return (None, "") if row is None else (row, _sentence(row, known, lacking, doubts))


def _changed_by(incoming: Incoming, department: Department, form: WrittenForm) -> list[LiaisonForm]:
    """The sender's forms that wait and that this one, where it tells of a part alone, comes to change: it is laid over
    them, and takes the place of none.
    """
    if not is_part([person_of(person) for person in form.people if person.name]):
        return []
    rows = liaisons.pending_forms(department)
    return [row for row in rows if row.sender == incoming.sender.address and row.mail != incoming.mail]


def _people(before: list[Person], form: WrittenForm, text: str) -> tuple[list[Person], list[str]]:
    written = [person_of(person, form.section or "") for person in form.people if person.name]
    return with_predecessors(before, completed(before, written), text)


def _lacking(
    department: Department,
    covers: list[str],
    people: list[Person],
    reading: Reading,
    waiting: list[LiaisonForm],
) -> list[str]:
    """What is missing or wrong once the form holds, over the channels that it covers, each once."""
    found: dict[str, None] = {}
    for channel in covers:
        found |= dict.fromkeys(faults_of(liaisons.afterwards(department, channel, people, waiting)))
    unread = [doubt.because for doubt in reading.doubts if doubt.field.startswith("liaison_form.people.")]
    return [*found, *unread]


def _entered(
    incoming: Incoming,
    department: Department,
    form: WrittenForm,
    covers: list[str],
    people: list[Person],
    changes: list[dict[str, str]],
    *,
    now: datetime,
) -> LiaisonForm | None:
    """The row of a form; None where the very same one waits already."""
    sender = incoming.sender.address
    for other in liaisons.pending_forms(department):
        if (other.covers, _bare(other.people), other.sender) == (covers, _bare(people), sender):
            return None
    return LiaisonForm.create(
        department=department,
        mail=incoming.mail,
        arrived_at=now,
        filled_on=form.filled_on.date() if isinstance(form.filled_on, datetime) else form.filled_on,
        covers=covers,
        section=form.section or "",
        people=people,
        email=form.email or "",
        sender=sender,
        differences=changes,
        state=FormState.PENDING,
        valid_from=form.since,
    )


def _bare(people: list[Person]) -> list[Person]:
    return [{name: value for name, value in each.items() if name != "instead_of"} for each in people]


def _supersede(row: LiaisonForm, *, now: datetime) -> list[str]:
    """An earlier form of the same sender that covers nothing more waits no longer. Returns a sentence about each that named
    somebody whom the new one does not name.
    """
    told, named = [], {person["name"] for person in row.people}
    for other in liaisons.pending_forms(row.department):
        earlier = other.id < row.id and other.sender == row.sender and other.mail != row.mail
        if earlier and set(other.covers) <= set(row.covers):
            liaisons.refuse(other, because=SUPERSEDED, now=now, by=casework.SYSTEM)
            clearing.settle(liaisons.entries_of(other), now=now, by=casework.SYSTEM, because=SUPERSEDED)
            gone = "、".join(each["name"] for each in other.people if each["name"] not in named)
            told += [f"取代了没有确认的第 {other.id} 号，其中的{gone}这次没有填写"] if gone else []
    return told


def _sentence(row: LiaisonForm, known: bool, lacking: list[str], doubts: list[str]) -> str:
    first = not any(each["old"] for each in row.differences)
    filled = f"，{day_words(row.filled_on)}填报" if row.filled_on else ""
    changed = f"首次登记{len(row.people)}人" if first else f"与现行登记有{len(row.differences)}处不同"
    return holding.one_sentence(
        f"{row.department.name}报来联系表（{liaisons.channel_names(row.covers)}{filled}）：{changed}，待确认",
        f"写明自{day_words(row.valid_from)}起" if row.valid_from else "",
        "" if known else f"发件地址 {row.sender} 没有登记，不能证明是该单位",
        f"表中有{len(lacking)}处须补正：{'、'.join(lacking)}" if lacking else "",
        *doubts,
    )


def _ways(incoming: Incoming, rows: list[LiaisonForm]) -> list[holding.Suggestion]:
    ways = []
    for row in rows:
        command = CONFIRM.format(row.id) + (f" --from {row.valid_from}" if row.valid_from else "")
        holds = "来件写明的那天起生效" if row.valid_from else "当日起生效（可用 --from 指定）"
        if row.department in incoming.sender.departments:
            ways.append(holding.suggest(command, f"看改动用 mailroom liaisons pending；无误则确认，{holds}"))
        else:
            ways += [
                holding.suggest(command, "打电话向该单位核实以后：只登记人员，不登记这个发件地址"),
                holding.suggest(f"{command} --address {row.sender}", "核实以后：同时登记为该单位的来件地址"),
            ]
        if row.email and row.email.lower() not in (each.lower() for each in row.department.addresses):
            ways.append(holding.suggest(f"{command} --address {row.email}", "表中写有这个邮箱，名录中没有"))
        ways.append(holding.suggest(REFUSE.format(row.id), "不采用"))
    return ways
