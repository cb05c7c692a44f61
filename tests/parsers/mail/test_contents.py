"""Which part is the body, and what is a document."""

from __future__ import annotations

from parsers.mail import open_mail
from parsers.paper import Grid

HEAD = b"From: a@qq.com\r\nTo: o@163.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


def alternative(plain: str, page: str, kind: str = "alternative") -> bytes:
    return (
        HEAD
        + f'Content-Type: multipart/{kind}; boundary="B"\r\n\r\n'
        f"--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{plain}\r\n"
        f"--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--B--\r\n".encode()
    )


def test_html_is_taken_where_it_holds_a_table() -> None:
    mail = open_mail(alternative("工单编号 1", "<table><tr><td>工单编号</td><td>1</td></tr></table>"))
    assert mail.body.format == "html"
    assert isinstance(mail.body.blocks[0], Grid)


def test_plain_text_is_taken_where_html_only_dresses_it() -> None:
    assert open_mail(alternative("收到", "<p><b>收到</b></p>")).body.format == "plain"


def test_html_is_taken_where_the_plain_text_is_empty_or_an_excuse() -> None:
    page = "<p>" + "请按要求办理并按时反馈。" * 10 + "</p>"
    assert open_mail(alternative(" ", page)).body.format == "html"
    assert open_mail(alternative("请用支持HTML的软件查看", page)).body.format == "html"


def test_a_page_labelled_plain_text_is_read_as_a_page() -> None:
    assert (
        open_mail(HEAD + b"Content-Type: text/plain\r\n\r\n<html><body><p>hi</p></body></html>").body.text()
        == "hi"
    )


def test_the_charset_of_a_page_is_taken_from_its_meta_where_the_header_has_none() -> None:
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>朱镕基</body></html>'
    assert open_mail(HEAD + b"Content-Type: text/html\r\n\r\n" + page.encode("gbk")).body.text() == "朱镕基"


def test_a_picture_shown_in_the_body_is_inline_and_a_photograph_beside_it_is_a_document() -> None:
    raw = HEAD + (
        b'Content-Type: multipart/related; boundary="B"\r\n\r\n'
        b'--B\r\nContent-Type: text/html\r\n\r\n<p>see</p><img src="cid:logo@x">\r\n'
        b"--B\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo@x>\r\n\r\n\x89PNG\r\n"
        b"--B\r\nContent-Type: image/jpeg\r\nContent-Disposition: inline; filename=site.jpg\r\n\r\n\xff\xd8\xff\r\n--B--\r\n"
    )
    assert [(e.name, e.inline) for e in open_mail(raw).enclosures] == [
        ("logo.png", True),
        ("site.jpg", False),
    ]


def test_a_document_without_a_name_gets_one_with_its_extension() -> None:
    raw = HEAD + b"Content-Type: application/pdf\r\n\r\n%PDF-1.4"
    assert [e.name for e in open_mail(raw).enclosures] == ["未命名附件.pdf"]


def test_a_path_in_a_file_name_is_cut_off() -> None:
    raw = (
        HEAD
        + b'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="C:\\Users\\me\\..\\a.pdf"\r\n\r\n%PDF'
    )
    assert [e.name for e in open_mail(raw).enclosures] == ["a.pdf"]


def test_a_text_attachment_is_a_document_and_not_the_body() -> None:
    raw = HEAD + (
        b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\n\r\nbody\r\n'
        b"--B\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nfile\r\n--B--\r\n"
    )
    mail = open_mail(raw)
    assert (mail.body.text(), [e.name for e in mail.enclosures]) == ("body", ["a.txt"])


def test_lines_that_thunderbird_broke_softly_are_joined() -> None:
    raw = (
        HEAD
        + b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n"
        + "经查，反映 \r\n情况属实。\r\n第二段\r\n".encode()
    )
    assert open_mail(raw).body.text() == "经查，反映情况属实。\n第二段"


def test_a_cloud_attachment_becomes_a_request_to_send_it_again() -> None:
    text = "请查收。\n从QQ邮箱发来的超大附件\n现场.zip (128.03M, 2018年11月27日 21:59 到期)进入下载页面：http://mail.qq.com/x"
    mail = open_mail(HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode())
    assert mail.problems == (
        "超大附件「现场.zip」（128.03M，2018年11月27日 21:59到期）没有随信寄来，只是一个链接，请对方改用普通附件重寄。",
    )
    page = "<p>见附件</p><b>从网易163邮箱发来的超大附件</b><div><a href='https://mail.163.com/large'>台账.wav</a> (80.96M, 2026年8月17日 0:49 到期)</div>"
    mail = open_mail(HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page.encode())
    assert "台账.wav" in mail.problems[0]


def test_an_encrypted_mail_says_what_to_ask_the_sender() -> None:
    mail = open_mail(HEAD + b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nxx")
    assert "请对方不加密重寄" in mail.problems[0]


def test_a_signed_mail_is_read_without_its_signature() -> None:
    raw = HEAD + (
        b'Content-Type: multipart/signed; boundary="B"\r\n\r\n--B\r\n\r\nbody\r\n'
        b"--B\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nxx\r\n--B--\r\n"
    )
    mail = open_mail(raw)
    assert (mail.body.text(), mail.enclosures) == ("body", ())
