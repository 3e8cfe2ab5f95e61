"""The frontier, the build order, and what stands in the way of the rule."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from geo.errors import BadValueError
from geo.siting import ImpossibleError, Quota, Rule, Task, cover_most, frontier, rule_plan
from geo.siting.conflict import depends_on, explain, one_fewer, with_demands
from tests.geo.siting import oracle
from tests.geo.siting.worlds import drawn


@pytest.mark.parametrize("seed", range(12))
def test_the_frontier_rises_and_stays_under_its_bounds(seed: int) -> None:
    task = replace(drawn(seed, n=30, m=12), quotas=())
    found = frontier(task, 8, 2.0)
    points = found.points
    assert (np.diff(points["covered"]) >= 0).all()
    assert (points["covered"] <= points["bound"]).all()
    for row in points.itertuples():
        assert row.covered == pytest.approx(cover_most(task, row.p, 2.0).objective, abs=1e-6)
        assert row.covered == pytest.approx(oracle.covered(task, row.sites, 2.0), abs=1e-6)
    assert sorted(found.order) == sorted(points["sites"].iloc[-1])
    assert (found.built["loss"].dropna() >= -1e-6).all()
    assert found.built["loss"].iloc[-1] == pytest.approx(0, abs=1e-6)


def zoned(seed: int) -> tuple:
    rng = np.random.default_rng(seed)
    task = replace(drawn(seed, n=18, m=8), lock=(), ban=(), quotas=(Quota("all", np.arange(8), 0, 2),))
    zones = {"north": np.array([0, 1, 2]), "core": np.array([3, 4, 5])}
    floors = {"north": int(rng.integers(1, 4)), "core": int(rng.integers(1, 4))}
    groups = np.arange(18) % 6
    return task, Rule(2.5, Fraction(7, 10), int(rng.integers(2, 7)), groups, tuple("abcdef"), zones, floors)


@pytest.mark.parametrize("seed", range(40))
def test_a_way_out_works_and_a_smaller_one_does_not(seed: int) -> None:
    task, rule = zoned(seed)
    found = explain(task, rule)
    possible = [sites for p in range(3) for sites in oracle.choices(task, p)]
    if found is None:
        assert any(oracle.met(task, rule, sites) for sites in possible)
        return
    assert any(oracle.met(task, with_demands(rule, found.relaxed), sites) for sites in possible)
    least = min(_given_up(task, rule, sites) for sites in possible)
    assert found.given_up == least > 0
    conflict = with_demands(rule, {name: found.asked[name] for name in found.together})
    assert not any(oracle.met(task, conflict, sites) for sites in possible)
    for name in found.together:
        fewer = {each: found.asked[each] for each in found.together if each != name}
        assert any(oracle.met(task, with_demands(rule, fewer), sites) for sites in possible)


def _given_up(task, rule, sites) -> int:
    enough = np.array(oracle.qualifying(task, rule, sites))
    given = max(0, rule.k - enough.sum())
    return given + sum(max(0, n - enough[rule.zones[zone]].sum()) for zone, n in rule.floors.items())


@pytest.mark.parametrize("seed", range(20))
def test_one_site_fewer_costs_what_it_says(seed: int) -> None:
    task, rule = zoned(seed)
    task, rule = replace(task, quotas=()), replace(rule, floors={})
    if explain(task, rule) is not None:
        return
    answer = rule_plan(task, rule)
    fewer = one_fewer(task, rule, answer)
    if fewer is None:
        assert not answer.sites
        return
    choices = oracle.choices(task, len(answer.sites) - 1)
    most = max(sum(oracle.qualifying(task, rule, sites)) for sites in choices)
    assert fewer.proven
    assert fewer.qualifying == most < rule.k
    for site, groups in depends_on(task, rule, answer).items():
        left = oracle.qualifying(task, rule, tuple(each for each in answer.sites if each != site))
        assert not any(left[group] for group in groups)


@pytest.mark.parametrize(
    ("most", "lock", "ban", "refusal"),
    [(2, (0, 1, 2), (), ImpossibleError), (3, (), tuple(range(6)), ImpossibleError), (0, (), (), BadValueError)],
)
def test_a_frontier_that_cannot_begin_is_refused(
    most: int, lock: tuple[int, ...], ban: tuple[int, ...], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        frontier(Task(np.ones((4, 6)), np.ones(4), lock=lock, ban=ban), most, 1.0)
