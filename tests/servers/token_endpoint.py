"""An OAuth2 token endpoint, and the introspection by which Dovecot asks about its tokens (RFC 6749, RFC 7662).

    with TokenEndpoint(mail_host.tokens_port) as endpoint:
        secret = endpoint.new_application("app-1", acts_for=address)
        token = endpoint.new_refresh_token("app-1", address)

It keeps no scopes but the one word "mail", asks nobody for consent, and speaks plain HTTP on loopback.
"""

from __future__ import annotations

import itertools
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit


class TokenEndpoint:
    """Gives out tokens to applications (client credentials) and on behalf of people (refresh token)."""

    def __init__(self, port: int = 0):
        self.seconds = 3600  # how long tokens are good, as it says
        self.rotates = False  # whether each use of a refresh token gives a new one and ends the old one
        self.asked: list[dict[str, str]] = []  # every form that came to the token endpoint
        self.refusals: list[
            tuple[int, Any]
        ] = []  # the next answers instead of a token: status, JSON or bytes
        self.answers_to_code: list[
            str
        ] = []  # what a device is told before its person has logged in: error codes
        self._device_codes: dict[str, str] = {}  # device code → account
        self._applications: dict[str, tuple[str, str]] = {}  # id → secret, the account it acts for
        self._refresh_tokens: dict[str, str] = {}  # token → account
        self._tokens: dict[str, str] = {}  # access token → account
        self._numbers = itertools.count(1)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/token"

    def __enter__(self) -> TokenEndpoint:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def new_application(self, name: str, *, acts_for: str) -> str:
        """Register an application that may use one account; returns its secret."""
        secret = f"ke-hu-duan-mi-yao-{next(self._numbers)}"
        self._applications[name] = (secret, acts_for)
        return secret

    def new_refresh_token(self, account: str) -> str:
        """Let a person log in; returns the refresh token."""
        token = f"shua-xin-ling-pai-{next(self._numbers)}"
        self._refresh_tokens[token] = account
        return token

    def invite(self, form: dict[str, str]) -> dict[str, Any]:
        """Give a code to be typed into a browser (RFC 8628); the client's name is the account of who types it."""
        self.asked.append(form)
        code = f"she-bei-ma-{next(self._numbers)}"
        self._device_codes[code] = form["client_id"]
        page = "https://login.example.cn/device"
        told = {"device_code": code, "user_code": "ABCD-1234", "verification_uri": page}
        return {**told, "expires_in": 900, "interval": 0}

    def end_tokens(self) -> None:
        """All access tokens given out so far are good no more, whatever they promised."""
        self._tokens.clear()

    def end_refreshing(self) -> None:
        """All refresh tokens are withdrawn."""
        self._refresh_tokens.clear()

    @property
    def given(self) -> list[str]:
        """The access tokens that are good now."""
        return list(self._tokens)

    def answer(self, form: dict[str, str]) -> tuple[int, Any]:
        """The answer to a token request: status and JSON."""
        self.asked.append(form)
        if self.refusals:
            return self.refusals.pop(0)
        if form.get("device_code") in self._device_codes:
            if self.answers_to_code:
                return 400, {"error": self.answers_to_code.pop(0)}
            account = self._device_codes[form["device_code"]]
            return 200, self._token_for(account) | {"refresh_token": self.new_refresh_token(account)}
        secret, account = self._applications.get(form.get("client_id", ""), ("", ""))
        public = form.get("grant_type") == "refresh_token" and "client_secret" not in form
        if not public and (not secret or form.get("client_secret") != secret):
            told = "AADSTS7000215: Invalid client secret provided."
            return 401, {"error": "invalid_client", "error_description": told}
        if form.get("grant_type") == "client_credentials":
            return 200, self._token_for(account)
        return self._refreshed(form.get("refresh_token", ""))

    def _refreshed(self, token: str) -> tuple[int, Any]:
        account = self._refresh_tokens.get(token)
        if account is None:
            told = f"AADSTS70008: The refresh token {token} has expired due to inactivity."
            return 400, {"error": "invalid_grant", "error_description": told}
        answer = self._token_for(account)
        if self.rotates:
            del self._refresh_tokens[token]
            answer["refresh_token"] = self.new_refresh_token(account)
        return 200, answer

    def _token_for(self, account: str) -> dict[str, Any]:
        token = f"fang-wen-ling-pai-{next(self._numbers)}"
        self._tokens[token] = account
        return {"token_type": "Bearer", "access_token": token, "expires_in": self.seconds}

    def describe(self, token: str) -> dict[str, Any]:
        """What Dovecot is told of a token."""
        account = self._tokens.get(token)
        if account is None:
            return {"active": False}
        return {"active": True, "username": account, "scope": "mail"}


def _handler(endpoint: TokenEndpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            query = urlsplit(self.path).query
            form = {name: values[0] for name, values in parse_qs(body or query).items()}
            if self.path.startswith("/introspect"):
                token = form.get("token") or self.headers.get("Authorization", "").removeprefix("Bearer ")
                self._say(200, endpoint.describe(token))
            elif self.path.endswith("/devicecode"):
                self._say(200, endpoint.invite(form))
            else:
                self._say(*endpoint.answer(form))

        def _say(self, status: int, answer: Any) -> None:
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *words: Any) -> None:
            """Say nothing on stderr."""

    return Handler
