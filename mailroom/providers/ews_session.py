"""One kept connection to a mailbox on Exchange: made when first needed, renewed when it breaks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from exchangelib import Account
from exchangelib.transport import OAUTH2
from exchangelib.version import Version

from config.servers import is_loopback
from mailroom.errors import MailroomError, Misconfigured
from mailroom.providers.ews_autodiscover import find_endpoint
from mailroom.providers.ews_connection import AUTH, Known, Tokens, connect, disconnect, offered_log_in
from mailroom.providers.ews_errors import HttpStatus, causes_of, translated, was_lost

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

# Exchange Online has one endpoint for all; the one run in China (世纪互联) is another, and is written as `url`.
_ONLINE = "https://outlook.office365.com/EWS/Exchange.asmx"


class EwsSettings(Protocol):
    """The part of the mailbox's and the courier's settings that says where the mailbox is and how to log in."""

    @property
    def url(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def auth(self) -> str: ...
    @property
    def ews_version(self) -> str: ...
    @property
    def ca_file(self) -> Path | None: ...
    @property
    def timeout_seconds(self) -> float: ...


class EwsSession:
    """The connection of one user of a mailbox. `run` is the only way to it; foreign exceptions end there."""

    def __init__(self, settings: EwsSettings, *, known: Known | None = None, tokens: Tokens | None = None):
        self.settings = settings
        self.known = known or Known(url=settings.url)
        self.address = settings.address or settings.user
        self.generation = 0  # how many connections there have been; another number is another connection
        self._tokens = tokens
        self._account: Account | None = None

    @property
    def place(self) -> str:
        """The server's name, for sentences."""
        return urlsplit(self.known.url).hostname or self.address.rpartition("@")[2]

    def run(self, act: Callable[[Account], Result]) -> Result:
        """Do `act` on the kept connection, and once more on a new one where the kept one broke. `act` may be done twice.

        Raises `Temporary` or `Misconfigured`.
        """
        kept = self._account is not None
        try:
            return act(self.account())
        except Exception as error:
            # A kept connection may have been closed by the other side, its log-in forgotten, a token withdrawn: none
            # of which is known before it is used.
            if not (kept and (was_lost(error) or _not_let_in(error))):
                raise self.told(error) from error
            logger.info("connection to %s lost: %s", self.place, type(error).__name__)
            self.drop()
        try:
            return act(self.account())
        except Exception as error:
            raise self.told(error) from error

    def run_once(self, act: Callable[[Account], Result]) -> Result:
        """Do `act` once, whatever happens. Raises what exchangelib raises: the caller knows how far it got."""
        return act(self.account())

    def account(self) -> Account:
        """The account on its kept connection; nothing is asked of the server but where and what it is."""
        if self._account is None:
            self._account = self._connect()
            self.generation += 1
        return self._account

    def told(self, error: Exception) -> MailroomError | Exception:
        """Return the error as one of ours; a bug stays what it is. A connection that failed is given up."""
        if isinstance(error, MailroomError):
            return error
        result = translated(
            error, self.place, patience=self.settings.timeout_seconds, secrets=(self.settings.password,)
        )
        if result is None:
            return error
        self.drop()
        return result

    def drop(self) -> None:
        """Forget the connection."""
        account, self._account = self._account, None
        if account is not None:
            disconnect(account)
        if self._tokens is not None:
            self._tokens.forget()

    def close(self) -> None:
        """Close the connection; never raises."""
        account, self._account = self._account, None
        if account is not None:
            disconnect(account)

    def _connect(self) -> Account:
        settings, known = self.settings, self.known
        known.url = known.url or self._endpoint()
        _require_encryption(known.url)
        known.version = known.version or version_named(settings.ews_version)
        if self._tokens is None and known.auth_type is None:
            known.auth_type = AUTH.get(settings.auth) or self._offered()
        account = connect(
            address=self.address,
            user=settings.user,
            password=settings.password,
            known=known,
            timeout=settings.timeout_seconds,
            ca_file=str(settings.ca_file or ""),
            tokens=self._tokens,
            impersonate=self._tokens is not None and self._tokens.for_application,
        )
        known.version = account.version
        return account

    def _offered(self) -> str:
        settings = self.settings
        offered = offered_log_in(
            self.known.url, timeout=settings.timeout_seconds, ca_file=str(settings.ca_file or "")
        )
        if offered == OAUTH2:
            raise Misconfigured(f'{self.place} 不接受密码登录，请改用 auth = "oauth2"')
        return offered

    def _endpoint(self) -> str:
        if self._tokens is None:
            settings = self.settings
            ca_file = str(settings.ca_file or "")
            return find_endpoint(self.address, settings.user, settings.password, ca_file=ca_file)
        return _ONLINE


def version_named(name: str) -> Version | None:
    """Return the version that the config names ("Exchange2016"), the oldest of several; None where it names none."""
    return next((each for each in reversed(Version.all_versions()) if each.api_version == name), None)


def _require_encryption(url: str) -> None:
    if urlsplit(url).scheme != "https" and not is_loopback(urlsplit(url).hostname or ""):
        raise Misconfigured(f"url“{url}”不加密，只允许用于本机，请改为 https")


def _not_let_in(error: Exception) -> bool:
    return any(isinstance(each, HttpStatus) and each.status == 401 for each in causes_of(error))
