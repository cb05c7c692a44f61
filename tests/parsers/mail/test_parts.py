"""Mails whose MIME structure is broken in the ways that arrive, and mails inside mails."""

from __future__ import annotations

import base64
import binascii

import pytest

from parsers.mail import open_mail

HEAD = b"From: a@qq.com\r\nTo: o@163.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


def multipart(kind: bytes, *parts: bytes, boundary: bytes = b"B") -> bytes:
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        b"Content-Type: multipart/"
        + kind
        + b'; boundary="'
        + boundary
        + b'"\r\n\r\n'
        + body
        + b"--"
        + boundary
        + b"--\r\n"
    )


def attached(data: bytes, name: bytes = b"a.docx", kind: bytes = b"application/octet-stream") -> bytes:
    return (
        b"Content-Type: " + kind + b'\r\nContent-Disposition: attachment; filename="' + name + b'"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)
    )


TEXT = b"Content-Type: text/plain; charset=gbk\r\n\r\n" + "收到，马上办理。".encode("gbk")


def test_text_and_document_are_told_apart() -> None:
    mail = open_mail(HEAD + multipart(b"mixed", TEXT, attached(b"PK\x03\x04rest", "附件.docx".encode("gbk"))))
    assert mail.body.text() == "收到，马上办理。"
    assert [(e.name, e.data, e.inline) for e in mail.enclosures] == [("附件.docx", b"PK\x03\x04rest", False)]
    assert mail.problems == ()


def test_a_missing_last_boundary_loses_nothing() -> None:
    raw = HEAD + multipart(b"mixed", TEXT, attached(b"data"))
    assert [e.data for e in open_mail(raw[: raw.rindex(b"--B--")]).enclosures] == [b"data"]


def test_a_wrong_boundary_is_guessed_from_the_lines_themselves() -> None:
    raw = (HEAD + multipart(b"mixed", TEXT, attached(b"data"))).replace(b'boundary="B"', b'boundary="other"')
    mail = open_mail(raw)
    assert (mail.body.text(), [e.data for e in mail.enclosures]) == ("收到，马上办理。", [b"data"])


def test_a_multipart_without_any_boundary_is_read_as_text_and_said_so() -> None:
    mail = open_mail(HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + "收到".encode())
    assert mail.body.text() == "收到"
    assert "分段" in mail.problems[0]


def test_a_boundary_that_begins_like_another_does_not_end_it() -> None:
    inner = multipart(b"alternative", TEXT, boundary=b"B1")
    assert open_mail(HEAD + multipart(b"mixed", inner, attached(b"data"))).enclosures[0].data == b"data"


def test_lines_that_end_in_cr_only_are_read() -> None:
    raw = (HEAD + b"Content-Type: text/plain\r\n\r\nhello\r\nworld").replace(b"\r\n", b"\r")
    mail = open_mail(raw)
    assert (mail.envelope.subject, mail.body.text()) == ("x", "hello\nworld")


WHOLE = HEAD + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n" + TEXT + b"\r\n--B--\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + WHOLE,
        b"\r\n\r\n" + WHOLE,
        WHOLE.replace(b"\r\n", b"\r\r\n"),
        HEAD.replace(b"\n", b"") + WHOLE[len(HEAD) :].replace(b"\r\n", b"\r", 2).replace(b"\r\n", b"\n"),
    ],
    ids=["byte order mark", "blank lines", "two returns", "returns alone in the header"],
)
def test_what_programs_put_before_a_header_and_at_its_line_ends_is_no_part_of_it(raw: bytes) -> None:
    mail = open_mail(raw)
    assert (mail.envelope.subject, mail.body.text()) == ("x", "收到，马上办理。")


def test_a_text_below_blank_lines_that_is_no_header_stays_text() -> None:
    assert open_mail("\r\n\r\nhttp://t.example/\r\n收到".encode()).body.text() == "http://t.example/\n收到"


