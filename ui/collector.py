"""Keeps garbage collection short. Streamlit collects all generations after every run; what has survived one collection
(cached answers, other readers' sessions) would be walked through again and again, with everybody waiting.
"""

from __future__ import annotations

import gc
import threading
import time

CLEANING_S = 600.0
_lock = threading.Lock()
_cleaned = time.monotonic()


def spare_survivors() -> None:
    """Called as a run begins: all that is alive now is left out of the coming collections.

    What dies later is freed all the same, except in circles; those are looked for every ten minutes.
    """
    global _cleaned  # noqa: PLW0603 -- one process, one collector
    with _lock:
        if time.monotonic() - _cleaned > CLEANING_S:
            _cleaned = time.monotonic()
            gc.unfreeze()
            gc.collect()
        gc.freeze()
