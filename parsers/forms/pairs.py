"""The form part of a grid: labels with their values beside them, below them, or in the same cell."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from parsers.forms.entries import Entry
from parsers.forms.heads import names_field
from parsers.forms.lines import entries_of_lines
from parsers.forms.signers import signed
from parsers.forms.ticks import has_ticks, is_tick
from parsers.labels import Labels, fold
from parsers.merged import Cover
from parsers.numbers import find_upper_numbers
from parsers.paper import Cell, Line

_COLON = re.compile(r"[:：]")
_OTHERS = re.compile(
    "承办|受理|派单|办理|填报|审核|被反映|被投诉|被举报|话务|坐席|座席|登记|转办|交办|经办|处理|回访"
)
"""Words of a group of cells (a merged cell at the left) that speaks of somebody other than the petitioner."""

_GENERIC = re.compile("联系|联络|电话|手机|移动|号码|姓名|名称|时间|日期|地址|意见|办公")
"""Labels that could belong to anybody; 承办单位 or 诉求人 can't."""

MOST_OPTIONS = 12
"""Cells in a row over which the options of one field may run."""

LONGEST_UNKNOWN = 10
"""Characters of a cell that may name a field nobody knows."""


LEAST_TEXT = 12
"""Characters of a row merged over all columns that may be the text of the heading above."""

_ABOUT = re.compile(r"([\u4e00-\u9fff]{2,6}?)(?:的?(?:基本|个人|相关))?(?:信息|情况|资料)")
_SENTENCE = re.compile(r"[。！？；，,]")


@dataclass
class _Form:
    cover: Cover
    labels: Labels
    where: str
    starts: Mapping[int, list[int]]  # row → columns of it that are covered
    columns: dict[int, tuple[int, int]]  # column → (labels, values) that begin in it
    used: set[int] = field(default_factory=set)  # cells that are the value of a label

    def is_label(self, cell: Cell | None) -> bool:
        """Whether a cell names a field; no cell does not."""
        return cell is not None and names_field(cell, self.labels)

    def is_value_column(self, col: int) -> bool:
        """Whether the other cells that begin in this column are mostly values, not labels."""
        labels, values = self.columns.get(col, (0, 0))
        return values > labels

    def next_to(self, cell: Cell) -> Cell | None:
        """The next cell to the right in the row, over gaps (a sheet leaves its blank cells out)."""
        columns = self.starts.get(cell.row, [])
        at = bisect_left(columns, cell.col + cell.col_span)
        return self.cover[cell.row, columns[at]] if at < len(columns) else None

    def before(self, cell: Cell) -> Cell | None:
        """The cell that touches this one at its left."""
        columns = self.starts.get(cell.row, [])
        at = bisect_left(columns, cell.col)
        left = self.cover[cell.row, columns[at - 1]] if at else None
        return left if left is not None and left.col + left.col_span == cell.col else None

    def is_whole_row(self, cell: Cell) -> bool:
        """Whether a cell is merged over the row, so that it heads what stands below it."""
        return (
            cell.col_span > 1
            and self.starts.get(cell.row, [])[:1] == [cell.col]
            and self.next_to(cell) is None
        )

    def at(self, cell: Cell) -> str:
        return f"{self.where} R{cell.row}C{cell.col}"


