"""The mail on the wire: what other programs read out of it."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import unquote

import pytest

from generators.dispatch import draw_up_dispatch
from generators.letter import Draft, Enclosed, message_id_of
from generators.message import BadAddress, as_message
from tests.generators.records import HEAD, NOW, UPPER, a_case, a_department, a_dispatch, a_petitioner


def a_draft(**changes: object) -> Draft:
    fields: dict[str, object] = {
        "key": "notice/2018/善南街道",
        "kind": "notice",
        "to": ("snjd@example.cn",),
        "subject": "关于报送政务服务热线和市长信箱办理工作联系表的通知（请于3月30日前报送至市政务中心A0620房间）",
        "text": "善南街道办事处：\n\n    请按时报送。\n.\nFrom 你好\n",
        "html": "<p>请按时报送。</p>",
    }
    return Draft(**(fields | changes))  # type: ignore[arg-type]


def read_back(draft: Draft, **more: object) -> EmailMessage:
    message = message_from_bytes(as_message(draft, head=HEAD, sent_on=NOW, **more), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def dispatched() -> Draft:
    return draw_up_dispatch(
        a_case(), a_petitioner(), a_dispatch(), a_department(), head=HEAD, upper_name=UPPER, now=NOW
    )


def test_headers_read_back_as_they_were_meant():
    draft = a_draft(cc=("a@example.cn", "b@example.cn"))
    message = read_back(draft)
    assert message["From"] == "滕州市市长公开电话办公室 <tzsszxx@163.com>"
    assert message["To"] == "snjd@example.cn"
    assert message["Cc"] == "a@example.cn, b@example.cn"
    assert message["Subject"] == draft.subject
    assert message["Date"] == "Mon, 12 Mar 2018 10:01:00 +0800"
    assert message["Message-ID"] == message_id_of(draft.key, HEAD.address)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Precedence"] is None
    assert unquote(message["X-Mailroom-Letter"]) == draft.key


def test_a_letter_that_answers_a_mail_says_so_to_machines():
    message = read_back(a_draft(in_reply_to="<answer@example.cn>"))
    assert message["Auto-Submitted"] == "auto-replied"


def test_bodies_and_documents_read_back_as_they_were():
    draft = dispatched()
    message = read_back(draft)
    assert message.get_content_type() == "multipart/mixed"
    for kind, text in (("plain", draft.text), ("html", draft.html)):
        assert message.get_body((kind,)).get_content() == text.replace("\n", "\r\n")
    got = [(part.get_filename(), part.get_content()) for part in message.iter_attachments()]
    assert got == [(each.name, each.data) for each in draft.enclosed]


def test_a_letter_without_documents_is_an_alternative():
    assert read_back(a_draft()).get_content_type() == "multipart/alternative"


def test_file_names_stand_in_three_spellings():
    raw = as_message(dispatched(), head=HEAD, sent_on=NOW).decode("ascii")
    assert len(re.findall(r'filename="=\?utf-8\?B\?[^?]*\?="', raw)) == 2  # one word each
    assert re.search(r'\r\n name="=\?utf-8\?B\?', raw)
    assert re.search(r'\r\n filename="=\?utf-8\?B\?', raw)
    assert "filename*=utf-8''TZ-2018-000123-G_%E8%BD%AC%E5%8A%9E%E5%87%BD.docx" in raw


def test_an_answer_joins_the_thread():
    message = read_back(
        a_draft(in_reply_to="<two@example.cn>"), references=["<one@example.cn>", "<two@example.cn>"]
    )
    assert message["In-Reply-To"] == "<two@example.cn>"
    assert message["References"].split() == ["<one@example.cn>", "<two@example.cn>"]


def test_a_foreign_message_id_can_not_add_a_header():
    message = read_back(
        a_draft(in_reply_to="<a@b>\r\nBcc: spy@example.cn"), references=["坏\r\nX: y", "<c@d>"]
    )
    assert message["Bcc"] is None
    assert message["X"] is None
    assert message["In-Reply-To"] == "<a@b>"
    assert message["References"].split() == ["<c@d>", "<a@b>"]


@pytest.mark.parametrize(
    "address",
    [
        "a@b.cn\r\nBcc: c@d.cn",
        "a@b.cn, c@d.cn",
        "住建局@example.cn",
        "",
        "nobody",
        "<a@b.cn>",
        "a b@c.cn",
        "a@b.cn\n",
    ],
)
def test_what_is_no_address_is_refused(address: str):
    with pytest.raises(BadAddress, match="不是可用的邮箱地址"):
        as_message(a_draft(to=(address,)), head=HEAD, sent_on=NOW)


def test_a_letter_to_nobody_is_refused():
    with pytest.raises(BadAddress, match="没有收件人"):
        as_message(a_draft(to=()), head=HEAD, sent_on=NOW)


def test_a_file_name_can_not_add_a_header():
    message = read_back(a_draft(enclosed=(Enclosed('a"\r\nX-Evil: 1\r\n.docx', b"x"),)))
    [part] = message.iter_attachments()
    assert part["X-Evil"] is None
    assert part.get_filename() == "a'X-Evil: 1.docx"


def test_every_line_is_short_ascii_and_ends_in_crlf():
    raw = as_message(dispatched(), head=HEAD, sent_on=NOW)
    lines = raw.split(b"\r\n")
    assert raw.isascii()
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) < 998
    assert all(len(word) <= 75 for line in lines for word in re.findall(rb"=\?utf-8\?B\?[^?]*\?=", line))


def test_the_same_draft_gives_the_same_bytes():
    assert as_message(dispatched(), head=HEAD, sent_on=NOW) == as_message(
        dispatched(), head=HEAD, sent_on=NOW
    )


def test_other_letters_have_other_message_ids():
    assert message_id_of("a/1", HEAD.address) != message_id_of("a/2", HEAD.address)
    assert re.fullmatch(r"<[0-9a-f]{32}@163\.com>", message_id_of("a/1", HEAD.address))
