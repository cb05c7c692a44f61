"""Content controls of a form: 【日期】 a date picker, 【选择：是／否】 a list, 【填写】 a field, 【锁：…】 fixed text.

Each is a control within a paragraph (w:sdt, ISO/IEC 29500-1 §17.5.2), which WPS and LibreOffice show as well; a
program that knows none of them shows plain text that can be typed over. What is to be filled in shows a prompt that
makes sense on paper: boxes to tick by pen, a day to write out. Typing or choosing replaces it.
"""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

CONTROL = re.compile(r"【(日期|选择|填写|锁)(?:：(.*?))?】")
DAY = "　　　年　　月　　日"
FIELD = "　" * 4  # room to click on
BETWEEN_BOXES = "　"
BAR = "／"  # between the choices; the half-width one stands in names


def has_controls(text: str) -> bool:
    """Whether a line or cell of a pattern has something to fill in or fixed text."""
    return CONTROL.search(text) is not None


def write_line(paragraph: Paragraph, text: str, name: str = "") -> None:
    """Write a line of a pattern into an empty paragraph, its controls under `name` (what the form asks for)."""
    at = 0
    for found in CONTROL.finditer(text):
        if found.start() > at:
            paragraph.add_run(text[at : found.start()])
        _control(paragraph, found[1], found[2] or "", re.sub(r"\s", "", name))
        at = found.end()
    if at < len(text) or not text:
        paragraph.add_run(text[at:])


def locked(text: str) -> str:
    """Return the text of a label as a pattern's fixed text: nobody types into it, its row can still be taken out."""
    return f"【锁：{text}】" if text else text


def _control(paragraph: Paragraph, word: str, rest: str, name: str) -> None:
    properties, content = _empty(paragraph, name)
    if word == "锁":
        _append(properties, "lock", "contentLocked")
        _run(paragraph, content, rest)
        return
    _append(properties, "lock", "sdtLocked")  # deleting the text must not take the field along
    _append(properties, "showingPlcHdr")
    if word == "日期":
        _date(properties)
        _run(paragraph, content, DAY)
    elif word == "选择":
        choices = [choice.strip() for choice in rest.split(BAR)]
        _choice(properties, choices)
        _run(paragraph, content, BETWEEN_BOXES.join(f"□{choice}" for choice in choices))
    else:
        # No w:text: LibreOffice 7.4 writes a plain text control four times over when it saves the file.
        _run(paragraph, content, FIELD)


def _date(properties: Any) -> None:
    """A day as 2018年3月20日; no `fullDate`, which would be a day already chosen."""
    date = _append(properties, "date")
    _append(date, "dateFormat", "yyyy年M月d日")
    _append(date, "lid", "zh-CN")
    _append(date, "storeMappedDataAs", "dateTime")
    _append(date, "calendar", "gregorian")


def _choice(properties: Any, choices: list[str]) -> None:
    """A combo box, not a drop-down: what fits none of the choices can be typed."""
    combo = _append(properties, "comboBox")
    for choice in choices:
        item = _append(combo, "listItem")
        item.set(qn("w:displayText"), choice)
        item.set(qn("w:value"), choice)


def _empty(paragraph: Paragraph, name: str) -> tuple[Any, Any]:
    """Add a control to the paragraph; return (its properties, its content)."""
    control = OxmlElement("w:sdt")
    properties = _append(control, "sdtPr")
    if name:
        _append(properties, "alias", name)
    content = _append(control, "sdtContent")
    paragraph._p.append(control)
    return properties, content


def _append(parent: Any, tag: str, value: str = "") -> Any:
    child = OxmlElement(f"w:{tag}")
    if value:
        child.set(qn("w:val"), value)
    parent.append(child)
    return child


def _run(paragraph: Paragraph, content: Any, text: str) -> None:
    content.append(paragraph.add_run(text)._r)
