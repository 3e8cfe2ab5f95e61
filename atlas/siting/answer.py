"""What came of a question of siting, as JSON: the same for page, link and command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from atlas.atlas import Atlas
from atlas.question.question import Question
from atlas.scenario.effect import effect_answer
from atlas.siting import sentences
from atlas.siting.by_weight import first_sentence, firsts_told
from atlas.siting.ground import Ground
from atlas.siting.search import Found
from atlas.siting.solving import by_body
from atlas.weights import weight_told
from atlas.words import Say, say_in
from geo.distance import LIMIT_M, Floats
from geo.siting import Answer

UNITS = {"mclp": "people", "rule": "sites", "lscp": "sites", "p-median": "road_km", "p-center": "road_km"}
NOT_SOLVED = "not-solved"


def page_answer(atlas: Atlas, question: Question, found: Found | None) -> dict[str, Any]:
    """What the siting page answers: search, by_body (a sentence), what_if (None without a scenario).

    found  what came of the question so far, None while nothing has: that is said, and nothing is solved here, for pages
    solve in their queue only
    """
    say = say_in(atlas.world.language)
    unsolved = {"status": NOT_SOLVED, "sentence": say("Not solved yet: search on the page first.")}
    return {
        "search": unsolved if found is None else found_answer(atlas, question, found, say),
        "by_body": sentences.by_body(by_body(atlas, question), say),
        "what_if": effect_answer(atlas, question) if question.scenario else None,
    }


def found_answer(atlas: Atlas, question: Question, found: Found, say: Say, *, ids: bool = False) -> dict[str, Any]:
    """What came of one question: the sentence why not, or the frontier, or the sites with their certificate in numbers
    and in a sentence. Seconds are left out: the same question has the same answer whenever it is proven.

    ids  names in sentences go with their ids
    """
    if found.refused or found.on is None:
        return {"refused": found.refused}
    if found.studied is not None:
        points, built = found.studied.points, found.studied.built
        rows = {"points": points.to_dict("records"), "build_order": built.to_dict("records")}
        return rows | _by_weight(found.on, found, say)
    if found.answer is None:
        return {"refused": ""}
    told = _sites(atlas, found.on, found.answer) | _by_weight(found.on, found, say)
    told["sentence"] = sentences.certificate(
        told["stages"], found.answer.solver, None, say, found.on.weight, found.on.way
    )
    told["as_good"] = found.as_good
    told["as_good_sentence"] = sentences.as_good(found.as_good, say)
    if found.why is not None:
        name_of = sentences.names_of(atlas, say, ids=ids)
        told["why"] = sentences.why(name_of, found.why, found.question.k, found.on.names, say)
        told["depends"] = {each: list(prefectures) for each, prefectures in found.why.depends.items()}
        told["by_body"] = sentences.by_body(by_body(atlas, question), say)
    return told


def _by_weight(on: Ground, found: Found, say: Say) -> dict[str, Any]:
    """What the amounts are amounts of, and whether the first site would be another by another weight."""
    return {
        "weight": {"id": "own"} if on.weight is None else weight_told(on.weight),
        "first_sites": firsts_told(found.firsts),
        "first_sites_sentence": first_sentence(found.firsts, say),
    }


def per_prefecture(on: Ground, sites: Sequence[int]) -> pd.DataFrame:
    """Before and after, index adcode: people, covered_before, covered_after, share_before, share_after, sites (new).

    people are weights when the question has its own; covered is within the question's radius; a share is NaN where
    there is no weight.
    """
    metres = {"before": on.task.already, "after": on.task.nearest(sites)}
    table = pd.DataFrame({"people": _summed(on, on.task.weights)}, index=pd.Index(on.prefectures, name="prefecture"))
    for when, nearest in metres.items():
        reached = nearest <= on.radius_m + LIMIT_M
        table[f"covered_{when}"] = _summed(on, on.task.weights * reached)
        table[f"share_{when}"] = table[f"covered_{when}"] / table["people"].where(table["people"] > 0)
    homes = on.candidates["prefecture"].iloc[list(sites)]
    table["sites"] = [int((homes == adcode).sum()) for adcode in on.prefectures]
    return table


def _sites(atlas: Atlas, on: Ground, answer: Answer) -> dict[str, Any]:
    """The certificate, the sites by id, and every prefecture before and after."""
    told = in_units(on, answer)
    table = per_prefecture(on, answer.sites)
    return {
        "problem": answer.problem,
        "sites": on.ids(answer.sites),
        **{name: told[0][name] for name in ("objective", "bound", "gap")},
        "status": answer.status,
        "stages": told,
        "unit": _unit(on, answer.problem),
        "solver": answer.solver,
        "distance": on.way.id,
        "data_version": atlas.version,
        "existing": sorted(on.existing["id"]),
        "candidates": on.offered,
        "demand_places": len(on.demand),
        "per_prefecture": [
            {"prefecture": adcode, **{name: _plain(value) for name, value in row.items()}}
            for adcode, row in table.to_dict("index").items()
        ],
    }


def _unit(on: Ground, problem: str) -> str:
    if UNITS[problem] == "road_km" and on.way.travel is not None:
        return on.way.unit
    if UNITS[problem] != "people" or (on.weight is not None and not on.weight.modelled):
        return UNITS[problem]
    return "own weight" if on.weight is None else on.weight.unit


def in_units(on: Ground, answer: Answer) -> list[dict[str, Any]]:
    """Every stage as it is told: people and sites as they are, distances in kilometres of road or minutes; the sum of
    a p-median as the mean over the weight.
    """
    divisors = {"total": float(on.task.weights.sum()), "worst": 1.0}
    found = []
    for stage in answer.stages:
        divisor = divisors.get(stage.aim)
        objective, bound = (
            _plain(value) if divisor is None else on.road_km(value / divisor)
            for value in (stage.objective, stage.bound)
        )
        aim = "mean" if stage.aim == "total" else stage.aim
        found.append({"aim": aim, "objective": objective, "bound": bound, "gap": stage.gap, "status": stage.status})
    return found


def _summed(on: Ground, weights: Floats) -> Floats:
    return np.bincount(on.groups, weights=weights, minlength=len(on.prefectures)).astype(float)


def _plain(value: Any) -> Any:
    """Whole numbers as such: people are counted, not measured."""
    number = float(value)
    return int(number) if number.is_integer() else number
