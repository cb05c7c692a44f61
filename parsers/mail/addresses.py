"""Address fields (From, To, Cc) as people and programs really write them."""

from __future__ import annotations

import re

from parsers.limits import MAX_ADDRESSES
from parsers.mail.headers import as_written, decode_words, unfold
from parsers.reading import Address
from parsers.tidy import clean

_MAIL = re.compile(
    r"[^\s<>()\[\],;:\"'“”‘’（）《》「」【】：，；。、！？]+@[^\s<>()\[\],;:\"'“”‘’（）《》「」【】：，；。、！？]+"
)
# An encoded word is no part of an address, whatever it says, but where the address goes on behind it.
_ENCODED = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=(?!@)")
_WORDS_BEFORE = re.compile(r"^[\u4e00-\u9fff]+(?=[A-Za-z0-9][^\u4e00-\u9fff]*@)")
_WORDS_BEHIND = re.compile(r"(?<=[A-Za-z])[\u4e00-\u9fff]+$")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|\((?:[^()\\]|\\.)*\)|<[^<>]*>?|[,;，；]|[^"(<,;，；]+|.', re.DOTALL)


def read_addresses(raw: bytes, charset: str = "") -> tuple[Address, ...]:
    """Return the addresses of one field, in order; entries without any address are left out.

    Commas and semicolons (Outlook, QQ) part them, unless inside quotes, brackets or an encoded word.
    """
    value = clean(as_written(unfold(raw), charset)).replace("\n", " ")
    found: list[Address] = []
    entry: list[str] = []
    for token in _TOKEN.findall(value):
        if token in (",", ";", "，", "；"):
            _take(entry, found)
            entry = []
            if len(found) >= MAX_ADDRESSES:
                return tuple(found)
        else:
            entry.append(token)
    _take(entry, found)
    return tuple(found)


def first_address(text: str) -> str:
    """Return the first mail address in running text, in lower case, or ""."""
    hit = _MAIL.search(text)
    if hit is None:
        return ""
    address = _WORDS_BEHIND.sub("", _WORDS_BEFORE.sub("", hit[0]))  # 收件人a@x.cn不存在, no blank between
    return address.strip(".").lower()


def _take(entry: list[str], found: list[Address]) -> None:
    """Read one entry (its tokens) and add it to `found`: two, where it has two brackets with different addresses."""
    brackets = [place for place, token in enumerate(entry) if token.startswith("<") and first_address(token)]
    words = [token for token in entry if not token.startswith("<")]
    if brackets:
        # The last bracket that holds an address is it: '"a <old@x.cn>" <new@x.cn>'.
        behind = "".join(entry[brackets[-1] + 1 :])
        mail = _written_in(entry[brackets[-1]] + (behind if "@" in behind else ""))
        found.append(Address(mail, _name("".join(words))))
        others = {first_address(entry[place]) for place in brackets[:-1]} - {mail}
        found += [Address(each, "") for each in sorted(others)]
        return
    bare = " ".join(token for token in words if not token.startswith("("))
    text = decode_words(" ".join(words))
    mail = _written_in(_ENCODED.sub(" ", bare)) if "@" in bare else first_address(text)
    if not mail:
        return
    comments = [token[1:-1] for token in words if token.startswith("(")]
    name = comments[0] if comments else re.sub(r"(?i)\b(mailto|smtp):", "", text).replace(mail, "", 1)
    if name.lower() == mail or mail in name.lower():
        name = ""
    found.append(Address(mail, _name(name)))


def _written_in(text: str) -> str:
    """Return the address that a text is, in lower case. Where it holds more than one plain address, it is of the domain
    that stands last, as for the servers that deliver and check it: "zjj@a.cn"@b.cn is somebody at b.cn (RFC 5322 3.4.1).
    """
    mails = {first_address(each) for each in _MAIL.findall(text)}
    if len(mails) == 1 and text.count("@") == len(_MAIL.findall(text)):
        return mails.pop()
    before, _, host = text.rpartition("@")
    if not before:
        return ""
    host = re.split(r"[\s<>()\[\],;:\"']", host.strip(), maxsplit=1)[0]
    return f"{re.sub(r'[^0-9A-Za-z.+-]', '', before)}@{host}".lower()


def _name(text: str) -> str:
    """Return a display name without quotes and escapes, encoded words decoded, wherever they stand."""
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    text = re.sub(r"\\(.)", r"\1", text) if "=?" not in text else text
    text = decode_words(text).strip()
    text = re.sub(r'^["\'“”‘’]+|["\'“”‘’]+$', "", text.strip())
    text = re.sub(r'(?<=\S)"\s*"(?=\S)', "", text)
    return re.sub(r"\s+", " ", clean(text)).strip()
