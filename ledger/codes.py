"""The words of the trade as they are stored: English codes. `ledger.vocabulary` has their Chinese labels."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """On whose desk a case lies; everything else that happens to it is an `Act` in its journal."""

    REGISTERED = "registered"
    DISPATCHED = "dispatched"
    ANSWERED = "answered"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


# A case that departments may be at work on: assisting ones still owe their answers when the lead has given his.
AT_WORK = (Status.DISPATCHED, Status.ANSWERED)


class Act(StrEnum):
    """What can happen to a case. `casework.STEPS` says which acts move it."""

    REGISTER = "register"
    JOIN = "join"
    CHANGE = "change"
    SECRET = "secret"
    DISPATCH = "dispatch"
    REDO = "redo"
    ACKNOWLEDGE = "acknowledge"
    REMIND = "remind"
    ANSWER = "answer"
    INCOMPLETE = "incomplete"
    REPORT = "report"
    SEND_BACK = "send_back"
    SEND_BACK_REFUSED = "send_back_refused"
    REASSIGN = "reassign"
    EXTEND = "extend"
    EXTEND_REFUSED = "extend_refused"
    SUPERVISE = "supervise"
    INSTRUCT = "instruct"
    HAND_OVER = "hand_over"
    HARD = "hard"
    FOLLOW_UP = "follow_up"
    UNREASONABLE = "unreasonable"
    CLOSE = "close"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    URGE = "urge"
    NOTE = "note"
    RECOUNT = "recount"


class DispatchState(StrEnum):
    """The state of one assignment."""

    OPEN = "open"
    ANSWERED = "answered"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """Lead (主办) or assisting (协办)."""

    LEAD = "lead"
    ASSISTING = "assisting"


class Stage(StrEnum):
    """The rungs of the ladder of one assignment, in order; each is taken once."""

    YELLOW = "yellow"
    DUE = "due"
    RED = "red"
    WRITTEN = "written"
    ON_SITE = "on_site"
    INSTRUCTION = "instruction"


class Way(StrEnum):
    """How an assignment is supervised (督办), by the founding document."""

    PHONE = "phone"
    WRITTEN = "written"
    ON_SITE = "on_site"
    INSTRUCTION = "instruction"


class ExtensionState(StrEnum):
    """What was decided on a wish for more time."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class Verdict(StrEnum):
    """What follows from a dissatisfied petitioner's word."""

    REDO = "redo"
    UNREASONABLE = "unreasonable"
    HARD = "hard"


class FormState(StrEnum):
    """What has become of a liaison form."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class NoticeState(StrEnum):
    """How far a notice is."""

    FROZEN = "frozen"  # its figures stand; the draft waits for approval
    APPROVED = "approved"  # its letters are posted


class MailState(StrEnum):
    """What has become of a mail in the post book."""

    KEPT = "kept"  # archived and registered, not yet worked on
    SETTLED = "settled"  # a desk took it
    HELD = "held"  # it waits in the holding pen
    DUPLICATE = "duplicate"


class LetterState(StrEnum):
    """What has become of a letter in the outbox."""

    DRAFT = "draft"  # waits for a person's approval
    QUEUED = "queued"
    SENDING = "sending"  # its bytes are being handed over: after a crash nobody knows
    SENT = "sent"
    FAILED = "failed"  # given up; a person decides
    UNKNOWN = "unknown"  # it can't be told whether it went; a person decides
    VOID = "void"  # rejected; it keeps its number
    ON_PAPER = "on_paper"  # it goes to no mailbox: to be printed and delivered by hand


class AlarmKind(StrEnum):
    """What can be wrong with the office itself; one alarm is open for each kind and subject."""

    MAILBOX = "mailbox"  # no look into it succeeds
    FILING = "filing"  # mails can't be filed away on the server
    COURIER = "courier"  # no letter goes out
    DELIVERY = "delivery"  # nobody looks into the outbox
    WAITING = "waiting"  # letters stay in the outbox for days
    DUTIES = "duties"  # nobody looks what is due
    DUTY = "duty"  # one duty fails every time
    BARRED = "barred"  # an account does not let us in, and is not tried again
    PASSWORD = "password"  # one is about to end
    HEARTBEAT = "heartbeat"  # a mail to ourselves does not come back
    DISK = "disk"
    CLOCK = "clock"
    CALENDAR = "calendar"
    BACKUP = "backup"
    READER = "reader"  # what could be read before can't be read any more
    STOOD_STILL = "stood_still"


class HeldState(StrEnum):
    """What has become of an entry of the holding pen."""

    OPEN = "open"
    RELEASED = "released"
    DISCARDED = "discarded"
