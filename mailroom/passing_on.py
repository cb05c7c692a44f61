"""改寄: a letter that came back goes to the department's next address on file, telling at its top that it went before.

It is a new letter with a key and a Message-ID of its own (…/to/2), so that the rule "posted once" holds for each.
"""

from __future__ import annotations

import base64
import html
import re
from datetime import datetime

from generators.letter import message_id_of
from ledger import addresses, arrivals, casework, listings, postbook, worklists
from ledger.models import Letter
from ledger.vocabulary import LetterState
from mailroom import resending
from mailroom.office import Office

CAME_BACK = (LetterState.SENT, LetterState.FAILED, LetterState.ON_PAPER)
# Kinds that ask the department to act on an assignment: stale once it is no longer at work on it.
OF_AN_ASSIGNMENT = ("dispatch", "correction", "supervision", "redo", "instruction")
BODY = re.compile(
    rb"(Content-Type: text/(plain|html); charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n)"
    rb"((?:[A-Za-z0-9+/=]+\r\n)+)"
)


def pass_on(office: Office, letter: Letter, *, now: datetime, because: str) -> Letter | None:
    """Post `letter` again to its department's first address that lives, inside the caller's transaction.

    None: there is no other address, it went there already, or it is not to go out any more.
    """
    department = letter.department
    if department is None or not is_still_wanted(letter):
        return None
    first = resending.root_of(letter)
    under = listings.letters_under(first)
    tried = {address.lower() for each in under for address in each.to}
    to = [address for address in addresses.live(department) if address.lower() not in tried][:1]
    if not to:
        return None
    key = f"{first}/to/{1 + sum(bool(resending.NEXT.search(each.key)) for each in under) + 1}"
    refused = "被退回" if letter.state == LetterState.SENT else "没有送达"
    note = f"本信曾于{letter.posted_at:%Y-%m-%d}发往 {'、'.join(letter.to)}，{refused}，现改寄此邮箱。"
    address = office.settings.office.address
    message = resending.reissued(
        office.archive.fetch(letter.sha256), key=key, address=address, to=to, now=now
    )
    [name] = office.archive.keep([with_note(message, note)])
    fresh = Letter.create(
        key=key,
        kind=letter.kind,
        case=letter.case,
        department=department,
        to=to,
        cc=[],
        subject=letter.subject,
        documents=letter.documents,
        message_id=message_id_of(key, address),
        sha256=name,
        posted_at=now,
        not_before=now,
        because=because,
    )
    if letter.case is not None:
        sentence = f"《{letter.subject}》改寄 {to[0]}（{key}）：{because}"
        casework.note(letter.case, sentence, now=now)
    return fresh


# What is of no use on paper: it asks for a form or a figure, and is asked anew.
NOT_ON_PAPER = ("liaison_chase", "liaison_receipt", "lines_reminder")


def keep_to_print(letter: Letter, address: str, *, now: datetime) -> bool:
    """Let a letter that came back, whose department has no other mailbox, be printed and delivered (打印送达), inside the
    caller's transaction; False where it is not to go out any more.
    """
    department = letter.department
    if department is None or letter.kind in NOT_ON_PAPER or not addresses.goes_on_paper(department):
        return False
    evidence = f"{now:%Y-%m-%d %H:%M} {address} 退信"
    return is_still_wanted(letter) and postbook.move_letter(
        letter,
        LetterState(letter.state),
        LetterState.ON_PAPER,
        evidence=postbook.with_evidence(letter, evidence),
    )


def is_still_wanted(letter: Letter) -> bool:
    """Whether a letter should go out again at all: not one drawn up before its case turned secret, nor about an assignment
    that the department no longer has, nor what lays one on its desk where it has it by its own word.
    """
    if letter.state not in CAME_BACK or resending.why_secret(letter):
        return False
    if letter.case is None or letter.kind not in OF_AN_ASSIGNMENT:
        return True
    mine = [row for row in worklists.dispatches_at_work(letter.case) if row.department == letter.department]
    return bool(mine) and not has_come(letter)


def has_come(letter: Letter) -> bool:
    """Whether a letter lays an assignment on its department's desk that the department has by its own word."""
    return any(arrivals.has_reached(row) for row in resending.assignments_of(letter))


def with_note(message: bytes, note: str) -> bytes:
    """Return a finished message of ours with a sentence on top of its plain and its HTML body."""
    seen: set[bytes] = set()

    def put(found: re.Match[bytes]) -> bytes:
        head, kind, body = found.groups()
        if kind in seen:  # the bodies stand before the documents
            return found.group()
        seen.add(kind)
        text = base64.b64decode(body).decode("utf-8")
        fresh = _noted_html(text, note) if kind == b"html" else f"{note}\r\n\r\n{text}"
        return head + base64.encodebytes(fresh.encode("utf-8")).replace(b"\n", b"\r\n")

    return BODY.sub(put, message)


def _noted_html(text: str, note: str) -> str:
    paragraph = f'<p style="margin:0 0 10px 0;color:#c00000;">{html.escape(note)}</p>'
    start = re.search(r"<body[^>]*>", text)
    return text[: start.end()] + paragraph + text[start.end() :] if start else paragraph + text
