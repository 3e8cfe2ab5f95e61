"""Runs of pages one after another. Python works on one of them at a time anyway; beside each other they take its time
from each other in slices, so that all are late together, and every switch between them costs as well.

A run that takes long keeps nobody waiting for its end: after LONGEST_S the next begins beside it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

# Nineteen of twenty runs are shorter (docs/performance.md).
LONGEST_S = 0.15


class Turns:
    """Who has the turn, since when, and who waits for it, in the order in which they came.  now  a clock in seconds"""

    def __init__(self, longest_s: float = LONGEST_S, now: Callable[[], float] = time.monotonic) -> None:
        self._longest_s, self._now = longest_s, now
        self._changed = Condition()
        self._waiting = deque[object]()
        self._holder: object | None = None
        self._since = 0.0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn and have it; it is given back however what is done in it ends."""
        mine = object()
        with self._changed:
            self._waiting.append(mine)
            while self._waiting[0] is not mine or self._rest_s() > 0:
                self._changed.wait(self._rest_s() or None)
            self._waiting.popleft()
            self._holder, self._since = mine, self._now()
            # Who is first now has another time to wait for.
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                # Somebody else may have it by now, who did not wait for the end.
                if self._holder is mine:
                    self._holder = None
                self._changed.notify_all()

    def _rest_s(self) -> float:
        """How long the present turn excludes others still; 0 when nobody has it, or has had it for long enough."""
        return 0.0 if self._holder is None else max(0.0, self._since + self._longest_s - self._now())
