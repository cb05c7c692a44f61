"""受理: cases that come down from the upper platforms are registered and laid on the next desk."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime
from typing import Any

from config.settings import UpperSettings
from ledger import casework, listings, worklists
from ledger.models import Case, CaseMail, Petitioner
from ledger.vocabulary import MailState
from mailroom import holding
from mailroom.desks import changes, dispatching, repeats
from mailroom.desks.accompanying import beside_the_sheets, is_about_one
from mailroom.desks.incoming import Incoming, pictures_of
from mailroom.desks.titles import title_of
from mailroom.discretion import doubt_words
from mailroom.office import Office
from parsers.field_names import name_of
from parsers.reading import CaseSheet, Doubt

# Doubts about these make the whole sheet wait: acting on them wrongly would harm or mislead somebody.
WEIGHTY = (
    "upper_no",
    "request_text",
    "kind",
    "secret",
    "upper_due_at",
    "department",
    "petitioner.name",
    "documents",
)


def take_cases(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Register each sheet of the mail as a case and dispatch it; a sheet that a person must see waits in the pen."""
    upper = incoming.sender.upper
    if upper is None and not incoming.confirmed:
        return _hold_stranger(office, incoming, now=now)
    if not incoming.reading.cases:
        return _hold_without_cases(incoming, now=now)
    waits: list[str] = []
    empty = False  # a sheet without any request: releasing it would register nothing
    shown = False  # a change of a known case was put before a person
    for place, sheet in enumerate(incoming.reading.cases):
        if not _is_meant(incoming, sheet):
            done = _is_taken(incoming, sheet) or _waits_already(incoming)
            faults = [] if done else [f"不是 {incoming.case_no}，还没有登记"]
        elif not (faults := _faults(office, incoming, place, sheet)):
            shown |= _take_sheet(office, incoming, sheet, upper, now=now)
        if faults:
            empty |= _is_empty(sheet)
            number = f"（{sheet.upper_no}）" if sheet.upper_no else ""
            waits.append(f"第{place + 1}件{number}：{holding.one_sentence(*faults)}")
    shown |= _hold_loose_documents(incoming, now=now)
    if not waits:
        return MailState.HELD if shown else MailState.SETTLED
    return holding.hold_mail(
        incoming.mail,
        incoming.reading,
        because="；".join(waits[:5]) + ("……" if len(waits) > 5 else ""),
        suggestions=_ways_on(empty, len(incoming.reading.cases)),
        now=now,
    )


def _hold_without_cases(incoming: Incoming, *, now: datetime) -> MailState:
    unread = holding.what_was_not_read(incoming.reading)
    because = f"读作新工单，但没有读出工单内容：{holding.one_sentence(incoming.reading.why, *unread[:1])}"
    ways = [
        holding.suggest(
            "请来件平台改发 docx、xlsx 或直接写在正文里", "原件存档可用 held show 号 --save 取出查看"
        ),
        holding.drop("不是工单，或已重发"),
    ]
    return holding.hold_mail(incoming.mail, incoming.reading, because=because, suggestions=ways, now=now)


def _is_meant(incoming: Incoming, sheet: CaseSheet) -> bool:
    """Whether a sheet is to be taken now: all are; where a person named a case, the one about it, or the only one."""
    decided = worklists.case_by_number(incoming.case_no) if incoming.case_no else None
    if decided is None or len(incoming.reading.cases) < 2:
        return True
    known = _known(incoming, sheet)
    return known is not None and known.id == decided.id


def _is_taken(incoming: Incoming, sheet: CaseSheet) -> bool:
    """Whether a case was made of this sheet before, or the mail has joined the one it is about."""
    known = _known(incoming, sheet)
    return known is not None and CaseMail.get_or_none(case=known, mail=incoming.mail) is not None


def _waits_already(incoming: Incoming) -> bool:
    """Whether an entry of the pen about sheets of this mail, not about a case, is still to be released."""
    entries = [each for each in listings.open_held_of(incoming.mail) if each.case is None]
    return any(each.because.startswith("第") for each in entries)