def read_pairs(
    form_rows: Sequence[int],
    rows: Mapping[int, list[Cell]],
    cover: Cover,
    where: str,
    labels: Labels,
    band: int,
) -> tuple[list[Entry], list[Line]]:
    """Return the entries of these rows of a grid, and the texts that are neither label nor value (titles, notes)."""
    form = _Form(cover, labels, where, _starts(cover), _columns(form_rows, rows, labels))
    entries: list[Entry] = []
    loose: list[Line] = []
    section: int | None = None  # the long field whose name is a row of its own, nothing below it yet
    about: str | None = None  # the person of whom the rows below such a row speak
    for row in form_rows:
        for cell in rows[row]:
            if id(cell) in form.used:
                continue
            inside = list(_inside(cell, form, band + row))
            if inside:
                entries += inside
            elif labels.is_label(cell.text):
                entry = _about(_pair(cell, form, band + row), about, labels)
                entries += [entry] if entry else []
                if form.is_whole_row(cell):
                    section = len(entries) - 1 if entry and not entry.text else None
                    about = None
            elif form.is_whole_row(cell) and (person := _person_of(cell.text, labels)):
                about, section = person, None
            elif section is not None and form.is_whole_row(cell) and _is_sentence(cell.text):
                entries[section] = replace(entries[section], text=cell.text.strip(), where=form.at(cell))
                section = None
            elif value := _under_unknown_label(cell, form):
                if find_upper_numbers(value.text):  # whatever they call it, it is a number of the platform
                    entries.append(Entry(cell.text, value.text.strip(), form.at(value), band=band + row))
            else:
                loose += [Line(line, form.at(cell)) for line in cell.text.split("\n") if line.strip()]
    return entries, loose


def _person_of(text: str, labels: Labels) -> str | None:
    """Return the person of whom a heading says that the rows below are about: 一、来电人基本情况 → 来电人."""
    hit = _ABOUT.fullmatch(fold(text))
    return hit[1] if hit and labels.meaning("case", f"{hit[1]}姓名") else None


def _about(entry: Entry | None, person: str | None, labels: Labels) -> Entry | None:
    """Return an entry below such a heading, its label said in full where that is a field of a person: 来电人所在地."""
    if entry is None or person is None or labels.is_person(entry.label):
        return entry
    meaning = labels.meaning("case", f"{person}{fold(entry.label)}")
    if meaning is None or not meaning[0].startswith("petitioner."):
        return entry
    return replace(entry, label=f"{person}{fold(entry.label)}")


def _is_sentence(text: str) -> bool:
    return len(text.strip()) >= LEAST_TEXT and _SENTENCE.search(text) is not None


def _starts(cover: Cover) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row, column in sorted(cover):
        found.setdefault(row, []).append(column)
    return found


def _columns(
    form_rows: Sequence[int], rows: Mapping[int, list[Cell]], labels: Labels
) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for row in form_rows:
        for cell in rows[row]:
            named, given = found.get(cell.col, (0, 0))
            known = labels.is_label(cell.text)
            found[cell.col] = (named + known, given + (not known))
    return found


def _pair(cell: Cell, form: _Form, band: int) -> Entry | None:
    """Return the label in `cell` with its value; None where the cell names a group of labels (诉求人信息)."""
    value = _value_of(cell, form)
    if value is None and cell.row_span > 1 and form.is_label(form.next_to(cell)):
        return None
    label = _with_group(cell, form)
    if value is None:
        return Entry(label, "", form.at(cell), band=band)
    form.used.add(id(value))
    # A blank cell between them is one for a tick: the ticks stand before their options.
    leading = cell.row == value.row and cell.col + cell.col_span < value.col
    return Entry(label, _with_ticks(value, form, leading), form.at(value), value.value, band)


def _inside(cell: Cell, form: _Form, band: int) -> Iterator[Entry]:
    """Yield the entries of a cell that holds labels and values itself: `诉求内容：…`, or a label above its text."""
    if cell.value is not None:
        return
    text = signed(cell.text, form.labels)  # 经办人李四 审核人王五, without colons
    several = "\n" in text or _COLON.search(text) is not None
    if not several or form.labels.is_label(cell.text):
        return
    lines = [Line(line, form.at(cell)) for line in text.split("\n") if line.strip()]
    if not lines:
        return
    label_above = len(lines) > 1 and form.labels.is_label(lines[0].text)
    if not label_above and not _COLON.search(lines[0].text):
        return
    announced = (
        _COLON.search(lines[0].text) or not form.labels.is_label(lines[1].text) if label_above else False
    )
    if announced and not any(_COLON.search(x.text) for x in lines[1:]):
        value = "\n".join(line.text.strip() for line in lines[1:])  # 工单类型：, and 意见建议 below it
        yield Entry(lines[0].text.strip(" 　:："), value, form.at(cell), band=band)
        return
    found = entries_of_lines(lines, form.labels)
    if found and form.labels.is_label(found[0].label):
        yield from (replace(entry, band=band, source="grid") for entry in found)


