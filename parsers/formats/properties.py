"""Document properties of Office packages: title, subject, keywords …, and the custom ones."""

from __future__ import annotations

from lxml import etree

from parsers.formats.package import Package, Unreadable
from parsers.tidy import clean

_KEPT = frozenset("title subject keywords description category creator lastModifiedBy identifier".split())


def read_properties(package: Package) -> dict[str, str]:
    """Return core properties by their English names and custom properties by their own; damaged ones are left out.

    They are extras: our own letters carry the case number there, most papers carry nothing of use.
    """
    found: dict[str, str] = {}
    for entry in ("docProps/core.xml", "docProps/custom.xml"):
        try:
            root = package.xml(entry)
        except Unreadable:
            root = None  # the document itself is what counts, and it tells of its own damage
        for node in root if root is not None else ():
            name = node.get("name") or etree.QName(node).localname
            if entry.endswith("core.xml") and name not in _KEPT:
                continue
            text = clean("".join(str(part) for part in node.itertext())).strip()
            if text and len(found) < 200:
                found[name] = text[:2000]
    return found
