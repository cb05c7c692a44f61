"""What a parser saw of a mail, what an origin expects to be seen, and the rules by which the two are the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup

from parsers.tidy import clean

UNREAD_SIGNS = ("\ufffd", "〓")  # the Unicode sign for what could not be decoded, and ours
_MARKS = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+")


@dataclass(frozen=True)
class Seen:
    """What a parser saw. `texts` are the body as plain text and as web page, where it gives both."""

    subject: str
    sender: tuple[str, str]  # (name, address in lower case)
    texts: tuple[str, ...]
    names: tuple[str, ...]  # of attached files, not of attached mails


@dataclass(frozen=True)
class Truth:
    """What the origin of a mail expects; None where it expects nothing."""

    path: Path  # of the mail
    subject: str | None = None
    sender: tuple[str, str] | None = None
    texts: tuple[str, ...] | None = None  # any of them is right
    names: tuple[str, ...] | None = None


def same_line(seen: str, true: str) -> bool:
    """Whether two subjects, names or file names are the same but for white space and invisible characters."""
    return _line(seen) == _line(true)


def same_sender(seen: tuple[str, str], true: tuple[str, str]) -> bool:
    """Whether name and address are the same; an address shown as its own name is no name."""
    return _person(seen) == _person(true)


def same_text(seen: Sequence[str], true: Sequence[str]) -> bool:
    """Whether a body as seen is one of those expected: white space, invisible characters and `>` do not count."""
    return bool({_text(each) for each in seen} & {_text(each) for each in true})


def wrong_names(seen: Sequence[str], true: Sequence[str]) -> int:
    """Count the expected file names that were not seen; a name seen once stands for one."""
    return (Counter(map(_line, true)) - Counter(map(_line, seen))).total()


def has_unread(seen: Seen) -> bool:
    """Whether a sign for undecoded bytes stands in the body."""
    return any(sign in text for sign in UNREAD_SIGNS for text in seen.texts)


def page_text(page: str) -> str:
    """Return the text of a web page, for parsers and expectations that have only the page."""
    soup = BeautifulSoup(page, "lxml")
    for each in soup(["style", "script", "title"]):
        each.decompose()
    return soup.get_text(" ")


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _person(person: tuple[str, str]) -> tuple[str, str]:
    name, address = _line(person[0]).strip("\"' "), person[1].strip("<> .").lower()
    return ("" if name.lower() == address else name), address


def _text(text: str) -> str:
    return "".join(_MARKS.sub("", clean(text)).split())
