"""The stand-in for Exchange keeps mails as Microsoft documents it, seen through exchangelib."""

from __future__ import annotations

import re
import threading
from datetime import datetime

import exchangelib
import pytest
from exchangelib import errors
from exchangelib.protocol import close_connections

from parsers import read_mail
from tests.contracts.exchange_accounts import OFFICE, mail, opened, operations
from tests.servers.exchange import Exchange, schema

pytestmark = pytest.mark.timeout(60)


def letter(account: exchangelib.Account, *lines: str, **properties: object) -> exchangelib.Message:
    raw = "\r\n".join([*lines, "", "内容", ""]).encode()
    return exchangelib.Message(account=account, mime_content=raw, folder=account.sent, **properties)


# -- reading -------------------------------------------------------------------------------------------------------------


def test_a_mail_comes_back_byte_for_byte(exchange, account):
    exchange.deliver(OFFICE, mail(1))
    (found,) = account.inbox.all().only("mime_content")
    assert found.mime_content == mail(1)


def test_a_mails_properties_are_read_from_it(exchange, account):
    exchange.deliver(OFFICE, mail(1), arrived_at=datetime(2018, 3, 15, 9, 0, 30))
    (found,) = account.inbox.all()
    assert (found.subject, found.body, found.sender.email_address) == (
        "工单 1",
        "滕州 1\r\n",
        "zz@example.cn",
    )
    assert (found.sender.name, found.message_id, found.is_read) == ("市委", "<1@example.cn>", False)
    assert found.datetime_received.isoformat() == "2018-03-15T01:00:30+00:00"
    assert [header.name for header in found.headers][:3] == ["From", "To", "Subject"]


def test_mails_are_found_by_their_properties_only(exchange, account):
    for number in range(3):
        exchange.deliver(OFFICE, mail(number), arrived_at=datetime(2018, 3, 15, 9, number, 0))
    zone = exchangelib.EWSTimeZone("Asia/Shanghai")
    inbox = account.inbox
    assert [one.message_id for one in inbox.filter(message_id="<1@example.cn>")] == ["<1@example.cn>"]
    late = inbox.filter(datetime_received__gt=exchangelib.EWSDateTime(2018, 3, 15, 9, 1, tzinfo=zone))
    assert [one.subject for one in late] == ["工单 2"]
    both = inbox.filter(subject__contains="工单", is_read=False).exclude(message_id="<0@example.cn>")
    assert {one.subject for one in both} == {"工单 1", "工单 2"}


def test_mails_are_sorted_as_asked_and_in_one_second_by_which_came_first(exchange, account):
    for number in (1, 2, 3):
        exchange.deliver(OFFICE, mail(number), arrived_at=datetime(2018, 3, 15, 9, 0, 0))
    exchange.deliver(OFFICE, mail(0), arrived_at=datetime(2018, 3, 14, 9, 0, 0))
    found = account.inbox.all().order_by("datetime_received").only("subject")
    assert [one.subject for one in found] == ["工单 0", "工单 1", "工单 2", "工单 3"]


def test_many_mails_come_in_pages(exchange, account):
    for number in range(25):
        exchange.deliver(OFFICE, mail(number))
    folder = account.inbox
    found = folder.all().only("message_id").order_by("datetime_received")
    found.page_size = 10
    assert len(list(found)) == 25
    assert operations(exchange).count("FindItem") == 3


def test_attachments_are_listed_and_got_one_by_one(exchange, account):
    sent = exchangelib.Message(account=account, subject="附件", body="见附件", to_recipients=[OFFICE])
    sent.attach(exchangelib.FileAttachment(name="表.xlsx", content=b"\0\1\2"))
    sent.send()
    (found,) = account.inbox.all()
    assert found.has_attachments
    assert [(one.name, one.content) for one in found.attachments] == [("表.xlsx", b"\0\1\2")]


def test_a_message_id_that_never_was_is_malformed_and_one_that_went_is_not_found(exchange, account):
    (gone,) = [exchange.deliver(OFFICE, mail(1))]
    exchange.remove(OFFICE, gone)
    answers = list(account.fetch([exchangelib.items.Message(id=gone), exchangelib.items.Message(id="x")]))
    assert [type(one) for one in answers] == [errors.ErrorItemNotFound, errors.ErrorInvalidIdMalformed]


