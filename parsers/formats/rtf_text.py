"""RTF of a mail's body → its text, or the web page that Outlook packed into it ([MS-OXRTFEX], [MSFT-RTF]).

Only bodies of `.msg` and `winmail.dat` come here; an `.rtf` that is attached as a document has tables, and is read by
LibreOffice (office.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers.charsets import decode
from parsers.limits import MAX_PAGE

_TOKEN = re.compile(
    rb"\\'(?P<octet>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)
_SILENT = frozenset(  # groups whose text is not the letter's
    b"""colortbl stylesheet info pict object header footer headerl headerr headerf footerl footerr footerf themedata
    colorschememapping listtable listoverridetable rsidtbl xmlnstbl pntext generator mhtmltag fldinst datastore
    latentstyles""".split()
)
_SIGNS = {
    b"par": "\n",
    b"line": "\n",
    b"row": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"cell": "\t",
    b"tab": "\t",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"emdash": "—",
    b"endash": "–",
    b"emspace": " ",
    b"enspace": " ",
}
_CHARSETS = {  # \fcharset → code page, where it is not the document's own
    128: "cp932",
    129: "cp949",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    204: "cp1251",
    238: "cp1250",
}
_DEPTH = 500  # groups inside groups; Word nests about twenty


@dataclass(frozen=True)
class Body:
    """What an RTF body held: `kind` is "html" where Outlook had packed a web page into it, else "plain"."""

    kind: str
    text: str


@dataclass
class _Group:
    """What holds until the brace closes."""

    silent: bool = False
    tag: bool = False  # inside {\*\htmltag …}: the page's own octets
    rtf_only: bool = False  # between \htmlrtf and \htmlrtf0: for readers of RTF, not part of the page
    fonts: bool = False
    font: int = -1
    skip: int = 1  # octets that stand after \u for readers that don't know it


@dataclass
class _Text:
    out: list[str] = field(default_factory=list)
    octets: bytearray = field(default_factory=bytearray)
    page: str = "cp1252"  # code page of `octets`
    size: int = 0

    def put(self, text: str) -> None:
        self.flush()
        self.out.append(text)
        self.size += len(text)

    def put_octets(self, octets: bytes, page: str) -> None:
        if page != self.page:
            self.flush()
            self.page = page
        self.octets += octets
        self.size += len(octets)

    def flush(self) -> None:
        if self.octets:
            self.out.append(decode(bytes(self.octets), self.page))
            self.octets.clear()

    def whole(self) -> str:
        self.flush()
        return "".join(self.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_body(rtf: bytes, charset: str = "cp1252") -> Body:
    """Return what a body in RTF says. `charset` is that of the message, for an RTF that names none; never raises."""
    kind = "html" if b"\\fromhtml" in rtf[:4000] else "plain"
    page = re.search(rb"\\ansicpg(\d{3,5})", rtf[:4000])
    return Body(kind, _walk(rtf, kind == "html", f"cp{page[1].decode()}" if page else charset))


def _walk(rtf: bytes, packed: bool, page: str) -> str:
    text, groups, state = _Text(), list[_Group](), _Group()
    charsets: dict[int, str] = {}
    at = skip = 0
    starred = False
    while text.size < MAX_PAGE and (hit := _TOKEN.match(rtf, at)):
        at = hit.end()
        if brace := hit["brace"]:
            skip = 0
            if brace == b"{" and len(groups) < _DEPTH:
                groups.append(state)
                state = replace(state)
            elif brace == b"}" and groups:
                state = groups.pop()
        elif word := hit["word"]:
            skip = 0
            number = int(hit["number"]) if hit["number"] else None
            if word == b"bin":
                at += max(number or 0, 0)
            elif word == b"u" and number is not None:
                if _shows(state, packed):
                    text.put(chr(number % 0x10000))
                skip = state.skip
            elif not _sets(state, word, number, starred, charsets) and _shows(state, packed):
                text.put(_SIGNS.get(word, ""))
        elif sign := hit["sign"]:
            if sign != b"*" and _shows(state, packed):
                text.put(
                    {b"~": "\xa0", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n"}.get(sign, _plain(sign))
                )
        elif octets := (bytes([int(hit["octet"], 16)]) if hit["octet"] else hit["text"]):
            left, skip = octets[skip:], max(skip - len(octets), 0)
            if left and _shows(state, packed):
                text.put_octets(left, page if state.tag else charsets.get(state.font, page))
        starred = hit["sign"] == b"*"
    return text.whole()


def _plain(sign: bytes) -> str:
    return sign.decode("latin-1") if sign in (b"\\", b"{", b"}") else ""


def _shows(state: _Group, packed: bool) -> bool:
    """Whether what stands here is part of the letter."""
    return not state.silent and not (packed and state.rtf_only and not state.tag)


def _sets(state: _Group, word: bytes, number: int | None, starred: bool, charsets: dict[int, str]) -> bool:
    """Apply a control word that changes how the rest of its group is read; False for one that stands for text."""
    if word == b"htmltag":
        state.tag, state.silent = True, False
    elif word == b"htmlrtf":
        state.rtf_only = number != 0
    elif word == b"fonttbl":
        state.fonts = state.silent = True
    elif word == b"f" and number is not None:
        state.font = number
    elif word == b"fcharset" and state.fonts:
        if number in _CHARSETS:
            charsets[state.font] = _CHARSETS[number]
    elif word == b"uc" and number is not None:
        state.skip = max(0, min(number, 8))
    elif starred or word in _SILENT:
        state.silent = True
    else:
        return False
    return True
