"""送达: letters that came back, and what has become true of them since: the department has the case by its own word, the case
is off its desk, its address writes to us. What the pen asked for and nobody needs any more, it asks for no longer.
"""

from __future__ import annotations

from datetime import datetime

from ledger import addresses, arrivals, casework, listings, postbook, supervising, worklists
from ledger.models import Dispatch, Held, Letter
from ledger.opening import transaction
from ledger.tasks import UNDELIVERED
from ledger.vocabulary import LetterState, Stage, Way
from ledger.workdays import add_workdays
from mailroom import passing_on, resending
from mailroom.address_book import SETTINGS, configured
from mailroom.desks import clearing, dead_addresses
from mailroom.desks.incoming import Incoming
from mailroom.desks.ladder import days_late, stage_of
from mailroom.office import Office

HAND_OVER = ("dispatch", "redo")  # kinds that lay an assignment on its department's desk
LATE = (Stage.RED, Stage.WRITTEN, Stage.ON_SITE, Stage.INSTRUCTION)


def look_again(office: Office, *, now: datetime) -> None:
    """Let the pen and the tasks say of letters that came back, and of dead addresses, what is true today; in every round."""
    close_papers(now=now)
    drop_overtaken(office, now=now)
    dead_addresses.settle_mended(office, now=now)
    ask_to_deliver(office, now=now)


def note_word(incoming: Incoming, *, now: datetime) -> None:
    """Write again to an address from which letters came back, as somebody there writes to us now: there is a mailbox. One
    that a person has written off stays off. Inside the caller's transaction.
    """
    if incoming.reading.what not in arrivals.WORDS or incoming.sender.failed:
        return
    addresses.mend_returned(incoming.sender.address, now=now, by=casework.SYSTEM)


def ask_to_deliver(office: Office, *, now: datetime) -> None:
    """Somebody telephones a department whose dispatch letter came back, on the first working day, and anew on each rung of
    the ladder that its case reaches meanwhile; on the rung of a visit somebody brings it. Delivered, the tasks end.
    """
    wanted = resending.wanted_again()
    with transaction():
        lacking = _lacking(wanted) if wanted else []
        _end_calls({row.id for row in lacking}, now=now)
        for row in lacking:
            _ask_somebody(office, row, now=now)


def _lacking(wanted: set[str]) -> list[Dispatch]:
    return [row for row in worklists.open_dispatches() if resending.is_undelivered(row, wanted)]


def _end_calls(still: set[int], *, now: datetime) -> None:
    for task in supervising.open_tasks(cause=UNDELIVERED):
        if task.__data__["dispatch"] not in still:
            supervising.finish(task, "转办函已送达，或不必再送", now=now, by=casework.SYSTEM)


def _ask_somebody(office: Office, row: Dispatch, *, now: datetime) -> None:
    stage = stage_of(office, row, now=now)
    visit = stage in (Stage.ON_SITE, Stage.INSTRUCTION)
    rung = stage if stage in LATE else "first"
    tasks = [each for each in supervising.supervisions_of(row) if each.cause.startswith(UNDELIVERED)]
    way = Way.ON_SITE if visit else Way.PHONE
    if any(each.done_at is None and each.way == way for each in tasks):
        return
    because = "转办函没有送达：请送去并问明收件邮箱" if visit else "转办函没有送达：请电话告知，问明收件邮箱"
    late = f"已逾期{days}个工作日，" if (days := days_late(office, row, now=now)) else ""
    close = office.settings.hours.close
    supervising.open_supervision(
        row,
        way,
        f"{UNDELIVERED}{rung}/{row.due_at:%Y-%m-%d}",
        because=late + because,
        now=now,
        due_at=add_workdays(now.date(), 1, office.calendar, close=close).due_at,
    )


