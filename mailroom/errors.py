"""Whose turn it is when something goes wrong. Foreign exceptions become one of these at the provider's border."""

from __future__ import annotations


class MailroomError(Exception):
    """The base of all below; the message is a Chinese sentence that can be shown to a clerk or operator."""


class Temporary(MailroomError):
    """Nobody's turn: try again later (connection lost, server busy, disk full, 4xx).

    Where the other side is known to want a pause, `retry_after` says how many seconds, or `next_day` that nothing
    will be taken before the next midnight (a spent daily quota).
    """

    def __init__(self, message: str, *, retry_after: float | None = None, next_day: bool = False):
        super().__init__(message)
        self.retry_after = retry_after
        self.next_day = next_day


class Unreachable(Temporary):
    """Nobody's turn, and no letter's or mail's fault: the server can't be reached or won't let us in just now."""


class Blocked(Unreachable):
    """Nobody's turn: the provider lets this account or machine in no more for a while; knocking makes it longer."""


class Misconfigured(MailroomError):
    """The operator's turn: wrong password, unknown folder, refused certificate. Trying again does not help."""


class LoginRefused(Misconfigured):
    """The operator's turn: the account was not let in. Tried again with the same secret it may be locked."""


class KeptOut(Misconfigured):
    """The operator's turn: the account was refused before with this very secret, and was not tried now."""


class Gone(MailroomError):
    """A mail that was listed is no longer on the server; the next one goes on."""


class Refused(MailroomError):
    """The other side refused this letter for good (5xx). A person decides about the letter."""

    def __init__(self, message: str, *, recipients: tuple[str, ...] = (), as_spam: bool = False):
        super().__init__(message)
        self.recipients = recipients  # those refused; empty: the whole letter
        self.as_spam = as_spam  # its words were taken for spam: the same bytes would be again


class Uncertain(MailroomError):
    """The connection broke after the letter's last byte and before the reply: it may or may not have been taken."""
