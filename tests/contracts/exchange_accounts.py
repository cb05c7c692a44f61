"""Accounts on the stand-in for Exchange, opened with exchangelib itself: another's work, so that both can't err alike."""

from __future__ import annotations

from typing import Any

import exchangelib

from tests.servers.exchange import Exchange

OFFICE, CLERK = "office@tengzhou.test", "clerk@tengzhou.test"
_MAIL = (
    "From: =?utf-8?b?5biC5aeU?= <zz@example.cn>\r\nTo: office@tengzhou.test\r\nSubject: =?utf-8?b?5bel5Y2V?= {0}\r\n"
    "Message-ID: <{0}@example.cn>\r\nDate: Thu, 15 Mar 2018 09:00:00 +0800\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n滕州 {0}\r\n"
)


def mail(number: int) -> bytes:
    """A small mail with a Chinese subject, body and sender's name."""
    return _MAIL.format(number).encode()


def opened(
    exchange: Exchange, user: str, password: str, *, address: str = OFFICE, **changes: Any
) -> exchangelib.Account:
    """The mailbox of `address` as `user` opens it: with Basic and no second try, unless told otherwise."""
    access = changes.pop("access_type", exchangelib.DELEGATE)
    settings = {"auth_type": exchangelib.BASIC, "retry_policy": exchangelib.FailFast()}
    settings["credentials"] = exchangelib.Credentials(user, password)
    config = exchangelib.Configuration(service_endpoint=exchange.url, **{**settings, **changes})
    return exchangelib.Account(address, config=config, autodiscover=False, access_type=access)


def operations(exchange: Exchange) -> list[str]:
    """What was asked so far, by name."""
    return [request.operation for request in exchange.requests]
