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
from geo.siting.cover import fewest, may, must
from geo.siting.rows import Rows
from geo.siting.solver import SOLVER, Flags, Model, Progress, Status, Watch, solve
from geo.siting.task import Answer, Columns, ImpossibleError, NoAnswerError, Stage, Task, need_count

STARTS = 6
ITERATIONS, PATIENCE = 600, 20
EXACT_ENTRIES = 400_000  # assignments left for the exact model; with more it would not get anywhere
PROVEN = 1e-9
METHOD = f"interchange + Lagrangian bound, {SOLVER}"


def p_median(task: Task, p: int, *, clock: Clock | None = None, seed: int = 0, watch: Watch | None = None) -> Answer:
    """Where `p` new sites make the weighted sum of costs to the nearest body least, and so their mean.

    Raises BadValueError, ImpossibleError (also when `p` sites cannot serve every place that has weight), NoAnswerError.
    """
    need_count(task, p)
    clock = clock or Clock()
    served = _only_weighted(task)
    if not served.weights.sum():
        raise ImpossibleError("expected some weight to serve, got none; check the weights")
    sites = _first(served, p, clock)
    problem = _Priced.of(served)
    rng = np.random.default_rng(seed)
    for turn in range(STARTS):
        if clock.over():
            break
        other = problem.interchange(sites if turn == 0 else problem.shuffled(sites, rng), clock)
        sites = min((sites, other), key=problem.price)
    sites, relaxed = problem.relax(sites, clock, watch)
    lower, upper = relaxed.bound, problem.price(sites)
    status: Status = "optimal"
    if not problem.proven(lower, upper):
        sites, lower, status = problem.close(sites, relaxed, clock)
        upper = problem.price(sites)
    if problem.proven(lower, upper):
        lower, status = upper, "optimal"
    elif status == "optimal":
        status = "stopped" if clock.stopped() else "time_limit"
    stage = Stage("total", upper, min(lower, upper), status)
    return Answer("p-median", tuple(sorted(sites)), (stage,), clock.seconds(), METHOD)


@dataclass(frozen=True, eq=False)
class _Relaxed:
    """The best relaxation: its bound, the multipliers, and what each column would cost or bring by them."""

    bound: float
    multipliers: Floats
    reduced: Floats


