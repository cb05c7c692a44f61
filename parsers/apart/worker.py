"""The worker's side: read a document, write what it says, again and again.

Run as `python -m parsers.apart.worker module:function`.
Frames come on standard input and go to what was standard output; what libraries print goes nowhere. The worker leads a
process group of its own, so that programs which a reader started die with it.
"""

from __future__ import annotations

import importlib
import os
import resource
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from parsers.apart.frames import Broken, receive, send
from parsers.apart.paper_json import to_json
from parsers.apart.readers import HOME_PREFIX, NotInstalled, Reply
from parsers.formats.package import Unreadable
from parsers.paper import Paper

_ADDRESSES = 2_000_000_000
"""Octets of address space above the memory allowed: libraries and models are mapped there without being used up."""


def main(reader: str) -> None:
    """Serve as the reader "module:function" until the office closes the pipe."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        read = _load(reader)
    except ImportError as error:
        send(out, {"missing": error.name or str(error)})
        return
    except NotInstalled as error:
        send(out, {"missing": str(error)})
        return
    send(out, {"ready": True})
    while True:
        try:
            head, pieces = receive(0)
        except Broken:  # the office is gone, and it alone would have ended the programs of this reader
            _end()
        _limit(int(head["megabytes"]), float(head["seconds"]), bool(head["programs"]))
        answer, files = _read(read, head, pieces)
        answer["resident"] = _resident()
        send(out, answer, files)


def _load(reader: str) -> Callable[..., Paper | Reply]:
    name, _, function = reader.partition(":")
    module = importlib.import_module(name)
    if hasattr(module, "prepare"):
        module.prepare()
    return getattr(module, function)


def _read(
    read: Callable[..., Paper | Reply], head: dict[str, Any], pieces: list[bytes]
) -> tuple[dict[str, Any], list[bytes]]:
    """Return the answer and the octets of its files; a reader's exception is an answer too."""
    data = pieces if head["several"] else pieces[0]
    try:
        result = read(head["name"], data, float(head["seconds"]))
    except MemoryError:
        return {"failed": "memory"}, []
    except Unreadable as error:
        return {"failed": "unreadable", "because": str(error)}, []
    except Exception as error:
        if "bad_alloc" in str(error):  # how libraries in C++ say MemoryError
            return {"failed": "memory"}, []
        return {"failed": "bug", "because": traceback.format_exc(limit=-8)}, []
    reply = result if isinstance(result, Reply) else Reply(result)
    return (
        {"paper": to_json(reply.paper), "files": [name for name, _ in reply.files]},
        [octets for _, octets in reply.files],
    )


def _limit(megabytes: int, seconds: float, programs: bool) -> None:
    """Bound what this process may take from here on.

    The office kills a worker by the clock. The bound on processor time is for the case that the office itself is
    gone: then nothing else would end a library that loops. Programs started by a reader would inherit it and count
    all their documents against it, so that such a reader does without.
    """
    memory = megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (memory + _ADDRESSES, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not programs:
        cores = os.cpu_count() or 1
        spent = int(time.process_time()) + int(seconds + 2) * cores
        resource.setrlimit(resource.RLIMIT_CPU, (spent, resource.RLIM_INFINITY))


def _end_with(parent: int) -> None:
    """End once the office is gone, whatever the reader is doing.

    Not PR_SET_PDEATHSIG: that tells of the end of the *thread* which started the worker.
    """
    while os.getppid() == parent:
        time.sleep(1)
    _end()


def _end() -> NoReturn:
    """End this process group, and sweep up."""
    home, group = os.getcwd(), os.getpgrp()
    if os.fork():
        signal.pause()  # until the other kills this one with the rest
    os.setsid()  # out of the group: what is swept before the programs have ended, they would write again
    until = time.monotonic() + _DYING
    while _is_there(group) and time.monotonic() < until:
        os.killpg(group, signal.SIGKILL)
        time.sleep(0.01)
    if os.path.basename(home).startswith(HOME_PREFIX):  # made for this worker by `kept`
        shutil.rmtree(home, ignore_errors=True)
    os._exit(0)


_DYING = 10.0
"""Seconds for killed programs to end."""


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _resident() -> int:
    """Return the megabytes of memory that this process holds now."""
    with open("/proc/self/statm", "rb") as stream:
        return int(stream.read().split()[1]) * resource.getpagesize() // 1_000_000


if __name__ == "__main__":
    main(sys.argv[1])
