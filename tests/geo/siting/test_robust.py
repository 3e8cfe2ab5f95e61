"""Robustness: the same seed gives the same draws, and nothing uncertain gives the same answer every time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.errors import BadValueError
from geo.siting import Answer, ImpossibleError, cover_most
from geo.siting.robust import Drawn, Spread, robustness
from tests.geo.siting.worlds import plane

TASK = plane(80, 15, seed=2)
STILL = Spread(radius=0, detour=0, weights=0, position_m=0)


def solved(drawn: Drawn) -> Answer:
    weights = drawn.weights(pd.Series(TASK.weights)).to_numpy()
    return cover_most(replace(TASK, weights=weights), 4, 15 * drawn.radius / drawn.detour)


def test_a_seed_gives_the_same_draws_and_another_seed_others() -> None:
    one, same, other = (robustness(solved, 12, seed=seed) for seed in (7, 7, 8))
    pd.testing.assert_series_equal(one.chosen, same.chosen)
    assert one.objectives == same.objectives != other.objectives


def test_a_run_is_the_same_however_many_follow() -> None:
    assert robustness(solved, 5, seed=7).objectives == robustness(solved, 9, seed=7).objectives[:5]


def test_without_doubt_every_run_chooses_the_same() -> None:
    found = robustness(solved, 6, seed=1, spread=STILL)
    assert list(found.chosen) == [6, 6, 6, 6]
    assert sorted(found.chosen.index) == list(cover_most(TASK, 4, 15).sites)


def test_each_run_chooses_as_many_sites_as_asked() -> None:
    found = robustness(solved, 10, seed=3)
    assert (found.runs, found.failed, found.proven) == (10, 0, 10)
    assert found.chosen.sum() == 40
    assert found.chosen.is_monotonic_decreasing
    assert found.chosen.max() <= 10


def test_a_draw_without_an_answer_is_counted_as_such() -> None:
    def never(drawn: Drawn) -> Answer:
        raise ImpossibleError("nothing reaches")

    found = robustness(never, 4, seed=1)
    assert (found.runs, found.failed, len(found.chosen)) == (4, 4, 0)


def test_it_stops_when_told() -> None:
    assert robustness(solved, 50, seed=1, told=lambda done: done == 3).runs == 3


def test_points_move_no_farther_than_what_is_known_of_them() -> None:
    points = pd.DataFrame({"lon": np.full(500, 113.0), "lat": np.full(500, 23.0), "position_km": [3.0, np.nan] * 250})
    moved = Drawn(1, 1, Spread(position_m=500), np.random.default_rng(1)).moved(points)
    metres = 111_320 * np.hypot((moved["lon"] - 113) * np.cos(np.radians(23)), moved["lat"] - 23)
    assert metres[::2].max() <= 3001
    assert metres[::2].max() > 2500
    assert metres[1::2].max() <= 501


@pytest.mark.parametrize("wrong", [{"radius": 1.0}, {"weights": -0.1}, {"detour": float("nan")}, {"position_m": -1}])
def test_a_spread_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadValueError, match="expected a spread"):
        Spread(**wrong)


def test_no_run_is_no_question() -> None:
    with pytest.raises(BadValueError, match="at least one run"):
        robustness(solved, 0, seed=1)
