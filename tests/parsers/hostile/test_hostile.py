"""Mails built to stop an office: refused or held with a sentence, in under 5 s and 500 MB, and the next mail is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailroom.demonstration.mails import case_mail
from tests.fuzz.running import MEGABYTES, SECONDS, ReadingProcess
from tests.fuzz.seeds import ON, sheet
from tests.parsers.hostile.mails import HOSTILE


@pytest.fixture
def reading() -> Iterator[ReadingProcess]:
    """A process of its own, so that what it holds at most is that of one mail."""
    process = ReadingProcess()
    yield process
    process.close()


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_it_is_refused_in_time_with_a_sentence_and_the_office_goes_on(
    kind: str, tmp_path: Path, reading: ReadingProcess
):
    build, sentence = HOSTILE[kind]
    hostile, ordinary = tmp_path / "hostile.eml", tmp_path / "ordinary.eml"
    hostile.write_bytes(build())
    ordinary.write_bytes(case_mail(sheet(), "docx-two-columns", sent_on=ON))

    told = reading.ask(str(hostile))
    if told.get("seconds", 0) > SECONDS:  # on a busy machine everything takes long, once
        told = reading.ask(str(hostile))

    assert told.get("faults") == []
    assert sentence in "\n".join(told["said"])
    assert told["seconds"] < SECONDS
    assert max([told["megabytes"], *told["workers"].values()]) < MEGABYTES
    assert reading.ask(str(ordinary))["what"] == "case"
