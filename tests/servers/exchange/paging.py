"""A page of a list, as an indexed view asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from tests.servers.exchange.soap import Element

# A page is never longer, whatever the client asks: the throttling policy's EWSFindCountLimit of Exchange 2010 and later.
# https://learn.microsoft.com/archive/blogs/exchangedev/throttling-policies-and-the-ewsfindcountlimit
LONGEST_PAGE = 1000
T_ = TypeVar("T_")


def page_of(everything: Sequence[T_], view: Element | None) -> tuple[Sequence[T_], dict[str, str]]:
    """What `view` (IndexedPageItemView or IndexedPageFolderView) shows, and the attributes that tell of the rest."""
    offset = int(view.get("Offset", "0")) if view is not None else 0
    longest = LONGEST_PAGE if view is None else min(int(view.get("MaxEntriesReturned", "1000")), LONGEST_PAGE)
    if view is not None and view.get("BasePoint") == "End":
        offset = max(len(everything) - offset - longest, 0)
    shown = everything[offset : offset + longest]
    end = offset + len(shown)
    last = end >= len(everything)
    return shown, {
        "IndexedPagingOffset": str(end),
        "TotalItemsInView": str(len(everything)),
        "IncludesLastItemInRange": "true" if last else "false",
    }
