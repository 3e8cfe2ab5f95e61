"""Siting: covering beside spopt with the same solver behind both, the frontier, and the plan's rule at three sizes.

Both are timed from the matrix of costs to the sites: to build the model is most of the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from atlas.atlas import Atlas
from atlas.loading import load
from atlas.question.offered import choices_of
from atlas.question.question import default_question
from atlas.siting.ground import Ground, Loaded, candidates_of, ground
from atlas.siting.question import COUNTIES, OWN, PLACES, SitingQuestion
from atlas.siting.solving import solve
from atlas.siting.studies import frontier
from data.catalog import meta
from geo.siting import Answer, Clock, Task, cover_most
from tools.bench.clock import timed
from tools.bench.graphs import towns
from tools.bench.table import Aim, markdown, number, ratio

PLAN = "14-5"
RADIUS_KM, P = 25.0, 15
DUELS = ((2_000, 500), (10_000, 500))
FRONTIER_P = 20
LIMIT_S, THEIR_LIMIT_S, MOST_TURNS = 60.0, 600.0, 3
WANTED = 400
# The plan's rule as the issue of the siting page asks for it.
RULE = SitingQuestion("rule", k=17, share=Fraction(4, 5), floors={"north": 3}, limit_s=LIMIT_S)
RULE_KM = 80


@dataclass(frozen=True)
class Duel:
    """One covering question put to both. ours_s, theirs_s  to build and solve;  each with what it reached"""

    n: int
    m: int
    ours_s: float
    theirs_s: float
    ours: float
    theirs: float
    status: str

    @property
    def times(self) -> float:
        """How many times as fast ours is."""
        return ratio(self.theirs_s, self.ours_s)


@dataclass(frozen=True)
class Solved:
    """A question of ours alone."""

    title: str
    seconds: float
    found: str
    gap: float
    status: str


def duels(turns: int) -> list[Duel]:
    """Seeded places around towns, the first 500 of them candidates."""
    return [_duel(n, m, min(turns, MOST_TURNS)) for n, m in DUELS]


def alone(turns: int) -> list[Solved]:
    """The frontier, and the rule by reach at three sizes, on the shipped data."""
    atlas = load(PLAN)
    question = default_question(choices_of(atlas, meta("bodies").as_of)).with_changes(radius_km=RULE_KM)
    siting = replace(RULE, question="frontier", most=FRONTIER_P)
    on = ground(atlas, question, siting, Loaded())
    studied, seconds = timed(lambda: frontier(atlas, siting, on, Clock(LIMIT_S), lambda _: False), turns)
    points = studied.points
    title = f"frontier p = 1…{FRONTIER_P}, {on.task.n:,} × {on.task.m:,}"
    statuses = ", ".join(dict.fromkeys(points["status"]))
    found = [Solved(title, seconds, f"{points['covered'].iloc[-1]:,.0f} people", points["gap"].max(), statuses)]
    places = candidates_of(atlas, replace(RULE, sites=PLACES), Loaded())
    some = Loaded(candidates=places.iloc[np.linspace(0, len(places) - 1, WANTED).astype(int)])
    for each in (replace(RULE, demand=COUNTIES), replace(RULE, sites=OWN), replace(RULE, sites=PLACES)):
        stands = ground(atlas, question, each, some)
        answer, seconds = timed(_rule(atlas, each, stands), turns)
        title = f"the plan's rule, {stands.task.n:,} × {stands.task.m:,}"
        worst = max(stage.gap for stage in answer.stages)
        found.append(Solved(title, seconds, f"{len(answer.sites)} sites", worst, answer.status))
    return found


def report(fought: list[Duel], found: list[Solved]) -> str:
    """The two tables."""
    head = ["MCLP, build and solve", "ours, s", "spopt, s", "times as fast", "ours reaches", "spopt reaches", "status"]
    rows = [
        [
            f"{duel.n:,} × {duel.m:,}",
            number(duel.ours_s),
            number(duel.theirs_s),
            number(duel.times),
            number(duel.ours),
            number(duel.theirs),
            duel.status,
        ]
        for duel in fought
    ]
    alone_rows = [[each.title, number(each.seconds), each.found, f"{each.gap:.2%}", each.status] for each in found]
    return "\n\n".join(
        [
            markdown(head, rows),
            markdown(["ours, on the shipped data", "s", "answer", "largest gap", "status"], alone_rows),
        ]
    )


def aims(fought: list[Duel]) -> Iterator[Aim]:
    """At least ten times as fast, and the same optimum."""
    for duel in fought:
        yield Aim(f"MCLP {duel.n:,} × {duel.m:,}: spopt's time / ours", duel.times, 10, " ×", at_least=True)
        yield Aim(f"MCLP {duel.n:,} × {duel.m:,}: difference of the optima", abs(duel.ours - duel.theirs), 0, " people")


def _duel(n: int, m: int, turns: int) -> Duel:
    # Only `make bench` installs them.
    import pulp  # noqa: PLC0415
    from spopt.locate import MCLP  # noqa: PLC0415

    task = towns(n, m)
    answer, ours_s = timed(lambda: cover_most(Task(task.cost, task.weights), P, RADIUS_KM, clock=Clock(LIMIT_S)), turns)
    solver = pulp.HiGHS(msg=False, timeLimit=THEIR_LIMIT_S, gapRel=0)
    model, theirs_s = timed(
        lambda: MCLP.from_cost_matrix(task.cost, task.weights, RADIUS_KM, P).solve(solver, results=False), turns
    )
    theirs = float(pulp.value(model.problem.objective))
    return Duel(n, m, ours_s, theirs_s, answer.objective, theirs, answer.status)


def _rule(atlas: Atlas, siting: SitingQuestion, on: Ground) -> Callable[[], Answer]:
    return lambda: solve(atlas, siting, on, Clock(LIMIT_S))
