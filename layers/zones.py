"""一核一带一区 as a partition of the 21 prefectures: 珠三角核心区 9, 东翼 4, 西翼 3, 北部生态发展区 5."""

from __future__ import annotations

import pandas as pd

from layers.base import Layer, Moment, World
from layers.regions import prefectures, zones_of

LEGEND = {
    "core": "Pearl River Delta core",
    "belt-east": "coastal belt, east wing",
    "belt-west": "coastal belt, west wing",
    "north": "northern ecological zone",
}


def classes(world: World, _moment: Moment) -> pd.Series:
    """Each prefecture in the class of its zone."""
    members = {adcode: zone["id"] for zone in zones_of(world, "partition") for adcode in zone["members"]}
    return pd.Series(list(members.values()), index=pd.Index(list(members), name="id"), dtype=object)


LAYER = Layer(
    id="zones",
    title="one core, one belt, one zone",
    group="shading",
    order=21,
    shape="area",
    needs=("prefectures",),
    features=prefectures,
    classes=classes,
    legend=LEGEND,
    exclusive=True,
    sources=("plan-14-5",),
)
