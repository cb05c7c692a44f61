"""How exchangelib is made to talk: our certificates, time-outs and log-in, fast reading, no retry of its own.

exchangelib keeps one pool of connections for each pair of address and credentials, for the whole process. A mailbox, its
notifications and a courier must not wait for one another, so each has credentials that equal only themselves.
"""

from __future__ import annotations

import logging
import random
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from typing import Protocol as Interface

import requests
import requests.adapters
import requests.auth
from exchangelib import Account, Configuration, Credentials, Identity
from exchangelib.credentials import DELEGATE, IMPERSONATION, BaseCredentials, BaseOAuth2Credentials
from exchangelib.errors import UnauthorizedError
from exchangelib.ewsdatetime import UTC
from exchangelib.protocol import FailFast, Protocol
from exchangelib.transport import BASIC, DEFAULT_HEADERS, NTLM, OAUTH2, get_auth_method_from_response
from exchangelib.util import is_xml
from exchangelib.version import Version

from mailroom.providers.ews_errors import HttpStatus

_SLICE = 64 * 1024
# They write whole requests into the log, mails and log-ins with them: when asked for details, and when anything fails.
# What fails is raised besides.
for _talkative in ("exchangelib", "urllib3", "requests_ntlm", "spnego"):
    logging.getLogger(_talkative).setLevel(logging.CRITICAL)

AUTH = {"basic": BASIC, "ntlm": NTLM}


class Tokens(Interface):
    """Where access tokens for OAuth2 come from."""

    def token(self) -> str:
        """Return a token that is good now; raises `Temporary` or `Misconfigured`."""
        ...


@dataclass
class Known:
    """What a first connection found out, so that the next one need not ask again. Empty: asked."""

    url: str = ""
    auth_type: str | None = None
    version: Version | None = None


class LoadedResponse(requests.Response):
    """An answer that is read in slices once it is here.

    exchangelib asks every answer for one byte at a time: bringing a mail of 77 KB took 23 ms of processor time, with
    this 2.8 (`python -m bench.exchange`). An answer that is still coming (notifications) is given byte by byte as before, each as soon as it is there.
    """

    def iter_content(self, chunk_size: int | None = 1, decode_unicode: Any = False) -> Iterator[Any]:
        """Yield the content; see the class."""
        loaded = isinstance(self._content, bytes)
        return super().iter_content(_SLICE if loaded else chunk_size, decode_unicode)


class Adapter(requests.adapters.HTTPAdapter):
    """HTTP over one kept connection, the certificate verified against `authorities`."""

    authorities: str | bool = True  # a PEM file or folder; True: those that come with requests

    def build_response(self, req: Any, resp: Any) -> requests.Response:
        response = super().build_response(req, resp)
        response.__class__ = LoadedResponse
        return response

    def send(self, request: Any, stream: bool = False, timeout: Any = None, verify: Any = True, cert: Any = None, proxies: Any = None) -> requests.Response:  # fmt: skip
        return super().send(request, stream, timeout, self.authorities, cert, proxies)


class NoRetry(FailFast):
    """Every failure is told at once, with the HTTP status that exchangelib would hide behind a guess.

    When to try again is the office's affair; and a CreateItem that is tried again is a letter that is sent twice.
    """

    def raise_response_errors(self, response: requests.Response) -> None:
        """Pass what is EWS (faults come with status 500); raise `HttpStatus` for anything else."""
        if response.status_code == 200 or (response.status_code == 500 and is_xml(response.content)):
            return
        wait = response.headers.get("Retry-After", "")
        locked = b"currently locked out" in response.content
        note = "账号已被锁定" if locked else response.headers.get("location") or response.reason or ""
        raise HttpStatus(response.status_code, retry_after=float(wait) if wait.isdigit() else None, note=note)


class OwnPassword(Credentials):
    """A name and a password, equal only to themselves."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class OwnTokens(BaseOAuth2Credentials):
    """Says on whose behalf a token is used; the token itself is put in by `Bearer`. Equal only to themselves."""

    client = None
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __init__(self, tokens: Tokens, identity: Identity | None):
        super().__init__(client_id="", client_secret="", identity=identity)
        self.tokens = tokens


class Bearer(requests.auth.AuthBase):
    """Puts the present token on each request: a new one needs no new connection."""

    def __init__(self, tokens: Tokens):
        self._tokens = tokens

    def __call__(self, request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {self._tokens.token()}"
        return request


def connect(
    *,
    address: str,
    user: str,
    password: str,
    known: Known,
    timeout: float,
    ca_file: str,
    tokens: Tokens | None,
    impersonate: bool,
) -> Account:
    """Return an account on a connection of its own. `known` says where; without a version the server is asked."""
    credentials: BaseCredentials = OwnPassword(user, password)
    if tokens is not None:
        credentials = OwnTokens(tokens, Identity(primary_smtp_address=address) if impersonate else None)
    config = Configuration(
        service_endpoint=known.url,
        credentials=credentials,
        auth_type=OAUTH2 if tokens is not None else known.auth_type,
        version=known.version,
        retry_policy=NoRetry(),
        max_connections=1,
    )
    protocol_class(timeout, ca_file)(config=config)  # Account finds it under its address and credentials
    access = IMPERSONATION if impersonate else DELEGATE
    return Account(address, config=config, access_type=access, autodiscover=False, default_timezone=UTC)


def disconnect(account: Account) -> None:
    """Close the account's connection and let exchangelib forget it."""
    account.protocol.close()
    cached: Any = Protocol
    try:
        del cached[account.protocol.config]
    except KeyError:  # closed twice
        return


def protocol_class(timeout: float, ca_file: str) -> Callable[..., Protocol]:
    """Return the kind of connection with this time-out (seconds) and these authorities."""

    class Connection(Protocol):
        HTTP_ADAPTER_CLS = adapter_class(ca_file)
        TIMEOUT = timeout
        USERAGENT = "hotline-mailroom"

        def create_session(self) -> Any:
            if not isinstance(self.credentials, OwnTokens):
                return super().create_session()
            session: Any = self.raw_session(self.service_endpoint)
            session.auth = Bearer(self.credentials.tokens)
            session.session_id, session.usage_count = random.randint(10000, 99999), 0
            return session

    return Connection


def adapter_class(ca_file: str) -> type[Adapter]:
    """Return the kind of adapter that trusts these authorities; "": the machine's."""

    class OwnAdapter(Adapter):
        authorities = ca_file or _system_authorities()

    return OwnAdapter


def nobody(request: Any) -> Any:
    """Log in nobody. Where no log-in is given at all, `requests` looks for one in ~/.netrc."""
    return request


def offered_log_in(url: str, *, timeout: float, ca_file: str) -> str:
    """Ask the server, without a log-in, which one it wants; return exchangelib's name of it.

    exchangelib's own way of asking tells nobody why it failed.
    """
    with requests.Session() as session:
        session.mount(url, adapter_class(ca_file)())
        session.auth = nobody
        response = session.post(
            url, data=b"", headers=DEFAULT_HEADERS, timeout=timeout, allow_redirects=False
        )
    if response.status_code != 401:
        NoRetry().raise_response_errors(response)
        raise UnauthorizedError("no log-in is asked for")
    return get_auth_method_from_response(response)


def _system_authorities() -> str | bool:
    """The machine's own authorities, as for IMAP: an office may have put its own among them."""
    paths = ssl.get_default_verify_paths()
    return paths.cafile or paths.capath or True
