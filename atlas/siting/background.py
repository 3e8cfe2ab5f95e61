"""A question of siting at work beside the page: what is known so far, a way to stop, the answer when it is there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Generic, TypeVar

from geo.siting import Clock, Progress, Watch

Result = TypeVar("Result")

# The solver lets go of the interpreter while it works; more at a time than processors would only slow each other down.
WORKERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="siting")


class Solving(Generic[Result]):
    """`work(clock, watch)` in a thread beside the page; the limit runs from when its turn comes.

    progress  the last that was heard, None before;  stop  ends it soon and keeps the best answer
    """

    def __init__(self, work: Callable[[Clock, Watch], Result], limit_s: float) -> None:
        self.progress: Progress | None = None
        self._stop = Event()
        self._future: Future[Result] = WORKERS.submit(self._run, work, limit_s)

    def stop(self) -> None:
        """Ask it to stop; what is found so far becomes the answer, with status "stopped"."""
        self._stop.set()

    @property
    def waiting(self) -> bool:
        """Whether its turn has not come yet."""
        return not (self._future.running() or self._future.done())

    @property
    def done(self) -> bool:
        """Whether `answer` would come at once."""
        return self._future.done()

    def answer(self, wait_s: float | None = None) -> Result:
        """What `work` returned; raises what it raised, and TimeoutError when it is not there after `wait_s`."""
        return self._future.result(wait_s)

    def _run(self, work: Callable[[Clock, Watch], Result], limit_s: float) -> Result:
        return work(Clock(limit_s, self._stop.is_set), self._heard)

    def _heard(self, known: Progress) -> bool:
        self.progress = known
        return self._stop.is_set()
