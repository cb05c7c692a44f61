"""A mail that Exchange can't give as MIME is put together from its parts: whole, honest, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest
from exchangelib import HTMLBody, Mailbox

from mailroom.providers import open_mailbox
from mailroom.providers.ews_rebuilt import HEADER, _mail_of
from parsers import read_mail
from tests.contracts.exchange_accounts import OFFICE
from tests.contracts.exchange_kinds import exchange_settings
from tests.contracts.mailbox_kinds import mail
from tests.contracts.test_exchange import arrivals
from tests.servers.exchange import Exchange

pytestmark = pytest.mark.timeout(120)

FORWARDED = (
    "From: zjj@example.cn\r\nTo: office@tengzhou.test\r\nSubject: forwarded\r\nMessage-ID: <f@example.cn>\r\n"
    "Date: Thu, 15 Mar 2018 09:00:00 +0800\r\nMIME-Version: 1.0\r\nX-Originating-IP: 10.0.0.7\r\n"
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
    "<p>转来一件</p>\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=inner.eml\r\n\r\n"
).encode()
CLOSING = b"\r\n--b--\r\n"


@pytest.fixture
def mailbox(exchange: Exchange):
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, exchange.new_mailbox(OFFICE)))
    yield mailbox
    mailbox.close()


def test_a_mail_that_hangs_on_a_mail_stays_one(exchange, mailbox):
    inner = mail(7)
    exchange.faults.mime_fails(exchange.deliver(OFFICE, FORWARDED + inner + CLOSING))
    (made,) = arrivals(mailbox)
    message = message_from_bytes(made.raw)
    assert HEADER in message
    assert message["X-Originating-IP"] == "10.0.0.7"
    body, attached = message.get_payload()
    assert (body.get_content_type(), "转来一件" in body.get_payload(decode=True).decode()) == (
        "text/html",
        True,
    )
    assert attached.get_content_type() == "message/rfc822"
    (within,) = attached.get_payload()
    assert within["Message-ID"] == "<case-7@example.cn>"
    assert "滕州市民反映路灯不亮" in within.get_payload(decode=True).decode()


def test_what_is_put_together_has_the_line_ends_of_a_mail_and_is_the_same_each_time_but_for_its_boundary(
    exchange, mailbox
):
    exchange.faults.mime_fails(exchange.deliver(OFFICE, FORWARDED + mail(7) + CLOSING))
    first, again = (arrivals(mailbox)[0].raw for _ in range(2))
    assert first.count(b"\n") == first.count(b"\r\n")
    assert read_mail(first).content_print == read_mail(again).content_print


def test_a_mail_of_which_one_attachment_can_not_be_had_is_not_read_without_it(exchange, mailbox):
    exchange.faults.mime_fails(exchange.deliver(OFFICE, FORWARDED + mail(7) + CLOSING))
    exchange.deliver(OFFICE, mail(1))
    exchange.faults.refuse("ErrorItemCorrupt", "GetAttachment")
    assert [arrival.raw for arrival in arrivals(mailbox)] == [mail(1)]
    ((_, sentence),) = mailbox.failed
    assert sentence.startswith("服务器取不出这封信")


def item(**changes):
    """The properties of a mail as exchangelib gives them."""
    moment = datetime(2018, 3, 15, 9, tzinfo=timezone(timedelta(hours=8)))
    usual = {
        "headers": [],
        "author": Mailbox(name="市民热线", email_address="zz@example.cn"),
        "to_recipients": [Mailbox(name="", email_address="office@tengzhou.test")],
        "cc_recipients": None,
        "reply_to": None,
        "subject": "工单",
        "datetime_sent": moment,
        "datetime_received": moment,
        "message_id": "<a@example.cn>",
        "in_reply_to": None,
        "references": None,
        "body": "正文",
        "attachments": [],
    }
    return SimpleNamespace(**{**usual, **changes})


def built(**changes):
    return message_from_bytes(_mail_of(item(**changes)).as_bytes(), policy=policy.default)


def test_a_value_can_not_bring_a_field_of_its_own():
    headers = [
        SimpleNamespace(name="X-Note", value="a\r\nBcc: x@example.cn"),
        SimpleNamespace(name="X Bad", value="b"),
        SimpleNamespace(name="Content-Type", value="text/plain"),
        SimpleNamespace(name="Subject", value="another"),
    ]
    made = built(headers=headers, subject="工单\r\nBcc: y@example.cn", body=HTMLBody("<p>x</p>"))
    assert "Bcc" not in made
    assert made["X-Note"] == "a Bcc: x@example.cn"
    assert "X Bad" not in made
    assert made.get_all("Subject") == ["工单 Bcc: y@example.cn"]
    assert made.get_content_type() == "multipart/mixed"


def test_trace_fields_keep_their_order():
    names = ["Received", "Authentication-Results", "Received", "Authentication-Results"]
    headers = [SimpleNamespace(name=name, value=f"n{place}") for place, name in enumerate(names)]
    made = built(headers=headers)
    assert [str(value) for value in made.get_all("Authentication-Results")] == ["n1", "n3"]
    assert [str(value) for value in made.get_all("Received")] == ["n0", "n2"]


def test_a_mail_with_next_to_nothing_is_a_mail_all_the_same():
    made = built(author=None, sender=None, to_recipients=None, subject=None, message_id=None, body=None)
    assert made["From"] is None
    assert made["Subject"] == ""
    assert made["Date"].datetime == datetime(2018, 3, 15, 9, tzinfo=timezone(timedelta(hours=8)))
