"""How many other choices are as good, against every choice there is."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from geo.siting import Answer, Floor, ImpossibleError, Rule, Task, cover_all, cover_most, p_center, p_median, rule_plan
from geo.siting.ties import exchanges_as_good
from tests.geo.siting import oracle
from tests.geo.siting.worlds import drawn

RADIUS = 2.5


def one_apart(task: Task, sites: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Every choice that may be made and has all but one of these sites."""
    return [each for each in oracle.choices(task, len(sites)) if len(set(each) & set(sites)) == len(sites) - 1]


def as_good(task: Task, answer: Answer, value: str) -> int:
    aim = {"mclp": oracle.covered, "mean": oracle.mean, "worst": oracle.worst}[value]
    extra = (RADIUS,) if value == "mclp" else ()
    best = aim(task, answer.sites, *extra)
    return sum(aim(task, each, *extra) == pytest.approx(best, rel=1e-12) for each in one_apart(task, answer.sites))


@pytest.mark.parametrize("seed", range(40))
def test_ties_of_the_plain_problems_are_those_of_every_choice(seed: int) -> None:
    task = drawn(seed)
    for value, ask in {
        "mclp": lambda: cover_most(task, 3, RADIUS),
        "mean": lambda: p_median(task, 3),
        "worst": lambda: p_center(task, 3),
    }.items():
        try:
            answer = ask()
        except ImpossibleError:
            continue
        assert exchanges_as_good(task, answer, RADIUS) == as_good(task, answer, value), value


@pytest.mark.parametrize("seed", range(20))
def test_ties_of_covering_all_reach_everybody_with_as_many_sites(seed: int) -> None:
    task = drawn(seed)
    try:
        answer = cover_all(task, 6.0)
    except ImpossibleError:
        return
    reach = [each for each in one_apart(task, answer.sites) if oracle.worst(task, each) <= 6.0]
    assert exchanges_as_good(task, answer, 6.0) == len(reach)


@pytest.mark.parametrize("seed", range(40))
def test_ties_of_the_rule_are_as_good_in_all_three_aims(seed: int) -> None:
    task = drawn(seed)
    rule = Rule(3.0, Fraction(1, 2), 3, np.arange(task.n) % 4, tuple("abcd"), {"z": np.array([0, 1])}, {"z": 1})
    try:
        answer = rule_plan(task, rule)
    except ImpossibleError:
        return
    best = oracle.covered(task, answer.sites, 3.0), oracle.served_worst(task, answer.sites)
    same = [
        each
        for each in one_apart(task, answer.sites)
        if oracle.met(task, rule, each)
        and (oracle.covered(task, each, 3.0), oracle.served_worst(task, each)) == pytest.approx(best, rel=1e-12)
    ]
    assert exchanges_as_good(task, answer, 3.0, rule=rule) == len(same)


def test_a_floor_must_hold_in_the_other_choice_too() -> None:
    task = Task(np.array([[1.0, 9.0], [9.0, 1.0]]), np.array([5.0, 5.0]))
    answer = cover_most(task, 1, 2.0)
    assert exchanges_as_good(task, answer, 2.0) == 1
    floor = Floor("first", np.array([answer.sites[0]]), Fraction(1, 2))
    assert exchanges_as_good(task, answer, 2.0, floors=[floor]) == 0


@pytest.mark.parametrize("power", [-12, 0, 12])
def test_ties_do_not_depend_on_the_unit(power: int) -> None:
    cost, weights = np.array([[0.1, 0.3, 0.3], [0.3, 0.1, 0.3], [0.3, 0.3, 0.1]]), np.array([3.0, 3.0, 1.0])
    task = Task(cost * 10.0**power, weights * 10.0**-power)
    assert exchanges_as_good(task, p_median(task, 1), 0.2 * 10.0**power) == 1
    assert exchanges_as_good(task, cover_most(task, 1, 0.2 * 10.0**power), 0.2 * 10.0**power) == 1
    assert exchanges_as_good(task, p_center(task, 1), 0.2 * 10.0**power) == 2
