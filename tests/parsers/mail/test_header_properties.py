"""Header fields in every form that programs write: folded anywhere, encoded in any pieces, named in any dialect."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import quote_from_bytes

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.mail import open_mail
from parsers.mail.addresses import read_addresses
from parsers.mail.headers import parameters, text_of
from tests.parsers.mail.test_charset_properties import EVERYDAY

WORDS = st.text(alphabet=EVERYDAY + "ABCxyz0189", min_size=1, max_size=40)
NAMES = st.text(alphabet=EVERYDAY + "ABCxyz0189（）、", min_size=2, max_size=40).map(
    lambda stem: stem + ".docx"
)
CHARSETS = st.sampled_from(("utf-8", "gbk", "gb2312", "GB18030"))


def pieces(draw: st.DrawFn, data: bytes) -> list[bytes]:
    """`data` cut anywhere, also inside a character."""
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(data) - 1)), max_size=4)))
    return [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True) if data[a:b]]


def encoded(piece: bytes, charset: str, kind: str) -> bytes:
    if kind == "B":
        return b"=?%s?B?%s?=" % (charset.encode(), base64.b64encode(piece))
    signs = b"".join(b"=%02X" % octet if octet > 126 or octet < 48 else bytes((octet,)) for octet in piece)
    return b"=?%s?Q?%s?=" % (charset.encode(), signs.replace(b"=3D", b"=3D").replace(b"?", b"=3F"))


@st.composite
def in_words(draw: st.DrawFn, text: str) -> bytes:
    """`text` in encoded words (RFC 2047), B or Q, split anywhere, folded or side by side."""
    charset = draw(CHARSETS)
    kind = draw(st.sampled_from("BQ"))
    octets = text.encode("gb18030" if charset != "utf-8" else charset)
    join = draw(st.sampled_from((b" ", b"\r\n ", b"\n\t", b"", b"\r\n  ")))
    return join.join(encoded(piece, charset, kind) for piece in pieces(draw, octets))


@settings(deadline=None)
@given(text=WORDS, data=st.data())
def test_a_subject_in_encoded_words_split_anywhere_is_read(text: str, data: st.DataObject):
    assert text_of(data.draw(in_words(text))) == text


@settings(deadline=None)
@given(text=st.text(alphabet=EVERYDAY, min_size=3, max_size=60), cut=st.integers(1, 200), charset=CHARSETS)
def test_base64_cut_anywhere_and_spread_over_words_is_read(text: str, cut: int, charset: str):
    octets = text.encode("gb18030" if charset != "utf-8" else charset)
    letters = base64.b64encode(octets)
    cut %= len(letters)
    words = [b"=?%s?B?%s?=" % (charset.encode(), part) for part in (letters[:cut], letters[cut:]) if part]

    assert text_of(b"\r\n ".join(words)) == text


@settings(deadline=None)
@given(
    text=st.text(alphabet=EVERYDAY, min_size=3, max_size=40),
    charset=st.sampled_from(("utf-8", "gbk")),
    fold=st.integers(1, 60),
)
def test_a_raw_subject_folded_at_any_blank_is_one_line(text: str, charset: str, fold: int):
    fold %= len(text)
    spaced = f"{text[:fold]} {text[fold:]}".strip()
    raw = spaced.encode(charset).replace(b" ", b"\r\n\t")

    assert text_of(raw, "gb2312") == spaced


@st.composite
def disposition(draw: st.DrawFn, name: str, charset: str) -> bytes:
    """A Content-Disposition with that file name, in one of the forms that programs use."""
    octets = name.encode(charset)
    form = draw(
        st.sampled_from(("raw", "words", "star", "pieces", "plain pieces", "mixed pieces", "words in pieces"))
    )
    language = draw(st.sampled_from(("", "zh-cn")))
    if form == "raw":
        return b'attachment; filename="' + octets + b'"'
    if form == "words":
        return b'attachment; filename="' + draw(in_words(name)) + b'"'
    head = f"{draw(st.sampled_from((charset, charset.upper())))}'{language}'"
    if form == "star":
        return f"attachment; filename*={head}{quote_from_bytes(octets, safe='')}".encode()
    if form == "words in pieces":
        word = encoded(octets, charset, "B")
        parts = [b'filename*%d="%s"' % (i, part) for i, part in enumerate(pieces(draw, word))]
        return b"attachment;\r\n " + b";\r\n ".join(parts)
    parts = []
    for number, piece in enumerate(pieces(draw, octets)):
        ascii_only = piece.isascii() and b'"' not in piece and b"%" not in piece
        if form == "plain pieces" or (form == "mixed pieces" and number and ascii_only):
            parts.append(b'filename*%d="%s"' % (number, piece))
        else:
            start = head if number == 0 else ""
            parts.append(f"filename*{number}*={start}{quote_from_bytes(piece, safe='')}".encode())
    if form != "plain pieces" and draw(st.booleans()):
        parts.reverse()  # RFC 2231 asks for no order
    return b"attachment;\r\n\t" + b";\r\n\t".join(parts)


@settings(deadline=None, max_examples=300)
@given(name=NAMES, charset=st.sampled_from(("utf-8", "gbk")), data=st.data())
def test_a_file_name_is_read_in_every_form(name: str, charset: str, data: st.DataObject):
    raw = data.draw(disposition(name, charset))

    kind, found = parameters(raw, charset)  # as the body is labelled, so are raw octets

    assert (kind, found.get("filename")) == ("attachment", name)


@settings(deadline=None)
@given(name=WORDS, charset=st.sampled_from(("utf-8", "gbk")), raw=st.booleans())
def test_a_display_name_raw_or_encoded_is_read_and_its_address_too(name: str, charset: str, raw: bool):
    shown = name.encode(charset) if raw else encoded(name.encode(charset), charset, "B")

    (address,) = read_addresses(b'"' + shown + b'" <Zhuban@TZ.gov.cn>', "gb2312")

    assert (address.mail, address.name) == ("zhuban@tz.gov.cn", name)


@settings(deadline=None, max_examples=300)
@given(raw=st.binary(max_size=400), charset=st.sampled_from(("", "gbk", "utf-8", "nonsense")))
def test_any_octets_in_any_field_give_something_without_a_replacement_character(raw: bytes, charset: str):
    kind, found = parameters(raw, charset)
    addresses = read_addresses(raw, charset)

    shown = [text_of(raw, charset), kind, *found.values(), *(a.name + a.mail for a in addresses)]
    assert not [text for text in shown if "\ufffd" in text]


PIECES_OF_MAIL = st.lists(
    st.one_of(
        st.sampled_from(
            (
                b"From: a@b.cn\r\n", b"Subject: =?gbk?B?", b"?=", b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"--B\r\n", b"--B--",
                b'Content-Type: multipart/mixed; boundary="B"\r\n', b"Content-Type: message/rfc822\r\n",
                b"Content-Type: text/html; charset=gb2312\r\n", b"Content-Transfer-Encoding: base64\r\n",
                b"Content-Disposition: attachment; filename*0*=gbk''%B9", b"begin 644 a.doc\r\n", b"<table><tr><td>",
                b"Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n", b"X-QQ-AUTO-REPLY: true\r\n",
            )
        ),
        st.binary(max_size=40),
    ),
    max_size=30,
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(PIECES_OF_MAIL)
def test_any_pieces_of_mail_in_any_order_are_opened(found: list[bytes]):
    mail = open_mail(b"".join(found))

    assert "\ufffd" not in mail.envelope.subject + mail.body.text() + "".join(e.name for e in mail.enclosures)


@settings(deadline=None)
@given(data=st.binary(max_size=3000), width=st.integers(1, 45))
def test_any_file_comes_out_of_a_uuencoded_text_as_it_went_in(data: bytes, width: int):
    lines = b"".join(binascii.b2a_uu(data[i : i + width]) for i in range(0, len(data), width))
    mail = open_mail(b"From: a@b.cn\r\n\r\nsee\r\nbegin 644 a.bin\r\n" + lines + b"`\r\nend\r\n")

    assert [enclosure.data for enclosure in mail.enclosures] == ([data] if data else [])
