"""Beyond one answer: the whole frontier with a build order, and how robust the choice of sites is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from atlas.atlas import Atlas
from atlas.question.question import Question
from atlas.siting.ground import Ground, Loaded, ground
from atlas.siting.question import SitingQuestion
from atlas.siting.solving import equity_floors, solve
from geo.siting import Answer, Clock, Watch
from geo.siting import frontier as frontier_of
from geo.siting.robust import Drawn, Spread
from geo.siting.robust import robustness as robustness_of


@dataclass(frozen=True, eq=False)
class Studied:
    """points  geo.siting.Frontier.points with `sites` as ids;  built  its build order with `site` as id, and `name`"""

    points: pd.DataFrame
    built: pd.DataFrame


def frontier(atlas: Atlas, siting: SitingQuestion, on: Ground, clock: Clock, watch: Watch | None = None) -> Studied:
    """The most people in reach for every number of new sites up to `question.most`, or as many candidates as there are,
    with bounds, and an order to build in.
    """
    most = min(siting.most, len(on.task.free))
    floors = equity_floors(atlas, siting, on)
    found = frontier_of(on.task, most, on.radius_m, floors=floors, clock=clock, watch=watch)
    ids, names = on.candidates["id"].astype(str), on.candidates["name"].astype(str)
    return Studied(
        found.points.assign(sites=pd.Series([tuple(on.ids(sites)) for sites in found.points["sites"]], dtype=object)),
        found.built.assign(
            name=[names.iloc[site] for site in found.built["site"]],
            site=[ids.iloc[site] for site in found.built["site"]],
        ),
    )


@dataclass(frozen=True, eq=False)
class Robust:
    """sites  one row a site chosen in any run: id, name, prefecture, chosen (runs), share of the solved runs;
    runs, failed, proven  draws made, without an answer, solved to the proof;  seed  draws the same again
    """

    sites: pd.DataFrame
    runs: int
    failed: int
    proven: int
    seed: int


def robustness(
    atlas: Atlas,
    question: Question,
    siting: SitingQuestion,
    loaded: Loaded,
    *,
    runs: int,
    seed: int,
    spread: Spread | None = None,
    clock: Clock | None = None,
    told: Callable[[int], bool] | None = None,
) -> Robust:
    """The question solved again for `runs` draws of radius, detour, positions and weights.

    Each draw has the question's own limit of time, and all together that of `clock`; told  hears how many are done.
    """
    whole = clock or Clock()

    def one(drawn: Drawn) -> Answer:
        on = ground(atlas, question, siting, loaded, drawn)
        return solve(atlas, siting, on, Clock(max(1e-3, min(siting.limit_s, whole.left())), whole.stopped))

    def heard(done: int) -> bool:
        return bool(told is not None and told(done)) or whole.over()

    found = robustness_of(one, runs, seed=seed, spread=spread, told=heard)
    candidates = ground(atlas, question, siting, loaded).candidates
    rows = candidates.iloc[list(found.chosen.index)]
    solved = max(1, found.runs - found.failed)
    return Robust(
        sites=pd.DataFrame(
            {
                "id": rows["id"].astype(str).to_numpy(),
                "name": rows["name"].to_numpy(),
                "prefecture": rows["prefecture"].to_numpy(),
                "chosen": found.chosen.to_numpy(),
                "share": found.chosen.to_numpy() / solved,
            }
        ),
        runs=found.runs,
        failed=found.failed,
        proven=found.proven,
        seed=seed,
    )
