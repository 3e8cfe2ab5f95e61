"""横琴, 前海 and 中新广州知识城: outlines are approximate (近似), for locating only; they are in no denominator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.partial_dates import last_day
from layers.base import Layer, Moment, World

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
            ["boundary in words", record["boundary_words_zh"]],
            ["how the outline was made", record["method_zh"]],
            ["role in the plan", record["plan_role_zh"]],
        ]
        for record in records
    ]
    shown = frame.assign(
        name=[world.title(record, "name") for record in records],
        search=frame["name_zh"] + " " + frame["name_en"],
        details=details,
    )
    return shown[["id", "name", "prefecture", "search", "details", "label_lon", "label_lat", "geometry"]]


def classes(world: World, moment: Moment) -> pd.Series:
    """An area from the last day of the partial date on which it was established."""
    frame = world["demonstration_areas"]
    known = frame.loc[frame["established"].map(lambda text: last_day(text) <= moment.as_of).astype(bool), "id"]
    return pd.Series("approximate", index=pd.Index(known, name="id"), dtype=object)


LAYER = Layer(
    id="demonstration-areas",
    title="demonstration areas",
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
