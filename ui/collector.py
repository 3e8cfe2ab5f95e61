"""Keeps garbage collection short. Streamlit collects all generations after every run: everything that is kept (cached
answers, all readers' sessions) would be walked through again and again, with everybody waiting.

So a run collects only what is young. Of the rest Python walks through everything when a quarter more is there. A walk
that was long leaves its survivors out of the next ones, as the start of the server leaves out what was there then: what
dies of them is freed all the same, except in circles, and those are looked for while nobody asks anything.

Nothing here lists the objects there are (`gc.get_objects`): a tuple that another thread is just making would be held by
two, and its making would fail.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from types import SimpleNamespace

from streamlit.runtime.scriptrunner import script_runner

OLDEST_GENERATION, YOUNG = 2, 1
# A walk that took more of the processor than this is not taken again through the same.
LONG_S = 0.15
# How long nothing may have run before the rest is walked through, and before everything is.
QUIET_S, LONG_QUIET_S = 10.0, 600.0


class Collector:
    """When something last ran, and what was looked through since.  now  a clock in seconds;  spent  seconds of the
    processor that this thread has had: a busy machine makes no walk longer
    """

    def __init__(
        self, now: Callable[[], float] = time.monotonic, spent: Callable[[], float] = time.thread_time
    ) -> None:
        self._now, self._spent = now, spent
        self._ran, self._began = now(), spent()
        # How long it had been quiet when circles were last looked for; 0 when something has run since.
        self._cleaned = QUIET_S

    def after_run(self, _generation: int = OLDEST_GENERATION) -> int:
        """What Streamlit asks for after every run: only what is young is looked through."""
        self._ran, self._cleaned = self._now(), 0.0
        return gc.collect(YOUNG)

    def spare_survivors(self, phase: str, info: Mapping[str, int]) -> None:
        """A callback of the collector: what has survived a long walk is left out of the next."""
        if info["generation"] != OLDEST_GENERATION:
            return
        if phase == "start":
            self._began = self._spent()
        elif self._spent() - self._began > LONG_S:
            gc.freeze()

    def clean_when_quiet(self) -> bool:
        """Look for circles when nothing has run for a while, and everywhere when nothing has run for long, once each;
        returns whether it did.
        """
        quiet = self._now() - self._ran
        due = [each for each in (LONG_QUIET_S, QUIET_S) if quiet > each > self._cleaned]
        if not due:
            return False
        everything = due[0] == LONG_QUIET_S
        if everything:
            gc.unfreeze()
        gc.collect()
        if everything:
            gc.freeze()
        self._cleaned = due[0]
        return True


@asynccontextmanager
async def short_collections() -> AsyncIterator[Collector]:
    """While a server lives, its collections are short."""
    collector = Collector()
    gc.collect()
    gc.freeze()
    # Streamlit calls `gc.collect(2)` by this name, and has no setting for it.
    names = vars(script_runner)
    before, names["gc"] = names["gc"], SimpleNamespace(collect=collector.after_run)
    gc.callbacks.append(collector.spare_survivors)
    cleaning = asyncio.create_task(_clean(collector))
    try:
        yield collector
    finally:
        cleaning.cancel()
        gc.callbacks.remove(collector.spare_survivors)
        names["gc"] = before


async def _clean(collector: Collector) -> None:
    while True:
        await asyncio.sleep(QUIET_S / 2)
        collector.clean_when_quiet()
