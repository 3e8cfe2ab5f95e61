"""Where the prefectures stand: which records support each, how surely, and how many bodies have no known place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

State = Literal["certain", "best", "possible", "none"]
Verdict = Literal["met", "open", "below"]

STATES: tuple[State, ...] = ("certain", "best", "possible", "none")


@dataclass(frozen=True)
class Support:
    """A record (a body, or a count of bodies placed in one prefecture) that speaks for a prefecture, and how surely."""

    record: str
    prefecture: str
    state: State


@dataclass(frozen=True)
class Standing:
    """All supports of the prefectures asked about, and the number of admitted bodies whose prefecture is unknown."""

    prefectures: tuple[str, ...]
    supports: tuple[Support, ...]
    unplaced: int = 0

    @cached_property
    def by_prefecture(self) -> dict[str, tuple[Support, ...]]:
        """Every prefecture with its supports, the surest first, then by record id; () where there is none."""
        found: dict[str, list[Support]] = {prefecture: [] for prefecture in self.prefectures}
        for support in sorted(self.supports, key=lambda each: (STATES.index(each.state), each.record)):
            found[support.prefecture].append(support)
        return {prefecture: tuple(supports) for prefecture, supports in found.items()}

    def state(self, prefecture: str) -> State:
        """The state of a prefecture is that of its surest record; "none" without a record."""
        supports = self.by_prefecture[prefecture]
        return supports[0].state if supports else "none"

    def reached(self, state: State) -> tuple[str, ...]:
        """The prefectures that stand at `state` or surer, in the order of `prefectures`."""
        enough = STATES[: STATES.index(state) + 1]
        return tuple(prefecture for prefecture in self.prefectures if self.state(prefecture) in enough)

    def fillable(self) -> int:
        """How many prefectures without any record the unplaced bodies could cover at most."""
        return min(self.unplaced, len(self.prefectures) - len(self.reached("possible")))

    def verdict(self, needed: int) -> Verdict:
        """Say "met" when enough prefectures are certain, "open" when enough are possible, else "below"."""
        if len(self.reached("certain")) >= needed:
            return "met"
        return "open" if len(self.reached("possible")) + self.fillable() >= needed else "below"

    def pivotal(self) -> tuple[str, ...]:
        """Ids of the records whose single removal changes the state of their prefecture, sorted.

        That is a record which alone is as sure as its prefecture's state: with two of the kind, either may go.
        """
        surest = [[each for each in supports if each.state == supports[0].state] for supports in self._supported()]
        return tuple(sorted(supports[0].record for supports in surest if len(supports) == 1))

    def without(self, records: Collection[str]) -> Standing:
        """The same world without these records."""
        return replace(self, supports=tuple(each for each in self.supports if each.record not in records))

    def _supported(self) -> list[tuple[Support, ...]]:
        return [supports for supports in self.by_prefecture.values() if supports]
