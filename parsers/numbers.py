"""Numbers as people write them: our case numbers, the upper platform's numbers, telephones, Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from stdnum.iso7064 import mod_37_36

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}

_LIKE_DIGITS = str.maketrans("OoQDlIi|", "00001111")
_MAY_MEAN = {"O": "0", "o": "0", "I": "1", "i": "1", "l": "1"}  # nobody writes a capital L for a 1
_GAP = r"[\s\-‐-―−﹣_.·/〔〕\[\]()]{0,3}"

# Numbers of upper platforms in running text: a time to the second and six digits; letters, a day and a running number
# (SD20181016943285); or anything at a word that names it (工单181029124523266281, 编号为…, GD3704210713号件).
_RUN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{0,6}[-_]?\d[\d-]{6,28}\d(?![0-9A-Za-z])")
_BLOCK = re.compile(r"[\dA-Za-z_-]{8,}")  # where a run can lie: a fifth of the time
_LETTERED = re.compile(r"[A-Z]{1,5}[-_]?20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3,10}")
_NAMED = re.compile(
    r"(?:工单|单号|编号|信件|案件|流水号|转办件|诉求件|来件)(?:编号|号码|号|ID)?(?:为|是)?[\s:：【\[(（#“\"]{0,3}$"
)
_NAMED_AFTER = re.compile(
    r"\s?[】\])）”\"]?\s?号(?:的)?(?:工单|转办件|交办件|诉求件|信件|来件|热线件|案件|事项|诉求|件)(?!人)"
)
_NO_PROVINCE = re.compile(r"(?!1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])")
_PICTURE = re.compile(r"^(?:IMG|DSC|VID|MVIMG|PIC|WX|SCAN|PXL)")

_PHONE = re.compile(
    r"(?<![\dA-Za-z])(?:"
    r"(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s]?\d{4}[-\s]?\d{4}|[-\s]?\d{3}[-\s]?\d{5})"  # mobile, also in groups
    r"|\(?0\d{2,3}\)?[-\s]{0,2}[2-9]\d{2,3}[-\s]?\d{4}(?:\s?(?:转|-|分机)\s?\d{1,5})?"  # area code and number
    r"|[48]00[-\s]?\d{3,4}[-\s]?\d{3,4}"
    r"|[2-9]\d{6,7}(?:\s?(?:转|分机)\s?\d{1,5})?"  # within the town
    r")(?![\dA-Za-z])"
)

LEAST_RUN = 8  # characters of any number of an upper platform
LEAST_DIGITS = 10
"""Of a bare number in running text that may be the upper platform's: shorter ones are often only its tail."""


@dataclass(frozen=True)
class Numbers:
    """Case numbers of ours found in a text, in order, and what looks like one but fails its check."""

    sound: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()  # as written


def wide_to_narrow(text: str) -> str:
    """Return `text` with full-width letters, digits and punctuation made narrow (NFKC)."""
    # To ask costs a sixtieth of doing it. No line's end ever joins with the next one's beginning, and of a table's
    # lines few have anything to narrow.
    if unicodedata.is_normalized("NFKC", text):
        return text
    lines = text.split("\n")
    return "\n".join(
        line if unicodedata.is_normalized("NFKC", line) else unicodedata.normalize("NFKC", line)
        for line in lines
    )


def case_number(year: int, count: int, prefix: str = "TZ") -> str:
    """Return the case number: `case_number(2018, 123)` → `TZ-2018-000123-` and its ISO 7064 MOD 37,36 character."""
    body = f"{prefix}{year:04d}{count:06d}"
    return f"{prefix}-{year:04d}-{count:06d}-{mod_37_36.calc_check_digit(body)}"


@lru_cache(maxsize=8)
def _case_pattern(prefix: str) -> re.Pattern[str]:
    spelt = r"\s?".join(re.escape(c) for c in prefix)
    digit = r"[0-9OoQDlIi|]"
    four, six = (r"\s?".join([digit] * n) for n in (4, 6))
    return re.compile(
        rf"(?<![0-9A-Za-z]){spelt}{_GAP}({four}){_GAP}({six})(?:{_GAP}([0-9A-Za-z]))?(?![0-9A-Za-z])",
        re.IGNORECASE,
    )


def find_case_numbers(text: str, prefix: str = "TZ") -> Numbers:
    """Return the case numbers in `text`, retyped ones included: `ｔｚ２０１８０００４３５ｌ` → `TZ-2018-000435-L`.

    O for 0 and l or I for 1 are read as the digit (as the check character, also as themselves); only a reading that
    the check character proves counts.
    """
    text = wide_to_narrow(text)
    if prefix[:1].upper() not in text and prefix[:1].lower() not in text:
        return Numbers()
    sound: dict[str, None] = {}
    broken: dict[str, None] = {}
    for hit in _case_pattern(prefix).finditer(text):
        number = _proven(hit, prefix.upper())
        if number:
            sound[number] = None
        else:
            broken[re.sub(r"\s+", "", hit[0])] = None
    return Numbers(tuple(sound), tuple(broken))


