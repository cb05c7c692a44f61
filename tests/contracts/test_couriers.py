"""What every courier keeps to: Postfix over TLS and STARTTLS, with and without a Sent folder, Exchange, a folder of files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailroom.errors import Misconfigured, Refused
from mailroom.providers import Courier, Receipt
from tests.contracts.courier_kinds import CourierKind, FolderCourierKind, SmtpKind, letter, message_id
from tests.contracts.exchange_kinds import EwsCourierKind
from tests.servers.exchange import Exchange


@pytest.fixture(params=["tls, server saves", "tls, we save", "starttls, nobody saves", "ews", "folder"])
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CourierKind]:
    if request.param == "folder":
        yield FolderCourierKind(tmp_path / "mailbox")
        return
    if request.param == "ews":
        with Exchange() as exchange:
            yield EwsCourierKind(exchange)
        return
    host, new_address = request.getfixturevalue("mail_host"), request.getfixturevalue("new_address")
    if request.param == "tls, server saves":
        yield SmtpKind(host, new_address, saves="server", port=host.smtps_saving_port)
    elif request.param == "tls, we save":
        yield SmtpKind(host, new_address, saves="append")
    else:
        yield SmtpKind(host, new_address, saves="none", security="starttls", port=host.submission_port)


@pytest.fixture
def courier(kind: CourierKind) -> Iterator[Courier]:
    courier = kind.open()
    yield courier
    courier.close()


def send(
    kind: CourierKind, courier: Courier, message: bytes, *recipients: str, handing_over=lambda: None
) -> Receipt:
    return courier.send(message, sender=kind.sender, recipients=list(recipients), handing_over=handing_over)


def test_a_letter_arrives_byte_for_byte(kind, courier):
    to = kind.address("zjj")
    send(kind, courier, letter(1, to=to), to)
    assert kind.delivered(to, 1) == [letter(1, to=to)]


def test_a_large_letter_arrives_whole(kind, courier):
    to = kind.address("zjj")
    large = letter(1, to=to, body=(b"A" * 76 + b"\r\n") * 20_000)
    send(kind, courier, large, to)
    assert kind.delivered(to, 1) == [large]


def test_the_receipt_says_what_the_other_side_said(kind, courier):
    receipt = send(kind, courier, letter(1), kind.address("zjj"))
    assert receipt.reply
    assert receipt.refused == ()
    assert receipt.remark == ""


def test_many_letters_go_one_after_the_other(kind, courier):
    to = kind.address("zjj")
    for number in range(12):  # more than one connection takes
        send(kind, courier, letter(number, to=to), to)
    assert sorted(kind.delivered(to, 12)) == sorted(letter(number, to=to) for number in range(12))


def test_handing_over_is_told_once_and_before_the_letter_is_there(kind, courier):
    to = kind.address("zjj")
    told = []
    send(kind, courier, letter(1, to=to), to, handing_over=lambda: told.append(kind.delivered(to, 0)))
    assert told == [[]]


def test_a_letter_whose_handing_over_could_not_be_recorded_does_not_go(kind, courier):
    to = kind.address("zjj")

    def disk_full() -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        send(kind, courier, letter(1, to=to), to, handing_over=disk_full)
    send(kind, courier, letter(2, to=to), to)
    assert kind.delivered(to, 1) == [letter(2, to=to)]


def test_what_was_sent_can_be_found_as_far_as_there_is_evidence(kind, courier):
    send(kind, courier, letter(1), kind.address("zjj"))
    sent, never_sent = {"server": (True, False), "append": (True, None), "none": (None, None)}[kind.saves]
    assert courier.find_sent(message_id(1)) is sent
    assert courier.find_sent(message_id(2)) is never_sent


def test_an_address_that_is_none_is_refused_before_anything_is_sent(kind, courier):
    to = kind.address("zjj")
    told: list[bool] = []
    for wrong in ("住建局", "zjj@example.cn>\r\nRCPT TO:<x@example.cn", "", "a b@example.cn"):
        with pytest.raises(Refused, match="收件地址不是邮箱地址") as error:
            send(kind, courier, letter(1, to=to), to, wrong, handing_over=lambda: told.append(True))
        assert error.value.recipients == (wrong,)
    assert told == []
    assert kind.delivered(to, 0) == []


def test_a_letter_without_recipients_is_refused(kind, courier):
    with pytest.raises(Refused, match="没有收件人"):
        send(kind, courier, letter(1))


def test_a_sender_that_is_no_address_is_the_operators_turn(kind, courier):
    with pytest.raises(Misconfigured, match="发件地址"):
        courier.send(
            letter(1), sender="市长公开电话", recipients=["zjj@example.cn"], handing_over=lambda: None
        )


def test_a_letter_with_bare_line_ends_goes_with_proper_ones(kind, courier):
    to = kind.address("zjj")
    send(kind, courier, letter(1, to=to).replace(b"\r\n", b"\n").rstrip(b"\n"), to)
    assert kind.delivered(to, 1) == [letter(1, to=to)]


def test_a_check_says_in_chinese_what_was_found(courier):
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in sentence) for sentence in courier.check())


def test_a_closed_courier_can_be_closed_again_and_used_again(kind, courier):
    to = kind.address("zjj")
    send(kind, courier, letter(1, to=to), to)
    courier.close()
    courier.close()
    send(kind, courier, letter(2, to=to), to)
    assert len(kind.delivered(to, 2)) == 2
