"""Reach (可达): how many residents have a service body within a distance, how far the others have it, and what hangs on
one body alone.

Two ways in, one core: `reach` takes places, makes the matrix of distances and calls `reach_by_matrix`, which takes any
matrix (an office's own travel times, for example). Distances are straight metres; see geo.distance for road estimates.
Source: Church & ReVelle (1974), the covering objective; Hogan & ReVelle (1986), backup coverage.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geo.checks import Fault, need, need_columns, repeated_values
from geo.distance import LIMIT_M, Floats, pairwise_m
from geo.errors import BadValueError

Flags = NDArray[np.bool_]
# How far sites (columns) are from places (rows), in the unit of the radius: inf or NaN for no way.
Measure = Callable[[pd.DataFrame, pd.DataFrame], Floats]

DEMAND_COLUMNS = ("prefecture", "lon", "lat")
SITE_COLUMNS = ("id", "serves", "prefecture", "lon", "lat")
EVERYWHERE = "province"
TIE_DECIMALS = 6  # metres: distances that differ by less are a tie


@dataclass(frozen=True, eq=False)
class Reach:
    """Who is reached by bodies within a distance. Per demand place: Series on the index of the demand, else people.

    radius_m        straight metres; a place exactly at the radius is reached
    total, covered  people; lowest, highest  people when every body lies as badly, or as well, as its position allows
    twice           people with a second body in reach (备份覆盖)
    people          the weights; in_reach  how many bodies reach the place; surely, perhaps  behind lowest and highest
    nearest, second           id of the nearest and second nearest body that may serve the place, "" when there is none
    nearest_m, second_m       straight metres to them, inf when there is none
    lost            Series body id -> people who lose their only body in reach when it closes (N-1), the largest first
    """

    radius_m: float
    total: float
    covered: float
    lowest: float
    highest: float
    twice: float
    people: pd.Series
    in_reach: pd.Series
    surely: pd.Series
    perhaps: pd.Series
    nearest: pd.Series
    second: pd.Series
    nearest_m: pd.Series
    second_m: pd.Series
    lost: pd.Series

    @property
    def share(self) -> float:
        """Population-weighted coverage (人口加权覆盖率), sum of w_i [d_i <= R] over sum of w_i; NaN without people."""
        return self.covered / self.total if self.total else float("nan")

    @property
    def critical(self) -> tuple[str, ...]:
        """The bodies whose closing would lose most people, all of them when equal; () when none would lose any."""
        worst = self.lost.max() if len(self.lost) else 0.0
        return tuple(sorted(self.lost.index[self.lost == worst])) if worst > 0 else ()


def reach(
    demand: pd.DataFrame,
    sites: pd.DataFrame,
    *,
    radius_m: float,
    ignore_borders: bool = False,
    weight: str = "residents",
    distance_m: ArrayLike | None = None,
) -> Reach:
    """Who of `demand` is within `radius_m` straight metres of one of `sites` that may serve them.

    demand   DEMAND_COLUMNS and `weight` (people, >= 0), WGS-84 degrees; sites  SITE_COLUMNS, each id once; optional
             `width_m`, how far a body may be from its point (NaN: not known to be off); either may be empty. A site
             without a point reaches nobody.
    ignore_borders  False: by jurisdiction, see `may_serve`
    distance_m      rows demand, columns sites, instead of the straight lines: a matrix of travel
    Raises MissingColumnError, BadValueError (ids, weights or radius that cannot be).
    """
    need_columns({"demand": (demand, (*DEMAND_COLUMNS, weight)), "sites": (sites, SITE_COLUMNS)})
    need(repeated_values("ids of sites", sites["id"]))
    allowed = np.ones((len(demand), len(sites)), dtype=bool) if ignore_borders else may_serve(demand, sites)
    metres = np.where(allowed, straight_matrix(demand, sites) if distance_m is None else distance_m, np.inf)
    widths = sites["width_m"].fillna(0.0).to_numpy(dtype=float) if "width_m" in sites else None
    return reach_by_matrix(metres, demand[weight], list(sites["id"]), radius_m=radius_m, width_m=widths)


def reach_by_matrix(
    distance_m: ArrayLike,
    people: pd.Series,
    sites: Sequence[str],
    *,
    radius_m: float,
    width_m: ArrayLike | None = None,
) -> Reach:
    """The core of `reach` on any matrix: rows demand, columns sites, inf (or NaN) where a site may not serve.

    distance_m  metres (or minutes, then `radius_m` too); people  weights >= 0, its index is that of the answer
    width_m     how far the entries of each column may be wrong, either way; none: exact
    Raises BadValueError for shapes that do not fit, a negative or unknown weight, width or radius.
    """
    metres, weights = np.asarray(distance_m, dtype=float), people.to_numpy(dtype=float)
    widths = np.zeros(len(sites)) if width_m is None else np.asarray(width_m, dtype=float)
    _check(metres, widths, weights, radius_m, len(sites))
    metres = np.where(np.isnan(metres), np.inf, metres)
    limit, may = radius_m + LIMIT_M, np.isfinite(metres)
    within = may & (metres <= limit)
    in_reach = within.sum(axis=1)
    surely, perhaps = ((may & (metres + off <= limit)).any(axis=1) for off in (widths, -widths))
    (nearest, nearest_m), (second, second_m) = _nearest_two(metres, sites)
    alone = weights * (in_reach == 1)
    lost = pd.Series(alone @ within, index=pd.Index(list(sites), dtype=object), name="lost", dtype=float)

    def series(values: ArrayLike) -> pd.Series:
        found = np.asarray(values)
        return pd.Series(found, index=people.index, dtype=found.dtype)

    return Reach(
        radius_m=float(radius_m),
        total=float(weights.sum()),
        covered=float(weights[in_reach > 0].sum()),
        lowest=float(weights[surely].sum()),
        highest=float(weights[perhaps].sum()),
        twice=float(weights[in_reach > 1].sum()),
        people=series(weights),
        in_reach=series(in_reach),
        surely=series(surely),
        perhaps=series(perhaps),
        nearest=series(nearest),
        second=series(second),
        nearest_m=series(nearest_m),
        second_m=series(second_m),
        lost=lost.sort_index().sort_values(ascending=False, kind="stable"),
    )


def straight_matrix(demand: pd.DataFrame, sites: pd.DataFrame) -> Floats:
    """Straight metres from every row of `demand` to every row of `sites` (columns lon, lat): shape (n, m), NaN where a
    coordinate is unknown.
    """
    return pairwise_m(demand["lon"], demand["lat"], sites["lon"], sites["lat"])


def may_serve(demand: pd.DataFrame, sites: pd.DataFrame) -> Flags:
    """Which sites may serve which places by jurisdiction: shape (n, m).

    A body that serves the province ("province") serves everybody, any other only its own prefecture, and nobody when
    that is unknown (""). Industry is a question of which sites are asked about, not of place.
    """
    own = sites["prefecture"].to_numpy(dtype=object)[None, :]
    home = (demand["prefecture"].to_numpy(dtype=object)[:, None] == own) & (own != "")
    everywhere = (sites["serves"] == EVERYWHERE).to_numpy(dtype=bool)[None, :]
    return np.asarray(home | everywhere, dtype=bool)


def by_group(found: Reach, groups: pd.Series) -> pd.DataFrame:
    """The reach of each group of places (counties, prefectures, zones): index group, in order of first appearance.

    groups  one label a place, on the index of the demand. Columns people, covered, unserved (people - covered), twice,
    lowest, highest, and share, covered / people, NaN for a group without people. The columns of people add up to those
    of `found`. Raises BadValueError when the index is another one.
    """
    if not groups.index.equals(found.people.index):
        raise BadValueError("expected groups on the index of the demand; take the column of the demand itself")
    people, times = found.people.to_numpy(), found.in_reach.to_numpy()
    counted = {
        "people": people,
        "covered": people * (times > 0),
        "unserved": people * (times == 0),
        "twice": people * (times > 1),
        "lowest": people * found.surely.to_numpy(),
        "highest": people * found.perhaps.to_numpy(),
    }
    codes, labels = pd.factorize(groups.to_numpy(), use_na_sentinel=False)
    summed = {name: np.bincount(codes, weights=column, minlength=len(labels)) for name, column in counted.items()}
    table = pd.DataFrame(summed, index=pd.Index(labels, dtype=labels.dtype))
    return table.assign(share=table["covered"] / table["people"].where(table["people"] > 0))


def profile(found: Reach, steps_m: Sequence[float]) -> pd.DataFrame:
    """The distance profile (距离曲线): share of the people whose nearest, and second nearest, body is within each step.

    steps_m  straight metres. Columns distance_m, nearest, second: shares in [0, 1], NaN without people; both rise with
    the distance, and `nearest` at the radius is the share reached.
    """
    limits = np.asarray(steps_m, dtype=float)
    weights = found.people.to_numpy()

    def share(metres: pd.Series) -> Floats:
        order = np.argsort(metres.to_numpy(), kind="stable")
        cumulated = np.concatenate([[0.0], np.cumsum(weights[order])])
        ordered = metres.to_numpy()[order]
        reached = np.searchsorted(ordered, limits + LIMIT_M, side="right")
        reached = np.minimum(reached, np.isfinite(ordered).sum())
        return np.asarray(cumulated[reached] / (found.total or float("nan")), dtype=float)

    return pd.DataFrame({"distance_m": limits, "nearest": share(found.nearest_m), "second": share(found.second_m)})


@dataclass(frozen=True)
class Distances:
    """The distance to the nearest body over people: mean, median and worst of those who have one, in straight metres
    (NaN when nobody has); without  people whom no body may serve, at any distance.
    """

    mean_m: float
    median_m: float
    worst_m: float
    without: float


def distances(found: Reach, places: Flags | None = None) -> Distances:
    """Mean, median and worst distance to the nearest body, weighted by people; places without people do not count.

    places  shape (n,): speak of these places only; none: of all
    """
    metres, weights = found.nearest_m.to_numpy(), found.people.to_numpy()
    if places is not None:
        metres, weights = metres[places], weights[places]
    total, has = float(weights.sum()), np.isfinite(metres) & (weights > 0)
    metres, weights = metres[has], weights[has]
    without = total - float(weights.sum())
    if not len(metres):
        return Distances(float("nan"), float("nan"), float("nan"), without)
    order = np.argsort(metres, kind="stable")
    half = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)
    mean = float(metres @ weights / weights.sum())
    return Distances(mean, float(metres[order][half]), float(metres.max()), without)


def _nearest_two(metres: Floats, sites: Sequence[str]) -> tuple[tuple[NDArray[np.object_], Floats], ...]:
    """Ids and metres of the nearest and the second nearest site of every row; ties go to the smaller id."""
    by_id = np.argsort(np.asarray(list(sites), dtype=object), kind="stable")
    padded = np.concatenate([metres[:, by_id], np.full((len(metres), 2), np.inf)], axis=1)
    names = np.append(np.asarray(list(sites), dtype=object)[by_id], ["", ""])
    order = np.argsort(np.round(padded, TIE_DECIMALS), axis=1, kind="stable")[:, :2]
    far = np.take_along_axis(padded, order, axis=1)
    ids = np.where(np.isfinite(far), names[order], "")
    return (ids[:, 0], far[:, 0]), (ids[:, 1], far[:, 1])


def _check(metres: Floats, widths: Floats, weights: Floats, radius_m: float, sites: int) -> None:
    faults = []
    if metres.shape != (len(weights), sites):
        faults.append(Fault(BadValueError, f"expected a matrix of {len(weights)} x {sites}, got one of {metres.shape}"))
    if widths.shape != (sites,) or not (widths >= 0).all():
        faults.append(Fault(BadValueError, f"expected {sites} widths of 0 or more, got {widths.tolist()[:5]}"))
    if not radius_m >= 0:
        faults.append(Fault(BadValueError, f"expected a radius of 0 or more, got {radius_m}"))
    if not (weights >= 0).all():
        faults.append(Fault(BadValueError, "expected weights of 0 or more everywhere, got negative or unknown ones"))
    need(faults)
