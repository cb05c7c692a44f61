"""Bytes → text, whatever the mail claims about its charset.

Chinese senders label GBK as gb2312, use names that are no charset (`default`, `x-gbk`, `gb_1988-80`), or send raw
bytes without any label. Of 234 parts labelled gb2312 in the shared corpus, Python's gb2312 codec fails on 58;
gb18030, which contains it, reads all. Unlabelled: "UTF-8 strictly, else GB 18030" is right for 99.0 % of 685 short
strings, where chardet is for 76.9 %.
"""

from __future__ import annotations

import codecs
import re

from parsers.tidy import MISSING_SIGN

_CHINESE = frozenset(
    """gb2312 gbk gb18030 gb-18030 gb18030-2000 x-gbk gb_2312-80 gb2312-80 gb_1988-80 iso646-cn iso-ir-57 iso-ir-58
    csgb2312 csiso58gb231280 chinese cp936 ms936 windows-936 936 x-cp20936 euc-cn euccn euc_cn x-euc-cn gb gb-2312
    gb_2312 csgbk x-mac-chinesesimp zh_cn.gbk zh_cn.gb2312""".split()
)
_BIG5 = frozenset(
    "big5 big-5 x-big5 big5-hkscs big5hkscs cp950 windows-950 950 csbig5 x-x-big5 big5-eten".split()
)
_NO_CHARSET = frozenset(
    """default unknown x-unknown unknown-8bit x-user-defined user-defined none null ansi us-ascii ascii iso-ir-6
    ansi_x3.4-1968 x-ascii 7bit 8bit utf binary auto text""".split()
)
_WESTERN = frozenset("iso-8859-1 iso8859-1 latin1 latin-1 windows-1252 cp1252 iso_8859-1 iso-8859-15".split())
# Codecs of Python that are no charset of text, or whose cost grows with the square of the length.
_REFUSED = frozenset("punycode idna unicode_escape raw_unicode_escape undefined mbcs oem".split())
_SHIFTED = re.compile(r"^(?:iso-?2022|hz|utf-?7|utf-?16|utf-?32|ucs-?2|ucs-?4)", re.IGNORECASE)
_HIGH_RUN = re.compile(rb"[\xa1-\xfe]{4,}")
_WESTERN_SIGNS = "".join(chr(octet) for octet in range(0x100)) + bytes(range(0x80, 0xA0)).decode(
    "cp1252", "ignore"
)
_NOT_WESTERN = re.compile(f"[^{re.escape(_WESTERN_SIGNS)}]")
_WESTERN_RUN = re.compile(f"[{re.escape(_WESTERN_SIGNS[0x80:])}]{{4}}")
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_PAIRS = re.compile(rb"[\x80-\xff]{4}")  # two Chinese characters side by side
LEAST_MEANT = 10
"""Characters of a text in GB 18030 that may be told from Western letters; a few such letters are Chinese by chance."""
_JUDGED = 100_000  # octets by which a text's charset is judged
_UTF8_CHARACTER = re.compile(rb"[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_IN_WORD = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]{1,3}|[\x80-\xff]{1,3}(?=[A-Za-z])")


def _as_missing(error: UnicodeError) -> tuple[str, int]:
    """Stand a missing sign for bytes that mean nothing; 0x80 is the euro sign of Windows' code page 936."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.object[error.start] == 0x80 and "gb" in error.encoding:
        return "€", error.start + 1
    return MISSING_SIGN, max(error.end, error.start + 1)


codecs.register_error("parsers.missing", _as_missing)


def _as_octet(error: UnicodeError) -> tuple[bytes, int]:
    """Give back the octets for which Windows' Western code page has no sign, 0x81 and its like."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return error.object[error.start : error.end].encode("latin-1"), error.end


codecs.register_error("parsers.octet", _as_octet)


