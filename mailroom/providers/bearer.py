"""Logging in by access token: XOAUTH2 (Microsoft, Google, NetEase, QQ), or OAUTHBEARER where only that is offered."""

from __future__ import annotations

from collections.abc import Iterable

MECHANISMS = ("XOAUTH2", "OAUTHBEARER")


def mechanism_of(offered: Iterable[str]) -> str | None:
    """The mechanism to use of those a server offers; None where it takes no token."""
    names = {name.upper() for name in offered}
    return next((name for name in MECHANISMS if name in names), None)


class Conversation:
    """The client's side: what it says first, and its answer to a server that explains why not.

    Made for `imaplib` and `smtplib`, which call it with each challenge; `challenge` keeps the explanation.
    """

    def __init__(self, mechanism: str, user: str, token: str, host: str, port: int):
        self._last_word = "" if mechanism == "XOAUTH2" else "\x01"
        where = "" if mechanism == "XOAUTH2" else f"host={host}\x01port={port}\x01"
        start = f"user={user}\x01" if mechanism == "XOAUTH2" else f"n,a={user},\x01"
        self._first = f"{start}{where}auth=Bearer {token}\x01\x01"
        self._said = False
        self.challenge = b""

    def __call__(self, challenge: bytes | None = None) -> str:
        if not self._said:
            self._said = True
            return self._first
        self.challenge = challenge or b""
        return self._last_word
