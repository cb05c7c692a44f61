"""One Word paragraph → its text as a reader sees it: ticks, chosen values, accepted changes, no hidden text."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from parsers.formats.word_equations import TICKED, UNTICKED, written_over
from parsers.tidy import clean

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Symbol fonts: a tick typed in one of them is an ordinary letter underneath.
_SYMBOLS = {
    "wingdings": {0xFE: TICKED, 0xFC: "√", 0xFD: "☒", 0xFB: "×", 0xA8: UNTICKED, 0x6F: UNTICKED, 0x71: UNTICKED, 0x72: UNTICKED,
                  0x6E: "■", 0x6C: "●", 0xA1: "○", 0x78: "☒", 0xFA: TICKED},
    "wingdings 2": {0x52: TICKED, 0x50: "√", 0x53: "☒", 0x54: "☒", 0x4F: "×", 0xA3: UNTICKED, 0x2A: UNTICKED, 0x30: UNTICKED,
                    0x56: "☒", 0x51: "☒", 0x98: "●", 0x9A: "○"},
    "wingdings 3": {},
    "webdings": {0x61: "√", 0x63: UNTICKED, 0x67: "■", 0x72: "×"},
    "marlett": {0x62: "√", 0x61: "√"},
    "symbol": {0xD6: "√", 0xB4: "×", 0xB7: "·"},
}  # fmt: skip

_SYMBOL_FONTS = (b"dings", b"Symbol", b"symbol", b"DINGS", b"SYMBOL", b"arlett", b"ARLETT")

_DROPPED = frozenset(
    W + tag
    for tag in """del moveFrom rPr pPr delText instrText delInstrText sdtPr sdtEndPr fldData proofErr bookmarkStart
    bookmarkEnd commentReference footnoteReference endnoteReference rt rubyPr tblPr tcPr trPr softHyphen""".split()
) | {MC + "Fallback"}
_FIXED = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_TEXT = frozenset([W + "t", M + "t"])
_RUN, _SDT, _SYM, _FLD, _BOX = W + "r", W + "sdt", W + "sym", W + "fldChar", W + "txbxContent"
_CODE, _SIMPLE = W + "instrText", W + "fldSimple"
# A prompt that was written on by a program that doesn't know prompts, and left it marked as one: □属实 ticked, the
# blanks of a day filled in.
_WRITTEN_ON = re.compile(r"[☑☒✅■√✓✔]|^\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*$")
# What the fields of our own forms show before they are filled in (generators/controls.py): boxes, a day, room to write.
_OUR_PROMPT = re.compile(r"\s*(?:□.*|年\s*月\s*日\s*)?", re.S)
_ASKING = re.compile(r"\s*请?(?:单击|点击|轻触|选择|输入|填写|在此|click|tap|choose|enter)", re.I)


def is_styled(xml: bytes) -> bool:
    """Whether a part has anything that makes a run's properties matter to its text: hidden text, symbol fonts."""
    return b"vanish" in xml or any(font in xml for font in _SYMBOL_FONTS)


