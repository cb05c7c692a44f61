"""One page of an OFD → its signs and ruling lines (GB/T 33190-2016, chapters 8 to 11). Runs in the worker process only.

A page says where each text begins and how far it is from sign to sign, in millimetres from the upper left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from parsers.formats.printed import Rule, Sign

POINTS = 72 / 25.4  # in a millimetre
MOST_SIGNS = 100_000
_STRAIGHT, _THIN = 0.35, 1.0  # millimetres
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TOKEN = re.compile(r"[SMLQBAC]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_ASCENT = 0.88

Matrix = tuple[float, float, float, float, float, float]


@dataclass
class Marks:
    """What is on a page; pictures as (their number among the resources, the share of the page that they cover)."""

    width: float  # millimetres
    height: float
    signs: list[Sign] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[tuple[str, float]] = field(default_factory=list)


def numbers(text: str | None) -> list[float]:
    """Return the numbers in an attribute."""
    return [float(number) for number in _NUMBER.findall(text or "")]


def name_of(node: etree._Element) -> str:
    """Return an element's name without its namespace, which writers spell in several ways."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def add_marks(root: etree._Element, marks: Marks) -> None:
    """Add what a page, or a template below it, has."""
    for node in root.iter():
        kind = name_of(node)
        if kind not in ("TextObject", "PathObject", "ImageObject") or node.get("Visible") == "false":
            continue
        place = _place(node)
        if kind == "TextObject":
            _text(node, place, marks)
        elif kind == "PathObject":
            _path(node, place, marks)
        else:
            _image(node, place, marks)


def _place(node: etree._Element) -> Matrix:
    """Return the matrix from an object's own places to those of the page."""
    box = [*numbers(node.get("Boundary")), 0, 0][:2]
    matrix = numbers(node.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1, 0, 0, 1, 0, 0)
    return a, b, c, d, e + box[0], f + box[1]


def _at(x: float, y: float, place: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = place
    return a * x + c * y + e, b * x + d * y + f


def _text(node: etree._Element, place: Matrix, marks: Marks) -> None:
    size = (numbers(node.get("Size")) or [3.5])[0]
    across = (numbers(node.get("HScale")) or [1.0])[0] or 1.0
    if abs(place[1]) > 0.05 * max(abs(place[0]), abs(place[1])) and abs(place[0]) > 0.05 * abs(place[1]):
        return  # across the page: a watermark
    x = y = 0.0
    for code in node:
        if name_of(code) != "TextCode" or not code.text:
            continue
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        text = code.text.strip("\r\n")
        right, down = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        for index, sign in enumerate(text):
            if len(marks.signs) >= MOST_SIGNS:
                return
            usual = size * across * (0.5 if ord(sign) < 0x300 else 1.0)
            step = right[index] if index < len(right) else (0.0 if down else usual)
            width = step if 0 < step < usual else usual
            marks.signs.append(_sign(sign, x, y, width, size, place))
            x += step
            y += down[index] if index < len(down) else 0.0


def _sign(sign: str, x: float, y: float, width: float, size: float, place: Matrix) -> Sign:
    x0, y0 = _at(x, y - _ASCENT * size, place)
    x1, y1 = _at(x + width, y + (1 - _ASCENT) * size, place)
    left, right, top, bottom = (POINTS * v for v in (min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)))
    return Sign(sign, left, top, right, bottom, bottom - top)


def _steps(text: str | None, most: int) -> list[float]:
    """Return the distances from sign to sign; "g 3 2.5" stands for three times 2.5."""
    parts = (text or "").replace("g", " g ").split()
    steps: list[float] = []
    at = 0
    while at < len(parts) and len(steps) < most:
        try:
            if parts[at] == "g":
                steps += [float(parts[at + 2])] * min(int(parts[at + 1]), most)
                at += 3
            else:
                steps.append(float(parts[at]))
                at += 1
        except (ValueError, IndexError):
            return steps
    return steps


def _path(node: etree._Element, place: Matrix, marks: Marks) -> None:
    data = next((child.text for child in node if name_of(child) == "AbbreviatedData"), "") or ""
    stroked = node.get("Stroke", "true") != "false"
    filled = node.get("Fill", "false") == "true"
    for points in _subpaths(data):
        seen = [_at(x, y, place) for x, y in points]
        if stroked:
            for (x0, y0), (x1, y1) in pairwise(seen):
                if abs(y1 - y0) <= _STRAIGHT and x0 != x1:
                    _rule(marks, True, (y0 + y1) / 2, x0, x1)
                elif abs(x1 - x0) <= _STRAIGHT and y0 != y1:
                    _rule(marks, False, (x0 + x1) / 2, y0, y1)
        elif filled:
            xs, ys = [x for x, _ in seen], [y for _, y in seen]
            wide, high = max(xs) - min(xs), max(ys) - min(ys)
            if high <= _THIN and wide > high:
                _rule(marks, True, (max(ys) + min(ys)) / 2, min(xs), max(xs))
            elif wide <= _THIN and high > wide:
                _rule(marks, False, (max(xs) + min(xs)) / 2, min(ys), max(ys))


def _rule(marks: Marks, across: bool, at: float, a: float, b: float) -> None:
    marks.rules.append(Rule(across, POINTS * at, POINTS * min(a, b), POINTS * max(a, b)))


def _subpaths(data: str) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each part of a path that has only straight lines."""
    points: list[tuple[float, float]] = []
    curved = False
    tokens = iter(_TOKEN.findall(data))
    for token in tokens:
        if token not in _OPERANDS:
            return  # a number where an operator should be: what follows means nothing
        try:
            operands = [float(next(tokens)) for _ in range(_OPERANDS[token])]
        except (StopIteration, ValueError):
            break
        if token in "SM":
            if len(points) > 1 and not curved:
                yield points
            points, curved = [(operands[0], operands[1])], False
        elif token == "C" and points:
            points.append(points[0])
        elif token == "L":
            points.append((operands[0], operands[1]))
        else:
            curved = True
    if len(points) > 1 and not curved:
        yield points


def _image(node: etree._Element, place: Matrix, marks: Marks) -> None:
    box = numbers(node.get("Boundary"))
    if len(box) == 4:
        share = box[2] * box[3] / max(marks.width * marks.height, 1.0)
        marks.pictures.append((node.get("ResourceID", ""), share))
