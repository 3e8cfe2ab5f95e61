"""Where the siting page proposes new centres, among the seats of the county-level units: never drawn as existing. What
is proposed is known to one session only and travels with the map's state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from layers.base import Layer, Moment, World

if TYPE_CHECKING:
    import geopandas as gpd


def features(world: World) -> gpd.GeoDataFrame:
    """The seats (approximate), id "site-" and the adcode of their unit."""
    import geopandas as gpd  # noqa: PLC0415 -- a verb that only counts does not pay for it

    seats = world["county_seats"]
    counties = world["counties"].set_index("adcode")["name_zh" if world.language == "zh" else "name_en"]
    named = "place_zh" if world.language == "zh" else "place"
    return gpd.GeoDataFrame(
        {
            "id": [f"site-{adcode}" for adcode in seats["adcode"]],
            "name": [str(counties[adcode]) for adcode in seats["adcode"]],
            "prefecture": seats["prefecture"].to_list(),
            "details": [[["column place_zh", str(place)]] for place in seats[named]],
        },
        geometry=gpd.points_from_xy(seats["lon"], seats["lat"]),
        crs="EPSG:4326",
    )


def classes(_world: World, moment: Moment) -> pd.Series:
    """proposed, locked (proposed because it must be) or banned; nothing when no answer is shown."""
    return pd.Series(dict(moment.sites), dtype=object)


LAYER = Layer(
    id="proposed-sites",
    title="proposed centres",
    single="one proposed centre",
    group="areas",
    order=72,
    shape="point",
    needs=("county_seats", "counties"),
    features=features,
    classes=classes,
    legend={
        "proposed": "proposed by the search",
        "locked": "proposed, locked in",
        "banned": "locked out",
    },
    note="positions are approximate",
    sources=("county_seats",),
)
