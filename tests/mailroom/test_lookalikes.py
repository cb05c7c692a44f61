"""Whose word counts: what our own server says of a sender, and senders that pass for somebody whom we know."""

from __future__ import annotations

import pytest

from ledger.models import Department
from ledger.opening import transaction
from mailroom import lookalikes
from mailroom.authentication import failed_authentication
from mailroom.correspondents import correspondent_of
from mailroom.office import Office, open_office
from parsers.mail import open_mail
from tests.mailroom.command_line import CommandLine

OWN = ("mx.tz.example",)
FILED = ["zjj@163.com", "lamps@tzcity.example", "water@qq.com", "tzlamp@163.com"]


def mail(*headers: str, sender: str = "zjj@163.com") -> bytes:
    return "\r\n".join((*headers, f"From: {sender}", "Subject: x", "", "x")).encode()


def failed(*headers: str, sender: str = "zjj@163.com") -> str:
    return failed_authentication(open_mail(mail(*headers, sender=sender)).envelope, OWN)


AR = "Authentication-Results: "


@pytest.mark.parametrize(
    ("result", "says"),
    [
        ("mx.tz.example; spf=fail smtp.mailfrom=163.com", "spf"),
        ("mx.tz.example 1; spf=fail smtp.mailfrom=163.com", "spf"),
        ("MX.TZ.Example;\r\n\tspf=pass smtp.mailfrom=163.com;\r\n\tdkim=fail header.d=163.com", "dkim"),
        ("(our (own) server) mx.tz.example; dmarc=fail (p=none) header.from=163.com", "dmarc"),
        ("mx.tz.example; dkim=fail header.d=news.example; dmarc=pass header.from=163.com", ""),
        ("mx.tz.example; spf=pass smtp.mailfrom=evil.cn; dmarc=fail header.from=163.com", "dmarc"),
        ("mx.tz.example; dkim=fail header.d=list.example", ""),
        ("mx.tz.example; dkim=fail header.d=mail.163.com", "dkim"),
        ("mx.tz.example; dkim=fail header.i=@163.com", "dkim"),
        ("mx.tz.example; spf=fail smtp.mailfrom=163.com; dkim=pass header.d=163.com", ""),
        ("mx.tz.example; spf=fail smtp.mailfrom=163.com; dkim=pass header.d=evil.cn", "spf"),
        *(
            (f"mx.tz.example; spf={word} smtp.mailfrom=163.com", "")
            for word in ("softfail", "neutral", "none")
        ),
        ("mx.tz.example; spf=temperror; dkim=temperror; dmarc=temperror", ""),
        ("mx.tz.example; spf=pass (sender said spf=fail; dkim=fail)", ""),
        ('mx.tz.example; spf=pass reason="x; dkim=fail" smtp.mailfrom=163.com', ""),
        ("mx.tz.example; none", ""),
    ],
)
def test_our_own_server_s_verdict_on_the_sender_counts(result: str, says: str):
    told = failed(AR + result)

    assert told == (f"发件人身份核验未通过（{says}）" if says else "")


def test_only_the_topmost_header_of_our_own_server_counts():
    ours, false = f"{AR}mx.tz.example; dmarc=fail", f"{AR}mx.tz.example; dmarc=pass"

    assert failed(f"{AR}other.example; dmarc=pass", ours, false)
    assert not failed(f"{AR}other.example; dmarc=fail", false, ours)
    assert not failed(f"{AR}other.example; dmarc=fail")


@pytest.fixture
def office(office: CommandLine) -> Office:
    made = open_office(office.folder)
    with transaction():
        names = [row.name for row in Department.select().limit(len(FILED))]
        for name, address in zip(names, FILED, strict=True):
            Department.update(addresses=[address]).where(Department.name == name).execute()
    return made


def suspicion(office: Office, raw: bytes) -> str:
    envelope = open_mail(raw).envelope
    return lookalikes.resemblance(office, envelope, correspondent_of(office, envelope))


@pytest.mark.parametrize(
    "sender",
    [
        "zjj@163.cn",
        "zjj@l63.com",
        "anybody@163.com.x.cn",
        "water@qq.con",
        "lamps@tzc1ty.example",
        "lamps@tzcty.example",
        "lamps@tzctiy.example",
        "lamps@tz-city.example",
        "lamps@xn--tzcit-ize.example",  # tzcitу with a Cyrillic у
        "tz1amp@163.com",
        "tz_lamp@163.com",
        '"zjj@163.com" <x@evil.cn>',
        "=?utf-8?B?empq77ygMTYzLmNvbQ==?= <x@evil.cn>",  # zjj＠163.com
        "zjj@163.com, x@evil.cn",
        "x@evil.cn, zjj@163.com",
    ],
)
def test_a_sender_that_passes_for_one_on_file_is_seen(office: Office, sender: str):
    assert suspicion(office, mail(sender=sender))


@pytest.mark.parametrize(
    "sender",
    [
        "zjj@163.com",
        "other@163.com",
        "zjj@126.com",
        "zjj@sina.cn",
        "somebody@tzcity.example",
        "lamps@mail.tzcity.example",
        "office@zzs.gov.cn",
        "zjj2@163.com",
        '"zjj@163.com" <zjj@163.com>',
        '"x@evil.cn" <x@evil.cn>',
    ],
)
def test_a_sender_that_is_only_another_is_none(office: Office, sender: str):
    assert suspicion(office, mail(sender=sender)) == ""


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Reply-To: x@evil.cn", "要求回复到没有登记的 x@evil.cn"),
        ("Reply-To: other@163.com", "要求回复到没有登记的 other@163.com"),
        ("Reply-To: water@qq.com", ""),
        ("Reply-To: zjj@163.com", ""),
        ("Sender: x@evil.cn", "实际发送人（Sender）却是 x@evil.cn"),
        ("Sender: zjj@163.com", ""),
    ],
)
def test_a_mail_of_one_on_file_that_points_elsewhere_is_seen(office: Office, header: str, told: str):
    said = suspicion(office, mail(header))

    assert told in said
    assert bool(told) == bool(said)


def test_a_colleague_of_the_same_domain_may_send_and_be_answered(office: Office):
    headers = ("Reply-To: zhang@tzcity.example", "Sender: zhang@tzcity.example")

    assert suspicion(office, mail(*headers, sender="lamps@tzcity.example")) == ""
