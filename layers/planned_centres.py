"""What the plan supports but nobody has shown to exist: the centres of box 19, the Zhuhai branch, bodies being
prepared. Never drawn as existing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from layers.base import OF_THE_PLAN, Layer, World, everything
from layers.bodies import points

if TYPE_CHECKING:
    import geopandas as gpd

TEXTS = (
    "industries",
    "industries_en",
    "counted_by",
    "evidence",
    "approved",
    "approved_bound",
    "operating",
    "operating_bound",
)


def features(world: World) -> gpd.GeoDataFrame:
    """Planned rows of the plan and of the bodies table (record types planned and call), with a point."""
    bodies = world["bodies"]
    waiting = bodies[(bodies["record_type"] != "body") & (bodies["evidence"] != "C") & bodies["lon"].notna()]
    promised = pd.DataFrame(
        list(world.planned), columns=["id", "name_zh", "name_en", "prefecture", "lon", "lat", "position"]
    )
    both = pd.concat([promised, waiting], ignore_index=True)
    return points(both.fillna(dict.fromkeys(TEXTS, "")), world)


LAYER = Layer(
    id="planned-centres",
    title="planned centres",
    single="one planned centre",
    group="areas",
    order=71,
    shape="point",
    needs=("bodies",),
    features=features,
    classes=everything(features, "planned"),
    legend={"planned": "planned or being prepared, not known to exist"},
    note="positions are approximate",
    sources=(OF_THE_PLAN, "bodies"),
)
