"""The one picture that all rivals draw: prefectures shaded by an indicator, points that appear at their date.

Shapes and indicators are the shipped ones; points, names and dates are drawn with a fixed seed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from atlas.question.choices import month_ends
from data.catalog import read, read_areas
from geo.locate import locate

SEED = 20260701
FIRST, LAST = date(2016, 1, 31), date(2025, 12, 31)
INDICATORS = ("gdp", "patent-grants", "high-tech-firms", "residents-census", "technology-contracts", "map-area")
SHADES = ("#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c")
UNKNOWN = "#cccccc"
DECIMALS = 5


@dataclass(frozen=True)
class Size:
    """How much is drawn; `vertices` 0 leaves the shapes as they are shipped."""

    id: str
    title: str
    vertices: int
    points: int


SHIPPED = Size("shipped", "shipped geometry, 600 points", 0, 600)
LARGE = Size("large", "100k vertices, 5,000 points", 100_000, 5_000)
SIZES = {size.id: size for size in (SHIPPED, LARGE)}


def size_asked() -> Size:
    """The size that the bench asked this process for (BENCH_SIZE)."""
    return SIZES[os.environ.get("BENCH_SIZE", SHIPPED.id)]


@cache
def areas(size: Size) -> gpd.GeoDataFrame:
    """The prefectures' own frame, its shapes densified to about as many vertices as `size` says."""
    frame = read_areas("prefectures")
    shapes = densified(frame.geometry.to_numpy(), size.vertices)
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def densified(shapes: np.ndarray, vertices: int) -> np.ndarray:
    """Shapes with added vertices, at least `vertices` together, to as many decimals as the product ships."""
    step = 1.0
    found = shapes
    while shapely.get_num_coordinates(found).sum() < vertices:
        step *= 0.95
        found = shapely.segmentize(shapes, step)
    return shapely.set_precision(found, 10**-DECIMALS, mode="pointwise")


@cache
def points(size: Size) -> pd.DataFrame:
    """Seeded points inside the province: id, name, lon, lat, prefecture, since."""
    chance = np.random.default_rng(SEED)
    frame = read_areas("prefectures")
    west, south, east, north = frame.total_bounds
    lon, lat = (chance.uniform(low, high, size.points * 6) for low, high in ((west, east), (south, north)))
    home = locate(lon, lat, frame)
    inside = np.flatnonzero(home != "")[: size.points]
    days = chance.choice(np.array(months(), dtype=object), size.points)
    numbers = range(len(inside))
    return pd.DataFrame(
        {
            "id": [f"bench-{number:05d}" for number in numbers],
            "name": [f"服务机构 {number:05d}" for number in numbers],
            "lon": lon[inside].round(DECIMALS),
            "lat": lat[inside].round(DECIMALS),
            "prefecture": home[inside],
            "since": [day.isoformat() for day in days],
        }
    )


def months() -> list[date]:
    """The steps of the date slider."""
    return month_ends(FIRST, LAST)


@cache
def shades(indicator: str) -> dict[str, str]:
    """Adcode -> colour of its fifth for the latest year of an indicator."""
    table = read("prefecture_indicators")
    rows = table[(table["indicator"] == indicator) & table["prefecture"].isin(read("prefectures")["adcode"])]
    values = rows[rows["period"] == rows["period"].max()].set_index("prefecture")["value"]
    fifths = (values.rank(pct=True) * len(SHADES)).dropna().map(lambda share: max(0, int(np.ceil(share)) - 1))
    return {str(adcode): SHADES[fifth] for adcode, fifth in fifths.items()}


def shade(adcode: str, indicator: str) -> str:
    """The colour of a prefecture."""
    return shades(indicator).get(adcode, UNKNOWN)
