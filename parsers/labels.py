"""Labels: what a field is called on the sheets of many offices (`config/fields.toml`), and the words of closed lists.

A label is compared after folding: widths, white space, numbering, brackets and colons do not count, so that
`一、主 要\\n内 容（必填）：` and `主要内容` are one label.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import product

from parsers.compounds import HAN, Compound, compound_meaning, read_compounds
from parsers.folding import first_of_two, fold

FORMS = ("case", "answer", "send_back", "extension", "liaison_form", "follow_up", "instruction")

LONGEST_LABEL = 40
"""Characters of raw text that may be a label; the longest real ones spread 20 over a cell."""

_LONG = (
    "request_text",
    "background",
    "facts",
    "measures",
    "next_steps",
    "both",
    "feedback",
    "opinion",
    "reason",
    "text",
    "remark",
    "demand",
)
_PEOPLE = (
    "petitioner.name",
    "petitioner",
    "handler",
    "approver",
    "informed_by",
    "leader",
    "section_head",
    "liaison",
    "by",
)

MOST_REMEMBERED = 20_000
"""Labels whose meaning is remembered; what strangers write must not fill the memory."""

_CLOSING = (
    "upper_no",
    "department",
    "upper_due_at",
    "urgency",
    "kind",
    "secret",
    "called_at",
    "handler",
    "approver",
    "answered_on",
    "informed_on",
    "until",
    "span",
)


def _is_in(text: str, known: frozenset[str]) -> bool:
    if not 0 < len(text) <= LONGEST_LABEL:
        return False
    folded = fold(text)
    return folded in known or first_of_two(folded) in known


@dataclass(frozen=True)
class Labels:
    """The synonyms of all fields. Make one with `Labels.standard()`; an office adds its own with `merged`.

    `forms[form][folded label]` is `(field, rank)`: rank 0 is a proper name of the field, 1 a second-best one that
    counts only where no proper one was found. `codes[list][word]` is the English code of a Chinese word. A label that
    no form has and nobody ignores may still be put together from parts (`compounds`, by form).
    """

    forms: Mapping[str, Mapping[str, tuple[str, int]]]
    titles: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Mapping[str, str]]
    known: frozenset[str] = field(default_factory=frozenset)
    long: frozenset[str] = field(default_factory=frozenset)
    people: frozenset[str] = field(default_factory=frozenset)
    closing: frozenset[str] = field(default_factory=frozenset)
    ignored: frozenset[str] = field(default_factory=frozenset)
    compounds: Mapping[str, tuple[Compound, ...]] = field(default_factory=dict)
    _seen: dict[tuple[str, str], tuple[str, int] | None] = field(
        default_factory=dict, compare=False, repr=False
    )
    _asked: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    _gapped: dict[str, list[str]] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def standard() -> Labels:
        """Return the labels of the packaged `config/fields.toml`, read once a process."""
        return _standard()

    @staticmethod
    def of(table: Mapping[str, Mapping]) -> Labels:
        """Return the labels of a table shaped like `fields.toml`. `ValueError` names a label of two fields."""
        words: Mapping[str, list[str]] = table.get("words", {})
        forms = {form: _meanings(form, table.get(form, {}), words) for form in FORMS}
        other = {
            fold(text)
            for label in table.get("other", {}).get("labels", ())
            for text in _spelt_out(label, words)
        }
        titles = {kind: tuple(texts) for kind, texts in table.get("titles", {}).items()}
        codes = {
            name: {fold(word): code for code, known in lists.items() for word in known}
            for name, lists in table.get("values", {}).items()
        }
        compounds = {
            form: read_compounds(fields, words) for form, fields in table.get("compounds", {}).items()
        }
        return _complete(forms, titles, codes, other, compounds)

    def merged(self, extra: Mapping[str, list[str]]) -> Labels:
        """Return these labels and an office's own: `{"case.upper_no": ["受理流水"], "values.kind.service": […]}`.

        A field without its form (`upper_no`) is meant on every form that has it. An own label wins over the packaged meaning of the same text. `ValueError` names a key that is no field.
        """
        forms = {form: dict(meanings) for form, meanings in self.forms.items()}
        codes = {name: dict(words) for name, words in self.codes.items()}
        for key, texts in extra.items():
            form, _, name = key.partition(".")
            if form == "values" and name.partition(".")[0] in codes:
                lists, _, code = name.partition(".")
                codes[lists].update({fold(text): code for text in texts})
                continue
            within, name = ((form,), name) if form in forms else (tuple(forms), key)
            having = [form for form in within if any(name == known for known, _ in forms[form].values())]
            if not having:
                raise ValueError(f"fields.{key}：没有这一项")
            for form in having:
                forms[form].update({fold(text): (name, 0) for text in texts})
        return _complete(forms, self.titles, codes, self.ignored, self.compounds)

    def meaning(self, form: str, text: str) -> tuple[str, int] | None:
        """Return `(field, rank)` of a label on that form, or None."""
        if len(text) > LONGEST_LABEL:
            return None
        key = (form, text)
        if key in self._seen:
            return self._seen[key]
        folded, meanings = fold(text), self.forms[form]
        first = first_of_two(folded)
        found = meanings.get(folded) or meanings.get(first) or self._compound(form, folded, first)
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.clear()
        self._seen[key] = found
        return found

    def _compound(self, form: str, *folded: str) -> tuple[str, int] | None:
        """Return the meaning of the first of these labels that the form's compounds make up and nobody ignores."""
        compounds = self.compounds.get(form, ())
        meanings = (compound_meaning(compounds, label) for label in folded if label not in self.ignored)
        return next((meaning for meaning in meanings if meaning), None)

    def is_label(self, text: str) -> bool:
        """Whether `text` is a label of any form, wanted or not. A cell is asked about four times before it is read."""
        if len(text) > LONGEST_LABEL:
            return False
        known = self._asked.get(text)
        if known is None:
            if len(self._asked) > MOST_REMEMBERED:
                self._asked.clear()
            known = self._asked[text] = _is_in(text, self.known) or self._names(text) is not None
        return known

    def _names(self, text: str) -> str | None:
        """Return the field that a compound label names on any form; most cells (numbers, dates) are not even words."""
        if not HAN.search(text):
            return None
        return next((found[0] for form in self.compounds if (found := self.meaning(form, text))), None)

    def asks(self, text: str, fields: Collection[str]) -> bool:
        """Whether a label asks for one of `fields` on some form: 分派给 for a department, 截止 for a day."""
        return any((found := self.meaning(form, text)) and found[0] in fields for form in self.forms)

    def with_gaps(self, gaps: Callable[[str], Iterable[tuple[str, int]]]) -> Mapping[str, Collection[str]]:
        """Return the labels by what `gaps` makes of them, and each character of theirs; put together once."""
        if not self._gapped:
            found: dict[str, list[str]] = {}
            for label in self.known:
                for gap, _ in gaps(label):
                    found.setdefault(gap, []).append(label)
                for character in label:
                    found.setdefault(character, [])
            self._gapped.update(found)
        return self._gapped

    def is_long(self, text: str) -> bool:
        """Whether the value under that label may run over many lines (诉求内容, 处理情况)."""
        return self._is_one_of(text, self.long, _LONG)

    def closes_text(self, text: str) -> bool:
        """Whether the label, behind a full stop or semicolon, ends a long text on the same line (承办单位：…)."""
        return self._is_one_of(text, self.closing, _CLOSING)

    def is_person(self, text: str) -> bool:
        """Whether the label asks for a person (诉求人, 承办人): such a word may also stand in a text by itself."""
        return self._is_one_of(text, self.people, _PEOPLE)

    def _is_one_of(self, text: str, known: frozenset[str], fields: Collection[str]) -> bool:
        """Whether a label is one of `known`, or, known to no form, put together for one of `fields`."""
        return _is_in(text, known) or (self._names(text) in fields and not _is_in(text, self.known))

    def code(self, name: str, text: str) -> str | None:
        """Return the code of a word of the closed list `name` ("kind", "urgency", …), or None."""
        return self.codes[name].get(fold(text))

    def in_title(self, kind: str, text: str) -> str:
        """Return the first wording of `titles` for that kind which stands in `text` (no white space), or ""."""
        return next((word for word in self.titles.get(kind, ()) if word in text), "")


