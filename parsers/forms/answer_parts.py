"""Parts of an answer: what the petitioner was told and thinks of it, and whether the matter is so."""

from __future__ import annotations

from parsers.forms.entries import Entry
from parsers.forms.filling import Filling
from parsers.forms.names import person_name
from parsers.forms.prose import Told, opinion_in, read_told, substantiated_in
from parsers.forms.ticks import read_ticks
from parsers.labels import fold


def told_of(filling: Filling, text: str | None) -> Told:
    """Return what the petitioner was told: from boxes and fields of a form first, then from the paragraph."""
    told = read_told(text or "", filling.context.near)
    opinions = filling.written("opinion")
    opinion = None
    if opinions:
        opinion = _opinion(opinions[0], filling)
    on = filling.moment("informed_on", optional=True)
    by = filling.take("informed_by", lambda e: person_name(e.text), optional=True)
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
    return Told(informed, on or told.on, by or told.by, opinion)


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
        if "基本属实" in (facts or ""):
            filling.doubt(
                "substantiated", "写的是「基本属实」", filling.found.get(f"{filling.path}.facts", "")
            )
    return code
