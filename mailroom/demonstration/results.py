"""What a department reports about a case: the words of its answer, complete or with parts left out."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mailroom.demonstration.letters import ReceivedLetter
from mailroom.demonstration.sheets import GIVEN, SURNAMES
from mailroom.demonstration.topics import topic_about


@dataclass(frozen=True)
class Result:
    """One answer; an empty field is a part that the department forgot."""

    department: str
    substantiated: str  # 属实, 部分属实, 不属实
    facts: str
    measures: str
    informed_on: date | None
    informed_how: str  # 电话, 当面, 书面
    informed_by: str
    opinion: str  # 满意, 基本满意, 不满意, 联系不上
    handler: str
    approver: str
    phone: str
    answered_on: date | None


def made_up_result(letter: ReceivedLetter, department: str, *, on: date) -> Result:
    """Return a complete answer to the letter's case; people and words follow from its number and title alone.

    Nothing is told of informing the petitioner where the case is secret: the department does not know who asked.
    """
    dice = random.Random(letter.case_no)
    topic = topic_about(letter.title) or topic_about(letter.text)
    visited = on - timedelta(days=1)
    place, day = letter.place or "现场", visited.strftime("%-m月%-d日")
    words = {"place": place, "number": dice.randint(2, 9), "day": day}
    if topic is not None:
        facts, measures = topic.facts.format(**words), topic.measures.format(**words)
    else:
        facts = f"{day}我单位安排工作人员到{place}调查，并与诉求人沟通，反映的情况属实。"
        measures = "已按规定处理完毕，防止问题反复。"
    handler = _person(dice)
    measures += f"下一步由{handler}负责跟踪{place}的后续情况。"
    return Result(
        department=department,
        substantiated="属实",
        facts=facts,
        measures=measures,
        informed_on=None if letter.secret else on,
        informed_how="" if letter.secret else dice.choice(("电话", "当面")),
        informed_by="" if letter.secret else handler,
        opinion="" if letter.secret else dice.choice(("满意", "满意", "基本满意")),
        handler=handler,
        approver=_person(dice),
        phone=f"0632-5550{dice.randint(100, 999)}",
        answered_on=on,
    )


def without(result: Result, *parts: str) -> Result:
    """The same answer with fields forgotten, named as in `Result`; dates become None, words ""."""
    empty: dict[str, object] = {part: None if part.endswith("_on") else "" for part in parts}
    return replace(result, **empty)  # type: ignore[arg-type]


def _person(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + dice.choice(GIVEN)


def chinese_day(day: date | None) -> str:
    """2018年3月12日, or nothing."""
    return f"{day:%Y年%-m月%-d日}" if day else ""


def informing_sentence(result: Result) -> str:
    """How and when the petitioner was told, in one sentence; "" where nobody told anybody."""
    if result.informed_on is None:
        return ""
    who = f"工作人员{result.informed_by}" if result.informed_by else "我单位"
    how = {"当面": "当面", "书面": "书面"}.get(result.informed_how, "通过电话")
    opinion = f"，诉求人对办理结果表示{result.opinion}" if result.opinion else ""
    return f"{chinese_day(result.informed_on)}，{who}{how}将办理结果反馈给诉求人{opinion}。"


def signing_line(result: Result) -> str:
    """承办人, 审核人 and 联系电话, as far as they are given."""
    pairs = (("承办人", result.handler), ("审核人", result.approver), ("联系电话", result.phone))
    return "　　".join(f"{label}：{value}" for label, value in pairs if value)


def letter_lines(result: Result) -> list[str]:
    """The answer as the paragraphs of a letter under numbered headings."""
    sections = [
        ("调查核实情况", result.facts),
        ("处理情况", result.measures),
        ("反馈当事人情况", informing_sentence(result)),
    ]
    lines: list[str] = []
    told = [(head, body) for head, body in sections if body]
    for number, (head, body) in zip("一二三", told, strict=False):
        lines += [f"{number}、{head}", f"    {body}"]
    return [*lines, signing_line(result), "", result.department, chinese_day(result.answered_on)]
