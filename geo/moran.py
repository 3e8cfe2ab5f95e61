"""Moran's I (莫兰指数) and its local parts (LISA): whether neighbouring regions are more alike than a random map of the
same numbers.

Sources: Moran, P. A. P. (1950), Notes on continuous stochastic phenomena; Anselin, L. (1995), Local indicators of
spatial association; Benjamini, Y. and Hochberg, Y. (1995), Controlling the false discovery rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.distance import Floats

if TYPE_CHECKING:
    import geopandas as gpd

Neighbours = Mapping[str, tuple[str, ...]]
PERMUTATIONS = 9_999
SEED = 20_211_231
LEVEL = 0.05
# With fewer no map is unlikely enough by chance.
FEWEST = 5
ALIKE = 1e-12
QUADRANTS = {1: "high-high", 2: "low-high", 3: "low-low", 4: "high-low"}


@dataclass(frozen=True, eq=False)
class Moran:
    """Whether neighbours are alike in a number, and where.

    index, expected  Moran's I by row-standardised weights, and its mean over all arrangements, -1 / (n - 1); NaN where
                     nothing is tested
    p                pseudo p, two-sided: (arrangements at least as far from the mean + 1) / (arrangements + 1)
    tested, unknown, islands  ids with a number and a neighbour; without a number; with a number and no such neighbour
    local            index of the tested; columns index (local I), quadrant (high-low: high among low ones), p (two-
                     sided), adjusted (Benjamini-Hochberg over the tested)
    """

    index: float
    expected: float
    p: float
    tested: tuple[str, ...]
    unknown: tuple[str, ...]
    islands: tuple[str, ...]
    local: pd.DataFrame

    def significant(self, level: float = LEVEL) -> pd.Series:
        """The quadrant of those whose adjusted p is at most `level`."""
        found: pd.Series = self.local.loc[self.local["adjusted"] <= level, "quadrant"]
        return found

    def classes(self, ids: pd.Index, level: float = LEVEL) -> pd.Series:
        """A class for every id: a quadrant, not-significant, no-neighbour or no-data."""
        told = pd.Series("not-significant", index=ids, dtype=object)
        told[list(self.unknown)] = "no-data"
        told[list(self.islands)] = "no-neighbour"
        found = self.significant(level)
        told[found.index] = found
        return told


def queen(areas: gpd.GeoDataFrame, ids: str) -> dict[str, tuple[str, ...]]:
    """Id -> the ids of the areas that share a border or a point with it (queen contiguity), () for islands.

    areas  polygons with a common border; ids  the column of their ids
    """
    from shapely import STRtree  # noqa: PLC0415 -- where no map is asked about it is not needed

    shapes, names = areas.geometry.to_numpy(), areas[ids].astype(str).to_list()
    pairs = STRtree(shapes).query(shapes, predicate="intersects")
    met: dict[str, list[str]] = {name: [] for name in names}
    for one, other in pairs.T:
        if one != other:
            met[names[one]].append(names[other])
    return {name: tuple(sorted(found)) for name, found in met.items()}


def moran(numbers: pd.Series, neighbours: Neighbours, *, permutations: int = PERMUTATIONS, seed: int = SEED) -> Moran:
    """Moran's I of numbers by region, NaN unknown.

    Regions without a number are no neighbours either; those without a neighbour left are not tested. Fewer than
    FEWEST tested regions, or numbers that are all alike, have no index. The same seed gives the same p.
    """
    known = numbers.index[numbers.notna()]
    left = {each: [other for other in neighbours.get(each, ()) if other in known] for each in known}
    tested = tuple(str(each) for each in known if left[each])
    islands = tuple(str(each) for each in known if not left[each])
    unknown = tuple(str(each) for each in numbers.index if each not in known)
    values = numbers.loc[list(tested)].to_numpy(dtype=float)
    if len(tested) < FEWEST or np.ptp(values) <= ALIKE * max(np.abs(values).max(), ALIKE):
        return _untested(tested, unknown, islands)
    index, p = _whole(values, tested, left, permutations, seed)
    local = _local(values, tested, left, permutations, seed)
    return Moran(index, -1 / (len(tested) - 1), p, tested, unknown, islands, local)


def adjusted(p: Floats) -> Floats:
    """The p values of many tests by Benjamini and Hochberg: the least false discovery rate at which each stands."""
    n, order = len(p), np.argsort(p)[::-1]
    stepped = np.minimum.accumulate(p[order] * n / np.arange(n, 0, -1))
    found = np.empty(n)
    found[order] = np.minimum(stepped, 1.0)
    return found


def _untested(tested: tuple[str, ...], unknown: tuple[str, ...], islands: tuple[str, ...]) -> Moran:
    columns = {"index": np.nan, "quadrant": "", "p": np.nan, "adjusted": np.nan}
    local = pd.DataFrame(columns, index=pd.Index(tested, dtype=object))
    return Moran(float("nan"), float("nan"), float("nan"), tested, unknown, islands, local)


def _whole(
    values: Floats, tested: tuple[str, ...], left: Mapping[str, list[str]], permutations: int, seed: int
) -> tuple[float, float]:
    """Moran's I and its p. The arrangements are drawn here: esda draws them from numpy's common state, which other
    readers use at the same time.
    """
    places = {name: place for place, name in enumerate(tested)}
    weights = np.zeros((len(tested), len(tested)))
    for name in tested:
        weights[places[name], [places[other] for other in left[name]]] = 1 / len(left[name])
    from_mean = values - values.mean()
    drawn = np.random.default_rng(seed).permuted(np.tile(from_mean, (permutations, 1)), axis=1)
    spread = float(from_mean @ from_mean)
    index = float(from_mean @ weights @ from_mean) / spread
    chance = np.einsum("ij,ij->i", drawn @ weights, drawn) / spread
    mean = -1 / (len(tested) - 1)
    as_far = np.sum(np.abs(chance - mean) >= abs(index - mean) - ALIKE)
    return index, float((as_far + 1) / (permutations + 1))


def _local(
    values: Floats, tested: tuple[str, ...], left: Mapping[str, list[str]], permutations: int, seed: int
) -> pd.DataFrame:
    from esda import Moran_Local  # noqa: PLC0415 -- seconds of start that only those pay who ask
    from libpysal.weights import W  # noqa: PLC0415

    contiguity = W({name: left[name] for name in tested}, id_order=list(tested), silence_warnings=True)
    found = Moran_Local(values, contiguity, permutations=permutations, seed=seed)
    # esda's own p counts arrangements equal to what is seen on the wrong side: where many numbers are alike (eleven
    # prefectures without anybody in reach) it would call significant what every seventh arrangement gives.
    drawn, seen = found.rlisas, found.Is[:, None]
    slack = ALIKE * np.maximum(np.abs(seen), 1.0)
    tails = [np.sum(drawn >= seen - slack, axis=1), np.sum(drawn <= seen + slack, axis=1)]
    p = np.minimum(2 * (np.minimum(*tails) + 1) / (permutations + 1), 1.0)
    quadrants = [QUADRANTS[int(each)] for each in found.q]
    return pd.DataFrame(
        {"index": found.Is, "quadrant": quadrants, "p": p, "adjusted": adjusted(p)},
        index=pd.Index(tested, dtype=object),
    )
