"""Long work beside the pages: a few at a time, one a reader, readers in turn.

What is known so far, the place in the queue, a way to stop, the result when it is there. A reader who has left asks
nothing any more: what waits for him is dropped, what works for him ends. The work itself is best done by a process of
its own (`atlas.children`), so that a page never shares its interpreter with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import CancelledError, Future
from enum import IntEnum
from functools import partial
from threading import Event, Lock, Thread
from typing import Any, Generic, TypeAlias, TypeVar

Result = TypeVar("Result")


class Stop(IntEnum):
    """Whether to go on, to give what there is, or to give up: then nobody is there to take it."""

    NO = 0
    ASKED = 1
    GONE = 2


Stopped: TypeAlias = Callable[[], int]
Watch: TypeAlias = Callable[[Any], bool]

# More at a time than processors would only slow each other down.
AT_A_TIME = 2
LOOK_S = 0.5
# A connection that breaks for a moment is no reader who left.
GRACE_S = 3.0
# Who the server's own work is for: it waits for no reader, and no reader for it.
HOUSE = "the house"


def always() -> bool:
    """A reader who never leaves: the command line, the server itself, a test."""
    return True


class Work(Generic[Result]):
    """`work(stopped, watch)` beside the page. stopped  a `Stop`: whether to give what there is;  watch  is told what is
    known so far, and says whether to stop

    progress  the last that was heard, None before;  stop  ends it soon, and what it then returns is the result; what
    still waits is cancelled and has none
    """

    def __init__(self, work: Callable[[Stopped, Watch], Result], alive: Callable[[], bool]) -> None:
        self.progress: Any = None
        self._work, self._alive = work, alive
        self._stop, self._settled = Event(), Event()
        self._future: Future[Result] | None = None
        self._looked = self._seen = time.monotonic()
        self._gone = False

    def start(self, ended: Callable[[Future[Result]], None]) -> None:
        """Its turn has come; `ended` is called when it is over."""
        future = self._future = Future()
        future.add_done_callback(ended)
        # No server waits with its end for a work that goes on.
        Thread(target=self._run, args=(future,), name="long-work", daemon=True).start()
        self._settled.set()

    def stop(self) -> None:
        """Ask it to stop; what is there so far becomes the result."""
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
            raise TimeoutError("expected the turn of this work to have come")
        if self._future is None:
            raise CancelledError
        return self._future.result(None if until is None else max(0.0, until - time.monotonic()))

    def left(self) -> Stop:
        """Whether to stop: somebody asked, or its reader has gone."""
        now = time.monotonic()
        if now - self._looked >= LOOK_S:
            self._looked = now
            if self._alive():
                self._seen = now
            elif now - self._seen > GRACE_S:
                self._gone = True
                self.stop()
        if self._gone:
            return Stop.GONE
        return Stop.ASKED if self._stop.is_set() else Stop.NO

    def _run(self, future: Future[Result]) -> None:
        try:
            found = self._work(self.left, self._heard)
        except BaseException as error:  # noqa: BLE001  handed on to whoever asks for the result
            future.set_exception(error)
        else:
            future.set_result(found)

    def _heard(self, known: Any) -> bool:
        self.progress = known
        return self.left() != Stop.NO


class Pool:
    """Works for `at_a_time` readers beside the pages, never twice for one; those who wait take turns. What the server
    does for itself (`HOUSE`) has a place of its own.
    """

    def __init__(self, at_a_time: int = AT_A_TIME) -> None:
        self._lock = Lock()
        # Reader -> the one work that waits, in the order in which the readers came.
        self._waiting: dict[Hashable, Work[Any]] = {}
        self._running: dict[Hashable, Work[Any]] = {}
        self._at_a_time = at_a_time

    def begin(
        self, reader: Hashable, work: Callable[[Stopped, Watch], Result], alive: Callable[[], bool] = always
    ) -> Work[Result]:
        """Put a work for a reader in the queue. One that still waits gives it its place; one that runs is ended."""
        begun = Work(work, alive)
        with self._lock:
            earlier = [held[reader] for held in (self._waiting, self._running) if reader in held]
            self._waiting[reader] = begun
        for each in earlier:
            each.stop()
        self._fill()
        return begun

    def ahead(self, work: Work[Any]) -> int:
        """How many others' works come before this one; 0 when it is next, at work, or not in the queue."""
        with self._lock:
            queue = [each for each in self._waiting.values() if not each.left()]
        return queue.index(work) if work in queue else 0

    def fault(self) -> str:
        """Why nothing more will be worked on, "" when all is well: no work may hold its place after its end."""
        with self._lock:
            ended = sum(each.done for each in self._running.values())
        return f"{ended} works have ended and still hold their places" if ended >= self._at_a_time else ""

    def counts(self) -> tuple[int, int]:
        """How many works run and how many wait, for whoever looks after the server."""
        with self._lock:
            return len(self._running), len(self._waiting)

    def _fill(self) -> None:
        """Start what may start: outside of the lock, for what is done at once fills again."""
        with self._lock:
            started = list(self._next())
        for reader, work in started:
            work.start(partial(self._leave, reader))

    def _next(self) -> Iterator[tuple[Hashable, Work[Any]]]:
        """The first whose readers are there and have nothing at work, as many as there is room for."""
        for reader, work in list(self._waiting.items()):
            if work.left():
                del self._waiting[reader]
            elif reader not in self._running and (reader == HOUSE or self._room()):
                self._running[reader] = self._waiting.pop(reader)
                yield reader, work

    def _room(self) -> bool:
        return len(self._running.keys() - {HOUSE}) < self._at_a_time

    def _leave(self, reader: Hashable, _done: Future[Any]) -> None:
        with self._lock:
            del self._running[reader]
        self._fill()


POOL = Pool()
