"""Replies of the corpora: is what was written now parted from the earlier mail as the origin of the text expects?

Compared are the lines that hold something, with their white space squeezed; marks of quotation (`>`) in front of
them do not count, since ours leaves them out. The marks "a quotation was here" of alaveteli are taken off.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from parsers.mail.contents import read_text
from parsers.mail.footers import without_footers
from parsers.mail.quoted import split_quoted
from parsers.paper import Paper
from parsers.reading import Envelope

REPLY = Envelope(
    subject="Re: x", in_reply_to=("<x@example.com>",)
)  # all texts are answers: ours asks the header
_FOLDED = "FOLDED_QUOTED_SECTION"
_MARKS = re.compile(r"^[ \t]*(?:>[ \t]?)+")


@dataclass(frozen=True)
class Reply:
    """A text with an earlier mail in it, and what is left of it when that is taken away."""

    name: str
    data: bytes
    kind: str  # "text/plain" or "text/html"
    true: str


def new_text(data: bytes, kind: str) -> str:
    """Return what was written now, by ours, in an answer whose body is `data`."""
    contents = read_text(data, "utf-8", kind)
    body, _ = split_quoted(contents.blocks, contents.marked, REPLY)
    return Paper("", "", without_footers(body)).text()


def measure(corpora: Path) -> dict[str, tuple[int, int, list[str]]]:
    """Return (exact, texts, names of the others) by set."""
    found = {}
    for name, replies in SETS.items():
        each = list(replies(corpora))
        others = [reply.name for reply in each if not same(new_text(reply.data, reply.kind), reply.true)]
        found[name] = (len(each) - len(others), len(each), others)
    return found


def same(seen: str, true: str) -> bool:
    """Whether two texts are the same but for white space, empty lines and marks of quotation."""
    return _lines(seen) == _lines(true)


def _lines(text: str) -> list[str]:
    lines = (" ".join(_MARKS.sub("", line).split()) for line in text.replace(_FOLDED, "").splitlines())
    return [line for line in lines if line]


def _trimmer(corpora: Path) -> Iterator[Reply]:
    folder = corpora / "quotes" / "email-reply-trimmer" / "test"
    yield from _pairs(sorted((folder / "emails").glob("*.txt")), lambda path: folder / "trimmed" / path.name)


def _unquotemail(corpora: Path) -> Iterator[Reply]:
    folder = corpora / "quotes" / "unquotemail" / "tests"
    yield from _pairs(
        sorted((folder / "samples").glob("*.txt")), lambda path: folder / "expecteds" / path.name
    )


def _alaveteli(corpora: Path) -> Iterator[Reply]:
    paths = sorted((corpora / "quotes" / "alaveteli").rglob("*.txt"))
    yield from _pairs(paths, lambda path: path.with_name(f"{path.name}.expected"))


def _talon(corpora: Path) -> Iterator[Reply]:
    cases = json.loads((corpora / "expected" / "talon-text-cases.json").read_text("utf-8"))
    for number, (text, true) in enumerate(cases):
        yield Reply(str(number), text.encode(), "text/plain", true)


def _nylas(corpora: Path) -> Iterator[Reply]:
    """Web pages: what is left is made a text in the same way as the page."""
    for path in sorted((corpora / "quotes" / "nylas-mail").rglob("*_stripped.html")):
        page = path.with_name(path.name.replace("_stripped", ""))
        true = Paper("", "", tuple(read_text(path.read_bytes(), "utf-8", "text/html").blocks)).text()
        yield Reply(page.name, page.read_bytes(), "text/html", true)


def _pairs(paths: list[Path], true: Callable[[Path], Path]) -> Iterator[Reply]:
    for path in paths:
        if true(path).is_file():
            yield Reply(path.name, path.read_bytes(), "text/plain", true(path).read_text("utf-8"))


SETS: dict[str, Callable[[Path], Iterator[Reply]]] = {
    "talon": _talon,
    "email-reply-trimmer": _trimmer,
    "unquotemail": _unquotemail,
    "nylas": _nylas,
    "alaveteli": _alaveteli,
}
