"""`cli.py site`: what was typed, solved, as one JSON object."""

from __future__ import annotations

from argparse import Namespace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from atlas import site_arguments as typed
from atlas import site_tables
from atlas.question.question import USUAL_RADIUS_KM, Asked
from atlas.siting import ground as siting
from atlas.siting import sentences as site_words
from atlas.siting.ground import Ground, SiteQuestion
from atlas.words import say_in
from atlas.world import Known, default_definition, definition_of, residents_share
from geo.checks import quoted
from geo.definitions import needed
from geo.siting import Answer, Clock, ImpossibleError, NoAnswerError, Task, cover_all, cover_most, p_center, p_median
from geo.siting.conflict import Conflict
from geo.siting.equity import FloorConflict
from geo.typed import folded, whole

COUNTED = ("mclp", "p-median", "p-center")
WITHIN = ("mclp", "lscp")


def by_places(asked: Namespace, known: Known, question: Asked) -> dict[str, Any]:
    """A question over the province. Raises ValueError, LookupError or geo.errors with one sentence."""
    _need_count(asked)
    if asked.radius is not None:
        raise ValueError("expected --radius-km for a question over the province; --radius goes with --matrix")
    own = None
    if asked.candidates not in (siting.COUNTIES, siting.PLACES):
        own = site_tables.candidates_file(Path(asked.candidates))
    weights = site_tables.weights_file(asked.weights) if asked.weights else None
    site = SiteQuestion(
        problem=asked.problem,
        p=asked.p or 1,
        radius_km=asked.radius_km or USUAL_RADIUS_KM,
        k=_k(asked, known),
        theta=typed.share(asked.theta) if asked.theta else residents_share(known.plan),
        zone_floors=typed.pairs(asked.zone_floor, "a floor such as north=3", whole),
        candidates="" if own else asked.candidates,
        own_candidates=own.value if own else None,
        demand=asked.demand,
        ignore_borders=asked.ignore_borders,
        lock=tuple(map(folded, asked.lock)),
        ban=tuple(map(folded, asked.ban)),
        quotas=typed.pairs(asked.quota, "a quota such as 441500=0:1", typed.bounds),
        equity=typed.pairs(asked.equity, "an equity floor such as north=0.5", typed.share),
        weights=weights.value if weights else {},
        time_limit_s=asked.time_limit,
    )
    clock, say = Clock(site.time_limit_s), say_in(known.world.language)
    on = siting.ground(known, question, site)
    try:
        answer = siting.solve(known, site, on, clock)
    except ImpossibleError as error:
        raise ValueError(_reason(known, site, on, clock) or str(error)) from None
    said = siting.site_answer(known, site, on, answer)
    if notes := [note.told(say) for each in (own, weights) if each for note in each.notes]:
        said["notes"] = notes
    said["sentence"] = site_words.certificate(said["stages"], answer.solver, answer.seconds, say)
    if site.problem == "rule":
        found = siting.why(known, site, on, answer, clock)
        said["why"] = site_words.why(known, found, site.k, on.names, say)
        said["depends"] = {each: list(prefectures) for each, prefectures in found.depends.items()}
        said["by_body"] = site_words.by_body(siting.by_body(known, question), say)
    return said


def by_matrix(asked: Namespace) -> dict[str, Any]:
    """A question on plain numbers; sites are column numbers, from 0."""
    if asked.problem == "rule":
        raise ValueError("expected mclp, lscp, p-median or p-center with --matrix: the rule needs prefectures")
    _need_count(asked)
    if asked.problem in WITHIN and asked.radius is None:
        raise ValueError(f"expected --radius for {asked.problem}, in the unit of the matrix")
    clock = Clock(asked.time_limit)
    cost = site_tables.matrix_file(asked.matrix)
    weights = site_tables.weights_column(asked.weights) if asked.weights else np.ones(len(cost))
    if len(weights) != len(cost):
        raise ValueError(f"expected {len(cost)} weights, one for each row of the matrix, got {len(weights)}")
    lock, ban = (tuple(_column(each, cost.shape[1]) for each in given) for given in (asked.lock, asked.ban))
    task = Task(cost, weights, lock=lock, ban=ban)
    answer: Answer
    if asked.problem == "mclp":
        answer = cover_most(task, asked.p, asked.radius, clock=clock)
    elif asked.problem == "lscp":
        answer = cover_all(task, asked.radius, clock=clock)
    elif asked.problem == "p-median":
        answer = p_median(task, asked.p, clock=clock)
    else:
        answer = p_center(task, asked.p, clock=clock)
    stages = [
        {name: getattr(stage, name) for name in ("aim", "objective", "bound", "gap", "status")}
        for stage in answer.stages
    ]
    first = {name: stages[0][name] for name in ("objective", "bound", "gap")}
    if asked.problem == "p-median":
        # Published sets state the weighted sum; the mean is told beside it.
        first["mean"] = stages[0]["objective"] / float(weights.sum())
    return {
        "problem": answer.problem,
        "sites": list(answer.sites),
        **first,
        "status": answer.status,
        "stages": stages,
        "seconds": round(answer.seconds, 3),
        "solver": answer.solver,
        "rows": task.n,
        "columns": task.m,
    }


def _k(asked: Namespace, known: Known) -> int:
    """The plan's own number when none is given: its share of the prefectures, rounded up."""
    if asked.k is not None:
        return int(asked.k)
    share: Fraction = definition_of(known.plan, default_definition(known.plan)).share
    return needed(share, len(known.plan.about["prefectures"]))


def _need_count(asked: Namespace) -> None:
    if asked.problem in COUNTED and asked.p is None:
        raise ValueError(f"expected --p, the number of new sites, for {asked.problem}")
    if asked.p is not None and asked.p < 1:
        raise ValueError(f"expected --p of 1 or more new sites, got {asked.p}")


def _column(text: str, wide: int) -> int:
    try:
        return whole(text, 0, wide - 1)
    except ValueError:
        raise ValueError(f"expected a column number from 0 to {wide - 1}, got {quoted(text)}") from None


def _reason(known: Known, site: SiteQuestion, on: Ground, clock: Clock) -> str:
    """Which demands contradict each other and the smallest way out, in one sentence; "" when that is not known."""
    later = Clock(max(10.0, clock.left()))
    try:
        if site.problem == "rule":
            return _rule_reason(siting.why_impossible(known, site, on, later))
        if site.problem == "mclp" and site.equity:
            return _floor_reason(siting.why_floors(known, site, on, later))
    except (ImpossibleError, NoAnswerError):
        pass
    return ""


def _rule_reason(found: Conflict | None) -> str:
    if found is None:
        return ""
    asked = " and ".join(f"{name}={found.asked[name]}" for name in found.together)
    most = ", ".join(f"{name} at most {found.attainable[name]}" for name in found.together)
    out = ", ".join(f"{name}={value}" for name, value in found.relaxed.items() if value != found.asked[name])
    return f"no choice of candidates meets {asked} ({most}); the smallest change that works is {out}"


def _floor_reason(found: FloorConflict | None) -> str:
    if found is None:
        return ""
    asked = " and ".join(f"{name}={float(found.asked[name]):g}" for name in found.together)
    most = ", ".join(f"{name} at most {float(found.attainable[name]):g}" for name in found.together)
    out = ", ".join(f"{name}={float(value):g}" for name, value in found.relaxed.items())
    return f"no choice of candidates meets {asked} ({most}); the smallest change that works is {out}"
