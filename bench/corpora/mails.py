"""Messages of the corpora: does a parser refuse or raise, and does it see what the origin of the mail expects?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.corpora.readers import READERS, Body, Head, Reader
from bench.corpora.seen import Seen, Truth, has_unread, same_line, same_sender, same_text, wrong_names
from parsers.mail.parts import Part, take_apart

NO_HEAD: Head = ("", ("", ""))
NO_BODY: Body = ((), ())
_NODES = {"multipart": "m", "message": "e", "text-body": "l", "binary-body": "l"}
_TAG = re.compile(r"<(/?)(multipart|message|text-body|binary-body)\b[^>]*?(/?)>")


@dataclass
class Tally:
    """How often a parser failed; `wrong` names (what, path) of each."""

    refused: int = 0
    header_raised: int = 0
    body_raised: int = 0
    unread: int = 0  # mails in whose body a sign for undecoded bytes stands
    wrong: list[tuple[str, Path]] = field(default_factory=list)

    def count(self, what: str) -> int:
        """Return how often `what` was wrong: "subject", "sender", "text", "file name"."""
        return sum(1 for each, _ in self.wrong if each == what)


def measure(paths: Sequence[Path], truths: Sequence[Truth]) -> dict[str, Tally]:
    """Return a tally for each parser, over the same files in the same run."""
    return {name: tally_of(reader, paths, truths) for name, reader in READERS.items()}


def tally_of(reader: Reader, paths: Sequence[Path], truths: Sequence[Truth]) -> Tally:
    """Return where one parser fails on `paths`, and where it sees otherwise than `truths`."""
    tally = Tally()
    for path in paths:
        _look(reader, path, tally)
    unnoticed = Tally()
    for truth in truths:
        _compare(_look(reader, truth.path, unnoticed), truth, tally)
    return tally


def _look(reader: Reader, path: Path, tally: Tally) -> Seen:
    """Return what a parser sees of a mail, and note where it raises; what it did not give is empty."""
    (subject, sender), (texts, names) = NO_HEAD, NO_BODY
    try:
        taken = reader.take(path.read_bytes())
    except Exception:
        tally.refused += 1
        return Seen(*NO_HEAD, *NO_BODY)
    try:
        subject, sender = reader.head(taken)
    except Exception:
        tally.header_raised += 1
    try:
        texts, names = reader.body(taken)
    except Exception:
        tally.body_raised += 1
    seen = Seen(subject, sender, texts, names)
    tally.unread += has_unread(seen)
    return seen


def _compare(seen: Seen, truth: Truth, tally: Tally) -> None:
    if truth.subject is not None and not same_line(seen.subject, truth.subject):
        tally.wrong.append(("subject", truth.path))
    if truth.sender is not None and not same_sender(seen.sender, truth.sender):
        tally.wrong.append(("sender", truth.path))
    if truth.texts is not None and not same_text(seen.texts, truth.texts):
        tally.wrong.append(("text", truth.path))
    tally.wrong += [("file name", truth.path)] * wrong_names(seen.names, truth.names or ())


def expected(truths: Iterable[Truth]) -> Mapping[str, int]:
    """Return how many expectations of each kind there are, by the words of `Tally.count`."""
    counts = dict.fromkeys(("subject", "sender", "text", "file name"), 0)
    for truth in truths:
        counts["subject"] += truth.subject is not None
        counts["sender"] += truth.sender is not None
        counts["text"] += truth.texts is not None
        counts["file name"] += len(truth.names or ())
    return counts


def trees(corpora: Path) -> tuple[list[Path], int]:
    """Return the mails of mime4j whose tree of parts ours takes otherwise, and how many there are."""
    paths = [
        path
        for path in sorted((corpora / "mail" / "mime4j").rglob("*.msg"))
        if path.with_name(f"{path.stem}_decoded.xml").is_file()
    ]
    return [path for path in paths if _our_tree(path) != _their_tree(path)], len(paths)


def _their_tree(path: Path) -> str:
    """mime4j's tree as nested brackets: m(…) a multipart, e(…) an attached mail, l a leaf."""
    text = path.with_name(f"{path.stem}_decoded.xml").read_text("utf-8", "replace")
    out = []
    for closing, name, alone in _TAG.findall(text):
        sign = _NODES[name]
        out.append(sign if sign == "l" else ")" if closing else f"{sign}()" if alone else f"{sign}(")
    return "".join(out)


def _our_tree(path: Path) -> str:
    return f"e({_tree(take_apart(path.read_bytes()))})"


def _tree(part: Part) -> str:
    if part.content_type.startswith("multipart/"):
        return f"m({''.join(map(_tree, part.children))})"
    if part.content_type == "message/rfc822":
        return f"e({_tree(take_apart(part.content))})"
    return "l"
