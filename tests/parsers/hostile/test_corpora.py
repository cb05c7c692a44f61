"""Every mail and document of the shared corpora, as `test_hostile` has its own: nothing raised, none slow, none large."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.running import Finding, findings

CORPORA = Path(__file__).parents[3] / ".." / "shared" / "corpora"
FOLDERS = ("mail", "bounces", "zh-samples", "quotes", "docs")


def files(folder: str, place: Path) -> Iterator[str]:
    """Yield paths of a folder's files; a mail under a name that says so, whatever its own."""
    for number, path in enumerate(sorted((CORPORA / folder).rglob("*"))):
        if not path.is_file():
            continue
        if folder == "docs":
            yield str(path)
            continue
        named = place / f"{number}-{path.name.replace(' ', '_')}.eml"
        named.symlink_to(path)
        yield str(named)


@pytest.mark.skipif(not CORPORA.is_dir(), reason="没有 ../shared/corpora，无法试读")
@pytest.mark.timeout(900)
@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_in_it_raises_or_takes_more_than_its_share(folder: str, tmp_path: Path):
    done: list[Finding | None] = list(findings(files(folder, tmp_path)))

    assert len(done) > 2
    assert [finding for finding in done if finding] == []
