"""Questions of siting at work beside the page: a few at a time, one a reader, readers in turn.

What is known so far, the place in the queue, a way to stop, the answer when it is there. A reader who has left asks
nothing any more: what waits for him is dropped, what works for him ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from functools import partial
from threading import Event, Lock
from typing import Any, Generic, TypeVar

from geo.siting import Clock, Progress, Watch

Result = TypeVar("Result")

# The solver lets go of the interpreter while it works; more at a time than processors would only slow each other down.
AT_A_TIME = 2
LOOK_S = 0.5
# A connection that breaks for a moment is no reader who left.
GRACE_S = 3.0


def always() -> bool:
    """A reader who never leaves: the command line, a test."""
    return True


class Solving(Generic[Result]):
    """`work(clock, watch)` beside the page; the limit runs from when its turn comes.

    progress  the last that was heard, None before;  stop  ends it soon and keeps the best answer; what still waits is
    cancelled and has none
    """

    def __init__(self, work: Callable[[Clock, Watch], Result], limit_s: float, alive: Callable[[], bool]) -> None:
        self.progress: Progress | None = None
        self._work, self._limit_s, self._alive = work, limit_s, alive
        self._stop, self._settled = Event(), Event()
        self._future: Future[Result] | None = None
        self._looked = self._seen = time.monotonic()

    def start(self, threads: Executor) -> Future[Result]:
        """Its turn has come."""
        self._future = threads.submit(self._run)
        self._settled.set()
        return self._future

    def stop(self) -> None:
        """Ask it to stop; what is found so far becomes the answer, with status "stopped"."""
        self._stop.set()
        self._settled.set()

    @property
    def waiting(self) -> bool:
        """Whether its turn has not come yet."""
        return not self._settled.is_set()

    @property
    def done(self) -> bool:
        """Whether `answer` would come at once, or never."""
        return self.cancelled or (self._future is not None and self._future.done())

    @property
    def cancelled(self) -> bool:
        """Whether it was stopped before its turn came."""
        return self._future is None and self._stop.is_set()

    def answer(self, wait_s: float | None = None) -> Result:
        """What `work` returned; raises what it raised, TimeoutError when it is not there after `wait_s`, and
        CancelledError when it never will be.
        """
        until = None if wait_s is None else time.monotonic() + wait_s
        if not self._settled.wait(wait_s):
            raise TimeoutError("expected the turn of this search to have come")
        if self._future is None:
            raise CancelledError
        return self._future.result(None if until is None else max(0.0, until - time.monotonic()))

    def left(self) -> bool:
        """Whether its reader has gone; then it is asked to stop."""
        now = time.monotonic()
        if now - self._looked >= LOOK_S:
            self._looked = now
            if self._alive():
                self._seen = now
            elif now - self._seen > GRACE_S:
                self.stop()
        return self._stop.is_set()

    def _run(self) -> Result:
        return self._work(Clock(self._limit_s, self.left), self._heard)

    def _heard(self, known: Progress) -> bool:
        self.progress = known
        return self.left()


class Pool:
    """Works `at_a_time` questions beside the pages, never two of one reader; those who wait take turns by reader."""

    def __init__(self, at_a_time: int = AT_A_TIME) -> None:
        self._lock = Lock()
        # Reader -> the one question that waits, in the order in which the readers came.
        self._waiting: dict[Hashable, Solving[Any]] = {}
        self._running: dict[Hashable, Solving[Any]] = {}
        self._at_a_time = at_a_time
        self._threads = ThreadPoolExecutor(at_a_time, thread_name_prefix="siting")

    def begin(
        self,
        reader: Hashable,
        work: Callable[[Clock, Watch], Result],
        limit_s: float,
        alive: Callable[[], bool] = always,
    ) -> Solving[Result]:
        """Put a question of a reader in the queue. One that still waits gives it its place; one at work is ended."""
        solving = Solving(work, limit_s, alive)
        with self._lock:
            earlier = [held[reader] for held in (self._waiting, self._running) if reader in held]
            self._waiting[reader] = solving
        for each in earlier:
            each.stop()
        self._fill()
        return solving

    def ahead(self, solving: Solving[Any]) -> int:
        """How many questions come before this one; 0 when it is next, at work, or not in the queue."""
        with self._lock:
            queue = [each for each in self._waiting.values() if not each.left()]
        return queue.index(solving) if solving in queue else 0

    def fault(self) -> str:
        """Why nothing more will be worked on, "" when all is well: no work may hold its place after its end."""
        with self._lock:
            ended = sum(each.done for each in self._running.values())
        return f"{ended} searches have ended and still hold their places" if ended >= self._at_a_time else ""

    def _fill(self) -> None:
        """Start what may start: outside of the lock, for what is done at once fills again."""
        with self._lock:
            started = list(self._next())
        for reader, solving in started:
            solving.start(self._threads).add_done_callback(partial(self._leave, reader))

    def _next(self) -> Iterator[tuple[Hashable, Solving[Any]]]:
        """The first whose readers are there and have nothing at work, as many as there are threads for."""
        for reader, solving in list(self._waiting.items()):
            if solving.left():
                del self._waiting[reader]
            elif reader not in self._running and len(self._running) < self._at_a_time:
                self._running[reader] = self._waiting.pop(reader)
                yield reader, solving

    def _leave(self, reader: Hashable, _done: Future[Any]) -> None:
        with self._lock:
            del self._running[reader]
        self._fill()


POOL = Pool()
