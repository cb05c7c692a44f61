"""Named points of the straight line and of sending, at which the torture test kills the process.

In the office `reached` does nothing. A test puts its own function into `watcher`; every name must be listed here,
and the test proves that each is really passed.
"""

from __future__ import annotations

from collections.abc import Callable

NAMES = (
    "mail archived",
    "mail registered",
    "mail read",
    "mail laid on desk",
    "mail settled",
    "mail copied on server",  # on a server without MOVE: two of it lie there until the first is removed
    "mail filed on server",
    "mail marked filed",
    "letter archived",
    "letter posted",
    "letter marked sending",
    "letter given",  # its last byte is with the other side, no reply has come
    "letter handed over",
    "letter marked sent",
    "reminders posted",
)

watcher: Callable[[str], None] | None = None


def reached(name: str) -> None:
    """Say that the work has come to this point."""
    if watcher is not None:
        watcher(name)
