"""National titles held by prefectures and counties, shown at the place that holds them: the piece shared by the
layers of titles.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.partial_dates import last_day
from layers.base import Moment, World, derived
from layers.bodies import points

if TYPE_CHECKING:
    import geopandas as gpd


def title_features(categories: Sequence[str]) -> Callable[[World], gpd.GeoDataFrame]:
    """Features of the titles of some categories, at the county when one is named, else at the prefecture. Unplaced
    rows have no feature.
    """

    def features(world: World) -> gpd.GeoDataFrame:
        titles = world["titles"]
        chosen = titles[
            titles["category"].isin(categories) & (titles["prefecture"].isin(world["prefectures"]["adcode"]))
        ]
        seats = world["prefectures"].set_index("adcode")[["seat_lon", "seat_lat"]]
        labels = world["counties"].set_index("adcode")[["label_lon", "label_lat"]]
        at_county = chosen["county"].isin(labels.index)
        lon = chosen["prefecture"].map(seats["seat_lon"]).where(~at_county, chosen["county"].map(labels["label_lon"]))
        lat = chosen["prefecture"].map(seats["seat_lat"]).where(~at_county, chosen["county"].map(labels["label_lat"]))
        places = _places(world)
        names = [
            f"{places(record)} {world.title(record)} {world.title(record, 'product')}".strip()
            for record in chosen.to_dict("records")
        ]
        shown = chosen.assign(lon=lon, lat=lat, name_zh=names, name_en="", position="area_centre")
        return points(shown, world, search="product_zh")

    return features


def _places(world: World) -> Callable[[Mapping[Hashable, Any]], str]:
    """Who holds a title, in the language of the page: the county when one is named, else the prefecture."""
    if world.language == "zh":
        return lambda record: str(record["place_zh"])
    areas = pd.concat([world["prefectures"], world["counties"]]).set_index("adcode")
    names = areas[f"name_{world.language}"].to_dict()
    return lambda record: str(names[record["county"] or record["prefecture"]])


def title_classes(categories: Sequence[str]) -> Callable[[World, Moment], pd.Series]:
    """Titles from the last day of their partial date on; one without a date is always shown, evidence C never.

    After its term a title is shown as "expired" (whether it was renewed is unknown), unless its holder has taken a
    later title of these categories: then it has been replaced and is gone.
    """

    def terms(world: World) -> list[_Term]:
        titles = world["titles"]
        known = titles[
            titles["category"].isin(categories)
            & titles["prefecture"].isin(world["prefectures"]["adcode"])
            & (titles["evidence"] != "C")
        ]
        return [_term(record) for record in known.to_dict("records")]

    def classes(world: World, moment: Moment) -> pd.Series:
        begun = [term for term in derived(terms, world) if term.first_known <= moment.as_of]
        latest: dict[str, str] = {}
        for term in begun:
            latest[term.place] = max(latest.get(term.place, ""), term.since)
        shown = {
            term.id: "expired" if term.last_known < moment.as_of else term.category
            for term in begun
            if term.last_known >= moment.as_of or term.since == latest[term.place]
        }
        return pd.Series(shown, index=pd.Index(list(shown), name="id", dtype=object), dtype=object)

    return classes


@dataclass(frozen=True)
class _Term:
    """A title with its term; an unknown begin is long ago, an unknown end never comes."""

    id: str
    category: str
    place: str
    since: str
    first_known: date
    last_known: date


def _term(record: Mapping[str, Any]) -> _Term:
    since, until = record["since"], record["until"]
    return _Term(
        id=record["id"],
        category=record["category"],
        place=record["place_zh"],
        since=since,
        first_known=last_day(since) if since else date.min,
        last_known=last_day(until) if until else date.max,
    )
