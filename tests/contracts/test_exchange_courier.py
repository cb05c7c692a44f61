"""What is peculiar to letters through Exchange: one request each, a copy that tells, and a reply that may be lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from mailroom.errors import MailroomError, Misconfigured, Refused, Temporary, Uncertain, Unreachable
from mailroom.providers import Courier, Receipt, open_courier
from tests.contracts.courier_kinds import letter, message_id
from tests.contracts.exchange_accounts import CLERK, operations
from tests.contracts.exchange_kinds import exchange_courier_settings
from tests.servers.exchange import Exchange

pytestmark = pytest.mark.timeout(120)
OFFICE = "office@example.cn"
TO = "zjj@example.cn"


Opener = Callable[..., Courier]


@pytest.fixture
def opened(exchange: Exchange) -> Iterator[Opener]:
    """`opened(user, password, **changes)` is a courier that is closed after the test."""
    couriers: list[Courier] = []

    def make(user: str, password: str, **changes: object) -> Courier:
        couriers.append(open_courier(exchange_courier_settings(exchange, user, password, **changes)))
        return couriers[-1]

    yield make
    for courier in couriers:
        courier.close()


@pytest.fixture
def courier(exchange: Exchange, opened: Opener) -> Courier:
    return opened(OFFICE, exchange.new_mailbox(OFFICE))


def send(courier: Courier, number: int = 1, *, to: str = TO, told: list[str] | None = None) -> Receipt:
    def handing_over() -> None:
        if told is not None:
            told.append("handed over")

    return courier.send(letter(number, to=to), sender=OFFICE, recipients=[to], handing_over=handing_over)


def test_a_letter_is_one_request(exchange, courier):
    send(courier, 1)
    before = len(exchange.requests)
    send(courier, 2)
    assert operations(exchange)[before:] == ["CreateItem"]
    assert len(exchange.outgoing(TO)) == len(exchange.sent(OFFICE)) == 2


def test_the_copy_keeps_our_message_id_and_is_read(exchange, courier):
    send(courier)
    (item,) = exchange.ids(OFFICE, "sentitems")
    assert exchange.is_read(OFFICE, item)
    assert courier.find_sent(message_id(1)) is True
    assert courier.find_sent(message_id(2)) is False


@pytest.mark.parametrize(
    "recipients",
    [[TO], ["leader@example.cn"], [TO, "leader@example.cn"], ["stranger@example.cn"]],
    ids=["of To only", "of Cc only", "both", "of neither"],
)
def test_those_get_it_whom_the_office_names_and_nobody_else(exchange, courier, recipients):
    raw = letter(1, to=TO).replace(b"Subject:", b"Cc: leader@example.cn\r\nSubject:", 1)
    courier.send(raw, sender=OFFICE, recipients=recipients, handing_over=lambda: None)
    everybody = [TO, "leader@example.cn", "stranger@example.cn"]
    assert [each for each in everybody if exchange.outgoing(each)] == sorted(recipients, key=everybody.index)


def test_a_letter_from_a_shared_mailbox_goes_and_its_copy_lies_there(exchange, opened):
    exchange.new_mailbox(OFFICE)
    password = exchange.new_mailbox(CLERK)
    exchange.share(OFFICE, to=CLERK)
    courier = opened(CLERK, password, address=OFFICE)
    send(courier)
    assert (len(exchange.outgoing(TO)), len(exchange.sent(OFFICE)), len(exchange.sent(CLERK))) == (1, 1, 0)
    assert courier.find_sent(message_id(1)) is True


# -- a reply that is lost ------------------------------------------------------------------------------------------------


def test_a_lost_reply_is_uncertain_and_the_copy_tells_that_it_went(exchange, courier):
    told: list[str] = []
    exchange.faults.cut_after()
    with pytest.raises(Uncertain):
        send(courier, told=told)
    assert told == ["handed over"]
    assert len(exchange.outgoing(TO)) == 1  # sent once, though the line broke
    assert courier.find_sent(message_id(1)) is True


def test_a_request_that_never_arrived_is_uncertain_and_no_copy_is_there(exchange, courier):
    send(courier, 2)
    exchange.faults.cut_before()
    with pytest.raises(Uncertain):
        send(courier, 1)
    assert courier.find_sent(message_id(1)) is False
    assert len(exchange.outgoing(TO)) == 1


def test_half_a_reply_is_no_reply(exchange, courier):
    exchange.faults.cut_half(operation="CreateItem")
    with pytest.raises(Uncertain):
        send(courier)
    assert courier.find_sent(message_id(1)) is True
    assert len(exchange.outgoing(TO)) == 1


def test_a_reply_that_takes_too_long_is_uncertain(exchange, opened):
    courier = opened(OFFICE, exchange.new_mailbox(OFFICE), timeout_seconds=1)
    send(courier, 2)
    exchange.faults.slow(3, operation="CreateItem")
    with pytest.raises(Uncertain):
        send(courier, 1)
    time.sleep(3)
    assert courier.find_sent(message_id(1)) is True
    assert len(exchange.outgoing(TO)) == 2


def test_a_copy_may_come_later_but_not_after_the_time_that_is_waited(exchange, courier):
    exchange.faults.copy_comes_late(0.5)
    send(courier)
    assert courier.settle_seconds > 10
    time.sleep(1)
    assert courier.find_sent(message_id(1)) is True


def test_where_copies_get_another_message_id_their_absence_proves_nothing(exchange, courier):
    exchange.rename_letters()
    send(courier, 1)
    exchange.faults.cut_after()
    with pytest.raises(Uncertain):
        send(courier, 2)
    assert courier.find_sent(message_id(2)) is None


# -- what did not go -----------------------------------------------------------------------------------------------------


def test_a_busy_server_has_not_taken_the_letter_and_says_how_long_to_wait(exchange, courier):
    send(courier, 2)
    exchange.faults.busy(backoff_ms=90_000, operation="CreateItem")
    with pytest.raises(Unreachable) as error:
        send(courier, 1)
    assert error.value.retry_after == 90
    assert len(exchange.outgoing(TO)) == 1
    send(courier, 1)
    assert len(exchange.outgoing(TO)) == 2


@pytest.mark.parametrize(
    ("code", "turn"),
    [
        ("ErrorSendAsDenied", Misconfigured),
        ("ErrorMessageSizeExceeded", Refused),
        ("ErrorInvalidRecipients", Refused),
        ("ErrorQuotaExceeded", Misconfigured),
        ("ErrorMailboxStoreUnavailable", Temporary),
    ],
)
def test_a_refusal_says_whose_turn_it_is(exchange, courier, code, turn):
    exchange.faults.refuse(code, "CreateItem")
    with pytest.raises(MailroomError) as error:
        send(courier)
    assert isinstance(error.value, turn)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in str(error.value))
    assert exchange.outgoing(TO) == []
    send(courier)
    assert len(exchange.outgoing(TO)) == 1


def test_a_letter_in_somebody_elses_name_is_the_operators_turn(exchange, courier):
    raw = letter(1, to=TO).replace(b"From: office@example.cn", b"From: leader@example.cn")
    with pytest.raises(Misconfigured, match="代理发送"):
        courier.send(raw, sender=OFFICE, recipients=[TO], handing_over=lambda: None)
    assert exchange.outgoing(TO) == []


def test_a_wrong_password_is_told_before_a_letter_is_handed_over(exchange, opened):
    exchange.new_mailbox(OFFICE)
    told: list[str] = []
    with pytest.raises(Misconfigured, match="密码"):
        send(opened(OFFICE, "wrong"), told=told)
    assert (told, exchange.refused) == ([], 1)


def test_a_connection_that_went_stale_is_found_out_before_a_letter_is_handed_over(
    exchange, courier, monkeypatch
):
    send(courier, 1)
    monkeypatch.setattr("mailroom.providers.ews_courier._TRUSTED_SECONDS", 0.0)
    exchange.hang_up()
    send(courier, 2)
    assert len(exchange.outgoing(TO)) == 2


def test_a_check_tells_the_server_and_the_folder_of_copies(courier):
    told = courier.check()
    assert any("office@example.cn" in sentence for sentence in told)
    assert any("已发送邮件" in sentence for sentence in told)
