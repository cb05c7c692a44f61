"""The program in a process that kills itself (SIGKILL) when its work comes to a named point for the n-th time.

    python -m tests.torture.daemon POINT COUNT -- ARGUMENTS OF MAILROOM

`POINT` "-": it lives. Where `TORTURE_CLOCK` holds a moment (ISO 8601), the daemon takes it for the moment it starts.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from mailroom import roster, waypoints
from mailroom.cli import main
from mailroom.commands import run

CLOCK = "TORTURE_CLOCK"


def killer(point: str, count: int) -> Callable[[str], None]:
    """A watcher that ends the process, with no chance to tidy up, the `count`-th time that `point` is reached."""
    left = count

    def watch(name: str) -> None:
        nonlocal left
        left -= name == point
        if name == point and left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return watch


def clock_from(start: datetime) -> Callable[[], datetime]:
    """A clock that begins at `start`."""
    begun = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - begun)


def start(words: list[str]) -> None:
    """Set the watcher, and the clock where one is given; then do what the command line says."""
    point, count, *arguments = words
    if point != "-":
        if point not in waypoints.NAMES:
            raise SystemExit(f"no such point: {point}")
        waypoints.watcher = killer(point, int(count))
    if os.environ.get(CLOCK):
        roster.DELIVERY_SECONDS = 0.2  # fourteen lives in one test: none needs to take its time
        run.china_now = clock_from(datetime.fromisoformat(os.environ[CLOCK]))
    main(arguments)


if __name__ == "__main__":
    start([word for word in sys.argv[1:] if word != "--"])
