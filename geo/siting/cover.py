"""Covering: most weight within a radius with p sites (MCLP), or fewest sites for all within it (LSCP).

Sources: Church & ReVelle (1974), The maximal covering location problem; Toregas et al. (1971), The location of
emergency service facilities. Places reached by the same candidates are one row: the model shrinks, the answer stays.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from scipy import sparse

from geo.distance import Floats
from geo.siting.clock import Clock
from geo.siting.fewer import fewer
from geo.siting.reductions import working
from geo.siting.rows import Rows
from geo.siting.solver import Model, Outcome, Progress, Watch, solve
from geo.siting.task import (
    Answer,
    Columns,
    Floor,
    ImpossibleError,
    NoAnswerError,
    Task,
    check_radius,
    near,
    need_count,
    stage,
)
from geo.siting.units import NEAR, parts, scaled

NEAR_INTEGER = 1e-6


@dataclass(frozen=True, eq=False)
class Folded:
    """Places not reached yet that some candidate can reach, one row for each set of candidates (and label).

    within  sparse (rows, m);  weights (rows,);  of  for every place its row, -1 where one is reached already or never
    """

    within: sparse.csr_array
    weights: Floats
    of: Columns


def fold(task: Task, radius: float, labels: Columns | None = None) -> Folded:
    """Fold equal rows. labels  one number a place: places with different labels are kept apart."""
    within = task.within(radius)
    within[:, list(task.ban)] = False
    open_rows = np.flatnonzero(within.any(axis=1) & ~task.reached_already(radius))
    packed = np.packbits(within[open_rows], axis=1)
    if labels is not None:
        packed = np.hstack([packed, labels[open_rows].astype(">i4")[:, None].view(np.uint8)])
    # Byte strings of one length sort and compare much faster than rows do.
    keys = (
        np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).ravel() if packed.size else packed[:, 0]
    )
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    weights = np.bincount(inverse, weights=task.weights[open_rows], minlength=len(first)).astype(float)
    of = np.full(task.n, -1, dtype=np.intp)
    of[open_rows] = inverse
    return Folded(sparse.csr_array(within[open_rows[first]].astype(float)), weights, of)


def with_workers(task: Task, radius: float) -> Task:
    """The same question without candidates that another one does all the work of within `radius`.

    As few sites reach as much weight. Not so for a question that also looks at costs, or counts candidates by group:
    with quotas it stays as it is. Locked candidates stay.
    """
    if task.quotas:
        return task
    within = fold(task, radius).within.astype(bool).toarray()
    kept = np.union1d(working(within), np.asarray(task.lock, dtype=np.intp))
    return replace(task, ban=tuple(np.setdiff1d(np.arange(task.m), kept).tolist()))


def cover_most(
    task: Task,
    p: int,
    radius: float,
    *,
    floors: Sequence[Floor] = (),
    worth: Floats | None = None,
    clock: Clock | None = None,
    start: Sequence[int] | None = None,
    watch: Watch | None = None,
) -> Answer:
    """Where `p` new sites bring most weight within `radius` (MCLP); the objective counts what is reached already.

    worth  what each place counts for in the objective, shape (n,); the weights, which floors always speak of, if None
    start  sites to begin with: an answer of a question like this one
    Raises BadValueError, ImpossibleError (p, locks, quotas or floors that nothing can meet), NoAnswerError.
    """
    check_radius(radius)
    need_count(task, p)
    clock = clock or Clock()
    folded = fold(task, radius)
    worth = task.weights if worth is None else worth
    base = float(worth[task.reached_already(radius)].sum())
    model = _most_model(task, folded, p, worth, floors, radius)
    first = greedy(folded, task, p) if start is None else start
    outcome = solve(model, clock, start=with_rows(first, folded, task.m), watch=shifted(watch, base))
    if outcome.status == "infeasible":
        # See geo.siting.equity for which floors contradict each other, and a way out.
        raise ImpossibleError(
            "no choice of {p} sites meets every lock, quota and floor at once; relax one of them", p=p
        )
    sites = chosen(outcome, task.m)
    objective = float(worth[near(task.nearest(sites), radius)].sum())
    # Nobody can reach more than all candidates together do, however little the solver knows.
    bound = min(outcome.bound + base, float(worth[near(task.nearest(task.free), radius)].sum()))
    return Answer("mclp", sites, (stage("covered", objective, bound, outcome.status),), clock.seconds())


def _most_model(task: Task, folded: Folded, p: int, worth: Floats, floors: Sequence[Floor], radius: float) -> Model:
    """The model behind `cover_most`: a variable for each column, 1 where a site stands, then one for each folded row,
    at most 1 and at most the number of sites that reach it; what a row gains is what its places are worth.
    """
    n, m = len(folded.weights), task.m
    placed = folded.of >= 0
    gains = np.bincount(folded.of[placed], weights=worth[placed], minlength=n).astype(float)
    rows = Rows(m + n)
    rows.block(sparse.hstack([-folded.within, sparse.eye_array(n)]), upper=0)
    rows.row(range(m), lower=p, upper=p)
    add_quotas(rows, task)
    for floor in floors:
        places, shares, asked = still_missing(task, folded, floor, radius)
        rows.row(m + places, shares, lower=asked)
    matrix, lower, upper = rows.built()
    return Model(
        cost=np.concatenate([np.zeros(m), gains]),
        least=np.concatenate([must(task), np.zeros(n)]),
        most=np.concatenate([may(task), np.ones(n)]),
        whole=np.arange(m + n) < m,
        matrix=matrix,
        lower=lower,
        upper=upper,
        maximise=True,
    )


def cover_all(task: Task, radius: float, *, clock: Clock | None = None, watch: Watch | None = None) -> Answer:
    """How few new sites bring every place within `radius` (LSCP); places without weight count too.

    Raises ImpossibleError naming the first places that no candidate reaches, and BadValueError, NoAnswerError.
    """
    check_radius(radius)
    clock = clock or Clock()
    never = np.flatnonzero(~near(task.nearest(task.free), radius))
    if len(never):
        raise ImpossibleError(
            "no candidate reaches {n} of {of} places ({named}); take a larger radius, more candidates, or leave those "
            "places out",
            n=len(never),
            of=task.n,
            named=task.named(never),
        )
    outcome = fewest(task, radius, clock, watch=watch)
    if outcome.status == "infeasible":
        raise ImpossibleError("no choice of sites reaches every place within the locks and quotas; relax one of them")
    sites = chosen(outcome, task.m)
    bound = max(whole_bound(outcome.bound), float(apart(fold(task, radius), task)))
    return Answer("lscp", sites, (stage("sites", float(len(sites)), bound, outcome.status),), clock.seconds())


def apart(folded: Folded, task: Task) -> int:
    """So many sites are needed at least: the locked ones, and one for each row of some that share no candidate."""
    taken = must(task)
    left = np.flatnonzero(folded.within @ taken == 0)
    starts = folded.within.indptr
    count = len(set(task.lock))
    for row in left[np.argsort(np.diff(starts)[left], kind="stable")]:
        columns = folded.within.indices[starts[row] : starts[row + 1]]
        if not taken[columns].any():
            taken[columns], count = 1.0, count + 1
    return count


def fewest(
    task: Task, radius: float, clock: Clock, *, exactly: int | None = None, watch: Watch | None = None
) -> Outcome:
    """The model behind `cover_all`: at least one site for every row that can be reached; `exactly` fixes their number,
    and then any such choice will do.
    """
    rows = Rows(task.m)
    if exactly is not None:
        rows.row(range(task.m), lower=exactly, upper=exactly)
    folded = fold(task, radius)
    rows.block(folded.within, lower=1)
    add_quotas(rows, task)
    matrix, lower, upper = rows.built()
    first = _few(folded, task, clock) if exactly is None and not task.quotas else None
    model = Model(
        cost=np.full(task.m, 1.0 if exactly is None else 0.0),
        least=must(task),
        most=may(task),
        whole=np.ones(task.m, dtype=bool),
        matrix=matrix,
        lower=lower,
        upper=upper,
        maximise=False,
    )
    return solve(model, clock, start=first, watch=watch)


def greedy(folded: Folded, task: Task, p: int) -> tuple[int, ...]:
    """Locked sites, then one after the other the site that adds most; a start, never an answer."""
    left, columns = scaled(folded.weights).values, folded.within.tocsc()
    sites: list[int] = []
    for wanted in [*dict.fromkeys(task.lock), *[None] * (p - len(set(task.lock)))]:
        gain = columns.T @ left
        gain[list({*task.ban, *sites})] = -1.0
        site = int(np.argmax(gain)) if wanted is None else wanted
        sites.append(site)
        left[columns.indices[columns.indptr[site] : columns.indptr[site + 1]]] = 0.0
    return tuple(sorted(sites))


def _few(folded: Folded, task: Task, clock: Clock) -> Floats:
    """Few sites that reach every row: a start for `fewest`."""
    opened, few = _cover_by_one(folded, task), must(task)
    locked = int(few.sum())
    left = folded.within[np.flatnonzero(folded.within @ few == 0)].toarray() > 0
    found = fewer(left, int(opened.sum()) - locked, clock, apart(folded, task) - locked) if len(left) else None
    if found is None:
        return opened
    few[found] = 1.0
    return few


def _cover_by_one(folded: Folded, task: Task) -> Floats:
    """Sites that reach every row, each the one that reaches most of what is left."""
    opened = must(task)
    left = folded.within @ opened == 0
    while left.any():
        site = int(np.argmax(folded.within.T @ left.astype(float)))
        opened[site] = 1.0
        left &= folded.within[:, [site]].toarray().ravel() == 0
    return opened


def with_rows(sites: Sequence[int], folded: Folded, m: int) -> Floats:
    """Values of a covering model for these sites."""
    opened = np.zeros(m)
    opened[list(sites)] = 1.0
    return np.concatenate([opened, np.minimum(folded.within @ opened, 1.0)])


def chosen(outcome: Outcome, m: int) -> tuple[int, ...]:
    """The sites of an outcome; raises NoAnswerError when it has none."""
    if outcome.values is None:
        raise NoAnswerError("no answer was found in the time given; give it more time or ask for less")
    return tuple(int(each) for each in np.flatnonzero(outcome.values[:m] > 0.5))


def whole_bound(bound: float) -> float:
    """A bound on a number of sites is the next whole number: a proof of 3.2 proves 4."""
    return float(math.ceil(bound - NEAR_INTEGER)) if math.isfinite(bound) else bound


def add_quotas(rows: Rows, task: Task) -> None:
    """The bounds by group of columns, where the columns are the first variables."""
    for quota in task.quotas:
        rows.row(quota.columns, lower=quota.least, upper=np.inf if quota.most is None else quota.most)


def may(task: Task) -> Floats:
    """1 for every column that may be chosen."""
    return np.where(np.isin(np.arange(task.m), list(task.ban)), 0.0, 1.0)


def must(task: Task) -> Floats:
    """1 for every column that must be chosen."""
    return np.where(np.isin(np.arange(task.m), list(task.lock)), 1.0, 0.0)


def still_missing(task: Task, folded: Folded, floor: Floor, radius: float) -> tuple[Columns, Floats, float]:
    """Folded rows that count for a floor, what part each is of what it lacks without new sites, and how many such parts
    are needed: 1, or 0 for a floor that is met already.
    """
    has = task.reached_already(radius)[floor.rows]
    total = float(task.weights[floor.rows].sum())
    missing = lacking(floor.share, total, float(task.weights[floor.rows][has].sum()))
    rows = floor.rows[~has & (folded.of[floor.rows] >= 0)]
    weight = np.bincount(folded.of[rows], weights=task.weights[rows], minlength=len(folded.weights)).astype(float)
    places = np.flatnonzero(weight)
    if missing <= 0:
        return places, weight[places], 0.0
    return places, parts(weight[places], missing), 1.0


def lacking(share: Fraction, total: float, has: float) -> float:
    """What is missing to a share of `total`, 0 where only rounding is."""
    missing = float(share * Fraction(total) - Fraction(has))
    return missing if missing > NEAR * total else 0.0


def shifted(watch: Watch | None, base: float) -> Watch | None:
    """What is reached already is no part of the model, but part of what is told."""
    if watch is None:
        return None

    def with_base(known: Progress) -> bool:
        found, bound = known.incumbent, known.bound
        shifted = replace(
            known,
            incumbent=None if found is None else found + base,
            bound=None if bound is None else bound + base,
        )
        return watch(shifted)

    return with_base
