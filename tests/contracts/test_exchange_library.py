"""How exchangelib is used: what it is let do, what it is kept from, and what its errors become."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from mailroom.errors import Misconfigured, Temporary, Unreachable
from mailroom.providers import open_courier, open_mailbox
from mailroom.providers.door import OpenDoor
from mailroom.providers.ews_connection import LoadedResponse
from mailroom.providers.ews_session import EwsSession
from mailroom.server_checks import check_mailbox
from tests.contracts.courier_kinds import letter, message_id
from tests.contracts.exchange_accounts import OFFICE, operations
from tests.contracts.exchange_kinds import exchange_courier_settings, exchange_settings
from tests.contracts.mailbox_kinds import mail
from tests.contracts.test_exchange import arrivals, bodies

pytestmark = pytest.mark.timeout(120)


def test_it_is_imported_only_where_the_provider_is_exchange():
    code = "import sys, mailroom.office, mailroom.providers; print('exchangelib' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_an_answer_that_is_here_is_read_in_slices_and_one_that_comes_byte_by_byte():
    here, coming = LoadedResponse(), LoadedResponse()
    here._content, here._content_consumed = b"x" * 200_000, True
    assert [len(piece) for piece in here.iter_content()] == [65536, 65536, 65536, 3392]

    class Raw:
        def stream(self, size: int, decode_content: bool) -> Iterator[bytes]:
            yield from (b"x" * size for _ in range(3))

    coming.raw = Raw()
    assert [len(piece) for piece in coming.iter_content()] == [1, 1, 1]


def test_neither_mails_nor_log_ins_get_into_the_log_however_much_is_asked_for(exchange, password, caplog):
    caplog.set_level(logging.DEBUG)
    exchange.deliver(OFFICE, mail(1, body="滕州市民王某某\r\n"))
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password, auth="basic"))
    bodies(mailbox)
    exchange.faults.status(500)
    with pytest.raises(Temporary):
        bodies(mailbox)
    mailbox.close()
    assert "王某某" not in caplog.text
    assert password not in caplog.text
    assert "Authorization" not in caplog.text


def test_two_connections_of_one_account_do_not_wait_for_one_another(exchange, password):
    settings = exchange_settings(exchange, OFFICE, password)
    first, second = EwsSession(settings), EwsSession(settings)
    assert first.run(lambda one: second.run(lambda other: one.protocol is not other.protocol))
    first.close()
    second.close()


def test_a_kept_connection_asks_nothing_twice(exchange, password):
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password))
    bodies(mailbox)
    exchange.hang_up()
    before = len(exchange.requests)
    bodies(mailbox)
    assert "ConvertId" not in operations(exchange)[before:]
    mailbox.close()


def test_a_refusal_by_a_sound_server_is_no_reason_for_a_new_connection(exchange, password):
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password))
    bodies(mailbox)
    exchange.faults.busy()
    with pytest.raises(Unreachable):
        bodies(mailbox)
    before = len(exchange.requests)
    bodies(mailbox)
    assert operations(exchange)[before:] == ["SyncFolderItems"]
    mailbox.close()


def test_a_mail_at_which_the_server_falls_silent_each_time_keeps_none_behind_it_back(exchange, password):
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password, timeout_seconds=1))
    for number in (1, 2):
        exchange.deliver(OFFICE, mail(number))
    exchange.faults.slow(2, operation="GetItem")
    with pytest.raises(Unreachable, match="没有应答"):
        bodies(mailbox)
    exchange.faults.slow(2, operation="GetItem")
    assert bodies(mailbox) == [mail(2)]
    ((slot, sentence),) = mailbox.failed
    assert "没有应答" in sentence
    assert mailbox.fetch(slot).raw == mail(1)
    mailbox.close()


def test_a_category_that_can_not_be_set_keeps_no_mail_from_being_filed(exchange, password):
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password, category="已登记"))
    exchange.deliver(OFFICE, mail(1))
    (arrival,) = arrivals(mailbox)
    exchange.faults.refuse("ErrorIrresolvableConflict", "UpdateItem")
    mailbox.file_away([arrival.slot], "已登记")
    assert exchange.mails(OFFICE, "已登记") == [mail(1)]
    mailbox.close()


def test_a_folder_to_file_in_may_be_a_path(exchange, password):
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password))
    exchange.deliver(OFFICE, mail(1))
    mailbox.file_away([arrivals(mailbox)[0].slot], "INBOX/已登记/2018")
    assert exchange.mails(OFFICE, "收件箱/已登记/2018") == [mail(1)]
    mailbox.close()


def test_a_letter_with_bcc_goes_to_nobody_but_its_recipients(exchange, password):
    courier = open_courier(exchange_courier_settings(exchange, OFFICE, password))
    raw = letter(1).replace(b"office@example.cn", OFFICE.encode(), 1)
    raw = raw.replace(b"Subject:", b"Bcc: hidden@example.cn,\r\n other@example.cn\r\nSubject:", 1)
    courier.send(raw, sender=OFFICE, recipients=["zjj@example.cn"], handing_over=lambda: None)
    assert len(exchange.outgoing("zjj@example.cn")) == 1
    assert exchange.outgoing("hidden@example.cn") == exchange.outgoing("other@example.cn") == []
    assert b"Bcc" not in exchange.sent(OFFICE)[0]
    courier.close()


def test_where_a_letter_that_surely_went_is_not_found_the_copies_prove_nothing(exchange, password):
    courier = open_courier(exchange_courier_settings(exchange, OFFICE, password))
    raw = letter(1).replace(b"office@example.cn", OFFICE.encode(), 1)
    courier.send(raw, sender=OFFICE, recipients=["zjj@example.cn"], handing_over=lambda: None)
    assert courier.find_sent(message_id(2)) is False
    exchange.remove(OFFICE, exchange.ids(OFFICE, "sentitems")[0])
    assert courier.find_sent(message_id(2)) is None
    courier.close()


def test_a_letter_that_waits_in_the_outbox_is_neither_out_nor_lost(exchange, password):
    courier = open_courier(exchange_courier_settings(exchange, OFFICE, password))
    item = exchange.deliver(OFFICE, letter(1), folder="outbox")
    with pytest.raises(Temporary, match="发件箱"):
        courier.find_sent(message_id(1))
    exchange.move(OFFICE, item, "sentitems")
    assert courier.find_sent(message_id(1)) is True
    courier.close()


def test_a_letter_of_which_the_receipt_is_known_is_not_called_unsent_because_its_copy_is_gone(
    exchange, password
):
    courier = open_courier(exchange_courier_settings(exchange, OFFICE, password))
    raw = letter(1).replace(b"office@example.cn", OFFICE.encode(), 1)
    courier.send(raw, sender=OFFICE, recipients=["zjj@example.cn"], handing_over=lambda: None)
    exchange.remove(OFFICE, exchange.ids(OFFICE, "sentitems")[0])
    assert courier.find_sent(message_id(1)) is None
    courier.close()


def test_a_letter_without_a_token_to_go_with_it_did_not_go(exchange, password, monkeypatch):
    courier = open_courier(exchange_courier_settings(exchange, OFFICE, password, auth="basic"))
    raw = letter(1).replace(b"office@example.cn", OFFICE.encode(), 1)

    def no_token(*args, **named):
        raise Unreachable("暂时不给令牌")

    def handing_over() -> None:
        monkeypatch.setattr("requests.auth.HTTPBasicAuth.__call__", no_token)

    with pytest.raises(Unreachable, match="令牌"):
        courier.send(raw, sender=OFFICE, recipients=["zjj@example.cn"], handing_over=handing_over)
    assert exchange.outgoing("zjj@example.cn") == []
    courier.close()


def test_a_round_looks_once(exchange, password):
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password, poll_seconds=600))
    bodies(mailbox)
    before = len(exchange.requests)
    for _ in range(3):
        arrivals(mailbox)
        assert mailbox.watch(0.1, lambda: False) is False
    assert operations(exchange)[before:] == ["SyncFolderItems"] * 3
    mailbox.close()


def test_a_folder_that_was_removed_is_looked_for_anew(exchange, password):
    exchange.new_folder(OFFICE, "市长信箱")
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password, folders=("市长信箱",)))
    exchange.deliver(OFFICE, mail(1), folder="市长信箱")
    assert bodies(mailbox) == [mail(1)]
    exchange.remove_folder(OFFICE, "市长信箱")
    with pytest.raises(Misconfigured, match="没有文件夹“市长信箱”"):
        bodies(mailbox)
    exchange.new_folder(OFFICE, "市长信箱")
    exchange.deliver(OFFICE, mail(2), folder="市长信箱")
    assert bodies(mailbox) == [mail(2)]
    mailbox.close()


def test_a_server_that_ends_each_stream_at_once_is_not_asked_without_end(exchange, password):
    exchange.streams.minute = 0.001
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password, streaming=True, poll_seconds=600))
    bodies(mailbox)
    mailbox.watch(3, lambda: False)
    assert 1 <= operations(exchange).count("GetStreamingEvents") <= 2
    mailbox.close()


def test_a_log_in_of_the_machine_s_own_is_not_tried(exchange, password, tmp_path, monkeypatch):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login clerk password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    mailbox = open_mailbox(exchange_settings(exchange, OFFICE, password))
    assert bodies(mailbox) == []
    assert exchange.refused == 0
    mailbox.close()


def test_the_check_says_what_an_account_on_exchange_needs(exchange, password):
    wrong = exchange_settings(exchange, OFFICE, "wrong")
    (finding,) = check_mailbox(wrong, OpenDoor())
    assert "不接受账号" in finding.sentence
    assert "权限" in finding.advice
    assert "163" not in finding.advice
