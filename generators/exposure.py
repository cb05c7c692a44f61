"""Where redaction is not sure: what it may have left of a secret case's petitioner, and what it took that is needed.

A letter about such a case does not go out by itself; a person reads it first.
"""

from __future__ import annotations

import re
from typing import Any

from generators.people import HIDDEN, PLACE_AFTER, given_name_of, is_a_word
from generators.privacy import REGION, VILLAGE, is_secret, redacted_texts
from generators.relatives import units_in

LEAST_PLACE = 2  # characters below the town without which nobody finds a place
A_CLASS = re.compile(
    r"[一二三四五六七八九1-9]年级\s*[（(]?[一二三四五六七八九十0-9]{1,2}[)）]?\s*班|[初高][一二三]\s*[（(]?[一二三四五六七八九十0-9]{1,2}[)）]?\s*班"
)


def exposures(case: Any, petitioner: Any | None) -> list[str]:
    """Return why a person should read the letter about a secret case before it goes out; Chinese sentences, [] for none.

    They quote nothing that would tell who asked.
    """
    if not is_secret(case):
        return []
    shown = redacted_texts(case, petitioner)
    told = "\n".join(shown)
    sentences = []
    if _is_lost(case.place, shown):
        sentences.append(f"事发地点就是诉求人的住处，隐去后只剩“{shown[2]}”，单位找不到地方")
    if petitioner is not None and is_a_word(petitioner.name or ""):
        given = given_name_of(petitioner.name)
        if re.search(rf"{given}(?!\s*(?:{PLACE_AFTER}))", told):
            sentences.append("诉求人的名字也是常用的词，留下的文字里还有它，看不出是不是指人")
    if any(unit not in told for text in (case.title, case.request_text) for unit in units_in(text)):
        sentences.append("隐去了家属的学校或单位，它也可能正是被反映的")
    if A_CLASS.search(told):
        sentences.append("留下的文字里有年级和班，可能是诉求人家的孩子")
    return sentences


def _is_lost(place: str, shown: tuple[str, str, str]) -> bool:
    """Whether a place says nothing any more below its town, and the other texts do not name it either."""
    title, request, left = shown
    if HIDDEN not in left or len(_below_town(left.replace(HIDDEN, ""))) >= LEAST_PLACE:
        return False
    return not any(hit[0] in title + request for hit in VILLAGE.finditer(_below_town(place)))


def _below_town(place: str) -> str:
    region = REGION.match(place)
    return place[region.end() :].strip() if region else place.strip()
