"""Everything the atlas knows, gathered once from the catalogue and handed to layers, pages and the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from atlas.memo import Memo
from atlas.question.choices import Choices
from atlas.siting.question import SitingChoices, SitingQuestion
from data.catalog import Meta, data_version, meta, read, set_ids
from data.defaults import defaults, need_same_defaults
from data.plans import Plan, need_layers, plan_ids, read_indicators, read_plan, read_sources
from geo.coverage import Admission, Definition
from geo.definitions import needed
from geo.existence import change_days
from geo.locate import Locator
from geo.partial_dates import last_day, last_days
from geo.scenario import Scenario, Sifted, sift
from layers import all_layers
from layers.base import World, made

FIRST_DAY = date.fromisoformat(defaults().first_day)
COMPUTED_MEASURES = ("reach", "bodies", "bodies-per-million", "median-distance")
OTHER_SETS = (
    "residents_county",
    "residents_prefecture",
    "demand_points",
    "county_seats",
    "place_figures",
    "outcomes",
    "body_counts",
)


@dataclass(frozen=True, eq=False)
class Known:
    """The atlas at one data version: frames for the layers (`world`), the plan, its sources, and what may be asked.

    sets  the declarations of all datasets;  read  the earlier plans by id: what an answer may need of the files is read
          when the atlas is, so that a file broken later changes no answer
    kept  answers that do not depend on the language, or name it in their key
    """

    world: World
    plan: Plan
    sources: Mapping[str, Mapping[str, Any]]
    version: str
    sets: tuple[Meta, ...] = ()
    more: Path | None = None
    read: dict[str, Plan] = field(default_factory=dict)
    kept: Memo = field(default_factory=Memo)

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


def load_plain(
    plan_id: str, sets: Sequence[str] = ("bodies", "body_counts"), language: str = "zh", more: Path | None = None
) -> Known:
    """What is known without maps: quick, for questions that need only tables."""
    return _load(plan_id, sets, language, more)


def load(plan_id: str, language: str = "zh", more: Path | None = None) -> Known:
    """All that is known: every dataset any layer needs, and the rest of the tables; `more` holds further plans."""
    needed = dict.fromkeys([name for layer in all_layers() for name in layer.needs] + list(OTHER_SETS))
    known = _load(plan_id, list(needed), language, more)
    for plan in (known.plan, *known.read.values()):
        need_layers(plan, [layer.id for layer in all_layers()])
    return known


def in_language(known: Known, language: str) -> Known:
    """The same atlas in another language; the frames are shared."""
    return replace(known, world=replace(known.world, language=language))


def shown_plans(more: Path | None = None) -> list[str]:
    """Ids of the plans that can be shown by themselves: those that declare a definition of coverage."""
    return [each for each in plan_ids(more=more) if "default_definition" in read_plan(each, more=more).about]


def definition_of(plan: Plan, definition_id: str) -> Definition:
    """A definition of the plan's ledger as the science room takes it. Raises LookupError naming the known ones."""
    for declared in plan.definitions:
        if declared["id"] == definition_id:
            return admission_of(declared)
    known = ", ".join(definition_ids(plan))
    raise LookupError(f"definition {definition_id!r} is not in plan {plan.about['id']}; expected one of: {known}")


def admission_of(declared: Mapping[str, Any]) -> Definition:
    """Which bodies a declared definition admits, at which stage, in which share of the prefectures."""
    admits = tuple(
        Admission(**{part: tuple(each.get(part, ())) for part in ("kinds", "subkinds", "levels")})
        for each in declared["admits"]
    )
    return Definition(id=declared["id"], stage=declared["stage"], share=Fraction(declared["share"]), admits=admits)


def default_definition(plan: Plan) -> str:
    """The definition a plan is counted under when nobody chooses. Raises LookupError for a plan that declares none."""
    if "default_definition" not in plan.about:
        raise LookupError(
            f"plan {plan.about['id']} declares no definition of coverage, so it cannot be shown by itself"
        )
    return str(plan.about["default_definition"])


def definition_ids(plan: Plan) -> list[str]:
    """Ids of the definitions by which the plan's fast-protection rule can be counted, in the plan's order."""
    target = next(each["target"] for each in plan.definitions if each["id"] == default_definition(plan))
    return [each["id"] for each in plan.definitions if each.get("target") == target]


def access_ids(plan: Plan) -> list[str]:
    """Ids of the access definitions (of people in reach), in the plan's order."""
    return [each["id"] for each in plan.definitions if each.get("rule") == "access"]


