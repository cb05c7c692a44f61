"""Items as XML: which properties a request asks for, and what each looks like."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime

from lxml import etree

from tests.servers.exchange.mime import Mime
from tests.servers.exchange.soap import NAMES, Element, EwsError, T, local, text_at
from tests.servers.exchange.store import Item

_ID_ONLY = ["item:ItemId"]
# What FindItem and SyncFolderItems can't tell: the client asks for these with GetItem.
# https://learn.microsoft.com/exchange/client-developer/exchange-web-services/email-properties-and-elements-in-ews-in-exchange
_ONLY_BY_GET_ITEM = {
    "item:MimeContent",
    "item:Body",
    "item:Attachments",
    "item:InternetMessageHeaders",
    "message:ToRecipients",
    "message:CcRecipients",
    "message:BccRecipients",
    "message:ReplyTo",
}
_INTERNET_MESSAGE_ID = "0x1035"


def element_of(item: Item, shape: Element, operation: str = "GetItem") -> Element:
    """An item with the properties that `shape` (m:ItemShape) asks for, as far as `operation` can tell them.

    `EwsError` where its MIME is wanted and can't be made, or FindItem is asked what only GetItem tells.
    SyncFolderItems leaves that out.
    """
    wanted, extended = _wanted(shape, operation)
    if item.conversion_error and "item:MimeContent" in wanted:
        raise EwsError(item.conversion_error, "Content conversion failed.")
    parts = [_PROPERTIES[uri](item) for uri in _PROPERTIES if uri in wanted]
    element = T.Message(*(part for part in parts if part is not None))
    for uri in extended:
        _insert_extended(element, item, uri)
    return element


def moment(at: datetime) -> str:
    """A moment as EWS writes it: UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def value_of(item: Item, uri: str) -> object:
    """A property's value to compare and sort by: text, a truth, a moment, a number."""
    return _VALUES[uri](item) if uri in _VALUES else None


def item_id(item: Item) -> Element:
    """t:ItemId."""
    return T.ItemId(Id=item.id, ChangeKey=item.change_key)


def _wanted(shape: Element, operation: str) -> tuple[set[str], list[Element]]:
    base = text_at(shape, "t:BaseShape")
    wanted = set(_ID_ONLY if base == "IdOnly" else _DEFAULT if base == "Default" else _PROPERTIES)
    wanted.discard("item:MimeContent")
    if text_at(shape, "t:IncludeMimeContent") in ("true", "1"):
        wanted.add("item:MimeContent")
    extended = []
    for uri in shape.iterfind("t:AdditionalProperties/*", NAMES):
        if local(uri) == "FieldURI":
            name = uri.get("FieldURI", "")
            if operation == "FindItem" and name in _ONLY_BY_GET_ITEM:
                raise EwsError("ErrorInvalidPropertyRequest", f"Property {name} can't be found, only got.")
            wanted.add(name)
        elif local(uri) == "ExtendedFieldURI":
            extended.append(uri)
    return wanted if operation == "GetItem" else wanted - _ONLY_BY_GET_ITEM, extended


def _insert_extended(element: Element, item: Item, uri: Element) -> None:
    """Add an extended property where the item has it; its place is before the message's own properties."""
    value = _extended_value(item, uri)
    if not value:
        return
    told = T.ExtendedProperty(
        etree.fromstring(etree.tostring(uri)),
        T.Value(value),
    )
    names = [local(child) for child in element]
    later = [place for place, name in enumerate(names) if name in _AFTER_EXTENDED]
    element.insert(min(later, default=len(names)), told)


def _extended_value(item: Item, uri: Element) -> str:
    if uri.get("PropertyTag", "").lower() == _INTERNET_MESSAGE_ID:
        return item.mime.message_id
    if uri.get("DistinguishedPropertySetId") == "InternetHeaders":
        return item.mime.text(uri.get("PropertyName", ""))
    return ""


def _mailbox(name: str, address: str) -> Element:
    return T.Mailbox(
        T.Name(name or address), T.EmailAddress(address), T.RoutingType("SMTP"), T.MailboxType("OneOff")
    )


def _people(field: str, tag: str) -> Callable[[Item], Element | None]:
    def make(item: Item) -> Element | None:
        people = [_mailbox(name, address) for name, address in item.mime.addresses(field)]
        return T(tag, *people) if people else None

    return make


def _person(field: str, tag: str) -> Callable[[Item], Element | None]:
    def make(item: Item) -> Element | None:
        people = item.mime.addresses(field) or item.mime.addresses("From")
        return T(tag, _mailbox(*people[0])) if people else None

    return make


def _text(tag: str, tell: Callable[[Mime], str]) -> Callable[[Item], Element | None]:
    def make(item: Item) -> Element | None:
        value = tell(item.mime)
        return T(tag, value) if value else None

    return make


def _truth(tag: str, tell: Callable[[Item], bool]) -> Callable[[Item], Element | None]:
    return lambda item: T(tag, "true" if tell(item) else "false")


def _moment(tag: str, tell: Callable[[Item], datetime | None]) -> Callable[[Item], Element | None]:
    def make(item: Item) -> Element | None:
        at = tell(item)
        return None if at is None else T(tag, moment(at))

    return make


def _mime_content(item: Item) -> Element:
    return T.MimeContent(base64.b64encode(item.mime.raw).decode(), CharacterSet="UTF-8")


def _parent(item: Item) -> Element:
    return T.ParentFolderId(Id=item.folder.id, ChangeKey="AQAAAA==")


def _body(item: Item) -> Element:
    kind, text = item.mime.body
    return T.Body(text, BodyType=kind)


