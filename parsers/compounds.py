"""Labels put together from parts: who or what it is about, what was done, what is asked (诉求人 + 联系 + 电话).

Nobody can list what every platform calls a field; the parts are few, and closed. A pattern of `fields.toml` says in
what order parts may stand: `{person}{reach?}{phone}`, a part with `?` may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST_COMPOUND = 16
"""Characters of a folded label that may be put together from parts."""

HAN = re.compile(r"[\u4e00-\u9fff]")
"""A character that every compound has."""

_PART = re.compile(r"([^{}]+)|\{(\w+)(\??)\}")


@dataclass(frozen=True)
class Compound:
    """How labels of one field are put together: the parts in order. `rank` is that of `Labels.forms`.

    A part is the words that may stand there; "" among them says that it may be left out.
    """

    field: str
    rank: int
    parts: tuple[frozenset[str], ...]
    ends: tuple[str, ...]  # the words of the last part: most texts are told apart by them

    def makes(self, folded: str) -> bool:
        """Whether the parts make up the whole of a folded label."""
        return folded.endswith(self.ends) and _made_of(folded, self.parts)


def read_compounds(
    fields: Mapping[str, Sequence[str]], words: Mapping[str, Sequence[str]]
) -> tuple[Compound, ...]:
    """Return the compounds of a form; `KeyError` names a part that `words` does not have."""
    found = []
    for key, patterns in fields.items():
        for pattern in patterns:
            parts = _parts(pattern, words)
            found.append(Compound(key.removesuffix("?"), int(key.endswith("?")), parts, tuple(parts[-1])))
    return tuple(found)


def compound_meaning(compounds: Sequence[Compound], folded: str) -> tuple[str, int] | None:
    """Return `(field, rank)` of the first compound that makes up the whole of a folded label, or None."""
    if len(folded) > LONGEST_COMPOUND or not HAN.search(folded):
        return None
    return next(((c.field, c.rank) for c in compounds if c.makes(folded)), None)


def _parts(pattern: str, words: Mapping[str, Sequence[str]]) -> tuple[frozenset[str], ...]:
    """Return the parts of `{who}{reach?}电话`; what stands between the braces is a part of one word."""
    found = []
    for between, name, optional in _PART.findall(pattern):
        found.append(
            frozenset([between]) if between else frozenset(words[name]).union([""] if optional else [])
        )
    return tuple(found)


def _made_of(label: str, parts: Sequence[frozenset[str]]) -> bool:
    if not parts:
        return not label
    first, rest = parts[0], parts[1:]
    return any(label[:n] in first and _made_of(label[n:], rest) for n in range(len(label) + 1))
