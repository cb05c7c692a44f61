"""The token endpoint of Microsoft Entra as far as a mail client without a person asks it, and the tokens it gave.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow (refreshing)
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from tests.servers.exchange.accounts import Account, Accounts, Application

TOKEN_PATH = "/tengzhou.test/oauth2/v2.0/token"
_REASONS = {
    "invalid_client": "AADSTS7000215: Invalid client secret provided.",
    "invalid_grant": "AADSTS700082: The refresh token has expired due to inactivity.",
    "unauthorized_client": "AADSTS700016: Application was not found in the directory.",
    "unsupported_grant_type": "AADSTS70003: The app requested an unsupported grant type.",
}


@dataclass(frozen=True)
class _Token:
    owner: Account | Application
    good_until: float  # of the monotonic clock


class Tokens:
    """Access and refresh tokens."""

    def __init__(self, accounts: Accounts):
        self.asked: list[str] = []  # the grant types of all requests for a token
        self.seconds = 3599  # how long an access token is good
        self.renews = True  # whether refreshing gives a new refresh token, which ends the old one
        self._accounts = accounts
        self._good: dict[str, _Token] = {}
        self._refresh: dict[str, Account] = {}

    def owner(self, token: str) -> Account | Application | None:
        """Who was given this access token; None where it is none, or no longer good."""
        known = self._good.get(token)
        return known.owner if known is not None and known.good_until > time.monotonic() else None

    def expire(self) -> None:
        """End every access token that was given so far."""
        self._good.clear()

    def end_refreshing(self) -> None:
        """End every refresh token: a person must sign in anew."""
        self._refresh.clear()

    def new_refresh_token(self, account: Account) -> str:
        """What a person gets who has signed in in the browser."""
        token = f"refresh-{secrets.token_hex(16)}"
        self._refresh[token] = account
        return token

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Answer a request for a token: HTTP status and the JSON."""
        grant = form.get("grant_type", "")
        self.asked.append(grant)
        application = self._accounts.applications.get(form.get("client_id", ""))
        if application is None:
            return _refusal("unauthorized_client")
        if grant == "client_credentials":
            if form.get("client_secret") != application.secret:
                return _refusal("invalid_client", 401)
            return 200, self._given(application)
        if grant == "refresh_token":
            return self._refreshed(form, application)
        return _refusal("unsupported_grant_type")

    def _refreshed(self, form: dict[str, str], application: Application) -> tuple[int, dict[str, object]]:
        if form.get("client_secret", application.secret) != application.secret:
            return _refusal("invalid_client", 401)
        old = form.get("refresh_token", "")
        account = self._refresh.get(old)
        if account is None:
            return _refusal("invalid_grant")
        told = self._given(account)
        if self.renews:
            del self._refresh[old]
            told["refresh_token"] = self.new_refresh_token(account)
        return 200, told

    def _given(self, owner: Account | Application) -> dict[str, object]:
        token = f"access-{secrets.token_hex(24)}"
        self._good[token] = _Token(owner, time.monotonic() + self.seconds)
        return {"token_type": "Bearer", "expires_in": self.seconds, "access_token": token}


def _refusal(error: str, status: int = 400) -> tuple[int, dict[str, object]]:
    return status, {"error": error, "error_description": _REASONS[error]}
