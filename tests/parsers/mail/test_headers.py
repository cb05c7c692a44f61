"""Header fields as Chinese programs write them."""

from __future__ import annotations

import base64

import pytest

from parsers.mail.addresses import read_addresses
from parsers.mail.headers import parameters, text_of


def word(text: bytes, charset: str = "gb2312") -> bytes:
    return b"=?" + charset.encode() + b"?B?" + base64.b64encode(text) + b"?="


def test_encoded_words_split_inside_a_character_are_joined_before_decoding() -> None:
    octets = "滕州市住建局回复函".encode("gbk")
    assert text_of(word(octets[:7]) + b"\r\n " + word(octets[7:])) == "滕州市住建局回复函"


def test_base64_split_inside_a_group_of_four_is_joined_too() -> None:
    letters = base64.b64encode("滕州市住建局".encode("gbk"))
    assert text_of(b"=?gbk?B?" + letters[:5] + b"?= =?gbk?B?" + letters[5:] + b"?=") == "滕州市住建局"


def test_a_subject_of_raw_gbk_octets_is_read() -> None:
    assert text_of("回复：转办单".encode("gbk")) == "回复：转办单"


def test_a_subject_of_raw_utf8_octets_is_read() -> None:
    assert text_of("回复：转办单".encode(), "gb2312") == "回复：转办单"


def test_words_without_a_blank_between_and_text_around_are_read() -> None:
    raw = b"Re:" + word("转办".encode("gbk")) + word("单".encode("gbk")) + b" TZ-2018-000123-G"
    assert text_of(raw) == "Re:转办单 TZ-2018-000123-G"


def test_quoted_printable_words_with_blanks_as_underscores_are_read() -> None:
    assert text_of(b"=?UTF-8?Q?=E5=9B=9E=E5=A4=8D:_TZ?=") == "回复: TZ"


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "utf-16le", "utf-32"])
def test_the_header_of_a_mail_whose_body_is_in_such_a_charset_is_ascii_all_the_same(charset: str) -> None:
    assert text_of(b"Re: TZ-2018-000123-G +AFs-", charset) == "Re: TZ-2018-000123-G +AFs-"
    assert text_of(b"=?utf-7?Q?+Vt5ZDVKedAZR/Q-?=", charset) == "回复办理函"
    assert read_addresses(b"Zhang <zjj@example.cn>", charset)[0].mail == "zjj@example.cn"
    assert text_of("回复：转办单".encode("gbk"), charset) == "回复：转办单"


def test_a_subject_in_hz_is_read_though_its_octets_are_ascii() -> None:
    assert text_of("回复 TZ".encode("hz"), "hz-gb-2312") == "回复 TZ"


def test_an_unknown_charset_in_a_word_still_gives_chinese() -> None:
    assert text_of(word("反馈".encode("gbk"), "x-unknown")) == "反馈"


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b'attachment; filename="' + word("回复函.doc".encode("gbk"), "gb18030") + b'"', "回复函.doc"),
        (b'attachment; filename="' + "回复函.doc".encode("gbk") + b'"', "回复函.doc"),
        (b'attachment; filename="' + "回复函.doc".encode() + b'"', "回复函.doc"),
        (b"attachment; filename*=UTF-8''%E5%9B%9E%E5%A4%8D%E5%87%BD.doc", "回复函.doc"),
        (b"attachment; filename*0*=GB2312''%BB%D8%B8%B4;\r\n filename*1*=%BA%AF.doc", "回复函.doc"),
        (b'attachment; filename*0="long-name-"; filename*1="of-a-file.doc"', "long-name-of-a-file.doc"),
        (b"attachment; filename*=%BB%D8%B8%B4.doc", "回复.doc"),
        (b"attachment; filename*=gbk''" + word("回复函.doc".encode("gbk")), "回复函.doc"),
        (b"attachment; filename=%E5%9B%9E%E5%A4%8D%E5%87%BD.doc", "回复函.doc"),
        (b"attachment; filename=reply letter.doc; size=3", "reply letter.doc"),
        (b'attachment; filename="not closed.doc', "not closed.doc"),
        (b'attachment; filename="a;b.doc"; x=y', "a;b.doc"),
        (b'attachment; filename="say \\"no\\".doc"', 'say "no".doc'),
        (b'attachment; filename="' + "誠信表.doc".encode("gbk") + b'"', "誠信表.doc"),
        (
            b"attachment; filename=\"=?utf-8?Q?=E8=A1=A8.xls?=\"; filename*=utf-8''%E5%8F%B0%E8%B4%A6.xls",
            "台账.xls",
        ),
    ],
)
def test_file_names_are_read_in_every_form_in_use(raw: bytes, named: str) -> None:
    assert parameters(raw)[1]["filename"] == named


def test_a_gbk_character_whose_second_octet_is_a_backslash_is_no_escape() -> None:
    octets = "乗.doc".encode("gbk")  # 81 5C
    assert b"\\" in octets
    assert parameters(b'attachment; filename="' + octets + b'"')[1]["filename"] == "乗.doc"


def test_addresses_of_qq_and_outlook_are_parted_and_named() -> None:
    raw = (
        b'"'
        + word("住建局".encode("gb18030"), "gb18030")
        + b'" <ZJJ@qq.com>; "Li, Lei" <li@163.com>,wang@163.com ('
        + "老王".encode()
        + b")"
    )
    assert [(a.mail, a.name) for a in read_addresses(raw)] == [
        ("zjj@qq.com", "住建局"),
        ("li@163.com", "Li, Lei"),
        ("wang@163.com", "老王"),
    ]


def test_a_display_name_that_is_another_address_does_not_win() -> None:
    (address,) = read_addresses(b'"boss@tengzhou.gov.cn" <stranger@example.cn>')
    assert address.mail == "stranger@example.cn"


def test_an_encoded_comma_in_a_name_does_not_part_addresses() -> None:
    raw = b"=?utf-8?Q?Wang=2C_Lei?= <wang@163.com>"
    assert [(a.mail, a.name) for a in read_addresses(raw)] == [("wang@163.com", "Wang, Lei")]


def test_a_field_without_any_address_gives_none() -> None:
    assert read_addresses(b"undisclosed-recipients:;") == ()
