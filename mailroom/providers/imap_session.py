"""One kept connection to an IMAP account: log-in, ID, the folder that is open, and renewal when it breaks."""

from __future__ import annotations

import imaplib
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, LoginError, ProtocolError

from mailroom.errors import MailroomError, Misconfigured, Temporary
from mailroom.providers import netease
from mailroom.providers.bearer import Conversation, mechanism_of
from mailroom.providers.connecting import (
    connection_error,
    encryption,
    require_encryption,
    send_at_once,
    without_password,
)
from mailroom.providers.door import Account, Door, Login
from mailroom.providers.login_replies import login_error, token_refusal_words

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

# After one of these the conversation can't go on: what comes next on the line may belong to the question before.
LOST = (imaplib.IMAP4.abort, ProtocolError, OSError)


class Dropped(Temporary):
    """The connection broke, came back, and broke again on the same act; `silent`: the server just said nothing more."""

    def __init__(self, message: str, *, silent: bool):
        super().__init__(message)
        self.silent = silent


class Declined(Temporary):
    """The server answered NO or BAD on a sound connection."""


@dataclass(frozen=True)
class OpenFolder:
    """What the server told when a folder was opened."""

    name: str
    readonly: bool
    uidvalidity: int
    count: int
    uidnext: int  # 0 where the server tells none (NetEase)


