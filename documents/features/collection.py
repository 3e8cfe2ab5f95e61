"""A layer of the map as a collection of features: its rows, what is said of them, and where the data are from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.shapes_out import one_kind
from documents.layer_file import WGS84, layer_file
from documents.told import Told
from layers import all_layers, layer
from layers.base import OF_THE_PLAN
from layers.folium_map import BOUNDS

if TYPE_CHECKING:
    import geopandas as gpd

Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Collection:
    """rows  as layer_file has them, none where the question shows nothing of the layer;  note  what a reader must know
    bounds  west, south, east, north of the rows, of the province where there are none
    """

    id: str
    title: str
    note: str
    rows: gpd.GeoDataFrame
    bounds: Box

    @property
    def columns(self) -> dict[str, str]:
        """The attributes with their types as JSON knows them."""
        types = self.rows.drop(columns="geometry").dtypes
        return {str(name): json_type(kind) for name, kind in types.items()}


def json_type(kind: Any) -> str:
    """The type of a column's cells in JSON."""
    if pd.api.types.is_bool_dtype(kind):
        return "boolean"
    if pd.api.types.is_integer_dtype(kind):
        return "integer"
    return "number" if pd.api.types.is_numeric_dtype(kind) else "string"


def collection_of(layer_id: str, told: Told) -> Collection:
    """A layer for a question, made once. Raises LookupError for an unknown layer."""
    layer(layer_id)
    return told.once("collection", lambda: _made(layer_id, told), layer_id, told.question)


def collections_of(told: Told) -> list[Collection]:
    """Every layer, in drawing order."""
    return [collection_of(each.id, told) for each in all_layers()]


def _made(layer_id: str, told: Told) -> Collection:
    import geopandas as gpd  # noqa: PLC0415 -- readers of pages need it later than this module

    title = told.supposed(told.say(layer(layer_id).title))
    try:
        file = layer_file(layer_id, told)
    except ValueError as nothing:
        rows = gpd.GeoDataFrame({"id": pd.Series(dtype=object)}, geometry=[], crs=WGS84)
        (south, west), (north, east) = BOUNDS
        return Collection(layer_id, title, str(nothing), rows, (west, south, east, north))
    west, south, east, north = file.rows.total_bounds.tolist()
    return Collection(layer_id, title, file.note, one_kind(file.rows), (west, south, east, north))


def origins(layer_id: str, told: Told) -> list[Mapping[str, str]]:
    """Of every dataset behind a layer: title, nature, date, attribution, licence; the plan by its title."""
    say, atlas, language = told.say, told.atlas, told.atlas.world.language
    found: list[Mapping[str, str]] = []
    for source in layer(layer_id).sources:
        if source == OF_THE_PLAN:
            found.append({"title": atlas.world.title(atlas.plan.about)})
            continue
        meta = atlas.declared(source)
        found.append(
            {
                "title": meta.told("title", language),
                "nature": say(meta.status),
                "as_of": meta.as_of,
                "attribution": meta.told("attribution", language),
                "licence": meta.told("licence", language),
            }
        )
    return found
