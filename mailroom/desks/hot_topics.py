"""热点: what citizens complain of most, by topic and town, counted by the words of the cases. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.models import Department
from mailroom.desks.jurisdiction import names_of_town

LEAST_THERE = 2  # cases of a topic in one town, for it to be named
SHARE_THERE = 5  # and at least a fifth of all
MOST_PLACES = 2
ENDINGS = ("人民政府", "办事处", "政府")


@dataclass
class Topics:
    """How many cases each topic and each town has, and each topic in each town."""

    topics: Counter[str] = field(default_factory=Counter)
    towns: Counter[str] = field(default_factory=Counter)
    places: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def where(self, topic: str) -> str:
        """The towns that a topic gathers in, "" where it is spread."""
        least = max(LEAST_THERE, -(-self.topics[topic] // SHARE_THERE))
        found = [(town, count) for town, count in self.places[topic].items() if count >= least]
        found.sort(key=lambda each: (-each[1], each[0]))
        return "、".join(town for town, _ in found[:MOST_PLACES])


def count_topics(
    cases: Iterable[Any],
    words: Mapping[str, Sequence[str]],
    towns: Sequence[Department],
    leads: Mapping[int, str],
) -> Topics:
    """Count cases (id, title, request_text, place); `leads`: case id → the town that handles it, where one does."""
    counted = Topics()
    known = [(short_town(town.name), names_of_town(town)) for town in towns]
    for case in cases:
        topic = topic_of(case.title, case.request_text, words)
        town = town_of(case, known) or short_town(leads.get(case.id, ""))
        if topic:
            counted.topics[topic] += 1
        if town:
            counted.towns[town] += 1
        if topic and town:
            counted.places[topic][town] += 1
    return counted


def topic_of(title: str, text: str, words: Mapping[str, Sequence[str]]) -> str:
    """The topic whose words a case has the most of, those of the title twice; "" for none."""
    best, most = "", 0
    for topic, its_words in words.items():
        weight = sum(
            (2 if word in title else 1) * len(word) for word in its_words if word in title or word in text
        )
        if weight > most:
            best, most = topic, weight
    return best


def town_of(case: Any, towns: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The only town that the place names, else the only one that title and text name."""
    for text in (case.place, f"{case.title} {case.request_text}"):
        found = [name for name, names in towns if any(each in text for each in names)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def short_town(name: str) -> str:
    """Return 荆河街道 for 荆河街道办事处, 级索镇 for 级索镇人民政府."""
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name
