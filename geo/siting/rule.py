"""The plan's rule as a constraint: the fewest new sites with which at least k prefectures have a share of their
residents in reach, with floors by zone; then most residents in reach; then the smallest worst distance.

The model is that of HOUSE's formula sheet: min sum y, sum z_k >= k, sum_i w_i x_i >= theta W_k z_k. What makes it
solvable is one more row a prefecture, true of every answer: whoever counts prefecture k has opened at least n_k of the
sites that reach it, where n_k, the fewest that are enough for k alone, is solved first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
from scipy import sparse

from geo.checks import Fault, need
from geo.distance import LIMIT_M, Floats
from geo.errors import BadValueError
from geo.shares import at_least
from geo.siting.clock import Clock
from geo.siting.cover import Folded, add_quotas, chosen, fold, may, must, whole_bound, with_rows
from geo.siting.rows import Rows
from geo.siting.solver import Flags, Model, Outcome, Status, Watch, solve
from geo.siting.task import Answer, Columns, ImpossibleError, NoAnswerError, Stage, Task, check_radius

AIMS = ("sites", "covered", "worst")


@dataclass(frozen=True, eq=False)
class Rule:
    """At least `k` groups have at least `share` of their weight within `radius`.

    groups  for every place the position of its group (prefecture), names  of the groups
    zones   name -> positions of its groups;  floors  name of a zone -> at least so many of its groups
    Raises BadValueError for a share outside (0, 1], numbers that cannot be, or a floor of an unknown zone.
    """

    radius: float
    share: Fraction
    k: int
    groups: Columns
    names: tuple[str, ...]
    zones: Mapping[str, Columns] = field(default_factory=dict)
    floors: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_radius(self.radius)
        faults = []
        if not 0 < self.share <= 1:
            faults.append(Fault(BadValueError, f"expected a share theta above 0 and at most 1, got {float(self.share)}"))
        if not 0 <= self.k <= len(self.names):
            faults.append(Fault(BadValueError, f"expected k from 0 to {len(self.names)} prefectures, got {self.k}"))
        for zone, least in self.floors.items():
            if zone not in self.zones:
                known = ", ".join(self.zones)
                faults.append(Fault(BadValueError, f"expected a floor for one of the zones {known}, got {zone}"))
            elif not 0 <= least <= len(self.zones[zone]):
                most = len(self.zones[zone])
                faults.append(Fault(BadValueError, f"expected a floor of 0 to {most} for zone {zone}, got {least}"))
        need(faults)

    def qualifying(self, task: Task, sites: Sequence[int]) -> Flags:
        """Which groups have their share with these new sites, exactly."""
        reached = task.nearest(sites) <= self.radius + LIMIT_M
        return at_least(self._summed(task.weights * reached), self._summed(task.weights), self.share)

    def met(self, task: Task, sites: Sequence[int]) -> bool:
        """Whether these new sites meet k and every floor."""
        enough = self.qualifying(task, sites)
        return enough.sum() >= self.k and all(enough[self.zones[zone]].sum() >= n for zone, n in self.floors.items())

    def _summed(self, weights: Floats) -> Floats:
        return np.bincount(self.groups, weights=weights, minlength=len(self.names)).astype(float)


def rule_plan(
    task: Task,
    rule: Rule,
    *,
    aims: Sequence[str] = AIMS,
    clock: Clock | None = None,
    watch: Watch | None = None,
) -> Answer:
    """The fewest new sites that meet `rule`; among those, as `aims` asks, most weight in reach, then the smallest worst
    cost of the places that some body may serve.

    Raises BadValueError, ImpossibleError (see geo.siting.conflict for the reason and a way out), NoAnswerError.
    """
    clock = clock or Clock()
    model = RuleModel.of(task, rule, clock)
    sites, stage = model.fewest(clock, watch)
    stages = [stage]
    if "covered" in aims:
        sites, stage = model.most_covered(sites, clock)
        stages.append(stage)
    if "worst" in aims:
        sites, stage = model.least_worst(sites, clock)
        stages.append(stage)
    return Answer("rule", sites, tuple(stages), clock.seconds())


@dataclass(frozen=True, eq=False)
class RuleModel:
    """Variables: a column y for every candidate, a row x for every folded place, z for every group.

    weight  (rows, groups) of what a row adds to a group;  missing  what a group lacks without any new site
    can     groups that all candidates together could lift;  alone  per group the fewest sites for it, and those sites
    spare   one variable more for each demand ("k" first, then the floors): how much of it is given up
    """

    task: Task
    rule: Rule
    folded: Folded
    weight: sparse.csc_array
    missing: Floats
    can: Flags
    alone: Mapping[int, tuple[int, tuple[int, ...]]]
    spare: bool = False

    @staticmethod
    def of(task: Task, rule: Rule, clock: Clock) -> RuleModel:
        """Fold the places and look at every group by itself."""
        folded = fold(task, rule.radius, labels=rule.groups)
        placed = np.flatnonzero(folded.of >= 0)
        shape = (len(folded.weights), len(rule.names))
        weight = sparse.csc_array((task.weights[placed], (folded.of[placed], rule.groups[placed])), shape=shape)
        total = rule._summed(task.weights)
        has = rule._summed(task.weights * task.reached_already(rule.radius))
        missing = np.array([_lacking(rule.share, float(w), float(h)) for w, h in zip(total, has, strict=True)])
        can = (total > 0) & rule.qualifying(task, task.free)
        model = RuleModel(task, rule, folded, weight, missing, can, {})
        lacking = np.flatnonzero(can & (missing > 0))
        return replace(model, alone={int(k): model._alone(int(k), clock) for k in lacking})

    def fewest(self, clock: Clock, watch: Watch | None) -> tuple[tuple[int, ...], Stage]:
        """The fewest sites."""
        m = self.task.m
        cost = np.zeros(self._width)
        cost[:m] = 1.0
        outcome, sites = self._solve(cost, Rows(self._width), clock, start=self.start(), watch=watch)
        bound = float(len(sites)) if outcome.status == "optimal" else min(whole_bound(outcome.bound), float(len(sites)))
        status: Status = "optimal" if bound == len(sites) else outcome.status
        return sites, Stage("sites", float(len(sites)), bound, status)

    def most_covered(self, sites: tuple[int, ...], clock: Clock) -> tuple[tuple[int, ...], Stage]:
        """Most weight in reach with as many sites."""
        m, extra = self.task.m, Rows(self._width)
        extra.row(range(m), lower=len(sites), upper=len(sites))
        cost = np.zeros(self._width)
        cost[m : m + len(self.folded.weights)] = self.folded.weights
        outcome, better = self._solve(cost, extra, clock, start=sites, maximise=True)
        best = max((better, sites), key=lambda each: self.task.covered(each, self.rule.radius))
        objective = self.task.covered(best, self.rule.radius)
        base = float(self.task.weights[self.task.reached_already(self.rule.radius)].sum())
        bound = objective if outcome.status == "optimal" else max(objective, min(outcome.bound, 1e300) + base)
        return best, Stage("covered", objective, min(bound, float(self.task.weights.sum())), outcome.status)

    def most_groups(self, count: int, start: Sequence[int], clock: Clock) -> tuple[Outcome, tuple[int, ...]]:
        """Most groups with at most `count` sites, whatever the rule's k."""
        extra = Rows(self._width)
        extra.row(range(self.task.m), upper=count)
        cost = np.zeros(self._width)
        cost[self._z_at : self._spare_at] = 1.0
        return self._solve(cost, extra, clock, start=start, maximise=True)

    def least_given_up(self, clock: Clock) -> tuple[Outcome, tuple[int, ...]]:
        """The choice that gives up least of all demands together; needs a model with `spare`."""
        cost = np.zeros(self._width)
        cost[self._spare_at :] = 1.0
        return self._solve(cost, Rows(self._width), clock, start=self.start())

    def least_worst(self, sites: tuple[int, ...], clock: Clock) -> tuple[tuple[int, ...], Stage]:
        """The smallest worst cost of places that some body may serve, with as many sites and as much weight in reach."""
        task, covered = self.task, self.task.covered(sites, self.rule.radius)
        costs = np.unique(np.minimum(task.cost, task.already[:, None])[task.weights > 0])
        worst = served_worst(task, sites)
        costs = costs[np.isfinite(costs) & (costs <= worst)]
        low, high, status = 0, len(costs) - 1, "optimal"
        while low < high:
            middle = (low + high) // 2
            try:
                outcome, found = self._within(float(costs[middle]), len(sites), covered, sites, clock)
            except ImpossibleError:
                low = middle + 1
                continue
            except NoAnswerError:
                status = "stopped" if clock.stopped() else "time_limit"
                break
            del outcome
            sites = found
            high = int(np.searchsorted(costs, served_worst(task, sites)))
        objective = served_worst(task, sites)
        bound = objective if status == "optimal" else float(costs[low])
        return sites, Stage("worst", objective, bound, status)  # type: ignore[arg-type]

    def start(self) -> tuple[int, ...]:
        """A first choice: the cheapest groups by themselves, floors first; it may miss quotas."""
        rule, ready = self.rule, set(np.flatnonzero(self.can & (self.missing <= 0)).tolist())
        cheap = sorted(self.alone, key=lambda group: (self.alone[group][0], group))
        taken: list[int] = []
        for zone, least in rule.floors.items():
            inside = set(rule.zones[zone].tolist())
            lacking = max(0, least - len(inside & (ready | set(taken))))
            taken += [group for group in cheap if group in inside and group not in taken][:lacking]
        lacking = max(0, rule.k - len(ready) - len(taken))
        taken += [group for group in cheap if group not in taken][:lacking]
        sites = {site for group in taken for site in self.alone[group][1]} | set(self.task.lock)
        for site in sorted(sites - set(self.task.lock)):
            if rule.met(self.task, sorted(sites - {site})):
                sites.remove(site)
        return tuple(sorted(sites))

    @property
    def _width(self) -> int:
        return self._spare_at + (1 + len(self.rule.floors)) * self.spare

    @property
    def _z_at(self) -> int:
        return self.task.m + len(self.folded.weights)

    @property
    def _spare_at(self) -> int:
        return self._z_at + len(self.rule.names)

    def _alone(self, group: int, clock: Clock) -> tuple[int, tuple[int, ...]]:
        """The fewest sites for one group, whatever becomes of the others: a proven lower bound, and sites that do."""
        rows = self.weight[:, [group]].indices
        within = self.folded.within[rows]
        useful = np.unique(within.indices)
        weights = self.weight[:, [group]].data
        system = Rows(len(useful) + len(rows))
        system.block(sparse.hstack([-within[:, useful], sparse.eye_array(len(rows))]), upper=0)
        system.row(len(useful) + np.arange(len(rows)), weights, lower=float(self.missing[group]))
        matrix, lower, upper = system.built()
        cost = np.zeros(len(useful) + len(rows))
        cost[: len(useful)] = 1.0
        model = Model(cost, np.ones_like(cost), cost > 0, matrix, lower, upper)
        outcome = solve(model, Clock(min(5.0, max(clock.left(), 0.1)), clock.stopped))
        if outcome.values is None:
            bound = 1 if not math.isfinite(outcome.bound) else max(1, int(whole_bound(outcome.bound)))
            return bound, tuple(int(each) for each in useful)
        bound = outcome.bound if math.isfinite(outcome.bound) else 1.0
        sites = tuple(int(useful[each]) for each in chosen(outcome, len(useful)))
        return max(1, int(whole_bound(bound))), sites

    def _rows(self, extra: Rows) -> Rows:
        task, rule, groups, m = self.task, self.rule, len(self.rule.names), self.task.m
        links = sparse.hstack([-self.folded.within, sparse.eye_array(len(self.folded.weights))])
        extra.block(links, upper=0)
        for group in range(groups):
            z = self._z_at + group
            if self.can[group] and self.missing[group] > 0:
                column = self.weight[:, [group]]
                extra.row(
                    [*(m + column.indices), z], [*column.data, -float(self.missing[group])], lower=0
                )
                useful = self._useful(group)
                extra.row([*useful, z], [*np.ones(len(useful)), -float(self.alone[group][0])], lower=0)
        demands = [(np.arange(groups), rule.k), *((rule.zones[zone], least) for zone, least in rule.floors.items())]
        for place, (members, least) in enumerate(demands):
            spare = [self._spare_at + place] if self.spare else []
            extra.row([*(self._z_at + members), *spare], lower=least)
        add_quotas(extra, task)
        return extra

    def _solve(
        self,
        cost: Floats,
        extra: Rows,
        clock: Clock,
        *,
        start: Sequence[int],
        maximise: bool = False,
        watch: Watch | None = None,
    ) -> tuple[Outcome, tuple[int, ...]]:
        """Solve, and solve again without what only the solver's tolerance let through."""
        rows, m, at = self._rows(extra), self.task.m, np.arange(self._width)
        while True:
            matrix, lower, upper = rows.built()
            most = np.full(self._width, float(len(self.rule.names)))
            most[: self._spare_at] = np.concatenate([may(self.task), np.ones(self._z_at - m), self.can])
            least = np.zeros(self._width)
            least[:m] = must(self.task)
            model = Model(cost, most, (at < m) | (at >= self._z_at), matrix, lower, upper, maximise, least)
            outcome = solve(model, clock, start=self._values(start), watch=watch)
            if outcome.status == "infeasible":
                raise ImpossibleError("no choice of sites meets the rule with its floors, locks and quotas")
            sites = chosen(outcome, m)
            assert outcome.values is not None
            claimed = outcome.values[self._z_at : self._spare_at] > 0.5
            wrong = np.flatnonzero(claimed & ~self.rule.qualifying(self.task, sites))
            if not len(wrong) or (not self.spare and self.rule.met(self.task, sites)):
                return outcome, sites
            for group in wrong:
                others = np.setdiff1d(self._useful(int(group)), np.asarray(sites, dtype=np.intp))
                rows.row([*others, self._z_at + group], [*np.ones(len(others)), -1.0], lower=0)

    def _useful(self, group: int) -> Columns:
        """Candidates that reach anybody of a group."""
        return np.unique(self.folded.within[self.weight[:, [group]].indices].indices).astype(np.intp)

    def _within(
        self, worst: float, count: int, covered: float, sites: tuple[int, ...], clock: Clock
    ) -> tuple[Outcome, tuple[int, ...]]:
        """Any choice with no served place farther than `worst`; raises ImpossibleError when there is none."""
        task, m = self.task, self.task.m
        extra = Rows(self._width)
        extra.row(range(m), lower=count, upper=count)
        base = float(task.weights[task.reached_already(self.rule.radius)].sum())
        extra.row(m + np.arange(len(self.folded.weights)), self.folded.weights, lower=covered - base - 1e-6 * max(1, covered))
        near, may_serve = task.within(worst), np.isfinite(task.cost)
        lacking = np.flatnonzero((task.weights > 0) & (task.already > worst + LIMIT_M))
        packed = np.hstack([np.packbits(near[lacking], axis=1), np.packbits(may_serve[lacking], axis=1)])
        packed = np.hstack([packed, np.isfinite(task.already[lacking])[:, None].astype(np.uint8)])
        for row in lacking[np.unique(packed, axis=0, return_index=True)[1]]:
            inside, outside = np.flatnonzero(near[row]), np.flatnonzero(may_serve[row] & ~near[row])
            if np.isfinite(task.already[row]):
                extra.row(inside, lower=1)
            else:
                for other in outside:
                    extra.row([*inside, other], [*np.ones(len(inside)), -1.0], lower=0)
        outcome, found = self._solve(np.zeros(self._width), extra, clock, start=sites)
        return outcome, found

    def _values(self, sites: Sequence[int]) -> Floats:
        opened = with_rows(sites, self.folded, self.task.m)
        enough = self.rule.qualifying(self.task, sites)
        demands = [np.arange(len(enough)), *(self.rule.zones[zone] for zone in self.rule.floors)]
        asked = [self.rule.k, *self.rule.floors.values()]
        given_up = [max(0, least - enough[each].sum()) for each, least in zip(demands, asked, strict=True)]
        return np.concatenate([opened, enough, given_up if self.spare else []]).astype(float)


def served_worst(task: Task, sites: Sequence[int]) -> float:
    """The largest cost to the nearest body among places with weight that some body may serve; 0 when none is served."""
    nearest = task.nearest(sites)[task.weights > 0]
    return float(nearest[np.isfinite(nearest)].max(initial=0.0))


def _lacking(share: Fraction, total: float, has: float) -> float:
    """What a group lacks to its share; whole people are counted exactly."""
    exact = share * Fraction(total) - Fraction(has)
    whole = total.is_integer() and has.is_integer()
    return float(math.ceil(exact)) if whole else float(exact)