def close_papers(*, now: datetime) -> None:
    """A letter that waits to be printed waits no longer once its department has the case by its own word, or has it no
    more: then it keeps its number; nor once a person has found that what came back did arrive. A digest that brings no paper
    is a word for its day.
    """
    with transaction():
        papers = listings.papers_to_deliver()
        wanted = resending.wanted_again() if papers else set()
        for letter in papers:
            if not passing_on.is_still_wanted(letter):
                _close(letter, now=now)
            elif letter.to and letter.kind in HAND_OVER and letter.key not in wanted:
                said = "退信经人核实作废，单位已收到"
                postbook.move_letter(letter, LetterState.ON_PAPER, LetterState.SENT, evidence=said)
            elif letter.kind == "reminder" and not letter.documents and letter.posted_at.date() < now.date():
                past = "当日的提醒，当日没有送达"
                postbook.move_letter(letter, LetterState.ON_PAPER, LetterState.VOID, last_error=past)


def _close(letter: Letter, *, now: datetime) -> None:
    if passing_on.has_come(letter):
        postbook.move_letter(
            letter, LetterState.ON_PAPER, LetterState.SENT, sent_at=now, evidence="单位已来件，不必再送达"
        )
    else:
        gone = "该单位已不在办这一件，不必再送达"
        postbook.move_letter(letter, LetterState.ON_PAPER, LetterState.VOID, last_error=gone)


def drop_overtaken(office: Office, *, now: datetime) -> None:
    """Ask no more for letters that nobody needs to have sent again; what then asks for nothing is settled."""
    with transaction():
        for entry in listings.open_held_of_kinds("letter", "bounce"):
            if entry.what == "bounce":
                _drop_from(office, entry, now=now)
            elif entry.letter is not None and _is_overtaken(
                entry.letter, LetterState.FAILED, LetterState.ON_PAPER
            ):
                clearing.settle([entry], now=now, by=casework.SYSTEM, because="不必再发")


def _drop_from(office: Office, entry: Held, *, now: datetime) -> None:
    asked = [way["do"] for way in entry.suggestions if way["do"].startswith(resending.COMMAND)]
    needless = [do for do in asked if _needs_nobody(do, now=now)]
    for do in needless:
        postbook.suggest_no_more(entry, do)
    if needless and dead_addresses.TO_PRINT in entry.because and len(needless) == len(asked):
        told = entry.because.replace(f"；{dead_addresses.TO_PRINT}", "")
        postbook.say_instead(entry, told)
    if len(needless) < len(asked) or _asks_for_address(office, entry):
        return
    because = "单位已有这一件，或已不在办，不必重发" if needless else "这个邮箱已不再用"
    if needless or _asked_for_setting(entry):
        clearing.settle([entry], now=now, by=casework.SYSTEM, because=because)


def _asks_for_address(office: Office, entry: Held) -> bool:
    """Whether an entry also asks for an address to be put right: a department's dead one, or one that `office.toml` names."""
    if any(dead_addresses.WORKS.fullmatch(way["do"]) for way in entry.suggestions):
        return True
    return any(f"：{each}，" in entry.because.lower() for each in configured(office))


def _asked_for_setting(entry: Held) -> bool:
    return any(SETTINGS in way["why"] for way in entry.suggestions)


def _needs_nobody(do: str, *, now: datetime) -> bool:
    """Whether a way out sends again what nobody needs, or what is among the papers to be delivered: a task is enough for
    what does not lay a case on a desk. A list of calls is of its day.
    """
    letter = worklists.letter_by_key(do.removeprefix(resending.COMMAND))
    if letter is None:
        return False
    if letter.kind == "follow_up" and letter.posted_at.date() < now.date():
        return True
    if letter.state == LetterState.VOID:
        return True
    printed = letter.state == LetterState.ON_PAPER and letter.kind not in HAND_OVER
    return printed or _is_overtaken(letter, *passing_on.CAME_BACK)


def _is_overtaken(letter: Letter, *states: LetterState) -> bool:
    return (
        letter.state in states and not passing_on.is_still_wanted(letter) and not resending.why_secret(letter)
    )
