"""Parks and clusters (优势产业聚集区和高新区): where the plan wants centres to be built. Evidence C is not drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from layers.base import Layer, Moment, World, derived
from layers.bodies import points

if TYPE_CHECKING:
    import geopandas as gpd

LEGEND = {
    "national_high_tech_zone": "national high-tech zone",
    "provincial_high_tech_zone": "provincial high-tech zone",
    "national_development_zone": "national economic development zone",
    "township_park": "park with a township code",
    "national_cluster": "national SME cluster",
    "provincial_cluster": "provincial SME cluster",
    "former_upgrade_area": "cluster of an old list (about 2005)",
}


def usable(world: World) -> pd.DataFrame:
    """The parks that may be drawn and chosen: all but those of evidence C."""
    parks: pd.DataFrame = world["candidate_sites"]
    return parks[parks["evidence"] != "C"]


def of_industry(parks: pd.DataFrame, industry: str) -> pd.DataFrame:
    """The parks of an industry, "" for all: without those that are known to be of another."""
    if not industry:
        return parks
    named = (parks["industries"] + "; " + parks["accepted_as"]).str.split("; ")
    mine = pd.Series([industry in each for each in named], index=parks.index, dtype=bool)
    return parks[mine | (parks["industries"] == "")]


def features(world: World) -> gpd.GeoDataFrame:
    """Every usable park at its point, with its industry and what the point is."""
    return points(usable(world), world)


def classes(world: World, moment: Moment) -> pd.Series:
    """The kind of each park; under an industry, without those that are known to be of another."""
    return of_industry(derived(usable, world), moment.industry).set_index("id")["kind"].rename("class")


LAYER = Layer(
    id="parks",
    title="parks and clusters",
    single="one park or cluster",
    group="areas",
    order=70,
    shape="point",
    needs=("candidate_sites",),
    features=features,
    classes=classes,
    legend=LEGEND,
    note="a park without a point of its own stands at the seat of its county or prefecture",
    sources=("candidate_sites",),
)