# -- folders -------------------------------------------------------------------------------------------------------------


def test_standard_folders_have_chinese_names(account):
    assert (account.inbox.name, account.sent.name, account.junk.name) == (
        "收件箱",
        "已发送邮件",
        "垃圾邮件",
    )


def test_folders_are_found_by_name_and_path(exchange, account):
    exchange.new_folder(OFFICE, "市长信箱", parent="收件箱")
    exchange.deliver(OFFICE, mail(1), folder="收件箱/市长信箱")
    assert (account.inbox / "市长信箱").total_count == 1
    with pytest.raises(errors.ErrorFolderNotFound):
        account.inbox / "没有的"


def test_a_folder_is_made_once(exchange, account):
    exchangelib.Folder(parent=account.msg_folder_root, name="已登记").save()
    with pytest.raises(errors.ErrorFolderExists):
        exchangelib.Folder(parent=account.msg_folder_root, name="已登记").save()
    assert exchange.mails(OFFICE, "已登记") == []


# -- changing ------------------------------------------------------------------------------------------------------------


def test_a_moved_mail_has_another_id_and_the_same_content_and_time(exchange, account):
    old = exchange.deliver(OFFICE, mail(1), arrived_at=datetime(2018, 3, 15, 9, 0, 0))
    exchange.new_folder(OFFICE, "已登记")
    (found,) = account.inbox.all()
    found.move(account.msg_folder_root / "已登记")
    (moved,) = (account.msg_folder_root / "已登记").all()
    assert moved.id == exchange.ids(OFFICE, "已登记")[0] != old
    assert (moved.message_id, moved.datetime_received) == ("<1@example.cn>", found.datetime_received)
    (answer,) = account.fetch([exchangelib.items.Message(id=old)])
    assert isinstance(answer, errors.ErrorItemNotFound)


def test_a_folder_that_has_gone_is_told_by_what_it_was_wanted_for(exchange, account):
    exchange.new_folder(OFFICE, "已登记")
    exchange.deliver(OFFICE, mail(1))
    (found,) = account.inbox.all()
    gone = account.msg_folder_root / "已登记"
    exchange.remove_folder(OFFICE, "已登记")
    with pytest.raises(errors.ErrorToFolderNotFound):
        found.move(gone)
    with pytest.raises(errors.ErrorSyncFolderNotFound):
        list(gone.sync_items())
    lost = letter(account, "To: zjj@example.cn")
    lost.folder = gone
    with pytest.raises(errors.ErrorSavedItemFolderNotFound):
        lost.send_and_save()
    assert exchange.outgoing("zjj@example.cn") == []


def test_categories_and_the_read_flag_are_kept(exchange, account):
    item = exchange.deliver(OFFICE, mail(1))
    (found,) = account.inbox.all()
    found.is_read, found.categories = True, ["已登记"]
    found.save(update_fields=["is_read", "categories"])
    assert exchange.categories(OFFICE, item) == ("已登记",)
    assert exchange.is_read(OFFICE, item)


def test_deleted_mails_go_for_good_or_to_the_deleted_ones(exchange, account):
    exchange.deliver(OFFICE, mail(1))
    exchange.deliver(OFFICE, mail(2))
    first, second = account.inbox.all().order_by("datetime_received")
    first.delete()
    second.move_to_trash()
    assert exchange.mails(OFFICE) == []
    assert exchange.mails(OFFICE, "已删除邮件") == [mail(2)]


# -- sending -------------------------------------------------------------------------------------------------------------


def test_a_sent_mail_keeps_its_message_id_and_headers_and_loses_bcc(exchange, account):
    lines = ["From: office@tengzhou.test", "To: zjj@example.cn", "Bcc: leader@example.cn"]
    lines += ["Message-ID: <dispatch.1@tengzhou.test>", "Auto-Submitted: auto-generated"]
    letter(account, *lines).send_and_save()
    for to in ("zjj@example.cn", "leader@example.cn"):
        (got,) = exchange.outgoing(to)
        assert got.startswith(b"Received: ")
        assert b"Message-ID: <dispatch.1@tengzhou.test>\r\nAuto-Submitted: auto-generated\r\n\r\n" in got
        assert b"Bcc" not in got
    (copy,) = exchange.sent(OFFICE)
    assert b"Bcc: leader@example.cn" in copy
    (found,) = account.sent.filter(message_id="<dispatch.1@tengzhou.test>")
    assert found.is_read
    assert not found.is_draft


