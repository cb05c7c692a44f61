"""One PDF page → its signs and ruling lines at their places. Runs in the worker process only.

pdfium gives places in points from the lower left corner of the page as it is stored; here they become places from the
upper left corner of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as c

from parsers.formats.pdf_windows import Windows
from parsers.formats.printed import Rule, Sign
from parsers.formats.word_runs import sign_of

MOST_SIGNS = 100_000
MOST_OBJECTS = 50_000
MOST_SEGMENTS = 200_000
_DEEPEST = 8  # forms inside forms
_THIN = 3.0  # points: a filled shape that narrow is a line
_STRAIGHT = 1.0
_WHITE = 250

Matrix = tuple[float, float, float, float, float, float]
_UNCHANGED: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass
class Marks:
    """What is on a page."""

    width: float
    height: float
    signs: list[Sign] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    unknown: int = 0  # signs of which the file does not say which character they are
    hidden: int = 0  # signs that are not to be seen: the text layer of a scan
    objects: int = 0
    pictured: float = 0.0  # share of the page that pictures cover
    symbol_fonts: set[str] = field(default_factory=set)

    @property
    def is_picture(self) -> bool:
        """Whether the page must be recognised rather than read: a scan, outlines, or signs that nobody can name."""
        count = sum(1 for sign in self.signs if sign.text.strip())
        if not count:
            return bool(self.objects)
        return self.unknown > 0.3 * (count + self.unknown) or (self.pictured >= 0.5 and count < 60)

    @property
    def goes_beyond(self) -> bool:
        """Whether signs, or the lines of a table, reach over the right edge of the page."""
        ends = [rule.end for rule in self.rules if rule.across and rule.start > 5]
        over = sum(end > self.width + 1 for end in ends) > 1 or sum(end > self.width - 1 for end in ends) > 2
        return over or any(sign.right > self.width + 1 for sign in self.signs)

    def moved(self, by: float) -> Marks:
        """Return the marks of a page that was made larger on all sides, at the places they have without that."""
        signs = [
            replace(s, left=s.left + by, right=s.right + by, top=s.top + by, bottom=s.bottom + by)
            for s in self.signs
        ]
        rules = [replace(r, at=r.at + by, start=r.start + by, end=r.end + by) for r in self.rules]
        width, height = (
            self.width + by,
            self.height + 2 * by,
        )  # what hangs over on the right stays on the page
        return replace(self, width=width, height=height, signs=signs, rules=rules)


def read_marks(page: pdfium.PdfPage) -> Marks:
    """Return the marks of a page."""
    place = _shown(page)
    width, height = page.get_size()
    marks = Marks(width, height)
    _Objects(marks, place).read(page)
    _signs(page, marks, place)
    marks.pictured = min(1.0, marks.pictured / max(width * height, 1.0))
    return marks


def _shown(page: pdfium.PdfPage) -> Callable[[float, float], tuple[float, float]]:
    """Return the function from places as stored to places as shown."""
    left, bottom, right, top = page.get_cropbox()
    match page.get_rotation():
        case 90:
            return lambda x, y: (y - bottom, x - left)
        case 180:
            return lambda x, y: (right - x, y - bottom)
        case 270:
            return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def _signs(page: pdfium.PdfPage, marks: Marks, place: Callable[[float, float], tuple[float, float]]) -> None:
    textpage = page.get_textpage()
    raw = textpage.raw
    box, matrix = c.FS_RECTF(), c.FS_MATRIX()
    windows = Windows(marks.signs)
    pending = 0  # the first half of a pair of surrogates
    for index in range(min(textpage.count_chars(), MOST_SIGNS)):
        code = c.FPDFText_GetUnicode(raw, index)
        if c.FPDFText_IsGenerated(raw, index) == 1 or code in (0x0A, 0x0D):
            continue
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if 0xDC00 <= code < 0xE000 and pending:
            code, pending = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00), 0
        if not code or code == 0xFFFD or c.FPDFText_HasUnicodeMapError(raw, index) == 1:
            marks.unknown += 1
            continue
        if not c.FPDFText_GetLooseCharBox(raw, index, box) or not c.FPDFText_GetMatrix(raw, index, matrix):
            continue
        turned = math.degrees(math.atan2(matrix.b, matrix.a)) % 90
        if min(turned, 90 - turned) > 3:
            continue  # across the page: a watermark
        if _is_hidden(raw, index):
            marks.hidden += 1
            continue
        x0, y0 = place(box.left, box.top)
        x1, y1 = place(box.right, box.bottom)
        size = abs(c.FPDFText_GetFontSize(raw, index)) * math.hypot(matrix.c, matrix.d)
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if right < 0 or bottom < 0 or left > marks.width or top > marks.height:
            continue
        text = _character(raw, index, code, marks)
        sign = Sign(text, left, top, right, bottom, size or bottom - top)
        windows.take(c.FPDFText_GetTextObject(raw, index), box, sign)


def _is_hidden(raw: object, index: int) -> bool:
    item = c.FPDFText_GetTextObject(raw, index)
    return bool(item) and c.FPDFTextObj_GetTextRenderMode(item) == c.FPDF_TEXTRENDERMODE_INVISIBLE


def _character(raw: object, index: int, code: int, marks: Marks) -> str:
    """Return a character; in symbol fonts, what the letter underneath looks like."""
    if marks.symbol_fonts and (code < 0x180 or 0xF000 <= code < 0xF100):
        name = ctypes.create_string_buffer(128)
        c.FPDFText_GetFontInfo(raw, index, name, 128, None)
        font = symbol_font(name.value.decode("latin-1"))
        if font:
            return sign_of(font, code) or chr(code)
    return chr(code)


def symbol_font(name: str) -> str:
    """Return the symbol font behind a name such as ABCDEF+Wingdings2-Regular, "" for any other font."""
    name = name.partition("+")[2] or name
    tight = name.lower().replace(" ", "").replace("-", "")
    for font in ("wingdings 2", "wingdings 3", "wingdings", "webdings", "marlett"):
        if tight.startswith(font.replace(" ", "")):
            return font
    return "zapf" if "dingbats" in tight else ""


class _Objects:
    """Goes through the objects of a page, those inside forms too."""

    def __init__(self, marks: Marks, place: Callable[[float, float], tuple[float, float]]) -> None:
        self._marks = marks
        self._place = place
        self._segments = 0

    def read(self, page: pdfium.PdfPage) -> None:
        """Note lines, pictures and fonts."""
        count = c.FPDFPage_CountObjects(page.raw)
        self._read_all((c.FPDFPage_GetObject(page.raw, i) for i in range(count)), _UNCHANGED, 0)

    def _read_all(self, items: Iterator[object], outer: Matrix, depth: int) -> None:
        for item in items:
            self._marks.objects += 1
            if self._marks.objects > MOST_OBJECTS or self._segments > MOST_SEGMENTS:
                return
            kind = c.FPDFPageObj_GetType(item)
            if kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = _times(_matrix(item), outer)
                count = c.FPDFFormObj_CountObjects(item)
                self._read_all((c.FPDFFormObj_GetObject(item, i) for i in range(count)), inner, depth + 1)
            elif kind == c.FPDF_PAGEOBJ_PATH:
                self._path(item, _times(_matrix(item), outer))
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                self._image(_times(_matrix(item), outer))
            elif kind == c.FPDF_PAGEOBJ_TEXT:
                self._font(item)

    def _font(self, item: object) -> None:
        font = c.FPDFTextObj_GetFont(item)
        name = ctypes.create_string_buffer(128)
        if font and c.FPDFFont_GetBaseFontName(font, name, 128):
            found = symbol_font(name.value.decode("latin-1"))
            if found:
                self._marks.symbol_fonts.add(found)

    def _image(self, matrix: Matrix) -> None:
        corners = [self._at(x, y, matrix) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        top, bottom = min(y for _, y in corners), max(y for _, y in corners)
        self._thin(left, top, right, bottom)
        wide = min(right, self._marks.width) - max(left, 0)
        high = min(bottom, self._marks.height) - max(top, 0)
        if wide > 0 and high > 0:
            self._marks.pictured += wide * high

    def _path(self, item: object, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not c.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
            return
        if _is_white(item, c.FPDFPageObj_GetStrokeColor if stroke.value else c.FPDFPageObj_GetFillColor):
            return
        for points in self._subpaths(item, matrix):
            if stroke.value:
                for (x0, y0), (x1, y1) in pairwise(points):
                    self._straight(x0, y0, x1, y1)
            else:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                self._thin(min(xs), min(ys), max(xs), max(ys))

    def _subpaths(self, item: object, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        curved = False
        for number in range(c.FPDFPath_CountSegments(item)):
            self._segments += 1
            if self._segments > MOST_SEGMENTS:
                return
            segment = c.FPDFPath_GetPathSegment(item, number)
            kind = c.FPDFPathSegment_GetType(segment)
            c.FPDFPathSegment_GetPoint(segment, x, y)
            if kind == c.FPDF_SEGMENT_MOVETO:
                if len(points) > 1 and not curved:
                    yield points
                points, curved = [], False
            curved = curved or kind == c.FPDF_SEGMENT_BEZIERTO
            points.append(self._at(x.value, y.value, matrix))
            if c.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if len(points) > 1 and not curved:
            yield points

    def _at(self, x: float, y: float, matrix: Matrix) -> tuple[float, float]:
        a, b, d, e, f, g = matrix
        return self._place(a * x + d * y + f, b * x + e * y + g)

    def _straight(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if abs(y1 - y0) <= _STRAIGHT and x1 != x0:
            self._marks.rules.append(Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT and y1 != y0:
            self._marks.rules.append(Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def _thin(self, left: float, top: float, right: float, bottom: float) -> None:
        """Note a filled shape as a line, where it is that thin."""
        if bottom - top <= _THIN and right - left > bottom - top:
            self._marks.rules.append(Rule(True, (top + bottom) / 2, left, right))
        elif right - left <= _THIN and bottom - top > right - left:
            self._marks.rules.append(Rule(False, (left + right) / 2, top, bottom))


def _matrix(item: object) -> Matrix:
    found = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(item, found):
        return _UNCHANGED
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that does first the inner, then the outer one."""
    a, b, d, e, f, g = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        d * p + e * r,
        d * q + e * s,
        f * p + g * r + t,
        f * q + g * s + u,
    )


def _is_white(item: object, colour: Callable[..., int]) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not colour(item, *parts):
        return False
    red, green, blue, opacity = (part.value for part in parts)
    return opacity == 0 or min(red, green, blue) >= _WHITE
