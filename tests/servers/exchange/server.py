"""The server as a test sees it."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.servers.certificate import make_certificate
from tests.servers.exchange.accounts import Account, Application
from tests.servers.exchange.auth import LogIn
from tests.servers.exchange.endpoint import EWS_PATH, Endpoint, Request
from tests.servers.exchange.mime import Mime
from tests.servers.exchange.oauth import TOKEN_PATH
from tests.servers.exchange.rewriting import rewritten
from tests.servers.exchange.soap import EwsError
from tests.servers.exchange.store import Item
from tests.servers.exchange.web import Web
from tests.servers.loop_thread import server_tls

_CHINA = timezone(timedelta(hours=8))


class Exchange:
    """See the package. `schemes`: the ways to log in that it offers, of basic, ntlm, bearer; OAuth2 needs `tls`.

    `rewrites`: mails come back in other bytes than they came in, as from a real server.
    """

    def __init__(
        self,
        *,
        version: str = "Exchange2016",
        schemes: tuple[str, ...] = ("ntlm", "basic"),
        tls: bool = False,
        names: tuple[str, ...] = (),
        rewrites: bool = False,
    ):
        self._rewrites = rewrites
        self._files = tempfile.TemporaryDirectory(prefix="exchange-")
        self.ca_file: Path | None = None
        context = None
        if tls:
            certificate, key = make_certificate(Path(self._files.name), *names)
            self.ca_file, context = certificate, server_tls(str(certificate), str(key))
        self._endpoint = Endpoint(version)
        self.faults, self.streams = self._endpoint.faults, self._endpoint.streams
        self.accounts, self.tokens = self._endpoint.accounts, self._endpoint.tokens
        self._store = self._endpoint.store
        self._endpoint.outgoing.rewrites = rewrites
        self._web = Web(self._endpoint.answer, lambda: LogIn(self.accounts, self.tokens, schemes), context)
        self.port = self._web.port
        self.origin = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self.url = self._endpoint.url = self.origin + EWS_PATH
        self.token_url = self.origin + TOKEN_PATH

    def __enter__(self) -> Self:
        self._web.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._web.stop()
        self._files.cleanup()
        if error is None and self.complaints:
            raise AssertionError("\n".join(self.complaints))

    # -- what came over the wire -------------------------------------------------------------------------------------

    @property
    def requests(self) -> list[Request]:
        """Every EWS request of somebody who had logged in, in order."""
        return self._endpoint.requests

    @property
    def refused(self) -> int:
        """How many log-ins were refused: wrong passwords, tokens no longer good."""
        return self._endpoint.refused

    @property
    def complaints(self) -> list[str]:
        """What broke the schema; what is in it when the server is left fails the test."""
        return self._endpoint.complaints

    def hang_up(self) -> None:
        """Break every connection that is open now."""
        self._web.hang_up()

    # -- who may log in ----------------------------------------------------------------------------------------------

    def new_mailbox(self, address: str) -> str:
        """Make a mailbox and its owner's account; return the password."""
        self._store.add_mailbox(address)
        return self.accounts.add(address).password

    def change_password(self, address: str, password: str) -> None:
        """Give an account another password; the old one is refused from now on."""
        self._account(address).password = password

    def share(self, address: str, to: str) -> None:
        """Let the account `to` open the mailbox of `address`, and send from it (full access, send as)."""
        self._account(to).opens.add(address.lower())

    def let_impersonate(self, address: str, by: str) -> None:
        """Let the account `by` act as the owner of `address` (ApplicationImpersonation)."""
        self._account(by).impersonates.add(address.lower())

    def new_application(self) -> Application:
        """Register an application that may act as any mailbox owner."""
        return self.accounts.add_application()

    def new_refresh_token(self, address: str) -> str:
        """What an application has once the owner of `address` has signed in."""
        return self.tokens.new_refresh_token(self._account(address))

    # -- what lies in the mailboxes ----------------------------------------------------------------------------------

    def deliver(
        self, address: str, raw: bytes, folder: str = "inbox", arrived_at: datetime | None = None
    ) -> str:
        """Let a mail arrive (in a folder by its name) and return its id; `arrived_at` is naive, China time."""
        at = datetime.now(UTC) if arrived_at is None else arrived_at.replace(tzinfo=_CHINA)
        where = self._store.mailbox(address).named(folder)
        kept = rewritten(raw) if self._rewrites else raw
        return self._store.add(Item(where, Mime(kept), at), new_mail=True).id

    def mails(self, address: str, folder: str = "inbox") -> list[bytes]:
        """The mails in a folder, in the order in which they came there; [] where there is no such folder."""
        try:
            return [item.mime.raw for item in self._store.mailbox(address).named(folder).items]
        except EwsError:
            return []

    def sent(self, address: str) -> list[bytes]:
        """The copies in the folder of sent mail."""
        return self.mails(address, "sentitems")

    def outgoing(self, to: str) -> list[bytes]:
        """The letters that `to` got from mailboxes here, wherever it is."""
        return self._endpoint.outgoing.to(to)

    def give_back(self, address: str) -> None:
        """From now on no mailbox has this address: letters to it are answered by a report of non-delivery."""
        self._endpoint.outgoing.unknown.add(address.lower())

    def rename_letters(self) -> None:
        """From now on letters get a Message-ID of the server's own, whatever theirs was.

        Not what Exchange is documented to do, but what Outlook.com was seen to:
        https://github.com/postalsys/emailengine/pull/254
        """
        self._endpoint.outgoing.renames = True

    def new_folder(self, address: str, name: str, parent: str = "msgfolderroot") -> None:
        """Make a folder, as a person does in Outlook."""
        mailbox = self._store.mailbox(address)
        self._store.add_folder(mailbox.named(parent), name)

    def remove_folder(self, address: str, name: str) -> None:
        """Delete a folder with all its mails."""
        self._store.remove_folder(self._store.mailbox(address).named(name))

    def ids(self, address: str, folder: str = "inbox") -> list[str]:
        """The ids of the mails in a folder."""
        return [item.id for item in self._store.mailbox(address).named(folder).items]

    def remove(self, address: str, item_id: str) -> None:
        """Delete a mail, as a person does in Outlook."""
        self._store.remove(self._item(address, item_id))

    def move(self, address: str, item_id: str, folder: str) -> str:
        """Move a mail, as a person does in Outlook; return its new id."""
        to = self._store.mailbox(address).named(folder)
        return self._store.move(self._item(address, item_id), to).id

    def is_read(self, address: str, item_id: str) -> bool:
        """Whether Outlook shows the mail as read."""
        return self._item(address, item_id).is_read

    def is_touched(self, address: str, item_id: str) -> bool:
        """Whether anything was changed in the mail since it came."""
        return self._item(address, item_id).version > 1

    def categories(self, address: str, item_id: str) -> tuple[str, ...]:
        """The categories that Outlook shows."""
        return self._item(address, item_id).categories

    def _account(self, address: str) -> Account:
        account = self.accounts.find(address)
        assert account is not None, f"{address} has no account"
        return account

    def _item(self, address: str, item_id: str) -> Item:
        item = self._store.item(item_id)
        assert item.folder.mailbox is self._store.mailbox(address)
        return item
