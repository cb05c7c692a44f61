"""Answers of departments (办理结果): forms, rows of a list, letters with headings, and prose → Answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from parsers.dates import day_of
from parsers.forms.answer_parts import answered_day, substantiated_of, told_of, who_replies, without_options
from parsers.forms.entries import Entry, is_blank, organisation, tidy
from parsers.forms.filling import Context, Filling
from parsers.forms.headings import is_heading
from parsers.forms.layout import Layout
from parsers.forms.letters import Signature, find_signature, letterhead, paragraphs, unit_in_title
from parsers.forms.prose import Told, is_about_telling, part, substantiated_in, told_below, told_plainly
from parsers.labels import Labels
from parsers.numbers import find_case_numbers, find_phones
from parsers.paper import Line
from parsers.reading import Answer

PARTS = ("调查核实情况", "处理情况", "反馈当事人情况", "承办人", "审核人", "联系电话")
"""The parts that every answer must have; `Answer.missing` names those that are wanting."""

_TELLING = ("facts", "measures", "both")
_FOUND = re.compile(
    r"经查|经核实|经调查|经现场|经了解|核实|查明|属实|经走访|经勘|经实地|经核查|经排查|经检[查测]|经查[看阅]|经摸排|经[我本][局镇办委处]"
)


def is_answer(entries: Sequence[Entry], labels: Labels) -> bool:
    """Whether these entries, filled in, are an answer: findings or measures stand there."""
    return any(
        (m := labels.meaning("answer", e.label))
        and m[0] in _TELLING
        and len(tidy(e.text)) >= 4
        and not is_blank(e.text)
        for e in entries
    )


def read_answer_row(
    entries: Sequence[Entry], head: Sequence[Entry], context: Context, path: str, title: str = ""
) -> tuple[Answer, Filling]:
    """Return the answer in one row of a list; `head` are entries above it that hold for all rows (填报单位).

    A list whose head names no unit may begin its `title` with it.
    """
    filling = Filling("answer", without_petitioner(entries, context.labels), context, path)
    above = Filling("answer", head, context, path)
    answer = _from_headings(filling)
    if not answer.department and (unit := above.unit("department")):
        answer = replace(answer, department=unit)
        filling.found.update(above.found)
    if not answer.department and (unit := unit_in_title(title)):
        answer = replace(answer, department=unit)
        filling.note("department", "标题")
    if (
        not answer.answered_on
        and above.has("answered_on")
        and (on := above.moment("answered_on", optional=True))
    ):
        answer = replace(answer, answered_on=on)
        filling.found.update(above.found)
    return _finished(answer, filling), filling


def read_answer(layout: Layout, context: Context, path: str) -> tuple[Answer, Filling]:
    """Return the answer of a form or letter."""
    entries = without_petitioner(layout.entries, context.labels)
    filling = Filling("answer", entries, context, path)
    lines = layout.lines
    signature = find_signature(lines, context.near)
    answer = (
        _from_headings(filling)
        if is_answer(entries, context.labels)
        else _from_prose(lines, signature, filling)
    )
    answer = _finished(_signed(answer, lines, signature, filling), filling)
    if answer.case_no is None:
        numbers = find_case_numbers(f"{layout.paper.text()} {layout.paper.name}", context.prefix).sound
        answer = replace(answer, case_no=numbers[0]) if len(numbers) == 1 else answer
    return answer, filling


def without_petitioner(entries: Sequence[Entry], labels: Labels) -> list[Entry]:
    """Return the entries without the telephone beside the petitioner's name, which is not the department's."""
    kept: list[Entry] = []
    for i, entry in enumerate(entries):
        meaning = labels.meaning("answer", entry.label)
        if meaning and meaning[0] == "phone" and entry.source != "list":
            nearby = [m[0] for e in entries[max(0, i - 2) : i] if (m := labels.meaning("answer", e.label))]
            if "petitioner" in nearby and "handler" not in nearby:
                continue
        kept.append(entry)
    return kept


def _from_headings(filling: Filling) -> Answer:
    facts = filling.joined("facts")
    measures = filling.joined("measures", "next_steps", key="measures")
    told_text = filling.joined("feedback", key="petitioner_informed")
    both = filling.joined("both")
    both_where = filling.found.pop(f"{filling.path}.both", "")
    if both and facts and measures and not told_text and is_about_telling(both, filling.context.near):
        told_text, both = both, None
        filling.note("petitioner_informed", both_where)
    if both or (measures and not facts):
        facts, measures, told_text = _parted(both, both_where, facts, measures, told_text, filling)
    if not facts and (background := filling.joined("background", key="facts")):
        if _FOUND.search(background):
            facts = background
            if not (measures and substantiated_in(background)):  # 经核查，情况属实: those are the findings
                filling.doubt(
                    "facts",
                    "没有「调查核实情况」一栏，取自基本情况",
                    filling.found.get(f"{filling.path}.facts", ""),
                )
        else:
            filling.found.pop(f"{filling.path}.facts", None)
    facts, measures, told_text = _under_unknown_headings(facts, measures, told_text, filling)
    if not told_text:  # 群众意见：6月13日回访来电人，其表示认可
        for entry in filling.written("opinion")[:1]:
            if is_about_telling(entry.text, filling.context.near):
                told_text = tidy(entry.text)
                filling.note("petitioner_informed", entry.where)
    if measures and not told_text:
        measures, told_text = told_below(measures, filling.context.near)
        if told_text:
            filling.note("petitioner_informed", filling.found.get(f"{filling.path}.measures", ""))
    told = told_of(filling, told_text)
    return _answer(filling, facts, measures, told)


def _under_unknown_headings(
    facts: str | None, measures: str | None, told: str | None, filling: Filling
) -> tuple[str | None, str | None, str | None]:
    """Return (facts, measures, told), what no known heading gave taken from under others, by what is said there."""
    for entry in filling.entries:
        text = tidy(entry.text)
        if not is_heading(entry.label) or filling.context.labels.meaning("answer", entry.label) or not text:
            continue
        if is_about_telling(text, filling.context.near):
            told, key = (told, "") if told else (text, "petitioner_informed")
        elif not facts and _FOUND.search(text):
            facts, key = text, "facts"
        elif facts and not measures and not _FOUND.search(text):
            measures, key = text, "measures"
        else:
            continue
        if key:
            filling.note(key, entry.where)
        if key in ("facts", "measures"):
            filling.doubt(key, f"小标题「{tidy(entry.label)}」不认得，由文意取用", entry.where)
    return facts, measures, told


def _parted(
    both: str | None, where: str, facts: str | None, measures: str | None, told: str | None, filling: Filling
) -> tuple[str | None, str | None, str | None]:
    """Return (facts, measures, told) where one heading, at `where`, holds findings and measures together."""
    text = both or measures or ""
    where = where or filling.found.get(f"{filling.path}.measures", "")
    if not _FOUND.search(text):
        if both and not measures:
            filling.note("measures", where)
        return facts, measures or both, told
    parts = part([p for p in text.split("\n") if p.strip()], filling.context.near)
    for key, value in (("facts", parts.facts), ("measures", parts.measures)):
        if value:
            filling.note(key, where)
            filling.doubt(key, "调查与处理写在一栏里，由文意分开", where)
    if not told and parts.told:
        filling.note("petitioner_informed", where)
    return (
        facts or parts.facts,
        "\n".join(t for t in (parts.measures, measures if both else None) if t) or None,
        told or parts.told,
    )


def _from_prose(lines: Sequence[Line], signature: Signature, filling: Filling) -> Answer:
    texts = paragraphs(
        lines, signature, [e for e in filling.entries if filling.context.labels.is_label(e.label)]
    )
    if not texts:
        return Answer(
            handler=filling.name("handler"), approver=filling.name("approver"), phone=filling.phone("phone")
        )
    near = filling.context.near
    parts = part([line.text.strip() for line in texts], near)
    told_text = parts.told or told_plainly("\n".join(line.text.strip() for line in texts))
    told = told_of(filling, told_text)
    for key, value in (
        ("facts", parts.facts),
        ("measures", parts.measures),
        ("petitioner_informed", told_text),
    ):
        if value:
            filling.note(key, _where_of(value, texts))
            if not parts.sure and key != "petitioner_informed":
                filling.doubt(key, "没有小标题，由文意分开", _where_of(value, texts))
    return _answer(filling, parts.facts, parts.measures, told)


def _answer(filling: Filling, facts: str | None, measures: str | None, told: Told) -> Answer:
    return Answer(
        department=filling.unit("department"),
        substantiated=substantiated_of(filling, facts, measures),
        facts=without_options(facts, filling),
        measures=measures,
        petitioner_informed=told.informed,
        informed_on=told.on,
        informed_by=told.by,
        informed_how=told.how,
        petitioner_opinion=told.opinion,
        handler=filling.name("handler"),
        approver=filling.name("approver"),
        phone=filling.phone("phone"),
        answered_on=answered_day(filling, told),
    )


def _where_of(text: str, lines: Sequence[Line]) -> str:
    start = text[:12]
    return next((line.where for line in lines if start in line.text), lines[0].where if lines else "")


def _signed(answer: Answer, lines: Sequence[Line], signature: Signature, filling: Filling) -> Answer:
    """Return the answer with unit and day of the letter's end, where the form names none."""
    changes: dict[str, str | date | datetime] = {}
    if not answer.department:
        unit, where = (signature.unit, signature.unit_where) if signature.unit else letterhead(lines)
        if unit:
            changes["department"] = unit
            filling.note("department", where)
    if not answer.answered_on and signature.on:
        changes["answered_on"] = signature.on
        filling.note("answered_on", signature.on_where)
    elif not answer.answered_on and signature.no_day:
        filling.doubt_day(signature.no_day.text, "answered_on", signature.no_day.where)
    return replace(answer, **changes)  # type: ignore[arg-type]


