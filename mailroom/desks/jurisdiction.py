"""Whose case is it: evidence for departments, each with its weight and its reason (rules.md, 办理).

In order: named in the sheet, the town that the place lies in, duty keywords, learned from past dispatches. Earlier kinds of evidence decide;
later ones are shown as the next best.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ledger import listings, worklists
from ledger.models import Case, Department
from mailroom.office import Office
from mailroom.routing.advice import advise


@dataclass(frozen=True)
class Candidate:
    """A department that may be meant, how sure (0 to 1), and why."""

    department: Department
    score: float
    because: str


def propose(office: Office, case: Case, *, on: date) -> list[Candidate]:
    """Candidates, the best first; the same department once, with its best evidence."""
    weights = office.settings.dispatching.weights
    everyone = worklists.departments()
    named = _named(case.department_named, everyone, on, office.settings.office.city, weights["named"])
    others = [*_by_town(case, everyone, on, weights["town"]), *_by_keyword(case, everyone, on, weights)]
    others += _by_the_past(office, case, everyone, on, weights)
    if len({each.department.name for each in named}) > 1 or (not named and names_somebody(office, case)):
        # Who leads, or who is meant, is for a person to say; where the place lies must not settle it.
        others = [replace(each, score=each.score / 2) for each in others]
    found = [*named, *others]
    best: dict[str, Candidate] = {}
    for each in found:
        known = best.get(each.department.name)
        if known is None or each.score > known.score:
            best[each.department.name] = each
    return sorted(best.values(), key=lambda each: -each.score)


# --- named in the sheet -------------------------------------------------------------------------------------


def _named(written: str, everyone: list[Department], on: date, city: str, weight: float) -> list[Candidate]:
    """The department that the sheet names, by name or alias; one that no longer exists hands over to its successor."""
    found = []
    for part in _parts(written):
        bare = _bare(part, city)
        because = f"工单写明承办单位“{part}”"
        exact = [each for each in everyone if bare in _bare_names(each, city)]
        meant = [_in_force(each, on, weight, because) for each in exact]
        if not exact and (above := _above(bare, everyone, city)):
            meant = [_in_force(above, on, weight * 0.95, f"{because}，属{above.name}")]
        found += [each for each in meant if each is not None]
    # Two departments named: who leads is for a person to say.
    return found if len({each.department.name for each in found}) == 1 else [_halved(each) for each in found]


def department_written(office: Office, written: str, *, on: date) -> Department | None:
    """The one department that goes by this name or alias, as people write it (with or without the city, 人民政府)."""
    found = _named(written, worklists.departments(), on, office.settings.office.city, 1.0)
    exact = {each.department.id: each.department for each in found if each.score == 1.0}
    return next(iter(exact.values())) if len(exact) == 1 else None


def why_not_known(office: Office, case: Case) -> str:
    """Why the department that the sheet names can't have the case, as a Chinese sentence: unknown, or dissolved and the
    register names nobody after it.
    """
    named, city = case.department_named, office.settings.office.city
    bare = {_bare(part, city) for part in _parts(named)}
    ended = next((each for each in worklists.departments() if bare & _bare_names(each, city)), None)
    if ended is None:
        return f"工单写明的承办单位“{named}”不在单位名录中"
    return f"工单写明的承办单位“{named}”（{ended.name}）已停用，名录中没有写明承接单位"


def _parts(written: str) -> list[str]:
    return [part for part in re.split(r"[、，,;；/\s]+", written.strip()) if part]


def _bare_names(department: Department, city: str) -> set[str]:
    return {_bare(name, city) for name in (department.name, *department.aliases)}


SHORTEST = 3  # characters of a name that may stand for the office above: 公安 alone is in too many names
# A police station bears its town's name as well; only the town's own offices are the town.
TOWN_OFFICE = re.compile(r"(?:人民政府|政府|党委|党工委|办事处|党政|便民服务)[\u4e00-\u9fff]{0,10}")
SUB_OFFICE = re.compile(r"(?!.*(?:会同|配合|牵头|协助|共同|和|与|及))[\u4e00-\u9fff0-9]{1,12}")


def _above(bare: str, everyone: list[Department], city: str) -> Department | None:
    """The department that an office within it belongs to: 公安局荆河派出所 → 公安局; the longest name decides."""
    best: tuple[int, Department | None] = (0, None)
    for department in everyone:
        rest = TOWN_OFFICE if department.kind == "town" else SUB_OFFICE
        for name in _bare_names(department, city):
            if (
                len(name) >= max(SHORTEST, best[0] + 1)
                and bare.startswith(name)
                and rest.fullmatch(bare, len(name))
            ):
                best = (len(name), department)
    return best[1]


def names_somebody(office: Office, case: Case) -> bool:
    """Whether the sheet names a department other than the city and the office themselves (滕州市, 市长公开电话办公室)."""
    own, city = office.settings.office, office.settings.office.city
    ourselves = {
        city.removesuffix("市"),
        "本市",
        "我市",
        "市政府",
        "市政府办公室",
        "人民政府",
        "政府",
        "市人民政府",
    }
    for name in filter(None, (city, own.name, own.short_name, own.parent)):
        ourselves |= {name, name.removeprefix(city), _bare(name, city)}
    return any(not {part, _bare(part, city)} & ourselves for part in _parts(case.department_named))


def _halved(candidate: Candidate) -> Candidate:
    return Candidate(candidate.department, candidate.score / 2, candidate.because + "（同时写了多个单位）")


@lru_cache(maxsize=4096)
def _bare(name: str, city: str) -> str:
    """A name without what people leave out: white space, the city, "市", "人民政府", "办事处"."""
    bare = re.sub(r"\s+", "", name)
    for start in (city, city.removesuffix("市"), "市"):
        if start and bare.startswith(start) and len(bare) > len(start):
            bare = bare[len(start) :]
            break
    return re.sub(r"(人民政府|政府|办事处)$", "", bare) or bare


def _in_force(department: Department, on: date, weight: float, because: str) -> Candidate | None:
    """The department, or who took over from it by `on`."""
    current = worklists.in_force(department, on)
    if current is None:
        return None
    moved = f"，{department.name}的职责已由{current.name}承接" if current.id != department.id else ""
    return Candidate(current, weight, because + moved)


# --- the town of the place ----------------------------------------------------------------------------------


def _by_town(case: Case, everyone: list[Department], on: date, weight: float) -> list[Candidate]:
    """The town named in the place; else, with less weight, in the title or text."""
    towns = [each for each in everyone if each.kind == "town" and worklists.is_valid(each, on)]
    for text, share, where, more in (
        (case.place, 1.0, "事发地点", 8),
        (f"{case.title} {case.request_text}", 0.95, "诉求内容", 0),  # what follows may be who asked
    ):
        found = []
        for town in towns:
            name = next((each for each in names_of_town(town) if each in text), "")
            if name:
                found.append(
                    Candidate(town, weight * share, f"{where}“{_around(text, name, more)}”在{town.name}")
                )
        if len(found) == 1:
            return found
        if found:  # two towns in one text: a person says which
            return [Candidate(each.department, each.score / 2, each.because) for each in found]
    return []


def names_of_town(town: Department) -> list[str]:
    """What a town is called in a text: two characters alone are in too many other names."""
    return [name for name in (town.name, *town.aliases) if len(name) >= SHORTEST]


def _around(text: str, name: str, more: int) -> str:
    """The name with at most `more` characters behind it: the village or the road, not the house."""
    behind = text[text.index(name) + len(name) :][:more]
    return name + re.split(r"[，。；、\s0-9０-９]", behind, maxsplit=1)[0]


# --- duty keywords ------------------------------------------------------------------------------------------


def _by_keyword(
    case: Case, everyone: list[Department], on: date, weights: Mapping[str, float]
) -> list[Candidate]:
    """Departments whose duty keywords stand in the title or text; the most and the longest words first."""
    text = f"{case.title}\n{case.request_text}"
    hits: list[tuple[int, Department, list[str]]] = []
    for department in everyone:
        words = [word for word in department.keywords if word in text]
        current = _in_force(department, on, 1.0, "") if words else None
        if current is not None:
            in_title = sum(len(word) for word in words if word in case.title)
            hits.append((sum(len(word) for word in words) + in_title, current.department, words))
    hits.sort(key=lambda hit: -hit[0])
    hits = [hit for at, hit in enumerate(hits) if hit[1] not in [each[1] for each in hits[:at]]]
    found = []
    for place, (size, department, words) in enumerate(hits[:4]):
        clear = place == 0 and (len(hits) == 1 or size >= 2 * hits[1][0])
        score = weights["keyword"] if clear else weights["keyword_shared"] * (size / hits[0][0])
        found.append(
            Candidate(department, score, f"诉求涉及“{'、'.join(words[:4])}”，属{department.name}职责")
        )
    return found


# --- learned from past dispatches ----------------------------------------------------------------------------


def _by_the_past(
    office: Office, case: Case, everyone: list[Department], on: date, weights: Mapping[str, float]
) -> list[Candidate]:
    """Departments that cases like this one went to; one that no longer exists hands over to its successor."""
    found = []
    for each in advise(office, case):
        known = next((department for department in everyone if department.name == each.department), None)
        score = weights["learned"] if each.sure else weights["learned_unsure"] * each.share
        candidate = _in_force(known, on, score, each.because) if known else None
        if candidate is not None:
            found.append(candidate)
    return found


# --- a case against the department itself ---------------------------------------------------------------------

OFFICIALS = "工作人员|领导|干部|负责人|所长|局长|站长|股长|主任|书记|镇长|科长|科员|队长|执法人员|执法队员|协管|城管队员|民警|辅警"
CONDUCT = (
    "不作为|乱作为|推诿|受贿|索贿|收受|红包|吃拿卡要|吃喝|包庇|勾结|徇私|态度|打人|骂人|打骂|乱收费|失职|渎职|贪污|挪用|"
    "截留|滥用职权|以权谋私|不出警|不受理"
)
REPORTED = re.compile(r"(举报|投诉|控告|检举)")


def is_accused(case: Case, department: Department) -> bool:
    """Whether the case, or a repeat that was joined to it, seems to be against the department itself or its staff. Too
    often yes is right here: a person then decides (rules.md, Privacy: a department is never sent a case against itself).
    """
    return any(_accuses(each, department) for each in (case, *listings.repeats_of(case)))


def _accuses(case: Case, department: Department) -> bool:
    text = re.sub(r"\s+", "", f"{case.title}。{case.request_text}")
    names = [re.escape(name) for name in _own_names(department)]
    if not names or case.kind == "praise":
        return False
    named = "|".join(names)
    # A question mentions officials in all innocence (曾向民政局工作人员咨询); what they are blamed for it does not.
    blamed = f"{OFFICIALS}|{CONDUCT}" if case.kind in ("complaint", "report") else CONDUCT
    staff = re.search(rf"({named})[^，。；！？,;]{{0,8}}({blamed})", text)
    straight = re.search(rf"{REPORTED.pattern}(滕州市|滕州|市)?({named})", text)
    return bool(staff or straight or _accuses_town(case, department, blamed, text))


def _accuses_town(case: Case, department: Department, blamed: str, text: str) -> bool:
    """A town's bare name right before an official (大坞镇镇长); a village in between is another matter."""
    if department.kind != "town":
        return False
    towns = "|".join(re.escape(name) for name in _bare_towns(department))
    return bool(re.search(rf"({towns})[^，。；！？,;村庄社居组路街]{{0,4}}({blamed})", text))


def _own_names(department: Department) -> list[str]:
    """Names that mean the organisation itself. A town's bare name is a place; with 政府, 办事处 it is the office."""
    names = [name for name in (department.name, *department.aliases) if len(name) >= 2]
    if department.kind != "town":
        return names
    offices = ("政府", "人民政府", "办事处", "办", "党委", "党工委")
    return sorted({name + office for name in _bare_towns(department) for office in offices})


def _bare_towns(department: Department) -> set[str]:
    return {re.sub(r"(人民政府|政府|办事处|街道办)$", "", name) for name in names_of_town(department)}
