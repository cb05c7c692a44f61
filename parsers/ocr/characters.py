"""Which characters stand in Chinese forms, and which are so rare that reading one is itself a reason for care."""

from __future__ import annotations

from functools import lru_cache

_SIGNS = frozenset("☑☒☐✓✔√□■○●×〇—…“”‘’·")
_HAN = 0xB0  # first octet of Han characters in GB 2312; signs and full-width letters stand below
_OF_SIGNS = (0xA1, 0xA2, 0xA3)


@lru_cache(maxsize=4096)
def is_common(char: str) -> bool:
    """Whether a character is of GB 2312 (Han, signs, full width), ASCII, or a sign of forms."""
    if not char or char in _SIGNS or char.isascii():
        return True
    try:
        lead = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return lead >= _HAN or lead in _OF_SIGNS


def commonness(char: str) -> float:
    """Return how far a character is believed: less than it looks where it stands in no Chinese form.

    The network knows fifty languages; kana and accented letters win only where it is sure, and so do 決 and 黃, which a
    copier easily makes of 决 and 黄. Rare Han characters have it no harder: names have them, and `writing` calls them
    unsure.
    """
    if is_common(char):
        return 1.0
    if not "\u4e00" <= char <= "\u9fff":
        return 0.15
    return 0.3 if _is_traditional(char) else 1.0


def _is_traditional(char: str) -> bool:
    """Whether a Han character that is not of GB 2312 is an everyday one of Big5: a form that the mainland does not write."""
    try:
        return char.encode("big5")[0] <= _LAST_OF_EVERYDAY
    except UnicodeEncodeError:
        return False


_LAST_OF_EVERYDAY = 0xC6  # first octet in Big5; from 0xC9 on stand the rare ones, as names have them
