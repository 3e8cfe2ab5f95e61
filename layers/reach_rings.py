"""Rings around the bodies whose reach is asked about: the straight distance that stands for the road distance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from layers.base import Layer, Moment, World
from layers.bodies import points

if TYPE_CHECKING:
    import geopandas as gpd


def features(world: World) -> gpd.GeoDataFrame:
    """Every body with a point; the browser draws the ring at the radius it is told."""
    bodies = world["bodies"]
    chosen = bodies[bodies["lon"].notna()]
    found = points(chosen, world)
    return found.assign(id=found["id"].map("ring-{}".format))[["id", "name", "prefecture", "geometry"]]


def classes(world: World, moment: Moment) -> pd.Series:
    """A ring for each body that counts as in reach."""
    placed = set(world["bodies"]["id"]) | set(moment.extras)
    ids = pd.Index([f"ring-{body}" for body in moment.reaching if body in placed], name="id")
    return pd.Series("ring", index=ids, dtype=object)


def captions(_world: World, moment: Moment) -> Mapping[str, str]:
    """The ring's meaning with its distance."""
    return {"ring": moment.ring_title} if moment.ring_title else {}


LAYER = Layer(
    id="reach-rings",
    title="reach rings",
    group="shading",
    order=45,
    shape="ring",
    needs=("bodies",),
    features=features,
    classes=classes,
    legend={"ring": "straight distance that stands for the road distance"},
    captions=captions,
    sources=("bodies",),
)
