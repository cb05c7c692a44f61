"""Restrictions and sort orders: which items of a folder are meant, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from tests.servers.exchange.shapes import value_of
from tests.servers.exchange.soap import NAMES, Element, EwsError, local
from tests.servers.exchange.store import Item

_EARLIEST = datetime.min.replace(tzinfo=UTC)


def fits(item: Item, restriction: Element | None) -> bool:
    """Whether an item is meant by `m:Restriction` (None: every item is)."""
    return restriction is None or all(_holds(item, part) for part in restriction)


def in_order(items: list[Item], order: Element | None) -> list[Item]:
    """Sort as `m:SortOrder` says; without one the latest comes first. What is equal keeps its order of arrival."""
    if order is None:
        return sorted(items, key=lambda item: (item.received_at, item.number), reverse=True)
    for field in reversed(order):
        uri = _uri(field)
        backwards = field.get("Order") == "Descending"
        items = sorted(items, key=lambda item: _key(item, uri), reverse=backwards)
    return items


def _key(item: Item, uri: str) -> tuple[object, int]:
    """Microsoft keeps moments finer than it tells them: mails of one second sort by which came first."""
    value = value_of(item, uri)
    if isinstance(value, datetime):
        value = value.replace(microsecond=0)
    return (_EARLIEST if value is None and "DateTime" in uri else value), item.number


def _holds(item: Item, part: Element) -> bool:
    name = local(part)
    if name in _JOINED:
        return _JOINED[name](_holds(item, inner) for inner in part)
    if name == "Not":
        return not _holds(item, part[0])
    value = value_of(item, _uri(part))
    if name == "Exists":
        return value not in (None, "")
    if name == "Contains":
        return _contains(str(value or ""), part)
    if name in _COMPARED:
        given = part.find("t:FieldURIOrConstant/t:Constant", NAMES)
        if given is None:
            raise EwsError("ErrorUnsupportedPathForQuery", "This server compares with constants only.")
        return value is not None and _COMPARED[name](value, _as(value, given.get("Value", "")))
    raise EwsError("ErrorUnsupportedQueryFilter", f"This server does not know {name}.")


def _uri(part: Element) -> str:
    field = part.find("t:FieldURI", NAMES)
    if field is not None:
        return field.get("FieldURI", "")
    extended = part.find("t:ExtendedFieldURI", NAMES)
    if extended is not None and extended.get("PropertyTag", "").lower() == "0x1035":
        return "message:InternetMessageId"
    raise EwsError("ErrorUnsupportedPathForQuery", "This server filters by plain properties only.")


def _as(value: object, text: str) -> object:
    """The constant as the same kind of thing as the property's value."""
    if isinstance(value, bool):
        return text.lower() in ("1", "true")
    if isinstance(value, int):
        return int(text)
    if isinstance(value, datetime):
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    return text


def _contains(value: str, part: Element) -> bool:
    given = part.find("t:Constant", NAMES)
    wanted = "" if given is None else given.get("Value", "")
    if part.get("ContainmentComparison", "Exact") != "Exact":
        value, wanted = value.lower(), wanted.lower()
    mode = part.get("ContainmentMode", "FullString")
    if mode == "FullString":
        return value == wanted
    return value.startswith(wanted) if "Prefix" in mode and mode != "PrefixOnWords" else wanted in value


_JOINED: dict[str, Callable[..., bool]] = {"And": all, "Or": any}
_COMPARED: dict[str, Callable[..., bool]] = {
    # text is compared as Exchange compares it: without regard to case
    "IsEqualTo": lambda a, b: _folded(a) == _folded(b),
    "IsNotEqualTo": lambda a, b: _folded(a) != _folded(b),
    "IsGreaterThan": lambda a, b: a > b,
    "IsGreaterThanOrEqualTo": lambda a, b: a >= b,
    "IsLessThan": lambda a, b: a < b,
    "IsLessThanOrEqualTo": lambda a, b: a <= b,
}


def _folded(value: object) -> object:
    return value.lower() if isinstance(value, str) else value
