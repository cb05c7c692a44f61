"""One kept connection to a mailbox on Exchange: made when first needed, renewed when it breaks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from exchangelib import Account
from exchangelib.errors import ErrorAccessDenied, ErrorFolderNotFound
from exchangelib.transport import OAUTH2
from exchangelib.version import Version

from config.servers import is_loopback
from mailroom.errors import LoginRefused, MailroomError, Misconfigured
from mailroom.providers.door import Account as LoginSettings
from mailroom.providers.door import Door, Login
from mailroom.providers.ews_autodiscover import find_endpoint
from mailroom.providers.ews_connection import AUTH, Known, connect, disconnect, offered_log_in
from mailroom.providers.ews_errors import HttpStatus, causes_of, is_answer, translated, was_lost

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

# Exchange Online has one endpoint for all; the one run in China (世纪互联) is another, and is written as `url`.
_ONLINE = "https://outlook.office365.com/EWS/Exchange.asmx"


class EwsSettings(LoginSettings, Protocol):
    """The part of the mailbox's and the courier's settings that says where the mailbox is and how to log in."""

    @property
    def url(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def ews_version(self) -> str: ...


class EwsSession:
    """The connection of one user of a mailbox. `run` is the only way to it; foreign exceptions end there."""

    def __init__(self, settings: EwsSettings, door: Door | None = None, *, known: Known | None = None):
        self.settings = settings
        self.known = known or Known(url=settings.url)
        self.address = settings.address or settings.user
        self.generation = 0  # how many connections there have been; another number is another connection
        self._login = Login("ews", settings, door)
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
            if _not_let_in(error):
                self._renew_token()
            self.drop()
        try:
            return act(self.account())
        except Exception as error:
            raise self.told(error) from error

    def run_once(self, act: Callable[[Account], Result]) -> Result:
        """Do `act` once, whatever happens. Raises what exchangelib raises: the caller knows how far it got.

        Only where a token has ended it is done again with another: a server that does not let us in has done nothing.
        """
        try:
            return act(self.account())
        except HttpStatus as error:
            if error.status != 401 or self._login.tokens is None:
                raise
        self._renew_token()
        return act(self.account())

    def _renew_token(self) -> None:
        tokens = self._login.tokens
        if tokens is not None:
            tokens.renewed(tokens.token())

    def account(self) -> Account:
        """The account on its kept connection, logged in; raises as exchangelib does where that does not come about."""
        if self._account is None:
            self._find_out()
            self._login.get_in(self._knock)
            self.generation += 1
        assert self._account is not None
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
        if not is_answer(error):
            self.drop()
        return result

    def drop(self) -> None:
        """Close the connection; never raises."""
        account, self._account = self._account, None
        if account is not None:
            disconnect(account)

    def close(self) -> None:
        """Close the connection; never raises."""
        self.drop()

    def _find_out(self) -> None:
        """Find out what the config leaves open: where the server is, and which log-in it wants."""
        settings, known = self.settings, self.known
        known.url = known.url or self._endpoint()
        _require_encryption(known.url)
        known.version = known.version or version_named(settings.ews_version)
        if self._login.tokens is None and known.auth_type is None:
            known.auth_type = AUTH.get(settings.auth) or self._offered()

    def _knock(self, secret: str) -> None:
        """Make the connection and log in: the first question is for the root of the mailbox, which everything needs."""
        settings, tokens = self.settings, self._login.tokens
        account = connect(
            address=self.address,
            user=settings.user,
            password=secret,
            known=self.known,
            timeout=settings.timeout_seconds,
            ca_file=str(settings.ca_file or ""),
            tokens=tokens,
            # an application acts for the mailbox's owner; a person, and an account with a password, for himself
            impersonate=settings.oauth is not None and settings.oauth.refresh_token_file is None,
        )
        try:
            self.known.version = account.version
            account.root  # noqa: B018 - the property asks the server
        except Exception as error:
            disconnect(account)
            raise self._refusal(error) from error
        self._account = account

    def _refusal(self, error: Exception) -> Exception:
        if _not_let_in(error):
            reply = next((str(each) for each in causes_of(error) if isinstance(each, HttpStatus)), "")
            if self._login.tokens is not None:
                why = "不接受取得的令牌，请核对应用程序的权限（须经管理员同意）和 oauth_scope"
            else:
                why = f"不接受账号 {self.settings.user} 的登录，请核对账号和密码"
            return LoginRefused(f"{self.place} {why}（服务器答复：{reply}）")
        if isinstance(error, ErrorFolderNotFound | ErrorAccessDenied):
            return Misconfigured(
                f"打不开信箱 {self.address}：没有这个信箱，或账号 {self.settings.user} 没有它的完全访问权限"
            )
        return error

    def _offered(self) -> str:
        settings = self.settings
        offered = offered_log_in(
            self.known.url, timeout=settings.timeout_seconds, ca_file=str(settings.ca_file or "")
        )
        if offered == OAUTH2:
            raise Misconfigured(f'{self.place} 不接受密码登录，请改用 auth = "oauth2"')
        return offered

    def _endpoint(self) -> str:
        settings = self.settings
        if settings.oauth is not None:
            return _ONLINE
        found: list[str] = []

        def ask(secret: str) -> None:
            ca_file = str(settings.ca_file or "")
            found.append(find_endpoint(self.address, settings.user, secret, ca_file=ca_file))

        self._login.get_in(ask)
        return found[0]


def version_named(name: str) -> Version | None:
    """Return the version that the config names ("Exchange2016"), the oldest of several; None where it names none."""
    return next((each for each in reversed(Version.all_versions()) if each.api_version == name), None)


def _require_encryption(url: str) -> None:
    if urlsplit(url).scheme != "https" and not is_loopback(urlsplit(url).hostname or ""):
        raise Misconfigured(f"url“{url}”不加密，只允许用于本机，请改为 https")


def _not_let_in(error: Exception) -> bool:
    return any(isinstance(each, HttpStatus) and each.status == 401 for each in causes_of(error))