def _value_of(cell: Cell, form: _Form) -> Cell | None:
    """Return the cell with the value of the label `cell`: to its right, else below it."""
    right = form.next_to(cell)
    if right is None:
        return _below(cell, form)
    close = right.col == cell.col + cell.col_span
    if form.is_label(right):
        reads_like_label = id(right) not in form.used and form.labels.is_label(right.text)
        if reads_like_label and (
            form.is_value_column(right.col) or (close and _pairs_to_the_end(cell, form))
        ):
            return right  # a value that reads like a label: 反馈方式 | 电话
        return _below(cell, form) if close else None
    for _ in range(4):
        if right is None or form.is_label(right):
            return None  # blank cells to the right: the form was not filled in here
        if right.text.strip() or right.value is not None:
            return None if id(right) in form.used else right
        right = form.next_to(right)
    return None


def _below(cell: Cell, form: _Form) -> Cell | None:
    below = form.cover.get((cell.row + cell.row_span, cell.col))
    left = form.before(cell)
    if below is None or below.col != cell.col or form.is_label(below) or id(below) in form.used:
        return None
    if left is not None and not form.is_label(left):
        return None
    return below if below.text.strip() or below.value is not None else None


def _pairs_to_the_end(cell: Cell, form: _Form) -> bool:
    """Whether the rest of the row, from this label on, is an even number of cells without gaps."""
    count = 0
    at: Cell | None = cell
    while at is not None:
        count += 1
        following = form.next_to(at)
        if following is not None and following.col != at.col + at.col_span:
            return False
        at = following
    return count % 2 == 0


def _with_ticks(value: Cell, form: _Form, leading: bool) -> str:
    """Return the text of a value; options may run over several cells, and have their ticks in cells of their own."""
    cells = [value]
    right = form.next_to(value)
    while right is not None and not form.is_label(right) and len(cells) < MOST_OPTIONS:
        cells.append(right)
        right = form.next_to(right)
    texts = [cell.text.strip() for cell in cells]
    if not (any(is_tick(text) for text in texts) or all(has_ticks(text) for text in texts[:2])):
        return texts[0]
    if not any(is_tick(text) for text in texts):
        texts = list(itertools.takewhile(has_ticks, texts))
    form.used.update(id(cell) for cell in cells[1 : len(texts)])
    return _options_joined(texts, leading or is_tick(texts[0]))


def _options_joined(texts: Sequence[str], leading: bool) -> str:
    """Return the cells of a row of options as one text, a tick in a cell of its own joined to its option.

    `leading`: the ticks stand before their options, √ | 属实 rather than 属实 | √.
    """
    joined = texts[0]
    for before, text in itertools.pairwise(texts):
        together = is_tick(before) if leading else is_tick(text)
        joined += text if together else f"  {text}"
    return joined


def _with_group(cell: Cell, form: _Form) -> str:
    """Return the label, with the merged cell at its left before it where that makes another meaning (承办单位 | 电话)."""
    left = form.cover.get((cell.row, 1))
    if left is None or left is cell or left.row_span <= cell.row_span or not left.text.strip():
        return cell.text
    joined = f"{fold(left.text)}{fold(cell.text)}"
    if form.labels.is_label(joined):
        return joined
    return joined if _OTHERS.search(fold(left.text)) and _GENERIC.match(fold(cell.text)) else cell.text


def _under_unknown_label(cell: Cell, form: _Form) -> Cell | None:
    """Return the value of a field that nobody knows: its label short, at the place of one, the value to the right."""
    right = form.next_to(cell)
    if right is None or len(fold(cell.text)) > LONGEST_UNKNOWN or form.is_label(right):
        return None
    form.used.add(id(right))
    return right
