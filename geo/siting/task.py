"""What a question of siting (选址) starts from, and what an answer says of itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from geo.checks import Fault, need, told_fault
from geo.distance import Floats
from geo.errors import BadValueError, GeoError
from geo.siting.solver import SOLVER, Flags, Status
from geo.siting.units import NEAR, scaled

Columns = NDArray[np.intp]
PROVEN = 1e-9  # of the objective: what the solver's own rounding may leave between an answer and its bound


class ImpossibleError(GeoError, ValueError):
    """No choice of sites can meet what is asked; the message says what is, and how far one can get."""


class NoAnswerError(GeoError, RuntimeError):
    """The time ran out, or somebody stopped, before any answer was found; the message says what to do."""


@dataclass(frozen=True, eq=False)
class Quota:
    """At least `least` and at most `most` (None: any number) of the new sites are among these columns."""

    name: str
    columns: Columns
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, eq=False)
class Floor:
    """At least `share` of the weight of these rows must be in reach (an equity floor, 公平底线)."""

    name: str
    rows: Columns
    share: Fraction


@dataclass(frozen=True, eq=False)
class Task:
    """Demand places (rows) and candidates (columns).

    cost     shape (n, m), any unit; inf (or NaN) where a candidate may not serve a place
    weights  shape (n,), 0 or more: people, by default;  already  cost to the nearest body there is, inf without one
    lock     columns that must be chosen;  ban  columns that must not;  quotas  bounds by group of columns
    names    what the places are called, for sentences; without them they are called by their rows
    Which of several choices that are as good is taken depends on the order of rows and columns: hand them over in one
    of their own (by their ids: `geo.siting.places.in_order`), and it will not depend on how a table was sorted.
    Raises BadValueError for shapes that do not fit, weights that are negative, unknown or all 0, negative costs,
    columns out of range, or a column both locked and banned.
    """

    cost: Floats
    weights: Floats
    already: Floats = field(default_factory=lambda: np.empty(0))
    lock: tuple[int, ...] = ()
    ban: tuple[int, ...] = ()
    quotas: tuple[Quota, ...] = ()
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        cost, weights = np.asarray(self.cost, dtype=float), np.asarray(self.weights, dtype=float)
        already = np.asarray(self.already, dtype=float)
        if not already.size:
            already = np.full(len(weights), np.inf)
        need(_faults(cost, weights, already, self.lock, self.ban))
        # A question changed in a word shares its matrix with the one it came from.
        object.__setattr__(self, "cost", np.where(np.isnan(cost), np.inf, cost) if np.isnan(cost).any() else cost)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "already", np.where(np.isnan(already), np.inf, already))

    @property
    def n(self) -> int:
        """How many places."""
        return int(self.cost.shape[0])

    @property
    def m(self) -> int:
        """How many candidates."""
        return int(self.cost.shape[1])

    @property
    def free(self) -> Columns:
        """Columns that may be chosen."""
        return np.setdiff1d(np.arange(self.m), np.asarray(self.ban, dtype=np.intp))

    def within(self, radius: float) -> Flags:
        """Which candidate reaches which place: shape (n, m)."""
        return near(self.cost, radius)

    def reached_already(self, radius: float) -> Flags:
        """Which places have a body in reach without any new one."""
        return near(self.already, radius)

    def nearest(self, sites: Sequence[int] | Columns) -> Floats:
        """Cost of each place to the nearest of the bodies there are and these new ones; inf without any."""
        if not len(sites):
            return self.already.copy()
        return np.asarray(np.minimum(self.cost[:, list(sites)].min(axis=1), self.already), dtype=float)

    def keeps_quotas(self, sites: Sequence[int] | Columns) -> bool:
        """Whether these sites are within the bounds of every group of columns."""
        counts = [(quota, int(np.isin(sites, quota.columns).sum())) for quota in self.quotas]
        return all(quota.least <= count and (quota.most is None or count <= quota.most) for quota, count in counts)

    def covered(self, sites: Sequence[int] | Columns, radius: float) -> float:
        """Weight in reach with these new sites."""
        return float(self.weights[near(self.nearest(sites), radius)].sum())

    def worst_cost(self, sites: Sequence[int]) -> float:
        """The largest cost to the nearest over all places, weights aside; inf when a place has none."""
        return float(self.nearest(sites).max(initial=0.0))

    def named(self, places: Columns, most: int = 5) -> str:
        """The first of these places by name, or by row (from 1) where they have none."""
        if self.names:
            return ", ".join(self.names[place] for place in places[:most])
        return "rows " + ", ".join(str(place + 1) for place in places[:most])


@dataclass(frozen=True)
class Stage:
    """One of the aims asked for in turn: the later ones may not spoil the earlier."""

    aim: str
    objective: float
    bound: float
    status: Status

    @property
    def gap(self) -> float:
        """How far the answer may be from the best there is: |objective - bound| over the larger of both; 0 proven."""
        return gap(self.objective, self.bound)


@dataclass(frozen=True)
class Answer:
    """Sites with their certificate (证书).

    sites      columns, ascending: the new sites only
    objective  of the first aim; bound  no answer can be better; both in the unit of the problem
    status     "optimal" only when proven; "time_limit" or "stopped" otherwise (未证最优)
    stages     every aim in turn, the first one included
    """

    problem: str
    sites: tuple[int, ...]
    stages: tuple[Stage, ...]
    seconds: float
    solver: str = SOLVER

    @property
    def objective(self) -> float:
        """Of the first aim."""
        return self.stages[0].objective

    @property
    def bound(self) -> float:
        """Of the first aim."""
        return self.stages[0].bound

    @property
    def gap(self) -> float:
        """Of the first aim."""
        return self.stages[0].gap

    @property
    def status(self) -> Status:
        """The first that is not "optimal" among the stages, if any."""
        return next((stage.status for stage in self.stages if stage.status != "optimal"), "optimal")


def near(costs: Floats, radius: float) -> Flags:
    """Which costs are at most `radius`; what lies beyond it only by rounding is within, in any unit."""
    return np.asarray(costs <= radius * (1 + NEAR), dtype=bool)


def in_unit(task: Task) -> tuple[Task, float]:
    """The same question with its costs in a unit of their own, and that unit: the same for every unit it came in."""
    known = np.column_stack([task.cost, task.already])
    plain = scaled(np.where(np.isfinite(known), known, 0.0))
    costs = np.where(np.isfinite(known), plain.values, np.inf)
    return replace(task, cost=costs[:, :-1], already=costs[:, -1]), plain.unit


def same(one: float, other: float) -> bool:
    """Whether two objectives differ by rounding only."""
    return one == other or abs(one - other) <= PROVEN * max(abs(one), abs(other))


def stage(aim: str, objective: float, bound: float, status: Status) -> Stage:
    """An aim with the bound that was proven for it: "optimal" exactly where both are the same."""
    if same(objective, bound):
        return Stage(aim, objective, objective, "optimal")
    return Stage(aim, objective, bound, "time_limit" if status == "optimal" else status)


def gap(objective: float, bound: float) -> float:
    """Relative gap, 0 when both are equal; inf when there is no bound."""
    if objective == bound:
        return 0.0
    if not (math.isfinite(objective) and math.isfinite(bound)):
        return math.inf
    return abs(objective - bound) / max(abs(objective), abs(bound))


def need_count(task: Task, p: int) -> None:
    """Raise when `p` sites cannot be chosen at all: BadValueError for no number, ImpossibleError for the rest."""
    if p < 0:
        raise BadValueError(f"expected a number of new sites of 0 or more, got {p}")
    if task.m == 0:
        raise ImpossibleError("expected at least one candidate, got none; choose another set of candidates")
    free = len(task.free)
    if p > free:
        raise ImpossibleError(
            "expected at most as many sites as candidates that may be chosen ({free}), got {p}", free=free, p=p
        )
    locked = len(set(task.lock))
    if locked > p:
        raise ImpossibleError("expected at least as many sites as are locked ({locked}), got {p}", locked=locked, p=p)


def _faults(cost: Floats, weights: Floats, already: Floats, lock: Sequence[int], ban: Sequence[int]) -> list[Fault]:
    if cost.ndim != 2 or weights.shape != (cost.shape[0],) or already.shape != (cost.shape[0],):
        sentence = f"expected a matrix with a row for each of the {weights.size} weights, got one of {cost.shape}"
        return [Fault(BadValueError, sentence)]
    faults = []
    bad = np.flatnonzero(~((weights >= 0) & np.isfinite(weights)))
    if len(bad):
        place = {"found": weights[bad[0]], "row": bad[0] + 1}
        faults.append(
            told_fault(BadValueError, "expected weights of 0 or more everywhere, got {found} in row {row}", **place)
        )
    elif len(weights) and not 0 < weights.sum() < np.inf:
        faults.append(
            told_fault(
                BadValueError, "expected some weight above 0 and a finite sum, got {sum}", sum=f"{weights.sum():g}"
            )
        )
    if (cost < 0).any() or (already < 0).any():
        faults.append(Fault(BadValueError, "expected costs of 0 or more everywhere, got a negative one"))
    outside = [each for each in (*lock, *ban) if not 0 <= each < cost.shape[1]]
    if outside:
        sentence = f"expected columns from 0 to {cost.shape[1] - 1}, got {outside[0]}"
        faults.append(Fault(BadValueError, sentence))
    both = sorted(set(lock) & set(ban))
    if both:
        faults.append(Fault(BadValueError, f"expected a candidate locked in or out, got column {both[0]} as both"))
    return faults


def check_radius(radius: float) -> None:
    """Raise BadValueError for a radius that is negative or unknown."""
    need([] if radius >= 0 else [Fault(BadValueError, f"expected a radius of 0 or more, got {radius}")])
