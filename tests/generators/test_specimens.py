"""Every paper has a specimen, so that it can be previewed and its template is checked."""

from __future__ import annotations

from importlib import resources

import pytest

from generators.letter import Draft, Templates
from generators.specimens import SPECIMENS, scene_of
from ledger.vocabulary import LABELS
from tests.generators.records import HEAD


class Noting(Templates):
    """Templates that note which of them were used."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def text(self, name, values):
        self.used.add(f"mail/{name}.txt.j2")
        return super().text(name, values)

    def html(self, name, values):
        self.used.add(f"mail/{name}.html.j2")
        return super().html(name, values)

    def docx(self, name, values):
        self.used.add(f"letters/{name}.txt")
        return super().docx(name, values)


def packaged_templates() -> set[str]:
    root = resources.files("templates")
    own = {f"{folder}/{each.name}" for folder in ("mail", "letters") for each in (root / folder).iterdir()}
    return {name for name in own if "/frame." not in name and "/signature." not in name}


def test_every_template_is_used_by_a_specimen():
    used = Noting()
    for specimen in SPECIMENS.values():
        specimen.draw_up(scene_of(HEAD, used))
    assert packaged_templates() <= used.used


@pytest.mark.parametrize("kind", SPECIMENS)
def test_the_same_records_give_the_same_paper(kind: str):
    assert SPECIMENS[kind].draw_up(scene_of(HEAD, Templates())) == SPECIMENS[kind].draw_up(
        scene_of(HEAD, Templates())
    )


@pytest.mark.parametrize("kind", SPECIMENS)
def test_a_letter_of_a_specimen_is_of_a_kind_that_people_can_read(kind: str):
    drawn = SPECIMENS[kind].draw_up(scene_of(HEAD, Templates()))
    if isinstance(drawn, Draft):
        assert drawn.kind in LABELS["letter_kind"]


def test_every_kind_of_letter_can_be_previewed():
    assert set(LABELS["letter_kind"]) <= set(SPECIMENS)