class RunReader:
    """Reads paragraphs; text boxes met on the way are put aside in `boxes`, to be read after the paragraph."""

    def __init__(self, styled: bool = True) -> None:
        self.boxes: list[etree._Element] = []
        self._codes: list[
            tuple[str, int]
        ] = []  # of the open fields: instruction, how much was written before it
        self._styled = styled  # whether runs may be hidden or in a symbol font; False saves half the time

    def text(self, paragraph: etree._Element) -> str:
        """Return the paragraph's text, with `\\n` for line breaks, not stripped."""
        out: list[str] = []
        self._codes.clear()
        self._collect(paragraph, out)
        return clean("".join(out))

    def _collect(self, node: etree._Element, out: list[str]) -> None:
        for child in node:
            tag: Any = child.tag
            if tag in _TEXT:
                if child.text:
                    out.append(child.text)
            elif tag == _RUN:
                self._run(child, out)
            elif tag in _FIXED:
                out.append(_FIXED[tag])
            elif tag in _DROPPED:
                if tag == _CODE and self._codes:
                    code, before = self._codes[-1]
                    self._codes[-1] = (code + (child.text or ""), before)
            elif tag == _SIMPLE:
                self._collect_field(child, out)
            elif tag == _SDT:
                self._control(child, out)
            elif tag == _BOX:
                self.boxes.append(child)
            elif tag == _SYM:
                out.append(_symbol(child.get(W + "font", ""), child.get(W + "char", "")))
            elif tag == _FLD:
                self._field(child, out)
            elif len(child):
                self._collect(child, out)

    def _collect_field(self, field: etree._Element, out: list[str]) -> None:
        before = len(out)
        self._collect(field, out)
        if len(out) == before:
            out.append(written_over(field.get(W + "instr", "")))

    def _run(self, run: etree._Element, out: list[str]) -> None:
        properties = run.find(W + "rPr") if self._styled else None
        if properties is not None and len(properties):
            if is_on(properties, "vanish"):
                return
            fonts = properties.find(W + "rFonts")
            if fonts is not None:
                font = (fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "").lower()
                if font in _SYMBOLS:
                    inner: list[str] = []
                    self._collect(run, inner)
                    out.append(
                        "".join(
                            _SYMBOLS[font].get(ord(sign) & 0xFF, sign) if sign > " " else sign
                            for sign in "".join(inner)
                        )
                    )
                    return
        self._collect(run, out)

    def _control(self, control: etree._Element, out: list[str]) -> None:
        """Write a content control's value: the state of a tick box, nothing for a prompt nobody filled in."""
        properties = control.find(W + "sdtPr")
        if properties is not None:
            box = properties.find(W14 + "checkbox")
            if box is not None:
                out.append(TICKED if is_on(box, "checked", W14) else UNTICKED)
                return
        content = control.find(W + "sdtContent")
        if content is None:
            return
        inner: list[str] = []
        self._collect(content, inner)
        if properties is None or not _is_prompt(properties, "".join(inner)):
            out += inner

    def _field(self, mark: etree._Element, out: list[str]) -> None:
        """Write a legacy form field's state (FORMCHECKBOX, FORMDROPDOWN); text fields show their text themselves.

        A field EQ has no text but its instruction; it is written where the field ends.
        """
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._codes.append(("", len(out)))
        elif kind == "end" and self._codes:
            code, before = self._codes.pop()
            if len(out) == before:
                out.append(written_over(code))
        data = mark.find(W + "ffData")
        if data is None:
            return
        box = data.find(W + "checkBox")
        if box is not None:
            state = "checked" if box.find(W + "checked") is not None else "default"
            out.append(TICKED if is_on(box, state) else UNTICKED)
        choices = data.find(W + "ddList")
        if choices is not None:
            entries = [entry.get(W + "val", "") for entry in choices.findall(W + "listEntry")]
            chosen = choices.find(W + "result")
            number = (chosen.get(W + "val", "0") if chosen is not None else "0").strip()
            if number.isdecimal() and int(number) < len(entries):
                out.append(entries[int(number)])


def is_on(parent: etree._Element, name: str, space: str = W) -> bool:
    """Whether an on/off property is there and not switched off."""
    node = parent.find(space + name)
    return node is not None and (node.get(space + "val") or "1").lower() not in ("0", "false", "off", "none")


def _is_prompt(properties: etree._Element, text: str) -> bool:
    """Whether a control's text only asks to be filled in.

    Programs that fill in a form may leave the mark of a prompt on what they wrote: a choice of the control's own list,
    and in a field of our forms all but the prompt that they print, are taken as written.
    """
    if not is_on(properties, "showingPlcHdr"):
        return False
    if _WRITTEN_ON.search(text):
        return False
    if _ASKING.match(text) or _OUR_PROMPT.fullmatch(text):
        return True
    return text.strip() not in _choices_of(properties) and not _is_ours(properties)


def _choices_of(properties: etree._Element) -> set[str]:
    return {item.get(W + "displayText", "") for item in properties.iter(W + "listItem")}


def _is_ours(properties: etree._Element) -> bool:
    """Whether a control is a field of our forms: named, kept from deletion, with no prompt of Word's stored beside."""
    lock = properties.find(W + "lock")
    kept = lock is not None and lock.get(W + "val") == "sdtLocked"
    return kept and properties.find(W + "alias") is not None and properties.find(W + "placeholder") is None


def _symbol(font: str, code: str) -> str:
    try:
        return sign_of(font, int(code, 16))
    except ValueError:
        return ""


def sign_of(font: str, number: int) -> str:
    """Return what a character of a symbol font looks like, "" where that is nothing one could write."""
    known = _SYMBOLS.get(font.lower())
    if known is not None:
        return known.get(number & 0xFF, "")
    return chr(number) if 0x20 <= number < 0xD800 else ""