def test_bcc_may_be_handed_over_beside_the_mime(exchange, account):
    lines = ["From: office@tengzhou.test", "To: zjj@example.cn", "Message-ID: <1@tengzhou.test>"]
    letter(account, *lines, bcc_recipients=["leader@example.cn"]).send_and_save()
    assert len(exchange.outgoing("leader@example.cn")) == len(exchange.outgoing("zjj@example.cn")) == 1


def test_a_mail_to_a_mailbox_here_arrives_in_it(exchange, account):
    exchange.new_mailbox("zjj@tengzhou.test")
    letter(account, "To: zjj@tengzhou.test", "Message-ID: <1@tengzhou.test>").send_and_save()
    (got,) = exchange.mails("zjj@tengzhou.test")
    assert got == exchange.outgoing("zjj@tengzhou.test")[0]
    assert b"From: office@tengzhou.test" in got


def test_a_letter_that_nobody_can_get_comes_back_with_a_report(exchange, account):
    exchange.give_back("zjj@example.cn")
    lines = [
        "From: office@tengzhou.test",
        "To: zjj@example.cn, cgj@example.cn",
        "Message-ID: <1@tengzhou.test>",
    ]
    letter(account, *lines).send_and_save()
    (report,) = exchange.mails(OFFICE)
    bounce = read_mail(report).bounce
    assert bounce is not None
    assert (bounce.recipient, bounce.original_message_id) == ("zjj@example.cn", "<1@tengzhou.test>")
    assert exchange.outgoing("zjj@example.cn") == []
    assert len(exchange.outgoing("cgj@example.cn")) == 1


def test_a_mail_without_recipients_or_from_somebody_else_is_not_sent(exchange, account):
    with pytest.raises(errors.ErrorInvalidRecipients):
        letter(account, "Subject: x").send()
    with pytest.raises(errors.ErrorSendAsDenied):
        letter(account, "From: leader@tengzhou.test", "To: zjj@example.cn").send()
    assert exchange.outgoing("zjj@example.cn") == []


def test_a_draft_is_saved_and_not_sent(exchange, account):
    draft = exchangelib.Message(
        account=account, folder=account.drafts, subject="草", to_recipients=["a@b.cn"]
    )
    draft.save()
    assert exchange.ids(OFFICE, "草稿") == [draft.id]
    assert exchange.outgoing("a@b.cn") == []


def test_mails_may_come_back_in_other_bytes_that_say_the_same():
    with Exchange(rewrites=True) as exchange:
        account = opened(exchange, OFFICE, exchange.new_mailbox(OFFICE))
        exchange.deliver(OFFICE, mail(1))
        letter(account, "To: zjj@example.cn", "Message-ID: <1@tengzhou.test>", "Subject: x").send_and_save()
        (found,) = account.inbox.all().only("mime_content")
        copy, got = account.sent.all()[0].mime_content, exchange.outgoing("zjj@example.cn")[0]
    close_connections()
    assert found.mime_content != mail(1)
    ours, theirs = read_mail(mail(1)), read_mail(found.mime_content)
    assert (ours.envelope, ours.new_text) == (theirs.envelope, theirs.new_text)
    assert b"Message-ID: <1@tengzhou.test>" in copy
    assert got.endswith(copy[copy.index(b"Message-ID") :])


# -- changes since, and streams ------------------------------------------------------------------------------------------


def test_changes_are_told_once_and_as_they_stand(exchange, account):
    first, second = (exchange.deliver(OFFICE, mail(number)) for number in (1, 2))
    inbox = account.inbox
    assert [kind for kind, _ in inbox.sync_items()] == ["create", "create"]
    assert list(inbox.sync_items()) == []
    exchange.remove(OFFICE, first)
    exchange.remove(OFFICE, exchange.deliver(OFFICE, mail(3)))
    (found,) = inbox.all().only("is_read")
    found.is_read = True
    found.save(update_fields=["is_read"])
    changes = list(inbox.sync_items())
    assert [kind for kind, _ in changes] == ["delete", "read_flag_change"]
    assert (changes[0][1].id, changes[1][1][0].id) == (first, second)


