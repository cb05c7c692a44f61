"""How long the rounds of this process took: counted in memory, for whoever asks at /metrics."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator


class Durations:
    """Count and seconds of each round, by name; used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rounds: dict[str, tuple[int, float]] = {}

    @contextlib.contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Count what is done inside, however it ends."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - begun
            with self._lock:
                count, seconds = self._rounds.get(name, (0, 0.0))
                self._rounds[name] = (count + 1, seconds + spent)

    def taken(self) -> dict[str, tuple[int, float]]:
        """Return name → (how many, seconds in all)."""
        with self._lock:
            return dict(self._rounds)
