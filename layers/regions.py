"""Areas made of prefectures: the pieces that several layers share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from geo.regions import dissolve
from layers.base import Moment, World, unchanging

if TYPE_CHECKING:
    import geopandas as gpd

ZONE_STYLES = 6


def prefectures(world: World) -> gpd.GeoDataFrame:
    """The 21 prefectures (地级以上市) as features: id is the adcode, name the short name."""
    frame = world["prefectures"]
    names = frame["short_zh"] if world.language == "zh" else frame["name_en"]
    shown: gpd.GeoDataFrame = frame.assign(
        id=frame["adcode"], name=names, prefecture=frame["adcode"], search=frame["name_zh"] + " " + frame["name_en"]
    )[["id", "name", "prefecture", "search", "label_lon", "label_lat", "geometry"]]
    return shown


def far_parts(shape: Any, degrees: float) -> list[int]:
    """The parts of a multipolygon, by their place in it, farther than that from its largest; [] for other shapes."""
    if shape.geom_type != "MultiPolygon":
        return []
    parts = shapely.get_parts(shape)
    away = shapely.distance(parts, parts[shapely.area(parts).argmax()])
    return [place for place, far in enumerate(away) if far > degrees]


def zones_of(world: World, group: str) -> list[Mapping[str, Any]]:
    """The plan's zones of one group, in file order; [] when this plan declares none."""
    return [zone for zone in world.zones if zone["group"] == group]


def dissolved(world: World, zones: Sequence[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Zones as one shape each, dissolved from their member prefectures: id, name, geometry."""
    members = {
        zone["id"]: [adcode for adcode in zone["members"] if adcode in set(world["prefectures"]["adcode"])]
        for zone in zones
    }
    shapes = dissolve(world["prefectures"], members)
    names = {zone["id"]: world.title(zone) for zone in zones}
    return shapes.assign(name=shapes["id"].map(names))[["id", "name", "geometry"]]


def same_class(name: str) -> Callable[[World, Moment], pd.Series]:
    """All prefectures in one class."""
    return unchanging(lambda world: pd.Series(name, index=pd.Index(world["prefectures"]["adcode"], name="id")))


def numbered_legend() -> dict[str, str]:
    """Classes for the zones of any plan, in the order in which it declares them; their words are the zones' titles."""
    return {f"zone{number}": "" for number in range(ZONE_STYLES)}


def numbered_zones(group: str) -> Callable[[World, Moment], pd.Series]:
    """Every zone of a group in the class of its place in the plan's list; further ones begin again."""

    def make(world: World) -> pd.Series:
        ids = [zone["id"] for zone in zones_of(world, group)]
        names = [f"zone{number % ZONE_STYLES}" for number in range(len(ids))]
        return pd.Series(names, index=pd.Index(ids, name="id"), dtype=object)

    return unchanging(make)


def numbered_members(group: str) -> Callable[[World, Moment], pd.Series]:
    """Every prefecture in the class of its zone."""

    def make(world: World) -> pd.Series:
        members = {
            adcode: f"zone{number % ZONE_STYLES}"
            for number, zone in enumerate(zones_of(world, group))
            for adcode in zone["members"]
        }
        return pd.Series(list(members.values()), index=pd.Index(list(members), name="id"), dtype=object)

    return unchanging(make)


def numbered_captions(group: str) -> Callable[[World, Moment], Mapping[str, str]]:
    """The title of each zone as the word of its class, and the group's own title where its first zone gives one."""

    def captions(world: World, _moment: Moment) -> Mapping[str, str]:
        titles: dict[str, list[str]] = {}
        for number, zone in enumerate(zones_of(world, group)):
            titles.setdefault(f"zone{number % ZONE_STYLES}", []).append(world.title(zone))
        told = {name: " / ".join(those) for name, those in titles.items()}
        first = next(iter(zones_of(world, group)), {})
        return told | ({"": world.title(first, "group_title")} if "group_title_zh" in first else {})

    return captions
