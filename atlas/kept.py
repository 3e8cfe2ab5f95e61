"""What several questions share, kept with the data it was made of: two questions that differ only in the year of an
indicator have the same coverage, and two days between which nothing changed have the same reach.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache

Answer = TypeVar("Answer")
SIZE = 256


@dataclass(eq=False)
class Kept:
    """The latest answers of each kind, at most `SIZE` of them. Nobody may change what is handed out."""

    found: dict[str, LRUCache[Hashable, Any]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def once(self, kind: str, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer of this kind to `key`, made when nobody has asked before; `key` holds all that `make` uses."""
        with self.lock:
            cache = self.found.setdefault(kind, LRUCache(SIZE))
            if key in cache:
                kept: Answer = cache[key]
                return kept
        answer = make()
        with self.lock:
            cache[key] = answer
        return answer
