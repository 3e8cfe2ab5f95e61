"""What a question of siting stands on: demand, candidates, the bodies there are, and the task in metres.

Bodies that are there are those of the whole question (date, definition, kinds, industry); they stay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from atlas.atlas import Atlas
from atlas.faults import FaultError, Note
from atlas.question.choices import DETOUR, RESIDENTS
from atlas.question.question import Question
from atlas.reach import bodies_asked
from atlas.siting.question import COUNTIES, OWN, PARKS, PLACES, SETS, SitingQuestion
from atlas.travel import Travel
from atlas.ways import Way, way_called, way_of
from atlas.weights import Weight, weight_called, weight_of
from atlas.words import say_in
from geo.checks import quoted
from geo.distance import Floats
from geo.reach import straight_matrix
from geo.siting import Task, task_of_places
from geo.siting.places import in_order
from geo.siting.robust import Drawn
from geo.weights import spread
from layers.base import derived
from layers.parks import usable


@dataclass(frozen=True, eq=False)
class Loaded:
    """What the reader loaded from files, with the name of each file; None or {} where nothing was.

    candidates  id, name, prefecture, lon, lat;  weights  county -> weight, spread over its places like its residents
    notes  what must be said of each;  travel  the matrix the question counts by, for a process that holds none
    """

    candidates: pd.DataFrame | None = None
    candidates_name: str = ""
    weights: dict[str, float] = field(default_factory=dict)
    weights_name: str = ""
    candidates_notes: tuple[Note, ...] = ()
    weights_notes: tuple[Note, ...] = ()
    travel: Travel | None = None

    @cached_property
    def key(self) -> Hashable:
        """What tells two loads apart, however large: it is part of every key of their answers."""
        rows = "" if self.candidates is None else self.candidates.to_csv(index=False)
        return hashlib.sha256(f"{rows}\0{sorted(self.weights.items())}".encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Ground:
    """What a question stands on. radius_m  in the metres of the task;  ignore_borders  a centre serves everybody
    offered  how many candidates there were, where only those of the answer are kept
    way  how distances are counted: with one detour the task is in straight metres, else in metres of road, since the
    sum of roads is not the road of a sum, or in thousandths of the unit of a matrix
    weight  what the task is weighed by, None for a loaded table
    """

    demand: pd.DataFrame
    candidates: pd.DataFrame
    existing: pd.DataFrame
    task: Task
    prefectures: tuple[str, ...]
    radius_m: float
    ignore_borders: bool
    offered: int = 0
    way: Way = field(default_factory=lambda: way_called(DETOUR))
    weight: Weight | None = None

    def road_km(self, cost: float) -> float:
        """Kilometres of road (or minutes) of a cost of the task, or of a mean of them."""
        return float(self.way.told(cost)) if self.way.detour else float(cost) / 1000

    def only(self, sites: Sequence[int]) -> Ground:
        """The same for an answer that is found, with its sites as the only candidates: a thousandth of the bytes."""
        columns, task = list(sites), self.task
        return replace(
            self,
            candidates=self.candidates.iloc[columns].reset_index(drop=True),
            task=Task(task.cost[:, columns], task.weights, task.already),
            way=self.way.named,
            offered=task.m,
        )

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


def ground(
    atlas: Atlas, question: Question, siting: SitingQuestion, loaded: Loaded, drawn: Drawn | None = None
) -> Ground:
    """Demand, candidates and bodies for a question. Raises ValueError, LookupError, geo.errors for what cannot be.

    drawn  one draw of what is uncertain: radius, detour, weights and positions are off by it
    """
    # By id: of choices that are as good, a file sorted otherwise must not give another.
    weight = weight_asked(atlas, question, siting)
    demand = in_order(weighted(atlas, siting, loaded, weight))
    candidates = in_order(candidates_of(atlas, siting, loaded))
    existing = bodies_asked(atlas, question)
    radius_km = float(question.radius_km)
    if drawn is not None:
        demand = demand.assign(weight=drawn.weights(demand["weight"]))
        candidates, existing = drawn.moved(candidates), drawn.moved(existing)
        radius_km *= drawn.radius / drawn.detour
    prefectures, way = tuple(atlas.plan.about["prefectures"]), way_of(question)
    task = task_of_places(
        demand,
        candidates,
        existing,
        ignore_borders=question.ignore_borders,
        lock=siting.lock,
        ban=siting.ban,
        quotas=siting.quotas,
        weight="weight",
        measure=way.measure or straight_matrix,
    )
    radius_m = way.limit(radius_km)
    if way.travel is None and not way.detour:
        radius_m = radius_km * 1000
        task = replace(task, cost=way.told(task.cost) * 1000, already=way.told(task.already) * 1000)
    return Ground(
        demand, candidates, existing, task, prefectures, radius_m, question.ignore_borders, task.m, way, weight
    )


def candidates_of(atlas: Atlas, siting: SitingQuestion, loaded: Loaded) -> pd.DataFrame:
    """Candidates: id, name, prefecture, lon, lat. Raises LookupError for a set that is not known or not loaded.
    Nobody may change them.
    """
    if siting.sites in (PARKS, COUNTIES, PLACES):
        key = (siting.sites, atlas.world.language)
        return atlas.memo.once("candidates", key, lambda: _known_candidates(atlas, siting.sites))
    if siting.sites == OWN and loaded.candidates is not None:
        return loaded.candidates
    raise LookupError(f"candidates {siting.sites!r} are not there; expected one of: {', '.join(SETS)}, the last loaded")


def _known_candidates(atlas: Atlas, sites: str) -> pd.DataFrame:
    """Those of a set that the data hold."""
    if sites == PARKS:
        return park_candidates(atlas)
    if sites == COUNTIES:
        seats = atlas.world["county_seats"]
        named = seats.assign(id=seats["adcode"], name=[atlas.name_of(each) for each in seats["adcode"]])
        return pd.DataFrame(named[["id", "name", "prefecture", "lon", "lat"]])
    points = atlas.world["demand_points"]
    chinese = atlas.world.language == "zh"
    names = points["name_zh"].where(points["name_zh"] != "", points["name"]) if chinese else points["name"]
    return pd.DataFrame(points.assign(name=names)[["id", "name", "prefecture", "lon", "lat"]])


def park_candidates(atlas: Atlas) -> pd.DataFrame:
    """Parks and clusters as candidates, one for each place: several at one place are one choice, named by the first.

    Evidence C is left out. Of those at a place the first stands for all: by kind as the dataset lists them, then by id.
    """
    parks, say = derived(usable, atlas.world), say_in(atlas.world.language)
    names = [atlas.world.title(row, "name") for row in parks.to_dict("records")]
    places = parks.assign(name=names).groupby(["prefecture", "lon", "lat"], sort=False)
    first = places.head(1)
    many = places["id"].transform("size").loc[first.index]
    told = [
        say("{name} and {n} more").format(name=name, n=n - 1) if n > 1 else name
        for name, n in zip(first["name"], many, strict=True)
    ]
    return pd.DataFrame(first.assign(name=told)[["id", "name", "prefecture", "lon", "lat"]]).reset_index(drop=True)


def weight_asked(atlas: Atlas, question: Question, siting: SitingQuestion) -> Weight | None:
    """What a question is weighed by; None for a table that was loaded. The plan's rule never takes a weight: it speaks
    of residents.
    """
    if siting.own_weights:
        return None
    return weight_called(atlas, RESIDENTS) if siting.problem == "rule" else weight_of(atlas, question)


def weighted(atlas: Atlas, siting: SitingQuestion, loaded: Loaded, weight: Weight | None) -> pd.DataFrame:
    """Demand places with `weight`: amounts of a weight, or a county dataset spread over its places as its residents
    are.
    """
    points: pd.DataFrame = atlas.world["demand_points"]
    if weight is None:
        unknown = sorted(set(loaded.weights) - set(points["county"]))
        if unknown:
            raise FaultError(
                "weights for {found}, which is no county-level unit; expected six-digit adcodes",
                found=quoted(unknown[0]),
            )
        of_county = pd.Series(loaded.weights, dtype=float)
        points = points.assign(weight=spread(of_county, points["county"], points["residents"].astype(float)).amounts)
    else:
        points = points.assign(weight=weight.amounts)
    if siting.demand == PLACES:
        return points
    seats = atlas.world["county_seats"].set_index("adcode")
    sums = points.groupby("county")["weight"].sum()
    gathered: pd.DataFrame = (
        seats.assign(weight=sums.reindex(seats.index).fillna(0.0)).rename_axis("county").reset_index()
    )
    return gathered.assign(id=gathered["county"])


def amounts_of(atlas: Atlas, siting: SitingQuestion, loaded: Loaded, weight: Weight | None) -> Floats:
    """Amounts of any weight of the places of a question, in the order of its task."""
    return in_order(weighted(atlas, siting, loaded, weight))["weight"].to_numpy(dtype=float)
