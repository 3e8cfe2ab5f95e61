"""How a table is sorted changes no answer, however many choices are as good."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from geo.siting import Answer, Rule, Task, cover_all, cover_most, p_center, p_median, rule_plan, task_of_places
from geo.siting.places import in_order

BODIES = pd.DataFrame({"id": [], "serves": [], "prefecture": [], "lon": [], "lat": []})


def places(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Demand and candidates on a coarse grid, with every candidate twice: there are always choices as good."""
    rng = np.random.default_rng(seed)
    demand = pd.DataFrame(
        {
            "id": [f"d{each}" for each in range(20)],
            "prefecture": rng.choice(["440100", "440200"], 20),
            "lon": 113 + rng.integers(0, 6, 20) / 10,
            "lat": 23 + rng.integers(0, 6, 20) / 10,
            "residents": rng.integers(1, 4, 20) / 10,
        }
    )
    one = pd.DataFrame({"lon": 113 + rng.integers(0, 6, 5) / 10, "lat": 23 + rng.integers(0, 6, 5) / 10})
    both = pd.concat([one, one], ignore_index=True)
    return demand, both.assign(id=list("abcdefghij"), prefecture="440100")


def rule(demand: pd.DataFrame) -> Rule:
    groups = (demand["prefecture"] == "440200").to_numpy().astype(int)
    return Rule(25_000.0, Fraction(1, 2), 2, groups, ("440100", "440200"))


QUESTIONS: dict[str, Callable[[Task, pd.DataFrame], Answer]] = {
    "mclp": lambda task, _: cover_most(task, 2, 15_000.0),
    "lscp": lambda task, _: cover_all(task, 60_000.0),
    "p-median": lambda task, _: p_median(task, 2),
    "p-center": lambda task, _: p_center(task, 2),
    "rule": lambda task, demand: rule_plan(task, rule(demand)),
}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_ids_whatever_the_order_of_candidates_and_demand(question: str, seed: int) -> None:
    demand, candidates = places(seed)
    answers = set()
    for turn in range(4):
        some = in_order(demand.sample(frac=1, random_state=turn))
        others = in_order(candidates.sample(frac=1, random_state=turn))
        answer = QUESTIONS[question](task_of_places(some, others, BODIES, ignore_borders=True), some)
        assert answer.status == "optimal"
        answers.add(tuple(others["id"].iloc[list(answer.sites)]))
    assert len(answers) == 1


def test_two_candidates_as_good_give_the_same_one_either_way() -> None:
    demand = pd.DataFrame({"prefecture": ["440800"], "lon": [110.405], "lat": [21.2], "residents": [5]})
    both = pd.DataFrame({"id": ["a", "b"], "prefecture": "440800", "lon": [110.40, 110.41], "lat": 21.2})
    for table in (both, both.iloc[::-1]):
        ordered = in_order(table)
        answer = cover_most(task_of_places(demand, ordered, BODIES), 1, 50_000.0)
        assert ordered["id"].iloc[answer.sites[0]] == "a"


def test_a_place_that_nobody_reaches_is_told_by_its_id() -> None:
    demand = pd.DataFrame(
        {"id": ["near", "far"], "prefecture": "440800", "lon": [110.4, 112.0], "lat": 21.2, "residents": 1}
    )
    candidate = pd.DataFrame({"id": ["a"], "prefecture": ["440800"], "lon": [110.4], "lat": [21.2]})
    with pytest.raises(ValueError, match=r"1 of 2 places \(far\)"):
        cover_all(task_of_places(demand, candidate, BODIES), 50_000.0)
