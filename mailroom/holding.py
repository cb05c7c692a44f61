"""The holding pen (待人工): what a person must decide, why, with ranked suggestions. `releasing` lets entries go on."""

from __future__ import annotations

import shlex
from datetime import datetime

from ledger import casework, listings, postbook, worklists
from ledger.models import Case, CaseMail, Mail
from ledger.vocabulary import MailState, label
from mailroom.desks.incoming import Incoming
from mailroom.discretion import as_listed_of
from mailroom.office import Office
from parsers.reading import Reading

Suggestion = dict[str, str]


def suggest(do: str, why: str) -> Suggestion:
    """One suggestion: what a person may do, and why."""
    return {"do": do, "why": why}


def let_go(why: str) -> Suggestion:
    """The suggestion to release an entry as it is; `why` says what is to be looked at before, and what follows."""
    return suggest("held release", why)


def drop(because: str) -> Suggestion:
    """The suggestion to discard an entry, with the reason written out."""
    return suggest(f"held discard --because {shlex.quote(because)}", "不再处理，来件仍在存档")


def one_sentence(*parts: str) -> str:
    """Join sentences with semicolons: their own full stops before one would look odd."""
    return "；".join(part.rstrip("。；") for part in parts if part)


def hold_mail(
    mail: Mail,
    reading: Reading,
    *,
    because: str,
    now: datetime,
    suggestions: list[Suggestion] | None = None,
    case: Case | None = None,
) -> MailState:
    """Put a mail into the pen; who asked is masked, as no case knows yet whose name it is. So is the register's copy of
    the subject, which the pen lists.
    """
    mail.subject = as_listed_of(reading, mail.subject)
    if case is not None:
        CaseMail.get_or_create(case=case, mail=mail)
    postbook.hold(
        what=reading.what,
        because=as_listed_of(reading, because),
        suggestions=[
            suggest(as_listed_of(reading, each["do"]), as_listed_of(reading, each["why"]))
            for each in suggestions or []
        ],
        now=now,
        mail=mail,
        case=case,
    )
    return MailState.HELD


def take_untrusted(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Hold a mail whose sender our own server calls false (rules.md, Trust)."""
    suggestions = [
        let_go("打电话向对方核实以后：服务器核验结果表明发件人可能被冒用"),
        drop("是冒名邮件"),
    ]
    return hold_mail(
        incoming.mail, incoming.reading, because=incoming.sender.failed, suggestions=suggestions, now=now
    )


def take_lookalike(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Hold a mail whose sender passes for somebody whom we know (rules.md, Trust); nobody answers it by program."""
    suggestions = [
        drop("是仿冒邮件"),
        let_go("打电话向对方核实以后：确是对方的，先在名录中登记这个邮箱"),
    ]
    because = f"疑为仿冒：{incoming.imitates}"
    return hold_mail(incoming.mail, incoming.reading, because=because, suggestions=suggestions, now=now)


def say_besides(mail: Mail, doubt: str) -> None:
    """Add a sentence to what the pen says of a mail."""
    for entry in listings.open_held_of(mail):
        if doubt not in entry.because:
            postbook.say_instead(entry, one_sentence(entry.because, doubt))


def take_other(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Hold what the office does not act on by itself, with the reading's own reason."""
    reading = incoming.reading
    if incoming.confirmed and incoming.case_no:
        return _add_to_case(incoming, now=now)
    kind = label("what", reading.what)
    unread = what_was_not_read(reading)
    lead = "" if reading.what == "other" else f"读作“{kind}”，须由人办理："
    because = lead + one_sentence(reading.why, *unread[:1])
    return hold_mail(
        incoming.mail, reading, because=because, suggestions=_suggest_cases(incoming), now=now, case=None
    )


def what_was_not_read(reading: Reading) -> list[str]:
    """Sentences about the documents that could not be read, and about what of the mail itself could not (encrypted)."""
    documents = [document.problem for document in reading.documents if document.problem]
    return documents + [
        doubt.because for doubt in reading.doubts if doubt.field == "documents" and not doubt.where
    ]


def _add_to_case(incoming: Incoming, *, now: datetime) -> MailState:
    """A person says which case the mail belongs to: it joins the dossier, and nothing else happens."""
    case = worklists.case_by_number(incoming.case_no)
    if case is None:
        return MailState.HELD
    kind = label("what", incoming.reading.what)
    casework.note(
        case, f"{incoming.by}将来件归入本件（{kind}）：{incoming.mail.subject}", now=now, mail=incoming.mail
    )
    return MailState.SETTLED


def _suggest_cases(incoming: Incoming) -> list[Suggestion]:
    """Cases that the mail may be about: those whose numbers it quotes; where it quotes none, the sender's open ones."""
    found: list[Suggestion] = []
    for number in incoming.reading.case_nos:
        if worklists.case_by_number(number):
            found.append(suggest(f"held release --case {number}", "来件中有这个工单编号"))
    for number in incoming.reading.upper_nos:
        case = worklists.case_by_upper_number(number)
        if case:
            found.append(suggest(f"held release --case {case.case_no}", f"来件中有上级编号 {number}"))
    for department in [] if found else incoming.sender.departments:  # what it names is what it is about
        for row in worklists.open_dispatches_of(department)[:3]:
            found.append(
                suggest(
                    f"held release --case {row.case.case_no}",
                    f"{department.name}有这件在办：{row.case.title}",
                )
            )
    best = {each["do"]: each for each in reversed(found)}  # one way once, with its strongest reason
    ranked = [each for each in found if best[each["do"]] is each]
    return [*ranked, drop("与热线办理无关")]
