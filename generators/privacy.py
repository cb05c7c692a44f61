"""What must not be read by everybody: masks for lists and notices, redaction of secret cases (保密、举报).

Masks keep enough for a clerk to recognise an entry (138****1234). Redaction keeps nothing: `HIDDEN` stands where a
name, telephone, identity number, plate or house number stood. It rather hides too much than too little; the
department asks the office where it needs to know more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from generators.people import HIDDEN, SURNAMES, forms_of, loose, surname_of
from generators.relatives import relatives_in, without_relatives
from generators.remnants import HALF_NUMBER, LAST_FOUR, half_names, home_of
from generators.wording import visible

DIGIT = "[0-9０-９]"
NO_DIGIT_BEFORE, NO_DIGIT_AFTER = "(?<![0-9０-９])", "(?![0-9０-９])"
GAP = r"[\s\-－—–_.·•()（）　]{0,3}"  # what people put between the digits of a number
IDENTITY = re.compile(
    rf"{NO_DIGIT_BEFORE}[1-9１-９](?:{GAP}{DIGIT}){{5}}{GAP}(?:[1１]{GAP}[89８９]|[2２]{GAP}[0０])"
    rf"(?:{GAP}{DIGIT}){{9}}{GAP}[0-9０-９XxＸｘ]{NO_DIGIT_AFTER}"
)
# The first two digits of an identity number: provinces (GB/T 2260).
REGIONS = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
MOBILE = re.compile(
    rf"{NO_DIGIT_BEFORE}(?:[+＋]?[8８][6６]{GAP})?[1１][3-9３-９](?:{GAP}{DIGIT}){{9}}{NO_DIGIT_AFTER}"
)
LANDLINE = re.compile(rf"{NO_DIGIT_BEFORE}[0０](?:{GAP}{DIGIT}){{9,11}}{NO_DIGIT_AFTER}")
LONG_NUMBER = re.compile(rf"{DIGIT}(?:{GAP}{DIGIT}){{6,}}+(?!\s*(?:元|万元|平方米))")
LAST_DIGITS = re.compile(rf"(?<=尾号)[为是:： ]{{0,2}}{DIGIT}{{3,6}}")
SPELT_NUMBER = re.compile(r"[零〇○一二三四五六七八九幺两](?:\s?[零〇○一二三四五六七八九幺两]){6,}")
MAIL_ADDRESS = re.compile(r"[A-Za-z0-9_.+-]{1,64}[@＠][A-Za-z0-9-]+(?:[.．][A-Za-z0-9-]+)+")
ACCOUNT = re.compile(r"(?:微信|QQ|ＱＱ|qq)号?(?:码)?(?:是|为|[:： ])?\s*[A-Za-z0-9_-]{5,}")
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Za-hj-zＡ-Ｚａ-ｚ][\s·•．.-]?"
    r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]{5,6}(?![A-Za-z0-9])"
)
# What looks like a long number and is none: dates, and the office's own case numbers.
KEPT = re.compile(
    rf"[A-Z]{{2,5}}-\d{{4}}-\d{{6}}-[0-9A-Z]|{NO_DIGIT_BEFORE}(?:19|20)\d\d\s?(?:年|-|/|\.)\s?\d{{1,2}}\s?(?:月|-|/|\.)\s?\d{{1,2}}(?:\s?日|号)?{NO_DIGIT_AFTER}"
    r"(?:[\sT]{0,2}\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
)
DIGIT_WORD = "[0-9０-９一二三四五六七八九十]"
NUMBER = r"[0-9０-９A-Za-zＡ-Ｚ一二三四五六七八九十百零〇甲乙丙丁]{1,6}+"
QUANTITY = r"(?![一二三]\s*[栋幢座])"  # 一栋违建 is no address
STRONG = rf"{QUANTITY}{NUMBER}\s*(?:号\s*(?:楼|院|门|房|宅)|栋|幢|座|单元|室|号铺)"
WEAK = rf"{NUMBER}\s*(?:号\s*楼?|栋|幢|座|单元|室|楼|层|户|门)"
# Building, unit and room, with what follows them: 3号楼2单元501, 3-2-501.
ROOM = re.compile(
    rf"{STRONG}(?:[\s,，-]?{WEAK})*(?:[\s,，-]?(?:{NUMBER}|[东西南北中]{{1,2}}户)(?![年月日时点分路个名次万元]))?"
    rf"|{NO_DIGIT_BEFORE}(?<!-){DIGIT}{{1,3}}\s*[-－—]\s*{DIGIT}{{1,3}}\s*[-－—]\s*{DIGIT}{{3,4}}(?!-){NO_DIGIT_AFTER}"
)
# The number in a street or village: 平行南路12号, 前黄庄村2组15号.
DOOR = re.compile(
    rf"(?<=[路街巷弄村庄组里区胡同道])\s*(?:{NUMBER}\s*(?:组|排|队)\s*)?{NUMBER}\s*号(?!线|文|公告|令)"
)
INTRODUCED = re.compile(
    r"((?:我叫|我名叫|本人叫|本人姓名|我的名字是|姓名(?:是|为|[:：])|"
    r"(?:来电人|来信人|诉求人|反映人|举报人|投诉人|联系人)(?:是|为|叫|[:：]))\s*)"
    r"([\u4e00-\u9fff·]{2,4}?)(?=[，,。；;、：:\s（(电手住家,今现男女性要反称投举]|$)"
)
NAMED = re.compile(
    rf"((?:来电人|来信人|诉求人|反映人|举报人|投诉人|本人)\s*)[{SURNAMES}][\u4e00-\u9fff]{{1,2}}"
    r"(?=[，,。；;、：:（(]|反映|诉称|称|来电|投诉|举报|住)"
)
# Where somebody says that he lives: down to the last house, estate or village named before the sentence goes on.
HOME = re.compile(
    rf"((?:家住|住在|居住在|居住于|现住|现居|租住在?|住址(?:是|为)?[:：]?|家在)\s*)"
    rf"(?:[^，,。；;、！!？?\s〔]{{0,14}}?(?:村委会|村|庄|小区|社区|居委会|花园|家园|苑|公寓|宿舍|家属院|大院|号|室|户|{HIDDEN}))+"
    rf"(?:[东西南北中前后左右]{{0,2}}(?:侧|边|面|头|首)?第?{DIGIT_WORD}{{1,3}}(?:家|户|排|巷|胡同))?"
)
# The part of an address that tells no person: down to the town.
REGION = re.compile(r".*(?:省|市(?!场|政)|县|(?<![小社])区|镇|乡|街道(?:办事处|办)?)")
VILLAGE = re.compile(rf"(?:(?!{NUMBER}\s*号)[^0-9０-９]){{1,10}}(?:村|庄|小区|社区|居委会|家园|花园|路|街)")


def is_secret(case: Any) -> bool:
    """Whether nothing about the petitioner may leave the office: marked 保密, or a 举报."""
    return bool(case.secret) or case.kind == "report"


def mask_name(name: str) -> str:
    """Return 张某某; 张女士 stays, having no given name."""
    plain = re.sub(r"\s", "", name)
    surname = surname_of(plain)
    if not surname:
        return "" if not plain else "匿名" if "匿名" in plain else "某某"
    title = re.search(r"(?:先生|女士|小姐)$", plain)
    return surname + (title.group() if title else "某某")


def mask_phone(phone: str) -> str:
    """Return 138****1234, 0632-551****; several numbers in one text are masked each."""

    def masked(found: re.Match[str]) -> str:
        digits = _ascii_digits(found.group())
        if len(digits) == 11 and digits[0] == "1":
            return f"{digits[:3]}****{digits[-4:]}"
        if digits[0] == "0" and len(digits) >= 10:
            area = 3 if digits[1] in "12" else 4
            return f"{digits[:area]}-{digits[area : area + 3]}****"
        return f"{digits[:3]}****" if len(digits) >= 7 else "****"

    return re.sub(rf"{DIGIT}(?:[\s\-－—]?{DIGIT})*", masked, phone)


def mask_id(number: str) -> str:
    """Return 370481********1233."""
    plain = re.sub(r"\s", "", number)
    return plain[:6] + "*" * max(len(plain) - 10, 0) + plain[-4:] if len(plain) >= 15 else "****"


def mask_text(text: str, petitioner: Any | None = None) -> str:
    """Mask identity numbers, telephones and the petitioner's own name inside a text that goes into lists and notices."""
    text = visible(text)
    name = re.sub(r"\s", "", petitioner.name) if petitioner is not None else ""
    if len(name) > 1 and surname_of(name):
        text = loose(name).sub(mask_name(name), text)
    text = IDENTITY.sub(_masked_identity, text)
    for pattern in (MOBILE, LANDLINE):
        text = pattern.sub(lambda found: mask_phone(_ascii_digits(found.group())[-12:]), text)
    return text


