"""Word's own rules: every letter keeps the schema of ISO/IEC 29500, and opens unchanged in another program."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from generators.letter import Draft, Enclosed, Templates
from generators.specimens import SPECIMENS, scene_of
from tests.generators.records import HEAD, parts_of
from tests.servers.ports import program

# Word opens a document without a theme as it is; its parts would take 2 KB of every letter.
NO_THEME = "officeDocument/2006/relationships/theme"


def papers() -> Iterator[tuple[str, Enclosed]]:
    for kind, specimen in SPECIMENS.items():
        for secret in (False, True):
            drawn = specimen.draw_up(scene_of(HEAD, Templates(), secret=secret))
            for each in drawn.enclosed if isinstance(drawn, Draft) else drawn:
                if each.name.endswith(".docx"):
                    yield f"{kind}-{'secret' if secret else 'open'}-{each.name}", each


PAPERS = dict(papers())


def faults(path: Path) -> list[str]:
    found = OpenXmlValidator().validate(path).errors
    return [
        f"{each.part_uri} {each.path}: {each.description}"
        for each in found
        if NO_THEME not in each.description
    ]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_keeps_the_schema(tmp_path: Path, name: str):
    path = tmp_path / "paper.docx"
    path.write_bytes(PAPERS[name].data)
    assert faults(path) == []


def test_the_check_sees_an_element_out_of_order(tmp_path: Path):
    document = docx.Document(io.BytesIO(next(iter(PAPERS.values())).data))
    properties = document.paragraphs[0]._p.get_or_add_pPr()
    properties.append(properties.find(qn("w:pStyle")))
    properties.append(properties.makeelement(qn("w:keepNext"), {}))
    document.save(tmp_path / "paper.docx")
    assert faults(tmp_path / "paper.docx")


def test_no_paper_names_a_machine_a_user_or_a_program():
    for name, paper in PAPERS.items():
        parts = parts_of(paper.data)
        told = " ".join(text for part, text in parts.items() if part.startswith("docProps/"))
        assert HEAD.name in told, name
        assert not re.search(r"python|Microsoft|LibreOffice|root|Application|Company|rsid", told), name
        assert "docProps/app.xml" not in parts
        assert "docProps/thumbnail.jpeg" not in parts


def test_every_letter_is_small():
    for name, paper in PAPERS.items():
        if "word/media/" not in " ".join(parts_of(paper.data)):
            assert len(paper.data) < 20_000, name


def test_libreoffice_writes_back_what_it_read():
    soffice = program("soffice", "libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory() as place:
        before, after, profile = (Path(place) / name for name in ("before", "after", "profile"))
        before.mkdir()
        for number, paper in enumerate(PAPERS.values()):
            (before / f"{number}.docx").write_bytes(paper.data)
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to"]
        command += ["docx:MS Word 2007 XML", "--outdir", str(after), *map(str, sorted(before.glob("*.docx")))]
        subprocess.run(command, capture_output=True, check=True, timeout=150)
        for number, name in enumerate(PAPERS):
            assert texts(after / f"{number}.docx") == texts(before / f"{number}.docx"), name


def texts(path: Path) -> list[str]:
    """Return what a reader sees in the body, a paragraph an item, without what is only drawn."""
    body = docx.Document(str(path)).element.body
    told = ("".join(text.text or "" for text in each.iter(qn("w:t"))) for each in body.iter(qn("w:p")))
    return [text for text in told if text.strip()]
