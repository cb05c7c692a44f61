"""What a leader writes in a mail of his own, with no paper for it: 同意。请荆河街道限期办结。王明 3月13日 → Instruction."""

from __future__ import annotations

import re
from datetime import date

from parsers.dates import find_dates
from parsers.forms.people import NO_NAMES, POSTS, SURNAMES, WHOLE_NAME, person_with_post
from parsers.mail.footers import is_footer
from parsers.numbers import wide_to_narrow
from parsers.reading import Instruction

_DAY = r"[（(]?(?:\d{4}\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?[)）]?"
_NAMED = rf"[{SURNAMES}][\u3400-\u9fff]{{1,2}}?(?:{POSTS})?|(?:{POSTS})[{SURNAMES}][\u3400-\u9fff]{{1,2}}"
_SIGNED = re.compile(
    rf"(?:^|(?<=[。！；，,;!.\s”\"—]))\s*(?:签[名字批]?[：:]\s*)?({_NAMED})[\s，,]*({_DAY})?[\s。.]*$"
)
"""A name, with or without a post and a day, that stands alone at the end."""
_CALLED = re.compile(rf"([{SURNAMES}](?:{POSTS}))[^。；，\n]{{0,16}}(?:批示|签批|批阅|指示)")
_DATED = re.compile(rf"(?:^|(?<=[。！；\s]))\s*({_DAY})[\s。.]*$")
_COURTESY = re.compile(
    r"^(?:谢谢|多谢|感谢|此复|阅处|阅办|阅知|同意|可以|照办|速办|急办|好的|明白|成立|和解|解决|安排)"
)
_HEADER = re.compile(
    r"^(?:[-—_=*>\s]{3,}.*|[>*\s]*(?:发件人|发送(?:时间|日期)|收件人|抄送人?|主题|日期|时间|From|To|Cc|Sent|Date|Subject)\*?\s*[:：].*)$",
    re.IGNORECASE,
)
"""What stands above a letter that is forwarded."""
_NUMBER = r"[A-Z]{1,5}-\d{4}-\d{6}-[0-9A-Z]"
_HEAD = re.compile(
    rf"^\s*(?:(?:关于|对|就)?\s*{_NUMBER}(?:\s*[、，,;；/和及与]*\s*{_NUMBER})*\s*(?:等?\s*[一二两三四五六七八九十\d]+\s*)?(?:工?单|件|号)*\s*)?"
    r"[：:，,、\s]*(?:批示\s*[：:])?\s*"
)
_ORDERS = re.compile(
    r"同意|阅处|阅办|照办|速办|急办|可行"
    r"|(?:请|望|由|责成|责令|要求|务必|交|转|令|限)[^。！；？?\n]{0,40}?(?:办|处理|处置|解决|落实|整改|整治|核查|查处|调查|督|修复|报)"
    r"|(?:抓紧|尽快|立即|马上|从速|从快|依法|妥善|限期)[^。！；？?\n]{0,12}?(?:办|处理|处置|解决|落实|整改|整治|查处|修复)"
)
_OPEN = re.compile(
    r"[?？]|吗(?:$|[。，！\s])|不同意|不(?:宜|妥|行|予|可行|必|用)|不再(?:办|处理|追究|查|督办)|暂[缓不停]|缓办|停办|再议|再(?:研究|考虑|商量)"
    r"|撤[销回]|作废|收回|更正|为什么|为何|怎么|如何|是否|哪[个家里些]|什么|何[时人故]|补充(?:材料|情况|说明)|重新(?:拟|呈|报|上报)"
    r"|退回(?:重|补|你办|[。，！]|$)|面[商谈议]|当面|来(?:我|一下)|说明(?:情况|一下)|无需|免[于予]?办|附件|附图|扫描|照片|见图|手写"
)


def words_of_leader(text: str, near: date | None = None) -> Instruction:
    """Return a leader's own mail as his word: without the case's number before it, and without his name and the day
    below it, which are read; `near`: the day of the mail. `text` None where nothing is left.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [line for line in lines if not is_footer(line) and not _HEADER.match(line)]
    words, on, leader = _without_head("\n".join(lines)), None, None
    dated = _DATED.search(words)
    if dated and dated.start() and (on := _day(dated[1], near)):
        words = words[: dated.start()].rstrip()
    signed = _SIGNED.search(words)
    if signed and signed.start() and (leader := _name(signed[1])):
        words, on = words[: signed.start()].rstrip("，,—- \n"), on or _day(signed[2] or "", near)
    return Instruction(leader, words.strip('“”" \n') or None, on, due_of(words, near))


def _without_head(text: str) -> str:
    """The words behind the cases' numbers; all of them, where a number stands among them besides: who speaks of one case
    and then of another must not be quoted by half.
    """
    words = _HEAD.sub("", text)
    return text.strip() if re.search(_NUMBER, words) else words


def leader_called(text: str) -> str | None:
    """Return what a leader is called beside his word, where his whole name is not told: 李书记批示 → 李书记."""
    hit = _CALLED.search(text)
    return hit[1] if hit else None


def is_order(text: str) -> bool:
    """Whether a text wants something done by those whom a case lies with; no question, no doubt, nothing taken back."""
    return _ORDERS.search(text) is not None and not leaves_open(text)


def leaves_open(text: str) -> bool:
    """Whether a text asks, refuses, takes back, or points to something besides: a person has to read that."""
    return _OPEN.search(text) is not None


def due_of(text: str, near: date | None = None) -> date | None:
    """Return the day before which a text wants the matter done (4月20日前办结)."""
    narrow = wide_to_narrow(text)
    for found in find_dates(narrow, near):
        if re.match(r"\s*(?:之前|以前|前|内|底前)", narrow[found.end :]):
            return _day_of(found.value)
    return None


def _name(signed: str) -> str | None:
    """The name without a post; None where a courtesy or a word of the trade stands there."""
    if _COURTESY.match(signed) or NO_NAMES.match(signed):
        return None
    if re.search(POSTS, signed):
        return person_with_post(signed)
    return signed if re.fullmatch(WHOLE_NAME, signed) or len(signed) <= 3 else None


def _day(written: str, near: date | None) -> date | None:
    """The day on which he signed; None where it is still to come: that is a deadline."""
    found = find_dates(written, near) if written else []
    day = _day_of(found[0].value) if found else None
    return None if day and near and day > near else day


def _day_of(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)
