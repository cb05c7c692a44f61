"""A mail made of properties, where the client gives no MIME."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.policy import SMTP

from tests.servers.exchange.soap import NAMES, Element, text_at


def composed(wanted: Element) -> bytes:
    """The bytes of the mail that `t:Message` describes."""
    message = EmailMessage(policy=SMTP)
    for field, path in (("Subject", "t:Subject"), ("From", "t:From/t:Mailbox/t:EmailAddress")):
        if text_at(wanted, path):
            message[field] = text_at(wanted, path)
    for field, tag in (("To", "ToRecipients"), ("Cc", "CcRecipients"), ("Bcc", "BccRecipients")):
        people = [text_at(mailbox, "t:EmailAddress") for mailbox in wanted.iterfind(f"t:{tag}/*", NAMES)]
        if people:
            message[field] = ", ".join(people)
    if text_at(wanted, "t:References"):
        message["References"] = text_at(wanted, "t:References")
    _add_headers(message, wanted)
    body = wanted.find("t:Body", NAMES)
    html = body is not None and body.get("BodyType") == "HTML"
    message.set_content(text_at(wanted, "t:Body"), subtype="html" if html else "plain")
    for part in wanted.iterfind("t:Attachments/t:FileAttachment", NAMES):
        _attach(message, part)
    return message.as_bytes()


def _add_headers(message: EmailMessage, wanted: Element) -> None:
    """Named properties of the set InternetHeaders become header fields ([MS-OXCMAIL] 2.1.3.2: arbitrary headers)."""
    for extended in wanted.iterfind("t:ExtendedProperty", NAMES):
        uri = extended.find("t:ExtendedFieldURI", NAMES)
        if uri is not None and uri.get("DistinguishedPropertySetId") == "InternetHeaders":
            message[uri.get("PropertyName", "")] = text_at(extended, "t:Value")


def _attach(message: EmailMessage, part: Element) -> None:
    kind, _, subtype = (text_at(part, "t:ContentType") or "application/octet-stream").partition("/")
    message.add_attachment(
        base64.b64decode(text_at(part, "t:Content")),
        maintype=kind,
        subtype=subtype,
        filename=text_at(part, "t:Name"),
    )
