"""What `make test` leaves to `make test-long` beside the tests that bear the mark `long` themselves: see long.toml."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
FILE = TESTS / "long.toml"


@dataclass(frozen=True)
class Row:
    """A test of which only some cases run in `make test`; with neither `keep` nor `one_in` none does.

    test     its file below tests/ and its name;  keep  the cases that stay, as pytest calls them, * for any letters
    one_in   of so many cases the first stays;  seconds  what the others took together when they were moved
    why      what is left to see of it in `make test`, or why nothing needs to be
    """

    test: str
    seconds: float
    why: str
    keep: tuple[str, ...] = ()
    one_in: int = 0

    def keeps(self, case: str) -> bool:
        """Whether a case stays by its name."""
        return any(fnmatchcase(case, each) for each in self.keep)

    def leaves(self, cases: Sequence[str]) -> list[bool]:
        """Of each case, whether it is left to the long run."""
        return [
            not self.keeps(case) and not (self.one_in and place % self.one_in == 0) for place, case in enumerate(cases)
        ]


@cache
def rows() -> tuple[Row, ...]:
    """Every row of long.toml. Raises TypeError for a key that none has."""
    with FILE.open("rb") as source:
        declared = tomllib.load(source)["long"]
    return tuple(
        Row(**{name: tuple(value) if name == "keep" else value for name, value in each.items()}) for each in declared
    )


def mark_long(items: Iterable[pytest.Item], *, whole: bool) -> None:
    """Give `long` to what long.toml names. Raises UsageError for a case to keep that is none.

    whole  whether every case of a test that is there at all is among the items
    """
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        cases[item.nodeid.removeprefix("tests/").partition("[")[0]].append(item)
    for row in rows():
        found = cases.get(row.test, [])
        names = [case_of(item) for item in found]
        gone = [each for each in row.keep if not any(fnmatchcase(name, each) for name in names)]
        if found and whole and gone:
            raise pytest.UsageError(f"tests/long.toml keeps {gone} of {row.test}, which has no such case")
        for item, leaves in zip(found, row.leaves(names), strict=True):
            if leaves:
                item.add_marker("long")


def case_of(item: pytest.Item) -> str:
    """What pytest writes between brackets."""
    return item.nodeid.partition("[")[2].removesuffix("]")
