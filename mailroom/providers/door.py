"""Getting in: which secret an account logs in with now, and whether it may be tried at all.

A refused log-in is remembered with a print of its secret, so that neither the next look nor the next start knocks
with the same one: providers lock accounts for that. Who remembers is handed in (`Door`); the office keeps it in its
ledger. The secret is looked up anew at each log-in: one that was mended is tried at once.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from typing import Protocol

from config.faults import SecretMissing
from config.logins import OAuthSettings
from config.secrets import SecretPlace
from mailroom.errors import Blocked, LoginRefused
from mailroom.providers.connecting import ServerSettings
from mailroom.providers.oauth import TokenSource, token_source


class Door(Protocol):
    """What remembers how accounts were received; an account is "imap user@host"."""

    def admit(self, account: str, secret: str) -> None:
        """Return where the account may be tried with this secret; raises `KeptOut` or `Blocked`."""
        ...

    def note_refused(self, account: str, secret: str, error: LoginRefused) -> None:
        """It was not let in with this secret."""
        ...

    def note_blocked(self, account: str, error: Blocked) -> None:
        """It is let in with no secret, for a while."""
        ...

    def note_let_in(self, account: str) -> None:
        """It was let in."""
        ...


class OpenDoor:
    """Remembers nothing: for a first look before there is a ledger, and for an operator who tries on purpose."""

    def admit(self, account: str, secret: str) -> None: ...
    def note_refused(self, account: str, secret: str, error: LoginRefused) -> None: ...
    def note_blocked(self, account: str, error: Blocked) -> None: ...
    def note_let_in(self, account: str) -> None: ...


class Account(ServerSettings, Protocol):
    """The part of the settings that says how to log in."""

    @property
    def auth(self) -> str: ...
    @property
    def password_place(self) -> SecretPlace: ...
    @property
    def oauth(self) -> OAuthSettings | None: ...


class Login:
    """How one account gets in, each time anew."""

    def __init__(self, kind: str, server: Account, door: Door | None = None):
        self.account = f"{kind} {server.user}@{server.host}"
        self.tokens: TokenSource | None = token_source(server.oauth, server.ca_file) if server.oauth else None
        self._server = server
        self._door = door or OpenDoor()
        self._password = server.password

    def get_in(self, knock: Callable[[str], None]) -> None:
        """Log in by `knock(password or access token)`, which raises `LoginRefused` or `Blocked` where it is not let in.

        Raises these, `KeptOut` where it is not even tried, and what `TokenSource.token` raises. A token that is
        refused though it was had a while ago is renewed and tried once more.
        """
        secret = self._present_secret()
        self._door.admit(self.account, secret)
        try:
            if self.tokens is None:
                knock(secret)
            else:
                self._by_token(self.tokens, knock)
        except LoginRefused as error:
            self._door.note_refused(self.account, secret, error)
            raise
        except Blocked as error:
            self._door.note_blocked(self.account, error)
            raise
        self._door.note_let_in(self.account)

    def was_blocked(self, error: Blocked) -> None:
        """The provider closed its door later than at the log-in."""
        if self._server.user:  # who does not log in is never asked whether he may
            self._door.note_blocked(self.account, error)

    def was_refused(self, error: LoginRefused) -> None:
        """What had been let in was refused later: a token or password that was withdrawn."""
        self._door.note_refused(self.account, self._present_secret(), error)

    def _by_token(self, tokens: TokenSource, knock: Callable[[str], None]) -> None:
        before, token = tokens.last, tokens.token()
        try:
            knock(token)
        except LoginRefused:
            if token != before:  # it was had just now: another one would be no better
                raise
            knock(tokens.renewed(token))

    def _present_secret(self) -> str:
        """The password as it is kept now; where it can't be had at the moment, as it was."""
        if self.tokens is not None:
            return self.tokens.secret()
        with contextlib.suppress(SecretMissing):
            self._password = self._server.password_place.read(os.environ) or self._password
        return self._password