def test_changes_come_in_lists_of_the_length_asked_for(exchange, account):
    for number in range(7):
        exchange.deliver(OFFICE, mail(number))
    assert len(list(account.inbox.sync_items(max_changes_returned=3))) == 7
    assert operations(exchange).count("SyncFolderItems") == 3


def test_a_moved_mail_leaves_here_and_comes_there(exchange, account):
    exchange.new_folder(OFFICE, "已登记")
    item = exchange.deliver(OFFICE, mail(1))
    here, there = account.inbox, account.msg_folder_root / "已登记"
    list(here.sync_items())
    list(there.sync_items())
    exchange.move(OFFICE, item, "已登记")
    assert [kind for kind, _ in here.sync_items()] == ["delete"]
    assert [kind for kind, _ in there.sync_items()] == ["create"]


def test_a_state_that_is_no_longer_known_is_refused(exchange, account):
    inbox = account.inbox
    list(inbox.sync_items())
    exchange.faults.forget_sync_states()
    with pytest.raises(errors.ErrorInvalidSyncStateData):
        list(inbox.sync_items())


def test_a_stream_tells_of_a_mail_as_it_comes(exchange, account):
    inbox = account.inbox
    with inbox.streaming_subscription(event_types=["NewMailEvent"]) as subscription:
        threading.Timer(0.2, exchange.deliver, [OFFICE, mail(1)]).start()
        notification = next(inbox.get_streaming_events(subscription, connection_timeout=1))
    assert [event.ELEMENT_NAME for event in notification.events] == ["NewMailEvent"]
    assert operations(exchange)[-1] == "Unsubscribe"


def test_a_stream_ends_when_its_time_is_over(exchange, account):
    exchange.streams.minute = 0.3
    inbox = account.inbox
    with inbox.streaming_subscription() as subscription:
        assert list(inbox.get_streaming_events(subscription, connection_timeout=1)) == []


def test_a_stream_gives_signs_of_life_from_the_first_moment(exchange, account):
    exchange.streams.minute, exchange.streams.heartbeat = 1.0, 0.2
    subscription = account.inbox.subscribe_to_streaming()
    messages = "xmlns:m='http://schemas.microsoft.com/exchange/services/2006/messages'"
    types = "xmlns:t='http://schemas.microsoft.com/exchange/services/2006/types'"
    ids = f"<m:SubscriptionIds><t:SubscriptionId>{subscription}</t:SubscriptionId></m:SubscriptionIds>"
    body = f"<m:GetStreamingEvents {messages} {types}>{ids}<m:ConnectionTimeout>1</m:ConnectionTimeout></m:GetStreamingEvents>"
    told = re.findall(rb"ConnectionStatus>(\w+)<", post(exchange, account, body))
    assert told[-1] == b"Closed"
    assert set(told[:-1]) == {b"OK"}
    assert len(told) >= 3


def test_a_forgotten_subscription_is_not_found(exchange, account):
    inbox = account.inbox
    subscription = inbox.subscribe_to_streaming()
    exchange.streams.forget()
    with pytest.raises(errors.ErrorSubscriptionNotFound):
        list(inbox.get_streaming_events(subscription, connection_timeout=1))


# -- the schema ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not schema.found(), reason="Microsoft's schema is not beside this project")
def test_what_breaks_the_schema_is_answered_so_and_fails_the_test(exchange, account):
    body = "<m:FindItem Traversal='Sideways' xmlns:m='http://schemas.microsoft.com/exchange/services/2006/messages'/>"
    answer = post(exchange, account, body)
    assert b"ErrorSchemaValidation" in answer
    (complaint,) = exchange.complaints
    assert "Sideways" in complaint
    with pytest.raises(AssertionError, match="Sideways"):
        exchange.__exit__(None, None, None)
    exchange.complaints.clear()


def post(exchange: Exchange, account: exchangelib.Account, body: str) -> bytes:
    session = account.protocol.get_session()
    try:
        envelope = f"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>{body}</s:Body></s:Envelope>"
        return session.post(exchange.url, data=envelope.encode()).content
    finally:
        account.protocol.release_session(session)
