"""What was worked out once, kept with the data it was made of: two questions that differ only in the year of an
indicator have the same coverage, and two days between which nothing changed have the same reach.

One memo serves all readers, languages and pages of an atlas, and the memos of all plans and data versions share one
shelf, weighed in bytes. Those who ask the same at once wait for one answer.
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
