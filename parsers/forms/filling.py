"""Filling: from the entries of one form to the values of one record, with where each stood and what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from parsers.dates import cell_date, day_of, find_dates, no_such_day, serial_date
from parsers.forms.entries import Entry, is_blank, tidy
from parsers.forms.names import person_name, unit_name
from parsers.forms.rounding import rounded
from parsers.forms.ticks import Ticks, read_ticks
from parsers.labels import Labels, fold
from parsers.numbers import find_phones, is_mobile, wide_to_narrow
from parsers.reading import Doubt

T = TypeVar("T")

_TIME_ALONE = re.compile(r"^\s*(?:上午|下午|晚上|凌晨|中午)?\s*\d{1,2}\s*[:：时点]\s*\d{0,2}")
_MASKED = re.compile(r"\d[*＊xX×]{2,}|[*＊]{3,}")


@dataclass(frozen=True)
class Context:
    """What a form reader must know beside the paper: the labels, the day of the mail, the prefix of our numbers."""

    labels: Labels
    near: datetime | None = None
    prefix: str = "TZ"


@dataclass
class Filling:
    """The entries of one form, seen as fields of `form` ("case", "answer", …).

    Each taking method returns the value of a field or None, notes in `found` where it stood, under `path`, and puts
    what it can't decide into `doubts`.
    """

    form: str
    entries: Sequence[Entry]
    context: Context
    path: str  # "cases.0", "answer"
    found: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._fields: dict[str, list[tuple[int, Entry]]] = {}
        for entry in self.entries:
            meaning = self.context.labels.meaning(self.form, entry.label)
            if meaning:
                self._fields.setdefault(meaning[0], []).append((meaning[1], entry))

    def has(self, *names: str) -> bool:
        """Whether one of these fields stands on the form, filled in or not."""
        return any(name in self._fields for name in names)

    def written(self, name: str) -> list[Entry]:
        """Return the filled-in entries of a field: proper labels before second-best ones, tables before text."""
        filled = [
            (rank, e) for rank, e in self._fields.get(name, ()) if not is_blank(e.text) or e.value is not None
        ]
        best = min((rank for rank, _ in filled), default=0)
        entries = [e for rank, e in filled if rank == best]
        in_tables = [e for e in entries if e.source not in ("line", "foot")]
        return in_tables or entries

    def take(
        self, name: str, convert: Callable[[Entry], T | None], *, key: str = "", optional: bool = False
    ) -> T | None:
        """Return the first value of a field that `convert` understands; two different ones are a doubt.

        `optional`: a text that `convert` makes nothing of is no reason to doubt. A number that a spreadsheet has
        rounded is no value.
        """
        entries = self.written(name)
        values = [(value, e) for e in entries if (value := convert(e)) is not None]
        for _, entry in values:
            if entry.is_rounded:
                self.doubt(key or name, rounded(entry.text, entry.where), entry.where)
        values = [(value, e) for value, e in values if not e.is_rounded]
        if not values:
            if entries and entries[0].is_rounded:
                if not any(doubt.where == entries[0].where for doubt in self.doubts) and not optional:
                    self.doubt(key or name, rounded(entries[0].text, entries[0].where), entries[0].where)
            elif entries and not optional:
                self.doubt(key or name, f"写着「{_short(entries[0].text)}」，没有读懂", entries[0].where)
            return None
        value, entry = values[0]
        self.note(key or name, entry.where)
        for other, e in values[1:]:
            if other != value and not _same_text(other, value):
                self.doubt(
                    key or name, f"两处写得不一样：「{_short(entry.text)}」与「{_short(e.text)}」", e.where
                )
                break
        return value

    def note(self, key: str, where: str) -> None:
        """Note where the value of `key` stood."""
        self.found[f"{self.path}.{key}"] = where

    def doubt(self, key: str, because: str, where: str = "") -> None:
        """Put down that a person should look at `key`."""
        self.doubts.append(Doubt(f"{self.path}.{key}", because, where))

    def text(self, name: str, *, key: str = "") -> str | None:
        """Return a text, its white space tidied."""
        return self.take(name, lambda e: tidy(e.text) or None, key=key)

    def joined(self, *names: str, key: str = "") -> str | None:
        """Return the texts of all entries of these fields, in reading order, a paragraph each."""
        entries = [e for name in names for e in self.written(name)]
        entries.sort(key=lambda e: self.entries.index(e))
        texts = list(dict.fromkeys(tidy(e.text) for e in entries if not is_blank(e.text)))
        if texts:
            self.note(key or names[0], entries[0].where)
        return "\n".join(texts) or None

    def name(self, name: str, *, key: str = "") -> str | None:
        """Return a person's or unit's name: without what stands behind it, 匿名 is none."""
        return self.take(name, lambda e: person_name(e.text), key=key, optional=True)

    def unit(self, name: str, *, key: str = "") -> str | None:
        """Return the name of a unit as written, without a note that it be stamped."""
        return self.take(name, lambda e: unit_name(e.text), key=key)

    def phone(self, name: str, *, key: str = "") -> str | None:
        """Return a telephone number; where several stand in one place a mobile one, the doubt naming them all."""

        def convert(entry: Entry) -> str | None:
            phones = find_phones(entry.text)
            if not phones or _MASKED.search(entry.text):
                return None
            phones = tuple(sorted(phones, key=lambda phone: not is_mobile(phone)))
            if len(phones) > 1:
                self.doubt(key or name, several_numbers(phones), entry.where)
            return phones[0]

        return self.take(name, convert, key=key)

    def moment(self, name: str, *, key: str = "", optional: bool = False) -> date | datetime | None:
        """Return a day or moment. A year that is not the mail's, several dates, and nonsense are doubted."""
        found = self.take(
            name,
            lambda e: self.read_moment(e.text, e.value, key or name, e.where),
            key=key,
            optional=optional,
        )
        if found is not None and not isinstance(found, datetime):
            for entry in self.written(name):  # 来电日期 beside 来电时间 9:30
                if _TIME_ALONE.match(entry.text):
                    whole = find_dates(f"{found.isoformat()} {entry.text.strip()}")
                    return whole[0].value if whole else found
        return found

    def read_moment(self, text: str, value: object, key: str, where: str) -> date | datetime | None:
        """Return the first date of a text or typed cell, doubting what was inferred."""
        typed = cell_date(value) or (serial_date(text) if value is None else None)
        if typed:
            return typed
        near = self.context.near
        dates = find_dates(text, near)
        if not dates:
            self.doubt_day(text, key, where)
            return None
        if len({d.value for d in dates}) > 1:
            self.doubt(key, f"写着几个日期：「{_short(text)}」", where)
        first = dates[0]
        if first.year_inferred and near and day_of(first.value).year != near.year:
            self.doubt(key, f"「{_short(text)}」没有写年份，按{day_of(first.value).year}年理解", where)
        return first.value

    def doubt_day(self, text: str, key: str, where: str) -> None:
        """Doubt a day that no calendar has: 2月30日."""
        if day := no_such_day(text):
            self.doubt(key, f"写着「{day}」，没有这一天", where)

    def code(self, name: str, words: str = "", *, key: str = "", optional: bool = False) -> str | None:
        """Return the code of a closed list: ticked boxes first, then the word itself, then a word inside the text."""
        return self.take(
            name,
            lambda e: self.read_code(e.text, words or name, key or name, e.where),
            key=key,
            optional=optional,
        )

    def read_code(self, text: str, words: str, key: str, where: str) -> str | None:
        """Return the code for `text`, doubting a form with several boxes ticked or several words in one place."""
        labels = self.context.labels
        ticks = read_ticks(text)
        if ticks:
            return self._ticked_code(ticks, words, key, where)
        code, others = code_in(text, words, labels)
        if others:
            self.doubt(key, f"「{_short(text)}」可以有几种理解", where)
        return code

    def _ticked_code(self, ticks: Ticks, words: str, key: str, where: str) -> str | None:
        """Return the code of the one option that is ticked; a second one, or a tick between two, is a doubt."""
        if ticks.unsure:
            self.doubt(key, f"看不出勾的是哪一项：「{'」还是「'.join(ticks.unsure)}」", where)
            return None
        codes = {code_in(option or "√", words, self.context.labels) for option in ticks.ticked}
        if len(codes) > 1:
            self.doubt(key, f"勾选了不止一项：「{'、'.join(ticks.ticked)}」", where)
            return None
        code, others = next(iter(codes), (None, ()))
        if others:
            self.doubt(key, f"勾选的「{_short(ticks.ticked[0])}」可以有几种理解", where)
        return None if others else code

    def yes_no(self, name: str, *, key: str = "", optional: bool = False) -> bool | None:
        """Return whether a form says yes."""
        code = self.code(name, "yes_no", key=key, optional=optional)
        return None if code is None else code == "yes"


