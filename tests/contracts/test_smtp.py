"""What only an SMTP server can say: recipients refused one by one, log-ins, and every reply of NetEase's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from config.settings import CourierSettings
from mailroom.errors import (
    Blocked,
    LoginRefused,
    MailroomError,
    Misconfigured,
    Refused,
    Temporary,
    Unreachable,
)
from mailroom.providers import Courier, Receipt, open_courier
from mailroom.providers.smtp_connection import connect
from tests.contracts.courier_kinds import as_sent, letter, smtp_settings
from tests.contracts.mailbox_kinds import imap_settings
from tests.servers.mail_host import DEFERRED, REFUSED
from tests.servers.ports import free_ports
from tests.servers.scripted_smtp import ScriptedSmtp


@pytest.fixture
def sender(new_address: Callable[..., str]) -> str:
    return new_address("office")


@pytest.fixture
def server() -> Iterator[ScriptedSmtp]:
    with ScriptedSmtp() as server:
        yield server


@pytest.fixture
def courier(server: ScriptedSmtp) -> Iterator[Courier]:
    courier = open_courier(scripted_settings(server))
    yield courier
    courier.close()


def scripted_settings(server: ScriptedSmtp, **changes) -> CourierSettings:
    place = {"host": server.host, "port": server.port, "security": "none", "user": "office@example.cn"}
    words = {
        "provider": "smtp",
        "password": "geheim-auth-code",
        "timeout_seconds": 5,
        "letters_per_connection": 10,
    }
    unused = {
        "per_minute": 0,
        "per_day": 0,
        "pause_seconds": 0,
        "save_sent": "none",
        "sent_folder": "",
        "ca_file": None,
        "path": None,
    }
    return CourierSettings(**{**place, **words, **unused, **changes})


def send(courier: Courier, sender: str = "office@example.cn", *recipients: str, number: int = 1) -> Receipt:
    to = list(recipients) or ["zjj@example.cn"]
    return courier.send(letter(number), sender=sender, recipients=to, handing_over=lambda: None)


# -- Postfix -------------------------------------------------------------------------------------------------------


def test_one_recipient_refused_for_good_does_not_keep_the_letter_from_the_others(
    mail_host, sender, new_address
):
    good, bad = new_address("zjj"), new_address(REFUSED)
    receipt = send(open_courier(smtp_settings(mail_host, sender)), sender, good, bad)
    assert [as_sent(raw) for raw in mail_host.wait_for_mails(good, 1)] == [letter(1)]
    ((address, sentence),) = receipt.refused
    assert address == bad
    assert "550 5.1.1" in sentence


def test_all_recipients_refused_is_the_letter_refused(mail_host, sender, new_address):
    courier = open_courier(smtp_settings(mail_host, sender))
    bad = [new_address(REFUSED), new_address(REFUSED)]
    with pytest.raises(Refused, match="不接受收件人") as error:
        send(courier, sender, *bad)
    assert error.value.recipients == tuple(bad)
    good = new_address("zjj")
    send(courier, sender, good)
    assert len(mail_host.wait_for_mails(good, 1)) == 1


def test_one_recipient_put_off_keeps_the_letter_from_everyone_until_later(mail_host, sender, new_address):
    good = new_address("zjj")
    courier = open_courier(smtp_settings(mail_host, sender))
    with pytest.raises(Temporary, match="收件信箱暂时不可用"):
        send(courier, sender, good, new_address(DEFERRED))
    send(courier, sender, good, number=2)
    assert [as_sent(raw) for raw in mail_host.wait_for_mails(good, 1)] == [letter(2)]


def test_a_wrong_password_is_the_operators_turn_and_tried_once(mail_host, sender):
    courier = open_courier(smtp_settings(mail_host, sender, password="falsch-geheim"))
    with pytest.raises(Misconfigured, match="请核对账号和密码") as error:
        courier.check()
    assert "falsch-geheim" not in str(error.value)


def test_a_certificate_that_nobody_vouches_for_is_refused(mail_host, sender):
    for port, security in ((mail_host.smtps_port, "tls"), (mail_host.submission_port, "starttls")):
        courier = open_courier(smtp_settings(mail_host, sender, ca_file=None, port=port, security=security))
        with pytest.raises(Misconfigured, match="证书未通过验证"):
            send(courier, sender)


def test_a_server_that_wants_encryption_is_the_operators_turn(mail_host, sender):
    courier = open_courier(smtp_settings(mail_host, sender, port=mail_host.submission_port, security="none"))
    with pytest.raises(Misconfigured):
        send(courier, sender)


def test_an_unencrypted_connection_leaves_this_machine_for_nobody(mail_host, sender):
    courier = open_courier(smtp_settings(mail_host, sender, host="mail.example.cn", security="none"))
    with pytest.raises(Misconfigured, match="不加密连接只允许用于本机"):
        send(courier, sender)


def test_a_server_that_is_down_is_nobodys_turn(mail_host, sender):
    courier = open_courier(smtp_settings(mail_host, sender, port=free_ports(1)[0]))
    with pytest.raises(Temporary, match="拒绝连接"):
        send(courier, sender)


def test_a_copy_that_cannot_be_saved_leaves_the_letter_sent(mail_host, sender, new_address):
    to = new_address("zjj")
    settings = smtp_settings(mail_host, sender, save_sent="append", sent_folder="没有这个文件夹")
    receipt = send(open_courier(settings, imap_settings(mail_host, sender)), sender, to)
    assert len(mail_host.wait_for_mails(to, 1)) == 1
    assert receipt.remark.startswith("信已发出，但未能存入已发送")


def test_the_copy_we_save_is_the_letter_and_counts_as_read(mail_host, sender, new_address):
    settings = smtp_settings(mail_host, sender, save_sent="append")
    send(open_courier(settings, imap_settings(mail_host, sender)), sender, new_address("zjj"))
    assert mail_host.mails(sender, "Sent") == [letter(1)]
    assert mail_host.flags(sender, "Sent") == ["S"]


# -- the replies of domain notes 4.3, each where NetEase gives it ----------------------------------------------------

GBK_HINT = "535 请使用授权码登录。".encode("gb18030")
REPLIES = [
    ("AUTH", b"535 Error: authentication failed", LoginRefused, {}),
    ("AUTH", b"550 User has no permission", LoginRefused, {}),
    ("AUTH", GBK_HINT, LoginRefused, {}),
    ("AUTH", b"535 5.7.3 Authentication unsuccessful", LoginRefused, {}),
    ("AUTH", b"534 5.7.9 Application-specific password required", LoginRefused, {}),
    ("AUTH", b"535 Login Fail. Please enter your authorization code to login.", LoginRefused, {}),
    ("AUTH", b"535 Error: too many failed login attempts", Blocked, {"retry_after": 7200}),
    ("AUTH", b"535 5.7.0 temporary authentication failure", Unreachable, {}),
    ("AUTH", b"535 Error: system busy, try again later", Unreachable, {}),
    ("AUTH", b"451 4.7.0 too much fail authentication", Blocked, {"retry_after": 7200}),
    ("AUTH", b"554 IP is rejected, smtp auth error limit exceed", Blocked, {"retry_after": 7200}),
    ("MAIL", b"553 Mail from must equal authorized user", Misconfigured, {}),
    ("MAIL", b"501 mail from address must be same as authorization user", Misconfigured, {}),
    ("RCPT", b"553 Local user only,163 smtp5,D9GowACHO", Misconfigured, {}),
    (
        "letter",
        b"554 DT:SPM 163 smtp5,D9GowACHO6Y 1473730639,please see http://mail.163.com/help/",
        Refused,
        {},
    ),
    ("letter", b"554 DT:SUM 163 smtp5,D9GowACHO6Y", Misconfigured, {}),
    ("MAIL", b"554 MI:STC 163 smtp5", Unreachable, {"next_day": True}),
    ("letter", b"554 MI:STC 163 smtp5", Temporary, {"next_day": True}),
    ("MAIL", b"451 MI:SFQ 163 smtp5", Unreachable, {"retry_after": 900}),
    ("MAIL", b"450 MI:CEL 163 smtp5", Unreachable, {"retry_after": 7200}),
    ("MAIL", b"450 MI:CCL 163 smtp5", Unreachable, {"retry_after": 7200}),
    ("RCPT", b"451 RP:CEL 163 smtp5", Temporary, {"retry_after": 7200}),
    ("letter", b"451 DT:SPM ,please try again", Temporary, {"retry_after": 120}),
    ("greeting", b"421 HL:REP 163 smtp5", Blocked, {"retry_after": 7200}),
    ("greeting", b"421 HL:ICC 163 smtp5", Blocked, {"retry_after": 7200}),
    ("MAIL", b"421 HL:IFC 163 smtp5", Blocked, {"retry_after": 7200}),
    ("MAIL", b"421 HL:MEP 163 smtp5", Blocked, {"retry_after": 7200}),
    ("greeting", b"554 HL:IHU 163 smtp5", Blocked, {"retry_after": 7200}),
    ("greeting", b"554 HL:IPB 163 smtp5", Blocked, {"retry_after": 7200}),
    ("greeting", b"554 IP in blacklist", Blocked, {"retry_after": 7200}),
    # what has no tag, and goes by code and moment
    ("MAIL", b"552 message size exceeds fixed limit", Refused, {}),
    ("RCPT", b"550 Mailbox not found", Refused, {}),
    ("RCPT", b"450 4.2.1 mailbox busy", Temporary, {}),
    ("DATA", b"451 queue file write error", Temporary, {}),
    ("letter", b"550 Error: content rejected", Refused, {}),
    ("letter", b"452 insufficient system storage", Temporary, {}),
    ("letter", b"421 closing transmission channel", Temporary, {}),
    ("EHLO", b"454 TLS not available", Unreachable, {}),
    ("greeting", b"554 no SMTP service here", Misconfigured, {}),
]


@pytest.mark.parametrize(("moment", "reply", "turn", "then"), REPLIES, ids=lambda value: repr(value)[:40])
def test_a_refusal_says_whose_turn_it_is(server, courier, moment, reply, turn, then):
    server.answer(moment, reply)
    with pytest.raises(MailroomError) as error:
        send(courier)
    assert type(error.value) is turn
    for name, value in then.items():
        assert getattr(error.value, name) == value
    assert "geheim-auth-code" not in str(error.value)
    assert server.letters == []


@pytest.mark.parametrize(("moment", "reply", "turn", "then"), REPLIES, ids=lambda value: repr(value)[:40])
def test_after_a_refusal_the_next_letter_goes(server, courier, moment, reply, turn, then):
    server.answer(moment, reply)
    with pytest.raises(turn):
        send(courier)
    send(courier, number=2)
    assert server.letters == [letter(2)]


def test_a_reply_in_raw_gbk_can_be_read(server, courier):
    server.answer("AUTH", GBK_HINT)
    with pytest.raises(Misconfigured, match="请使用授权码登录"):
        send(courier)


def test_a_wrong_password_is_tried_by_one_mechanism_only(server, courier):
    server.answer("AUTH", b"535 Error: authentication failed")
    with pytest.raises(Misconfigured):
        send(courier)
    assert server.commands.count("AUTH") == 1


@pytest.mark.parametrize(
    "reply", [b"450 MI:DMC 163 smtp5", b"450 RP:DRC 163 smtp5", b"421 closing transmission channel", b""]
)
@pytest.mark.parametrize("moment", ["MAIL", "RCPT", "DATA"])
def test_a_kept_connection_that_is_used_up_is_renewed_at_once(server, courier, moment, reply):
    send(courier)
    server.answer(moment, reply)
    handed_over = []
    courier.send(
        letter(2),
        sender="office@example.cn",
        recipients=["zjj@example.cn"],
        handing_over=lambda: handed_over.append(1),
    )
    assert server.letters == [letter(1), letter(2)]
    assert server.connections == 2
    assert handed_over == [1]


def test_a_new_connection_that_is_used_up_at_once_is_no_endless_loop(server, courier):
    server.answer("MAIL", *[b"450 MI:DMC 163 smtp5"] * 9)
    with pytest.raises(Temporary, match="换连接再发"):
        send(courier)
    assert server.connections == 1


def test_one_connection_carries_no_more_letters_than_allowed(server):
    courier = open_courier(scripted_settings(server, letters_per_connection=3))
    for number in range(7):
        send(courier, number=number)
    courier.close()
    assert server.connections == 3
    assert len(server.letters) == 7


def test_several_letters_share_one_connection(server, courier):
    for number in range(5):
        send(courier, number=number)
    assert server.connections == 1


def test_the_check_logs_in_and_sends_nothing(server, courier):
    assert courier.check()[0].startswith("已登录")
    assert "MAIL" not in server.commands
    assert server.commands[-1] == "QUIT"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_connection_does_not_wait_for_acknowledgements(mail_host, sender: str, security: str):
    """Linux puts an acknowledgement off for 40 ms, and the server its next words until it has it: 43 ms
    for every second connection by STARTTLS.
    """
    port = mail_host.submission_port if security == "starttls" else mail_host.smtps_port
    settings = smtp_settings(mail_host, sender, security=security, port=port)
    connect(settings).close()

    def seconds() -> float:
        begun = time.perf_counter()
        connect(settings).close()
        return time.perf_counter() - begun

    batches = [sorted(seconds() for _ in range(20)) for _ in range(3)]
    # the quickest of three batches: a busy machine has slow moments of its own
    assert min(batch[15] for batch in batches) < 0.03
