"""The plan's rule as a model: min sum y, sum z_k >= k, sum_i w_i x_i >= theta W_k z_k, with floors by zone.

What makes it solvable is one more row a prefecture, true of every answer: whoever counts prefecture k has opened at
least n_k of the sites that reach it, where n_k, the fewest that are enough for k alone, is solved first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from geo.distance import Floats
from geo.siting.clock import Clock
from geo.siting.cover import Folded, add_quotas, chosen, fold, lacking, may, must, shifted, whole_bound, with_rows
from geo.siting.rows import Rows
from geo.siting.rule import Rule
from geo.siting.solver import Flags, Model, Outcome, Status, Watch, solve
from geo.siting.task import Columns, ImpossibleError, NoAnswerError, Stage, Task, stage
from geo.siting.units import parts

# Of a group: the fewest sites for it, and those sites.
Alone = Mapping[int, tuple[int, tuple[int, ...]]]


def worked_on(watch: Watch | None, aim: str) -> Watch | None:
    """The same watch, told which aim it hears of."""
    return None if watch is None else lambda known: watch(replace(known, aim=aim))


def unfinished(clock: Clock) -> Status:
    """Why an aim was left before its proof."""
    return "stopped" if clock.stopped() else "time_limit"


@dataclass(frozen=True, eq=False)
class RuleModel:
    """Variables: a column y for every candidate, a row x for every folded place, z for every group.

    weight  (rows, groups) of what a row adds to a group;  missing  what a group lacks without any new site
    can     groups that all candidates together could lift;  alone  per group the fewest sites for it, and those sites
    spare   one variable more for each demand ("k" first, then the floors): how much of it is given up
    flags   so many variables of 0 or 1 more, for rows that a caller adds
    fixed   lower and upper limits of the candidates, where more is known than locks and bans
    """

    task: Task
    rule: Rule
    folded: Folded
    weight: sparse.csc_array
    missing: Floats
    can: Flags
    alone: Alone
    spare: bool = False
    flags: int = 0
    fixed: tuple[Floats, Floats] | None = None

    @staticmethod
    def of(task: Task, rule: Rule, clock: Clock) -> RuleModel:
        """Fold the places and look at every group by itself."""
        model = RuleModel.folded_only(task, rule)
        wanting = np.flatnonzero(model.can & (model.missing > 0))
        # What is known of single groups speeds up the rest, but may not eat up its time.
        each_s = max(0.05, clock.left() / (4 * max(1, len(wanting))))
        return replace(model, alone={int(k): model._alone(int(k), Clock(each_s, clock.over)) for k in wanting})

    @staticmethod
    def folded_only(task: Task, rule: Rule, alone: Alone | None = None) -> RuleModel:
        """Fold the places; what single groups need is known already, or not asked."""
        folded = fold(task, rule.radius, labels=rule.groups)
        placed = np.flatnonzero(folded.of >= 0)
        shape = (len(folded.weights), len(rule.names))
        weight = sparse.csc_array((task.weights[placed], (folded.of[placed], rule.groups[placed])), shape=shape)
        total = rule.summed(task.weights)
        has = rule.summed(task.weights * task.reached_already(rule.radius))
        missing = np.array([lacking(rule.share, float(w), float(h)) for w, h in zip(total, has, strict=True)])
        can = (total > 0) & rule.qualifying(task, task.free)
        return RuleModel(task, rule, folded, weight, missing, can, alone or {})

    def fewest(self, clock: Clock, watch: Watch | None) -> tuple[tuple[int, ...], Stage]:
        """The fewest sites."""
        m = self.task.m
        cost = np.zeros(self.width)
        cost[:m] = 1.0
        watch = worked_on(watch, "sites")
        outcome, sites = self.solve(cost, Rows(self.width), clock, start=self.start(), watch=watch)
        bound = max(whole_bound(outcome.bound), float(self.least))
        return sites, stage("sites", float(len(sites)), bound, outcome.status)

    @property
    def least(self) -> int:
        """So many sites are needed at least: the locked ones, or what the dearest of the groups that k still asks for
        needs by itself, where they are the cheapest there are.
        """
        wanted = self.rule.k - int((self.can & (self.missing <= 0)).sum())
        fewest = sorted(least for least, _ in self.alone.values())
        return max(len(set(self.task.lock)), fewest[wanted - 1] if 0 < wanted <= len(fewest) else 0)

    def most_covered(
        self, sites: tuple[int, ...], clock: Clock, watch: Watch | None = None
    ) -> tuple[tuple[int, ...], Stage]:
        """Most weight in reach with as many sites."""
        task, radius = self.task, self.rule.radius
        objective, most = task.covered(sites, radius), task.covered(task.free, radius)
        if clock.over():
            return sites, Stage("covered", objective, most, unfinished(clock))
        base = task.covered((), radius)
        try:
            outcome, better = self.solve(
                self.covering_cost,
                self.as_many(sites),
                clock,
                start=sites,
                maximise=True,
                watch=shifted(worked_on(watch, "covered"), base),
            )
        except NoAnswerError:
            return sites, Stage("covered", objective, most, unfinished(clock))
        best = max((better, sites), key=lambda each: task.covered(each, radius))
        objective = task.covered(best, radius)
        return best, stage("covered", objective, min(outcome.bound + base, most), outcome.status)

    @property
    def covering_cost(self) -> Floats:
        """The weight of the folded places, 0 for every other variable."""
        cost = np.zeros(self.width)
        cost[self.task.m : self._z_at] = self.folded.weights
        return cost

    def as_many(self, sites: Sequence[int]) -> Rows:
        """The row that holds the number of sites."""
        extra = Rows(self.width)
        extra.row(range(self.task.m), lower=len(sites), upper=len(sites))
        return extra

    def most_groups(self, count: int, start: Sequence[int], clock: Clock) -> tuple[Outcome, tuple[int, ...]]:
        """Most groups with at most `count` sites, whatever the rule's k."""
        extra = Rows(self.width)
        extra.row(range(self.task.m), upper=count)
        cost = np.zeros(self.width)
        cost[self._z_at : self._spare_at] = 1.0
        return self.solve(cost, extra, clock, start=start, maximise=True)

    def least_given_up(self, clock: Clock) -> tuple[Outcome, tuple[int, ...]]:
        """The choice that gives up least of all demands together; needs a model with `spare`."""
        cost = np.zeros(self.width)
        cost[self._spare_at :] = 1.0
        return self.solve(cost, Rows(self.width), clock, start=self.start())

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
    def width(self) -> int:
        """How many variables."""
        return self.flags_at + self.flags

    @property
    def _z_at(self) -> int:
        return self.task.m + len(self.folded.weights)

    @property
    def _spare_at(self) -> int:
        return self._z_at + len(self.rule.names)

    @property
    def flags_at(self) -> int:
        """The first of the flags."""
        return self._spare_at + (1 + len(self.rule.floors)) * self.spare

    def _alone(self, group: int, clock: Clock) -> tuple[int, tuple[int, ...]]:
        """The fewest sites for one group, whatever becomes of the others: a proven lower bound, and sites that do."""
        rows = self.weight[:, [group]].indices
        within = self.folded.within[rows]
        useful = np.unique(within.indices)
        weights = parts(self.weight[:, [group]].data, float(self.missing[group]))
        system = Rows(len(useful) + len(rows))
        system.block(sparse.hstack([-within[:, useful], sparse.eye_array(len(rows))]), upper=0)
        system.row(len(useful) + np.arange(len(rows)), weights, lower=1)
        matrix, lower, upper = system.built()
        cost = np.zeros(len(useful) + len(rows))
        cost[: len(useful)] = 1.0
        model = Model(cost, np.ones_like(cost), cost > 0, matrix, lower, upper, False, np.zeros_like(cost))
        outcome = solve(model, clock)
        bound = int(whole_bound(outcome.bound)) if math.isfinite(outcome.bound) else 1
        found = range(len(useful)) if outcome.values is None else chosen(outcome, len(useful))
        return max(1, bound), tuple(int(useful[each]) for each in found)

    def rows(self, extra: Rows) -> Rows:
        """`extra` with the rows of the rule, the locks' quotas and the links of places to candidates."""
        task, rule, groups, m = self.task, self.rule, len(self.rule.names), self.task.m
        links = sparse.hstack([-self.folded.within, sparse.eye_array(len(self.folded.weights))])
        extra.block(links, upper=0)
        for group in range(groups):
            z = self._z_at + group
            if self.can[group] and self.missing[group] > 0:
                column = self.weight[:, [group]]
                shares = parts(column.data, float(self.missing[group]))
                extra.row([*(m + column.indices), z], [*shares, -1.0], lower=0)
                useful = self._useful(group)
                extra.row([*useful, z], [*np.ones(len(useful)), -float(self.alone[group][0])], lower=0)
        demands = [(np.arange(groups), rule.k), *((rule.zones[zone], least) for zone, least in rule.floors.items())]
        for place, (members, least) in enumerate(demands):
            spare = [self._spare_at + place] if self.spare else []
            extra.row([*(self._z_at + members), *spare], lower=least)
        add_quotas(extra, task)
        return extra

    def stated(self, cost: Floats, rows: Rows, *, maximise: bool = False) -> Model:
        """The model with these rows only."""
        m, at = self.task.m, np.arange(self.width)
        matrix, lower, upper = rows.built()
        least, most = np.zeros(self.width), np.full(self.width, float(len(self.rule.names)))
        most[: self._spare_at] = np.concatenate([may(self.task), np.ones(self._z_at - m), self.can])
        most[self.flags_at :] = 1.0
        least[:m], most[:m] = self.fixed or (must(self.task), most[:m])
        return Model(cost, most, (at < m) | (at >= self._z_at), matrix, lower, upper, maximise, least)

    def solve(
        self,
        cost: Floats,
        extra: Rows,
        clock: Clock,
        *,
        start: Sequence[int] | None,
        maximise: bool = False,
        watch: Watch | None = None,
    ) -> tuple[Outcome, tuple[int, ...]]:
        """Solve, and solve again without what only the solver's tolerance let through."""
        rows, m = self.rows(extra), self.task.m
        while True:
            model = self.stated(cost, rows, maximise=maximise)
            outcome = solve(model, clock, start=self._values(start) if start is not None else None, watch=watch)
            if outcome.status == "infeasible":
                raise ImpossibleError("no choice of sites meets the rule with its floors, locks and quotas")
            sites = chosen(outcome, m)
            claimed = np.asarray(outcome.values)[self._z_at : self._spare_at] > 0.5
            wrong = np.flatnonzero(claimed & ~self.rule.qualifying(self.task, sites))
            if not len(wrong) or (not self.spare and self.rule.met(self.task, sites)):
                return outcome, sites
            for group in wrong:
                others = np.setdiff1d(self._useful(int(group)), np.asarray(sites, dtype=np.intp))
                rows.row([*others, self._z_at + group], [*np.ones(len(others)), -1.0], lower=0)

    def _useful(self, group: int) -> Columns:
        """Candidates that reach anybody of a group."""
        return np.unique(self.folded.within[self.weight[:, [group]].indices].indices).astype(np.intp)

    def _values(self, sites: Sequence[int]) -> Floats:
        opened = with_rows(sites, self.folded, self.task.m)
        enough = self.rule.qualifying(self.task, sites)
        demands = [np.arange(len(enough)), *(self.rule.zones[zone] for zone in self.rule.floors)]
        asked = [self.rule.k, *self.rule.floors.values()]
        given_up = [max(0, least - enough[each].sum()) for each, least in zip(demands, asked, strict=True)]
        tail = [*(given_up if self.spare else []), *np.ones(self.flags)]
        return np.concatenate([opened, enough, tail]).astype(float)
