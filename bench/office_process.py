"""The office at work in a process of its own: `mailroom once`, with a stopwatch at each step.

`python -m bench.office_process FOLDER AT` does one round as of AT and prints one JSON object as its last line.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.memory import peak_mb, resident_mb
from bench.stopwatch import Stopwatch
from mailroom import intake, outbox
from mailroom.cli import main as mailroom
from mailroom.desks import dispatching
from mailroom.providers.imap import ImapMailbox

EVERY = 1000  # mails or letters between two looks at the memory


def put_watches(watch: Stopwatch) -> None:
    """Put a watch at each step of the straight line; the functions themselves stay as they are."""
    mailbox: Any = ImapMailbox
    mailbox.arrivals = watch.timed_items("fetch", mailbox.arrivals)
    for place, name, step in (
        (intake, "keep", "archive and register"),
        (intake, "read_mail", "read"),
        (intake, "receive", "ledger"),
        (intake, "file_finished", "file away"),
        (dispatching, "draw_up_dispatch", "draw up letter"),
        (outbox, "post", "post letter"),
        (outbox, "deliver", "send"),
    ):
        setattr(place, name, watch.timed(step, getattr(place, name)))


def put_scales(told: list[tuple[str, int, float]]) -> None:
    """Note the memory held after each 1,000 mails received and letters sent."""
    for place, name, what in ((intake, "receive", "mails"), (outbox, "_send", "letters")):
        setattr(place, name, _weighed(getattr(place, name), what, told))


def _weighed(
    function: Callable[..., Any], what: str, told: list[tuple[str, int, float]]
) -> Callable[..., Any]:
    count = 0

    def weighed(*arguments: Any, **named: Any) -> Any:
        nonlocal count
        result = function(*arguments, **named)
        count += 1
        if count % EVERY == 0:
            told.append((what, count, resident_mb()))
        return result

    return weighed


def main(folder: str, at: str) -> None:
    """Do one round and tell what it took."""
    watch = Stopwatch()
    memory: list[tuple[str, int, float]] = []
    put_watches(watch)
    put_scales(memory)
    gc.collect()
    wall, processor = time.perf_counter(), time.process_time()
    with watch.step("other"):
        status = mailroom(["-C", folder, "once", "--at", at, "--json"], standalone_mode=False)
    told = {
        "status": status or 0,
        "wall": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
        "steps_wall": watch.wall,
        "steps_processor": watch.processor,
        "memory": memory,
        "peak_mb": peak_mb(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
