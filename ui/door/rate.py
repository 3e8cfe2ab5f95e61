"""How often somebody asks."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from data.limits import API_CLIENTS, Limit

MINUTE_S = 60.0
RETRY = {"Retry-After": str(round(MINUTE_S))}


class Rate:
    """Counts requests by address. most  that are answered in a minute;  now  a clock in seconds"""

    def __init__(self, most: Limit, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._now = most.most, now
        self.asked = OrderedDict[str, tuple[float, int]]()

    def is_over(self, client: str) -> bool:
        """Whether an address has asked more than it may in the minute that began with its first request."""
        began, times = self.asked.pop(client, (self._now(), 0))
        if self._now() - began >= MINUTE_S:
            began, times = self._now(), 0
        self.asked[client] = began, times + 1
        if len(self.asked) > API_CLIENTS.most:
            self.asked.popitem(last=False)
        return times >= self._most
