"""Octets of any kind under labels of any kind: text always comes, and a missing sign only where nothing is better."""

from __future__ import annotations

import encodings.aliases
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.charsets import decode
from parsers.tidy import MISSING_SIGN, clean

ALL_CODECS = sorted({*encodings.aliases.aliases.values(), "idna", "punycode", "rot_13", "undefined"})
LABELS = st.one_of(
    st.sampled_from(ALL_CODECS),
    st.sampled_from(
        ("", "gb2312", "GBK", "x-gbk", "gb18030", "big5", "utf-8", "default", "iso-8859-1", '"gbk"')
    ),
    st.text(max_size=12),
)
EVERYDAY = "".join(
    bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)
)
BIG5_TOO = "".join(sign for sign in EVERYDAY if sign.encode("big5", "ignore"))
WORDS = st.text(alphabet=EVERYDAY, min_size=1, max_size=40)
CHINESE_LABELS = ("gb2312", "GB2312", "gbk", "x-gbk", "cp936", "gb18030", "gb_1988-80", '"gb2312"')


def is_latin(data: bytes) -> bool:
    """Whether octets of GBK are also UTF-8 with signs like · and § in it: such can be told by their label only."""
    try:
        return any("\x80" <= sign < "\u0100" for sign in data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


@settings(deadline=None, max_examples=400)
@given(data=st.binary(max_size=300), label=LABELS)
def test_any_octets_under_any_label_give_text_without_a_replacement_character(data: bytes, label: str):
    text = clean(decode(data, label))

    assert "\ufffd" not in text
    text.encode("utf-8")  # and without lone surrogates


@settings(deadline=None)
@given(
    words=WORDS, charset=st.sampled_from(("gbk", "gb18030", "utf-8")), label=st.sampled_from(CHINESE_LABELS)
)
def test_everyday_chinese_under_any_chinese_label_comes_back_as_it_was(words: str, charset: str, label: str):
    if charset != "utf-8" or len(words) > 1:  # one character of UTF-8 may be one and a half of GBK
        assert decode(words.encode(charset), label) == words


@settings(deadline=None)
@given(words=st.text(alphabet=EVERYDAY, min_size=2, max_size=40))
def test_everyday_chinese_without_any_label_comes_back_as_it_was(words: str):
    assert decode(words.encode("utf-8")) == words
    if not is_latin(words.encode("gbk")):
        assert decode(words.encode("gbk")) == words


def test_octets_that_are_letters_of_no_language_here_are_chinese():
    assert decode("一一".encode("gbk")) == "一一"
    assert decode("Привет, один".encode()) == "Привет, один"
    assert decode("·· §§ éé".encode()) == "·· §§ éé"


@settings(deadline=None)
@given(words=st.text(alphabet=BIG5_TOO, min_size=1, max_size=40))
def test_chinese_labelled_big5_comes_back_as_it_was(words: str):
    assert decode(words.encode("big5"), "big5") == words


@settings(deadline=None)
@given(words=st.text(alphabet=EVERYDAY + "0123456789，。", min_size=1, max_size=40))
def test_gbk_that_claims_to_be_utf8_or_ascii_comes_back_as_it_was(words: str):
    data = words.encode("gbk")

    for label in ("utf-8", "us-ascii", "unknown-8bit"):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            assert decode(data, label) == words


@settings(deadline=None)
@given(
    words=st.text(alphabet=EVERYDAY, min_size=8, max_size=60),
    charset=st.sampled_from(("gbk", "utf-8")),
    data=st.data(),
)
def test_text_that_is_torn_loses_only_its_last_character(words: str, charset: str, data: st.DataObject):
    octets = words.encode(charset)
    cut = data.draw(st.integers(len(octets) // 2, len(octets) - 1))

    text = decode(octets[:cut], charset)

    whole = octets[:cut].decode(charset, "ignore")
    assert text.rstrip(MISSING_SIGN) == whole
    assert len(text) - len(whole) <= 1


@settings(deadline=None)
@given(words=st.text(alphabet=EVERYDAY, min_size=20, max_size=80), place=st.integers(0, 19))
def test_one_spoilt_octet_leaves_the_rest_of_a_utf8_text_as_it_was(words: str, place: int):
    octets = bytearray(words.encode())
    octets[3 * place] = 0xFF

    text = decode(bytes(octets), "utf-8")

    assert text.replace(MISSING_SIGN, "") == words[:place] + words[place + 1 :]


@pytest.mark.parametrize(
    "label", [name for name in ALL_CODECS if name.startswith(("gb", "big5", "utf", "iso2022", "hz"))]
)
def test_no_label_makes_a_megabyte_slow(label: str):
    dice = random.Random(label)
    data = dice.randbytes(300_000) + "滕州市".encode("gbk") * 30_000

    began = time.process_time()
    decode(data, label)

    assert time.process_time() - began < 5