def _attachments(item: Item) -> Element | None:
    if not item.mime.enclosures:
        return None
    told = T.Attachments()
    for place, enclosure in enumerate(item.mime.enclosures):
        parts = [T.AttachmentId(Id=f"{item.id}.{place}"), T.Name(enclosure.name or "未命名")]
        parts.append(T.ContentType(enclosure.content_type))
        if enclosure.content_id:
            parts.append(T.ContentId(enclosure.content_id))
        parts += [T.Size(str(len(enclosure.content))), T.LastModifiedTime(moment(item.created_at))]
        parts.append(T.IsInline("false"))
        told.append(T.ItemAttachment(*parts) if enclosure.mail else T.FileAttachment(*parts))
    return told


def _categories(item: Item) -> Element | None:
    return T.Categories(*(T.String(name) for name in item.categories)) if item.categories else None


def _headers(item: Item) -> Element | None:
    fields = [T.InternetMessageHeader(value, HeaderName=name) for name, value in item.mime.all_fields()]
    return T.InternetMessageHeaders(*fields) if fields else None


def _display(field: str) -> Callable[[Item], str]:
    return lambda item: "; ".join(name or address for name, address in item.mime.addresses(field))


# In the order in which the schema wants them.
_PROPERTIES: dict[str, Callable[[Item], Element | None]] = {
    "item:MimeContent": _mime_content,
    "item:ItemId": item_id,
    "item:ParentFolderId": _parent,
    "item:ItemClass": lambda item: T.ItemClass("IPM.Note"),
    "item:Subject": lambda item: T.Subject(item.mime.subject),
    "item:Sensitivity": lambda item: T.Sensitivity("Normal"),
    "item:Body": _body,
    "item:Attachments": _attachments,
    "item:DateTimeReceived": _moment("DateTimeReceived", lambda item: item.received_at),
    "item:Size": lambda item: T.Size(str(len(item.mime.raw))),
    "item:Categories": _categories,
    "item:Importance": lambda item: T.Importance("Normal"),
    "item:InReplyTo": _text("InReplyTo", lambda mime: mime.text("In-Reply-To")),
    "item:IsSubmitted": _truth("IsSubmitted", lambda item: False),
    "item:IsDraft": _truth("IsDraft", lambda item: item.is_draft),
    "item:IsFromMe": _truth("IsFromMe", lambda item: False),
    "item:IsResend": _truth("IsResend", lambda item: False),
    "item:IsUnmodified": _truth("IsUnmodified", lambda item: item.version == 1),
    "item:InternetMessageHeaders": _headers,
    "item:DateTimeSent": _moment("DateTimeSent", lambda item: item.mime.sent_at),
    "item:DateTimeCreated": _moment("DateTimeCreated", lambda item: item.created_at),
    "item:DisplayCc": lambda item: T.DisplayCc(_display("Cc")(item)),
    "item:DisplayTo": lambda item: T.DisplayTo(_display("To")(item)),
    "item:HasAttachments": _truth("HasAttachments", lambda item: bool(item.mime.enclosures)),
    "item:Culture": lambda item: T.Culture("zh-CN"),
    "item:LastModifiedTime": _moment("LastModifiedTime", lambda item: item.created_at),
    "item:IsAssociated": _truth("IsAssociated", lambda item: False),
    "message:Sender": _person("Sender", "Sender"),
    "message:ToRecipients": _people("To", "ToRecipients"),
    "message:CcRecipients": _people("Cc", "CcRecipients"),
    "message:BccRecipients": _people("Bcc", "BccRecipients"),
    "message:IsReadReceiptRequested": _truth("IsReadReceiptRequested", lambda item: False),
    "message:IsDeliveryReceiptRequested": _truth("IsDeliveryReceiptRequested", lambda item: False),
    "message:ConversationTopic": _text("ConversationTopic", lambda mime: mime.subject),
    "message:From": _person("From", "From"),
    "message:InternetMessageId": _text("InternetMessageId", lambda mime: mime.message_id),
    "message:IsRead": _truth("IsRead", lambda item: item.is_read),
    "message:IsResponseRequested": _truth("IsResponseRequested", lambda item: False),
    "message:References": _text("References", lambda mime: mime.text("References")),
    "message:ReplyTo": _people("Reply-To", "ReplyTo"),
}
_AFTER_EXTENDED = {"Culture", "LastModifiedTime", "IsAssociated"} | {
    name.partition(":")[2] for name in _PROPERTIES if name.startswith("message:")
}
_DEFAULT = {
    *_ID_ONLY,
    "item:Subject",
    "item:Sensitivity",
    "item:Body",
    "item:Attachments",
    "item:DateTimeSent",
    "item:Size",
    "item:HasAttachments",
    "message:From",
    "message:IsRead",
    "message:InternetMessageId",
    "message:ToRecipients",
}
_VALUES: dict[str, Callable[[Item], object]] = {
    "item:Subject": lambda item: item.mime.subject,
    "item:ItemClass": lambda item: "IPM.Note",
    "item:DateTimeReceived": lambda item: item.received_at,
    "item:DateTimeSent": lambda item: item.mime.sent_at,
    "item:DateTimeCreated": lambda item: item.created_at,
    "item:Size": lambda item: len(item.mime.raw),
    "item:HasAttachments": lambda item: bool(item.mime.enclosures),
    "item:Categories": lambda item: " ".join(item.categories),
    "item:InReplyTo": lambda item: item.mime.text("In-Reply-To"),
    "message:InternetMessageId": lambda item: item.mime.message_id,
    "message:IsRead": lambda item: item.is_read,
    "message:From": lambda item: item.mime.text("From"),
}
