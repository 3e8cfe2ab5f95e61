"""A clock for what must not hang: by the processor, since a busy machine is no fault of the code, and by the wall."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_S, LONGEST_WAIT_S = 5.0, 60.0


@contextmanager
def brief(what: object) -> Iterator[None]:
    """Fails where the block works for more than five seconds, or waits for more than a minute."""
    worked, started = time.process_time(), time.monotonic()
    yield
    assert time.process_time() - worked < LONGEST_S, what
    assert time.monotonic() - started < LONGEST_WAIT_S, what
