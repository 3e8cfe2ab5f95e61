"""Where new centres should stand, as the siting page and `cli.py site` ask for it, and the answer with its certificate.

Bodies that are there are those of the question (date, definition, kinds, industry); they stay. Distances are told in
kilometres of estimated road, straight times `atlas.reaching.DETOUR`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from atlas.answers import coverage_of
from atlas.question.question import Asked
from atlas.reaching import DETOUR, bodies_asked
from atlas.world import Known
from geo.distance import LIMIT_M, Floats, road_km, straight_m
from geo.siting import (
    Answer,
    Clock,
    Floor,
    NoAnswerError,
    Rule,
    Task,
    Watch,
    cover_all,
    cover_most,
    p_center,
    p_median,
    rule_plan,
    task_of_places,
)
from geo.siting.conflict import Conflict, Fewer, depends_on, explain, one_fewer
from geo.siting.equity import FloorConflict, explain_floors
from geo.siting.places import columns_of, in_order
from geo.siting.robust import Drawn

PROBLEMS = ("mclp", "rule", "lscp", "p-median", "p-center")
UNITS = {"mclp": "people", "rule": "sites", "lscp": "sites", "p-median": "road_km", "p-center": "road_km"}
COUNTIES, PLACES = "counties", "places"
USUAL_LIMIT_S = 60.0


@dataclass(frozen=True)
class SiteQuestion:
    """One question of siting; what it does not say, the question of the page (`Asked`) says.

    p               number of new sites (mclp, p-median, p-center);  radius_km  estimated road (mclp, lscp, rule)
    k, theta        at least k prefectures with this share of residents in reach;  zone_floors  zone -> prefectures
    candidates      "counties", "places", or "" with `own_candidates`: columns id, name, prefecture, lon, lat
    lock, ban       ids of candidates;  quotas  prefecture -> (least, most) of the new sites
    equity          prefecture or zone -> share of its residents that must be in reach (mclp)
    weights         county -> weight, spread over its places like its residents; empty: residents, a proxy for demand
    """

    problem: str
    p: int = 1
    radius_km: float = 50
    k: int = 1
    theta: Fraction = Fraction(1)
    zone_floors: Mapping[str, int] = field(default_factory=dict)
    candidates: str = COUNTIES
    own_candidates: pd.DataFrame | None = None
    demand: str = PLACES
    ignore_borders: bool = False
    lock: tuple[str, ...] = ()
    ban: tuple[str, ...] = ()
    quotas: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    equity: Mapping[str, Fraction] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    time_limit_s: float = USUAL_LIMIT_S


@dataclass(frozen=True, eq=False)
class Ground:
    """What a question stands on: demand, candidates, the bodies there are, and the task in straight metres."""

    demand: pd.DataFrame
    candidates: pd.DataFrame
    existing: pd.DataFrame
    task: Task
    prefectures: tuple[str, ...]

    @property
    def groups(self) -> Any:
        """Position of the prefecture of every demand place."""
        return pd.Index(list(self.prefectures)).get_indexer(pd.Index(self.demand["prefecture"]))

    @property
    def names(self) -> dict[str, str]:
        """Id of every candidate -> its name."""
        return dict(zip(self.candidates["id"].astype(str), self.candidates["name"].astype(str), strict=True))

    def ids(self, sites: Sequence[int]) -> list[str]:
        """Ids of candidates by column."""
        return [str(self.candidates["id"].iloc[site]) for site in sites]


def ground(known: Known, asked: Asked, question: SiteQuestion, drawn: Drawn | None = None) -> Ground:
    """Demand, candidates and bodies for a question. Raises ValueError, LookupError, geo.errors for what cannot be.

    drawn  one draw of what is uncertain: weights and positions are off by it (its radius and detour are the caller's)
    """
    # By id: of choices that are as good, a file sorted otherwise must not give another.
    demand = in_order(weighted(known, question))
    candidates = in_order(candidates_of(known, question))
    existing = bodies_asked(known, asked)
    if drawn is not None:
        demand = demand.assign(weight=drawn.weights(demand["weight"]))
        candidates, existing = drawn.moved(candidates), drawn.moved(existing)
    task = task_of_places(
        demand,
        candidates,
        existing,
        ignore_borders=question.ignore_borders,
        lock=question.lock,
        ban=question.ban,
        quotas=question.quotas,
        weight="weight",
    )
    return Ground(demand, candidates, existing, task, tuple(known.plan.about["prefectures"]))


def candidates_of(known: Known, question: SiteQuestion) -> pd.DataFrame:
    """Candidates: id, name, prefecture, lon, lat."""
    if question.own_candidates is not None:
        return question.own_candidates
    if question.candidates == COUNTIES:
        seats = known.world["county_seats"]
        named = seats.assign(id=seats["adcode"], name=[known.name_of(each) for each in seats["adcode"]])
        return pd.DataFrame(named[["id", "name", "prefecture", "lon", "lat"]])
    if question.candidates == PLACES:
        points = known.world["demand_points"]
        chinese = known.world.language == "zh"
        names = points["name_zh"].where(points["name_zh"] != "", points["name"]) if chinese else points["name"]
        return pd.DataFrame(points.assign(name=names)[["id", "name", "prefecture", "lon", "lat"]])
    raise LookupError(f"candidates {question.candidates!r} are not known; expected {COUNTIES} or {PLACES}, or a file")


def weighted(known: Known, question: SiteQuestion) -> pd.DataFrame:
    """Demand places with `weight`: residents, or a county dataset spread over its places as its residents are."""
    points = known.world["demand_points"]
    if question.weights:
        unknown = sorted(set(question.weights) - set(points["county"]))
        if unknown:
            raise LookupError(f"weights for {unknown[0]!r}, which is no county-level unit; expected six-digit adcodes")
        of_county = points["county"].map(pd.Series(dict(question.weights), dtype=float)).fillna(0.0)
        people = points.groupby("county")["residents"].transform("sum")
        points = points.assign(weight=of_county * points["residents"] / people)
    else:
        points = points.assign(weight=points["residents"].astype(float))
    if question.demand == PLACES:
        return points
    seats = known.world["county_seats"].set_index("adcode")
    sums = points.groupby("county")["weight"].sum()
    gathered = seats.assign(weight=sums.reindex(seats.index).fillna(0.0)).rename_axis("county").reset_index()
    return gathered.assign(id=gathered["county"])


def rule_of(known: Known, question: SiteQuestion, on: Ground) -> Rule:
    """The plan's rule by reach, with its zones."""
    place = {adcode: position for position, adcode in enumerate(on.prefectures)}
    zones = {
        zone["id"]: np.array([place[each] for each in zone["members"] if each in place])
        for zone in known.world.zones
        if zone["group"] == "partition"
    }
    return Rule(
        radius=radius_m(question),
        share=question.theta,
        k=question.k,
        groups=on.groups,
        names=on.prefectures,
        zones=zones,
        floors=dict(question.zone_floors),
    )


def radius_m(question: SiteQuestion) -> float:
    """Straight metres of the question's road kilometres."""
    return float(straight_m(question.radius_km, DETOUR))


def solve(known: Known, question: SiteQuestion, on: Ground, clock: Clock, watch: Watch | None = None) -> Answer:
    """The answer in the units of the task (metres, weight). Raises what geo.siting does."""
    ask: dict[str, Callable[[], Answer]] = {
        "mclp": lambda: cover_most(
            on.task, question.p, radius_m(question), floors=equity_floors(known, question, on), clock=clock, watch=watch
        ),
        "lscp": lambda: cover_all(on.task, radius_m(question), clock=clock, watch=watch),
        "p-median": lambda: p_median(on.task, question.p, clock=clock, watch=watch),
        "p-center": lambda: p_center(on.task, question.p, clock=clock, watch=watch),
        "rule": lambda: rule_plan(on.task, rule_of(known, question, on), clock=clock, watch=watch),
    }
    if question.problem not in ask:
        raise LookupError(f"problem {question.problem!r} is not known; expected one of: {', '.join(PROBLEMS)}")
    return ask[question.problem]()


def equity_floors(known: Known, question: SiteQuestion, on: Ground) -> list[Floor]:
    """The equity floors of a question, by prefecture or zone."""
    floors = []
    for region, share in question.equity.items():
        if not 0 <= share <= 1:
            raise ValueError(f"expected an equity floor from 0 to 1 for {region}, got {float(share)}")
        inside = on.demand["prefecture"].isin(known.members(region))
        floors.append(Floor(region, np.flatnonzero(inside), share))
    return floors


def per_prefecture(question: SiteQuestion, on: Ground, sites: Sequence[int]) -> pd.DataFrame:
    """Before and after, index adcode: people, covered_before, covered_after, share_before, share_after, sites (new).

    people are weights when the question has its own; covered is within the question's radius; a share is NaN where
    there is no weight.
    """
    metres = {"before": on.task.already, "after": on.task.nearest(sites)}
    table = pd.DataFrame({"people": _summed(on, on.task.weights)}, index=pd.Index(on.prefectures, name="prefecture"))
    for when, nearest in metres.items():
        reached = nearest <= radius_m(question) + LIMIT_M
        table[f"covered_{when}"] = _summed(on, on.task.weights * reached)
        table[f"share_{when}"] = table[f"covered_{when}"] / table["people"].where(table["people"] > 0)
    homes = on.candidates["prefecture"].iloc[list(sites)]
    table["sites"] = [int((homes == adcode).sum()) for adcode in on.prefectures]
    return table


def site_answer(known: Known, question: SiteQuestion, on: Ground, answer: Answer) -> dict[str, Any]:
    """`cli.py site --json`: the certificate, the sites by id, and every prefecture before and after."""
    told = in_units(on, answer)
    table = per_prefecture(question, on, answer.sites)
    return {
        "problem": answer.problem,
        "sites": on.ids(answer.sites),
        **{name: told[0][name] for name in ("objective", "bound", "gap")},
        "status": answer.status,
        "stages": told,
        "unit": UNITS[answer.problem],
        "seconds": round(answer.seconds, 3),
        "solver": answer.solver,
        "data_version": known.version,
        "existing": sorted(on.existing["id"]),
        "candidates": len(on.candidates),
        "demand_places": len(on.demand),
        "per_prefecture": [
            {"prefecture": adcode, **{name: _plain(value) for name, value in row.items()}}
            for adcode, row in table.to_dict("index").items()
        ],
    }


def in_units(on: Ground, answer: Answer) -> list[dict[str, Any]]:
    """Every stage as it is told: people and sites as they are, distances in kilometres of estimated road; the sum of a
    p-median as the mean over the weight.
    """
    divisors = {"total": float(on.task.weights.sum()), "worst": 1.0}
    found = []
    for stage in answer.stages:
        divisor = divisors.get(stage.aim)
        objective, bound = (
            _plain(value) if divisor is None else float(road_km(value / divisor, DETOUR))
            for value in (stage.objective, stage.bound)
        )
        aim = "mean" if stage.aim == "total" else stage.aim
        found.append({"aim": aim, "objective": objective, "bound": bound, "gap": stage.gap, "status": stage.status})
    return found


@dataclass(frozen=True)
class Why:
    """Why a plan by the rule is as it is. fewer  what one site less would cost, None when it was not asked or there is
    none to spare;  depends  id of each new site -> prefectures that would lose their share without it
    """

    fewer: Fewer | None
    depends: Mapping[str, tuple[str, ...]]


def why(known: Known, question: SiteQuestion, on: Ground, answer: Answer, clock: Clock) -> Why:
    """What hangs on each site of an answer by the rule, and, while the clock runs, what one site fewer would cost."""
    rule = rule_of(known, question, on)
    try:
        fewer = None if clock.over() else one_fewer(on.task, rule, answer, clock)
    except NoAnswerError:
        fewer = None
    hang = depends_on(on.task, rule, answer)
    return Why(
        fewer, {on.ids([site])[0]: tuple(on.prefectures[each] for each in groups) for site, groups in hang.items()}
    )


def why_impossible(known: Known, question: SiteQuestion, on: Ground, clock: Clock) -> Conflict | None:
    """Which demands of the rule contradict each other, and the smallest way out; None when it can be met."""
    return explain(on.task, rule_of(known, question, on), clock)


def why_floors(known: Known, question: SiteQuestion, on: Ground, clock: Clock) -> FloorConflict | None:
    """Which equity floors contradict each other, and what to lower; None when they can be met."""
    return explain_floors(on.task, question.p, radius_m(question), equity_floors(known, question, on), clock)


@dataclass(frozen=True)
class ByBody:
    """The plan's rule counted by bodies, not by reach: prefectures that qualify, and how many are lacking.

    doubtful  names of the prefectures that count only when a record of lesser evidence is right
    """

    needed: int
    certain: int
    best: int
    doubtful: tuple[str, ...]

    @property
    def short_by_certain(self) -> int:
        """How many more prefectures are needed if every doubtful record is wrong."""
        return max(0, self.needed - self.certain)

    @property
    def short_by_best(self) -> int:
        """How many more prefectures are needed if every record is right."""
        return max(0, self.needed - self.best)


def by_body(known: Known, asked: Asked) -> ByBody:
    """The rule by bodies under the question's definition and date: of records, whatever the question supposes."""
    found = coverage_of(known, asked.without_suppositions(), asked.definition)
    doubtful = [each for each in found.best.prefectures if each not in found.certain.prefectures]
    return ByBody(found.needed, found.certain.count, found.best.count, tuple(known.name_of(each) for each in doubtful))


def positions(on: Ground, ids: Sequence[str]) -> tuple[int, ...]:
    """Columns of candidates by id."""
    return columns_of(on.candidates, ids)


def _summed(on: Ground, weights: Floats) -> Floats:
    return np.bincount(on.groups, weights=weights, minlength=len(on.prefectures)).astype(float)


def _plain(value: Any) -> Any:
    """Whole numbers as such: people are counted, not measured."""
    number = float(value)
    return int(number) if number.is_integer() else number