def _known(incoming: Incoming, sheet: CaseSheet) -> Case | None:
    """The case that a sheet is about, where it was registered before."""
    return worklists.case_by_upper_number(sheet.upper_no) if sheet.upper_no else _same_sheet(incoming, sheet)


def _hold_loose_documents(incoming: Incoming, *, now: datetime) -> bool:
    """Tell a person of pictures that came with several cases: nobody can say whose they are, so nobody gets them."""
    loose = beside_the_sheets(incoming.reading)
    if incoming.confirmed or is_about_one(incoming.reading) or not loose:
        return False
    names = "、".join(each.name for each in loose[:5]) + ("等" if len(loose) > 5 else "")
    because = f"来件有 {len(incoming.reading.cases)} 件工单，另有 {len(loose)} 份材料（{names}）看不出属于哪一件，没有随转"
    ways = [
        holding.suggest(
            "取出原件（held show 号 --save 目录），分清后 mailroom attach 编号 照片",
            "补发给在办的单位，再作废本条",
        ),
        holding.drop("与办理无关"),
    ]
    holding.hold_mail(incoming.mail, incoming.reading, because=because, suggestions=ways, now=now)
    return True


def _ways_on(empty: bool, count: int) -> list[holding.Suggestion]:
    """What may be done about sheets that wait; one that says nothing can't be registered by releasing it."""
    ways = [holding.let_go("核对原件以后：按读出的内容登记")] if not empty or count > 1 else []
    if empty:
        ways.append(holding.drop("没有诉求内容，已请来件平台补全后重发"))
    return ways


def _is_empty(sheet: CaseSheet) -> bool:
    return not (sheet.request_text or sheet.title)


