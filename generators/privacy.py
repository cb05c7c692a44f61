"""What must not be read by everybody: masks for lists and notices, redaction of secret cases (保密、举报).

Masks keep enough for a clerk to recognise an entry (138****1234). Redaction keeps nothing: `HIDDEN` stands where a
name, telephone, identity number, plate or house number stood. It rather hides too much than too little; the
department asks the office where it needs to know more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

HIDDEN = "〔保密〕"
DIGIT = "[0-9０-９]"
GAP = r"[\s\-－—–_.·•()（）　]{0,3}"  # what people put between the digits of a number
COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
)
TITLES = "先生|女士|小姐|同志|师傅|老师|大爷|大妈|大娘|大哥|大姐|阿姨|叔叔|老板|经理|医生|某某某|某某|某"

MOBILE = re.compile(
    rf"(?<![0-9０-９])(?:[+＋]?[8８][6６]{GAP})?[1１][3-9３-９](?:{GAP}{DIGIT}){{9}}(?![0-9０-９])"
)
LANDLINE = re.compile(rf"(?<![0-9０-９])[0０](?:{GAP}{DIGIT}){{9,11}}(?![0-9０-９])")
IDENTITY = re.compile(
    rf"(?<![0-9０-９])[1-9１-９](?:{GAP}{DIGIT}){{5}}{GAP}(?:1{GAP}[89]|2{GAP}0|１[８９]|２０)"
    rf"(?:{GAP}{DIGIT}){{9}}{GAP}[0-9０-９XxＸｘ](?![0-9０-９])"
)
MOMENT = re.compile(
    r"(?<![0-9０-９])(?:19|20)\d\d\s?(?:年|-|/|\.)\s?\d{1,2}\s?(?:月|-|/|\.)\s?\d{1,2}(?:\s?日|号)?(?![0-9０-９])"
    r"(?:[\sT]{0,2}\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
)
LONG_NUMBER = re.compile(rf"{DIGIT}(?:{GAP}{DIGIT}){{6,}}")
SPELT_NUMBER = re.compile(r"[零〇○一二三四五六七八九幺两](?:\s?[零〇○一二三四五六七八九幺两]){6,}")
MAIL_ADDRESS = re.compile(r"[\w.+-]+[@＠][\w-]+(?:[.．][\w-]+)+")
ACCOUNT = re.compile(r"(?:微信|QQ|ＱＱ|qq)号?(?:码)?(?:是|为|[:： ])?\s*[A-Za-z0-9_-]{5,}")
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Za-hj-zＡ-Ｚａ-ｚ][\s·•．.-]?"
    r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]{5,6}(?![A-Za-z0-9])"
)
NUMBER = r"[0-9０-９A-Za-zＡ-Ｚ一二三四五六七八九十百零〇两甲乙丙丁]{1,6}"
HOUSE = re.compile(
    rf"{NUMBER}\s*(?:号\s*(?:楼|院|门|房|宅)|栋|幢|座|单元|室|号铺)(?:\s*(?:{NUMBER}|[东西南北中]{{1,2}}户?)(?![年月日时点路]))?"
    rf"|(?<=[路街巷弄村组里区胡同道])\s*(?:{NUMBER}\s*(?:组|排|队)\s*)?{NUMBER}\s*号(?!线|文|公告|令)"
    rf"|(?<![0-9０-９-]){DIGIT}{{1,3}}\s*[-－—]\s*{DIGIT}{{1,3}}\s*[-－—]\s*{DIGIT}{{3,4}}(?![0-9０-９-])"
)
INTRODUCED = re.compile(
    r"((?:我叫|我名叫|名叫|本人叫|我的名字是|姓名(?:是|为|[:：])|(?:来电人|来信人|诉求人|反映人|举报人|投诉人|联系人)(?:是|为|叫|[:：]))"
    r"\s*)([\u4e00-\u9fff·]{2,4}?)(?=[，,。；;、：:\s（(电手住家,今现男女性要反称投举]|$)"
)
REGION = re.compile(r".*(?:省|市|县|区|镇|乡|街道(?:办事处|办)?)(?!场|里|政)")


def is_secret(case: Any) -> bool:
    """Whether nothing about the petitioner may leave the office: marked 保密, or a 举报."""
    return bool(case.secret) or case.kind == "report"


def surname_of(name: str) -> str:
    """Return the surname of a Chinese name, compound ones whole; "" where there is none (匿名)."""
    plain = re.sub(rf"(?:{TITLES})$", "", re.sub(r"\s", "", name))
    if not plain or "匿名" in plain or not "\u4e00" <= plain[0] <= "\u9fff":
        return ""
    return plain[:2] if plain[:2] in COMPOUND_SURNAMES else plain[:1]


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


def mask_text(text: str) -> str:
    """Mask identity numbers and telephones inside a text that goes into lists and notices."""
    text = IDENTITY.sub(lambda found: mask_id(_ascii_digits(found.group())), text)
    return LANDLINE.sub(
        lambda found: mask_phone(found.group()), MOBILE.sub(lambda found: mask_phone(found.group()), text)
    )


def redact(text: str, petitioner: Any | None = None) -> str:
    """Return `text` without anything that tells who asked; `petitioner` (name, phone, address) where it is known."""
    if not text:
        return ""
    for pattern in _known(petitioner):
        text = pattern.sub(HIDDEN, text)
    for pattern in (MAIL_ADDRESS, ACCOUNT, IDENTITY, MOBILE, LANDLINE, PLATE, HOUSE, SPELT_NUMBER):
        text = pattern.sub(HIDDEN, text)
    text = INTRODUCED.sub(rf"\g<1>{HIDDEN}", text)
    text = _without_long_numbers(text)
    return re.sub(rf"(?:{HIDDEN}\s?){{2,}}", HIDDEN, text)


def _without_long_numbers(text: str) -> str:
    """Hide runs of seven digits and more, but leave dates and times readable."""
    pieces, end = [], 0
    for moment in MOMENT.finditer(text):
        pieces += [LONG_NUMBER.sub(HIDDEN, text[end : moment.start()]), moment.group()]
        end = moment.end()
    return "".join([*pieces, LONG_NUMBER.sub(HIDDEN, text[end:])])


def _known(petitioner: Any | None) -> Iterator[re.Pattern[str]]:
    """Yield patterns for what is on record about the petitioner, longest first."""
    if petitioner is None:
        return
    for piece in _address_pieces(petitioner.address or ""):
        yield _loose(piece)
    name = re.sub(r"\s", "", petitioner.name or "")
    if name and "匿名" not in name:
        yield _loose(name)
        if surname := surname_of(name):
            given = re.sub(rf"(?:{TITLES})$", "", name)
            if len(given) > len(surname):
                yield _loose(given)
            yield re.compile(
                rf"{surname}\s*(?:{TITLES})|(?<![\u4e00-\u9fff])[老小]{surname}(?![\u4e00-\u9fff]村)"
            )
    digits = _ascii_digits(petitioner.phone or "")
    if len(digits) >= 5:
        yield re.compile(GAP.join(f"[{digit}{chr(ord(digit) + 0xFEE0)}]" for digit in digits))


def _address_pieces(address: str) -> Iterator[str]:
    """Yield what of an address lies below the town: whole, then from each road, village or estate on."""
    plain = re.sub(r"\s", "", address)
    region = REGION.match(plain)
    rest = plain[region.end() :] if region else plain
    if len(rest) < 2:
        return
    yield rest
    for boundary in re.finditer(r"[村路街区巷]", rest):
        tail = rest[boundary.end() :]
        if len(tail) >= 3 and re.search(NUMBER, tail):
            yield tail


def _loose(text: str) -> re.Pattern[str]:
    """Match `text` with white space anywhere in it, in any case."""
    return re.compile(r"\s*".join(re.escape(char) for char in text), re.IGNORECASE)


def _ascii_digits(text: str) -> str:
    """Return the digits (and X) of `text` in ASCII."""
    return "".join(
        chr(ord(char) - 0xFEE0) if "０" <= char <= "ｚ" else char
        for char in text
        if char.isdecimal() or char in "XxＸｘ"
    ).upper()