def codec_of(label: str) -> str:
    """Return Python's codec for a charset label; "" where the label says nothing that can be relied on."""
    name = label.strip().strip("\"'").lower()
    if name in _CHINESE:
        return "gb18030"
    if name in _BIG5:
        return "big5hkscs"
    if not name or name in _NO_CHARSET or name.startswith("=?"):
        return ""
    if name in _WESTERN:
        return "cp1252"
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "gb18030" if name.startswith(("gb", "x-gb")) else ""
    if found.replace("-", "_") in _REFUSED:
        return ""
    return "utf-8-sig" if found == "utf-8" else found


def decode(data: bytes, label: str = "") -> str:
    """Return the text of `data`, said to be in charset `label`; bytes that mean nothing become `〓`. Never raises."""
    if data.isascii() and not _SHIFTED.match(label.strip()):
        return data.decode("ascii")
    return _as_meant(_as_said(data, label))


def _as_said(data: bytes, label: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "parsers.missing")
    codec = codec_of(label)
    if not codec:
        return decode_unlabelled(data)
    if codec == "cp1252":
        return _decode_western(data)
    if codec != "utf-8-sig" and _is_surely_utf8(data):
        return data.decode("utf-8-sig")
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):
        return _least_missing(data, codec)


def decode_unlabelled(data: bytes) -> str:
    """Return the text of bytes that carry no label: UTF-8 strictly, else GB 18030, else Big5 or Western."""
    try:
        text = data.decode("utf-8-sig")
        return data.decode("gb18030") if _is_rather_gbk(data, text) else text
    except UnicodeDecodeError:
        pass
    if _is_damaged_utf8(data):
        return data.decode("utf-8-sig", "parsers.missing")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return _least_missing(data, "")
    if _share_of_common(text) >= 0.7:
        return text
    return _big5_or_western(data, text)


def _is_everyday_big5(data: bytes, as_gb: str) -> bool:
    """Whether octets that are sound in either are Big5: everyday characters there, rare ones and signs in GB 18030."""
    codes = [c.encode("gb18030", "ignore") for c in as_gb if c > "\x7f"][:2000]
    everyday = sum(b"\xb0" <= code[:1] <= b"\xd7" or code[:1] in (b"\xa1", b"\xa3") for code in codes)
    if len(codes) < LEAST_MEANT or everyday >= 0.6 * len(codes):
        return False
    if not any(
        code[1:2] < b"\x80" for code in codes
    ):  # Big5 has such octets in every other character, EUC none
        return False
    try:
        return _share_of_big5(data.decode("big5hkscs")) >= 0.95
    except UnicodeDecodeError:
        return False


def _as_meant(text: str) -> str:
    """Return Chinese text that somebody read as Western and encoded once more (ç»è°, ÇéÏÂ); any other as it is."""
    if _NOT_WESTERN.search(text) or not _WESTERN_RUN.search(text):
        return text
    octets = text.encode("cp1252", "parsers.octet")
    try:
        found = octets.decode("utf-8")
        return found if all(c >= "\u0800" for c in found if c > "\x7f") else text
    except UnicodeDecodeError:
        pass
    try:
        found = octets.decode("gb18030")
    except UnicodeDecodeError:
        return text
    enough = sum(c > "\x7f" for c in found) >= LEAST_MEANT
    return found if enough and _share_of_common(found) >= 0.9 and not _is_in_words(octets) else text


def _is_surely_utf8(data: bytes) -> bool:
    """Whether data labelled otherwise is UTF-8 all the same: strictly valid, and nothing but three-byte characters.

    GBK text is hardly ever valid UTF-8 by chance, and then through two-byte sequences; one character alone may be.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    high = [c for c in text if c > "\x7f"]
    if len(high) == 1 and _is_everyday_gb(data):
        return False
    return bool(high) and all(c >= "\u0800" for c in high)


def _is_everyday_gb(data: bytes) -> bool:
    """Whether octets are GB 18030 without a fault, and in everyday characters."""
    try:
        return _share_of_common(data.decode("gb18030")) >= 0.7
    except UnicodeDecodeError:
        return False


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether octets that are not strictly UTF-8 are so but for a torn end or a spoilt place.

    To GB 18030 nearly any octets are characters, rare ones; but GBK text has few whole UTF-8 characters by chance.
    """
    data = data[:_JUDGED]
    whole = _UTF8_CHARACTER.findall(data)
    return len(whole) >= 2 and sum(map(len, whole)) >= 0.8 * len(_HIGH.findall(data))


