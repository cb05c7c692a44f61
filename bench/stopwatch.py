"""Where the time goes: each step's own wall and processor time, without what it calls that is a step itself."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import Any


class Stopwatch:
    """Counts the seconds of named steps. One step runs inside another; the inner one's time is not the outer one's."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = {}
        self.processor: dict[str, float] = {}
        self._inside: list[str] = []
        self._since = (0.0, 0.0)

    @contextmanager
    def step(self, name: str) -> Generator[None]:
        """Count what happens inside for `name`."""
        self._turn()
        self._inside.append(name)
        try:
            yield
        finally:
            self._turn()
            self._inside.pop()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function` with its time counted for `name`."""

        @functools.wraps(function)
        def watched(*arguments: Any, **named: Any) -> Any:
            with self.step(name):
                return function(*arguments, **named)

        return watched

    def timed_items(self, name: str, function: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
        """Return a generator function whose own time, between its items, is counted for `name`."""

        @functools.wraps(function)
        def watched(*arguments: Any, **named: Any) -> Iterable[Any]:
            items = iter(function(*arguments, **named))
            end = object()
            while True:
                with self.step(name):
                    item = next(items, end)
                if item is end:
                    return
                yield item

        return watched

    def _turn(self) -> None:
        """Give the time since the last turn to the step that is innermost now."""
        now = (time.perf_counter(), time.process_time())
        if self._inside:
            name = self._inside[-1]
            self.wall[name] = self.wall.get(name, 0.0) + now[0] - self._since[0]
            self.processor[name] = self.processor.get(name, 0.0) + now[1] - self._since[1]
        self._since = now
