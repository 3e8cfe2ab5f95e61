"""Regions by adcode (行政区划代码, GB/T 2260): who belongs to whom, zones, areas put together, neighbours.

An adcode is a text of six digits: province, prefecture, county, two digits each. Dongguan (东莞, 441900) and Zhongshan
(中山, 442000) have no counties: their code is that of a prefecture and of a statistical unit at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from geo.checks import missing_columns, need
from geo.errors import BadValueError, UnknownIdError

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    from shapely import Geometry

ADCODE = re.compile(r"[0-9]{6}")


def prefecture_of(adcode: str) -> str:
    """The prefecture (地级以上市) of a county or of itself: "440103" and "440100" are in "440100".

    Raises BadValueError for a code of a province ("440000") and for anything but six digits.
    """
    if not isinstance(adcode, str) or not ADCODE.fullmatch(adcode):
        raise BadValueError(f"expected an adcode of six digits as text, got {adcode!r}; write it with quotes")
    if adcode.endswith("0000"):
        raise BadValueError(f"expected the adcode of a prefecture or county, got that of a province: {adcode!r}")
    return f"{adcode[:4]}00"


def members(prefecture: str, adcodes: Iterable[str]) -> tuple[str, ...]:
    """The statistical units of `prefecture` among `adcodes`, in their order.

    These are its counties; a prefecture without any among `adcodes` is its own unit when it is there itself. So it
    makes no difference whether `adcodes` lists the prefectures besides the counties. BadValueError for a bad adcode.
    """
    home = prefecture_of(prefecture)
    inside = [adcode for adcode in adcodes if prefecture_of(adcode) == home]
    counties = tuple(adcode for adcode in inside if adcode != home)
    return counties or tuple(dict.fromkeys(inside))


def is_partition(zones: Mapping[str, Sequence[str]], adcodes: Iterable[str]) -> bool:
    """Whether every one of `adcodes` is in exactly one zone and nothing else is; see `partition_faults` for why not."""
    return not partition_faults(zones, adcodes)


def partition_faults(zones: Mapping[str, Sequence[str]], adcodes: Iterable[str]) -> tuple[str, ...]:
    """Every way in which `zones` (id -> adcodes) fail to divide `adcodes`, one sentence each; () when they do.

    A fault is an adcode in no zone, in two zones or twice in one, one nobody asked for, or a zone without members.
    """
    asked = list(dict.fromkeys(adcodes))
    faults: list[str] = []
    for adcode in asked:
        homes = [zone for zone, inside in zones.items() if adcode in inside]
        if len(homes) != 1:
            faults.append(f"{adcode} is in {' and '.join(homes) or 'no zone'}")
    for zone, inside in zones.items():
        faults += _zone_faults(zone, inside, asked)
    return tuple(faults)


def dissolve(areas: gpd.GeoDataFrame, groups: Mapping[str, Sequence[str]]) -> gpd.GeoDataFrame:
    """Areas put together by group: columns id and geometry, one row a group in the order of `groups`, CRS of `areas`.

    areas   column adcode (each once) and polygons, best a coverage: neighbours that share their border point by point.
            Then shared borders vanish without a trace; where the borders differ, the general union is taken instead.
    groups  id -> adcodes, at least one each; an area may be in several groups
    Raises MissingColumnError; UnknownIdError naming every adcode that is not in `areas`; BadValueError for a group
    without members.
    """
    import geopandas as gpd  # noqa: PLC0415 -- the adcode rules above answer without it

    need(missing_columns("areas", areas, ["adcode"]))
    shapes = dict(zip(areas["adcode"], areas.geometry.to_numpy(), strict=True))
    unknown = sorted({adcode for inside in groups.values() for adcode in inside} - set(shapes))
    if unknown:
        raise UnknownIdError(f"expected adcodes of areas, got {', '.join(unknown)}; known are {', '.join(shapes)}")
    empty = [group for group, inside in groups.items() if not len(inside)]
    if empty:
        raise BadValueError(f"expected at least one adcode in each group, got none in {', '.join(map(str, empty))}")
    joined = [_union([shapes[adcode] for adcode in dict.fromkeys(inside)]) for inside in groups.values()]
    return gpd.GeoDataFrame({"id": list(groups)}, geometry=gpd.GeoSeries(joined, crs=areas.crs), crs=areas.crs)


def neighbours(areas: gpd.GeoDataFrame) -> dict[str, tuple[str, ...]]:
    """Adcode -> adcodes of the areas that share a stretch of border with it, sorted; () for one that stands alone.

    areas  column adcode and polygons. Touching in a single point is not a border; overlapping is. Adjacency in the
    sense of rook contiguity (Cliff & Ord 1973). Raises MissingColumnError.
    """
    import shapely  # noqa: PLC0415 -- the adcode rules above answer without it

    need(missing_columns("areas", areas, ["adcode"]))
    shapes: np.ndarray = areas.geometry.to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = left < right
    left, right = left[pairs], right[pairs]
    bordering = shapely.get_dimensions(shapely.intersection(shapes[left], shapes[right])) >= 1
    names = areas["adcode"].to_list()
    found: dict[str, set[str]] = {name: set() for name in names}
    for one, other in zip(left[bordering], right[bordering], strict=True):
        found[names[one]].add(names[other])
        found[names[other]].add(names[one])
    return {name: tuple(sorted(others)) for name, others in found.items()}


def _zone_faults(zone: str, inside: Sequence[str], asked: Sequence[str]) -> list[str]:
    times = Counter(inside)
    faults = [f"{adcode} is {often} times in {zone}" for adcode, often in times.items() if often > 1]
    faults += [f"{adcode} of {zone} is not one of those to divide" for adcode in times if adcode not in asked]
    return faults if inside else [f"zone {zone} has no members"]


def _union(shapes: Sequence[Geometry]) -> Geometry:
    import shapely  # noqa: PLC0415 -- the adcode rules above answer without it

    if shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapes)
