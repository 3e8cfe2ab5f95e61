"""横琴, 前海 and 中新广州知识城: outlines are approximate (近似), for locating only; they are in no denominator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.partial_dates import last_day
from layers.base import Layer, Moment, World, derived

if TYPE_CHECKING:
    import geopandas as gpd


def features(world: World) -> gpd.GeoDataFrame:
    """Dashed outlines with the published area and the boundary in words."""
    frame = world["demonstration_areas"]
    records: list[dict[str, Any]] = frame.drop(columns="geometry").to_dict("records")
    details = [
        [
            ["area published", f"{record['area_km2_published']:g} km²"],
            ["established", record["established"]],
            ["boundary in words", world.title(record, "boundary_words")],
            ["how the outline was made", world.title(record, "method")],
            ["role in the plan", world.title(record, "plan_role")],
        ]
        for record in records
    ]
    shown: gpd.GeoDataFrame = frame.assign(
        name=[world.title(record, "name") for record in records],
        label=[world.title(record, "short") for record in records],
        search=frame["name_zh"] + " " + frame["name_en"],
        details=details,
    )
    return shown[["id", "name", "label", "prefecture", "search", "details", "label_lon", "label_lat", "geometry"]]


def classes(world: World, moment: Moment) -> pd.Series:
    """An area from the last day of the partial date on which it was established."""
    known = [area for area, established in derived(_established, world).items() if established <= moment.as_of]
    return pd.Series("approximate", index=pd.Index(known, name="id", dtype=object), dtype=object)


def _established(world: World) -> Mapping[str, date]:
    frame = world["demonstration_areas"]
    return {area: last_day(text) for area, text in zip(frame["id"], frame["established"], strict=True)}


LAYER = Layer(
    id="demonstration-areas",
    title="demonstration areas",
    single="one demonstration area",
    group="areas",
    order=65,
    shape="area",
    needs=("demonstration_areas",),
    features=features,
    classes=classes,
    legend={"approximate": "demonstration area, outline approximate"},
    on_at_start=True,
    labels=True,
    note="outlines are approximate, for locating only",
    sources=("demonstration_areas",),
)