@pytest.mark.parametrize("head", [b"Content-Type: text/plain\r\n", b""])
@pytest.mark.parametrize("above", [b"", b"This is a multi-part message in MIME format.\r\n\r\n"])
def test_a_body_in_parts_that_is_called_plain_text_is_taken_apart(head: bytes, above: bytes) -> None:
    parts = b"--B\r\n" + TEXT + b"\r\n--B\r\n" + attached(b"data") + b"\r\n--B--\r\n"
    mail = open_mail(HEAD + head + b"\r\n" + above + parts)
    assert mail.body.text() == "收到，马上办理。"
    assert [(each.name, each.data) for each in mail.enclosures] == [("a.docx", b"data")]


def test_a_text_that_quotes_the_source_of_a_mail_stays_text() -> None:
    mail = open_mail(HEAD + b"\r\nsource:\r\n--B\r\nContent-Type: text/plain\r\n\r\nx\r\n--B--\r\n")
    assert mail.body.text().startswith("source:\n--B")


def test_a_header_that_stops_without_a_blank_line_still_gives_the_text() -> None:
    mail = open_mail(b"From: a@qq.com\r\nSubject: x\r\n" + "今天收到来信".encode() + b"\r\nsecond line\r\n")
    assert (mail.envelope.subject, mail.body.text()) == ("x", "今天收到来信\nsecond line")


def test_octets_that_are_no_mail_are_a_body() -> None:
    for raw in (b"", b"\r\n", b"\x00" * 50, "你好".encode("gbk"), b"PK\x03\x04" + bytes(range(256)) * 4):
        open_mail(raw)
    assert open_mail("你好".encode("gbk")).body.text() == "你好"


def test_base64_with_a_footer_of_the_list_below_it_is_decoded_clean() -> None:
    text = base64.encodebytes("请查收。".encode()) + b"_______________\r\nlist footer!\r\n"
    raw = (
        HEAD + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: BASE64 \r\n\r\n" + text
    )
    assert open_mail(raw).body.text() == "请查收。"


def test_base64_in_two_pieces_with_padding_between_is_decoded_whole() -> None:
    raw = (
        HEAD
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(b"one ")
        + b"\r\n"
        + base64.b64encode(b"two")
    )
    assert open_mail(raw).body.text() == "one two"


@pytest.mark.parametrize(
    ("kind", "text"),
    [("plain", "经核查，情况属实。\n已修好。"), ("html", "<p>经核查，情况属实。</p><p>已修好。</p>")],
)
def test_plain_text_that_is_said_to_be_base64_is_read_as_it_stands(kind: str, text: str) -> None:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert open_mail(HEAD + (head + text).encode()).body.text() == "经核查，情况属实。\n已修好。"


