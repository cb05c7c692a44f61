"""Papers of several kinds, as offices print, stamp, scan and photograph them, are read as a careful clerk would."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest

from parsers import read_mail
from parsers.apart import close_all
from parsers.as_json import as_json
from tests.parsers.ocr.drawing import needs_font
from tests.parsers.ocr.printed.mails import sent_papers

SEEDS = (5, 78, 80)  # some of these papers are not read in full, as of any others; all count together
KINDS = ("case", "answer_form", "liaison_form", "follow_up", "instruction")
A_PAGE = 90.0  # seconds: the machine may be busy with other tests
LEAST_RIGHT = 0.8
MOST_WRONG = 1 / 40
MOST_MISTAKEN = 3  # of the fifteen papers: taken for another kind, or for none

pytestmark = needs_font


@pytest.fixture(autouse=True, scope="module")
def _no_worker_stays() -> Iterator[None]:
    yield
    close_all()


def values(found: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every single value of a reading or a truth, with its path, white space left out."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from values(value, f"{path}.{key}")
    elif isinstance(found, list):
        for number, value in enumerate(found):
            yield from values(value, f"{path}.{number}")
    else:
        yield path, "".join(str(found).split())


@pytest.mark.timeout(600)
def test_most_values_on_scans_and_photographs_are_read_and_hardly_any_wrongly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("parsers.formats.recognising._A_PAGE", A_PAGE)
    monkeypatch.setattr("parsers.formats.printed_apart.SECONDS", A_PAGE)
    right, wrong, missed, mistaken = [], [], [], []
    for sent in chain.from_iterable(sent_papers(seed, len(KINDS), KINDS) for seed in SEEDS):
        found = as_json(read_mail(sent.scan))
        doubted = {doubt["field"] for doubt in found.get("doubts", ())}
        read = dict(values(found))
        if found["what"] != sent.made.truth["what"]:
            mistaken.append((sent.name, found["what"]))
        for path, value in values(sent.made.truth):
            said = (sent.name, path, value, read.get(path))
            if read.get(path) == value:
                right.append(said)
            elif path not in read or path.lstrip(".") in doubted:
                missed.append(said)
            elif path != ".what":
                wrong.append(said)
    assert len(mistaken) <= MOST_MISTAKEN, mistaken
    assert len(right) >= LEAST_RIGHT * len(right + wrong + missed), (wrong, missed)
    assert len(wrong) <= MOST_WRONG * len(right + wrong), wrong
