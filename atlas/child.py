"""A process that does long work for a server: `python -m atlas.child`, orders in by its standard input, what is known
and what came of it out by its standard output, pickled one after the other.

It is nice to others, leaves one processor to the pages, takes no more memory than it is told, and ends when the server
does, however that ends: its input is closed then.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
import traceback
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

from atlas.children import STOP

NICE = 10
# What is known is told so often: more would only keep the server busy.
TELL_S = 0.2


class Child:
    """One piece of work after the other. orders, told  where they come from, and where all that is said goes"""

    def __init__(self, orders: BinaryIO, told: BinaryIO) -> None:
        self._orders, self._out = orders, told
        self._waiting: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
        self._stop = threading.Event()
        self._said = 0.0

    def listen(self) -> None:
        """Hear orders until there is nobody who gives them; then everything ends at once, whatever is at work."""
        try:
            while True:
                order = pickle.load(self._orders)  # noqa: S301 -- from the server that started this process
                if order is STOP:
                    self._stop.set()
                else:
                    self._waiting.put(order)
        finally:
            # Also when the server has ended in the middle of an order, or gives one that cannot be read.
            os._exit(0)

    def work(self) -> None:
        """Do what is ordered, again and again, as long as nothing of it stays behind."""
        threads = threading.active_count()
        while threading.active_count() <= threads:
            function, given = self._waiting.get()
            try:
                self._tell("done", function(self._stop.is_set, self._watch, *given))
            except Exception as error:  # noqa: BLE001  handed on to whoever asked
                error.add_note("".join(traceback.format_exception(error)))
                self._tell("failed", error)
            self._stop.clear()

    def _watch(self, known: Any) -> bool:
        now = time.monotonic()
        if now - self._said > TELL_S:
            self._said = now
            self._tell("known", known)
        return self._stop.is_set()

    def _tell(self, kind: str, what: Any) -> None:
        # Pickled before it is written: what cannot be pickled must not leave half a message behind.
        self._out.write(pickle.dumps((kind, what), protocol=pickle.HIGHEST_PROTOCOL))
        self._out.flush()


def limit_memory(most: int) -> None:
    """Let this process take at most so many bytes more than it has. Where the system knows no such limit, the estimate
    before the work is all there is.
    """
    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        return
    pages = Path("/proc/self/statm")
    has = int(pages.read_text(encoding="ascii").split()[0]) * resource.getpagesize() if pages.exists() else most
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = has + most
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def leave_a_processor() -> None:
    """Work on all processors of the server but one: however many searches work at the same time, the pages keep it.
    Where there is only one, or the system knows no such choice, being nice has to do.
    """
    if hasattr(os, "sched_setaffinity"):
        _, *others = sorted(os.sched_getaffinity(0))
        if others:
            os.sched_setaffinity(0, others)


def prepare() -> None:
    """Read what most work needs, so that it is there before the first order, and no part of what an order takes."""
    import geopandas  # noqa: F401, PLC0415
    import scipy.spatial  # noqa: F401, PLC0415

    import atlas.siting.session  # noqa: F401, PLC0415


def main() -> None:
    """Everything until the server ends."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    leave_a_processor()
    # Whatever prints by itself, in any language, must not get between the messages.
    told = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    prepare()
    limit_memory(int(sys.argv[1]))
    child = Child(sys.stdin.buffer, told)
    threading.Thread(target=child.listen, daemon=True).start()
    child.work()
    # What a solver left behind must not be waited for, nor torn down in the middle of its work.
    os._exit(0)


if __name__ == "__main__":
    main()