def several_numbers(phones: Sequence[str]) -> str:
    """Return the sentence about several numbers in one place, which names them all; the first is the one taken."""
    return f"写着几个号码：{'、'.join(f'「{phone}」' for phone in phones)}，取第一个"


def code_in(text: str, words: str, labels: Labels) -> tuple[str | None, tuple[str, ...]]:
    """Return the code of the closed list `words` that `text` names, and other codes that it names too.

    The whole text may be the word; else the longest words inside it count, single characters (是, 否) left out.
    """
    whole = labels.code(words, text)
    if whole:
        return whole, ()
    rest = fold(text)
    hits: list[tuple[int, str]] = []
    for word in sorted(labels.codes[words], key=len, reverse=True):
        if len(word) > 1 and word in rest:
            hits.append((rest.index(word), labels.codes[words][word]))
            rest = rest.replace(word, "\0" * len(word))
    codes = list(dict.fromkeys(code for _, code in sorted(hits)))
    return (codes[0], tuple(codes[1:])) if codes else (None, ())


def _short(text: str) -> str:
    flat = re.sub(r"\s+", " ", text).strip()
    return flat if len(flat) <= 30 else f"{flat[:28]}…"


def _same_text(one: object, other: object) -> bool:
    """Whether two values say the same: widths and white space apart, a day and its time, a text and its beginning."""
    if isinstance(one, date) and isinstance(other, date):
        return day_of(one) == day_of(other)
    if isinstance(one, str) and isinstance(other, str):
        a, b = (re.sub(r"[\s\W]+", "", wide_to_narrow(text)) for text in (one, other))
        return a == b or (min(len(a), len(b)) >= 4 and (a in b or b in a))
    return False