def without_case_numbers(text: str, prefix: str = "TZ") -> str:
    """Return `text`, narrow, with a space for each number that is one of ours or looks like one."""
    return _case_pattern(prefix).sub(" ", wide_to_narrow(text))


def _proven(hit: re.Match[str], prefix: str) -> str:
    year, count = (re.sub(r"\s", "", part).translate(_LIKE_DIGITS) for part in hit.group(1, 2))
    check = hit[3] or ""
    for last in f"{check.upper()}{_MAY_MEAN.get(check, '')}":
        if last and mod_37_36.is_valid(f"{prefix}{year}{count}{last}"):
            return f"{prefix}-{year}-{count}-{last}"
    return ""


def find_upper_numbers(text: str, around: int | None = None, prefix: str = "TZ") -> tuple[str, ...]:
    """Return what must be numbers of the upper platform in running text, in order.

    `around` is the year of the mail: a time stamp of another decade is no work order but an identity or bank number.
    Numbers of ours, with `prefix`, are left out even where their check fails.
    """
    text = wide_to_narrow(text)
    if len(text) < LEAST_RUN:  # as most cells of a table are
        return ()
    found: dict[str, None] = {}
    for hit in (hit for block in _BLOCK.finditer(text) for hit in _RUN.finditer(text, *block.span())):
        number = hit[0]
        if (
            (
                len(number) == 18
                and number.isdigit()
                and _is_stamp(number, around)
                and not is_identity_number(number)
            )
            or (_LETTERED.fullmatch(number) and not _PICTURE.match(number))
            or (
                (
                    _NAMED.search(text, max(0, hit.start() - 16), hit.start())
                    or _NAMED_AFTER.match(text, hit.end())
                )
                and _could_be_upper(number, prefix)
            )
        ):
            found[number] = None
    return tuple(found)


def _is_stamp(digits: str, around: int | None) -> bool:
    year, month, day, hour, minute, second = (int(digits[i : i + 2]) for i in range(0, 12, 2))
    try:
        moment = datetime(2000 + year, month, day, hour, minute, second)
    except ValueError:
        return False
    return 2010 <= moment.year <= 2045 and (around is None or around - 3 <= moment.year <= around + 1)


def _could_be_upper(number: str, prefix: str) -> bool:
    if (number.isdigit() and len(number) < LEAST_DIGITS) or _case_pattern(prefix).match(number):
        return False
    return not (
        re.fullmatch(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{4}-\d{1,2}-\d{1,2}", number)
        or is_identity_number(number)
    )


def is_identity_number(text: str) -> bool:
    """Whether `text` is an identity number of 18 characters: a day of birth and a check (GB 11643, MOD 11-2)."""
    if not re.fullmatch(r"[1-9]\d{16}[\dXx]", text) or _NO_PROVINCE.match(text):
        return False
    try:
        born = datetime(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(c) << (17 - i) for i, c in enumerate(text[:17]))
    return 1900 <= born.year <= 2045 and "10X98765432"[total % 11] == text[17].upper()


def tidy_upper_number(text: str) -> str:
    """Return a labelled number of the upper platform as it is compared: narrow, without white space and quotes."""
    return re.sub(r"[\s'\"`‘’“”]+", "", wide_to_narrow(text)).strip(":;,.。、()[]【】")


def find_phones(text: str) -> tuple[str, ...]:
    """Return the telephone numbers in `text` as written, narrow and with single hyphens: `（0632）5551234`."""
    text = re.sub(r"[‐-―−﹣－ー—]", "-", wide_to_narrow(text))
    return tuple(
        dict.fromkeys(
            re.sub(r"\s*-\s*|\s+", lambda m: "-" if "-" in m[0] else "", hit[0])
            for hit in _PHONE.finditer(text)
        )
    )


def is_mobile(phone: str) -> bool:
    """Whether `phone` is a mobile number of the mainland."""
    return re.fullmatch(r"(?:86)?1[3-9]\d{9}", re.sub(r"\D", "", phone)) is not None


def chinese_number(text: str) -> int | None:
    """Return the number that `text` is, in digits or Chinese numerals up to thousands: `十五` → 15, `二〇一八` → 2018."""
    text = wide_to_narrow(text).strip()
    if text.isdecimal() and text.isascii():
        return int(text)
    if not text or any(c not in DIGITS and c not in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        else:
            total += (1 if digit is None else digit) * _UNITS[c]
            digit = None
    return total + (digit or 0)
