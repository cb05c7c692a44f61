"""What the past advises for a case: a department, whether that can be trusted, the words that decided, the nearest cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generators.privacy import is_secret
from ledger import history, worklists
from ledger.models import Case
from mailroom.office import Office
from mailroom.routing.features import grams_of, text_of, words_of

if TYPE_CHECKING:
    from mailroom.routing.model import Measure

NEAR = 3
LEAST_SHARE = 0.1  # below it a department is not worth naming


@dataclass(frozen=True)
class Advice:
    """A department that past cases like this one went to."""

    department: str
    share: float  # 0 to 1
    sure: bool  # above the bar that was measured
    because: str  # one Chinese sentence


def advise(office: Office, case: Case) -> list[Advice]:
    """Return what past dispatches advise, the best first; [] where nothing was learned or it is switched off."""
    if not office.settings.routing.learn:
        return []
    from mailroom.routing.model import load  # numpy takes 0.1 s to import: only where there is a model

    model = load(office.settings.dir, history.ledger_print())
    if model is None:
        return []
    text = text_of(case, worklists.petitioner_of(case))
    vector = model.vocabulary.vector(grams_of(text))
    measure = model.measure
    found = []
    for place, (name, share) in enumerate(model.ranked(vector)[: office.settings.dispatching.candidates]):
        if share < LEAST_SHARE:
            break
        sure = (
            place == 0 and share >= measure.bar and measure.right_above >= office.settings.routing.least_right
        )
        words = words_of(text, model.speaking_for(vector, name))
        near = model.past.nearest(vector, 2 * NEAR, len(model.vocabulary.numbers))
        named = _near([(number, model.departments[each]) for number, each, _ in near], case)
        found.append(Advice(name, share, sure, _sentence(name, share, sure, measure, words, named)))
    return found


def _near(found: list[tuple[str, str]], case: Case) -> list[str]:
    """Past cases as a person reads them, by number alone; none that has become secret since, nor the case itself."""
    told = []
    for number, department in found:
        past = worklists.case_by_number(number)
        if past is not None and past.id != case.id and not is_secret(past):
            told.append(f"{number}（{department}）")
    return told[:NEAR]


def _sentence(
    name: str, share: float, sure: bool, measure: Measure, words: list[str], near: list[str]
) -> str:
    quoted = f"诉求中的“{'、'.join(words)}”" if words else "诉求"
    if sure:
        weight = f"占{share:.0%}，这样的实测{measure.right_above:.1%}是对的"
    else:
        bar = f"没有到{measure.bar:.0%}的线，" if share < measure.bar <= 1 else ""
        weight = f"占{share:.0%}，{bar}不足以自动转办"
    alike = f"；相近的有 {'、'.join(near)}" if near else ""
    return f"以往像{quoted}多由{name}办理（{weight}）{alike}"
