"""Measure recognition on made-up pages: print, spoil, read, score. By hand; a hundred pages take some minutes.

python -m tests.parsers.ocr.printed --folder DIRECTORY --count 100 --seed 1
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from parsers import read_mail
from parsers.as_json import as_json
from tests.parsers.ocr.printed.mails import sent_papers
from tests.parsers.ocr.printed.papers import KINDS

SCORER = Path(__file__).parents[4] / ".." / "shared" / "tools" / "score_reading.py"

Result = tuple[str, Any, float]
"""Name of a mail, the scorer's comparison, seconds it took to read."""


def write_out(folder: Path, seed: int, count: int, kinds: list[str]) -> None:
    """Keep each paper as NAME.eml, NAME.json (truth), NAME.docx-eml (unspoilt), NAME.how (what was done to it)."""
    folder.mkdir(parents=True, exist_ok=True)
    for sent in sent_papers(seed, count, kinds):
        (folder / f"{sent.name}.eml").write_bytes(sent.scan)
        (folder / f"{sent.name}.docx-eml").write_bytes(sent.document)
        (folder / f"{sent.name}.json").write_text(json.dumps(sent.made.truth, ensure_ascii=False), "utf-8")
        (folder / f"{sent.name}.how").write_text(sent.how, "utf-8")


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_reading", SCORER)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(folder: Path, only: str, suffix: str) -> list[Result]:
    """Read every mail and compare it with its truth."""
    scoring, results = scorer(), []
    for path in sorted(folder.glob(f"{only}.json")):
        raw = path.with_suffix(suffix).read_bytes()
        begin = time.perf_counter()
        reading = read_mail(raw)
        seconds = time.perf_counter() - begin
        mail = scoring.Mail(path.stem, json.loads(path.read_text("utf-8")), {})
        results.append((path.stem, mail.compare(as_json(reading)), seconds))
    return results


def show_differences(folder: Path, results: list[Result], most: int) -> None:
    """Print what was read wrongly, of so many mails at most."""
    for name, mail, _ in [result for result in results if result[1].notes][:most]:
        how = folder / f"{name}.how"
        print(f"— {name} ({how.read_text('utf-8') if how.exists() else ''})")
        for note in mail.notes:
            doubt = "doubted" if mail.in_doubt(note["field"].rpartition(".")[2]) else ""
            print(f"    {note['result']:8} {note['field']}: {note['truth']} → {note['got']} {doubt}")


def report(results: list[Result]) -> None:
    """Print the figures of each kind, and of all."""
    scoring = scorer()
    total = scoring.Tally()
    kinds: dict[str, Any] = defaultdict(scoring.Tally)
    for name, mail, _ in results:
        for tally in mail.by_object.values():
            total.add(tally)
            kinds[name.rsplit("-", 2)[0]].add(tally)
    for kind, tally in [*kinds.items(), ("all", total)]:
        print(f"{kind:14} {tally.figures()}")
    undoubted, given = total.invented - total.doubted, total.right + total.invented
    right = sum(mail.what_right for _, mail, _ in results)
    print(f"what {right}/{len(results)}; wrong and not doubted: {undoubted} of {given}")
    times = sorted(seconds for _, _, seconds in results)
    print(f"seconds a mail: median {times[len(times) // 2]:.2f}, most {times[-1]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    folder = "where the made-up mails lie; made anew with --count"
    parser.add_argument("--folder", type=Path, required=True, help=folder)
    parser.add_argument("--count", type=int, default=0, help="how many to make before reading")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", default=[*KINDS])
    parser.add_argument("--only", default="*", help="glob over names")
    unspoilt = "read the Word documents instead: what the forms give"
    parser.add_argument("--unspoilt", action="store_true", help=unspoilt)
    parser.add_argument("--show", type=int, default=0, help="list the differences of so many mails")
    options = parser.parse_args()
    if options.count:
        write_out(options.folder, options.seed, options.count, options.kinds)
    results = score(options.folder, options.only, ".docx-eml" if options.unspoilt else ".eml")
    if not results:
        parser.error(f"no mails in {options.folder}")
    show_differences(options.folder, results, options.show)
    report(results)


if __name__ == "__main__":
    main()
