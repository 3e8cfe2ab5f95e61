"""A million seeded points: which county each is in, and which body is nearest, ours beside geopandas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Geod

from data.catalog import read, read_areas
from geo.distance import nearest
from geo.locate import Locator, locate
from tools.bench.clock import timed
from tools.bench.table import Aim, markdown, number, ratio

SEED = 20260702
METRES = "EPSG:32649"
CHECKED = 2_000


@dataclass(frozen=True)
class Duel:
    """One question put to both: seconds of each, and how far each is from the truth in per cent."""

    title: str
    ours_s: float
    theirs_s: float
    ours_error: float
    theirs_error: float
    note: str

    @property
    def times(self) -> float:
        """How many times as fast ours is."""
        return ratio(self.theirs_s, self.ours_s)


def duels(count: int, turns: int) -> list[Duel]:
    """Both questions for `count` points."""
    counties, bodies = read_areas("counties"), read("bodies").dropna(subset=["lon", "lat"]).reset_index(drop=True)
    chance = np.random.default_rng(SEED)
    west, south, east, north = counties.total_bounds
    lon, lat = chance.uniform(west, east, count), chance.uniform(south, north, count)
    places = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=counties.crs)
    return [*_located(places, lon, lat, counties, turns), _nearest(places, lon, lat, bodies, turns)]


def report(found: list[Duel], count: int) -> str:
    """The table."""
    head = [
        f"{count:,} points",
        "ours, s",
        "geopandas, s",
        "times as fast",
        "our error, %",
        "its error, %",
        "checked by",
    ]
    rows = [
        [
            duel.title,
            number(duel.ours_s),
            number(duel.theirs_s),
            number(duel.times),
            f"{duel.ours_error:.5f}",
            f"{duel.theirs_error:.5f}",
            duel.note,
        ]
        for duel in found
    ]
    return markdown(head, rows)


def aims(found: list[Duel]) -> Iterator[Aim]:
    """At least 15 times as fast, at most 0.001 % off."""
    for duel in found:
        yield Aim(f"{duel.title}: geopandas' time / ours", duel.times, 15, " ×", at_least=True)
        yield Aim(f"{duel.title}: largest error", duel.ours_error, 0.001, " %")


def worst_error(metres: np.ndarray, true_metres: np.ndarray) -> float:
    """The largest relative error, in per cent."""
    return float(np.max(np.abs(metres - true_metres) / true_metres) * 100)


def _located(
    places: gpd.GeoDataFrame, lon: np.ndarray, lat: np.ndarray, counties: gpd.GeoDataFrame, turns: int
) -> list[Duel]:
    """Twice: with the grid built for the question, and with a grid that was built before."""
    locator = Locator(counties)
    ours, ours_s = timed(lambda: locate(lon, lat, counties), turns)
    _, built_s = timed(lambda: locator.locate(lon, lat), turns)
    joined, theirs_s = timed(
        lambda: gpd.sjoin(places, counties[["adcode", "geometry"]], how="left", predicate="within"), turns
    )
    # A point on a shared border may come twice, and in either county.
    theirs = joined.loc[~joined.index.duplicated(), "adcode"].fillna("").to_numpy(dtype=object)
    differ = float(np.mean(ours != theirs) * 100)
    titles = {f"locate in {len(counties)} counties / sjoin": ours_s, "the same, grid built before": built_s}
    return [Duel(title, each, theirs_s, differ, differ, "each other, every point") for title, each in titles.items()]


def _nearest(places: gpd.GeoDataFrame, lon: np.ndarray, lat: np.ndarray, bodies: pd.DataFrame, turns: int) -> Duel:
    to_lon, to_lat = bodies["lon"].to_numpy(), bodies["lat"].to_numpy()
    sites = gpd.GeoDataFrame(geometry=gpd.points_from_xy(to_lon, to_lat), crs=places.crs)
    (_, ours), ours_s = timed(lambda: nearest(lon, lat, to_lon, to_lat), turns)
    joined, theirs_s = timed(
        lambda: gpd.sjoin_nearest(places.to_crs(METRES), sites.to_crs(METRES), distance_col="metres"), turns
    )
    theirs = joined.loc[~joined.index.duplicated(), "metres"].to_numpy()
    chosen = np.random.default_rng(SEED + 1).choice(len(lon), min(CHECKED, len(lon)), replace=False)
    truth = _true_metres(lon[chosen], lat[chosen], to_lon, to_lat)
    return Duel(
        f"nearest of {len(bodies)} bodies / sjoin_nearest",
        ours_s,
        theirs_s,
        worst_error(ours[chosen], truth),
        worst_error(theirs[chosen], truth),
        f"geodesics (pyproj.Geod) of {len(chosen):,} points",
    )


def _true_metres(lon: np.ndarray, lat: np.ndarray, to_lon: np.ndarray, to_lat: np.ndarray) -> np.ndarray:
    """The geodesic to the nearest of all targets."""
    here, there = np.repeat(np.arange(len(lon)), len(to_lon)), np.tile(np.arange(len(to_lon)), len(lon))
    _, _, metres = Geod(ellps="WGS84").inv(lon[here], lat[here], to_lon[there], to_lat[there])
    nearest_m: np.ndarray = np.asarray(metres).reshape(len(lon), len(to_lon)).min(axis=1)
    return nearest_m