class ImapSession:
    """A connection that is made when first needed and kept.

    `run` is the only way to it: an act gets the client, may be done twice, and so must begin by opening its folder.
    """

    def __init__(self, settings: Account, door: Door | None = None):
        self.settings = settings
        self._login = Login("imap", settings, door)
        self.generation = 0  # how many connections there have been; another number is another connection
        self.known_folders: set[str] = set()  # folders that certainly exist on the server
        self._client: IMAPClient | None = None
        self._open: OpenFolder | None = None

    def run(self, act: Callable[[IMAPClient], Result]) -> Result:
        """Do `act` on the kept connection, and once more on a new one where that broke.

        Raises `Dropped`, `Declined`, other `Temporary` where there is no connection at all, or `Misconfigured`.
        """
        kept = self._client is not None
        try:
            return self._once(act)
        except LOST as error:
            logger.info("connection to %s lost: %s", self.settings.host, type(error).__name__)
            self.drop()
            if isinstance(error, TimeoutError) and not kept:  # a silent server would only be silent again
                raise self._dropped(error) from error
        try:
            return self._once(act)
        except LOST as error:
            self.drop()
            raise self._dropped(error) from error

    def open(self, client: IMAPClient, folder: str, *, readonly: bool, anew: bool = False) -> OpenFolder:
        """Open a folder unless it is open already; `anew` asks the server again for its present state.

        Reading is done read-only (EXAMINE), so that not even \\Recent changes.
        """
        now = self._open
        if now and now.name == folder and now.readonly <= readonly and not anew:
            return now
        self._open = None
        try:
            told = client.select_folder(folder, readonly=readonly)
        except LOST:
            raise
        except imaplib.IMAP4.error as error:
            raise self._not_opened(client, folder, reply_text(error)) from error
        self._open = OpenFolder(
            name=folder,
            readonly=readonly,
            uidvalidity=int(told.get(b"UIDVALIDITY", 0)),
            count=int(told.get(b"EXISTS", 0)),
            uidnext=int(told.get(b"UIDNEXT", 0)),
        )
        self.known_folders.add(folder)
        return self._open

    def drop(self) -> None:
        """Forget the connection without a word, as one does with a broken one."""
        client, self._client, self._open = self._client, None, None
        if client is not None:
            try:
                client.shutdown()
            except (OSError, imaplib.IMAP4.error) as error:
                logger.debug("closing a broken connection: %s", type(error).__name__)

    def close(self) -> None:
        """Log out; never raises."""
        client, self._client, self._open = self._client, None, None
        if client is not None:
            try:
                client.logout()
            except (OSError, imaplib.IMAP4.error) as error:
                logger.debug("logging out: %s", type(error).__name__)

    def _once(self, act: Callable[[IMAPClient], Result]) -> Result:
        client = self._client or self._connected()
        try:
            return act(client)
        except LOST:
            raise
        except imaplib.IMAP4.error as error:
            text = without_password(reply_text(error), self.settings)
            raise Declined(f"{self.settings.host} 没有照办：{text}") from error
        except MailroomError:
            raise
        except (
            BaseException
        ):  # a signal in the middle of an answer: the rest of it would answer the next question
            self.drop()
            raise

    def _connected(self) -> IMAPClient:
        self._login.get_in(self._connect)
        client = self._client
        if client is None:
            raise RuntimeError("logged in without a connection")
        return client

    def _connect(self, secret: str) -> None:
        server = self.settings
        require_encryption(server)
        context = encryption(server)
        try:
            client = IMAPClient(
                server.host,
                server.port,
                ssl=server.security == "tls",
                ssl_context=context if server.security == "tls" else None,
                timeout=server.timeout_seconds,
            )
        except (OSError, imaplib.IMAP4.error) as error:
            raise connection_error(server, error) from error
        try:
            send_at_once(client.socket())
            if server.security == "starttls":
                _encrypt(client, server, context)
            self._log_in(client, secret)
            if client.has_capability(
                "ID"
            ):  # NetEase opens no folder on a connection that did not say who it is
                client.id_(netease.ID_FIELDS)
        except BaseException as error:
            client.shutdown()
            if isinstance(error, OSError | imaplib.IMAP4.error):
                raise connection_error(server, error) from error
            raise
        self._client, self._open = client, None
        self.generation += 1
        self.known_folders.clear()

    def _log_in(self, client: IMAPClient, secret: str) -> None:
        by_token = self.settings.auth == "oauth2"
        try:
            if by_token:
                _show_token(client, self.settings, secret)
            else:
                client.login(self.settings.user, secret)
        except LoginError as error:
            if isinstance(
                error.__context__, LOST
            ):  # imapclient calls a line cut during log-in a LoginError too
                raise error.__context__ from error
            raise login_error(self.settings, reply_text(error), secret, by_token=by_token) from None
        except UnicodeError:
            raise Misconfigured(f"{self.settings.host} 的账号或密码含有服务器不接受的字符") from None

    def _not_opened(self, client: IMAPClient, folder: str, reply: str) -> Exception:
        refused = netease.refused_folder(folder, reply)
        if refused:
            return refused
        names = [name for _, _, name in client.list_folders()]
        if folder in names:
            return Declined(f"{self.settings.host} 暂时打不开文件夹“{folder}”：{reply}")
        self.known_folders.discard(folder)
        return Misconfigured(f"{self.settings.host} 上没有文件夹“{folder}”，现有：{'、'.join(names)}")

    def _dropped(self, error: Exception) -> Dropped:
        return Dropped(str(connection_error(self.settings, error)), silent=isinstance(error, TimeoutError))


def _encrypt(client: IMAPClient, server: Account, context: ssl.SSLContext) -> None:
    try:
        client.starttls(context)
    except CapabilityError as error:
        raise Misconfigured(
            f"{server.host}:{server.port} 不支持 STARTTLS，请核对 port 与 security"
        ) from error


def _show_token(client: IMAPClient, server: Account, token: str) -> None:
    """Log in by access token; raises `LoginError` with what the server said."""
    offered = [name.decode()[5:] for name in client.capabilities() if name.startswith(b"AUTH=")]
    mechanism = mechanism_of(offered)
    if mechanism is None:
        raise Misconfigured(f'{server.host} 不接受令牌登录（没有 XOAUTH2），请改用 auth = "password"')
    words = Conversation(mechanism, server.user, token, server.host, server.port)
    try:
        client._imap.authenticate(mechanism, words)
    except LOST:
        raise
    except imaplib.IMAP4.error as error:
        why = token_refusal_words(words.challenge)
        raise LoginError("；".join(filter(None, [why, reply_text(error)]))) from None


def reply_text(error: Exception) -> str:
    """Return what the server said; imaplib hands it on as the text of a bytes literal."""
    text = str(error.args[0]) if error.args else str(error)
    if text[:2] in ("b'", 'b"'):
        text = text[2:-1]
    return text
