"""Least mean cost to the nearest of p sites (p-median).

Three steps, each handing its proof to the next: interchange from several starts finds a good answer; a Lagrangian
relaxation of "every place is served once" proves a bound and rules out candidates and far assignments; an exact model
of what is left closes the gap, where it is small enough for that.
Sources: ReVelle & Swain (1970); Teitz & Bart (1968), interchange; Cornuejols, Fisher & Nemhauser (1977), the bound;
Elloumi (2010), A tighter formulation of the p-median problem.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from geo.distance import Floats
from geo.siting.clock import Clock
from geo.siting.cover import fewest, may, must, shifted
from geo.siting.rows import Rows
from geo.siting.solver import SOLVER, Flags, Model, Progress, Status, Watch, solve
from geo.siting.task import (
    PROVEN,
    Answer,
    Columns,
    ImpossibleError,
    NoAnswerError,
    Task,
    need_count,
    need_weight,
    stage,
)
from geo.siting.units import scaled

STARTS = 6
ITERATIONS, PATIENCE = 5000, 25
LEAST_STEP = 1e-4
READ_A_SECOND = 800_000  # entries of the exact model
METHOD = f"interchange + Lagrangian bound, {SOLVER}"


def p_median(task: Task, p: int, *, clock: Clock | None = None, seed: int = 0, watch: Watch | None = None) -> Answer:
    """Where `p` new sites make the weighted sum of costs to the nearest body least, and so their mean.

    Raises BadValueError, ImpossibleError (also when `p` sites cannot serve every place that has weight), NoAnswerError.
    """
    need_count(task, p)
    need_weight(task)
    clock = clock or Clock()
    served = _only_weighted(task)
    sites = _first(served, p, clock)
    problem = _Priced.of(served)
    watch = in_its_unit(watch, problem.unit)
    rng = np.random.default_rng(seed)
    # The bound needs most of the time: without it the best of answers is worth little.
    early = Clock(max(1e-3, min(1e9, clock.left()) / 3), clock.stopped)
    if not task.quotas:
        sites = min((sites, problem.greedy(p, early)), key=problem.price)
    for turn in range(STARTS):
        if early.over():
            break
        other = problem.interchange(sites if turn == 0 else problem.shuffled(sites, rng), early)
        sites = min((sites, other), key=problem.price)
    sites, relaxed = problem.relax(sites, clock, watch)
    lower, upper = relaxed.bound, problem.price(sites)
    status: Status = "optimal"
    if not problem.proven(lower, upper):
        sites, lower, status = problem.close(sites, relaxed, clock, watch)
        upper = problem.price(sites)
    status = "stopped" if clock.stopped() or status == "stopped" else "time_limit"
    total = float(served.weights @ served.nearest(sites))
    # Nothing is cheaper than every place served by its cheapest candidate.
    bound = total if problem.proven(lower, upper) else max(lower, problem.price(task.free)) * problem.unit
    return Answer("p-median", tuple(sorted(sites)), (stage("total", total, bound, status),), clock.seconds(), METHOD)


@dataclass(frozen=True, eq=False)
class _Relaxed:
    """The best relaxation: its bound, the multipliers, and what each column would cost or bring by them."""

    bound: float
    multipliers: Floats
    reduced: Floats


@dataclass(frozen=True, eq=False)
class _Priced:
    """Weighted costs in a unit of their own: price (n, m) of serving a place from a column, own (n,) from what there
    is.
    """

    task: Task
    price_of: Floats
    own: Floats
    unit: float
    whole: bool

    @staticmethod
    def of(task: Task) -> _Priced:
        costs = np.column_stack([task.cost, task.already])
        known = np.isfinite(costs)
        plain = scaled(task.weights[:, None] * np.where(known, costs, 0.0))
        # Dearer than any answer that serves everybody, so it bounds without ever being chosen.
        forbidden = float(plain.values.max(axis=1, initial=0.0).sum()) + 1.0
        own = np.where(known[:, -1], plain.values[:, -1], np.inf)
        price = np.where(known[:, :-1], plain.values[:, :-1], forbidden)
        return _Priced(task, np.minimum(price, own[:, None]), own, plain.unit, plain.whole)

    def price(self, sites: Sequence[int] | Columns) -> float:
        """Weighted cost of all places."""
        return float(np.minimum(self.price_of[:, list(sites)].min(axis=1, initial=np.inf), self.own).sum())

    def proven(self, lower: float, upper: float) -> bool:
        """Whether nothing better than `upper` is left."""
        if self.whole and lower > upper - 1 + 1e-6:
            return True
        return upper - lower <= PROVEN * abs(upper)

    def interchange(self, sites: Sequence[int], clock: Clock) -> tuple[int, ...]:
        """Swap the pair that gains most until none gains (Teitz & Bart), within locks, bans and quotas."""
        now = list(sites)
        free = ~np.isin(now, self.task.lock)
        while now and not clock.over():
            nearest, first, second = self._two_nearest(now)
            gain = np.maximum(first[:, None] - self.price_of, 0.0).sum(axis=0)
            # What the places of a leaving site pay more, with each site that may come in (Whitaker 1983).
            order = np.argsort(nearest, kind="stable")
            left = np.maximum(np.minimum(second[order, None], self.price_of[order]) - first[order, None], 0.0)
            held, starts = np.unique(nearest[order], return_index=True)
            change = np.tile(-gain, (len(now), 1))
            change[held] += np.add.reduceat(left, starts, axis=0)
            change[~self._swaps(now)] = np.inf
            change[~free] = np.inf
            place, candidate = np.unravel_index(int(np.argmin(change)), change.shape)
            if not change[place, candidate] < -1e-9 * float(first.sum()):
                break
            now[place] = int(candidate)
        return tuple(sorted(now))

    def greedy(self, p: int, clock: Clock) -> tuple[int, ...]:
        """Locked sites, then one after the other the one that saves most."""
        now = list(dict.fromkeys(self.task.lock))
        pays = np.minimum(self.price_of[:, now].min(axis=1, initial=np.inf), self.own)
        pays = np.where(np.isfinite(pays), pays, self.price_of.max(axis=1, initial=0.0))
        gain = np.maximum(pays[:, None] - self.price_of, 0.0).sum(axis=0)
        gain[may(self.task) == 0] = -np.inf
        while len(now) < p:
            gain[now] = -np.inf
            now.append(int(np.argmax(gain)))
            less = np.flatnonzero(self.price_of[:, now[-1]] < pays)
            if clock.over():
                continue
            # Only the places that are now served cheaper change what the others would save.
            old, new = pays[less], self.price_of[less, now[-1]]
            gain -= np.maximum(old[:, None] - self.price_of[less], 0.0).sum(axis=0)
            gain += np.maximum(new[:, None] - self.price_of[less], 0.0).sum(axis=0)
            pays[less] = new
        return tuple(sorted(now))

    def _two_nearest(self, now: Sequence[int]) -> tuple[Columns, Floats, Floats]:
        """For every place which of `now` serves it (position), its price, and that of the next best."""
        prices = self.price_of[:, list(now)]
        nearest = prices.argmin(axis=1)
        places = np.arange(len(self.own))
        first = np.minimum(prices[places, nearest], self.own)
        prices[places, nearest] = np.inf
        return nearest, first, np.minimum(prices.min(axis=1), self.own)

    def _swaps(self, now: Sequence[int]) -> Flags:
        """Which column may come in for each of `now`."""
        if self.task.quotas:
            return np.array([self._allowed(now, site) for site in now])
        return np.tile(self._allowed(now, now[0]), (len(now), 1))

    def shuffled(self, sites: Sequence[int], rng: np.random.Generator) -> tuple[int, ...]:
        """A third of the sites swapped at random, as far as allowed."""
        now = list(sites)
        for place in rng.permutation(len(now))[: max(1, len(now) // 3)]:
            options = np.flatnonzero(self._allowed(now, now[place]))
            if now[place] not in self.task.lock and len(options):
                now[place] = int(rng.choice(options))
        return tuple(sorted(now))

    def relax(self, sites: tuple[int, ...], clock: Clock, watch: Watch | None) -> tuple[tuple[int, ...], _Relaxed]:
        """Subgradient steps on the multipliers of "served once"; better sites may turn up on the way."""
        p, upper = len(sites), self.price(sites)
        forced, allowed = must(self.task) > 0, may(self.task) > 0
        # Start from what each place pays now: near the best multipliers.
        multipliers = np.minimum(self.price_of[:, list(sites)].min(axis=1, initial=np.inf), self.own)
        best = _Relaxed(-math.inf, multipliers, np.zeros(self.task.m))
        step, idle = 2.0, 0
        for turn in range(ITERATIONS):
            saved = np.minimum(self.price_of - multipliers[:, None], 0.0)
            reduced = saved.sum(axis=0)
            kept = np.where(np.isfinite(self.own), np.minimum(self.own - multipliers, 0.0), 0.0)
            ranked = np.where(forced, -np.inf, np.where(allowed, reduced, np.inf))
            opened = np.argsort(ranked, kind="stable")[:p]
            bound = float(multipliers.sum() + kept.sum() + reduced[opened].sum())
            if bound > best.bound:
                improved = bound > best.bound + 1e-4 * abs(upper - best.bound)
                best, idle = _Relaxed(bound, multipliers.copy(), reduced), 0 if improved else idle + 1
            else:
                idle += 1
            if turn % 10 == 0 and not self.task.quotas:
                other = tuple(sorted(int(each) for each in opened))
                if upper < self.price(other) < upper * 1.02 and turn % 50 == 0:
                    other = self.interchange(other, clock)
                if self.price(other) < upper:
                    sites, upper = other, self.price(other)
            if self.proven(best.bound, upper) or clock.over() or step < LEAST_STEP:
                break
            if watch is not None and watch(Progress(upper, best.bound, clock.seconds())):
                break
            if idle >= PATIENCE:
                step, idle, multipliers = step / 2, 0, best.multipliers.copy()
                continue
            times = (saved[:, opened] < 0).sum(axis=1) + (kept < 0)
            direction = 1.0 - times
            length = float(direction @ direction)
            if not length:
                break
            multipliers = multipliers + step * (upper - bound) / length * direction
        return sites, best

    def close(
        self, sites: tuple[int, ...], relaxed: _Relaxed, clock: Clock, watch: Watch | None
    ) -> tuple[tuple[int, ...], float, Status]:
        """The exact model of what the bound has not ruled out."""
        p, upper = len(sites), self.price(sites)
        room = upper - relaxed.bound + PROVEN * abs(upper)
        if self.whole:
            room = max(room - 1.0, 0.0) + 1e-6
        forced, allowed = must(self.task) > 0, may(self.task) > 0
        ranked = np.where(forced, -np.inf, np.where(allowed, relaxed.reduced, np.inf))
        order = np.sort(ranked)
        last_in = order[p - 1]
        out = ~forced & (~allowed | (relaxed.reduced - last_in > room))
        out[list(sites)] = False
        columns = np.flatnonzero(~out)
        # No place is served dearer than this in any better answer.
        limit = relaxed.multipliers + room
        if clock.over():
            return sites, relaxed.bound, "time_limit"
        model, constant = _levels(self, columns, limit, p)
        # The solver looks at its clock only after reading and reducing the model.
        ahead = model.matrix.nnz / READ_A_SECOND
        outcome = solve(model, Clock(max(1e-3, clock.left() - ahead), clock.stopped), watch=shifted(watch, constant))
        if outcome.status == "infeasible":
            return sites, upper, "optimal"
        found = sites
        if outcome.values is not None:
            other = tuple(int(each) for each in columns[outcome.values[: len(columns)] > 0.5])
            found = min((sites, other), key=self.price) if len(other) == p else sites
        lower = self.price(found) if outcome.status == "optimal" else max(relaxed.bound, outcome.bound + constant)
        return found, min(lower, self.price(found)), outcome.status

    def _allowed(self, now: Sequence[int], leaving: int) -> Flags:
        """Columns that may come in for the one leaving."""
        allowed = may(self.task) > 0
        allowed[list(now)] = False
        stay = [each for each in now if each != leaving]
        for quota in self.task.quotas:
            inside = np.isin(np.arange(self.task.m), quota.columns)
            count = int(inside[stay].sum())
            if quota.most is not None and count >= quota.most:
                allowed &= ~inside
            if count < quota.least:
                allowed &= inside
        return allowed


def _levels(priced: _Priced, columns: Columns, limit: Floats, p: int) -> tuple[Model, float]:
    """Elloumi's model, and what every answer pays at least.

    For every place its possible prices in rising order; a variable after each says "dearer than this one". It may be 0
    only when a site at this price is open, or when the one before is 0. Where a place has a body, the last is free.
    """
    at_rows: list[Columns] = []
    at_columns: list[Columns] = []
    steps: list[Floats] = []
    lowers: list[Floats] = []
    constant, rows, width = 0.0, 0, len(columns)
    for place, own in enumerate(priced.own):
        prices = priced.price_of[place, columns]
        useful = np.flatnonzero((prices <= limit[place]) & (prices < own))
        options, level = np.unique(prices[useful], return_inverse=True)
        ladder = np.append(options, own) if own <= limit[place] else options
        if not len(ladder):
            # Nothing is near enough: no better answer exists, which this row of nothing says.
            lowers.append(np.ones(1))
            rows += 1
            continue
        constant += float(ladder[0])
        if not len(options):
            continue
        # One row a price, one variable between it and the next.
        up = np.diff(ladder)
        at_rows += [rows + level, rows + np.arange(len(up)), rows + 1 + np.arange(len(options) - 1)]
        at_columns += [useful, width + np.arange(len(up)), width + np.arange(len(options) - 1)]
        steps.append(up)
        lowers.append(np.append(np.ones(1), np.zeros(len(options) - 1)))
        rows, width = rows + len(options), width + len(up)
    signs = [np.full(len(each), -1.0 if turn % 3 == 2 else 1.0) for turn, each in enumerate(at_rows)]
    chain = sparse.csr_array(
        (np.concatenate([np.empty(0), *signs]), (_joined(at_rows), _joined(at_columns))), shape=(rows, width)
    )
    steps_of, lowers_of = np.concatenate([np.empty(0), *steps]), np.concatenate([np.empty(0), *lowers])
    system = Rows(width)
    system.row(range(len(columns)), lower=p, upper=p)
    for quota in priced.task.quotas:
        inside = np.flatnonzero(np.isin(columns, quota.columns))
        system.row(inside, lower=quota.least, upper=np.inf if quota.most is None else quota.most)
    extra, lower, upper = system.built()
    model = Model(
        cost=np.concatenate([np.zeros(len(columns)), steps_of]),
        least=np.concatenate([must(priced.task)[columns], np.zeros(len(steps_of))]),
        most=np.ones(width),
        whole=np.arange(width) < len(columns),
        matrix=sparse.csr_array(sparse.vstack([chain, extra])),
        lower=np.concatenate([lowers_of, lower]),
        upper=np.concatenate([np.full(rows, np.inf), upper]),
        maximise=False,
    )
    return model, constant


def _joined(places: Sequence[Columns]) -> Columns:
    return np.concatenate([np.empty(0, dtype=np.intp), *places])


def in_its_unit(watch: Watch | None, unit: float) -> Watch | None:
    """The same watch, which hears numbers as they were given."""
    if watch is None:
        return None

    def told(known: Progress) -> bool:
        found, bound = known.incumbent, known.bound
        return watch(
            replace(
                known,
                incumbent=None if found is None else found * unit,
                bound=None if bound is None or not math.isfinite(bound) else bound * unit,
            )
        )

    return told


def _only_weighted(task: Task) -> Task:
    """Without the places nobody lives in: they cost nothing wherever the sites are."""
    counts = task.weights > 0
    return replace(task, cost=task.cost[counts], weights=task.weights[counts], already=task.already[counts])


def _first(task: Task, p: int, clock: Clock) -> tuple[int, ...]:
    """Any `p` sites that serve every place, within locks and quotas."""
    far = max(float(costs[np.isfinite(costs)].max(initial=0.0)) for costs in (task.cost, task.already))
    never = ~(np.isfinite(task.cost[:, task.free]).any(axis=1) | np.isfinite(task.already))
    if never.any():
        raise ImpossibleError(
            f"no candidate may serve {int(never.sum())} of {task.n} places with weight; add some or ignore borders"
        )
    outcome = fewest(task, far, clock, exactly=p)
    if outcome.status == "infeasible":
        alone = fewest(replace(task, quotas=()), far, clock)
        least = "" if alone.values is None else f", at least {int((alone.values > 0.5).sum())} are needed"
        raise ImpossibleError(f"{p} new sites cannot serve every place within the locks and quotas{least}")
    if outcome.values is None:
        raise NoAnswerError("no answer was found in the time given; give it more time or ask for less")
    return tuple(int(each) for each in np.flatnonzero(outcome.values > 0.5))
