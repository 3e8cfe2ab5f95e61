"""What the searches for p-median and p-centre stand on, each part against something slow and obvious."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from geo.siting import Clock, NoAnswerError, Progress, Task, p_center, p_median
from geo.siting.farthest import good
from geo.siting.interchange import greedy, interchange, shaken
from geo.siting.ladder import ladder
from geo.siting.lagrange import ROOT, Part, ascend
from geo.siting.prices import Prices
from geo.siting.reaching import Reached
from geo.siting.reductions import reduced
from geo.siting.solver import solve
from tests.geo.siting import oracle
from tests.geo.siting.oracle import by_milp
from tests.geo.siting.worlds import drawn, plane
from tools.bench.graphs import graph

FOREVER = Clock()


def served_by_all(seed: int) -> Task:
    task = replace(drawn(seed), quotas=())
    cost = np.where(np.isfinite(task.cost), task.cost, 50.0)
    return replace(task, cost=cost, weights=task.weights + 1)


def cheapest(task: Task, p: int) -> float:
    return min(oracle.mean(task, sites) * task.weights.sum() for sites in oracle.choices(task, p))


@pytest.mark.parametrize("seed", range(40))
def test_no_answer_is_cheaper_than_the_lagrangian_bound_from_any_multipliers(seed: int) -> None:
    task = replace(served_by_all(seed), lock=(), ban=())
    prices, rng = Prices.of_task(task), np.random.default_rng(seed)
    best = min(prices.total(sites) for sites in oracle.choices(task, 3))
    start = rng.uniform(0, 2 * prices.of.max(), task.n)
    found = ascend(Part(prices.of, prices.own, 0, 3), start, best * 1.3, np.inf, ROOT, lambda _: False)
    assert found.bound <= best * (1 + 1e-12)
    assert found.bound >= prices.total(range(task.m))


@pytest.mark.parametrize("seed", range(40))
def test_with_columns_open_the_bound_is_what_its_multipliers_prove_and_no_answer_with_them_is_cheaper(
    seed: int,
) -> None:
    task = replace(served_by_all(seed), lock=(), ban=())
    prices, rng = Prices.of_task(task), np.random.default_rng(seed)
    columns, fixed = rng.permutation(task.m)[:-1], seed % 3
    best = min(
        prices.total(columns[[*range(fixed), *more]]) for more in combinations(range(fixed, len(columns)), 4 - fixed)
    )
    part = Part(prices.of[:, columns], prices.own, fixed, 4 - fixed)
    start = rng.uniform(0, 2 * prices.of.max(), task.n)
    found = ascend(part, start, best * 1.3, np.inf, ROOT, lambda _: False)
    assert found.bound <= best * (1 + 1e-12)
    saves = np.maximum(found.multipliers[:, None] - part.prices, 0).sum(axis=0)
    proved = found.multipliers.sum() - saves[:fixed].sum() - np.sort(saves[fixed:])[::-1][: 4 - fixed].sum()
    assert proved == pytest.approx(found.bound, rel=1e-12)
    assert -found.reduced == pytest.approx(saves[fixed:], rel=1e-9, abs=1e-9 * best)
    assert set(range(fixed)) < set(found.opened.tolist()) or fixed == 0
    assert len(set(found.opened.tolist())) == 4


@pytest.mark.parametrize("seed", range(40))
def test_the_ladder_model_equals_every_choice(seed: int) -> None:
    task = replace(served_by_all(seed), lock=(), ban=())
    prices = Prices.of_task(task)
    model, constant = ladder(prices, np.arange(task.m), 1, np.full(task.n, np.inf), 3)
    best = min(prices.total(sites) for sites in combinations(range(task.m), 3) if 0 in sites)
    assert solve(model, FOREVER).bound + constant == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_the_ladder_model_with_limits_equals_every_choice_within_them_or_has_none(seed: int) -> None:
    prices, rng = Prices.of_task(replace(served_by_all(seed), lock=(), ban=())), np.random.default_rng(seed)
    n, m = prices.of.shape
    columns = rng.permutation(m)[:-1]
    limit = np.quantile(prices.of, 0.3 + 0.12 * (seed % 5), axis=1) * rng.uniform(0.9, 1.1, n)
    totals = []
    for more in combinations(range(1, len(columns)), 2):
        pays = np.minimum(prices.of[:, columns[[0, *more]]].min(axis=1), prices.own)
        if (pays <= limit).all():
            totals.append(pays.sum())
    model, constant = ladder(prices, columns, 1, limit, 3)
    found = solve(model, FOREVER)
    if not totals:
        assert found.status == "infeasible"
        return
    assert found.bound + constant == pytest.approx(min(totals), rel=1e-9)
    assert prices.total(columns[found.values[: len(columns)] > 0.5]) == pytest.approx(min(totals), rel=1e-9)


@pytest.mark.parametrize("seed", range(30))
def test_swaps_never_cost_more_and_end_where_no_swap_helps(seed: int) -> None:
    task = served_by_all(seed)
    prices = Prices.of_task(task)
    start = shaken(task, greedy(prices, 3, FOREVER), np.random.default_rng(seed), 2)
    end = interchange(prices, start, FOREVER)
    assert prices.total(end) <= prices.total(start)
    assert oracle.allowed(task, end)
    for out in set(end) - set(task.lock):
        for site in set(range(task.m)) - set(end) - set(task.ban):
            other = tuple({*end, site} - {out})
            assert prices.total(other) >= prices.total(end) * (1 - 1e-8)


@pytest.mark.parametrize("seed", range(6))
def test_many_swaps_one_after_the_other_end_where_no_swap_helps(seed: int) -> None:
    """Sums are kept from swap to swap: one not brought up to date would end it too early or never."""
    task = plane(90, 70, seed) if seed % 2 else Task(graph(70, seed), np.ones(70))
    prices, rng = Prices.of_task(task), np.random.default_rng(seed)
    end = interchange(prices, sorted(rng.choice(70, 15, replace=False).tolist()), FOREVER)
    least = min(prices.total(tuple({*end, site} - {out})) for out in end for site in set(range(70)) - set(end))
    assert least >= prices.total(end) * (1 - 1e-8)


@pytest.mark.parametrize("seed", range(40))
def test_a_cover_of_what_is_left_is_a_cover_of_all_and_none_is_smaller(seed: int) -> None:
    rng = np.random.default_rng(seed)
    within = rng.uniform(size=(12, 9)) < 0.35
    within[within.sum(axis=1) == 0, 0] = True
    rows, columns = reduced(within)

    def least(table: np.ndarray) -> int:
        sizes = range(1, table.shape[1] + 1)
        return next(
            k for k in sizes if any(table[:, s].any(axis=1).all() for s in combinations(range(len(table.T)), k))
        )

    assert least(within[np.ix_(rows, columns)]) == least(within)
    small = within[np.ix_(rows, columns)]
    for chosen in combinations(range(len(columns)), least(within)):
        if small[:, chosen].any(axis=1).all():
            assert within[:, columns[list(chosen)]].any(axis=1).all()


@pytest.mark.parametrize("seed", range(40))
def test_whether_sites_reach_everybody_equals_every_choice_at_every_radius(seed: int) -> None:
    task = replace(drawn(seed), quotas=())
    asked = Reached(task, 2)
    choices = oracle.choices(task, 2)
    for radius in np.random.default_rng(seed).uniform(0.5, 9, 6):
        possible = any(oracle.worst(task, sites) <= radius for sites in choices)
        reach, sites = asked.within(float(radius), FOREVER)
        assert reach is possible
        if possible:
            assert sites in choices
            assert oracle.worst(task, sites) <= radius


@pytest.mark.parametrize("seed", range(20))
def test_a_good_start_for_the_centre_is_a_choice(seed: int) -> None:
    task = replace(drawn(seed), quotas=())
    found = good(task, 3, FOREVER)
    assert found is None or oracle.allowed(task, found)


@pytest.mark.parametrize(("n", "p"), [(100, 5), (100, 10), (100, 33), (150, 20)])
def test_graphs_are_proven_and_never_worse_than_twenty_starts_of_plain_interchange(n: int, p: int) -> None:
    cost, rng = graph(n, seed=1), np.random.default_rng(0)
    task = Task(cost, np.ones(n))
    prices = Prices.of_task(task)
    starts = [interchange(prices, sorted(rng.choice(n, p, replace=False).tolist()), FOREVER) for _ in range(20)]
    answer = p_median(task, p)
    assert (answer.status, answer.gap) == ("optimal", 0)
    assert answer.objective <= min(cost[:, list(sites)].min(axis=1).sum() for sites in starts)


@pytest.mark.parametrize(("n", "p"), [(60, 4), (60, 16)])
def test_points_in_a_plane_equal_an_independent_model(n: int, p: int) -> None:
    task = plane(n, n, seed=p)
    answer = p_median(replace(task, weights=np.ones(n)), p)
    assert answer.objective == pytest.approx(by_milp(task.cost, p), rel=1e-9)
    assert answer.status == "optimal"


@pytest.mark.parametrize(("n", "p"), [(100, 5), (100, 10), (200, 20), (200, 66), (300, 30)])
def test_centres_of_graphs_are_proven_and_no_smaller_radius_is_covered(n: int, p: int) -> None:
    """By a covering model of scipy, at the radius just below the answer's."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    cost = graph(n, seed=2)
    answer = p_center(Task(cost, np.ones(n)), p)
    assert (answer.status, answer.gap) == ("optimal", 0)
    assert answer.objective == cost[:, list(answer.sites)].min(axis=1).max()
    below = LinearConstraint((cost < answer.objective).astype(float), 1, np.inf)
    fewest = milp(np.ones(n), constraints=[below], integrality=np.ones(n), bounds=Bounds(0, 1))
    assert fewest.fun > p + 0.5