def _hold_stranger(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    first = next(iter(incoming.reading.cases), CaseSheet())
    title = f"“{first.title or first.request_text or incoming.mail.subject}”"[:60]
    return holding.hold_mail(
        incoming.mail,
        incoming.reading,
        because=f"像新工单{title}，但发件人 {incoming.sender.address} 不是登记的上级平台",
        suggestions=[
            holding.let_go("核实来源以后：按新工单登记"),
            holding.suggest("在 office.toml 的 [[upper]] 里补上这个发件人", "今后来件自动受理"),
            holding.drop("不是本办的工单"),
        ],
        now=now,
    )


def _faults(office: Office, incoming: Incoming, place: int, sheet: CaseSheet) -> list[str]:
    """Why this sheet can't be registered without a person; sentences."""
    known = bool(sheet.upper_no and worklists.case_by_upper_number(sheet.upper_no)) or bool(incoming.case_no)
    faults = ["没有读出诉求内容"] if _is_empty(sheet) and not known else []
    if incoming.confirmed:
        return faults
    pictures = pictures_of(incoming.reading) if sheet.request_text else ()
    secret_anyway = sheet.kind in office.settings.privacy.secret_kinds  # whatever the box says, or does not
    for doubt in incoming.reading.doubts:
        moot = doubt.field.endswith("secret") and secret_anyway
        if _is_weighty(doubt, place) and not moot and not any(name in doubt.where for name in pictures):
            after = (
                "；放行即按保密件登记，看过原件并没有要求保密的，放行时用 --not-secret 写明理由"
                if doubt.field.endswith("secret")
                else ""
            )
            faults.append(doubt_words(doubt) + after)
    return faults


def _is_weighty(doubt: Doubt, place: int) -> bool:
    """Whether the doubt is about this sheet (or all of them) and about a field that matters."""
    name = doubt.field
    if name.startswith("cases."):
        _, number, name = name.split(".", 2)
        if number != str(place):
            return False
    return name in WEIGHTY or name == "cases"


def _take_sheet(
    office: Office, incoming: Incoming, sheet: CaseSheet, upper: UpperSettings | None, *, now: datetime
) -> bool:
    """Make a case of a sheet, or join the case that has its number; returns whether a change must be looked at."""
    doubts = _doubts_about(incoming, sheet)
    if any(doubt.field.endswith(".secret") for doubt in doubts):
        sheet = dataclasses.replace(
            sheet, secret=not incoming.not_secret
        )  # nothing is told until somebody knows
    if incoming.confirmed and (decided := worklists.case_by_number(incoming.case_no)):
        changes.apply(office, decided, incoming, sheet, now=now)
        return False
    known = _known(incoming, sheet)
    if known is not None:
        return changes.join(office, known, incoming, sheet, now=now)
    case = casework.register(
        _facts(office, sheet, upper, now=now),
        {name: getattr(sheet.petitioner, name) or "" for name in ("name", "phone", "address")},
        prefix=office.settings.office.prefix,
        rule_set=office.settings.rules.on(now.date()).id,
        mail=incoming.mail,
        now=now,
        by=incoming.by,
        because=f"{upper.name if upper else incoming.sender.address}来件：{incoming.reading.why}",
    )
    if upper is None:
        direct = f"{incoming.sender.address} 不是登记的上级平台：办理结果不自动上报，反馈后由人答复"
        casework.note(case, direct, now=now, mail=incoming.mail)
    if incoming.not_secret and not case.secret:
        sentence = f"{incoming.by}核实，诉求人没有要求保密：{incoming.not_secret}"
        casework.note(case, sentence, now=now, mail=incoming.mail)
    for doubt in doubts:
        name = name_of(re.sub(r"^cases\.\d+\.", "", doubt.field))
        casework.note(case, f"读取存疑（{name}）：{doubt_words(doubt)}", now=now)
    repeats.note_repeat(office, case, now=now)
    if incoming.department:
        dispatching.dispatch_by_hand(
            office,
            case,
            incoming.department,
            now=now,
            by=incoming.by,
            incoming=incoming,
            not_against=incoming.not_against,
        )
    else:
        dispatching.dispatch_or_hold(office, case, now=now, incoming=incoming)
    return False


def _doubts_about(incoming: Incoming, sheet: CaseSheet) -> list[Doubt]:
    """The doubts about this sheet and about the mail as a whole: another case of the mail is none of its business."""
    own = f"cases.{incoming.reading.cases.index(sheet)}."
    return [d for d in incoming.reading.doubts if d.field.startswith(own) or not d.field.startswith("cases.")]


def _same_sheet(incoming: Incoming, sheet: CaseSheet) -> Case | None:
    """The case that this very mail made of a sheet without an upper number, when it is released a second time. Neighbours
    may ask for the same in the same words: each is a case of his own.
    """
    who = sheet.petitioner
    asked = (Petitioner.name == (who.name or "")) & (Petitioner.phone == (who.phone or ""))
    same = (CaseMail.mail == incoming.mail) & (Case.request_text == (sheet.request_text or sheet.title))
    return Case.select().join(CaseMail).switch(Case).join(Petitioner).where(same & asked).first()


def _level(sheet: CaseSheet, upper: UpperSettings | None) -> str:
    """A case of the province's platform is the province's, also where its sheet speaks of the city's line (抄送：…), and
    so is one that the city's platform passes on with a sheet of the province's.
    """
    levels = (sheet.level, upper.level if upper else None)
    return "province" if "province" in levels else "city"


def _facts(office: Office, sheet: CaseSheet, upper: UpperSettings | None, *, now: datetime) -> dict[str, Any]:
    """Columns of `Case` out of a sheet; what it does not say is taken from the platform that sent it."""
    kind = sheet.kind or "other"
    text = sheet.request_text or sheet.title or ""
    return {
        "upper_no": sheet.upper_no or None,
        "upper": upper.name if upper else "",
        "channel": sheet.channel or (upper.channel if upper else "hotline"),
        "level": _level(sheet, upper),
        "kind": kind,
        "title": sheet.title or title_of(text),
        "request_text": text,
        # Some kinds are secret, marked or not (举报); an unmarked one must not depend on somebody's tick.
        "secret": bool(sheet.secret) or kind in office.settings.privacy.secret_kinds,
        "called_at": sheet.called_at,
        "place": sheet.place or "",
        "department_named": sheet.department or "",
        "upper_due_at": changes.close_of(office, sheet.upper_due_at),
        "urgency": sheet.urgency or "normal",
        "return_form": bool(sheet.return_form),
    }
