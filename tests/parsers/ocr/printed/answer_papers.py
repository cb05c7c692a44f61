"""Answers of departments on paper: the form with its boxes, the letter with its headings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.parsers.ocr.printed import facts
from tests.parsers.ocr.printed.facts import Matter, long
from tests.parsers.ocr.printed.made import Made, Truth
from tests.parsers.ocr.printed.typesetting import Paper, look


def answer_form(chance: Random) -> Made:
    """办理情况反馈表, its boxes ticked."""
    case, set_as = facts.matter(chance), look(chance)
    paper, a = Paper(set_as), _answered(chance, case)
    paper.title(chance.choice(("政务服务热线办理情况反馈表", "热线转办件办理情况反馈表", "办理情况反馈表")))
    paper.line(f"填报单位（盖章）：{case.unit}        填报日期：{long(a.on)}")
    label = set_as.label
    verdict = {"yes": "属实", "partly": "部分属实", "no": "不属实"}
    ticked = "    ".join(f"{'☑' if code == a.substantiated else '□'}{word}" for code, word in verdict.items())
    told = f"{'☑' if a.informed else '□'}是    {'□' if a.informed else '☑'}否"
    opinions = {"satisfied": "满意", "basically": "基本满意", "dissatisfied": "不满意"}
    opinion = "    ".join(f"{'☑' if code == a.opinion else '□'}{word}" for code, word in opinions.items())
    rows = [
        [(label("转办编号"), 1), (case.case_no, 1), (label("诉求人"), 1), (case.name, 1)],
        [(label("反映问题"), 1), (case.title, 3)],
        [(label("是否属实"), 1), (ticked, 3)],
        [(label("调查核实情况"), 1), (a.facts, 3)],
        [(label("处理情况"), 1), (a.measures, 3)],
        [
            (label("是否反馈当事人"), 1),
            (told, 1),
            (label("反馈时间"), 1),
            (long(a.told_on) if a.informed else "", 1),
        ],
        [
            (label("反馈人"), 1),
            (a.handler if a.informed else "", 1),
            (label("当事人意见"), 1),
            (opinion if a.informed else "", 1),
        ],
        [(label("承办人"), 1), (a.handler, 1), (label("审核人"), 1), (a.approver, 1)],
        [(label("联系电话"), 1), (a.phone, 1), (label("备注"), 1), ("", 1)],
    ]
    names = {text for row in rows for text, _ in row if text not in (case.name, case.case_no)} - {
        ticked,
        told,
        opinion,
    }
    paper.table(rows, (1.3, 2, 1.3, 2.3), heights={3: 3.0, 4: 3.0}, labels=[n for n in names if len(n) < 9])
    return Made("answer_form", paper, a.truth(case), a.on, case.unit, case.unit)


def answer_letter(chance: Random) -> Made:
    """A letter with headings, signature and day."""
    case, set_as = facts.matter(chance), look(chance)
    paper, a = Paper(set_as), _answered(chance, case)
    if chance.random() < 0.3:
        paper.line(f"{case.unit}文件", size=26, font=set_as.head, align="center", colour="D01010")
    paper.title(f"关于{case.title}办理情况的回复")
    paper.line("滕州市市长公开电话办公室：")
    paper.line(f"你办转来的{case.case_no}号件收悉。经我单位调查核实，现将办理情况回复如下：", indent=2)
    words = {
        "yes": "诉求人反映的问题属实。",
        "partly": "诉求人反映的问题部分属实。",
        "no": "诉求人反映的问题不属实。",
    }
    headings = chance.choice(
        (
            ("一、调查核实情况", "二、处理情况", "三、反馈当事人情况"),
            ("（一）调查情况", "（二）处理结果", "（三）反馈情况"),
        )
    )
    opinions = {"satisfied": "满意", "basically": "基本满意", "dissatisfied": "不满意"}
    told = (
        f"{long(a.told_on)}，工作人员{a.handler}通过电话将办理结果反馈给诉求人，诉求人表示{opinions[a.opinion]}。"
        if a.informed
        else ""
    )
    for heading, text in zip(headings, (a.facts + words[a.substantiated], a.measures, told), strict=True):
        if text:
            paper.line(heading, indent=2)
            paper.line(text, indent=2)
    paper.line(f"承办人：{a.handler}    审核人：{a.approver}    联系电话：{a.phone}", indent=2)
    paper.line("")
    paper.line(case.unit, align="right")
    paper.line(long(a.on), align="right")
    return Made("answer_letter", paper, a.truth(case, words), a.on, case.unit, case.unit)


@dataclass(frozen=True)
class _Answered:
    substantiated: str
    facts: str
    measures: str
    informed: bool
    told_on: date
    opinion: str
    handler: str
    approver: str
    phone: str
    on: date

    def truth(self, case: Matter, words: dict[str, str] | None = None) -> Truth:
        answer: Truth = {
            "department": case.unit, "substantiated": self.substantiated,
            "facts": self.facts + (words[self.substantiated] if words else ""), "measures": self.measures,
            "handler": self.handler, "approver": self.approver, "phone": self.phone, "answered_on": self.on.isoformat(),
        }  # fmt: skip
        if self.informed:
            answer |= {
                "petitioner_informed": True,
                "informed_on": self.told_on.isoformat(),
                "informed_by": self.handler,
            }
            answer["petitioner_opinion"] = self.opinion
        return {"what": "answer", "case_nos": [case.case_no], "answer": answer}


def _answered(chance: Random, case: Matter) -> _Answered:
    on = case.called_at.date() + timedelta(chance.randint(2, 8))
    found, done = facts.findings(chance, case, on - timedelta(1))
    return _Answered(
        chance.choice(("yes", "partly", "no")), found, done, True, on - timedelta(chance.randint(0, 1)),
        chance.choice(("satisfied", "basically", "dissatisfied")), facts.person(chance), facts.person(chance),
        facts.desk_phone(chance), on,
    )  # fmt: skip
