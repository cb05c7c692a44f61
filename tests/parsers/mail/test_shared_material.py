"""The shared corpus and samples, where they are at hand: nothing raises, nothing is lost to U+FFFD."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parsers import formats
from parsers.mail import OpenedMail, open_mail

SHARED = Path(__file__).parents[3] / ".." / "shared"
CORPORA = SHARED / "corpora"

needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpus is not beside the project")
needs_samples = pytest.mark.skipif(
    not (SHARED / "samples").is_dir(), reason="the shared samples are not beside the project"
)


def everything(opened: OpenedMail) -> str:
    """All text that a clerk would get to see of a mail."""
    own = [opened.envelope.subject, opened.envelope.sender.name, opened.body.text(), opened.quoted.text()]
    own += [enclosure.name for enclosure in opened.enclosures]
    return "\n".join([*own, *(everything(inner) for inner in opened.forwarded)])


@needs_corpora
@pytest.mark.parametrize("folder", ["mail", "bounces", "zh-samples"])
def test_every_mail_of_the_corpus_is_opened(folder: str) -> None:
    for path in sorted((CORPORA / folder).rglob("*")):
        if path.is_file():
            assert "\ufffd" not in everything(open_mail(path.read_bytes())), path


@needs_corpora
def test_bounces_of_the_corpus_are_known() -> None:
    bounces = list((CORPORA / "bounces" / "sisimai-set").rglob("lhost-*.eml"))
    missed = [path for path in bounces if open_mail(path.read_bytes()).machine != "bounce"]
    assert len(missed) <= len(bounces) * 0.04
    chinese = [
        open_mail(path.read_bytes()).machine for path in sorted((CORPORA / "zh-samples").glob("*.eml"))
    ]
    assert chinese == ["bounce", "bounce", "auto_reply"]


@needs_corpora
def test_every_document_of_the_corpus_gives_a_paper() -> None:
    for path in sorted((CORPORA / "docs").rglob("*")):
        if path.is_file():
            paper = formats.read(path.name, path.read_bytes())
            assert "\ufffd" not in paper.text(), path
            assert paper.blocks or paper.problem or paper.format in ("docx", "xlsx", "xls"), path


@needs_samples
def test_machine_mail_of_the_samples_is_told_from_that_of_persons() -> None:
    for path in sorted((SHARED / "samples").glob("*.eml")):
        truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
        machine = truth["what"] if truth["what"] in ("auto_reply", "bounce", "receipt") else ""
        opened = open_mail(path.read_bytes())
        assert opened.machine == machine, path
        for key, value in truth.get("bounce", {}).items():
            found = getattr(opened.bounce, key)
            assert found == value or (key == "reason" and value in found), (path, key)
