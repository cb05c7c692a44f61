"""What the origins of the corpora's mails expect of them: zammad in YAML, stalwart in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bench.corpora.seen import Truth, page_text

NO_MAILS = frozenset(".yml .json .out .xml .gitattributes".split())
# What zammad puts in where a mail has nothing: a page filed beside its own version of it, a part without a name, no text.
MADE_UP, NOTHING = ("message.html", "file"), "no visible content"
LOST = "\ufffd"


def mails(corpora: Path) -> list[Path]:
    """Return the messages of the corpora: all files of `mail/` that are no expectation."""
    paths = sorted((corpora / "mail").rglob("*"))
    return [path for path in paths if path.is_file() and not {path.suffix, path.name} & NO_MAILS]


def truths(corpora: Path) -> list[Truth]:
    """Return what is expected of those mails that have expectations."""
    zammad = sorted((corpora / "mail" / "zammad").rglob("*.yml"))
    stalwart = sorted((corpora / "mail" / "stalwart-mail-parser").rglob("*.json"))
    return [_zammad(path) for path in zammad] + [_stalwart(path) for path in stalwart]


class _Loader(yaml.SafeLoader):
    """A safe loader that reads Ruby's own kinds of a mapping or string as what they are."""


def _plain(loader: _Loader, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


_Loader.add_multi_constructor("!", _plain)


def _zammad(path: Path) -> Truth:
    told = yaml.load(path.read_text("utf-8"), Loader=_Loader)
    body = told.get("body")
    if body is not None and (told.get("content_type") == "text/html" or "<div" in body):
        body = page_text(body)
    sender = (told["from_display_name"], told["from_email"]) if "from_email" in told else None
    files = told.get("attachments")
    names = None
    if files is not None:
        names = tuple(
            each["filename"]
            for each in files
            if each["filename"] not in MADE_UP and not each["filename"].endswith(".eml")
        )
    texts = None if body is None or body.strip() == NOTHING else (body,)
    return _sound(Truth(path.with_suffix(".box"), told.get("subject"), sender, texts, names))


def _stalwart(path: Path) -> Truth:
    told = json.loads(path.read_text("utf-8"))
    head = _fields(told["parts"][0])
    bodies = (told["text_body"], told["html_body"])
    texts = tuple("\n".join(_texts(told, numbers)) for numbers in bodies)
    names = (_name(told["parts"][number]) for number in told["attachments"])
    return _sound(
        Truth(
            path.with_suffix(".eml"),
            head["subject"].get("Text") if "subject" in head else None,
            _first(head["from"]) if "from" in head else None,
            texts if any(texts) else None,
            tuple(name for name in names if name),
        )
    )


def _sound(truth: Truth) -> Truth:
    """Leave out what the origin's parser could not decode itself: nothing can be measured by it."""
    texts = truth.texts and tuple(text for text in truth.texts if LOST not in text)
    return replace(
        truth,
        subject=None if LOST in (truth.subject or "") else truth.subject,
        texts=texts or None,
        names=truth.names and tuple(name for name in truth.names if LOST not in name),
    )


def _fields(part: dict[str, Any]) -> dict[str, Any]:
    """The fields of a part by name; of several of one name the last, as stalwart takes them."""
    return {
        field["name"]: field["value"]
        for field in part["headers"]
        if isinstance(field["name"], str) and isinstance(field["value"], dict)
    }


def _texts(told: dict[str, Any], numbers: list[int]) -> Iterator[str]:
    for number in numbers:
        body = told["parts"][number]["body"]
        if "Text" in body:
            yield body["Text"]
        elif "Html" in body:
            yield page_text(body["Html"])


def _name(part: dict[str, Any]) -> str:
    """The file name of a part that is no mail, "" where it has none."""
    if "Message" in part["body"]:
        return ""
    fields = _fields(part)
    for field, attribute in (("content_disposition", "filename"), ("content_type", "name")):
        for each in (fields.get(field, {}).get("ContentType") or {}).get("attributes") or ():
            if each["name"] == attribute:
                return each["value"]
    return ""


def _first(field: dict[str, Any]) -> tuple[str, str] | None:
    told = field.get("Address") or {}
    entries = told.get("List") or [each for group in told.get("Group", ()) for each in group["addresses"]]
    if not entries:
        return None
    return entries[0].get("name") or "", entries[0].get("address") or ""
