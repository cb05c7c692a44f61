"""Numbers → findings: a reading process works through them, and is watched from here."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fuzz.inputs import input_of

PROJECT = Path(__file__).parents[2]
SECONDS = 5.0
MEGABYTES = 500.0
WORKER_MEGABYTES = 500.0
"""Of one worker, resident; recognition takes most, with its models and a page."""
HANGS = 60.0
"""Seconds after which a reading is given up: far above the limit, since the machine may be busy."""


@dataclass(frozen=True)
class Finding:
    """An input that broke the promise, and how."""

    word: str  # its number, or the path of a file
    because: str


class ReadingProcess:
    """One process that reads; started anew where it was lost."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def ask(self, word: str) -> dict[str, Any]:
        """Have an input read; {"lost": why} where no answer came."""
        process = self._process = self._process or _start()
        assert process.stdin
        assert process.stdout
        process.stdin.write(word + "\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], HANGS)
        line = process.stdout.readline() if ready else ""
        if line:
            return json.loads(line)
        why = f"ended with {process.wait()}" if ready else f"no answer after {HANGS:g} s"
        self.close()
        return {"lost": why}

    def close(self) -> None:
        """End the process; its workers end with it."""
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._process = None


def _start() -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.fuzz.reading_process"]
    return subprocess.Popen(words, cwd=PROJECT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def findings(words: Iterable[str]) -> Iterator[Finding | None]:
    """Yield for each input what it broke, or None."""
    process = ReadingProcess()
    try:
        for word in words:
            because = _broken(process.ask(word))
            if because.startswith("took"):  # on a busy machine everything does, once
                because = _broken(process.ask(word))
            yield Finding(word, because) if because else None
    finally:
        process.close()


def _broken(told: dict[str, Any]) -> str:
    """Say what of the promise a reading broke, "" where it kept it."""
    if "lost" in told:
        return str(told["lost"])
    if told["faults"]:
        return "\n".join(told["faults"])
    seconds = told["seconds"] - told["aside"]
    if seconds > SECONDS:
        return f"took {seconds:.1f} s"
    if told["megabytes"] > MEGABYTES:
        return f"took {told['megabytes']:.0f} MB"
    most = max(told["workers"].values(), default=0.0)
    return f"a worker took {most:.0f} MB" if most > WORKER_MEGABYTES else ""


def keep(finding: Finding, folder: Path) -> Path:
    """Write the input and what it broke into `folder`; return the input's path."""
    folder.mkdir(parents=True, exist_ok=True)
    if not finding.word.isdecimal():
        path = Path(finding.word)
    else:
        given = input_of(int(finding.word))
        path = folder / f"{finding.word}-{given.name or 'mail.eml'}"
        path.write_bytes(given.data)
        path.with_name(path.name + ".txt").write_text(
            f"from {given.begun_from}\n{finding.because}\n", "utf-8"
        )
    return path


def until(numbers: Iterable[int], seconds: float) -> Iterator[str]:
    """Yield numbers as words until the time is up."""
    end = time.monotonic() + seconds
    for number in numbers:
        if time.monotonic() > end:
            return
        yield str(number)
