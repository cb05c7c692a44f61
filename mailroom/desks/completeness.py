"""Is an answer complete, and is it to be believed (rules.md, 反馈)? Pure questions about one answer."""

from __future__ import annotations

import re
from datetime import date, datetime

from generators.privacy import is_secret
from ledger import worklists
from ledger.models import Case, Dispatch
from mailroom.desks.incoming import pictures_of
from mailroom.desks.tracing import signs_of_tracing
from mailroom.office import Office
from parsers.reading import Answer, Reading

PARTS = {  # field of an answer → what a department knows it as
    "substantiated": "是否属实",
    "facts": "调查核实情况",
    "measures": "处理情况",
    "petitioner_informed": "反馈当事人情况",
    "informed_on": "反馈当事人的日期",
    "informed_by": "反馈当事人的工作人员",
    "petitioner_opinion": "当事人意见",
    "handler": "承办人",
    "approver": "审核人",
    "phone": "联系电话",
    "answered_on": "落款日期",
    "department": "承办单位",
}
# Says nothing of its own once the petitioner was not told, or could not be reached.
ABOUT_INFORMING = ("informed_on", "informed_by")
TELLING_TITLE = 8  # characters from which a title tells one matter from another


def missing_parts(office: Office, dispatch: Dispatch, answer: Answer) -> list[str]:
    """Names of the parts that an answer lacks, in the order of the form; province cases are held to more (F)."""
    rules, case = office.settings.answers, dispatch.case
    required = list(rules.required)
    if case.level == "province" or case.return_form:
        required += [part for part in rules.required_province if part not in required]
    if is_secret(case):  # the department does not know whom to inform
        required = [part for part in required if part not in rules.not_of_secret]
    unreached = answer.petitioner_opinion == "unreached"
    lacking = [part for part in PARTS if part in required and _lacks(answer, part, unreached)]
    if "petitioner_informed" in lacking:
        lacking = [part for part in lacking if part not in (*ABOUT_INFORMING, "petitioner_opinion")]
    return [PARTS[part] for part in lacking]


def _lacks(answer: Answer, part: str, unreached: bool) -> bool:
    value = getattr(answer, part)
    if part == "petitioner_informed":
        return value is not True and not unreached
    if part in ABOUT_INFORMING and unreached:
        return False
    return value is None or value == ""


def doubts_about(office: Office, dispatch: Dispatch, reading: Reading, *, now: datetime) -> list[str]:
    """Why a person should look before the answer counts; Chinese sentences."""
    answer = reading.answer or Answer()
    sentences = signs_of_tracing(dispatch, reading)  # first: that must not be overlooked
    sentences += _emptiness(office, dispatch.case, answer)
    sentences += _doubts_of_reading(answer, reading)
    copied = worklists.answers_alike(dispatch, answer.measures or "")
    if copied:
        numbers = "、".join(dict.fromkeys(each.dispatch.case.case_no for each in copied))
        sentences.append(f"处理情况与 {numbers} 的反馈一字不差")
    sentences += _about_another(dispatch, answer, reading)
    informed, written = _day(answer.informed_on), _day(answer.answered_on)
    if informed and informed > now.date():
        sentences.append(f"反馈当事人的日期 {informed} 在今天之后")
    if informed and written and informed > written:
        sentences.append(f"反馈当事人的日期 {informed} 晚于落款日期 {written}")
    if written and written < dispatch.case.registered_at.date():
        sentences.append(f"落款日期 {written} 早于本件登记日期")
    return list(dict.fromkeys(sentences))


def _about_another(dispatch: Dispatch, answer: Answer, reading: Reading) -> list[str]:
    """An answer that gives the title of another case of the department, and not its own, was sent to the wrong one."""
    texts = (reading.envelope.subject, reading.new_text, answer.facts, answer.measures)
    told = "".join("".join((text or "").split()) for text in texts)
    own = "".join(dispatch.case.title.split())
    if own and own in told:
        return []
    others = [
        row.case for row in worklists.open_dispatches_of(dispatch.department) if row.case != dispatch.case
    ]
    named = [
        case.case_no
        for case in others
        if len(case.title) >= TELLING_TITLE and "".join(case.title.split()) in told
    ]
    return [f"写的像是另一件（{'、'.join(named)}）的办理情况"] if named else []


def _doubts_of_reading(answer: Answer, reading: Reading) -> list[str]:
    """What the reading doubts. Photographs that only go with an answer read elsewhere need no person."""
    places = [place for name, place in reading.found.items() if name.startswith("answer.")]
    beside = [
        name
        for name in pictures_of(reading)
        if answer.facts and answer.measures and not any(name in place for place in places)
    ]
    return [
        doubt.because
        for doubt in reading.doubts
        if not any(name in doubt.where or name in doubt.because for name in beside)
    ]


def _emptiness(office: Office, case: Case, answer: Answer) -> list[str]:
    """A bare "已处理" is no answer (F: 件件有回音), with the case's number before it or without."""
    rules = office.settings.answers
    texts = [_without_number(text, case) for text in (answer.facts, answer.measures) if text]
    if texts and all(text in rules.bare for text in texts):
        return [f"反馈只写了“{texts[0]}”"]
    if texts and sum(len(text) for text in texts) < rules.least_characters:
        return ["反馈内容过于简单"]
    return []


def _without_number(text: str, case: Case) -> str:
    """A text without what only says which case it is about."""
    for number in filter(None, (case.case_no, case.upper_no)):
        text = text.replace(number, "")
    text = re.sub(r"^\W*(?:关于|工单|编号|该件|此件|本件|来件|我(?:单位|局|镇|街道|办)|\W)*", "", text)
    return text.strip("。.！! \n")


def _day(value: date | datetime | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value