def _finished(answer: Answer, filling: Filling) -> Answer:
    """Return the answer with its missing parts, once its dates were checked."""
    near = filling.context.near
    if answer.informed_on and answer.answered_on and day_of(answer.informed_on) > day_of(answer.answered_on):
        filling.doubt(
            "informed_on",
            "反馈当事人的日期晚于落款日期",
            filling.found.get(f"{filling.path}.informed_on", ""),
        )
    for key, value in (("answered_on", answer.answered_on), ("informed_on", answer.informed_on)):
        if value and near and not -400 <= (day_of(value) - near.date()).days <= 1:
            filling.doubt(key, "日期与来件日期相差太远", filling.found.get(f"{filling.path}.{key}", ""))
    if answer.handler is None and (handler := who_replies(filling)):
        answer = replace(answer, handler=handler)
    if answer.phone is None and (phone := _phone_beside_name(filling)):
        answer = replace(answer, phone=phone)
    present = (
        answer.facts,
        answer.measures,
        answer.petitioner_informed,
        answer.handler,
        answer.approver,
        answer.phone,
    )
    numbers = [
        n for e in filling.written("case_no") for n in find_case_numbers(e.text, filling.context.prefix).sound
    ]
    missing = tuple(name for name, value in zip(PARTS, present, strict=True) if value is None)
    return replace(answer, missing=missing, case_no=numbers[0] if len(set(numbers)) == 1 else answer.case_no)


def _phone_beside_name(filling: Filling) -> str | None:
    """Return the telephone that stands behind the handler's name: 李四（电话：5512345）."""
    for entry in filling.written("handler"):
        phones = find_phones(entry.text)
        if len(phones) == 1:
            filling.note("phone", entry.where)
            return phones[0]
    return None


def sender_unit(name: str) -> str:
    """Return the sender's display name where it is a unit's, or ""."""
    return organisation(name) or (
        name if re.fullmatch(r"[\u4e00-\u9fff]{2,16}(?:局|镇|街道|公司|办|委|中心|大队|管理部)", name) else ""
    )
