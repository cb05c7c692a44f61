"""`python -m bench.corpora`: what ours makes of the shared corpora, beside other parsers of mail on the same files.

The corpora are not part of the project: they lie beside it, in `../shared/corpora`, and nothing of them is kept here.
"""

from __future__ import annotations

from pathlib import Path

CORPORA = Path(__file__).parents[2] / ".." / "shared" / "corpora"


def missing(corpora: Path) -> str:
    """Return the sentence that says why nothing can be measured, "" where the corpora are at hand."""
    return "" if corpora.is_dir() else "没有 ../shared/corpora，无从测量。"
