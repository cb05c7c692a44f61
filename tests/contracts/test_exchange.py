"""What is peculiar to Exchange: ways to log in, shared mailboxes, ids that change, mails without MIME, notifications."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from email import message_from_bytes

import pytest

from mailroom.errors import Gone, Misconfigured, Temporary, Unreachable
from mailroom.providers import Arrival, Mailbox, open_courier, open_mailbox
from parsers import read_mail
from tests.contracts.courier_kinds import letter
from tests.contracts.exchange_accounts import CLERK, OFFICE, operations
from tests.contracts.exchange_kinds import exchange_courier_settings, exchange_settings
from tests.contracts.mailbox_kinds import FILED, mail
from tests.servers.diversion import diverted
from tests.servers.exchange import Exchange

pytestmark = pytest.mark.timeout(120)


Opener = Callable[..., Mailbox]


@pytest.fixture
def opened(exchange: Exchange) -> Iterator[Opener]:
    """`opened(user, password, **changes)` is a mailbox that is closed after the test."""
    mailboxes: list[Mailbox] = []

    def make(user: str, password: str, **changes: object) -> Mailbox:
        mailboxes.append(open_mailbox(exchange_settings(exchange, user, password, **changes)))
        return mailboxes[-1]

    yield make
    for mailbox in mailboxes:
        mailbox.close()


@pytest.fixture
def mailbox(opened: Opener, password: str) -> Mailbox:
    return opened(OFFICE, password)


def nothing_known(folder: str, uidvalidity: int) -> int:
    return 0


def arrivals(mailbox: Mailbox, **changes: object) -> list[Arrival]:
    lists = mailbox.arrivals(nothing_known, **{"since": None, **changes})
    return [arrival for mails in lists for arrival in mails]


def bodies(mailbox: Mailbox) -> list[bytes]:
    return [arrival.raw for arrival in arrivals(mailbox)]


# -- logging in ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("auth", ["password", "basic", "ntlm"])
@pytest.mark.parametrize("user", [OFFICE, "TENGZHOU\\office"])
def test_a_password_opens_the_mailbox_in_either_way(exchange, opened, password, auth, user):
    exchange.deliver(OFFICE, mail(1))
    assert bodies(opened(user, password, auth=auth, address=OFFICE)) == [mail(1)]


def test_a_wrong_password_is_for_the_operator_and_is_tried_once(exchange, opened, password):
    with pytest.raises(Misconfigured, match="核对账号和密码") as error:
        bodies(opened(OFFICE, "wrong-one"))
    assert exchange.refused == 1  # more would lock the account
    assert "wrong-one" not in str(error.value)


def test_a_password_changed_on_the_server_is_for_the_operator(exchange, mailbox):
    assert bodies(mailbox) == []
    exchange.change_password(OFFICE, "another")
    exchange.hang_up()  # NTLM holds for as long as the connection
    with pytest.raises(Misconfigured, match="核对账号和密码"):
        bodies(mailbox)


@pytest.mark.parametrize("version", ["Exchange2013_SP1", "Exchange2013", "Exchange2010_SP2"])
def test_an_older_server_is_found_out_and_reads_and_sends(version):
    with Exchange(version=version) as exchange:
        password = exchange.new_mailbox("office@example.cn")
        mailbox = open_mailbox(exchange_settings(exchange, "office@example.cn", password))
        courier = open_courier(exchange_courier_settings(exchange, "office@example.cn", password))
        exchange.deliver("office@example.cn", mail(1))
        (arrival,) = arrivals(mailbox)
        mailbox.file_away([arrival.slot], FILED)
        courier.send(
            letter(1), sender="office@example.cn", recipients=["zjj@example.cn"], handing_over=lambda: None
        )
        mailbox.close()
        courier.close()
        assert exchange.mails("office@example.cn", FILED) == [mail(1)]
        assert len(exchange.sent("office@example.cn")) == len(exchange.outgoing("zjj@example.cn")) == 1
        assert version in exchange.requests[-1].xml


def test_a_version_named_in_the_config_is_not_asked_for(exchange, opened, password):
    assert bodies(opened(OFFICE, password, auth="basic", ews_version="Exchange2013_SP1")) == []
    assert "ConvertId" not in operations(exchange)
    assert "Exchange2013_SP1" in exchange.requests[0].xml


# -- whose mailbox -------------------------------------------------------------------------------------------------------


def test_a_shared_mailbox_is_opened_with_ones_own_account(exchange, opened, password):
    own = exchange.new_mailbox(CLERK)
    exchange.deliver(OFFICE, mail(1))
    with pytest.raises(Misconfigured, match=r"收件箱|inbox|权限"):
        bodies(opened(CLERK, own, address=OFFICE))
    exchange.share(OFFICE, to=CLERK)
    shared = opened(CLERK, own, address=OFFICE)
    (arrival,) = arrivals(shared)
    assert arrival.raw == mail(1)
    shared.file_away([arrival.slot], FILED)
    assert exchange.mails(OFFICE, FILED) == [mail(1)]
    assert exchange.mails(CLERK, FILED) == []


@pytest.mark.parametrize("name", ["inbox", "INBOX", "收件箱"])
def test_the_inbox_has_many_names(exchange, opened, password, name):
    exchange.deliver(OFFICE, mail(1))
    assert bodies(opened(OFFICE, password, folders=(name,))) == [mail(1)]


@pytest.mark.parametrize("name", ["市长信箱", "收件箱/市长信箱", "INBOX/市长信箱"])
def test_folders_are_found_by_chinese_name_and_path(exchange, opened, password, name):
    exchange.new_folder(OFFICE, "市长信箱", parent="收件箱")
    exchange.deliver(OFFICE, mail(1), folder="收件箱/市长信箱")
    exchange.deliver(OFFICE, mail(2))
    assert bodies(opened(OFFICE, password, folders=(name,))) == [mail(1)]


def test_of_two_folders_with_one_name_the_operator_names_the_path(exchange, opened, password):
    for parent in ("收件箱", "草稿"):
        exchange.new_folder(OFFICE, "旧件", parent=parent)
    with pytest.raises(Misconfigured, match="路径"):
        bodies(opened(OFFICE, password, folders=("旧件",)))


def test_a_folder_that_is_not_there_is_named_with_those_that_are(opened, password):
    with pytest.raises(Misconfigured, match=r"没有的.*收件箱"):
        bodies(opened(OFFICE, password, folders=("没有的",)))


def test_junk_folders_come_last_and_need_not_be_there_yet(exchange, opened, password):
    mailbox = opened(OFFICE, password, junk_folders=("垃圾邮件", "病毒文件夹"))
    exchange.deliver(OFFICE, mail(1), folder="junkemail")
    exchange.deliver(OFFICE, mail(2))
    assert bodies(mailbox) == [mail(2), mail(1)]
    exchange.new_folder(OFFICE, "病毒文件夹")
    exchange.deliver(OFFICE, mail(3), folder="病毒文件夹")
    assert mail(3) in bodies(mailbox)


# -- few questions -------------------------------------------------------------------------------------------------------


def test_an_idle_look_is_one_small_request(exchange, mailbox):
    for number in range(30):
        exchange.deliver(OFFICE, mail(number))
    taken = {arrival.slot for arrival in arrivals(mailbox)}
    before = len(exchange.requests)
    assert arrivals(mailbox, taken=taken.__contains__) == []
    assert operations(exchange)[before:] == ["SyncFolderItems"]
    assert len(exchange.requests[-1].xml) < 2000


def test_a_restart_fetches_no_body_that_the_ledger_has(exchange, opened, password):
    for number in range(30):
        exchange.deliver(OFFICE, mail(number))
    first = opened(OFFICE, password)
    taken = {arrival.slot for arrival in arrivals(first)}
    first.close()
    before = len(exchange.requests)
    assert arrivals(opened(OFFICE, password), taken=taken.__contains__) == []
    assert "GetItem" not in operations(exchange)[before:]


def test_a_mail_that_came_meanwhile_is_the_only_one_fetched(exchange, mailbox):
    for number in range(3):
        exchange.deliver(OFFICE, mail(number))
    taken = {arrival.slot for arrival in arrivals(mailbox)}
    exchange.deliver(OFFICE, mail(4))
    before = len(exchange.requests)
    assert [arrival.raw for arrival in arrivals(mailbox, taken=taken.__contains__)] == [mail(4)]
    assert operations(exchange)[before:].count("GetItem") == 1


def test_a_thousand_mails_are_listed_in_pages(exchange, mailbox):
    for number in range(1100):
        exchange.deliver(OFFICE, mail(number))
    assert arrivals(mailbox, since=date(2099, 1, 1)) == []
    assert operations(exchange).count("SyncFolderItems") <= 4


def test_a_server_that_lost_its_place_is_asked_anew_and_nothing_is_fetched_twice(exchange, mailbox):
    for number in range(3):
        exchange.deliver(OFFICE, mail(number))
    taken = {arrival.slot for arrival in arrivals(mailbox)}
    exchange.faults.forget_sync_states()
    exchange.deliver(OFFICE, mail(4))
    before = len(exchange.requests)
    assert [arrival.raw for arrival in arrivals(mailbox, taken=taken.__contains__)] == [mail(4)]
    assert operations(exchange)[before:].count("GetItem") == 1


# -- ids that change -----------------------------------------------------------------------------------------------------


def test_a_mail_moved_away_and_back_is_the_same_mail(exchange, mailbox):
    exchange.new_folder(OFFICE, "旧件")
    item = exchange.deliver(OFFICE, mail(1))
    (before,) = arrivals(mailbox)
    exchange.move(OFFICE, exchange.move(OFFICE, item, "旧件"), "收件箱")
    assert mailbox.fetch(before.slot).raw == mail(1)
    assert arrivals(mailbox, taken={before.slot}.__contains__) == []
    mailbox.file_away([before.slot], FILED)
    assert exchange.mails(OFFICE, FILED) == [mail(1)]


def test_a_mail_moved_elsewhere_is_gone_from_here(exchange, mailbox):
    exchange.new_folder(OFFICE, "旧件")
    item = exchange.deliver(OFFICE, mail(1))
    (before,) = arrivals(mailbox)
    exchange.move(OFFICE, item, "旧件")
    with pytest.raises(Gone):
        mailbox.fetch(before.slot)
    mailbox.file_away([before.slot], FILED)
    assert exchange.mails(OFFICE, "旧件") == [mail(1)]


def test_a_mail_moved_between_listing_and_fetching_is_left_out(exchange, mailbox):
    exchange.new_folder(OFFICE, "旧件")
    items = [exchange.deliver(OFFICE, mail(number)) for number in (1, 2, 3)]
    exchange.faults.move_in_between(items[1], "旧件")
    assert bodies(mailbox) == [mail(1), mail(3)]
    assert mailbox.failed == []


def test_two_mails_alike_are_two(exchange, mailbox):
    for _ in range(2):
        exchange.deliver(OFFICE, mail(1))
    both = arrivals(mailbox)
    assert [arrival.raw for arrival in both] == [mail(1), mail(1)]
    assert len({arrival.slot for arrival in both}) == 2
    mailbox.file_away([both[0].slot], FILED)
    assert exchange.mails(OFFICE, FILED) == [mail(1)]
    assert exchange.mails(OFFICE) == [mail(1)]


def test_of_two_mails_alike_the_second_is_filed_after_a_restart_too(exchange, opened, password):
    for _ in range(2):
        exchange.deliver(OFFICE, mail(1), arrived_at=datetime(2018, 3, 15, 9, 0, 0))
    first, second = arrivals(opened(OFFICE, password))
    opened(OFFICE, password).file_away([first.slot], FILED)
    opened(OFFICE, password).file_away([second.slot], FILED)
    assert exchange.mails(OFFICE, FILED) == [mail(1), mail(1)]
    assert exchange.mails(OFFICE) == []


def test_a_mail_without_message_id_is_taken_all_the_same(exchange, mailbox):
    raw = b"From: a@example.cn\r\nSubject: none\r\n\r\nnone\r\n"
    for _ in range(2):
        exchange.deliver(OFFICE, raw)
    assert bodies(mailbox) == [raw, raw]


# -- mails without MIME --------------------------------------------------------------------------------------------------

WITH_A_SHEET = (
    'From: "=?utf-8?b?5biC5aeU?=" <zz@example.cn>\r\nTo: office@tengzhou.test\r\nSubject: =?utf-8?b?5bel5Y2V?=\r\n'
    "Message-ID: <sheet@example.cn>\r\nDate: Thu, 15 Mar 2018 09:00:00 +0800\r\nMIME-Version: 1.0\r\n"
    "Authentication-Results: mx.tengzhou.test; spf=pass\r\n"
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
    "请见附件\r\n--b\r\nContent-Type: application/octet-stream\r\n"
    "Content-Disposition: attachment; filename*=utf-8''%E5%B7%A5%E5%8D%95.docx\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nUEsDBAAB\r\n--b--\r\n"
).encode()


@pytest.mark.parametrize("code", ["ErrorContentConversionFailed", "ErrorMimeContentConversionFailed"])
def test_a_mail_whose_mime_fails_is_put_together_from_its_parts(exchange, mailbox, code):
    exchange.deliver(OFFICE, mail(1))
    exchange.faults.mime_fails(exchange.deliver(OFFICE, WITH_A_SHEET), code)
    exchange.deliver(OFFICE, mail(3))
    first, made, last = arrivals(mailbox)
    assert (first.raw, last.raw, mailbox.failed) == (mail(1), mail(3), [])
    message = message_from_bytes(made.raw)
    assert message["Message-ID"] == "<sheet@example.cn>"
    assert message["Authentication-Results"] == "mx.tengzhou.test; spf=pass"
    body, sheet = message.get_payload()
    assert body.get_payload(decode=True).decode().strip() == "请见附件"
    assert (sheet.get_filename(), sheet.get_payload(decode=True)) == ("工单.docx", b"PK\3\4\0\1")


def test_a_mail_that_can_not_be_had_at_all_stops_no_other(exchange, mailbox):
    exchange.faults.mime_fails(exchange.deliver(OFFICE, mail(1)))
    exchange.deliver(OFFICE, mail(2))
    exchange.faults.refuse("ErrorItemCorrupt", "GetItem", times=2)
    assert bodies(mailbox) == [mail(2)]
    ((slot, sentence),) = mailbox.failed
    assert "ErrorItemCorrupt" in sentence
    assert mailbox.fetch(slot).raw


# -- what goes wrong -----------------------------------------------------------------------------------------------------


def test_a_busy_server_is_left_alone_for_as_long_as_it_says(exchange, mailbox):
    exchange.deliver(OFFICE, mail(1))
    exchange.faults.busy(backoff_ms=90_000)
    before = time.monotonic()
    with pytest.raises(Unreachable) as error:
        bodies(mailbox)
    assert error.value.retry_after == 90
    assert time.monotonic() - before < 20  # the office waits, not the provider
    assert bodies(mailbox) == [mail(1)]


def test_a_server_that_grows_busy_in_the_middle_loses_nothing(exchange, mailbox):
    for number in range(4):
        exchange.deliver(OFFICE, mail(number))
    got: list[Arrival] = []
    lists = mailbox.arrivals(nothing_known, since=None, batch=1)
    got += next(lists)
    exchange.faults.busy(operation="GetItem")
    with pytest.raises(Unreachable):
        for mails in lists:
            got += mails
    taken = {arrival.slot for arrival in got}
    got += arrivals(mailbox, taken=taken.__contains__)
    assert [arrival.raw for arrival in got] == [mail(number) for number in range(4)]
    assert mailbox.failed == []


@pytest.mark.parametrize("operation", ["SyncFolderItems", "GetItem"])
@pytest.mark.parametrize("fault", ["cut_before", "cut_half", "cut_after"])
def test_a_line_that_breaks_once_is_made_anew(exchange, mailbox, operation, fault):
    bodies(mailbox)
    exchange.deliver(OFFICE, mail(1))
    getattr(exchange.faults, fault)(operation=operation)
    got: list[bytes] = []
    for _ in range(2):
        try:
            got = bodies(mailbox)
            break
        except Temporary:
            continue
    assert got == [mail(1)]
    assert mailbox.failed == []


def test_connections_that_the_server_closed_are_made_anew(exchange, opened, password):
    mailbox = opened(OFFICE, password, auth="ntlm")
    exchange.deliver(OFFICE, mail(1))
    assert bodies(mailbox) == [mail(1)]
    exchange.hang_up()
    assert bodies(mailbox) == [mail(1)]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_web_server_in_trouble_is_only_out_of_reach(exchange, mailbox, status):
    exchange.deliver(OFFICE, mail(1))
    exchange.faults.status(status)
    with pytest.raises(Temporary):
        bodies(mailbox)
    assert bodies(mailbox) == [mail(1)]


def test_an_unavailable_store_is_only_out_of_reach(exchange, mailbox):
    exchange.deliver(OFFICE, mail(1))
    exchange.faults.unavailable()
    with pytest.raises(Temporary):
        bodies(mailbox)
    assert bodies(mailbox) == [mail(1)]


def test_a_server_that_does_not_answer_is_given_up_in_time(exchange, opened, password):
    mailbox = opened(OFFICE, password, timeout_seconds=1)
    bodies(mailbox)
    exchange.faults.slow(4)
    start = time.monotonic()
    with pytest.raises(Unreachable, match="1 秒"):
        bodies(mailbox)
    assert time.monotonic() - start < 4


def test_a_server_that_is_not_there_is_out_of_reach(opened, password):
    with pytest.raises(Unreachable, match="拒绝连接"):
        bodies(opened(OFFICE, password, url="http://127.0.0.1:9/EWS/Exchange.asmx"))


# -- notifications -------------------------------------------------------------------------------------------------------

SLOWLY = {"streaming": True, "poll_seconds": 600}


def asked(exchange: Exchange, operation: str) -> bool:
    """Wait until the operation was asked for."""
    deadline = time.monotonic() + 20
    while operation not in operations(exchange):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def watched(
    mailbox: Mailbox, seconds: float, *, meanwhile: Callable[[], object], after: float = 0.5
) -> float:
    """Watch while something happens; return after how many seconds mail was noticed (`seconds`: it was not)."""
    timer = threading.Timer(after, meanwhile)
    timer.start()
    start = time.monotonic()
    came = mailbox.watch(seconds, lambda: False)
    timer.join()
    return time.monotonic() - start - after if came else seconds


def test_a_notification_tells_of_a_mail_long_before_the_next_look(exchange, opened, password):
    mailbox = opened(OFFICE, password, **SLOWLY)
    bodies(mailbox)

    def drop() -> None:
        assert asked(exchange, "GetStreamingEvents")
        exchange.deliver(OFFICE, mail(1))

    assert watched(mailbox, 60, meanwhile=drop) < 20
    assert bodies(mailbox) == [mail(1)]


def test_without_notifications_nobody_subscribes(exchange, opened, password):
    mailbox = opened(OFFICE, password, streaming=False)
    bodies(mailbox)
    assert mailbox.watch(1, lambda: False) is False
    assert "Subscribe" not in operations(exchange)


def test_looks_go_on_where_the_stream_is_dropped_or_silent(exchange, opened, password):
    mailbox = opened(OFFICE, password, streaming=True, poll_seconds=1)
    bodies(mailbox)
    exchange.faults.silence_streams()
    assert watched(mailbox, 60, meanwhile=lambda: exchange.deliver(OFFICE, mail(1))) < 10
    taken = {arrival.slot for arrival in arrivals(mailbox)}
    exchange.faults.silence_streams(False)
    exchange.faults.drop_stream()
    assert watched(mailbox, 60, meanwhile=lambda: exchange.deliver(OFFICE, mail(2))) < 10
    assert [each.raw for each in arrivals(mailbox, taken=taken.__contains__)] == [mail(2)]


def test_a_server_without_notifications_is_watched_all_the_same(exchange, opened, password):
    mailbox = opened(OFFICE, password, streaming=True, poll_seconds=1)
    bodies(mailbox)
    exchange.faults.refuse("ErrorAccessDenied", "Subscribe", times=100)
    assert watched(mailbox, 60, meanwhile=lambda: exchange.deliver(OFFICE, mail(1))) < 10


def test_a_closed_mailbox_leaves_no_stream_open(exchange, opened, password):
    mailbox = opened(OFFICE, password, **SLOWLY)
    mailbox.watch(1, lambda: False)
    assert asked(exchange, "GetStreamingEvents")
    mailbox.close()
    deadline = time.monotonic() + 10
    while exchange.streams.open.get(OFFICE) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert exchange.streams.open.get(OFFICE) == 0


# -- what Outlook shows --------------------------------------------------------------------------------------------------


def test_a_filed_mail_shows_its_category_and_stays_unread(exchange, opened, password):
    mailbox = opened(OFFICE, password, category="已登记")
    exchange.deliver(OFFICE, mail(1))
    (arrival,) = arrivals(mailbox)
    mailbox.file_away([arrival.slot], FILED)
    (item,) = exchange.ids(OFFICE, FILED)
    assert exchange.categories(OFFICE, item) == ("已登记",)
    assert not exchange.is_read(OFFICE, item)


def test_a_mail_that_is_not_filed_away_shows_its_category_where_it_lies(exchange, opened, password):
    mailbox = opened(OFFICE, password, category="已登记")
    item = exchange.deliver(OFFICE, mail(1))
    (arrival,) = arrivals(mailbox)
    mailbox.file_away([arrival.slot], "")
    assert exchange.categories(OFFICE, item) == ("已登记",)
    assert arrivals(mailbox, taken={arrival.slot}.__contains__) == []


# -- autodiscover --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["autodiscover.tengzhou.test", "tengzhou.test"])
def test_the_server_is_found_by_the_address(host):
    with Exchange(tls=True, names=(host,)) as exchange, diverted({host: exchange.port}):
        settings = exchange_settings(exchange, OFFICE, exchange.new_mailbox(OFFICE), url="")
        exchange.deliver(OFFICE, mail(1))
        mailbox = open_mailbox(settings)
        assert bodies(mailbox) == [mail(1)]
        mailbox.close()


def test_an_address_that_nobody_knows_is_for_the_operator(opened, password):
    with diverted({}), pytest.raises(Misconfigured, match="填写 url"):
        bodies(opened(OFFICE, password, url=""))


def test_a_certificate_that_nobody_vouches_for_is_not_trusted():
    with Exchange(tls=True) as exchange:
        settings = exchange_settings(exchange, OFFICE, exchange.new_mailbox(OFFICE), ca_file=None)
        mailbox = open_mailbox(settings)
        with pytest.raises(Misconfigured, match="ca_file"):
            bodies(mailbox)
        mailbox.close()
    assert exchange.requests == []


def test_a_check_tells_the_server_the_mailbox_and_its_folders(exchange, opened, password):
    exchange.deliver(OFFICE, mail(1))
    told = opened(OFFICE, password, junk_folders=("病毒文件夹",)).check()
    assert any("信箱 office@tengzhou.test" in sentence for sentence in told)
    assert any("有信 1 封" in sentence for sentence in told)
    assert any("没有文件夹“病毒文件夹”" in sentence for sentence in told)


def test_a_mail_from_exchange_reads_like_any_other(exchange, mailbox):
    exchange.faults.mime_fails(exchange.deliver(OFFICE, WITH_A_SHEET))
    (arrival,) = arrivals(mailbox)
    reading = read_mail(arrival.raw)
    assert (reading.envelope.subject, reading.new_text.strip()) == ("工单", "请见附件")
    assert [document.name for document in reading.documents] == ["工单.docx"]
