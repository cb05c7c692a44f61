"""变更: what a platform has changed of a case is applied by a person, and the departments at work are told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generators.amendment import ABOUT_THE_PETITIONER, draw_up_amendment
from generators.privacy import is_secret, mask_name, mask_phone, without_petitioner
from generators.wording import moment_words
from ledger import amending, casework, listings, worklists
from ledger.models import Case, Department, Dispatch, Letter, Petitioner
from ledger.vocabulary import Act, label
from mailroom import outbox
from mailroom.desks.accompanying import Accompanying, accompanying_repeat, looked_into
from mailroom.desks.jurisdiction import is_accused
from mailroom.desks.prolonging import deadline_of_assignment, left_as_it_was
from mailroom.desks.secrecy import told_of_stopped, turn_secret
from mailroom.errors import MailroomError
from mailroom.office import Office

MASKS: dict[str, Any] = {"name": mask_name, "phone": mask_phone, "address": lambda _: "（地址）"}
MOVES_DEADLINES = ("upper_due_at", "kind")


class NothingChanged(MailroomError):
    """What is to be changed stands so already."""


class AgainstItself(MailroomError):
    """A department at work would be told of a case against itself; the message says so, in Chinese."""


class AlwaysSecret(MailroomError):
    """Cases of this kind are secret, whatever anybody says; the message says so, in Chinese."""


class CannotAttach(MailroomError):
    """Documents may not go to a department, or to nobody; the message says why, in Chinese."""


@dataclass(frozen=True)
class Amended:
    """What an amendment did: the journal's sentences, the departments' deadlines and the letters to them."""

    sentences: list[str]
    rows: list[Dispatch]
    letters: list[Letter]


def amend(
    office: Office,
    case: Case,
    values: Mapping[str, Any],
    petitioner: Mapping[str, str],
    *,
    now: datetime,
    by: str,
    mail: Any | None = None,
    along: Accompanying | None = None,
) -> Amended:
    """Change columns of a case and of who asked (values equal to those on record do not count), inside the caller's
    transaction; count open deadlines again and tell the departments. `along`: documents that came with the change.

    Raises `NothingChanged`, `AgainstItself`, and `casework.NotAllowed` for a case that is off the desks.
    """
    along = along or Accompanying()
    rows = worklists.dispatches_at_work(case)
    innocent = [row.department for row in rows if not is_accused(case, row.department)]
    former = worklists.petitioner_of(case)
    fresh, asked = differing(case, values), differing(former, petitioner)
    if not (fresh or asked or along.enclosed or along.left_out):
        raise NothingChanged(f"{case.case_no} 与登记的内容相同，没有可改的")
    upper_due_before = case.upper_due_at
    turns_secret = fresh.get("kind") in office.settings.privacy.secret_kinds and not is_secret(case)
    sentences = [*_sentences(case, fresh), *_about_who(case, asked)]
    if asked and (turns_secret or is_secret(case)):
        sentences = [without_petitioner(sentence, former) for sentence in sentences]
    if along_told := along.sentence():
        sentences.append(along_told)
    amending.change(case, fresh, asked, sentences=sentences, mail=mail, now=now, by=by)
    _refuse_telling_the_accused(case, innocent)
    if turns_secret:
        because = f"{label('kind', case.kind)}件一律保密，自此按保密件办理"
        turn_secret(office, case, mail=mail, now=now, because=because)
    if asked and is_secret(case):
        _forget(case, former)
    names = {name: amending.CHANGE_LABELS[name] for name in fresh if name in amending.CHANGE_LABELS}
    names |= {name: ABOUT_THE_PETITIONER[name] for name in asked}
    moves = any(name in fresh for name in MOVES_DEADLINES)
    sooner = bool(upper_due_before and fresh.get("upper_due_at", upper_due_before) < upper_due_before)
    letters = [_tell(office, case, row, names, along, moves=moves, sooner=sooner, now=now) for row in rows]
    return Amended(sentences, rows, [letter for letter in letters if letter is not None])


def _refuse_telling_the_accused(case: Case, innocent: list[Department]) -> None:
    """What a case says now must not reach a department at work that it did not seem to be against before."""
    for department in innocent:
        if is_accused(case, department):
            raise AgainstItself(
                f"更正后的 {case.case_no} 反映的可能就是{department.name}自身，没有更正，也没有告知该单位：先用 "
                f"mailroom send-back {case.case_no} --accept --because 改派 收回，再更正，再转别的单位"
            )


def settle_secrecy(office: Office, case: Case, secret: bool, *, now: datetime, by: str) -> Amended:
    """Write down whether the petitioner wants secrecy, as a person has found out, inside the caller's transaction.

    Where he does not, the departments at work are told who asked and what exactly. Raises `NothingChanged`, `AlwaysSecret`,
    and `casework.NotAllowed` for a case that is off the desks.
    """
    if secret == is_secret(case):
        raise NothingChanged(f"{case.case_no} {'已是' if secret else '本来就不是'}保密件")
    if not secret and case.kind in ("report", *office.settings.privacy.secret_kinds):
        raise AlwaysSecret(f"{case.case_no} 是{label('kind', case.kind)}件，一律保密")
    rows = worklists.dispatches_at_work(case)
    if secret:
        sentence = f"{by}核实，诉求人要求保密，自此按保密件办理"
        stopped = turn_secret(office, case, mail=None, now=now, because=sentence)
        return Amended([sentence + told_of_stopped(stopped)], rows, [])
    sentence = f"{by}核实，诉求人不要求保密"
    amending.change(case, {"secret": False}, {}, sentences=[sentence], mail=None, now=now, by=by)
    names = {name: amending.CHANGE_LABELS[name] for name in ("request_text", "place")} | ABOUT_THE_PETITIONER
    letters = [_tell(office, case, row, names, Accompanying(), moves=False, now=now) for row in rows]
    return Amended([sentence], rows, [letter for letter in letters if letter is not None])


def _forget(case: Case, former: Petitioner | None) -> None:
    """Take who asked, as it was on record, out of a secret case's texts: what is told of them is only ever cleared of
    the record as it is now. The mails lie in the archive as they came.
    """
    texts = {
        name: without_petitioner(getattr(case, name), former) for name in ("title", "request_text", "place")
    }
    amending.rewrite(case, texts)


def attach(
    office: Office, case: Case, documents: list[tuple[str, bytes]], *, now: datetime, by: str
) -> Amended:
    """Send documents (name, content) that a person lays to a case to the departments at work; all of them or none.

    Raises `CannotAttach`.
    """
    if is_secret(case):
        raise CannotAttach(f"{case.case_no} 是保密件，材料不得转给承办单位")
    if not worklists.dispatches_at_work(case):
        raise CannotAttach(f"{case.case_no} 现在没有单位在办，材料发给谁不知道：请先分办")
    along = looked_into(office, case, documents)
    if along.left_out or along.kept_back:
        belongs = [f"{name}（写有别的工单编号）" for name in along.kept_back]
        raise CannotAttach(f"不能发：{'、'.join([*along.left_out, *belongs])}")
    return amend(office, case, {}, {}, now=now, by=by, along=along)


def pass_on(office: Office, repeat: Case, into: Case, *, now: datetime, by: str) -> None:
    """Send the documents of a repeat to the departments at work on the case that it was joined to, where it has any."""
    if is_secret(repeat) or is_secret(into):
        return
    at_work = worklists.dispatches_at_work(into)
    along = accompanying_repeat(office, repeat, into) if at_work else Accompanying()
    if (along.enclosed or along.left_out) and any(is_accused(into, row.department) for row in at_work):
        because = f"{repeat.case_no} 反映的可能是承办单位自身，随件材料没有补发"
        casework.note(into, because, now=now, by=by)
        return
    if along.enclosed or along.left_out:
        amend(office, into, {}, {}, now=now, by=by, along=along)


def _tell(
    office: Office,
    case: Case,
    row: Dispatch,
    names: Mapping[str, str],
    along: Accompanying,
    *,
    moves: bool,
    now: datetime,
    sooner: bool = False,
) -> Letter | None:
    """`sooner`: the platform wants it earlier than before, so the department gets no more time than it has."""
    due_before = row.due_at
    if moves:
        deadline = deadline_of_assignment(office, row, told_at=now)
        if sooner and deadline.due_at > row.due_at:  # the new one is over already, and limits nothing
            why = "上级把时限提前了，仍按原时限，不后延"
            deadline = left_as_it_was(row, deadline, why, provisional=row.provisional)
        amending.recount(row, deadline, now=now, because="上级变更")
    draft = draw_up_amendment(
        case,
        worklists.petitioner_of(case),
        row,
        row.department,
        names,
        due_before=due_before,
        head=office.head,
        nth=listings.times_done(case, Act.CHANGE),
        now=now,
        attachments=along.enclosed,
        left_out=along.left_out,
        templates=office.templates,
    )
    return outbox.post(office, draft, now=now, case=case, department=row.department) if draft else None


def differing(record: Case | Petitioner | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that say something other than the record, by more than white space: another layout breaks lines elsewhere."""
    return {
        name: value
        for name, value in values.items()
        if value and _differs(getattr(record, name, None), value)
    }


def _differs(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return re.sub(r"\s", "", old) != re.sub(r"\s", "", new)
    return bool(old != new)


def _sentences(case: Case, fresh: Mapping[str, Any]) -> list[str]:
    return [
        f"{amending.CHANGE_LABELS[name]}更正：{_shown(name, getattr(case, name)) or '（空）'} → {_shown(name, value)}"
        for name, value in fresh.items()
    ]


def _shown(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return moment_words(value)
    return label(name, value) if name in amending.CODED else str(value or "")


def _about_who(case: Case, asked: Mapping[str, str]) -> list[str]:
    """The journal shows who asked masked, as every list does; in a secret case not at all."""
    if not asked:
        return []
    return [f"诉求人信息更正：{masked_change(case, asked)}"]


def masked_change(case: Case, asked: Mapping[str, str]) -> str:
    """How name, phone and address change, masked."""
    if is_secret(case):
        return "保密，见来件原件"
    known = worklists.petitioner_of(case)
    olds = {name: str(getattr(known, name, None) or "") for name in asked}
    return "、".join(
        f"{MASKS[name](olds[name]) if olds[name] else '（空）'} → {MASKS[name](new)}"
        for name, new in asked.items()
    )
