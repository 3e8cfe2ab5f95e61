"""Access (可及): in how many prefectures a given share of the residents has a body in reach, from certain to possible.

An access definition speaks of people, a coverage definition (geo.coverage) of prefectures having a mechanism. Both
count prefectures, so both have a denominator of prefectures, but they are never mixed in one figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.checks import Fault, need, need_columns
from geo.coverage import Shortfall, Tally, check_inputs, open_counts
from geo.definitions import Definition, matches, needed
from geo.distance import LIMIT_M
from geo.errors import BadValueError
from geo.existence import existence
from geo.reach import DEMAND_COLUMNS, Flags, Measure, may_serve, straight_matrix
from geo.shares import at_least
from geo.standing import STATES, State, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEGREES: tuple[State, ...] = ("certain", "best", "possible")


@dataclass(frozen=True)
class AccessDefinition:
    """A prefecture qualifies when at least `residents_share` of its residents are within `radius_m` of a body.

    bodies    which records at which stage, and the share of prefectures that is asked for
    radius_m  straight metres, or in the unit of another measure; residents_share  exact, above 0 and at most 1
    Raises BadValueError for other values.
    """

    bodies: Definition
    radius_m: float
    residents_share: Fraction
    ignore_borders: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.residents_share <= 1:
            raise BadValueError(f"expected a share of residents above 0 and at most 1, got {self.residents_share}")
        if not self.radius_m >= 0:
            raise BadValueError(f"expected a radius of 0 m or more, got {self.radius_m}")


@dataclass(frozen=True, eq=False)
class Access:
    """Access under one definition at one day; the fields are named as in geo.coverage.Coverage.

    shares          index adcode, columns certain, best, possible: share of residents in reach, NaN without any
    per_prefecture  Series adcode -> "certain", "best", "possible" or "none"
    pivotal         ids of bodies whose removal changes the state of some prefecture
    """

    definition: AccessDefinition
    as_of: date
    n: int
    needed: int
    certain: Tally
    best: Tally
    possible: Tally
    verdict: Verdict
    short_by: Shortfall
    pivotal: tuple[str, ...]
    per_prefecture: pd.Series
    shares: pd.DataFrame
    unplaced_bodies: int


def access(
    bodies: pd.DataFrame,
    counts: pd.DataFrame,
    demand: pd.DataFrame,
    prefectures: Sequence[str],
    definition: AccessDefinition,
    *,
    as_of: date,
    weight: str = "residents",
    measure: Measure | None = None,
) -> Access:
    """Access of `prefectures` under `definition` at the end of the day `as_of`.

    bodies   as in geo.coverage, and lon, lat, position_km (how far a point may be off; NaN: not known to be)
    counts   numbers of bodies without names; in a known prefecture it makes that one possible, else one more each
    demand   columns prefecture, lon, lat and `weight` (people)
    certain  bodies of certain existence, each as far away as its position allows; best  bodies of best existence where
             their points are; possible  all possible bodies, each as near as its position allows, and one without a
             point anywhere in what it serves
    measure  instead of straight lines, such as a matrix of travel: how far positions may be off is then not counted
    A body that serves the province reaches people of every prefecture, and so counts here (and not in geo.coverage).
    Raises MissingColumnError, BadValueError as `coverage` and `reach` do.
    """
    _check(bodies, counts, demand, prefectures, weight)
    chosen = bodies[matches(bodies, definition.bodies)].sort_values("id", kind="stable")
    nameless = open_counts(counts, definition.bodies, as_of)
    reached = _Reached.of(chosen, nameless, demand, prefectures, definition, as_of, weight, measure)
    states = reached.states()
    asked = needed(definition.bodies.share, len(prefectures))
    unplaced = int(nameless.loc[nameless["prefecture"] == "", "unplaced"].sum())
    certain, best, possible = (_tally(prefectures, states, degree, unplaced) for degree in DEGREES)
    verdict: Verdict = "met" if certain.count >= asked else "open" if possible.count >= asked else "below"
    return Access(
        definition=definition,
        as_of=as_of,
        n=len(prefectures),
        needed=asked,
        certain=certain,
        best=best,
        possible=possible,
        verdict=verdict,
        short_by=Shortfall(*(max(0, asked - tally.count) for tally in (certain, best, possible))),
        pivotal=tuple(body for place, body in enumerate(chosen["id"]) if reached.pivotal(place, states)),
        per_prefecture=pd.Series(states, index=pd.Index(list(prefectures), dtype="object"), name="state", dtype=object),
        shares=reached.shares(prefectures),
        unplaced_bodies=unplaced,
    )


@dataclass(frozen=True, eq=False)
class _Reached:
    """Which place is reached by which body, for each degree of certainty; people and prefecture position by place.

    hopes  prefectures (rows) that a possible body without a point (columns) might reach;  counted  those with a count
    """

    within: dict[State, Flags]
    people: NDArray[np.float64]
    home: NDArray[np.intp]
    hopes: Flags
    counted: Flags
    share: Fraction

    @staticmethod
    def of(
        chosen: pd.DataFrame,
        nameless: pd.DataFrame,
        demand: pd.DataFrame,
        prefectures: Sequence[str],
        definition: AccessDefinition,
        as_of: date,
        weight: str,
        measure: Measure | None,
    ) -> _Reached:
        places = demand[demand["prefecture"].isin(list(prefectures))]
        metres = (measure or straight_matrix)(places, chosen)
        allowed = np.ones_like(metres, dtype=bool) if definition.ignore_borders else may_serve(places, chosen)
        found = existence(chosen, as_of, stage=definition.bodies.stage)
        width = chosen["position_km"].fillna(0.0).to_numpy(dtype=float) * (1000 if measure is None else 0)
        off: dict[State, NDArray[np.float64]] = {"certain": width, "best": width * 0, "possible": -width}
        homes = pd.DataFrame({"prefecture": list(prefectures)}, dtype=object)
        nowhere = found["possible"].to_numpy() & chosen["lon"].isna().to_numpy()
        return _Reached(
            within={
                degree: allowed & found[degree].to_numpy() & (metres + off[degree] <= definition.radius_m + LIMIT_M)
                for degree in DEGREES
            },
            people=places[weight].to_numpy(dtype=float),
            home=pd.Index(list(prefectures), dtype="object").get_indexer(pd.Index(places["prefecture"])),
            hopes=(may_serve(homes, chosen) | definition.ignore_borders) & nowhere,
            counted=homes["prefecture"].isin(nameless["prefecture"]).to_numpy(dtype=bool),
            share=definition.residents_share,
        )

    @cached_property
    def total(self) -> NDArray[np.float64]:
        """People of each prefecture."""
        return self._summed(self.people)

    @cached_property
    def hits(self) -> dict[State, NDArray[np.intp]]:
        """By how many bodies each place is reached."""
        return {degree: within.sum(axis=1) for degree, within in self.within.items()}

    @cached_property
    def reached(self) -> dict[State, NDArray[np.float64]]:
        """People reached in each prefecture."""
        return {degree: self._summed(self.people * (hits > 0)) for degree, hits in self.hits.items()}

    def states(self) -> NDArray[np.object_]:
        """The state of each prefecture."""
        return self._states(self.reached, self.hopes)

    def pivotal(self, body: int, states: NDArray[np.object_]) -> bool:
        """Whether any of these states would be another one without the body at this position."""
        alone = {degree: self.within[degree][:, body] & (self.hits[degree] == 1) for degree in DEGREES}
        if not (any(mask.any() for mask in alone.values()) or self.hopes[:, body].any()):
            return False
        left = {degree: self._summed(self.people * ((self.hits[degree] > 0) & ~mask)) for degree, mask in alone.items()}
        return not np.array_equal(states, self._states(left, np.delete(self.hopes, body, axis=1)))

    def shares(self, prefectures: Sequence[str]) -> pd.DataFrame:
        """People reached over people of each prefecture; NaN where nobody lives."""
        known = np.where(self.total > 0, self.total, np.nan)
        return pd.DataFrame(
            {degree: self.reached[degree] / known for degree in DEGREES},
            index=pd.Index(list(prefectures), dtype="object"),
        )

    def _states(self, reached: Mapping[State, NDArray[np.float64]], hopes: Flags) -> NDArray[np.object_]:
        hoped = (hopes.any(axis=1) | self.counted) & (self.total > 0)
        states = np.where(hoped, "possible", "none").astype(object)
        for degree in reversed(DEGREES):
            states[at_least(reached[degree], self.total, self.share)] = degree
        return states

    def _summed(self, people: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(self.home, weights=people, minlength=len(self.counted)).astype(np.float64)


def _check(
    bodies: pd.DataFrame, counts: pd.DataFrame, demand: pd.DataFrame, prefectures: Sequence[str], weight: str
) -> None:
    columns = {"bodies": (bodies, ("lon", "lat", "position_km")), "demand": (demand, (*DEMAND_COLUMNS, weight))}
    need_columns(columns)
    check_inputs(bodies, counts, prefectures)
    need(
        []
        if (demand[weight] >= 0).all()
        else [Fault(BadValueError, f"demand.{weight}: expected 0 or more everywhere, got negative or unknown ones")],
        [Fault(BadValueError, "bodies.position_km: expected 0 or more, got negative ones")]
        if (bodies["position_km"] < 0).any()
        else [],
    )


def _tally(prefectures: Sequence[str], states: NDArray[np.object_], degree: State, unplaced: int) -> Tally:
    enough = STATES[: STATES.index(degree) + 1]
    reached = tuple(adcode for adcode, state in zip(prefectures, states, strict=True) if state in enough)
    further = min(unplaced, len(prefectures) - len(reached)) if degree == "possible" else 0
    return Tally(len(reached) + further, (len(reached) + further) / len(prefectures), reached, further)
