"""Everything the atlas knows, gathered once from the catalogue and handed to layers, pages and the command line."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from atlas.memo import Memo
from atlas.plan import default_definition, definition_of
from atlas.siting.question import PARKS, SitingChoices, SitingQuestion
from data.catalog import Meta
from data.defaults import defaults
from data.plan import Plan
from data.plans import read_plan
from geo.definitions import needed
from geo.existence import change_days
from geo.partial_dates import last_days
from layers.base import World

# Our tables are short: texts as plain objects cost an answer a quarter less than as columns of Arrow, and say the same.
# pandas 4 will no longer offer this; nothing but that quarter hangs on it.
with warnings.catch_warnings(category=DeprecationWarning, action="ignore"):
    pd.set_option("future.infer_string", False)

COMPUTED_MEASURES = ("reach", "bodies", "bodies-per-million", "median-distance")


@dataclass(frozen=True)
class Laid:
    """A table of one session that is laid over an atlas (atlas/own/laying.py).

    kind, file  what it holds, and its name;  mark  of its rows, the same for the same rows
    keys  of the records that are its own;  same  how many of its rows say what is released, and change nothing
    """

    kind: str
    file: str
    mark: str
    keys: frozenset[tuple[str, ...]]
    same: int = 0


@dataclass(frozen=True)
class Demand:
    """An office's own places in place of residents (atlas/own/demand.py). file  their table;  source  the files that
    were folded;  weight  the column that was added up, "" for rows;  cell_deg  side of a cell, degrees;  rows  folded
    """

    file: str
    source: str
    weight: str
    cell_deg: str
    rows: int


@dataclass(frozen=True, eq=False)
class Atlas:
    """The atlas at one data version: frames for the layers (`world`), the plan, its sources, and what may be asked.

    sets  the declarations of all datasets;  read  the earlier plans by id: what an answer may need of the files is read
          when the atlas is, so that a file broken later changes no answer
    memo  answers that do not depend on the language, or name it in their key
    over  the atlas as it is released, where a session's own tables are laid over it in this one; own  these tables
    demand  what the demand points are, where they are not those of the data
    """

    world: World
    plan: Plan
    sources: Mapping[str, Mapping[str, Any]]
    version: str
    sets: tuple[Meta, ...] = ()
    more: Path | None = None
    read: dict[str, Plan] = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo)
    over: Atlas | None = None
    own: tuple[Laid, ...] = ()
    demand: Demand | None = None

    @property
    def released(self) -> Atlas:
        """The atlas without the tables of a session; itself where none is laid over it."""
        return self.over or self

    def declared(self, set_id: str) -> Meta:
        """What the meta.toml of a dataset said when it was read. Raises LookupError for an unknown one."""
        for each in self.sets:
            if each.id == set_id:
                return each
        raise LookupError(f"dataset {set_id!r} is not known")

    def __getstate__(self) -> dict[str, Any]:
        """What is sent to another process: the fields alone. What is worked out of them may be added by other readers
        at this very moment, and so may an earlier plan.
        """
        return {each.name: getattr(self, each.name) for each in fields(self)} | {"read": dict(self.read)}

    def other_plan(self, plan_id: str) -> Plan:
        """An earlier plan at the same data version, read once. Raises LookupError, DataError."""
        if plan_id not in self.read:
            self.read[plan_id] = read_plan(plan_id, more=self.more)
        return self.read[plan_id]

    @cached_property
    def prefectures(self) -> list[str]:
        """The 21 adcodes, in the order of the boundary set."""
        return list(self.world["prefectures"]["adcode"])

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Adcode of a prefecture -> its position in `prefectures`, and in every Series that speaks of all of them."""
        return {adcode: place for place, adcode in enumerate(self.prefectures)}

    @cached_property
    def zone_of(self) -> dict[str, str]:
        """Adcode of a prefecture -> id of its zone in the plan's partition."""
        return {
            adcode: zone["id"]
            for zone in self.world.zones
            if zone["group"] == "partition"
            for adcode in zone["members"]
        }

    @cached_property
    def names(self) -> dict[str, str]:
        """Short name of every prefecture, name of every county, and of every zone, by adcode or id."""
        chinese = self.world.language == "zh"
        counties, prefectures = self.world["counties"], self.world["prefectures"]
        found = dict(zip(counties["adcode"], counties["name_zh" if chinese else "name_en"], strict=True))
        found |= dict(zip(prefectures["adcode"], prefectures["short_zh" if chinese else "name_en"], strict=True))
        for zone in self.world.zones:
            found[zone["id"]] = zone.get(f"short_{self.world.language}") or self.world.title(zone)
        return found

    @cached_property
    def _change_days(self) -> np.ndarray:
        """Days at which anything can change that cards and map tell of bodies, counts and areas."""
        frames = self.world.frames
        days = [change_days(frames[each]) for each in ("bodies", "body_counts") if each in frames]
        for each, column in (("body_counts", "as_of"), ("demonstration_areas", "established")):
            if each in frames:
                days.append(last_days(frames[each][column]).dropna().to_numpy().astype("datetime64[D]"))
        return np.unique(np.concatenate([np.empty(0, dtype="datetime64[D]"), *days]))

    def epoch(self, as_of: date) -> int:
        """The number of the time between two changes that a day lies in: on every day of it the same bodies exist, are
        drawn and count, the same counts are published and the same demonstration areas are there.
        """
        return int(np.searchsorted(self._change_days, np.datetime64(as_of, "D"), side="right"))

    def epoch_of(self, kinds: frozenset[str], as_of: date) -> int:
        """The same for what hangs on the existence of bodies and counts of some kinds alone: far fewer times."""
        return int(np.searchsorted(self._days_of(kinds), np.datetime64(as_of, "D"), side="right"))

    def _days_of(self, kinds: frozenset[str]) -> np.ndarray:
        def days() -> np.ndarray:
            found = [self.world[each] for each in ("bodies", "body_counts")]
            return np.unique(np.concatenate([change_days(each[each["kind"].isin(list(kinds))]) for each in found]))

        return self.memo.once("change days", kinds, days)

    def name_of(self, region: str) -> str:
        """The name of a prefecture, county or zone; an unknown id comes back as it is."""
        return self.names.get(region, region)

    def members(self, region: str) -> tuple[str, ...]:
        """Prefectures of a zone of the plan; a prefecture is its own only member. Raises LookupError."""
        for zone in self.world.zones:
            if zone["id"] == region:
                return tuple(each for each in zone["members"] if each in self.prefectures)
        if region in self.prefectures:
            return (region,)
        raise LookupError(f"{region!r} is neither a zone of the plan nor a prefecture")


