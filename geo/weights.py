"""Weights of demand (需求权重): what is known of whole regions spread over their places, and reach told of any of them.

A region's amount goes to its places as `by` does, so it adds up to itself, and within a region every share stays that
of `by`: what is spread so is modelled, and tells regions apart, not the places of one.
Source: areal interpolation by an ancillary variable, Flowerdew & Green (1992).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geo.checks import Fault, need
from geo.errors import BadValueError
from geo.reach import Reach


@dataclass(frozen=True, eq=False)
class Spread:
    """amounts  of every place, on the index of the places, 0 where its region has none to spread
    missing  regions of places that have none: no value, or nobody to spread it over; in order of appearance
    """

    amounts: pd.Series
    missing: tuple[str, ...]


def spread(totals: pd.Series, regions: pd.Series, by: pd.Series) -> Spread:
    """The amount of each region, spread over its places in proportion to `by`.

    totals  amounts >= 0 by region, NaN unknown; regions that have no place are left out
    regions, by  the region and the measure (>= 0) of every place, on one index. The amounts of the places of a region
    add up to its total. Raises BadValueError for another index, a negative amount, a negative or unknown measure.
    """
    faults = []
    if not regions.index.equals(by.index):
        faults.append(Fault(BadValueError, "expected regions and measures of places on one index"))
    if (totals < 0).any() or totals.index.has_duplicates:
        faults.append(Fault(BadValueError, "expected one amount of 0 or more for each region"))
    if not (by >= 0).all():
        faults.append(Fault(BadValueError, "expected a measure of 0 or more for every place"))
    need(faults)
    of_region = regions.map(by.groupby(regions).sum()).to_numpy(dtype=float)
    known = regions.map(totals).to_numpy(dtype=float)
    can = np.isfinite(known) & (of_region > 0)
    amounts = np.where(can, known, 0.0) * by.to_numpy(dtype=float) / np.where(can, of_region, 1.0)
    return Spread(pd.Series(amounts, index=by.index), tuple(dict.fromkeys(regions[~can])))


def weighed(found: Reach, amounts: pd.Series) -> Reach:
    """The same reach told of another weight: who is near what stays, what that is worth changes.

    amounts  >= 0, on the index of the demand. Equal to `reach` with this weight, at a hundredth of its work. Raises
    BadValueError for another index, a negative or unknown amount.
    """
    if not amounts.index.equals(found.people.index) or not (amounts >= 0).all():
        raise BadValueError("expected amounts of 0 or more on the index of the demand")
    weights, times = amounts.to_numpy(dtype=float), found.in_reach.to_numpy()
    # The only body in reach of a place is its nearest.
    only = pd.Series(weights, index=found.nearest.to_numpy(dtype=object))[times == 1]
    lost = only.groupby(level=0).sum().reindex(found.lost.index, fill_value=0.0).rename("lost").astype(float)
    return replace(
        found,
        total=float(weights.sum()),
        covered=float(weights[times > 0].sum()),
        lowest=float(weights[found.surely.to_numpy(dtype=bool)].sum()),
        highest=float(weights[found.perhaps.to_numpy(dtype=bool)].sum()),
        twice=float(weights[times > 1].sum()),
        people=pd.Series(weights, index=amounts.index),
        lost=lost.sort_index().sort_values(ascending=False, kind="stable"),
    )
