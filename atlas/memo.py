"""What was worked out once, kept with the data it was made of: two questions that differ only in the year of an
indicator have the same coverage, and two days between which nothing changed have the same reach.

One memo serves all readers, languages and pages of an atlas, and the memos of all plans and data versions share one
shelf, weighed in bytes. Those who ask the same at once wait for one answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from itertools import chain
from threading import Condition
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from cachetools import LRUCache

from data.limits import ANSWERS

Answer = TypeVar("Answer")
# What a cell of a column of texts or objects costs with its pointer, near enough: a short text.
TEXT_BYTES = 68
PLAIN = (str, bytes, int, float, bool, type(None))
TABLES = (pd.DataFrame, pd.Series)
GATHERED = (Sequence, Set)


class Shelf:
    """The answers asked for last, as many as fit into `limit_bytes`, and who is making which."""

    def __init__(self, limit_bytes: int) -> None:
        # Weighed outside the lock, so that nobody waits for it.
        self.answers: LRUCache[Hashable, tuple[Any, int]] = LRUCache(limit_bytes, getsizeof=lambda kept: kept[1])
        self.making = set[Hashable]()
        self.changed = Condition()


SHELF = Shelf(ANSWERS.most)


class Memo:
    """The answers of one atlas. Nobody may change what is handed out.

    limit_bytes  of a shelf of their own, else they are kept on `shelf`
    """

    def __init__(self, limit_bytes: int | None = None, *, shelf: Shelf = SHELF) -> None:
        self._shelf = shelf if limit_bytes is None else Shelf(limit_bytes)
        # What tells its answers from those of other atlases on the shelf.
        self._mine = object()

    def __reduce__(self) -> tuple[type[Memo], tuple[()]]:
        """An atlas that is sent to another process takes no answers with it."""
        return Memo, ()

    def forget(self) -> None:
        """Let go all answers of this atlas at once: nobody will ask it any more."""
        with self._shelf.changed:
            for key in [key for key in self._shelf.answers if key[0] is self._mine]:  # type: ignore[index]
                del self._shelf.answers[key]

    def once(self, kind: str, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer of this kind to `key`, made when nobody has asked before; `key` holds all that `make` uses.

        What `make` raises reaches only the one who made it; the others who waited try for themselves.
        """
        wanted, shelf = (self._mine, kind, key), self._shelf
        with shelf.changed:
            while wanted in shelf.making:
                shelf.changed.wait()
            if wanted in shelf.answers:
                kept: Answer = shelf.answers[wanted][0]
                return kept
            shelf.making.add(wanted)
        try:
            answer = make()
            self._keep(wanted, answer)
        finally:
            with shelf.changed:
                shelf.making.discard(wanted)
                shelf.changed.notify_all()
        return answer

    @property
    def bytes(self) -> int:
        """What its shelf holds now, as it was weighed."""
        with self._shelf.changed:
            return int(self._shelf.answers.currsize)

    def _keep(self, wanted: Hashable, answer: object) -> None:
        size = weigh(answer)
        with self._shelf.changed:
            if size <= self._shelf.answers.maxsize:
                self._shelf.answers[wanted] = answer, size


def weigh(answer: object) -> int:
    """About how many bytes an answer holds: tables and arrays as they say, everything else by walking through it."""
    seen, waiting, total = set[int](), [answer], 0
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        kind: Any = type(each)
        size, parts = _opener(kind)(each)
        total += size
        waiting += parts
    return total


@cache
def _opener(kind: type) -> Callable[[Any], tuple[int, Iterable[Any]]]:
    """What tells the bytes of a thing of this kind by itself, and the things in it. Asking a thing of which kind it is
    costs more than weighing it.
    """
    if issubclass(kind, TABLES):
        return lambda each: (_of_table(each), ())
    if issubclass(kind, np.ndarray):
        return lambda each: (int(each.nbytes), ())
    if issubclass(kind, Mapping):
        return lambda each: (sys.getsizeof(each), chain(each.keys(), each.values()))
    if issubclass(kind, GATHERED) and not issubclass(kind, PLAIN):
        return lambda each: (sys.getsizeof(each), each)
    if is_dataclass(kind):
        names = [part.name for part in fields(kind)]
        return lambda each: (sys.getsizeof(each), [getattr(each, name) for name in names])
    return lambda each: (sys.getsizeof(each), ())


def _of_table(table: pd.DataFrame | pd.Series) -> int:
    if not len(table):
        return int(table.index.nbytes)
    # By the kinds of its columns alone: taking the columns out to ask them costs more than many an answer.
    kinds = tuple(table.dtypes) if isinstance(table, pd.DataFrame) else (table.dtype,)
    return _row_bytes(kinds) * len(table) + int(table.index.nbytes)


@lru_cache(maxsize=256)
def _row_bytes(kinds: tuple[Any, ...]) -> int:
    """A row with columns of these kinds."""
    return sum(each.itemsize if isinstance(each, np.dtype) and each.kind != "O" else TEXT_BYTES for each in kinds)
