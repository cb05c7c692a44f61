"""Microsoft's own schema: what goes over the wire is held against it, both ways.

The schema is not part of this project. It is looked for beside it, in `../ews-schema` and `../shared/ews-schema`
(`messages.xsd` and `types.xsd` of Exchange 2016); where it is absent nothing is checked, and `found()` says so.
"""

from __future__ import annotations

import copy
import functools
from pathlib import Path

from lxml import etree

from tests.servers.exchange.soap import MESSAGES, TYPES, Element, local

_ROOT = Path(__file__).resolve().parents[3]
_PLACES = [_ROOT.parent / "ews-schema", _ROOT.parent / "shared" / "ews-schema"]


def found() -> bool:
    """Whether there is a schema to check against."""
    return _schema() is not None


def violation(element: Element) -> str:
    """Say how a request, a response or a header element breaks the schema; "" where it keeps to it."""
    schema = _schema()
    if schema is None or local(element) == "RequestServerVersion":
        return ""  # the schema of each server allows its own version only, its elders' clients all the same
    if schema.validate(etree.ElementTree(_as_the_schema_says(element))):
        return ""
    return str(schema.error_log)


@functools.cache
def _schema() -> etree.XMLSchema | None:
    for place in _PLACES:
        if (place / "messages.xsd").exists():
            return etree.XMLSchema(etree.parse(place / "messages.xsd"))
    return None


def _as_the_schema_says(element: Element) -> Element:
    """Real servers say m:Notification where their schema says t:Notification; clients expect the former."""
    if element.find(f".//{{{MESSAGES}}}Notification") is None:
        return element
    told = copy.deepcopy(element)
    for notification in told.iter(f"{{{MESSAGES}}}Notification"):
        notification.tag = f"{{{TYPES}}}Notification"
    return told
