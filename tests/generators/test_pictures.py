"""docs/letters holds each paper of each specimen, its pages as pictures, and a list of both."""

from __future__ import annotations

from tests.generators.pictures import FOLDER, documents, ending_of

LARGEST = 8_000_000  # bytes of all


def test_every_paper_lies_beside_its_pictures_and_is_linked() -> None:
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    for what, _, data in documents():
        original = f"{what}.{ending_of(data)}"
        assert (FOLDER / original).is_file(), original
        assert f"({original})" in listed
        assert (FOLDER / f"{what}-1.png").is_file()


def test_the_folder_stays_small() -> None:
    assert sum(each.stat().st_size for each in FOLDER.iterdir()) < LARGEST
