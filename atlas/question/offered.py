"""What may be asked of an atlas, gathered from its plan, tables and layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any

from atlas.atlas import COMPUTED_MEASURES, Atlas, siting_choices
from atlas.plan import access_ids, default_definition, definition_ids, reach_kinds
from atlas.question.choices import Choices
from atlas.scenario.reading import sifted
from atlas.scoreboard import plan_of
from atlas.weights import weight_ids
from data.defaults import defaults
from geo.partial_dates import last_day
from layers import all_layers
from layers.base import World, derived

FIRST_DAY = date.fromisoformat(defaults().first_day)


def clock_end(known_as_of: str) -> date:
    """The last day the clock can show: the date the data speaks for."""
    return last_day(known_as_of)


def choices_of(atlas: Atlas, bodies_as_of: str) -> Choices:
    """What may be asked of this atlas."""
    world, plan, layers = atlas.world, atlas.plan, all_layers()
    bodies, indicators = world["bodies"], _ids(world.indicators)
    default = next(each for each in world.indicators if each.get("default", False))
    boards = [plan.about["id"], *plan.about.get("earlier", ())]
    return Choices(
        first_day=FIRST_DAY,
        last_day=clock_end(bodies_as_of),
        definitions=definition_ids(plan),
        default_definition=default_definition(plan),
        layers=[layer.id for layer in layers],
        layers_at_start=[layer.id for layer in layers if layer.on_at_start],
        indicators=_periods(world, indicators),
        default_indicator=default["id"],
        default_period=default["default_period"],
        industries=_industries(bodies["industries"]),
        exclusive=[layer.id for layer in layers if layer.exclusive],
        features=_features(world),
        access=access_ids(plan),
        kinds=list(dict.fromkeys(bodies["kind"])),
        usual_kinds=reach_kinds(plan),
        bodies=frozenset(bodies["id"]),
        zones=_ids(zone for zone in world.zones if "short_zh" in zone),
        prefectures=atlas.prefectures,
        measures=[*COMPUTED_MEASURES, *indicators],
        boards=boards,
        weights=weight_ids(atlas),
        siting=siting_choices(atlas),
        cards=frozenset(_ids(plan.cards)).union(*(_ids(plan_of(atlas, board).targets) for board in boards)),
        sift=lambda scenario: sifted(world, scenario),
    )


def _ids(declared: Iterable[Mapping[str, Any]]) -> list[str]:
    return [each["id"] for each in declared]


def _industries(cells: Iterable[str]) -> list[str]:
    """Every industry that a body names; a cell holds several."""
    return sorted({name for cell in cells for name in cell.split("; ") if name})


def _features(world: World) -> frozenset[str]:
    """Whatever can be selected on the map; a ring is part of its body."""
    drawn = (derived(layer.features, world.in_files)["id"] for layer in all_layers() if layer.shape != "ring")
    # What a session lays over the data is in no file, and can be selected all the same.
    laid = () if world.composed is None else world["bodies"].loc[world["bodies"]["lon"].notna(), "id"]
    return frozenset(chain(chain.from_iterable(drawn), laid))


def _periods(world: World, indicators: Iterable[str]) -> dict[str, list[str]]:
    """The periods of each indicator with a value of a prefecture."""
    table, prefectures = world["prefecture_indicators"], set(world["prefectures"]["adcode"])
    found: dict[str, set[str]] = {each: set() for each in indicators}
    for indicator, prefecture, period in zip(table["indicator"], table["prefecture"], table["period"], strict=True):
        if prefecture in prefectures and indicator in found:
            found[indicator].add(period)
    return {each: sorted(periods) for each, periods in found.items()}
