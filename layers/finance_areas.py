"""The IP finance areas of box 14: 珠三角知识产权金融创新先行区 and 粤东粤西粤北知识产权金融突破区."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.base import OF_THE_PLAN, Layer, World
from layers.regions import dissolved, numbered_captions, numbered_legend, numbered_zones, zones_of

if TYPE_CHECKING:
    import geopandas as gpd


def features(world: World) -> gpd.GeoDataFrame:
    """One outline an area, dissolved from its members."""
    return dissolved(world, zones_of(world, "finance"))


LAYER = Layer(
    id="finance-areas",
    title="IP finance areas",
    single="one IP finance area",
    group="regional pattern",
    order=61,
    shape="outline",
    zone_group="finance",
    needs=("prefectures",),
    features=features,
    classes=numbered_zones("finance"),
    legend=numbered_legend(),
    captions=numbered_captions("finance"),
    sources=(OF_THE_PLAN,),
)