def test_blanks_behind_the_soft_breaks_of_quoted_printable_are_put_there_on_the_way() -> None:
    head = (
        HEAD + b"Content-Type: text/plain; charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    assert open_mail(head + b"=CA=D5= \r\n=B5= \t\n=BD a=3D \r\nb").body.text() == "收到 a=\nb"


def test_base64_that_is_only_padding_and_rubbish_is_nothing() -> None:
    for body in (b"?=--B\r\n", b"=B", b"====", b"A", b"QUJD=B"):
        open_mail(HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + body)


def test_a_uuencoded_file_in_the_text_becomes_a_document() -> None:
    data = b"\xd0\xcf\x11\xe0" * 30
    lines = b"".join(binascii.b2a_uu(data[i : i + 45]) for i in range(0, len(data), 45))
    mail = open_mail(
        HEAD
        + b"\r\nsee file\r\nbegin 644 "
        + "工单.doc".encode("gbk")
        + b"\r\n"
        + lines
        + b"`\r\nend\r\nbye\r\n"
    )
    assert [(e.name, e.data) for e in mail.enclosures] == [("工单.doc", data)]
    assert mail.body.text() == "see file\nbye"


@pytest.mark.parametrize("rest", ["", "`\n", "\n以上，请查收。\n"])
def test_a_uuencoded_file_without_its_end_is_kept_and_said_to_be_torn(rest: str) -> None:
    data = bytes(range(256)) * 3
    lines = b"".join(binascii.b2a_uu(data[i : i + 45]) for i in range(0, len(data), 45))
    mail = open_mail(HEAD + b"\r\nsee\r\nbegin 644 a.doc\n" + lines + rest.encode())
    assert [(each.name, each.data) for each in mail.enclosures] == [("a.doc", data)]
    assert mail.body.text() == f"see\n{rest.strip('`')}".strip().replace("see\n\n", "see\n")
    assert mail.problems == ("附件「a.doc」编在正文里（uuencode），没有结尾，可能没有收全，请核对。",)


def test_two_uuencoded_files_of_which_the_first_has_no_end_are_both_kept() -> None:
    one, two = (b"begin 644 " + name + b"\n" + binascii.b2a_uu(name) for name in (b"a.doc", b"b.doc"))
    mail = open_mail(HEAD + b"\r\n" + one + two + b"`\nend\n")
    assert [each.data for each in mail.enclosures] == [b"a.doc", b"b.doc"]


def test_a_word_that_begins_a_line_with_begin_stays_text() -> None:
    assert open_mail(HEAD + b"\r\nbegin 644 reasons\r\nto stay\r\nend\r\n").enclosures == ()


def test_an_attached_mail_is_opened_as_forwarded() -> None:
    inner = b"From: p@zz.cn\r\nSubject: inner\r\n\r\ncase text"
    mail = open_mail(HEAD + multipart(b"mixed", TEXT, b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert [(m.envelope.subject, m.body.text()) for m in mail.forwarded] == [("inner", "case text")]
    assert mail.enclosures == ()


def test_an_eml_sent_as_octet_stream_is_opened_too() -> None:
    inner = b"Received: by x\r\nFrom: p@zz.cn\r\nTo: o@163.com\r\nSubject: inner\r\n\r\ncase text"
    for name in (b"fwd.eml", b"noname"):
        mail = open_mail(HEAD + multipart(b"mixed", TEXT, attached(inner, name)))
        assert [m.envelope.subject for m in mail.forwarded] == ["inner"]


def test_mails_inside_mails_are_opened_five_deep_and_the_rest_is_told() -> None:
    raw = b"From: p@zz.cn\r\nSubject: 7\r\n\r\ntext"
    for number in range(6, -1, -1):
        raw = HEAD.replace(b"x", b"%d" % number) + multipart(
            b"mixed", b"Content-Type: message/rfc822\r\n\r\n" + raw, boundary=b"B%d" % number
        )
    mail, depth = open_mail(raw), 0
    while mail.forwarded:
        mail, depth = mail.forwarded[0], depth + 1
    assert depth == 5
    assert "5 层" in mail.problems[0]


def test_multiparts_nested_a_thousand_deep_do_not_end_the_program() -> None:
    raw = HEAD + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(1000)
    )
    assert open_mail(raw).problems


def test_thousands_of_parts_are_cut_off_and_told() -> None:
    mail = open_mail(HEAD + multipart(b"mixed", *([b"\r\nx"] * 5000)))
    assert "过多" in mail.problems[0]


def test_a_header_line_of_two_hundred_kilobytes_is_read_up_to_the_limit() -> None:
    mail = open_mail(b"Subject: " + b"a" * 200_000 + b"\r\nFrom: a@qq.com\r\n\r\nx")
    assert 0 < len(mail.envelope.subject) <= 100_000
    assert mail.envelope.sender.mail == "a@qq.com"


def test_the_separator_line_of_an_mbox_is_no_header() -> None:
    assert open_mail(b"From a@qq.com Thu Mar 15\r\nSubject: x\r\n\r\nhi").envelope.subject == "x"