def _masked_identity(found: re.Match[str]) -> str:
    """Mask an identity number; a platform's 18-digit number of an evening call looks alike, but for the region."""
    number = _ascii_digits(found.group())
    return mask_id(number) if re.sub(r"\D", "", number)[:2] in REGIONS else found.group()


def redact(text: str, petitioner: Any | None = None) -> str:
    """Return `text` without anything that tells who asked; `petitioner` (name, phone, address) where it is known."""
    return _redacted(text, petitioner, (ROOM, DOOR))


def without_petitioner(text: str, petitioner: Any | None) -> str:
    """Return `text` without the petitioner's own name, phone and address; other people and places stay."""
    text = visible(text)
    for pattern in _known(petitioner):
        text = pattern.sub(HIDDEN, text)
    return text


def redacted_texts(case: Any, petitioner: Any | None) -> tuple[str, str, str]:
    """Return title, request and place of a case as they may be told: as they are, of a secret case redacted."""
    if not is_secret(case):
        return case.title, case.request_text, case.place
    family = relatives_in(f"{case.title}\n{case.request_text}\n{case.place}")  # named in one, meant in all
    return (
        _redacted(case.title, petitioner, (ROOM, DOOR), family),
        _redacted(case.request_text, petitioner, (ROOM, DOOR), family),
        _redacted(case.place, petitioner, (ROOM,), family),
    )


