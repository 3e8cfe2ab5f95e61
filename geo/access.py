"""Access (可及): in how many prefectures a given share of the residents has a body in reach, from certain to possible.

An access definition speaks of people, a coverage definition (geo.coverage) of prefectures having a mechanism. Both
count prefectures, so both have a denominator of prefectures, but they are never mixed in one figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.checks import Fault, need, need_columns
from geo.coverage import Shortfall, Tally, check_inputs, open_counts
from geo.definitions import Definition, matches, needed
from geo.distance import LIMIT_M
from geo.errors import BadValueError
from geo.existence import existence
from geo.reach import DEMAND_COLUMNS, Flags, may_serve, straight_matrix
from geo.standing import STATES, State, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEGREES: tuple[State, ...] = ("certain", "best", "possible")


@dataclass(frozen=True)
class AccessDefinition:
    """A prefecture qualifies when at least `residents_share` of its residents are within `radius_m` of a body.

    bodies    which records at which stage, and the share of prefectures that is asked for
    radius_m  straight metres; residents_share  exact, above 0 and at most 1
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
) -> Access:
    """Access of `prefectures` under `definition` at the end of the day `as_of`.

    bodies   as in geo.coverage, and lon, lat, position_km (how far a point may be off; NaN: not known to be)
    counts   numbers of bodies without names; in a known prefecture it makes that one possible, else one more each
    demand   columns prefecture, lon, lat and `weight` (people)
    certain  bodies of certain existence, each as far away as its position allows; best  bodies of best existence where
             their points are; possible  all possible bodies, each as near as its position allows, and one without a
             point anywhere in what it serves
    A body that serves the province reaches people of every prefecture, and so counts here (and not in geo.coverage).
    Raises MissingColumnError, BadValueError as `coverage` and `reach` do.
    """
    _check(bodies, counts, demand, prefectures, weight)
    chosen = bodies[matches(bodies, definition.bodies)].sort_values("id", kind="stable")
    nameless = open_counts(counts, definition.bodies, as_of)
    reached = _Reached.of(chosen, nameless, demand, prefectures, definition, as_of, weight)
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
        pivotal=tuple(
            body for place, body in enumerate(chosen["id"]) if not np.array_equal(states, reached.states(without=place))
        ),
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
    ) -> _Reached:
        places = demand[demand["prefecture"].isin(list(prefectures))]
        metres = straight_matrix(places, chosen)
        allowed = np.ones_like(metres, dtype=bool) if definition.ignore_borders else may_serve(places, chosen)
        found = existence(chosen, as_of, stage=definition.bodies.stage)
        width = chosen["position_km"].fillna(0.0).to_numpy(dtype=float) * 1000
        off: dict[State, NDArray[np.float64]] = {"certain": width, "best": width * 0, "possible": -width}
        homes = pd.DataFrame({"prefecture": list(prefectures)})
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

    @property
    def size(self) -> int:
        return len(self.counted)

    def people_reached(self, degree: State, without: int = -1) -> NDArray[np.float64]:
        """People reached in each prefecture, perhaps without the body at one position."""
        hits = self.within[degree].sum(axis=1)
        if without >= 0:
            hits = hits - self.within[degree][:, without]
        return np.bincount(self.home, weights=self.people * (hits > 0), minlength=self.size).astype(np.float64)

    def states(self, without: int = -1) -> NDArray[np.object_]:
        """The state of each prefecture; the share is compared exactly."""
        total = self.total()
        hoped = np.delete(self.hopes, without, axis=1) if without >= 0 else self.hopes
        states = np.where((hoped.any(axis=1) | self.counted) & (total > 0), "possible", "none").astype(object)
        for degree in reversed(DEGREES):
            for place, people in enumerate(self.people_reached(degree, without)):
                if total[place] > 0 and Fraction(people) >= self.share * Fraction(total[place]):
                    states[place] = degree
        return states

    def total(self) -> NDArray[np.float64]:
        return np.bincount(self.home, weights=self.people, minlength=self.size).astype(np.float64)

    def shares(self, prefectures: Sequence[str]) -> pd.DataFrame:
        total = self.total()
        known = np.where(total > 0, total, np.nan)
        return pd.DataFrame(
            {degree: self.people_reached(degree) / known for degree in DEGREES},
            index=pd.Index(list(prefectures), dtype="object"),
        )


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
