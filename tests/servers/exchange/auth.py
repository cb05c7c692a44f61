"""Who is at the other end: Basic, NTLM, Bearer."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from tests.servers.exchange.accounts import Account, Accounts


@dataclass(frozen=True)
class Challenge:
    """The answer 401, with what the client may try."""

    headers: list[tuple[str, str]]


class LogIn:
    """The log-in state of one connection (NTLM speaks in several turns on one)."""

    def __init__(self, accounts: Accounts, schemes: tuple[str, ...]):
        self._accounts = accounts
        self._schemes = schemes

    def identify(self, headers: Mapping[str, str]) -> Account | Challenge:
        """Tell who makes the request, or what the client is to be answered."""
        scheme, _, word = (headers.get("Authorization") or "").partition(" ")
        if scheme.lower() == "basic" and "basic" in self._schemes:
            name, _, password = base64.b64decode(word).decode("utf-8", errors="replace").partition(":")
            account = self._accounts.find(name)
            if account is not None and account.password == password:
                return account
        return self._challenge()

    def _challenge(self) -> Challenge:
        told = {"ntlm": "NTLM", "basic": 'Basic realm="ex01.tengzhou.test"'}
        return Challenge([("WWW-Authenticate", told[scheme]) for scheme in self._schemes if scheme in told])
