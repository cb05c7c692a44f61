"""What is left of somebody where a writer hid him by half: 139****0088, 高*远, the estate he lives in.

A half-hidden number or name is no longer recognised as one, and tells who asked all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generators.people import SEVERAL, given_name_of, surname_of

STAR = "[*＊×✱●○•]"
_DIGIT = "[0-9０-９]"
# A number with some digits struck out: 139****0088, 1396327****, ****0088, 139xxxx0088.
HALF_NUMBER = re.compile(
    rf"{_DIGIT}{{2,}}[\s-]?(?:{STAR}{{2,}}|[xXｘＸ]{{3,}})[\s-]?{_DIGIT}{{0,6}}|{STAR}{{2,}}{_DIGIT}{{2,6}}"
)
LAST_FOUR = re.compile(
    rf"(?<=[末后][四4]位)(?:数字?)?[为是:： ]{{0,2}}{_DIGIT}{{3,6}}|(?<=尾数)[为是:： ]{{0,2}}{_DIGIT}{{3,6}}"
)
LEAST_OF_A_PLACE = 3  # characters: 和谐家园; fewer may be any word


def half_names(names: str) -> Iterator[re.Pattern[str]]:
    """Yield patterns for a name with characters struck out, and the surname behind a word that speaks of a person:
    高*远, 高**, 与老高.
    """
    for name in SEVERAL.split(re.sub(r"\s", "", names)):
        surname = surname_of(name)
        if not surname:
            continue
        last = given_name_of(name)[-1:]
        yield re.compile(rf"{surname}\s?(?:{STAR}{{1,3}}|[xXｘＸ]{{1,2}}(?![A-Za-z])){last and f'{last}?'}")
        yield re.compile(rf"(?<=[与和跟找给请对向让由问同到])[老小]{surname}(?![层楼压中速铁校山村庄家镇路])")


def home_of(address: str, region_ends: int) -> str:
    """The estate, village or street of an address without its numbers, behind the town: 和谐家园; "" for none."""
    found = re.match(r"[\u4e00-\u9fff]+", address[region_ends:])
    name = found.group() if found else ""
    return name if len(name) >= LEAST_OF_A_PLACE else ""
