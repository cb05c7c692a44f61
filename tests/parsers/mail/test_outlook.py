"""Mails that Outlook saved as .msg: read as if they had come by wire, on their own and attached."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime

import pytest
from click.testing import CliRunner

from mailroom.cli import main
from parsers import read_document, read_mail
from parsers.mail import open_mail
from tests.parsers.mail import outlook_files as outlook
from tests.parsers.mail.outlook_files import item, ole_tree

SHEET = "工单编号：250912101108115409\n诉求人：张三\n联系电话：13800138000\n诉求内容：小区门口路灯不亮已有一周，请尽快修复。\n"
PACKED = (
    rb"{\rtf1\ansi\ansicpg936\fromhtml1 \deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset134 SimSun;}}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 \f1 \'b0\'ec\'c0\'ed\'bd\'e1\'b9\'fb\u65306 ?"
    rb"\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 {\*\htmltag <b>}OK{\*\htmltag </b>}}"
)


def saved(**more) -> bytes:
    return ole_tree(
        item(
            {
                outlook.SUBJECT: "工单转办",
                outlook.BODY: SHEET,
                outlook.SENDER_NAME: "枣庄市 12345 热线",
                outlook.SENDER_SMTP: "rexian@zz.example",
                outlook.SENT: datetime(2018, 3, 15, 1, 20),
                outlook.MESSAGE_ID: "<one@zz.example>",
            },
            recipients=[
                {outlook.SMTP: "office@163.com", outlook.NAME: "市长公开电话", outlook.KIND: 1},
                {outlook.SMTP: "b@163.com", outlook.KIND: 2},
            ],
            **more,
        )
    )


def test_a_saved_mail_has_the_envelope_that_its_properties_tell() -> None:
    opened = open_mail(saved())

    envelope = opened.envelope
    assert (envelope.sender.name, envelope.sender.mail) == ("枣庄市 12345 热线", "rexian@zz.example")
    assert [(each.name, each.mail) for each in envelope.to] == [("市长公开电话", "office@163.com")]
    assert [each.mail for each in envelope.cc] == ["b@163.com"]
    assert (envelope.subject, envelope.message_id) == ("工单转办", "<one@zz.example>")
    assert envelope.sent_at == datetime(2018, 3, 15, 9, 20)
    assert opened.body.text() == SHEET.strip()
    assert opened.problems == ()


def test_a_saved_mail_is_read_as_a_mail_and_as_a_document_alike() -> None:
    for reading in (read_mail(saved()), read_document("转办.msg", saved())):
        assert (reading.what, reading.upper_nos) == ("case", ("250912101108115409",))
        assert reading.envelope.subject == "工单转办"


def test_the_read_command_takes_a_msg_for_a_mail(tmp_path) -> None:
    (tmp_path / "a.msg").write_bytes(saved())

    result = CliRunner().invoke(main, ["read", "--json", str(tmp_path / "a.msg")])

    assert '"what": "case"' in result.output


def test_the_headers_that_came_by_wire_count_before_the_properties() -> None:
    headers = (
        "Received: from x\r\nFrom: =?gbk?B?1cXI/Q==?= <z@t.example>\r\nSubject: =?gbk?B?16q37A==?=\r\n"
        "Date: Thu, 15 Mar 2018 10:00:00 +0800\r\nAuto-Submitted: auto-replied\r\nContent-Type: text/html; charset=gbk\r\n\r\n"
    )
    opened = open_mail(
        ole_tree(item({outlook.HEADERS: headers, outlook.SUBJECT: "别的", outlook.BODY: "收到"}))
    )

    assert (opened.envelope.sender.name, opened.envelope.sender.mail) == ("张三", "z@t.example")
    assert opened.envelope.sent_at == datetime(2018, 3, 15, 10)
    assert opened.machine == "auto_reply"
    assert opened.body.text() == "收到"


def test_texts_of_an_old_outlook_are_in_the_code_page_that_it_names() -> None:
    tree = item({outlook.SUBJECT: "办理结果", outlook.BODY: "已修复。", outlook.CODE_PAGE: 936}, ansi="gbk")

    opened = open_mail(ole_tree(tree))

    assert (opened.envelope.subject, opened.body.text()) == ("办理结果", "已修复。")


def test_a_page_is_in_the_code_page_of_the_web() -> None:
    page = "<p>调查核实情况</p><table><tr><td>承办人</td><td>李四</td></tr></table>".encode("gbk")

    opened = open_mail(ole_tree(item({outlook.HTML: page, outlook.WEB_CODE_PAGE: 936})))

    assert opened.body.format == "html"
    assert "承办人" in opened.body.text()


@pytest.mark.parametrize(
    ("packed", "text"),
    [
        (PACKED, "办理结果：\nOK"),
        (rb"{\rtf1\ansi\ansicpg936 {\fonttbl{\f0 Arial;}}\f0 \'ca\'d5\'b5\'bd\par \{1\}\par}", "收到\n{1}"),
        (
            rb"{\rtf1\fromtext{\fonttbl{\f3\fcharset134 \'cb\'ce\'cc\'e5;}}\f3 \'ca\'d5\'b5\'bd\uc2\u12290 ??}",
            "收到。",
        ),
        (rb"{\rtf1\uc1\u-10179 ?\u-8690 ?{\pict\bin3 }}}}{\*\odd x}ok}", "😎ok"),
    ],
)
def test_a_body_that_is_only_rtf_is_unpacked(packed: bytes, text: str) -> None:
    opened = open_mail(ole_tree(item({outlook.SUBJECT: "x", outlook.RTF: outlook.rtf(packed)})))

    assert opened.body.text() == text


def test_files_and_mails_attached_to_a_saved_mail_come_with_it() -> None:
    inner = item(
        {outlook.SUBJECT: "里面的信", outlook.BODY: "内文"}, start=24, attached=[outlook.file("深.txt", b"x")]
    )
    raw = saved(attached=[outlook.file("工单（一）.txt", SHEET.encode()), outlook.message(inner)])

    opened = open_mail(raw)

    assert [(each.name, each.data) for each in opened.enclosures] == [("工单（一）.txt", SHEET.encode())]
    [forwarded] = opened.forwarded
    assert (forwarded.envelope.subject, forwarded.body.text()) == ("里面的信", "内文")
    assert [each.name for each in forwarded.enclosures] == ["深.txt"]


def test_a_picture_of_the_page_is_no_document() -> None:
    page = b'<p>ok <img src="cid:logo@x"></p>'
    raw = ole_tree(
        item(
            {outlook.HTML: page},
            attached=[outlook.file("logo.png", b"\x89PNG\r\n\x1a\n", content_id="logo@x")],
        )
    )

    [enclosure] = open_mail(raw).enclosures
    assert enclosure.inline


def test_a_file_that_lies_elsewhere_is_said_to_be_missing() -> None:
    link = item({outlook.LONG_NAME: "大.zip", outlook.METHOD: 7}, start=8)

    assert "附件没有随信寄来" in open_mail(saved(attached=[link])).problems[0]


def test_a_header_field_that_became_a_property_is_a_header_again() -> None:
    tree = item(
        {outlook.SUBJECT: "x", outlook.BODY: "y", 0x8001: "auto-replied"},
        more=outlook.header_names("X-Other", "Auto-Submitted"),
    )

    assert open_mail(ole_tree(tree)).machine == "auto_reply"


def test_a_signed_mail_in_a_msg_is_taken_apart_as_it_came() -> None:
    wire = (
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=B\r\n\r\n--B\r\n'
        "Content-Type: text/plain; charset=utf-8\r\n\r\n收到\r\n--B\r\nContent-Type: application/pkcs7-signature\r\n\r\nx\r\n--B--\r\n"
    ).encode()
    tree = item(
        {outlook.SUBJECT: "x", outlook.CLASS: "IPM.Note.SMIME.MultipartSigned"},
        attached=[outlook.file("smime.p7m", wire, kind="multipart/signed")],
    )

    assert open_mail(ole_tree(tree)).body.text() == "收到"


def test_a_msg_attached_to_a_mail_is_a_mail_in_it(mail_with) -> None:
    reading = read_mail(mail_with("转办.msg", saved()))

    assert reading.what == "case"
    assert reading.cases[0].upper_no == "250912101108115409"


def test_a_torn_msg_says_so_and_does_not_raise() -> None:
    raw = saved(attached=[outlook.file("a.bin", b"x" * 9000)])

    for end in range(512, len(raw), 700):
        open_mail(raw[:end])
    empty = open_mail(ole_tree(item({})))
    assert "没有读到任何内容" in empty.problems[0]


def test_streams_that_share_their_sectors_are_not_taken_out_without_end(monkeypatch) -> None:
    monkeypatch.setattr("parsers.mail.outlook.MAX_MAIL_BYTES", 20_000)

    opened = open_mail(saved(attached=[outlook.file(f"{n}.bin", b"x" * 9000) for n in range(5)]))

    assert sum(len(each.data) for each in opened.enclosures) < 20_000
    assert "内容过大" in opened.problems[0]


def test_a_mail_in_a_mail_in_a_mail_ends_somewhere() -> None:
    tree = item({outlook.SUBJECT: "最里面", outlook.BODY: "x"}, start=24)
    for depth in range(8):
        tree = item({outlook.SUBJECT: f"{depth}"}, start=24, attached=[outlook.message(tree)])

    opened = open_mail(saved(attached=[outlook.message(tree)]))

    depth = 0
    while opened.forwarded:
        opened, depth = opened.forwarded[0], depth + 1
    assert depth == 5
    assert "超过 5 层" in opened.problems[0]


@pytest.fixture
def mail_with() -> Callable[[str, bytes], bytes]:
    def make(name: str, data: bytes) -> bytes:
        return (
            (
                f"From: z@t.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\n请办理\r\n--B\r\n"
                f'Content-Type: application/vnd.ms-outlook; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
            ).encode()
            + base64.encodebytes(data)
            + b"\r\n--B--\r\n"
        )

    return make