def _meanings(
    form: str, fields: Mapping[str, list[str]], words: Mapping[str, list[str]]
) -> dict[str, tuple[str, int]]:
    meanings: dict[str, tuple[str, int]] = {}
    generated: dict[str, tuple[str, int]] = {}
    for key, labels in fields.items():
        name, rank = (key[:-1], 1) if key.endswith("?") else (key, 0)
        for label in labels:
            into = generated if "{" in label else meanings
            for text in _spelt_out(label, words):
                folded = fold(text)
                if "{" not in label and into.get(folded, (name, rank)) != (name, rank):
                    raise ValueError(f"fields.toml [{form}]：“{text}”同时列在 {into[folded][0]} 和 {name} 下")
                into.setdefault(folded, (name, rank))
    return {**generated, **meanings}  # what is written out wins over what was put together


def _complete(
    forms: Mapping[str, Mapping[str, tuple[str, int]]],
    titles: Mapping[str, tuple[str, ...]],
    codes: Mapping[str, Mapping[str, str]],
    other: Iterable[str],
    compounds: Mapping[str, tuple[Compound, ...]],
) -> Labels:
    def named(fields: Collection[str]) -> frozenset[str]:
        return frozenset(
            text for meanings in forms.values() for text, (name, _) in meanings.items() if name in fields
        )

    return Labels(
        forms,
        titles,
        codes,
        frozenset(other).union(*forms.values()),
        named(_LONG) - named(_PEOPLE),
        named(_PEOPLE),
        named(_CLOSING),
        frozenset(other),
        compounds,
    )


def _spelt_out(label: str, words: Mapping[str, list[str]]) -> Iterator[str]:
    parts = re.split(r"\{(\w+)\}", label)
    choices = [words[part] if i % 2 else [part] for i, part in enumerate(parts)]
    return ("".join(chosen) for chosen in product(*choices))


@lru_cache(maxsize=1)
def _standard() -> Labels:
    """Return the labels of `fields.toml`, and those that `compounds.toml` puts together from the words of both."""
    table, parts = (_table(name) for name in ("fields.toml", "compounds.toml"))
    return Labels.of(
        {
            **table,
            "words": {**table["words"], **parts["words"]},
            "compounds": {form: parts[form] for form in FORMS if form in parts},
        }
    )


def _table(name: str) -> Mapping[str, Mapping]:
    return tomllib.loads(files("config").joinpath(name).read_text("utf-8"))
