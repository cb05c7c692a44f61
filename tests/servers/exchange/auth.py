"""Who is at the other end: Basic, NTLM and Bearer over HTTP."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from tests.servers.exchange.accounts import Account, Accounts, Application
from tests.servers.exchange.ntlm import NtlmTalk
from tests.servers.exchange.oauth import Tokens

_REALM = 'Basic realm="ex01.tengzhou.test"'
# https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-authenticate-an-ews-application-by-using-oauth
_BEARER = 'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", token_types="app_asserted_user_v1"'


@dataclass(frozen=True)
class Challenge:
    """The answer 401, with what the client may try."""

    headers: list[tuple[str, str]]
    refusal: bool = False  # a password or token was given, and is not good


class LogIn:
    """The log-in state of one connection: NTLM speaks in three turns on one, and holds for all that follows on it."""

    def __init__(self, accounts: Accounts, tokens: Tokens, schemes: tuple[str, ...]):
        self._accounts, self._tokens, self._schemes = accounts, tokens, schemes
        self._talk: NtlmTalk | None = None
        self._known: Account | None = None

    def identify(self, headers: Mapping[str, str]) -> Account | Application | Challenge:
        """Tell who makes the request, or what the client is to be answered."""
        scheme, _, word = (headers.get("Authorization") or "").partition(" ")
        if not scheme and self._known is not None:
            return self._known
        if scheme.lower() not in self._schemes:
            return self._challenge()
        if scheme.lower() == "basic":
            return self._by_password(word) or self._challenge(refusal=True)
        if scheme.lower() == "bearer":
            return self._tokens.owner(word) or self._challenge(refusal=True, expired=True)
        return self._by_ntlm(word)

    def _by_password(self, word: str) -> Account | None:
        try:
            name, _, password = base64.b64decode(word).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        account = self._accounts.find(name)
        return account if account is not None and account.password == password else None

    def _by_ntlm(self, word: str) -> Account | Challenge:
        if self._talk is None:
            self._talk = NtlmTalk(self._accounts)
        answer = self._talk.step(base64.b64decode(word))
        if isinstance(answer, bytes):
            return Challenge([("WWW-Authenticate", f"NTLM {base64.b64encode(answer).decode()}")])
        self._talk, self._known = None, answer
        return answer or self._challenge(refusal=True)

    def _challenge(self, *, refusal: bool = False, expired: bool = False) -> Challenge:
        told = {"ntlm": "NTLM", "basic": _REALM, "bearer": _BEARER + ', error="invalid_token"' * expired}
        headers = [("WWW-Authenticate", told[scheme]) for scheme in self._schemes]
        if "bearer" in self._schemes:
            headers.append(("ms-diagnostics-public", '4000000;reason="Modern Auth is supported.";'))
        if expired:
            headers.append(("x-ms-diagnostics", '2000003;reason="The token has expired.";'))
        return Challenge(headers, refusal)
