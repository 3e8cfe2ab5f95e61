"""What a question costs by the clock, here in this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from tools.bench.table import median

Answer = TypeVar("Answer")


def timed(ask: Callable[[], Answer], turns: int) -> tuple[Answer, float]:
    """The last answer and the median of the seconds of all."""
    seconds = []
    for _ in range(turns):
        began = time.perf_counter()
        answer = ask()
        seconds.append(time.perf_counter() - began)
    return answer, median(seconds)
