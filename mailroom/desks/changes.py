"""上级变更: what a platform says anew of a case that is known already: shown, put before a person, applied on his word."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Any

from generators.privacy import is_secret
from ledger import amending, casework, worklists
from ledger.models import Case, CaseMail
from ledger.vocabulary import Act, Status, label
from mailroom import holding
from mailroom.desks.accompanying import Accompanying, accompanying_of
from mailroom.desks.amendments import NothingChanged, amend, differing, masked_change
from mailroom.desks.incoming import Incoming
from mailroom.desks.secrecy import told_of_stopped, turn_secret
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
    changes = differing(case, _written(office, case, sheet))
    because = f"上级编号 {case.upper_no} 已登记，来件并入本件"
    amending.join(case, incoming.mail, changes=changes, now=now, because=because)
    what = [amending.CHANGE_LABELS[name] for name in changes]
    must_be_seen = any(name in TO_BE_SEEN for name in changes)
    if turned := _becomes_secret(office, case, sheet):
        what.append(_turned_secret(office, case, incoming, now=now))
        must_be_seen = True
    if _another_petitioner(case, incoming, sheet, now=now):
        what.append("诉求人信息")
        must_be_seen = True
    if added := _new_documents(office, case, incoming).sentence():
        what.append(added)
        must_be_seen = True
    if case.status in OFF_THE_DESKS:
        what.insert(0, f"本件现为{label('status', case.status)}，上级又转来")
        must_be_seen = True
    if must_be_seen:
        done_already = turned and len(what) == 1
        _hold(case, incoming, what, changes.get("upper_due_at"), done_already=done_already, now=now)
    return must_be_seen


def close_of(office: Office, due: date | datetime | None) -> datetime | None:
    """A day without a time ends at the close of business."""
    moment = casework.as_moment(due)
    if moment is None or moment.time() != datetime.min.time():
        return moment
    return datetime.combine(moment.date(), office.settings.hours.close)


def _has_it_already(case: Case, written: str | None) -> bool:
    lead, named = worklists.lead_dispatch(case), worklists.department_named(written or "")
    return lead is not None and named is not None and lead.department.id == named.id


def _becomes_secret(office: Office, case: Case, sheet: CaseSheet) -> bool:
    asked = bool(sheet.secret) or sheet.kind in office.settings.privacy.secret_kinds
    return asked and not is_secret(case)


def _turned_secret(office: Office, case: Case, incoming: Incoming, *, now: datetime) -> str:
    stopped = turn_secret(office, case, mail=incoming.mail, now=now, because="上级要求保密，自此按保密件办理")
    return f"要求保密（自此按保密件办理，此前已收到转办函的单位另发保密通知{told_of_stopped(stopped)}）"


def _another_petitioner(case: Case, incoming: Incoming, sheet: CaseSheet, *, now: datetime) -> bool:
    """Whether name, phone or address differ from those on record, or are new; the journal shows them masked."""
    asked = differing(worklists.petitioner_of(case), _who(sheet))
    if not asked:
        return False
    sentence = f"诉求人信息：{masked_change(case, asked)}"
    casework.note(case, sentence, now=now, act=Act.CHANGE, mail=incoming.mail)
    return True


def _written(office: Office, case: Case, sheet: CaseSheet) -> dict[str, Any]:
    """What a sheet says of the case, by column; the department that has it already is no change."""
    return {
        "request_text": sheet.request_text,
        "upper_due_at": close_of(office, sheet.upper_due_at),
        "kind": sheet.kind,
        "urgency": sheet.urgency,
        "place": sheet.place,
        "department_named": None if _has_it_already(case, sheet.department) else sheet.department,
    }


def _who(sheet: CaseSheet) -> dict[str, str]:
    return {name: getattr(sheet.petitioner, name) or "" for name in ("name", "phone", "address")}


def _new_documents(office: Office, case: Case, incoming: Incoming) -> Accompanying:
    """Documents of a mail that no letter about the case has taken along; one still to be dispatched takes them anyway."""
    if case.status == Status.REGISTERED:
        return Accompanying()
    along = accompanying_of(office, case, incoming)
    gone = {name for letter in worklists.letters_of(case) for name in letter.documents}
    return dataclasses.replace(
        along, enclosed=tuple(each for each in along.enclosed if each.name not in gone)
    )


def apply(office: Office, case: Case, incoming: Incoming, sheet: CaseSheet, *, now: datetime) -> None:
    """A person has decided that a sheet's values hold: they are written into the case, and the departments are told."""
    if not CaseMail.get_or_none(case=case, mail=incoming.mail):
        because = f"由{incoming.by}认定是本件的上级来件"
        amending.join(case, incoming.mail, changes={}, now=now, because=because)
    if turned := _becomes_secret(office, case, sheet):
        _turned_secret(office, case, incoming, now=now)
    try:
        amend(
            office,
            case,
            _written(office, case, sheet) | {"title": sheet.title if sheet.request_text else None},
            _who(sheet),
            now=now,
            by=incoming.by,
            mail=incoming.mail,
            along=_new_documents(office, case, incoming),
        )
    except NothingChanged:
        if not turned:  # that it is secret was all that is new
            raise


def _hold(
    case: Case,
    incoming: Incoming,
    what: list[str],
    due: datetime | None,
    *,
    done_already: bool,
    now: datetime,
) -> None:
    number, ways = case.case_no, []
    if case.status in amending.CHANGEABLE and not done_already:
        ways.append(holding.suggest(f"held release --case {number}", "按来件更正，在办的单位收到变更通知"))
        if due is not None:
            ways.append(holding.suggest(f"mailroom change {number} --due {due:%Y-%m-%dT%H:%M}", "只改时限"))
    if case.status == Status.DISPATCHED and amending.CHANGE_LABELS["department_named"] in what:
        ways.append(
            holding.suggest(
                f"mailroom send-back {number} --accept --because 上级改派", "承办单位有变，退回后重新分办"
            )
        )
    holding.hold_mail(
        incoming.mail,
        incoming.reading,
        because=f"{number} 的上级来件有变更：{'、'.join(what)}（旧值与新值见办理过程）",
        suggestions=[*ways, holding.drop("已按保密件办理" if done_already else "无实质变化")],
        now=now,
        case=case,
    )
