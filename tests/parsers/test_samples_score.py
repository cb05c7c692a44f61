"""The shared scorer on the shared samples whose carriers this version reads."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / ".." / "shared"
UNREAD = ("doc", "pdf", "zip")  # first word of `carrier` in designs.tsv
READ_COMMAND = f"{sys.executable} -m mailroom.cli read --json"


def designs() -> list[str]:
    with (SHARED / "samples" / "designs.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    return [row["name"] for row in rows if row["carrier"].split()[0] not in UNREAD]


def score(folder: Path, *bars: str) -> dict:
    """Run the scorer over `folder`; return its figures."""
    words = [
        sys.executable,
        str(SHARED / "tools" / "score_reading.py"),
        str(folder),
        "--json",
        "--show",
        "20",
    ]
    done = subprocess.run(
        [*words, "--command", READ_COMMAND, *bars],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(not (SHARED / "samples").is_dir(), reason="没有 ../shared/samples，无法评分")
@pytest.mark.timeout(600)
def test_readable_designs_hold_the_bars(tmp_path: Path) -> None:
    for name in designs():
        for file in (SHARED / "samples").glob(f"{name}.*"):
            shutil.copy(file, tmp_path)
    shutil.copy(SHARED / "samples" / "also.jsonl", tmp_path)
    figures = score(tmp_path)
    overall = figures["overall"]
    assert overall["crashes"] == 0
    assert overall["what"] >= 0.97, figures["differences"]
    assert overall["f1"] >= 0.98, figures["differences"]
    assert overall["invented"] - overall["doubted"] <= (overall["right"] + overall["invented"]) / 200


@pytest.mark.skipif(not (SHARED / "samples").is_dir(), reason="没有 ../shared/samples，无法评分")
@pytest.mark.timeout(600)
def test_designs_of_other_carriers_are_held_without_inventing(tmp_path: Path) -> None:
    """A PDF or an old Word file can't be read yet: what the letter says is kept, nothing is made up."""
    readable = set(designs())
    for file in (SHARED / "samples").glob("*.*"):
        if file.suffix in (".eml", ".json") and file.name.split(".")[0] not in readable:
            shutil.copy(file, tmp_path)
    shutil.copy(SHARED / "samples" / "also.jsonl", tmp_path)
    overall = score(tmp_path)["overall"]
    assert overall["crashes"] == 0
    assert overall["what"] >= 0.97
    assert overall["invented"] - overall["doubted"] <= 1
