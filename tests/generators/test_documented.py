"""What an office can read about its letters is complete."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from jinja2 import Environment, meta

from generators.styles import PARAGRAPHS
from ledger.vocabulary import LABELS

PAGE = (Path(__file__).parents[2] / "docs" / "letters.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", LABELS["letter_kind"])
def test_every_kind_of_letter_is_documented(kind: str):
    assert f"| `{kind}` | {LABELS['letter_kind'][kind]} |" in PAGE


@pytest.mark.parametrize("word", PARAGRAPHS)
def test_every_word_of_a_pattern_is_documented(word: str):
    assert f"`{word}：`" in PAGE or word in ("表签", "表文")  # these two are set by the table itself


def test_every_shipped_template_is_named():
    shipped = resources.files("templates")
    for letter in shipped.joinpath("letters").iterdir():
        assert f"`{letter.name.partition('.')[0]}`" in PAGE
    for mail in shipped.joinpath("mail").iterdir():
        name = mail.name.partition(".")[0]
        assert f"`{name}`" in PAGE or name in ("frame", "signature")


def test_every_name_that_a_shipped_template_uses_is_documented():
    shipped = resources.files("templates")
    for folder in ("letters", "mail"):
        for each in shipped.joinpath(folder).iterdir():
            used = meta.find_undeclared_variables(Environment().parse(each.read_text(encoding="utf-8")))
            for name in used:
                assert f"`{name}`" in PAGE or f"`{name}." in PAGE, (each.name, name)
