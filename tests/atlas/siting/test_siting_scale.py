"""Siting on the shipped province: at county scale against every choice there is, and the plan's rule at three sizes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np
import pytest

from atlas.question.question import default_question
from atlas.siting import ground as grounds
from atlas.siting.ground import Ground, Loaded
from atlas.siting.question import SitingQuestion
from atlas.siting.solving import solve
from geo.siting import Clock, Task
from tests.worlds import choices, the_atlas

COUNTY = SitingQuestion("most", demand="counties")
RULE = SitingQuestion("rule", k=17, share=Fraction(4, 5), floors={"north": 3})
ASKED = {"mclp": ("most", "lscp"), "p-median": ("all", "p-median"), "p-center": ("all", "p-center")}
CHUNK = 20_000


def ground(siting: SitingQuestion, loaded: Loaded | None = None, **asked: object) -> Ground:
    whole = default_question(choices()).with_changes(**{"radius_km": 80, **asked})
    return grounds.ground(the_atlas(), whole, siting, loaded or Loaded())


def nearest(task: Task, p: int) -> np.ndarray:
    """The cost of every place to the nearest under every choice of p seats: shape (choices, n)."""
    every = np.fromiter(combinations(range(task.m), p), dtype=np.dtype((np.int16, p)), count=comb(task.m, p))
    best = np.empty((len(every), task.n))
    for start in range(0, len(every), CHUNK):
        part = every[start : start + CHUNK]
        best[start : start + CHUNK] = np.minimum(task.cost.T[part].min(axis=1), task.already)
    return best


@pytest.mark.parametrize("ignore_borders", [True, False])
@pytest.mark.parametrize("p", [1, 2, 3])
def test_county_scale_equals_every_choice(p: int, *, ignore_borders: bool) -> None:
    question = replace(COUNTY, p=p)
    on = ground(question, radius_km=60, ignore_borders=ignore_borders)
    assert on.task.cost.shape == (124, 124)
    best = nearest(on.task, p)
    expected = {
        "mclp": ((best <= on.radius_m) @ on.task.weights).max(),
        "p-median": (best @ on.task.weights).min(),
        "p-center": best.max(axis=1).min(),
    }
    for problem, value in expected.items():
        kind, aim = ASKED[problem]
        answer = solve(the_atlas(), replace(question, question=kind, aim=aim), on, Clock(60))
        assert (answer.status, answer.gap) == ("optimal", 0)
        assert len(answer.sites) == p
        assert answer.objective == pytest.approx(value, rel=1e-6), problem


def some_places(number: int) -> Loaded:
    """So many of the modelled places as candidates, spread over their table."""
    places = grounds.candidates_of(the_atlas(), replace(RULE, sites="places"), Loaded())
    return Loaded(candidates=places.iloc[np.linspace(0, len(places) - 1, number).astype(int)])


def qualifying(on: Ground, sites: tuple[int, ...]) -> list[str]:
    """The slow way: prefectures with at least four fifths of their residents in reach, by exact shares."""
    radius = on.radius_m
    found = []
    for adcode in on.prefectures:
        rows = np.flatnonzero((on.demand["prefecture"] == adcode).to_numpy())
        people = reached = 0
        for row in rows:
            people += round(on.task.weights[row])
            costs = [on.task.already[row], *(on.task.cost[row, site] for site in sites)]
            reached += round(on.task.weights[row]) if min(costs) <= radius + 1e-6 else 0
        if 5 * reached >= 4 * people:
            found.append(adcode)
    return found


@pytest.mark.parametrize(
    ("siting", "number"),
    [
        (replace(RULE, demand="counties"), 0),
        (replace(RULE, sites="own"), 400),
        pytest.param(replace(RULE, sites="own"), 1652, marks=pytest.mark.long),
    ],
    ids=["124 x 124", "1652 x 400", "1652 x 1652"],
)
def test_the_rule_by_reach_is_proven_at_each_size(siting: SitingQuestion, number: int) -> None:
    on = ground(siting, some_places(number) if number else None)
    answer = solve(the_atlas(), siting, on, Clock(60))
    for stage in answer.stages:
        assert stage.gap == pytest.approx(abs(stage.objective - stage.bound) / max(stage.objective, stage.bound, 1e-9))
    if on.task.m <= 400:
        assert [stage.status for stage in answer.stages] == ["optimal"] * 3
    assert answer.stages[0].status == "optimal"
    met = qualifying(on, answer.sites)
    assert len(met) >= 17
    assert len(set(met) & set(the_atlas().members("north"))) >= 3
