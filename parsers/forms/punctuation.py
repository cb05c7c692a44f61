"""Lines whose fields are parted by something else than a colon: `编  号=…`, `手机 | …`, or nothing at all (`手机177…`).

They are written with colons, so that everything behind reads one way of writing only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.labels import Labels
from parsers.paper import Line

LEAST_ALIKE = 3
"""Fields on lines of their own, parted by one sign, before that sign is taken for a colon."""

LEAST_GLUED = 4
"""Fields on lines of their own with nothing between label and value before a paper is taken to write all so."""

MOST_ON_A_LINE = 40
"""Fields that a line may hold; what stands behind them stays with the last."""

LONGEST_LABEL = 12
"""Characters of a label before another sign than a colon."""

_SIGN = re.compile(
    r"^\s*(?P<label>[\u4e00-\u9fff][^=＝|｜→>—–~:：…\-]{0,11}?)\s*(?P<sign>[=＝|｜→>~]|[—–]{1,2}|-(?!-)|…+|\.{3,}|·{3,}|_{2,})\s*(?P<value>\S.*)$",
    re.DOTALL,
)
LONGEST_VALUE = 60
"""Characters of a value on a line behind which another label is looked for."""

LEAST_SURE = 4
"""Characters of a label that is no end of a word before it."""

_COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")  # 17:55 has none
_GAP = re.compile(r"\t|[ \u3000\xa0]{2,}|\u3000")
_STOP = re.compile(r"[。！？]")
_SPACED = re.compile(
    r"(?:(?<=^)|(?<=[ \t\u3000]))[\u4e00-\u9fff](?:[ \t\u3000]+[\u4e00-\u9fff](?=[ \t\u3000])){1,4}"
)
_TYPED = re.compile(
    r"^(?:\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?|1\d{10}(?!\d)|\d{3,4}-\d{7,8}|[A-Z]{1,8}-\d{4}-\d{6}-\w"
    r"|[A-Z]{0,6}\d{8,})"
)
"""A value that is no word going on: a date, a telephone, a number of the platform."""


def with_usual_colons(lines: Sequence[Line], labels: Labels) -> list[Line]:
    """Return as many lines, with colons where a paper parts its labels from its values by another sign, or by none."""
    closed = [replace(line, text=_closed_up(line.text, labels)) for line in lines]
    signed = [_by_sign(line.text, labels) for line in closed]
    signs = [hit[1] for hit in signed if hit]
    usual = {sign for sign in signs if signs.count(sign) >= LEAST_ALIKE}
    if usual:
        return [
            replace(line, text=f"{hit[0]}：{hit[2]}") if hit and hit[1] in usual else line
            for line, hit in zip(closed, signed, strict=True)
        ]
    in_one = [_in_one_sentence(line.text, labels) for line in closed]
    if any(in_one):
        return [replace(line, text=told or line.text) for line, told in zip(closed, in_one, strict=True)]
    glued = [_glued(line.text, labels) for line in closed]
    if not _all_glued(glued):
        return closed
    return [
        replace(line, text="　　".join(_all_pairs(*hit, labels))) if hit else line
        for line, hit in zip(closed, glued, strict=True)
    ]


def _in_one_sentence(text: str, labels: Labels) -> str:
    """Return a sentence of fields with nothing but commas between them, written with colons, or ""."""
    parts = re.split(r"(?<=[，,；;。])", text) if not _COLON.search(text) else []
    glued = [_glued(part.strip("，,；;。"), labels) for part in parts]
    if not _all_glued([hit for hit in glued if hit]):
        return ""
    told = (f"　　{hit[0]}：{hit[1]}，" if hit else part for part, hit in zip(parts, glued, strict=True))
    return re.sub(r"[，,；;]+(?=　　|$)", "", "".join(told)).strip()


def _all_pairs(label: str, value: str, labels: Labels) -> list[str]:
    """Return the fields of a line that begins with this one, with colons: others may stand behind its value."""
    pairs: list[str] = []
    while len(pairs) < MOST_ON_A_LINE:
        ends = ((at, _glued(value[at:].lstrip(), labels)) for at in _ends_of(label, value, labels))
        at, following = next(((at, hit) for at, hit in ends if hit), (0, None))
        if following is None:
            break
        pairs.append(f"{label}：{value[:at].strip()}")
        label, value = following
    return [*pairs, f"{label}：{value}"]


def _ends_of(label: str, value: str, labels: Labels) -> Iterator[int]:
    """Yield where the value of a label may end before another label: at a gap, behind what is no word, a name, a stop."""
    yield from (gap.start() for gap in _GAP.finditer(value))
    if labels.is_long(label):
        yield from (stop.end() for stop in _STOP.finditer(value) if stop.end() < len(value))
        return
    typed = _TYPED.match(value)
    if typed:
        yield typed.end()
    elif labels.is_person(label):
        yield from (end for end in (2, 3, 4) if end < len(value))
    else:
        yield from (end for end in range(2, min(len(value), LONGEST_VALUE)) if _may_end(value, end, labels))


def _may_end(value: str, end: int, labels: Labels) -> bool:
    """Whether a value ends there: it is a word of a closed list, or a field begins that nobody takes for its last word."""
    if any(labels.code(name, value[:end]) for name in ("kind", "urgency")):
        return True
    hit = _glued(value[end:], labels)
    return hit is not None and (len(hit[0]) >= LEAST_SURE or _TYPED.match(hit[1]) is not None)


def _closed_up(text: str, labels: Labels) -> str:
    """Return a line whose labels stand without the blanks inside them that only fill their column: 单　　号 → 单号."""

    def close(hit: re.Match[str]) -> str:
        parts = re.split(r"[ \t\u3000]+", hit[0])
        for count in range(len(parts), 1, -1):
            label = "".join(parts[:count])
            if labels.is_label(label):
                rest = "".join(f" {part}" for part in parts[count:])
                return label + rest
        return hit[0]

    return text if _COLON.search(text) else _SPACED.sub(close, text)


def _by_sign(text: str, labels: Labels) -> tuple[str, str, str] | None:
    """Return (label, sign, value) of a line whose label ends in a sign."""
    hit = _SIGN.match(text)
    if hit is None or not labels.is_label(hit["label"]):
        return None
    return hit["label"], hit["sign"][0], hit["value"].strip()


def _glued(text: str, labels: Labels) -> tuple[str, str] | None:
    """Return (label, value) of a line that begins with a label, its value right behind: the longest label counts."""
    text = text.strip()
    for end in range(min(LONGEST_LABEL, len(text) - 1), 1, -1):
        if labels.is_label(text[:end]) and "\u4e00" <= text[end - 1] <= "\u9fff":
            value = text[end:]
            return None if value[0] in " \t\u3000:：，,。、的" else (text[:end], value)
    return None


def _all_glued(found: Sequence[tuple[str, str] | None]) -> bool:
    """Whether so many fields follow each other so, numbers and dates among them, that no text would read like it."""
    for run in _runs(found):
        named = {label for label, _ in run}
        typed = sum(_TYPED.match(value) is not None for _, value in run)
        if len(run) >= LEAST_GLUED and len(named) == len(run) and typed >= 2:
            return True
    return False


def _runs(found: Sequence[tuple[str, str] | None]) -> Iterator[list[tuple[str, str]]]:
    """Yield the stretches of lines that follow each other and all begin with a label."""
    run: list[tuple[str, str]] = []
    for hit in found:
        if hit:
            run.append(hit)
        elif run:
            yield run
            run = []
    if run:
        yield run