@pytest.mark.parametrize("limit_s", [1e-3, 0.3, 1.0])
def test_whenever_it_is_stopped_the_bound_is_true(limit_s: float) -> None:
    cost = graph(150, seed=3)
    task = Task(cost, np.ones(150))
    best = {"median": p_median(task, 12).objective, "centre": p_center(task, 12).objective}
    for problem, search in {"median": p_median, "centre": p_center}.items():
        try:
            answer = search(task, 12, clock=Clock(limit_s))
        except NoAnswerError:
            # A busy machine may spend a thousandth of a second before anything is found; that is said, not guessed.
            assert limit_s < 0.1
            continue
        assert np.isfinite(answer.bound)
        assert answer.bound <= best[problem] <= answer.objective


def test_what_is_heard_on_the_way_brackets_the_answer_and_a_watch_may_stop_it() -> None:
    heard: list[Progress] = []
    task = Task(graph(200, seed=4) * 1e-6, np.ones(200))
    answer = p_median(task, 8, watch=lambda atlas: bool(heard.append(atlas)))
    assert heard
    assert all(known.incumbent is not None and known.incumbent >= answer.objective * (1 - 1e-9) for known in heard)
    assert all(known.bound is None or known.bound <= answer.objective * (1 + 1e-9) for known in heard)
    stopped = p_median(task, 8, watch=lambda atlas: True)
    assert stopped.status in {"stopped", "optimal"}
    assert stopped.bound <= answer.objective * (1 + 1e-9)
