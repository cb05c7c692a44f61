"""上级变更: what a platform says anew of a case that is known already: shown, and put before a person."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from generators.privacy import is_secret, mask_name, mask_phone
from ledger import casework, worklists
from ledger.models import Case, CaseMail
from ledger.vocabulary import Act, Status, label
from mailroom import holding
from mailroom.desks.incoming import Incoming
from mailroom.office import Office
from parsers.reading import CaseSheet

# What a person must see; the rest (kind, urgency, place) stands in the journal.
TO_BE_SEEN = ("request_text", "upper_due_at", "department_named")
OFF_THE_DESKS = (Status.WITHDRAWN, Status.MERGED, Status.CLOSED)


def join(office: Office, case: Case, incoming: Incoming, sheet: CaseSheet, *, now: datetime) -> bool:
    """The same upper number again: the mail joins the case; returns whether a person must look at it.

    Nothing is changed by itself, but that a case is secret holds from this moment: waiting would give somebody away.
    """
    if CaseMail.get_or_none(case=case, mail=incoming.mail):
        return False
    fresh = {
        "request_text": sheet.request_text,
        "upper_due_at": close_of(office, sheet.upper_due_at),
        "kind": sheet.kind,
        "urgency": sheet.urgency,
        "place": sheet.place,
        "department_named": sheet.department,
    }
    changes = {name: value for name, value in fresh.items() if value and _differs(getattr(case, name), value)}
    if _has_it_already(case, sheet.department):
        changes.pop("department_named", None)
    because = f"上级编号 {case.upper_no} 已登记，来件并入本件"
    casework.join(case, incoming.mail, changes=changes, now=now, because=because)
    what = [casework.CHANGE_LABELS[name] for name in changes]
    must_be_seen = any(name in TO_BE_SEEN for name in changes)
    if _becomes_secret(office, case, sheet):
        casework.make_secret(case, mail=incoming.mail, now=now, because="上级要求保密，自此按保密件办理")
        what.append("要求保密（自此按保密件办理，此前发出的信写有诉求人信息）")
        must_be_seen = True
    if _another_petitioner(case, incoming, sheet, now=now):
        what.append("诉求人信息")
        must_be_seen = True
    if case.status in OFF_THE_DESKS:
        what.insert(0, f"本件现为{label('status', case.status)}，上级又转来")
        must_be_seen = True
    if must_be_seen:
        _hold(case, incoming, what, now=now)
    return must_be_seen


def close_of(office: Office, due: date | datetime | None) -> datetime | None:
    """A day without a time ends at the close of business."""
    moment = casework.as_moment(due)
    if moment is None or moment.time() != datetime.min.time():
        return moment
    return datetime.combine(moment.date(), office.settings.hours.close)


def _differs(old: Any, new: Any) -> bool:
    """Whether two values differ by more than white space: another layout breaks lines elsewhere."""
    if isinstance(old, str) and isinstance(new, str):
        return re.sub(r"\s", "", old) != re.sub(r"\s", "", new)
    return bool(old != new)


def _has_it_already(case: Case, written: str | None) -> bool:
    lead, named = worklists.lead_dispatch(case), worklists.department_named(written or "")
    return lead is not None and named is not None and lead.department.id == named.id


def _becomes_secret(office: Office, case: Case, sheet: CaseSheet) -> bool:
    asked = bool(sheet.secret) or sheet.kind in office.settings.privacy.secret_kinds
    return asked and not is_secret(case)


def _another_petitioner(case: Case, incoming: Incoming, sheet: CaseSheet, *, now: datetime) -> bool:
    """Whether name, phone or address differ from those on record; the journal shows them masked."""
    known, told = worklists.petitioner_of(case), sheet.petitioner
    masks: dict[str, Any] = {"name": mask_name, "phone": mask_phone, "address": lambda _: "（地址）"}
    pairs = {name: (str(getattr(known, name, None) or ""), getattr(told, name) or "") for name in masks}
    differing = {name: pair for name, pair in pairs.items() if all(pair) and _differs(*pair)}
    if not differing:
        return False
    shown = [f"{masks[name](old)} → {masks[name](new)}" for name, (old, new) in differing.items()]
    words = "保密，见来件原件" if is_secret(case) else "、".join(shown)
    casework.note(case, f"诉求人信息：{words}", now=now, act=Act.CHANGE, mail=incoming.mail)
    return True


def _hold(case: Case, incoming: Incoming, what: list[str], *, now: datetime) -> None:
    holding.hold_mail(
        incoming.mail,
        incoming.reading,
        because=f"{case.case_no} 的上级来件有变更：{'、'.join(what)}（旧值与新值见办理过程）",
        suggestions=[
            holding.suggest("核对后告知承办单位", "上级的要求有变"),
            holding.suggest("作废", "无实质变化"),
        ],
        now=now,
        case=case,
    )
