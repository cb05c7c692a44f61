"""CreateItem: mails saved, sent, and sent with a copy saved; and delivery inside the server."""

from __future__ import annotations

import base64
import secrets
import threading
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime, formataddr

from tests.servers.exchange import fields
from tests.servers.exchange.composing import composed
from tests.servers.exchange.faults import Faults
from tests.servers.exchange.mime import Mime
from tests.servers.exchange.ndr import undeliverable
from tests.servers.exchange.references import folder_at
from tests.servers.exchange.rewriting import rewritten
from tests.servers.exchange.shapes import item_id
from tests.servers.exchange.soap import NAMES, Call, Element, EwsError, M, T, each, text_at
from tests.servers.exchange.store import Item, Mailbox, Store

HOST = "ex01.tengzhou.test"
_KINDS = {"ToRecipients": "To", "CcRecipients": "Cc", "BccRecipients": "Bcc"}


class Outgoing:
    """Every letter that left a mailbox of this server, and for whom."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.rewrites = False  # letters and their copies are written anew
        self.renames = False  # letters get a Message-ID of the server's own
        self.unknown: set[str] = set()  # addresses that letters come back from
        self._letters: list[tuple[str, bytes]] = []

    def add(self, to: str, raw: bytes) -> None:
        """Keep a letter as `to` gets it."""
        self._letters.append((to.lower(), raw))

    def to(self, address: str) -> list[bytes]:
        """The letters that went to an address, in order."""
        return [raw for to, raw in self._letters if to == address.lower()]


def create_item(store: Store, outgoing: Outgoing, call: Call) -> list[Element]:
    """New mails, as MessageDisposition says."""
    disposition = call.body.get("MessageDisposition")
    if disposition is None:
        raise EwsError("ErrorMessageDispositionRequired", "MessageDisposition is required for mails.")

    def act(wanted: Element) -> list[Element]:
        mailbox = store.mailbox(call.caller.acts_as)
        mime = _mime_of(wanted, mailbox)
        if outgoing.rewrites:
            mime = Mime(rewritten(mime.raw))
        if outgoing.renames:
            mime = Mime(fields.replaced(mime.raw, "Message-ID", _own_message_id()))
        if disposition == "SendOnly":
            _send(store, outgoing, call, mime)
            return [M.Items()]
        item = _new_item(store, call, mailbox, mime, wanted, sent=disposition != "SaveOnly")
        if disposition == "SaveOnly":
            return [M.Items(T.Message(item_id(store.add(item))))]
        _send(store, outgoing, call, mime)
        late = outgoing.faults.due(call.operation, "late copy")
        if late is None:
            store.add(item)
        else:
            threading.Timer(late.number, store.add, [item]).start()
        return [M.Items()]  # [MS-OXWSMSG] MessageDispositionType: what is sent has no id in the answer

    return each(call, "m:Items", act, "Items")


def deliver(store: Store, outgoing: Outgoing, to: str, raw: bytes) -> None:
    """Let a letter arrive: in the mailbox of `to` where it is here, else somewhere outside."""
    outgoing.add(to, raw)
    if store.has(to):
        inbox = store.mailbox(to).standard("inbox")
        store.add(Item(inbox, Mime(raw), datetime.now(UTC)), new_mail=True)


def _mime_of(wanted: Element, mailbox: Mailbox) -> Mime:
    """The mail's bytes: given as MIME, or made of the properties; then what properties say besides.

    A Message-ID that the client gives is kept (PidTagInternetMessageId, [MS-OXCMAIL] 2.1.3.1.13); one is made where it
    gives none. Recipients given as properties take the place of those that the MIME has of the same kind: so do
    clients hand over Bcc beside a MIME without it (Thunderbird's EWS does).
    """
    given = text_at(wanted, "t:MimeContent")
    raw = base64.b64decode(given) if given else composed(wanted)
    for tag, field in _KINDS.items():
        people = wanted.find(f"t:{tag}", NAMES)
        if people is not None and given:
            raw = fields.replaced(raw, field, _as_field(people))
    if not fields.has(raw, "From"):
        raw = fields.on_top(raw, f"From: {mailbox.address}")
    message_id = text_at(wanted, "t:InternetMessageId")
    if message_id and message_id != Mime(raw).message_id:
        raw = fields.replaced(raw, "Message-ID", message_id)
    if not fields.has(raw, "Message-ID"):
        raw = fields.on_top(raw, f"Message-ID: {_own_message_id()}")
    if not fields.has(raw, "Date"):
        raw = fields.on_top(raw, f"Date: {format_datetime(datetime.now(UTC))}")
    return Mime(raw)


def _own_message_id() -> str:
    return f"<{secrets.token_hex(16)}@{HOST}>"


def _as_field(people: Element) -> str:
    told = []
    for mailbox in people:
        name, address = text_at(mailbox, "t:Name"), text_at(mailbox, "t:EmailAddress")
        told.append(formataddr((Header(name, "utf-8").encode() if name else "", address)))
    return ", ".join(told)


def _send(store: Store, outgoing: Outgoing, call: Call, mime: Mime) -> None:
    recipients = [address for field in ("To", "Cc", "Bcc") for _, address in mime.addresses(field)]
    if not recipients:
        raise EwsError("ErrorInvalidRecipients", "A message can't be sent because it contains no recipients.")
    sender = mime.addresses("From")[0][1] if mime.addresses("From") else ""
    if not call.caller.may_open(sender):
        raise EwsError(
            "ErrorSendAsDenied",
            "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.",
        )
    raw = _as_delivered(mime)
    for address in dict.fromkeys(recipients):
        if address.lower() in outgoing.unknown:
            report = undeliverable(mime, address, sender, HOST)
            store.add(
                Item(store.mailbox(sender).standard("inbox"), Mime(report), datetime.now(UTC)), new_mail=True
            )
        else:
            deliver(store, outgoing, address, raw)


def _as_delivered(mime: Mime) -> bytes:
    """What recipients get: without Bcc ([MS-OXCMAIL] 2.1.3.1.1.2), a trace field on top (RFC 5321, 4.4).

    A real server writes the MIME anew from what it keeps; this one does where a test wants it.
    """
    now = format_datetime(datetime.now(UTC))
    trace = f"Received: from {HOST} ([127.0.0.1]) by {HOST} ([127.0.0.1]) with mapi id 15.01.2507.006; {now}"
    return fields.on_top(fields.removed(mime.raw, "Bcc"), trace)


def _new_item(store: Store, call: Call, mailbox: Mailbox, mime: Mime, wanted: Element, *, sent: bool) -> Item:
    named = call.body.find("m:SavedItemFolderId", NAMES)
    folder = mailbox.standard("sentitems" if sent else "drafts")
    if named is not None:
        folder = folder_at(store, call, named[0], absent="ErrorSavedItemFolderNotFound")
    flags = _message_flags(wanted)
    read, unsent = (sent, not sent) if flags is None else (bool(flags & 0x1), bool(flags & 0x8))
    item = Item(folder, mime, datetime.now(UTC), is_read=read, is_draft=unsent)
    item.categories = tuple(name.text or "" for name in wanted.iterfind("t:Categories/t:String", NAMES))
    return item


def _message_flags(wanted: Element) -> int | None:
    """PidTagMessageFlags where the client sets it ([MS-OXCMSG] 2.2.1.6: 0x1 read, 0x8 unsent): what is saved and not
    sent by this server is a draft else.
    """
    for extended in wanted.iterfind("t:ExtendedProperty", NAMES):
        uri = extended.find("t:ExtendedFieldURI", NAMES)
        if uri is not None and uri.get("PropertyTag", "").lower() in ("0x0e07", "0xe07", "3591"):
            return int(text_at(extended, "t:Value"))
    return None
