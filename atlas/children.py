"""Processes for long work: started when there is work, kept a while for the next, ended when they are late to stop.

A page is then never kept waiting by the interpreter of a search; what runs away takes its own memory and time with it.
"""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread, Timer
from typing import Any, TypeVar

from atlas.background import Stop, Stopped, Watch
from data.limits import SEARCH_MEMORY

LOG = logging.getLogger("atlas")
Result = TypeVar("Result")
ROOT = Path(__file__).resolve().parent.parent
LOOK_S = 0.2
# What does not stop by itself in this time is ended, with all that it found.
LATE_S = 3.5
IDLE_S = 120.0
KEPT = 1
# The order to stop; every other one is a function and what it is given.
STOP = None


class LostError(RuntimeError):
    """The process that did the work ended without a result: it ran out of memory, or somebody ended it."""


class Children:
    """Work done by other processes, one each; `kept` of them wait for the next. memory  bytes that one may take"""

    def __init__(self, kept: int = KEPT, memory: int = SEARCH_MEMORY.most, idle_s: float = IDLE_S) -> None:
        self._kept, self._memory, self._idle_s = kept, memory, idle_s
        self._lock = Lock()
        self._idle: list[_Process] = []

    def run(self, stopped: Stopped, watch: Watch, function: Callable[..., Result], *given: Any) -> Result:
        """What `function(stopped, watch, *given)` returns over there, or raises. It must be known by its module.

        Raises LostError when the process ended before, or did not stop in time.
        """
        process = self._take() or _Process(self._memory)
        try:
            found: Result = process.do((function, given), stopped, watch)
            return found
        finally:
            self._give_back(process)

    def warm(self) -> None:
        """Have one wait: somebody will soon ask."""
        with self._lock:
            wanted = not self._idle
        if wanted:
            self._give_back(_Process(self._memory))

    def end(self) -> None:
        """End those who wait."""
        with self._lock:
            ended, self._idle = self._idle, []
        for each in ended:
            each.end()

    def pids(self) -> list[int]:
        """Those who wait now."""
        with self._lock:
            return [each.pid for each in self._idle]

    def _take(self) -> _Process | None:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.there:
                    return process
        return None

    def _give_back(self, process: _Process) -> None:
        with self._lock:
            keep = process.there and len(self._idle) < self._kept
            if keep:
                self._idle.append(process)
                process.works += 1
        if not keep:
            process.end()
            return
        ending = Timer(self._idle_s, self._forget, (process, process.works))
        ending.daemon = True
        ending.start()

    def _forget(self, process: _Process, works: int) -> None:
        """End one that has had nothing to do since."""
        with self._lock:
            idle = process in self._idle and process.works == works
            if idle:
                self._idle.remove(process)
        if idle:
            process.end()


class _Process:
    """One process; it does one work at a time. works  how often it was given back"""

    def __init__(self, memory: int) -> None:
        self.works = 0
        self._heard: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        self._ended = False
        self._process = subprocess.Popen(  # noqa: S603 -- our own module, nothing of a reader's in the arguments
            [sys.executable, "-W", "ignore", "-m", "atlas.child", str(memory)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            # Ctrl-C is for the server, which ends its children.
            start_new_session=True,
        )
        Thread(target=self._listen, name="child", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def there(self) -> bool:
        return not self._ended and self._process.poll() is None

    def do(self, order: Any, stopped: Stopped, watch: Watch) -> Any:
        self._tell(order)
        asked = None
        while True:
            try:
                kind, what = self._heard.get(timeout=LOOK_S)
            except Empty:
                kind, what = "", None
            if kind == "done":
                return what
            if kind == "failed":
                raise what
            if kind == "lost":
                raise LostError("expected a result, the process that works on it has ended")
            if kind == "known":
                watch(what)
            stop = stopped()
            if asked is None and stop:
                asked = time.monotonic()
                self._tell(STOP)
            if stop == Stop.GONE or (asked is not None and time.monotonic() - asked > LATE_S):
                self.end()
                raise LostError(f"expected a result, got none within {LATE_S} s of being asked to stop")

    def end(self) -> None:
        self._ended = True
        self._process.kill()
        self._process.wait()

    def _tell(self, what: Any) -> None:
        stream = self._process.stdin
        try:
            if stream is not None:
                pickle.dump(what, stream, protocol=pickle.HIGHEST_PROTOCOL)
                stream.flush()
        except OSError:
            self._ended = True

    def _listen(self) -> None:
        """Until the process has ended, or says what cannot be read here: nobody shall wait for it for ever."""
        stream = self._process.stdout
        try:
            while stream is not None:
                self._heard.put(pickle.load(stream))  # noqa: S301 -- from the process started above
        except (EOFError, OSError):
            pass
        except Exception:
            LOG.exception("a child said what cannot be read")
        self._ended = True
        self._heard.put(("lost", None))


CHILDREN = Children()
