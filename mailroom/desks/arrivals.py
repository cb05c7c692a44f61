"""送达: letters that came back, and what has become true of them since: the department has the case by its own word, the case
is off its desk, its address writes to us. What the pen asked for and nobody needs any more, it asks for no longer.
"""

from __future__ import annotations

from datetime import datetime

from ledger import addresses, arrivals, casework, listings, postbook, worklists
from ledger.models import Held, Letter
from ledger.opening import transaction
from ledger.vocabulary import LetterState
from mailroom import passing_on, resending
from mailroom.desks import clearing, dead_addresses
from mailroom.office import Office


def look_again(office: Office, *, now: datetime) -> None:
    """Let the pen say of letters that came back, and of dead addresses, what is true today; done in every round."""
    mend_by_word(now=now)
    drop_overtaken(now=now)
    dead_addresses.settle_mended(office, now=now)


def mend_by_word(*, now: datetime) -> None:
    """Write again to an address from which somebody has written to us since its letter came back: there is a mailbox. One
    that a person has written off stays off.
    """
    with transaction():
        for dead in addresses.returned_from():
            if arrivals.wrote_since(dead.address, dead.since):
                addresses.mend(dead.department, dead.address, now=now, by=casework.SYSTEM)


def drop_overtaken(*, now: datetime) -> None:
    """Ask no more for letters that nobody needs to have sent again; what then asks for nothing is settled."""
    with transaction():
        for entry in listings.open_held_of_kinds("letter", "bounce"):
            if entry.what == "bounce":
                _drop_from(entry, now=now)
            elif entry.letter is not None and _is_overtaken(entry.letter, LetterState.FAILED):
                clearing.settle([entry], now=now, by=casework.SYSTEM, because="不必再发")


def _drop_from(entry: Held, *, now: datetime) -> None:
    asked = [way["do"] for way in entry.suggestions if way["do"].startswith(resending.COMMAND)]
    needless = [do for do in asked if _needs_nobody(do)]
    for do in needless:
        postbook.suggest_no_more(entry, do)
    about_address = any(dead_addresses.WORKS.fullmatch(way["do"]) for way in entry.suggestions)
    if needless and len(needless) == len(asked) and not about_address:
        because = "单位已有这一件，或已不在办，不必重发"
        clearing.settle([entry], now=now, by=casework.SYSTEM, because=because)


def _needs_nobody(do: str) -> bool:
    letter = worklists.letter_by_key(do.removeprefix(resending.COMMAND))
    return letter is not None and _is_overtaken(letter, LetterState.SENT, LetterState.FAILED)


def _is_overtaken(letter: Letter, *states: LetterState) -> bool:
    return (
        letter.state in states and not passing_on.is_still_wanted(letter) and not resending.why_secret(letter)
    )
