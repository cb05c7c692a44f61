"""The promise of the reading under random damage: it never raises, it is quick, it says in a sentence what it can't read."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers import read_document, read_mail
from tests.fuzz.inputs import Input, input_of, is_slow
from tests.fuzz.running import Finding, findings, keep, until
from tests.fuzz.seeds import documents, mails, slow_documents

COUNT = 400
SECONDS = 40.0
"""On a busy machine fewer inputs are read, not more time taken."""


@pytest.mark.parametrize("name", sorted(documents()))
def test_every_document_to_begin_from_is_sound(name: str):
    reading = read_document(name, documents()[name])

    assert [document.problem for document in reading.documents if document.problem] == []


@pytest.mark.parametrize("name", ["转办.rar", "转办单.odt"])  # the others are pictures without any text
def test_every_slow_document_to_begin_from_is_sound(name: str):
    reading = read_document(name, slow_documents()[name])

    assert [document.problem for document in reading.documents if document.problem] == []


@pytest.mark.parametrize("name", sorted(mails()))
def test_every_mail_to_begin_from_is_understood(name: str):
    assert read_mail(mails()[name]).what in ("case", "answer", "bounce")


def test_a_number_gives_the_same_input_again():
    for number in range(60):
        assert input_of(number) == input_of(number)


def test_numbers_give_different_inputs():
    assert len({input_of(number).data for number in range(300)}) > 280


@pytest.mark.timeout(170)
def test_damaged_mails_and_documents_never_raise_and_stay_within_bounds():
    numbers = [number for number in range(COUNT) if not is_slow(number)]

    done = list(findings(until(numbers, SECONDS)))

    assert len(done) > 20
    assert [finding for finding in done if finding] == []


def test_what_is_found_is_kept_to_be_read_again(tmp_path: Path):
    path = keep(Finding("7", "raised ValueError()"), tmp_path / "findings")

    assert path.read_bytes() == input_of(7).data
    assert "raised ValueError()" in path.with_name(path.name + ".txt").read_text("utf-8")
    assert list(findings([str(path)])) == [None]


def test_a_bug_in_a_reader_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The reading itself turns a bug into a sentence: the log tells it."""
    from tests.fuzz import reading_process

    def broken(name: str, data: bytes, labels: object, prefix: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("parsers.mail_reading.reading_of_document", broken)
    faults = reading_process.Faults()
    reading_process.logging.getLogger().addHandler(faults)
    try:
        told = reading_process._read(Input("a.txt", b"x", ""), faults)
    finally:
        reading_process.logging.getLogger().removeHandler(faults)

    assert "ZeroDivisionError" in told["faults"][0]
