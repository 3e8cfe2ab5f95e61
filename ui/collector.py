"""Keeps garbage collection short. Streamlit collects all generations after every run; what has survived one collection
(cached answers, other readers' sessions) would be walked through again and again, with everybody waiting.

So what survives is left out of the collections to come. What dies later is freed all the same, except in circles; those
are looked for while nobody is waiting.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

OLDEST_GENERATION = 2
# Circles are looked for at most so often, when nothing has run for a while; sooner or later also on a busy server.
CLEANING_S, QUIET_S, BUSY_S = 600.0, 10.0, 7200.0


class Collector:
    """When something last ran, and when circles were last looked for.  now  a clock in seconds"""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._ran = self._cleaned = now()

    def spare_survivors(self, phase: str, info: Mapping[str, int]) -> None:
        """A callback of the collector: all that has survived a whole collection is left out of the next."""
        if phase == "stop" and info["generation"] == OLDEST_GENERATION:
            self._ran = self._now()
            gc.freeze()

    def clean_when_quiet(self) -> bool:
        """Look for circles among all objects when it is time and nobody waits; returns whether it did."""
        since = self._now() - self._cleaned
        quiet = self._now() - self._ran > QUIET_S
        if since < CLEANING_S or not (quiet or since > BUSY_S):
            return False
        gc.unfreeze()
        gc.collect()
        self._cleaned = self._now()
        return True


@asynccontextmanager
async def short_collections() -> AsyncIterator[Collector]:
    """While a server lives, its collections are short."""
    collector = Collector()
    gc.collect()
    gc.freeze()
    gc.callbacks.append(collector.spare_survivors)
    cleaning = asyncio.create_task(_clean(collector))
    try:
        yield collector
    finally:
        cleaning.cancel()
        gc.callbacks.remove(collector.spare_survivors)


async def _clean(collector: Collector) -> None:
    while True:
        await asyncio.sleep(QUIET_S / 2)
        collector.clean_when_quiet()
