"""National titles held by prefectures and counties, shown at the place that holds them: the piece shared by the
layers of titles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from geo.partial_dates import last_day
from layers.base import Moment, World
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
        names = [
            f"{record['place_zh']} {world.title(record)} {record['product_zh']}".strip()
            for record in chosen.to_dict("records")
        ]
        shown = chosen.assign(lon=lon, lat=lat, name_zh=names, name_en="", position="area_centre")
        return points(shown, world, search="product_zh")

    return features


def title_classes(categories: Sequence[str]) -> Callable[[World, Moment], pd.Series]:
    """Titles from the last day of their partial date on; one without a date is always shown, evidence C never.

    After its term a title is shown as "expired" (whether it was renewed is unknown), unless its holder has taken a
    later title of these categories: then it has been replaced and is gone.
    """

    def classes(world: World, moment: Moment) -> pd.Series:
        titles = world["titles"]
        known = titles[
            titles["category"].isin(categories)
            & titles["prefecture"].isin(world["prefectures"]["adcode"])
            & (titles["evidence"] != "C")
        ]
        begun = known[known["since"].map(lambda text: text == "" or last_day(text) <= moment.as_of).astype(bool)]
        ended = begun["until"].map(lambda text: text != "" and last_day(text) < moment.as_of).astype(bool)
        latest = begun.groupby("place_zh")["since"].transform("max")
        shown = begun[~ended | (begun["since"] == latest)]
        names = shown["category"].where(~ended[shown.index], "expired")
        return pd.Series(names.to_numpy(dtype=object), index=pd.Index(shown["id"], name="id"), dtype=object)

    return classes
