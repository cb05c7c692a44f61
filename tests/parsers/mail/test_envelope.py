"""Envelope: dates, threads, and what says that a program wrote the mail."""

from __future__ import annotations

from datetime import datetime

import pytest

from parsers.mail import open_mail
from parsers.mail.envelope import read_date


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Thu, 15 Mar 2018 09:20:11 +0800", datetime(2018, 3, 15, 9, 20, 11)),
        ("Thu, 15 Mar 2018 09:20:11 +0800 (CST)", datetime(2018, 3, 15, 9, 20, 11)),
        ("Thu, 15 Mar 2018 09:20:11 CST", datetime(2018, 3, 15, 9, 20, 11)),
        ("Thu, 15 Mar 2018 09:20:11", datetime(2018, 3, 15, 9, 20, 11)),
        ("Thu, 15 Mar 2018 01:20:11 GMT", datetime(2018, 3, 15, 9, 20, 11)),
        ("15 Mar 18 01:20 -0000", datetime(2018, 3, 15, 9, 20)),
        ("2018-3-15 9:20:11", datetime(2018, 3, 15, 9, 20, 11)),
        ("2018年3月15日 下午3:05", datetime(2018, 3, 15, 15, 5)),
        ("Wed, 14 Mar 2018 20:20:11 -0500", datetime(2018, 3, 15, 9, 20, 11)),
    ],
)
def test_dates_come_out_in_chinas_time(written: str, meant: datetime) -> None:
    assert read_date(written) == meant


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "Thu, 45 Mar 2018 99:99:99 +0800", "1 Jan 1601 00:00:00", "9" * 500, "-- :: ()"],
)
def test_a_broken_date_is_none_not_a_guess(written: str) -> None:
    assert read_date(written) is None


def test_the_header_is_read_into_its_fields() -> None:
    raw = (
        b"Authentication-Results: mx.163.com; spf=pass smtp.mailfrom=a@qq.com\r\n"
        b"Authentication-Results: older; spf=fail\r\n"
        b"From: =?gbk?B?16G9qL7W?= <A@QQ.com>\r\nTo: o@163.com\r\nCc: c@163.com\r\nReply-To: r@qq.com\r\n"
        b"Subject: Re: x\r\nDate: Thu, 15 Mar 2018 09:20:11 +0800\r\nMessage-ID:\r\n <m1@qq.com>\r\n"
        b"In-Reply-To: <l1@163.com>\r\nReferences: <l0@163.com>\r\n\t<l1@163.com>\r\nX-Mailroom-Letter: dispatch/TZ-2018-000123-G/1\r\n\r\nhi"
    )
    envelope = open_mail(raw).envelope
    assert (envelope.sender.mail, envelope.sender.name) == ("a@qq.com", "住建局")
    assert [a.mail for a in (*envelope.to, *envelope.cc, *envelope.reply_to)] == [
        "o@163.com",
        "c@163.com",
        "r@qq.com",
    ]
    assert envelope.message_id == "<m1@qq.com>"
    assert envelope.in_reply_to == ("<l1@163.com>",)
    assert envelope.references == ("<l0@163.com>", "<l1@163.com>")
    assert envelope.sent_at == datetime(2018, 3, 15, 9, 20, 11)
    assert envelope.authentication_results[0].startswith("mx.163.com; spf=pass")
    assert envelope.letter_key == "dispatch/TZ-2018-000123-G/1"
    assert not envelope.automatic


@pytest.mark.parametrize(
    "header",
    [
        b"Auto-Submitted: auto-replied",
        b"X-QQ-AUTO-REPLY: true",
        b"X-Autoreply: yes",
        b"Precedence: auto_reply",
        b"Return-Path: <>",
    ],
)
def test_headers_of_programs_make_a_mail_automatic(header: bytes) -> None:
    assert open_mail(header + b"\r\nFrom: a@qq.com\r\nSubject: x\r\n\r\nhi").envelope.automatic


def test_auto_submitted_no_and_a_mailing_list_are_not_automatic() -> None:
    assert not open_mail(
        b"Auto-Submitted: no\r\nPrecedence: list\r\nFrom: a@qq.com\r\n\r\nhi"
    ).envelope.automatic