@dataclass(frozen=True, eq=False)
class _Priced:
    """Weighted costs: price (n, m) of serving a place from a column, own (n,) from what there is."""

    task: Task
    price_of: Floats
    own: Floats
    whole: bool

    @staticmethod
    def of(task: Task) -> _Priced:
        finite = task.cost[np.isfinite(task.cost)]
        # Dearer than any answer that serves everybody, so it bounds without ever being chosen.
        forbidden = (float(finite.max(initial=0.0)) + 1.0) * 2.0 * task.n
        price = task.weights[:, None] * np.where(np.isfinite(task.cost), task.cost, forbidden)
        own = np.where(
            np.isfinite(task.already), task.weights * np.where(np.isfinite(task.already), task.already, 0), np.inf
        )
        price = np.minimum(price, own[:, None])
        whole = bool((np.mod(price, 1) == 0).all() and (np.mod(own[np.isfinite(own)], 1) == 0).all())
        return _Priced(task, price, own, whole)

    def price(self, sites: Sequence[int]) -> float:
        """Weighted cost of all places."""
        return float(np.minimum(self.price_of[:, list(sites)].min(axis=1, initial=np.inf), self.own).sum())

    def proven(self, lower: float, upper: float) -> bool:
        """Whether nothing better than `upper` is left."""
        if self.whole and lower > upper - 1 + 1e-6:
            return True
        return upper - lower <= PROVEN * max(1.0, abs(upper))

    def interchange(self, sites: Sequence[int], clock: Clock) -> tuple[int, ...]:
        """Swap the pair that gains most until none gains (Teitz & Bart), within locks, bans and quotas."""
        now = list(sites)
        while now and not clock.over():
            order = np.argsort(self.price_of[:, now], axis=1, kind="stable")[:, :2]
            places = np.arange(len(self.own))
            first = np.minimum(self.price_of[places, np.asarray(now)[order[:, 0]]], self.own)
            if len(now) > 1:
                second = np.minimum(self.price_of[places, np.asarray(now)[order[:, 1]]], self.own)
            else:
                second = self.own
            gain = np.maximum(first[:, None] - self.price_of, 0.0).sum(axis=0)
            best, move = -1e-9 * max(1.0, float(first.sum())), None
            for place, site in enumerate(now):
                if site in self.task.lock:
                    continue
                mine = order[:, 0] == place
                left = np.minimum(second[mine, None], self.price_of[mine]) - first[mine, None]
                change = np.maximum(left, 0.0).sum(axis=0) - gain
                change[~self._allowed(now, site)] = np.inf
                candidate = int(np.argmin(change))
                if change[candidate] < best:
                    best, move = float(change[candidate]), (place, candidate)
            if move is None:
                break
            now[move[0]] = move[1]
        return tuple(sorted(now))

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
                if self.price(other) < upper * 1.02:
                    other = self.interchange(other, clock)
                if self.price(other) < upper:
                    sites, upper = other, self.price(other)
            if self.proven(best.bound, upper) or clock.over() or step < 1e-4:
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

    def close(self, sites: tuple[int, ...], relaxed: _Relaxed, clock: Clock) -> tuple[tuple[int, ...], float, Status]:
        """The exact model of what the bound has not ruled out."""
        p, upper = len(sites), self.price(sites)
        room = upper - relaxed.bound + 1e-9 * abs(upper)
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
        near = self.price_of[:, columns] <= limit[:, None]
        if int(near.sum()) > EXACT_ENTRIES or clock.over():
            return sites, relaxed.bound, "time_limit"
        model, constant = _levels(self, columns, limit, p)
        outcome = solve(model, clock)
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
    entries: list[tuple[int, int, float]] = []
    steps: list[float] = []
    lowers: list[float] = []
    constant = 0.0
    for place, own in enumerate(priced.own):
        prices = priced.price_of[place, columns]
        prices = np.where((prices <= limit[place]) & (prices < own), prices, np.inf)
        options = np.unique(prices[np.isfinite(prices)])
        ends_at_own = own <= limit[place]
        ladder = np.append(options, own) if ends_at_own else options
        constant += float(ladder[0]) if len(ladder) else 0.0
        before = -1
        for level in range(max(len(options), 1 - ends_at_own)):
            row = len(lowers)
            if len(options):
                entries += [(row, int(column), 1.0) for column in np.flatnonzero(prices == options[level])]
            lowers.append(1.0 if before < 0 else 0.0)
            if before >= 0:
                entries.append((row, before, -1.0))
            if level + 1 < len(ladder):
                before = len(columns) + len(steps)
                steps.append(float(ladder[level + 1] - ladder[level]))
                entries.append((row, before, 1.0))
    width = len(columns) + len(steps)
    at_rows, at_columns, values = np.array(entries, dtype=float).reshape(-1, 3).T
    chain = sparse.csr_array((values, (at_rows.astype(int), at_columns.astype(int))), shape=(len(lowers), width))
    system = Rows(width)
    system.row(range(len(columns)), lower=p, upper=p)
    for quota in priced.task.quotas:
        inside = np.flatnonzero(np.isin(columns, quota.columns))
        system.row(inside, lower=quota.least, upper=np.inf if quota.most is None else quota.most)
    extra, lower, upper = system.built()
    model = Model(
        cost=np.concatenate([np.zeros(len(columns)), steps]),
        least=np.concatenate([must(priced.task)[columns], np.zeros(len(steps))]),
        most=np.ones(width),
        whole=np.arange(width) < len(columns),
        matrix=sparse.csr_array(sparse.vstack([chain, extra])),
        lower=np.concatenate([lowers, lower]),
        upper=np.concatenate([np.full(len(lowers), np.inf), upper]),
        maximise=False,
    )
    return model, constant


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