def reach_kinds(plan: Plan) -> tuple[str, ...]:
    """The kinds of bodies a reader is asked about at first: those the default definition admits."""
    declared = next(each for each in plan.definitions if each["id"] == default_definition(plan))
    return tuple(dict.fromkeys(kind for each in declared["admits"] for kind in each.get("kinds", ())))


def reach_level(plan: Plan) -> str:
    """The level of the bodies that the default definition admits first, "" when it admits any: what a supposed body is
    taken for.
    """
    declared = next(each for each in plan.definitions if each.id == default_definition(plan))
    return next((level for each in declared.admits for level in each.levels), "")


def clock_end(known_as_of: str) -> date:
    """The last day the clock can show: the date the data speaks for."""
    return last_day(known_as_of)


def choices(known: Known, bodies_as_of: str) -> Choices:
    """What may be asked of this atlas."""
    world = known.world
    indicators = {each["id"]: _periods(world, each["id"]) for each in world.indicators}
    default = next(each for each in world.indicators if each.get("default", False))
    boards = [known.plan.about["id"], *known.plan.about.get("earlier", ())]
    industries = sorted({name for cell in world["bodies"]["industries"] for name in cell.split("; ") if name})
    return Choices(
        first_day=FIRST_DAY,
        last_day=clock_end(bodies_as_of),
        definitions=definition_ids(known.plan),
        default_definition=default_definition(known.plan),
        layers=[layer.id for layer in all_layers()],
        layers_at_start=[layer.id for layer in all_layers() if layer.on_at_start],
        indicators=indicators,
        default_indicator=default["id"],
        default_period=default["default_period"],
        industries=industries,
        exclusive=[layer.id for layer in all_layers() if layer.exclusive],
        features=frozenset(
            feature for layer in all_layers() if layer.shape != "ring" for feature in made(layer.features, world)["id"]
        ),
        access=access_ids(known.plan),
        kinds=list(dict.fromkeys(world["bodies"]["kind"])),
        usual_kinds=reach_kinds(known.plan),
        bodies=frozenset(world["bodies"]["id"]),
        zones=[zone["id"] for zone in world.zones if "short_zh" in zone],
        prefectures=known.prefectures,
        measures=[*COMPUTED_MEASURES, *(each["id"] for each in world.indicators)],
        boards=boards,
        siting=siting_choices(known),
        cards=frozenset(
            [each["id"] for each in known.plan.cards]
            + [each["id"] for board in boards for each in read_plan(board, more=known.more).targets]
        ),
        sift=lambda scenario: sifted(world, scenario),
    )


def siting_choices(known: Known) -> SitingChoices:
    """What may be asked of siting; at first the plan's own rule: so many prefectures, this share of their residents."""
    plan, zones = known.plan, known.world.zones
    k = needed(definition_of(plan, default_definition(plan)).share, len(plan.about["prefectures"]))
    return SitingChoices(
        usual=SitingQuestion(k=k, share=residents_share(plan)),
        zones={zone["id"]: len(known.members(zone["id"])) for zone in zones if zone["group"] == "partition"},
        prefectures=known.prefectures,
        regions=[*(zone["id"] for zone in zones if "short_zh" in zone), *known.prefectures],
    )


def residents_share(plan: Plan) -> Fraction:
    """The share of its residents a prefecture must have in reach: that of the plan's first access definition, or the
    application's default.
    """
    declared = (each.residents_share for each in plan.definitions if each.residents_share is not None)
    return next(declared, defaults().residents_share)


def sifted(world: World, scenario: Scenario) -> Sifted:
    """What of a scenario can be made on the bodies of a world; one without changes asks for no counties."""
    return sift(world["bodies"], scenario, county_locator(world)) if scenario.changes else Sifted(scenario)


def county_locator(world: World) -> Locator:
    """Which county a point is in; built once for a world, and only when somebody asks."""
    return made(_county_locator, world)


def _county_locator(world: World) -> Locator:
    return Locator(world["counties"])


def _periods(world: World, indicator: str) -> list[str]:
    table = world["prefecture_indicators"]
    return sorted(
        table.loc[
            (table["indicator"] == indicator) & table["prefecture"].isin(world["prefectures"]["adcode"]), "period"
        ].unique()
    )


def _load(plan_id: str, sets: Sequence[str], language: str, more: Path | None) -> Known:
    need_same_defaults()
    plan = read_plan(plan_id, more=more)
    frames = {name: read(name) for name in sets}
    world = World(
        frames=frames, zones=plan.zones, planned=plan.planned, indicators=read_indicators(), language=language
    )
    return Known(
        world=world,
        plan=plan,
        sources=read_sources(),
        version=data_version(more=more),
        sets=tuple(meta(each) for each in set_ids()),
        more=more,
        read={each: read_plan(each, more=more) for each in plan.about.earlier},
    )