def _is_rather_gbk(data: bytes, as_utf8: str) -> bool:
    """Whether octets that are strictly UTF-8 by chance are GBK: 一一 is also two letters of Cyrillic that nobody writes.

    Only where all that is not ASCII would be such letters, side by side, and the other reading is everyday Chinese.
    """
    if len(data) > _JUDGED:  # so long a text is none of two or three characters
        return False
    high = [c for c in as_utf8 if c > "\x7f"]
    if not high or not _HIGH_PAIRS.search(data) or not all("\u0100" <= c < "\u0800" for c in high):
        return False
    octets = _HIGH.findall(data)
    return all(b"\xb0" <= lead <= b"\xd7" for lead in octets[::2]) and all(o >= b"\xa1" for o in octets[1::2])


def _share_of_common(text: str) -> float:
    """Share of the non-ASCII characters that stand in GB 2312, the characters of everyday writing."""
    high = [c for c in text if c > "\x7f"]
    if not high:
        return 1.0
    sample = "".join(high[:2000])
    return len(sample.encode("gb2312", "ignore")) / 2 / len(sample)


def _big5_or_western(data: bytes, as_gb: str) -> str:
    """Choose for bytes whose GB 18030 reading is full of rare characters."""
    if not _HIGH_PAIRS.search(data) and _is_in_words(data):
        return data.decode("cp1252", "parsers.missing")
    try:
        text = data.decode("big5hkscs")
    except UnicodeDecodeError:
        return as_gb
    return text if _share_of_big5(text) > max(0.75, _share_of_common(as_gb)) else as_gb


def _share_of_big5(text: str) -> float:
    """Share of the non-ASCII characters that are of Big5's first level or its punctuation: lead bytes A1 to C6."""
    high = [c for c in text if c > "\x7f"][:2000]
    common = sum(1 for c in high if b"\xa1" <= c.encode("big5hkscs", "ignore")[:1] <= b"\xc6")
    return common / len(high) if high else 0.0


def _is_in_words(data: bytes) -> bool:
    """Whether every high octet stands beside a Latin letter, as an accented letter does."""
    high = sum(len(run) for run in _HIGH_IN_WORD.findall(data))
    return high == len(_HIGH.findall(data))


def _decode_western(data: bytes) -> str:
    """Decode what is labelled Latin-1, a label that some Chinese systems put on everything."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if _HIGH_RUN.search(data):
        try:
            text = data.decode("gb18030")
            if _share_of_common(text) >= 0.9:
                return text
        except UnicodeDecodeError:
            pass
    return data.decode("cp1252", "parsers.missing")


def _least_missing(data: bytes, codec: str) -> str:
    """Decode damaged bytes by the codec that leaves the fewest characters missing; ties go to the label."""
    if _is_damaged_utf8(data):
        return data.decode("utf-8-sig", "parsers.missing")
    if not codec and not _HIGH_PAIRS.search(data) and _is_in_words(data):
        return data.decode("cp1252", "parsers.missing")
    codecs_tried = [codec] if codec else []
    codecs_tried += [name for name in ("utf-8-sig", "gb18030", "big5hkscs") if name != codec]
    best, fewest = "", len(data) + 1
    for name in codecs_tried:
        try:
            text = data.decode(name, "parsers.missing")
        except (UnicodeError, LookupError):
            continue
        missing = text.count(MISSING_SIGN)
        if missing < fewest:
            best, fewest = text, missing
    if not fewest and codec != "gb18030" and _is_everyday_big5(data, best):
        return data.decode("big5hkscs")
    if fewest > max(
        1, len(data) // 8
    ):  # no Chinese text at all: Windows' Western code page has a sign for each octet
        return data.decode("cp1252", "parsers.missing")
    return best
