"""From degrees to millimetres: the equal-area projection of the print map, and the window through which it is seen.

Lambert azimuthal equal-area (EPSG method 9820), centre 23° N 113.5° E, as PRODUCT-wide rule for areas and print.
Source: Snyder, J. P. (1987), Map projections: a working manual, USGS Professional Paper 1395, p. 182.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers import layer
from layers.base import World, derived
from layers.print_map.sheet import Box
from layers.regions import far_parts

CENTRE = (113.5, 23.0)
# Degrees from the largest part of a place to its reefs out at sea: 东沙群岛.
FAR_OUT = 1.0
# Further south the land of the context ends, and so Hainan is never whole.
SOUTHMOST = 19.6
Points = NDArray[np.float64]


@cache
def _there() -> Callable[..., Any]:
    from pyproj import Transformer  # noqa: PLC0415 -- only who prints pays for it

    lon, lat = CENTRE
    to = f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", to, always_xy=True).transform


def metres(lonlat: Points) -> Points:
    """Degrees east and north, two columns, as metres east and north of the centre."""
    return np.column_stack(_there()(lonlat[:, 0], lonlat[:, 1]))


def projected(world: World, layer_id: str) -> dict[str, Any]:
    """Feature id -> its shape in metres, of a layer, without reefs far out at sea; made once a world."""
    return derived(_projection_of(layer_id), world)


def near(world: World) -> dict[str, Any]:
    """Adcode -> the land of a prefecture in metres, without its reefs far out at sea."""
    return derived(_near, world)


def mainland(world: World) -> Any:
    """The land of all prefectures as one shape in metres; made once a world, as those below."""
    return derived(_mainland, world)


def all_land(world: World) -> Any:
    """The same with that of the neighbours: what is not sea."""
    return derived(_all_land, world)


def far(world: World, prefecture: str = "") -> Any:
    """The reefs far out at sea (东沙群岛) in metres, of all prefectures or of one; empty where there are none."""
    found = derived(_far, world)
    wanted = [found.get(prefecture)] if prefecture else list(found.values())
    return shapely.union_all([each for each in wanted if each is not None])


@cache
def _projection_of(layer_id: str) -> Callable[[World], dict[str, Any]]:
    def made(world: World) -> dict[str, Any]:
        declared = layer(layer_id)
        shapes = derived(declared.features, world)
        kept = np.array([_peopled(each) for each in shapes.geometry], dtype=object)
        return dict(zip(shapes["id"], shapely.transform(kept, metres), strict=True))

    return made


def _near(world: World) -> dict[str, Any]:
    shapes = world["prefectures"]
    kept = np.array([_peopled(each) for each in shapes.geometry], dtype=object)
    return dict(zip(shapes["adcode"], shapely.transform(kept, metres), strict=True))


def _mainland(world: World) -> Any:
    return shapely.union_all(list(near(world).values()))


def _all_land(world: World) -> Any:
    return shapely.union_all([*projected(world, "neighbours").values(), mainland(world)])


def _far(world: World) -> dict[str, Any]:
    shapes = world["prefectures"]
    found = {}
    for adcode, shape in zip(shapes["adcode"], shapes.geometry, strict=True):
        parts = shapely.get_parts(shape)
        if away := far_parts(shape, FAR_OUT):
            found[str(adcode)] = shapely.transform(shapely.MultiPolygon(list(parts[away])), metres)
    return found


def _peopled(shape: Any) -> Any:
    """Nobody lives on a reef, so no colour says anything of it."""
    away = set(far_parts(shape, FAR_OUT))
    parts = [part for place, part in enumerate(shapely.get_parts(shape)) if place not in away]
    return shapely.MultiPolygon(parts) if away else shape


@dataclass(frozen=True)
class Window:
    """A box of the sheet through which a box of the land is seen: left, bottom, right, top of each.

    box  in millimetres of the sheet;  seen  in metres of the projection, of the same shape
    """

    box: Box
    seen: Box

    @property
    def mm_per_m(self) -> float:
        """The scale."""
        return (self.box[2] - self.box[0]) / (self.seen[2] - self.seen[0])

    def at(self, points: Points) -> Points:
        """Metres, two columns, as millimetres of the sheet."""
        placed: Points = (points - np.array(self.seen[:2])) * self.mm_per_m + np.array(self.box[:2])
        return placed

    def placed(self, shapes: Any) -> Any:
        """Shapes in metres as they lie on the sheet."""
        return shapely.transform(shapes, self.at)

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place lies on the sheet."""
        x, y = self.at(metres(np.array([[lon, lat]])))[0]
        return float(x), float(y)

    @cached_property
    def frame(self) -> Any:
        """Its box as a polygon."""
        return shapely.box(*self.box)


def window(box: Box, land: Box, margin: float) -> Window:
    """The window in which a box of the land, in metres, is as large as it can be with `margin` millimetres around it;
    it never looks further south than there is land of the context.
    """
    wide, high = box[2] - box[0], box[3] - box[1]
    per_m = min((wide - 2 * margin) / (land[2] - land[0]), (high - 2 * margin) / (land[3] - land[1]))
    east, north = (land[0] + land[2]) / 2, (land[1] + land[3]) / 2
    half_x, half_y = wide / per_m / 2, high / per_m / 2
    lowest = float(metres(np.array([[CENTRE[0], SOUTHMOST]]))[0, 1])
    up = max(0.0, lowest - (north - half_y))
    return Window(box, (east - half_x, north - half_y + up, east + half_x, north + half_y + up))


def land_box(world: World, prefecture: str = "") -> Box:
    """The box of the province without its reefs, or of one prefecture, in metres."""
    shapes = near(world)
    wanted = [shapes[prefecture]] if prefecture else list(shapes.values())
    left, bottom, right, top = shapely.total_bounds(np.array(wanted, dtype=object))
    return float(left), float(bottom), float(right), float(top)