def in_language(atlas: Atlas, language: str) -> Atlas:
    """The same atlas in another language; the frames are shared."""
    over = None if atlas.over is None else in_language(atlas.over, language)
    composed = None if over is None else over.world
    return replace(atlas, world=replace(atlas.world, language=language, composed=composed), over=over)


def reach_level(plan: Plan) -> str:
    """The level of the bodies that the default definition admits first, "" when it admits any: what a supposed body is
    taken for.
    """
    declared = next(each for each in plan.definitions if each.id == default_definition(plan))
    return next((level for each in declared.admits for level in each.levels), "")


def siting_choices(atlas: Atlas) -> SitingChoices:
    """What may be asked of siting: at first where the next two centres reach most residents, which parks can answer;
    what a text leaves out is that of the plan's own rule: so many prefectures, this share of their residents.
    """
    plan, zones = atlas.plan, atlas.world.zones
    k = needed(definition_of(plan, default_definition(plan)).share, len(plan.about["prefectures"]))
    usual = SitingQuestion(k=k, share=residents_share(plan), sites=PARKS)
    return SitingChoices(
        usual=usual,
        first=usual.with_changes(question="most", p=defaults().first_sites),
        zones={zone["id"]: len(atlas.members(zone["id"])) for zone in zones if zone["group"] == "partition"},
        prefectures=atlas.prefectures,
        regions=[*(zone["id"] for zone in zones if "short_zh" in zone), *atlas.prefectures],
    )


def residents_share(plan: Plan) -> Fraction:
    """The share of its residents a prefecture must have in reach: that of the plan's first access definition, or the
    application's default.
    """
    declared = (each.residents_share for each in plan.definitions if each.residents_share is not None)
    return next(declared, defaults().residents_share)
