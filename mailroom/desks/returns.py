"""What machines send back: bounces (退信), automatic replies (自动回复), read receipts (已读回执), our own letters.

None of it ever counts as a person's word (rules.md: only a person's word is an acknowledgement), and none of it is
answered, so no loop can arise (RFC 3834).
"""

from __future__ import annotations

from datetime import datetime

from ledger import casework, postbook, worklists
from ledger.models import Case, Letter
from ledger.vocabulary import MailState, label
from mailroom import holding, passing_on, resending
from mailroom.desks import bounces, dead_addresses, secrecy, serving
from mailroom.desks.incoming import Incoming
from mailroom.office import Office
from parsers.reading import Bounce, Reading

ARRIVED = "电话核实单位已收到"


def is_own_letter(incoming: Incoming) -> bool:
    """Whether this is a letter of ours that came back as it is. The header alone proves nothing: anybody can copy it."""
    envelope = incoming.reading.envelope
    known = bool(envelope.letter_key) and incoming.sender.ourselves
    return known and worklists.letter_by_message_id(envelope.message_id) is not None


def take_own_letter(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Note a letter of ours that came back (a copy to ourselves, a loop): nothing is done about it."""
    letter = worklists.letter_by_message_id(incoming.reading.envelope.message_id)
    if letter is not None and letter.case is not None:
        casework.note(
            letter.case, f"本办发出的《{letter.subject}》回到了本办邮箱", now=now, mail=incoming.mail
        )
    return MailState.SETTLED


def take_automatic(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Note an automatic reply or receipt in the journal of the case it is about; nothing else."""
    for case in _cases_of(incoming.reading):
        kind = label("what", incoming.reading.what)
        casework.note(case, f"收到{incoming.sender.name}的{kind}，不算签收", now=now, mail=incoming.mail)
    return MailState.SETTLED


def take_bounce(office: Office, incoming: Incoming, *, now: datetime) -> MailState:
    """Tie a bounce to the letter and the recipients, and put it before a person."""
    reading, bounce = incoming.reading, incoming.reading.bounce or Bounce()
    letter = _letter_of(reading, bounce)
    if not incoming.confirmed and (doubt := bounces.doubt_about(incoming, letter, bounce)):
        return _hold_doubtful(incoming, letter, doubt, now=now)
    case = letter.case if letter else next(iter(_cases_of(reading)), None)
    nature = _nature(bounce)
    recipient = bounce.recipient or "（退信未写明收件人）"
    because = f"退信（{nature}）：{recipient}，{bounce.reason or reading.why}"
    because = holding.one_sentence(because, bounces.about_others(bounce))
    if case is not None:
        casework.note(case, because, now=now, mail=incoming.mail)
    if bounce.trying:  # it may arrive yet; one that was given up, if only for a full mailbox, has not arrived
        return (
            MailState.SETTLED
            if case is not None
            else holding.hold_mail(incoming.mail, reading, because=because, now=now)
        )
    if letter is not None and not bounces.note(letter, bounce, incoming.mail, now=now):
        return (
            MailState.SETTLED
        )  # another notice told it before: it waits for a person, or one has dealt with it
    burial = dead_addresses.bury(office, letter, bounce, incoming.mail, now=now)
    anew = secrecy.send_instead(office, letter, now=now) if letter is not None else None
    because = holding.one_sentence(because, burial.told, secrecy.told_of(anew) if anew else "")
    wanted = letter is None or passing_on.is_still_wanted(letter)
    if letter is not None and not wanted and not burial.told and (anew or not resending.why_secret(letter)):
        return MailState.SETTLED  # the department has it or something in its place, or has it no longer
    again = [_way_again(letter)] if letter is not None and wanted and burial.passed_on is None else []
    about_it = f"：{bounce.recipient}，"  # whole: jj@… is the end of zjj@…
    waiting = worklists.open_held_about("bounce", about_it) if bounce.recipient else []
    if waiting:  # the dead address waits for a person already: this letter has to be sent again as well
        postbook.suggest_first(waiting[0], again)
        postbook.rank_suggestions(waiting[0], _after_dispatch_letters)
        return MailState.SETTLED
    works = [dead_addresses.way_back(letter, recipient)] if letter is not None and burial.told else []
    arrived = [holding.drop(ARRIVED)] if letter is not None and again and serving.not_reached(letter) else []
    ways = [*again, *arrived, dead_addresses.by_phone(office, recipient), *works]
    return holding.hold_mail(incoming.mail, reading, because=because, suggestions=ways, now=now, case=case)


def _hold_doubtful(incoming: Incoming, letter: Letter | None, doubt: str, *, now: datetime) -> MailState:
    """Anybody can write a notice: one that may be false moves no letter and no address before a person has looked."""
    ways = [holding.let_go("核实确是退信的：登记退回，按退信办理"), holding.drop("不是退信")]
    case = letter.case if letter else None
    because = f"来件说有信被退回，{doubt}，没有按退信办理"
    return holding.hold_mail(
        incoming.mail, incoming.reading, because=because, suggestions=ways, now=now, case=case
    )


def _nature(bounce: Bounce) -> str:
    if bounce.trying:
        return "延迟，对方服务器仍在重试"
    return {None: "原因待查", True: "永久失败", False: "暂时失败，对方服务器已不再重试"}[bounce.permanent]


def _way_again(letter: Letter) -> holding.Suggestion:
    return holding.suggest(resending.command_for(letter), f"退回的是：{letter.subject}")


def _after_dispatch_letters(way: holding.Suggestion) -> int:
    """A department must have the case before anything else about it: reminders of it are stale by then."""
    return 0 if way["do"].startswith(f"{resending.COMMAND}dispatch/") else 1


def _letter_of(reading: Reading, bounce: Bounce) -> Letter | None:
    """The letter that came back: by the Message-ID that the notice gives or answers, else by subject and recipient."""
    envelope = reading.envelope
    for message_id in (bounce.original_message_id or "", *envelope.in_reply_to, *envelope.references):
        letter = worklists.letter_by_message_id(message_id)
        if letter:
            return letter
    if bounce.original_subject:
        alike = Letter.select().where(Letter.subject == bounce.original_subject).order_by(Letter.id.desc())
        return next((each for each in alike if not bounce.recipient or bounce.recipient in each.to), None)
    return None


def _cases_of(reading: Reading) -> list[Case]:
    """The cases that a machine's mail is about: by the letter it answers, else by a number of ours that it quotes."""
    envelope = reading.envelope
    cases = worklists.cases_of_message([*envelope.in_reply_to, *envelope.references])
    return cases or [case for number in reading.case_nos if (case := worklists.case_by_number(number))]
