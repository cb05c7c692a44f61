"""The liaison form (政务服务热线和市长信箱办理工作联系表): the blank one, and the receipt for one that came back.

The form is the annex of the founding document, row by row; `parsers` reads it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from generators.facts import letter_facts
from generators.letter import Draft, Enclosed, Letterhead
from generators.shelf import Templates, packaged
from generators.wording import day_words, month_day_words
from ledger.vocabulary import label

FORM = "政务服务热线和市长信箱办理工作联系表"


@dataclass(frozen=True)
class Difference:
    """What a new form says otherwise than the one on file: 联系人手机, old and new value ("" where there was none)."""

    what: str
    old: str
    new: str


def liaison_form(
    department: str, *, head: Letterhead, by: date, on: date, templates: Templates | None = None
) -> Enclosed:
    """Return the blank form with the department's name, to be handed in `by` a day; `on` dates the file."""
    facts = letter_facts(head, on, f"{FORM} {department}") | {
        "department": department,
        "by": month_day_words(by),
    }
    shelf = templates or packaged()
    return Enclosed(f"联系表_{department}.docx", shelf.docx("liaison_form", facts))


def draw_up_liaison_receipt(
    form: Any,
    department: Any,
    differences: Sequence[Difference] = (),
    *,
    missing: Sequence[str] = (),
    head: Letterhead,
    in_reply_to: str,
    part: str = "",
    now: datetime,
    templates: Templates | None = None,
) -> Draft:
    """Return the receipt for a form (its fields are those of `parsers.reading.LiaisonForm`), sent to the address on file.

    `missing` are sentences about what the form lacks. `in_reply_to` is the Message-ID of the form's mail: each form has
    one receipt; `part` tells the forms of one mail apart.
    """
    shelf = templates or packaged()
    facts = letter_facts(head, now, f"联系表回执 {department.name}") | {
        "department": department.name,
        "filled_on": day_words(form.filled_on) if form.filled_on else "",
        "covers": "、".join(label("channel", code) for code in form.covers),
        "section": form.section or "",
        "people": [_person(person) for person in form.people],
        "differences": list(differences),
        "missing": list(missing),
    }
    changed = f"，与此前登记有{len(differences)}处不同" if differences else ""
    lacking = f"，有{len(missing)}处须补正" if missing else ""
    return Draft(
        key="/".join(filter(None, ("liaison_receipt", department.name, in_reply_to, part))),
        kind="liaison_receipt",
        to=tuple(department.addresses[:1]),
        subject=f"【联系表回执】{department.name}（{'请补报' if missing else '请核对'}）",
        text=shelf.text("liaison_receipt", facts),
        html=shelf.html("liaison_receipt", facts),
        enclosed=(Enclosed("联系表回执.docx", shelf.docx("liaison_receipt", facts)),),
        department=department.name,
        in_reply_to=in_reply_to,
        because=f"收到{department.name}的联系表，登记{len(form.people)}人{changed}{lacking}",
    )


def draw_up_liaison_chase(
    department: Any,
    channels: Sequence[str],
    *,
    by: date,
    stage: str,
    late: bool,
    reason: str = "",
    head: Letterhead,
    now: datetime,
    templates: Templates | None = None,
) -> Draft:
    """Return the letter that asks for a form that has not come, with the blank form.

    `channels` are those that nobody was named for, `by` the day for handing it in, `late` whether that is over. `stage`
    ends the key: the same stage of the same day of handing in is asked once. `reason`: what made us ask, where it is not
    the day (a letter that came back).
    """
    shelf = templates or packaged()
    day = day_words(by)
    facts = letter_facts(head, now, f"联系表催报 {department.name}") | {
        "department": department.name,
        "channels": "、".join(label("channel", code) for code in channels),
        "by": day,
        "late": late,
        "reason": reason,
    }
    about = reason or f"联系表{day}前报送，{department.name}还没有报"
    return Draft(
        key=f"liaison_chase/{department.name}/{by.isoformat()}/{stage}",
        kind="liaison_chase",
        to=tuple(department.addresses[:1]),
        subject=_asking(department.name, by, late=late),
        text=shelf.text("liaison_chase", facts),
        html=shelf.html("liaison_chase", facts),
        enclosed=(liaison_form(department.name, head=head, by=by, on=now.date(), templates=templates),),
        department=department.name,
        because=about,
    )


def _asking(department: str, by: date, *, late: bool) -> str:
    day = month_day_words(by)
    return f"【联系表催报】{department}（{'应于' if late else '请于'}{day}前报送）"


def _person(person: Any) -> dict[str, str]:
    told = {name: getattr(person, name) or "" for name in ("name", "title", "office_phone", "mobile", "note")}
    return {
        "role": label("liaison_role", person.role) or "人员",
        "line": "，".join(value for value in told.values() if value),
        **told,
    }
