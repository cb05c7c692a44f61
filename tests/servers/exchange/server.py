"""The server as a test sees it, and the way of a request through it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from types import TracebackType
from typing import NamedTuple, Self

from lxml import etree

from tests.servers.exchange import faults, schema
from tests.servers.exchange.accounts import Account, Accounts
from tests.servers.exchange.auth import Challenge, LogIn
from tests.servers.exchange.faults import Faults
from tests.servers.exchange.mime import Mime
from tests.servers.exchange.operations import perform
from tests.servers.exchange.sending import Outgoing
from tests.servers.exchange.soap import (
    NAMES,
    Call,
    Element,
    EwsError,
    SoapFault,
    T,
    envelope,
    fault,
    local,
    open_envelope,
    text_at,
)
from tests.servers.exchange.store import Item, Store
from tests.servers.exchange.web import Asked, Reply, Web

EWS_PATH = "/EWS/Exchange.asmx"
_CHINA = timezone(timedelta(hours=8))
# version name: major, minor, major build, minor build, of a last cumulative update
VERSIONS = {
    "Exchange2010_SP2": (14, 3, 513, 0),
    "Exchange2013": (15, 0, 620, 29),
    "Exchange2013_SP1": (15, 0, 1497, 48),
    "Exchange2016": (15, 1, 2507, 6),
}


class Request(NamedTuple):
    """One EWS request as it came."""

    operation: str
    xml: str


class Exchange:
    """See the package."""

    def __init__(self, *, version: str = "Exchange2016", schemes: tuple[str, ...] = ("ntlm", "basic")):
        self.version = version
        self.requests: list[Request] = []
        self.accounts = Accounts()
        self.complaints: list[str] = []  # what broke the schema, on either side
        self._schemes = schemes
        self._store = Store()
        self._outgoing = Outgoing()
        self.faults = Faults(self._store)
        self._web = Web(self._answer, lambda: LogIn(self.accounts, self._schemes), None)
        self.url = f"http://127.0.0.1:{self._web.port}{EWS_PATH}"

    def __enter__(self) -> Self:
        self._web.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._web.stop()
        if error is None and self.complaints:
            raise AssertionError("\n".join(self.complaints))

    # -- what a test arranges and looks at ---------------------------------------------------------------------------

    def new_mailbox(self, address: str) -> str:
        """Make a mailbox and its owner's account; return the password."""
        self._store.add_mailbox(address)
        return self.accounts.add(address).password

    def deliver(
        self, address: str, raw: bytes, folder: str = "inbox", arrived_at: datetime | None = None
    ) -> str:
        """Let a mail arrive (in a folder by its name) and return its id; `arrived_at` is naive, China time."""
        at = datetime.now(UTC) if arrived_at is None else arrived_at.replace(tzinfo=_CHINA)
        where = self._store.mailbox(address).named(folder)
        return self._store.add(Item(where, Mime(raw), at), new_mail=True).id

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
        return self._outgoing.to(to)

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
        self._store.remove(self._store.item(item_id))

    def move(self, item_id: str, folder: str) -> str:
        """Move a mail, as a person does in Outlook; return its new id."""
        item = self._store.item(item_id)
        return self._store.move(item, item.folder.mailbox.named(folder)).id

    def is_read(self, address: str, item_id: str) -> bool:
        """Whether Outlook shows the mail as read."""
        return self._store.item(item_id).is_read

    def categories(self, address: str, item_id: str) -> tuple[str, ...]:
        """The categories that Outlook shows."""
        return self._store.item(item_id).categories

    # -- the way of a request ----------------------------------------------------------------------------------------

    def _answer(self, asked: Asked) -> Reply:
        if asked.path.lower() != EWS_PATH.lower():
            return Reply(404)
        known = asked.log_in.identify(asked.headers)
        if isinstance(known, Challenge):
            return Reply(401, headers=known.headers)
        try:
            return self._ews(asked, known)
        except SoapFault as error:
            return Reply(500, fault(error))

    def _ews(self, asked: Asked, account: Account) -> Reply:
        header, body = open_envelope(asked.body)
        operation = local(body)
        self.requests.append(Request(operation, asked.body.decode()))
        wrong = self.faults.due(operation, "cut before", "status")
        if wrong is not None:
            return Reply(int(wrong.number) or 200, cut_at=0 if wrong.kind == "cut before" else None)
        self._delay(operation)
        call = self._call(operation, header, body, account)
        self._check(f"request {operation}", body, *(header if header is not None else []))
        self.faults.meddle([part.get("Id", "") for part in body.iterfind("m:ItemIds/*", NAMES)])
        content = perform(self._store, self._outgoing, call)
        own = self._check_own(operation, content)
        reply = Reply(body=envelope(content, own))
        broken = self.faults.due(operation, "cut after", "cut half")
        if broken is not None:
            reply.cut_at = 0 if broken.kind == "cut after" else len(reply.body) // 2
        return reply

    def _delay(self, operation: str) -> None:
        late = self.faults.due(operation, "slow")
        if late is not None:
            time.sleep(late.number)
        wrong = self.faults.due(operation, "busy", "unavailable")
        if wrong is not None:
            raise faults.busy(wrong.number) if wrong.kind == "busy" else faults.unavailable()

    def _call(self, operation: str, header: Element | None, body: Element, account: Account) -> Call:
        asked_for = None if header is None else header.find("t:RequestServerVersion", NAMES)
        version = "" if asked_for is None else asked_for.get("Version", "")
        if version and (version not in VERSIONS or VERSIONS[version] > VERSIONS[self.version]):
            raise SoapFault("ErrorInvalidServerVersion", "The specified server version is invalid.")
        acts_as = "" if header is None else text_at(header, "t:ExchangeImpersonation/t:ConnectingSID/*")
        caller = self.accounts.caller(account, acts_as=acts_as)
        if caller is None:
            raise SoapFault(
                "ErrorImpersonateUserDenied",
                "The account does not have permission to impersonate the requested user.",
            )
        return Call(operation, body, header, version, caller)

    def _check(self, what: str, *elements: Element) -> None:
        for element in elements:
            broken = schema.violation(element)
            if broken:
                self.complaints.append(f"{what}: {broken}\n{etree.tostring(element).decode()[:2000]}")
                raise SoapFault(
                    "ErrorSchemaValidation", "The request failed schema validation.", T.Violation(broken)
                )

    def _check_own(self, operation: str, content: Element) -> Element:
        """What this server answers keeps to the schema as well, or the test fails."""
        broken = schema.violation(content)
        if broken:
            self.complaints.append(
                f"answer to {operation}: {broken}\n{etree.tostring(content).decode()[:2000]}"
            )
        major, minor, build, revision = (str(number) for number in VERSIONS[self.version])
        return T.ServerVersionInfo(
            MajorVersion=major,
            MinorVersion=minor,
            MajorBuildNumber=build,
            MinorBuildNumber=revision,
            Version=self.version,
        )
