"""Answers in prose: what was found, what was done, and what the petitioner was told and said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from parsers.dates import find_dates
from parsers.forms import wording
from parsers.forms.people import NAME, acting_person
from parsers.forms.ticks import without_unticked

WHO = r"(?:诉求人|来电人|反映人|反应人|当事人|投诉人|举报人|群众|市民|写信人|来信人|信访人|咨询人|求助人|业主|本人|对方|人家|(?<!其)[他她](?!们|人)|其本?人?|村民|居民|[\u4e00-\u9fff](?:先生|女士|某某))"
_TOLD = (
    r"(?:反馈|回复|告知|答复|告诉|沟通|联系|解释|回访|通知|见面|说明|说了|讲了|打了?(?:个|过)?电话|通了?电话)"
)
UNREACHED = re.compile(
    r"无人接听|没人接|(?:一直|都|均|也)(?:没有?|未|不)接|没打通|无法接通|未能?接通|打不通|联系不上|未能?(?:与.{0,8})?(?:取得)?联系(?:上|到)?|无法(?:与.{0,8})?(?:取得)?联系|关机|空号|停机|拒接|拒绝接听|无人应答|未接听|"
    r"未留(?:下)?(?:有效)?(?:联系方式|电话)|没有联系上|联系未果|占线|错号|号码有误|暂时无法|未联系上|没有留"
)
_NO_NUMBER = re.compile(r"(?:未|没有?)(?:留下?|提供)[^，。；]{0,6}(?:联系方式|电话|号码)")
_NOT_TOLD = re.compile(
    r"^(?:无|否|暂无|未反馈|未回复|未告知|尚未|暂未|没有)|(?:尚未|暂未|未能?|没有|无法)(?:向.{0,8}|对.{0,8}|与.{0,8}|将.{0,12})?(?:反馈|回复|告知|答复)"
)
_DISSATISFIED = re.compile(
    r"不(?:太|很|是很|大)?满意|非常不满|不满[，。,.]|表示不满|不认可|不接受|不同意|不予认可|有异议|不服|存在异议"
)
_BASICALLY = re.compile(r"基本(?:上)?(?:表示)?(?:满意|认可|接受|同意)|(?:表示|评价|意见)(?:为|：|:)?一般")
_SATISFIED = re.compile(
    r"满意|认可|无异议|没有异议|无意见|没有意见|表示(?:十分|非常|衷心|由衷)?(?:感谢|同意|接受)|予以(?:肯定|认可)|点赞|好评|赞同"
)
_SAYS = re.compile(
    r"(部分|基本|大部分)?(不|未|非|并不)?(?:完全)?属实|与(?:事实|实际)(?:情况)?不(?:符|一致)|(?:反映|情况|举报|投诉)失实|查无(?:此事|实据)|不存在.{0,12}(?:问题|情况|行为|现象)"
)
_ASKS = re.compile(r"是否(?:部分)?属实|属实与否|如(?:果)?(?:情况)?属实|若(?:情况)?属实|如反映属实|属实的")
_IN_ALL = re.compile("综上|总的来看|总体|整体|综合|最终")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?\n?")
_DOING = re.compile(
    r"^(?:目前|现|现已|已|下一步|下步|针对|对此|对上述|为此|随后|经(?:协调|调解|督促|整改|教育|处理|疏导|维修|清理|沟通)|责令|要求|我(?:局|镇|办|单位|街道|公司|中心|大队|委|处|所)"
    r"(?:已|立即|将|责成|责令|现|要求|督促|安排.{0,10}(?:清理|维修|整改))|执法人员(?:当场|责令|要求|依法|已|对)|工作人员(?:已|当场|对.{0,12}进行(?:了)?(?:劝|批评|教育))|劳动监察|"
    r"当场|立即|即日起|计划|拟|将|同时|并(?:责令|要求)|处理(?:情况|意见|结果)|维修人员|环卫|已(?:责令|组织|安排|协调))"
)
_ONLY_LOOKED = re.compile(
    r"经\S{0,6}(?:查|核实|了解|查看|勘验|走访|踏勘)"
)  # 经现场核实，已修好: nothing was found in it
_DONE = re.compile(
    r"^\s*(?:目前|现|并|我(?:[局镇办]|单位|街道|公司|中心|大队))?已(?!经?存在|有|超|满|过|使用)"
)
_DEED = re.compile("已(?!经?存在|有|超|满|过|使用)|责令|要求|督促|下一步")
_FINDING = re.compile(
    r"经查|经核实|经调查|经现场|经了解|经(?:排查|检查|摸排|勘验|实地|走访|查看|勘查|勘察|查阅|询问|鉴定|检测|询|查证|核查)|调查(?:核实|了解|发现)|核查|查明|反映(?:的)?(?:问题|情况)|属实|接(?:到|件|单)"
)


_HEADING = re.compile(
    r"^\s*(?:(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[（(][一二三四五六七八九十\d]{1,2}[)）])[、.．]?\s*)?[\u4e00-\u9fff]{2,10}[：:]?\s*$"
)
"""A heading alone on its line: 三、征求意见."""


_OPENS_SHORTLY = re.compile(
    r"^\s*(?:(?:各位)?(?:领导|老师|同志|主任|科长)?(?:(?:您|你|大家)?好|(?<=.)(?=[:：]))[，,！!。：:\s]\s*)?"
    r"(?:(?:关于|贵办|你办|你们|市热线办|转来的?|交办的?|转办的?|工单|编号|反映的?)*\s*[:：]?\s*[A-Z]{1,8}-\d{4}-\d{6}-[0-9A-Z]\s*号?(?:工单|转办单|交办单|转办件|诉求|事项|案件)?"
    r"(?:[，,]?(?:这个|这|该|此)件)?(?:[，,：:\s]|(?:已经?)?(?:处理|办结|办理|核实|办完|处置)(?:完毕|好了|完了|了|结束)?[。，,；：:]))?\s*"
)
"""How a short letter begins before it says anything: 领导好，TZ-2020-009855-D这个件，…"""


_HOW = r"(?:经|将[^，。；将于把]{1,16}|于[^，。；将于把]{1,12}|通过|以|用|电话|短信|微信|当面|上门|口头|书面|现场|及时|分别|逐一|主动|再次|第一时间|形式|方式|把[^，。；将于把]{1,16}|进行了?){0,5}"
_TELLS = r"(?:回复|答复|告知|反馈|联系|沟通|解释|说明|回访|告诉|通知|对接)"
PLAINLY = re.compile(
    rf"(?:已|并|也|均){_HOW}(?:{_TELLS}(?:到|了|过|给|至)?(?:该|此)?{WHO}|(?:向|对|给|和|与|跟|同)(?:该|此)?{WHO}(?:本人)?{_HOW}(?:取得|作了|做了|进行)?{_TELLS})"
)


@dataclass(frozen=True)
class Told:
    """What the petitioner was told (反馈当事人情况): whether, when, by whom, and what they said."""

    informed: bool | None = None
    on: date | datetime | None = None
    by: str | None = None
    opinion: str | None = None
    how: str | None = None  # phone in_person written message


@dataclass(frozen=True)
class Prose:
    """An answer without headings, parted: `sure` where paragraphs did it, or sentences in the plainest order."""

    facts: str | None
    measures: str | None
    told: str | None
    sure: bool


def substantiated_in(text: str) -> str | None:
    """Return `yes`, `partly` or `no` after the last sentence that says whether it is so (属实), or None.

    What is said of a part of it does not count: 情况部分属实，其中井盖破损不属实.
    """
    found = None
    text = _ASKS.sub(lambda m: "〓" * len(m[0]), without_unticked(text))
    for hit in _SAYS.finditer(text):
        if found == "partly" and not _IN_ALL.search(text[: hit.start()], _clause(text, hit.start())):
            continue
        if hit[1] in ("部分", "大部分"):
            found = "partly"
        elif hit[2] or "属实" not in hit[0]:
            found = "no"
        else:
            found = "yes"
    return found


def _clause(text: str, at: int) -> int:
    """Return where the sentence begins that `at` lies in."""
    return max(text.rfind(mark, 0, at) for mark in "。；;！!\n") + 1


def says_both(text: str) -> bool:
    """Whether a text calls one thing true and another not (属实, 不属实), and nowhere says that it is so in part."""
    text = _ASKS.sub("", without_unticked(text))
    said = {bool(hit[2]) for hit in _SAYS.finditer(text) if "属实" in hit[0]}
    return len(said) == 2 and substantiated_in(text) != "partly"


def opinion_in(text: str) -> str | None:
    """Return what the petitioner thinks of the result, after the words of `text`, or None."""
    text = re.sub(r"(?:是否|对.{0,10}是否)满意|满意度|满意与否", "", without_unticked(text))
    last: tuple[int, str] | None = None
    for code, pattern in (
        ("dissatisfied", _DISSATISFIED),
        ("basically", _BASICALLY),
        ("satisfied", _SATISFIED),
    ):
        for hit in pattern.finditer(text):
            if last is None or hit.start() > last[0]:
                last = (hit.start(), code)
        text = pattern.sub(lambda m: "〓" * len(m[0]), text)
    if last:
        return last[1]
    return "unreached" if UNREACHED.search(text) else None


def read_told(text: str, near: datetime | None) -> Told:
    """Return what a paragraph on telling the petitioner says."""
    text = without_unticked(text)
    if not text.strip():
        return Told()
    opinion = opinion_in(text)
    if (
        opinion in (None, "unreached")
        and _NOT_TOLD.search(text)
        and not UNREACHED.search(_NO_NUMBER.sub("", text))
    ):
        return Told(informed=False)  # nobody tried, for want of a number
    if UNREACHED.search(text) and opinion in (None, "unreached"):
        return Told(informed=False, opinion="unreached")
    if _NOT_TOLD.search(text.strip()) and opinion is None:
        return Told(informed=False)
    dates = find_dates(text, near)
    return Told(
        True,
        dates[0].value if dates else None,
        acting_person(text) or _named_as_telling(text),
        opinion,
        how_in(text),
    )


_TELLER = re.compile(
    rf"(?:反馈|回复|答复|告知|联系|沟通|回访|经办|承办|工作|办理)(?:人|人员|者)(?:为|是)?\s*[:：]?\s*({NAME})(?=[\s，,。；;、）)]|$)"
)


def _named_as_telling(text: str) -> str | None:
    """Return who is named as having told: 已答复（1月8日，答复人：柳建民）."""
    names = {hit[1] for hit in _TELLER.finditer(text)}
    return names.pop() if len(names) == 1 else None


_WAYS = {
    "in_person": re.compile(r"当面|面对面|登门|上门|入户|到(?:其)?家中"),
    "written": re.compile(r"书面|函告|寄送|邮寄"),
    "message": re.compile(r"短信|微信|电子邮件|邮件"),
    "phone": re.compile(r"(?:电话|致电|去电|手机)(?!号码?[:：]?\d)"),
}


def how_in(text: str) -> str | None:
    """Return how the petitioner was told, where a text says one way only: phone, in_person, written, message."""
    ways = [way for way, words in _WAYS.items() if words.search(text)]
    return ways[0] if len(ways) == 1 else None


def is_about_telling(text: str, near: datetime | None) -> bool:
    """Whether a paragraph or sentence tells how the petitioner was informed, with a day, an opinion or a failure."""
    talks = re.search(rf"{_TOLD}.{{0,14}}{WHO}|{WHO}.{{0,20}}{_TOLD}|{WHO}.{{0,10}}表示", text)
    if not talks:
        return False
    if UNREACHED.search(text) or re.search(rf"{WHO}.{{0,16}}(?:满意|认可|无异议|不认可)", text):
        return True
    return (
        bool(find_dates(text, near))
        and re.search(
            rf"(?:反馈|回复|告知|答复|回访)(?:了|给|至)?{WHO}|向{WHO}.{{0,10}}(?:反馈|回复|答复)|将.{{0,16}}(?:反馈|回复|告知)",
            text,
        )
        is not None
    )


def told_below(text: str, near: datetime | None) -> tuple[str, str]:
    """Return (text, told) of a field whose last paragraphs tell how the petitioner was informed, else (text, "").

    A heading above such a paragraph (三、征求意见) goes with it; the first paragraph is always the field's own.
    """
    lines = text.split("\n")
    for i, line in enumerate(lines[1:], 1):
        if is_about_telling(line, near) and not _SAYS.search(line):
            kept = lines[: i - 1] if i > 1 and _HEADING.match(lines[i - 1]) else lines[:i]
            return "\n".join(kept), "\n".join(lines[i:])
    return text, ""


def told_plainly(text: str) -> str:
    """Return where a short letter says that the petitioner was told (已电话告知来电人), from that clause on, or ""."""
    for sentence in _SENTENCE.finditer(text):
        hit = PLAINLY.search(sentence[0])
        before = sentence[0][: hit.start()] if hit else ""
        if hit and not (hit[0][0] in "并也" and wording.LATER.search(before)):
            clause = max(before.rfind(mark) for mark in "，,、；;") + 1
            return text[sentence.start() + clause :].strip()
    return ""


def part(texts: Sequence[str], near: datetime | None) -> Prose:
    """Part the paragraphs of an answer into findings, measures, and what the petitioner was told."""
    texts = [_OPENS_SHORTLY.sub("", texts[0]) or texts[0], *texts[1:]] if texts else []
    told = [t for t in texts if is_about_telling(t, near) and not _SAYS.search(t)]
    rest = [t for t in texts if t not in told]
    if len(rest) >= 2:
        last_finding = max((i for i, t in enumerate(rest) if _SAYS.search(t)), default=-1)
        if last_finding < 0:
            last_finding = max((i for i, t in enumerate(rest[:-1]) if _FINDING.search(t)), default=-1)
        if 0 <= last_finding < len(rest) - 1:
            facts, measures = rest[: last_finding + 1], rest[last_finding + 1 :]
            return Prose("\n".join(facts), "\n".join(measures), "\n".join(told) or None, sure=True)
    return _part_sentences(texts, near)


def _part_sentences(texts: Sequence[str], near: datetime | None) -> Prose:
    sentences = [hit[0] for hit in _SENTENCE.finditer("\n".join(texts)) if hit[0].strip()]
    told = _run_at_end(sentences, near)
    rest = sentences[: len(sentences) - len(told)]
    says = [i for i, s in enumerate(rest) if _SAYS.search(_ASKS.sub("", s))]
    doing = [i for i, s in enumerate(rest) if _DOING.match(s.strip()) and (i > 0 or not _FINDING.search(s))]
    if says:
        cut = says[-1] + 1
    elif doing:
        cut = doing[0]
    else:
        cut = len(rest) if any(_FINDING.search(s) for s in rest) else 0
    facts, measures = "".join(rest[:cut]).strip(), "".join(rest[cut:]).strip()
    sure = bool(says and told) and _is_plain(rest[:cut], rest[cut:])
    if facts and not measures:
        last, measures = _part_clauses(rest[-1].strip())
        facts = ("".join(rest[:-1]) + last).strip()
    return Prose(facts or None, measures or None, "".join(told).strip() or None, sure)


def _is_plain(found: Sequence[str], done: Sequence[str]) -> bool:
    """Whether sentences tell what was found and no deed, up to 属实, and then deeds alone: 情况属实。已更换井盖。"""
    return (
        bool(done)
        and not any(_DEED.search(sentence) for sentence in found)
        and all(_DEED.search(sentence) and not _FINDING.search(sentence) for sentence in done)
    )


def _part_clauses(sentence: str) -> tuple[str, str]:
    """Return (facts, measures) of one sentence that tells both: 经查属实，已抢修。"""
    for mark in re.finditer("[，,；;]", sentence):
        before, after = sentence[: mark.start()], sentence[mark.end() :]
        if _FINDING.search(before) and _DONE.match(after) and not _ONLY_LOOKED.fullmatch(before.strip()):
            return before, after
    return sentence, ""


def _run_at_end(sentences: list[str], near: datetime | None) -> list[str]:
    """Return the sentences from the first one that tells of informing the petitioner to the end."""
    for i, sentence in enumerate(sentences):
        if i and is_about_telling(sentence, near) and not _SAYS.search(sentence):
            return sentences[i:]
    return []
