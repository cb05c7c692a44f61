"""The office's side of one worker: started when first needed, killed when it must be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from parsers.apart.frames import Broken, TooLate, receive, send
from parsers.apart.readers import HOME_PREFIX

STARTING = 60.0
"""Seconds for a worker to start, which says nothing about a document: imports and models, on a busy machine."""

MOST_READINGS = 500
"""Documents that one worker reads before a fresh one takes its place, for libraries that leak."""


class Missing(Exception):
    """The worker can't serve: a package is not installed. `str()` is the package's name."""


class Killed(Exception):
    """The worker was killed or fell over one document. `str()` says why: "time" or "crash"."""


class KeptWorker:
    """One worker process for one reader; calls from several threads wait for each other."""

    def __init__(self, reader: str) -> None:
        """`reader` is "module:function"."""
        self._reader = reader
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self._readings = 0
        self._was_used = False  # whether the last document was not the first that its worker read

    def ask(
        self, head: dict[str, Any], pieces: Sequence[bytes], *, seconds: float
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Hand over one document and return the answer; `Missing`, or `Killed` after the worker was killed."""
        with self._lock:
            try:
                return self._ask(head, pieces, seconds)
            except Killed as error:
                if str(error) != "crash" or not self._was_used:
                    raise
            return self._ask(
                head, pieces, seconds
            )  # it may have been on its way out before; a fresh one tells

    def _ask(
        self, head: dict[str, Any], pieces: Sequence[bytes], seconds: float
    ) -> tuple[dict[str, Any], list[bytes]]:
        process = self._running()
        self._was_used = self._readings > 0
        until = time.monotonic() + seconds
        try:
            send(_fd(process.stdin), head, pieces, until=until)
            answer, files = receive(_fd(process.stdout), until=until)
        except TooLate as error:
            self._kill()
            raise Killed("time") from error
        except Broken as error:
            self._kill()
            raise Killed("crash") from error
        except BaseException:  # an interrupt in the middle of a frame: the next answer would be the wrong one
            self._kill()
            raise
        self._readings += 1
        if self._readings >= MOST_READINGS or _is_full(answer, int(head["megabytes"])):
            self._kill()
        return answer, files

    def close(self) -> None:
        """End the worker; the next call would start a new one."""
        with self._lock:
            self._kill()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is None:
            return self._process
        self._kill()  # sweeps up after one that ended by itself
        self._home = tempfile.TemporaryDirectory(prefix=HOME_PREFIX, ignore_cleanup_errors=True)
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "parsers.apart.worker", self._reader],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._home.name,
            env=_environment(self._home.name),
            start_new_session=True,
        )
        self._readings = 0
        for pipe in (process.stdin, process.stdout):
            os.set_blocking(_fd(pipe), False)
        try:
            greeting, _ = receive(_fd(process.stdout), until=time.monotonic() + STARTING)
        except (Broken, TooLate) as error:
            self._kill()
            raise Killed("start") from error
        if "missing" in greeting:
            self._kill()
            raise Missing(str(greeting["missing"]))
        return process

    def _kill(self) -> None:
        """Kill the worker with all programs it started, and sweep up its directory."""
        process, self._process = self._process, None
        if process:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                process.kill()  # ended by itself, and nobody of its group is left: this only notes it
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
        home, self._home = self._home, None
        if home:
            home.cleanup()


def _is_full(answer: dict[str, Any], megabytes: int) -> bool:
    """Whether a worker holds so much memory after a document that the next one might not find enough."""
    resident = answer.get("resident")
    return answer.get("failed") == "memory" or not isinstance(resident, int) or resident > 0.7 * megabytes


def _fd(pipe: Any) -> int:
    return int(pipe.fileno())


def _environment(home: str) -> dict[str, str]:
    """Return a bare environment: no password of the office, no proxy, a home and temporary directory of its own."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",  # numpy would set 90 MB aside for each further thread, and needs none here
        "HOME": home,
        "TMPDIR": home,
    }
