"""Lines that read like the row of a table: fields side by side with gaps between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.forms.entries import Entry
from parsers.forms.manner import LEAST_SURE, Manner
from parsers.forms.people import NAME
from parsers.labels import Labels
from parsers.paper import Line

WIDE_GAP = re.compile(r"\t|[ \u3000\xa0]{2,}|\u3000")
"""What parts two fields of a line: more than the one blank that may stand in a text."""

LEAST_SHORT = 2
"""Characters of a label before a single blank on a paper that writes all its fields so."""

_WHOLE_VALUE = re.compile(rf"\s*(?:{NAME}|[\d\-./年月日时分:：()（） ]{{6,}})\s*")
"""A name, or a number or day: what may stand whole before a label that has lost its gap."""

_ROW_FIELD = re.compile(r"\s*([\u4e00-\u9fff]{2,10})[:：]")


def value_before(text: str, label: str) -> str:
    """Return what fills the label above, with a gap before the first label of its own line: `应德胜   联系电话：…`."""
    before = text.partition(label)[0]
    return before.strip() if WIDE_GAP.search(before.lstrip()) else ""


def is_row(text: str, labels: Labels) -> bool:
    """Whether a line is a row of fields with gaps between them, one of which is known: `协办人：李四　　电话：5512345`."""
    named = [_ROW_FIELD.match(part) for part in WIDE_GAP.split(text.strip()) if part.strip()]
    return len(named) > 1 and all(named) and any(hit and labels.is_label(hit[1]) for hit in named)


def behind_value(text: str, labels: Labels) -> int | None:
    """Return where a label begins that follows a value with no gap: `林传喜联系电话`, `2024-04-08承办人`; the longest."""
    for start in range(2, len(text) - 1):
        if text[start].isalpha() and labels.is_label(text[start:]) and _WHOLE_VALUE.fullmatch(text, 0, start):
            return start
    return None


def entries_between_gaps(line: Line, labels: Labels, band: int, manner: Manner) -> Iterator[Entry]:
    """Yield the entries of a line like a table's row: `工单编号  180…    来电时间  2018-…`."""
    tokens = [token for token in WIDE_GAP.split(line.text.strip()) if token.strip()]
    pairs = [_spaced(token, labels) for token in tokens]
    if len(tokens) > 1 and all(pairs):  # 单号 GD…　　　紧急程度 一般
        yield from (Entry(*pair, line.where, band=band, source="line") for pair in pairs if pair)
        return
    if len(tokens) <= 1:
        tokens = line.text.strip().split(" ", 1)
        if (
            len(tokens) < 2
            or len(tokens[0]) < (LEAST_SHORT if manner.spaced else LEAST_SURE)
            or labels.is_label(tokens[1])
        ):
            return
    if not labels.is_label(tokens[0]):
        return
    label = ""
    for token in tokens:
        if labels.is_label(token):
            if label:
                yield Entry(label, "", line.where, band=band, source="line")
            label = token
        elif label:
            yield Entry(label, token.strip(), line.where, band=band, source="line")
            label = ""
    if label:
        yield Entry(label, "", line.where, band=band, source="line")


def _spaced(token: str, labels: Labels) -> tuple[str, str] | None:
    """Return (label, value) of a label and a value with one blank between."""
    label, _, value = token.strip().partition(" ")
    known = bool(value.strip()) and labels.is_label(label) and not labels.is_label(value)
    return (label, value.strip()) if known else None
