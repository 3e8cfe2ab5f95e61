"""What was worked out once, kept with the data it was made of: two questions that differ only in the year of an
indicator have the same coverage, and two days between which nothing changed have the same reach.

One memo serves all readers, languages and pages of an atlas. It is weighed in bytes, and those who ask the same at once
wait for one answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from itertools import chain
from threading import Condition
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from cachetools import LRUCache

Answer = TypeVar("Answer")
LIMIT_BYTES = 96_000_000
# What a cell of a column of texts or objects costs with its pointer, near enough: a short text.
TEXT_BYTES = 68
PLAIN = (str, bytes, int, float, bool, type(None))
TABLES = (pd.DataFrame, pd.Series)
GATHERED = (Sequence, Set)


class Memo:
    """The answers asked for last, as many as fit into `limit_bytes`. Nobody may change what is handed out."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        # Weighed outside the lock, so that nobody waits for it.
        self._answers: LRUCache[Hashable, tuple[Any, int]] = LRUCache(limit_bytes, getsizeof=lambda kept: kept[1])
        self._making = set[Hashable]()
        self._changed = Condition()

    def __reduce__(self) -> tuple[type[Memo], tuple[int]]:
        """An atlas that is sent to another process takes no answers with it."""
        return Memo, (int(self._answers.maxsize),)

    def once(self, kind: str, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer of this kind to `key`, made when nobody has asked before; `key` holds all that `make` uses.

        What `make` raises reaches only the one who made it; the others who waited try for themselves.
        """
        wanted = (kind, key)
        with self._changed:
            while wanted in self._making:
                self._changed.wait()
            if wanted in self._answers:
                kept: Answer = self._answers[wanted][0]
                return kept
            self._making.add(wanted)
        try:
            answer = make()
            self._keep(wanted, answer)
        finally:
            with self._changed:
                self._making.discard(wanted)
                self._changed.notify_all()
        return answer

    @property
    def bytes(self) -> int:
        """What is kept now, as it was weighed."""
        with self._changed:
            return int(self._answers.currsize)

    def _keep(self, wanted: Hashable, answer: object) -> None:
        size = weigh(answer)
        with self._changed:
            if size <= self._answers.maxsize:
                self._answers[wanted] = answer, size


def weigh(answer: object) -> int:
    """About how many bytes an answer holds: tables and arrays as they say, everything else by walking through it."""
    seen, waiting, total = set[int](), [answer], 0
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        size, parts = _opened(each)
        total += size
        waiting += parts
    return total


def _opened(each: Any) -> tuple[int, Iterable[Any]]:
    """The bytes of one thing by itself, and the things in it. The commonest kinds come first."""
    if isinstance(each, PLAIN):
        return sys.getsizeof(each), ()
    if isinstance(each, TABLES):
        return _of_table(each), ()
    if isinstance(each, np.ndarray):
        return int(each.nbytes), ()
    if isinstance(each, Mapping):
        return sys.getsizeof(each), chain(each.keys(), each.values())
    if isinstance(each, GATHERED):
        return sys.getsizeof(each), each
    if is_dataclass(each) and not isinstance(each, type):
        return sys.getsizeof(each), [getattr(each, part.name) for part in fields(each)]
    return sys.getsizeof(each), ()


def _of_table(table: pd.DataFrame | pd.Series) -> int:
    # By the kinds of its columns alone: taking the columns out to ask them costs more than many an answer.
    kinds = table.dtypes if isinstance(table, pd.DataFrame) else [table.dtype]
    cells = sum(each.itemsize if isinstance(each, np.dtype) and each.kind != "O" else TEXT_BYTES for each in kinds)
    return cells * len(table) + int(table.index.nbytes)
