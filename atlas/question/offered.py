"""What may be asked of an atlas, gathered from its plan, tables and layers."""

from __future__ import annotations

from datetime import date

from atlas.atlas import COMPUTED_MEASURES, Atlas, siting_choices
from atlas.plan import access_ids, default_definition, definition_ids, reach_kinds
from atlas.question.choices import Choices
from atlas.scenario.reading import sifted
from atlas.scoreboard import plan_of
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
    world = atlas.world
    indicators = {each["id"]: _periods(world, each["id"]) for each in world.indicators}
    default = next(each for each in world.indicators if each.get("default", False))
    boards = [atlas.plan.about["id"], *atlas.plan.about.get("earlier", ())]
    industries = sorted({name for cell in world["bodies"]["industries"] for name in cell.split("; ") if name})
    return Choices(
        first_day=FIRST_DAY,
        last_day=clock_end(bodies_as_of),
        definitions=definition_ids(atlas.plan),
        default_definition=default_definition(atlas.plan),
        layers=[layer.id for layer in all_layers()],
        layers_at_start=[layer.id for layer in all_layers() if layer.on_at_start],
        indicators=indicators,
        default_indicator=default["id"],
        default_period=default["default_period"],
        industries=industries,
        exclusive=[layer.id for layer in all_layers() if layer.exclusive],
        features=frozenset(
            feature
            for layer in all_layers()
            if layer.shape != "ring"
            for feature in derived(layer.features, world)["id"]
        ),
        access=access_ids(atlas.plan),
        kinds=list(dict.fromkeys(world["bodies"]["kind"])),
        usual_kinds=reach_kinds(atlas.plan),
        bodies=frozenset(world["bodies"]["id"]),
        zones=[zone["id"] for zone in world.zones if "short_zh" in zone],
        prefectures=atlas.prefectures,
        measures=[*COMPUTED_MEASURES, *(each["id"] for each in world.indicators)],
        boards=boards,
        siting=siting_choices(atlas),
        cards=frozenset(
            [each["id"] for each in atlas.plan.cards]
            + [each["id"] for board in boards for each in plan_of(atlas, board).targets]
        ),
        sift=lambda scenario: sifted(world, scenario),
    )


def _periods(world: World, indicator: str) -> list[str]:
    table = world["prefecture_indicators"]
    return sorted(
        table.loc[
            (table["indicator"] == indicator) & table["prefecture"].isin(world["prefectures"]["adcode"]), "period"
        ].unique()
    )