def redact_words(text: str, case: Any, petitioner: Any | None) -> str:
    """Return what somebody writes about a case later on (批示) as its department may read it: as it is, of a secret case
    redacted; there even the estate where the petitioner lives is hidden, unless it is where the case happened.
    """
    if not is_secret(case):
        return text
    address = re.sub(r"\s", "", petitioner.address or "") if petitioner is not None else ""
    region = REGION.match(address)
    home = home_of(address, region.end() if region else 0)
    redacted = redact(text, petitioner)
    if home and home not in "".join(redacted_texts(case, petitioner)):
        redacted = redacted.replace(home, HIDDEN)
    return re.sub(rf"(?:{HIDDEN}\s?){{2,}}", HIDDEN, redacted)


def redact_place(place: str, petitioner: Any | None = None) -> str:
    """Redact a place of events: the number in the street stays, unless the petitioner lives there. It is where to go."""
    return _redacted(place, petitioner, (ROOM,))


def _redacted(
    text: str, petitioner: Any | None, houses: tuple[re.Pattern[str], ...], family: Sequence[str] = ()
) -> str:
    if not text:
        return ""
    text = visible(text)  # a mark inside a number would hide it from us, and be gone from the letter
    family = (*family, *relatives_in(text))
    for pattern in _known(petitioner):
        text = pattern.sub(HIDDEN, text)
    for pattern in (
        MAIL_ADDRESS,
        ACCOUNT,
        IDENTITY,
        MOBILE,
        LANDLINE,
        HALF_NUMBER,
        LAST_DIGITS,
        LAST_FOUR,
        PLATE,
        *houses,
        SPELT_NUMBER,
    ):
        text = pattern.sub(HIDDEN, text)
    for pattern in (HOME, INTRODUCED, NAMED):
        text = pattern.sub(rf"\g<1>{HIDDEN}", text)
    text = without_relatives(text, family)
    text = _without_long_numbers(text)
    return re.sub(rf"(?:{HIDDEN}\s?){{2,}}", HIDDEN, text)


def _without_long_numbers(text: str) -> str:
    """Hide runs of seven digits and more, but leave dates, times and case numbers readable."""
    pieces, end = [], 0
    for kept in KEPT.finditer(text):
        pieces += [LONG_NUMBER.sub(HIDDEN, text[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*pieces, LONG_NUMBER.sub(HIDDEN, text[end:])])


def _known(petitioner: Any | None) -> Iterator[re.Pattern[str]]:
    """Yield patterns for what is on record about the petitioner, the longest first."""
    if petitioner is None:
        return
    yield from _address_patterns(re.sub(r"\s", "", petitioner.address or ""))
    yield from half_names(petitioner.name or "")
    yield from forms_of(petitioner.name or "")
    for digits in re.findall(r"\d{5,}", _ascii_digits(re.sub(r"[、,，;；/]", "#", petitioner.phone or ""))):
        yield re.compile(GAP.join(f"[{digit}{chr(ord(digit) + 0xFEE0)}]" for digit in digits))


def _address_patterns(address: str) -> Iterator[re.Pattern[str]]:
    """Yield what tells where the petitioner lives. The name of a village or an estate alone may be where it happened."""
    region = REGION.match(address)
    below = address[region.end() :] if region else address
    if len(below) < 2:
        return
    if VILLAGE.fullmatch(below):
        town = re.search(r"[^省市县区]*(?:镇|乡|街道(?:办事处|办)?|区|市)$", region.group() if region else "")
        before = f"(?<={re.escape(town.group())})|" if town else ""
        yield re.compile(rf"(?:{before}(?<=家住)|(?<=住在)|(?<=居住)){re.escape(below)}")
        return
    yield loose(below)
    for piece in re.split(r"(?<=[村庄])|(?<=小区)|(?<=社区)|(?<=号)(?!楼|院)", below):
        if len(piece) >= 3 and not VILLAGE.fullmatch(piece):
            yield loose(piece)


def _ascii_digits(text: str) -> str:
    """Return the digits, X and # of `text` in ASCII."""
    narrow = (chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)
    return "".join(char for char in narrow if char in "0123456789Xx#").upper()
