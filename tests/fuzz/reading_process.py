"""`python -m tests.fuzz.reading_process`: reads what it is told on standard input, says in JSON how that went.

Recognition of pages and LibreOffice take seconds over sound documents too: they are counted apart.

A line in is a number, or the path of a file (`.eml` is a mail, anything else a document). A line out is
{"seconds" (without those in which the machine had no processor free), "aside", "megabytes", "workers": {megabytes of each}, "faults": [what was logged as an error], "what", "said": [why, doubts]}.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

from parsers import read_document, read_mail
from parsers.apart.kept import KeptWorker
from tests.fuzz.inputs import Input, input_of


class Faults(logging.Handler):
    """Keeps what the reading logs as a bug of its own: it never raises, so this is how one is seen."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record with its trace."""
        self.texts.append(logging.Formatter().format(record))


class Aside:
    """Counts the seconds of readers that take seconds by nature; their own limits hold them."""

    READERS = ("parsers.formats.recognising_apart:read", "parsers.formats.soffice:read")

    def __init__(self) -> None:
        self.seconds = 0.0
        self._ask = KeptWorker.ask
        KeptWorker.ask = lambda *given, **named: self._timed(*given, **named)  # type: ignore[method-assign]

    def _timed(self, worker: KeptWorker, *given: Any, **named: Any) -> Any:
        began = time.monotonic()
        try:
            return self._ask(worker, *given, **named)
        finally:
            self.seconds += (time.monotonic() - began) * (worker._reader in self.READERS)


def main() -> None:
    """Serve until standard input is closed."""
    aside = Aside()
    faults = Faults()
    logging.getLogger().addHandler(faults)
    for line in sys.stdin:
        aside.seconds = 0.0
        told = _read(_input(line.strip()), faults)
        told["aside"] = aside.seconds
        print(json.dumps(told), flush=True)


def _input(word: str) -> Input:
    if word.isdecimal():
        return input_of(int(word))
    path = Path(word)
    return Input("" if path.suffix == ".eml" else path.name, path.read_bytes(), word)


def _read(given: Input, faults: Faults) -> dict[str, Any]:
    faults.texts.clear()
    for process in ("self", *_children()):  # peaks are counted from here
        Path(f"/proc/{process}/clear_refs").write_text("5")
    began, waited = time.monotonic(), _waited()
    what, raised, said = "", [], []
    try:
        reading = read_document(given.name, given.data) if given.name else read_mail(given.data)
        what = reading.what
        said = [reading.why, *(doubt.because for doubt in reading.doubts)]
        raised = _unsaid(reading.why, [document.problem for document in reading.documents])
    except BaseException as error:
        raised = [f"raised {error!r}"]
    return {
        "seconds": time.monotonic() - began - (_waited() - waited),
        "megabytes": peak_mb("self"),
        "workers": {pid: peak_mb(pid) for pid in _children()},
        "faults": [*raised, *faults.texts],
        "what": what,
        "said": said,
    }


def _unsaid(why: str, problems: list[str]) -> list[str]:
    """A refusal without a Chinese sentence, or text that could not be written down."""
    odd = [text for text in (why, *problems) if text and not re.search(r"[\u4e00-\u9fff]", text)]
    return [f"no sentence: {text!r}" for text in odd]


def peak_mb(process: str) -> float:
    """The most memory that a process held (VmHWM), in MB; 0 where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0.0


def _waited() -> float:
    """Seconds that this process and its workers, which work in turn, have waited for a processor since they began.

    Linux, Documentation/scheduler/sched-stats: the second number, in nanoseconds.
    """
    told = (Path(f"/proc/{process}/schedstat") for process in ("self", *_children()))
    return sum(int(path.read_text().split()[1]) / 1e9 for path in told if path.exists())


def _children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


if __name__ == "__main__":
    main()
