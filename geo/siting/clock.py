"""One limit of time, and one way to stop, for a question that may ask the solver many times."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from geo.errors import BadValueError


@dataclass(frozen=True)
class Clock:
    """Runs from its making. limit_s  seconds, inf for none;  stopped  says whether somebody asked to stop.

    Raises BadValueError for a limit that is not above 0.
    """

    limit_s: float = float("inf")
    stopped: Callable[[], bool] = field(default=lambda: False)
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        if not self.limit_s > 0:
            raise BadValueError(f"expected a time limit above 0 seconds, got {self.limit_s}")

    def seconds(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self.began

    def left(self) -> float:
        """Seconds to the limit, 0 when it has passed."""
        return max(0.0, self.limit_s - self.seconds())

    def over(self) -> bool:
        """Whether to give what there is."""
        return self.left() == 0 or self.stopped()
