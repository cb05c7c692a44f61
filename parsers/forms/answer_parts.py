"""Parts of an answer: what the petitioner was told and thinks of it, and whether the matter is so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from parsers.dates import day_of, find_dates
from parsers.forms.entries import Entry
from parsers.forms.filling import Filling, code_in
from parsers.forms.names import person_name
from parsers.forms.people import NAME
from parsers.forms.prose import WHO, Told, how_in, opinion_in, read_told, says_both, substantiated_in
from parsers.forms.ticks import has_ticks, read_ticks
from parsers.labels import fold
from parsers.numbers import wide_to_narrow

LONGEST_CODE = 8
"""Characters of an option that says whether the matter is so: 反映情况部分属实."""

_IN_BRACKETS = re.compile(rf"[（(][^（()）]*?({NAME})[ 　]*[)）]")


def without_options(text: str | None, filling: Filling) -> str | None:
    """Return a text without the lines of boxes that say whether the matter is so: `√属实 □不属实`, then the findings."""
    lines = [line for line in (text or "").split("\n") if not _is_options(line, filling)]
    return "\n".join(lines) or text


def _is_options(line: str, filling: Filling) -> bool:
    ticks = read_ticks(line) if has_ticks(line) else None
    if ticks is None:
        return False
    options = [*ticks.ticked, *ticks.unticked]
    return bool(options) and all(
        len(option) <= LONGEST_CODE and code_in(option, "substantiated", filling.context.labels)[0]
        for option in options
    )


def answered_day(filling: Filling, told: Told) -> date | datetime | None:
    """Return the day of the answer; a bare 回复日期 is it, where the petitioner was told on an earlier day."""
    on = filling.moment("answered_on", optional=True)
    if on is not None or told.on is None:
        return on
    for entry in _later(filling, told.on):
        filling.note("answered_on", entry.where)
        return filling.read_moment(entry.text, entry.value, "answered_on", entry.where)
    return None


def _later(filling: Filling, known: date | datetime) -> list[Entry]:
    """Return the fields 回复日期, 反馈时间 that name nobody who was told, and give a later day than `known`."""
    return [
        entry
        for entry in filling.written("informed_on")
        if not re.search(WHO, entry.label) and (day := _day(entry, filling)) and day_of(day) > day_of(known)
    ]


def _day(entry: Entry, filling: Filling) -> date | datetime | None:
    """Return the day in a field, without a doubt put down."""
    if isinstance(entry.value, date):
        return entry.value
    dates = find_dates(entry.text, filling.context.near)
    return dates[0].value if dates else None


def _known_day(filling: Filling, told: Told) -> date | datetime | None:
    """Return the day on which the petitioner was told that does not stand in a bare 回复日期."""
    named = [e for e in filling.written("informed_on") if re.search(WHO, e.label)]
    days: Sequence[Entry] = [*filling.written("informed"), *named]
    return next((day for e in days if (day := _day(e, filling))), told.on)


def _informed_on(filling: Filling, told: Told) -> date | datetime | None:
    known = _known_day(filling, told)
    later = _later(filling, known) if known else []
    own = replace(filling, entries=[e for e in filling.entries if e not in later])
    beside = own.take("informed", lambda e: _dated(e, own), key="informed_on", optional=True)
    return beside or own.moment("informed_on", optional=True)


def _dated(entry: Entry, filling: Filling) -> date | datetime | None:
    """Return the day beside 是 in `是（7月8日，李四）`."""
    if not find_dates(entry.text, filling.context.near):
        return None
    return filling.read_moment(entry.text, entry.value, "informed_on", entry.where)


def _informed_by(filling: Filling) -> str | None:
    """Return who told the petitioner: a field of its own, the name beside 是, or 联系人 behind 联系群众时间."""
    by = filling.take("informed_by", lambda e: person_name(e.text), optional=True)
    if by is None:
        by = filling.take("informed_on", lambda e: _beside_day(e, filling), key="informed_by", optional=True)
    if by is None:
        by = filling.take("informed", _named_beside, key="informed_by", optional=True)
    return by or _contact(filling)


def _named_beside(entry: Entry) -> str | None:
    hit = _IN_BRACKETS.search(entry.text)
    return hit[1] if hit else None


def _beside_day(entry: Entry, filling: Filling) -> str | None:
    """Return the name beside the day where one field asks for both: 告知时间及告知人 → `2月19日 袁新民`."""
    _, *second = re.split(r"[及和、/]", fold(entry.label), maxsplit=1)
    asked = filling.context.labels.meaning("answer", second[0]) if second else None
    if asked is None or asked[0] not in ("informed_by", "handler"):
        return None
    text = wide_to_narrow(entry.text)
    for day in reversed(find_dates(text, filling.context.near)):
        text = f"{text[: day.start]} {text[day.end :]}"
    names = re.findall(rf"(?:^|[\s，,、；;/由])({NAME})(?=$|[\s，,、；;/（(])", text)
    return names[0] if len(set(names)) == 1 else None


def _contact(filling: Filling) -> str | None:
    labels = filling.context.labels
    handlers = filling.written("handler")
    for before, entry in pairwise(filling.entries):
        asked = labels.meaning("answer", before.label)
        if fold(entry.label) == "联系人" and asked and asked[0] == "informed_on" and entry not in handlers:
            if name := person_name(entry.text):
                filling.note("informed_by", entry.where)
            return name
    return None


def told_of(filling: Filling, text: str | None) -> Told:
    """Return what the petitioner was told: from boxes and fields of a form first, then from the paragraph."""
    told = read_told(text or "", filling.context.near)
    if told.informed and told.on is None:
        where = filling.found.get(f"{filling.path}.petitioner_informed", "")
        filling.doubt_day(text or "", "informed_on", where)
    opinions = filling.written("opinion")
    opinion = None
    if opinions:
        opinion = _opinion(opinions[0], filling)
    on = _informed_on(filling, told)
    by = _informed_by(filling)
    informed = filling.take(
        "informed", lambda e: _informed(e, filling), key="petitioner_informed", optional=True
    )
    if told.on:
        filling.found.setdefault(
            f"{filling.path}.informed_on", filling.found.get(f"{filling.path}.petitioner_informed", "")
        )
    opinion = opinion or told.opinion
    if opinion and told.opinion and opinion != told.opinion:
        filling.doubt("petitioner_opinion", "当事人意见前后不一致", opinions[0].where)
    informed = told.informed if informed is None else informed
    if informed is None and (on or by or (opinion and opinion != "unreached")):
        informed = True
    if opinion == "unreached" or (informed is False and told.opinion == "unreached"):
        return Told(informed=False, opinion="unreached")
    if informed is False:
        return Told(informed=False, opinion=opinion)
    return Told(informed, on or told.on, by or told.by, opinion, _informed_how(filling) or told.how)


def _informed_how(filling: Filling) -> str | None:
    """Return the way that is ticked or written under 反馈方式; no doubt, since no rule asks for it."""
    for entry in filling.written("informed_how"):
        ticks = read_ticks(entry.text)
        if ticks is None or ticks.ticked:
            return how_in(entry.text if ticks is None else "、".join(ticks.ticked))
    return None


def _informed(entry: Entry, filling: Filling) -> bool | None:
    code = filling.read_code(entry.text, "yes_no", "petitioner_informed", entry.where)
    if code is None and read_ticks(entry.text) is not None:
        return None
    if code is None:
        told = read_told(entry.text, filling.context.near)
        return told.informed
    return code == "yes"


def _opinion(entry: Entry, filling: Filling) -> str | None:
    boxed = read_ticks(entry.text) is not None
    code = (
        filling.read_code(entry.text, "satisfaction", "petitioner_opinion", entry.where)
        if len(entry.text) <= 12 or boxed
        else None
    )
    if not boxed:  # boxes none of which is ticked say nothing: their labels are no opinion
        code = code or opinion_in(entry.text)
    if code:
        filling.note("petitioner_opinion", entry.where)
    return code


def substantiated_of(filling: Filling, facts: str | None, measures: str | None) -> str | None:
    """Return whether the matter is so: from its own field, else after the findings; 基本属实 is doubted."""
    for entry in filling.written("substantiated"):
        code = filling.read_code(entry.text, "substantiated", "substantiated", entry.where)
        if read_ticks(entry.text) is None:
            code = code or substantiated_in(entry.text)
        if code:
            filling.note("substantiated", entry.where)
            said = substantiated_in(facts or "")
            if said and said != code:
                filling.doubt("substantiated", "「是否属实」与调查情况里的说法不一致", entry.where)
            elif "基本" in fold(entry.text):
                filling.doubt("substantiated", "写的是「基本属实」", entry.where)
            return code
    code = substantiated_in(facts or "") or (substantiated_in(measures or "") if not facts else None)
    if code:
        filling.note("substantiated", filling.found.get(f"{filling.path}.facts", ""))
        if says_both(facts or measures or ""):
            where = filling.found.get(f"{filling.path}.facts", "")
            filling.doubt("substantiated", "既写「属实」又写「不属实」，是不是部分属实", where)
        if "基本属实" in (facts or ""):
            filling.doubt(
                "substantiated", "写的是「基本属实」", filling.found.get(f"{filling.path}.facts", "")
            )
    return code


def who_replies(filling: Filling) -> str | None:
    """Return who signs a letter as the one that replies (回复人：李四): on a form, it is who told the petitioner."""
    for entry in filling.written("informed_by"):
        if entry.source in ("line", "foot") and fold(entry.label) in ("回复人", "回复人员", "答复人"):
            filling.note("handler", entry.where)
            return person_name(entry.text)
    return None
