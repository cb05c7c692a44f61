"""Bytes whose label lies, is nonsense, or is missing."""

from __future__ import annotations

import pytest

from parsers.charsets import decode


@pytest.mark.parametrize(
    "label",
    [
        "gb2312",
        "GB2312",
        "gbk",
        "x-gbk",
        "cp936",
        "gb_1988-80",
        "default",
        "unknown",
        "",
        "no-such-charset",
        '"gb2312"',
    ],
)
def test_characters_outside_gb2312_are_read_whatever_the_chinese_label(label: str) -> None:
    assert decode("朱镕基、陶喆、王珺——（办）".encode("gb18030"), label) == "朱镕基、陶喆、王珺——（办）"


def test_unlabelled_utf8_is_not_taken_for_gbk() -> None:
    assert decode("滕州市住建局".encode()) == "滕州市住建局"


def test_utf8_labelled_gb2312_is_read_as_utf8() -> None:
    assert decode("关于路灯不亮问题的回复".encode(), "gb2312") == "关于路灯不亮问题的回复"


def test_a_single_character_of_utf8_that_is_no_sound_gbk_is_read_as_utf8() -> None:
    assert (
        decode("什".encode(), "gb2312") == "什"
    )  # its last octet, 0x80, is nothing in GBK but Windows' euro


def test_gbk_labelled_utf8_is_read_as_gbk() -> None:
    assert decode("关于路灯不亮问题的回复".encode("gbk"), "utf-8") == "关于路灯不亮问题的回复"


def test_gbk_labelled_latin1_is_read_as_gbk() -> None:
    assert decode("滕州市人民政府".encode("gbk"), "iso-8859-1") == "滕州市人民政府"


def test_real_latin1_stays_latin1() -> None:
    assert decode("Grüße aus Köln".encode("latin-1"), "iso-8859-1") == "Grüße aus Köln"


def test_unlabelled_western_text_does_not_become_chinese() -> None:
    assert decode("Grüße, Müller".encode("cp1252")) == "Grüße, Müller"


def test_unlabelled_big5_is_told_from_gbk() -> None:
    text = "您的來信已經收到，我們會儘快處理並回覆您，謝謝您對本市政府服務的支持與愛護。"
    assert decode(text.encode("big5")) == text


def test_big5_labelled_utf8_is_read_as_big5_and_chinese_full_of_kana_is_not() -> None:
    text = "您的來信已經收到，我們會儘快處理並回覆您，謝謝您的支持與愛護。"
    assert decode(text.encode("big5"), "utf-8") == text
    for other in ("宛先にメールを送信できませんでした。", "珺喆瑀甡姝婧祎嫄玥珏昇"):
        assert decode(other.encode("gb18030"), "utf-8") == other


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("western", ["cp1252", "latin-1"])
def test_chinese_that_was_read_as_western_and_encoded_again_is_read_as_it_was_meant(
    charset: str, western: str
) -> None:
    text = "经核查，情况属实。\n已于3月14日更换井盖，“恢复”通行；由陶喆告知诉求人。"
    octets = text.encode(charset)
    doubled = "".join(
        bytes([o]).decode(western) if o not in b"\x81\x8d\x8f\x90\x9d" else chr(o) for o in octets
    )
    assert decode(doubled.encode(), "utf-8") == text


@pytest.mark.parametrize(
    "text", ["Grüße aus Köln", "déjà vu – “ça”", "ÄÖÜ äöü ß", "§§ 1, 2 ÄÖÜäöüß", "àéèù ÀÉÈÙ"]
)
def test_western_text_stays_western(text: str) -> None:
    assert decode(text.encode(), "utf-8") == text


def test_a_character_torn_in_half_costs_only_itself() -> None:
    assert decode("反馈情况".encode("gbk")[:-1], "gbk") == "反馈情〓"
    assert decode("反馈情况".encode()[:-1], "utf-8") == "反馈情〓"


def test_the_euro_sign_of_code_page_936_is_read() -> None:
    assert decode(b"\x80100", "gbk") == "€100"


@pytest.mark.parametrize(
    "label", ["punycode", "idna", "unicode_escape", "hex", "rot13", "undefined", "utf-7", "\x00", "é" * 50]
)
def test_labels_that_are_no_charset_never_raise(label: str) -> None:
    for octets in (b"", b"abc", b"\xff\xfe\xfd", "中文".encode("gbk"), bytes(range(256))):
        assert "\ufffd" not in decode(octets, label)
