"""Comparison (比较): ranks that keep ties and gaps of knowledge, peers, differences, and inequality between and within
zones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.checks import Fault, need
from geo.distance import Floats
from geo.errors import BadValueError, UnknownIdError

ROUNDING = 1e-9
NOISE = 1e-15


def rank(values: pd.Series, *, largest_first: bool = True) -> pd.DataFrame:
    """Ranks with ties and without guesses: same index, columns rank, ties, of.

    values  NaN is unknown, and gets no rank. rank  1 is the first; equal values share the smallest rank (1, 2, 2, 4).
    ties    how many share that rank, itself included; of  how many values are known. Unknown rows: NaN, 0, of.
    Values that differ by less than a part in 10^9 are equal.
    """
    numbers = values.to_numpy(dtype=float)
    known = ~np.isnan(numbers)
    comparable = _stepped(numbers[known]) * (-1 if largest_first else 1)
    ordered = np.sort(comparable)
    before, upto = (np.searchsorted(ordered, comparable, side=side) for side in ("left", "right"))
    ranks, ties = np.full(len(numbers), np.nan), np.zeros(len(numbers), dtype=int)
    ranks[known], ties[known] = before + 1.0, upto - before
    return pd.DataFrame({"rank": ranks, "ties": ties, "of": len(comparable)}, index=values.index)


def peers(traits: pd.DataFrame, one: str, k: int = 3) -> tuple[str, ...]:
    """The k rows of `traits` most like the row `one`, the most alike first (同类市).

    traits  finite numbers > 0 such as residents and density; compared by ratio (logarithms), each column by its own
            spread, so that no unit and no column weighs more. Rows with other traits are nobody's peer.
    Returns fewer than k when there are not enough; () when `one` itself is not fully known. Ties go by label.
    Raises UnknownIdError when `one` is no row.
    """
    if one not in traits.index:
        raise UnknownIdError(
            f"expected a row of the traits, got {one!r}; known are {', '.join(map(str, traits.index))}"
        )
    numbers = traits.astype(float)
    known = numbers[((numbers > 0) & np.isfinite(numbers)).all(axis=1)]
    if one not in known.index:
        return ()
    scaled = np.log(known)
    spread = scaled.std(ddof=0)
    scaled = scaled / spread.where(spread > ROUNDING, 1.0)
    apart = np.sqrt(((scaled - scaled.loc[one]) ** 2).sum(axis=1)).drop(one).sort_index()
    return tuple(apart.index[np.argsort(_stepped(apart.to_numpy()), kind="stable")][:k])


def zone_table(values: pd.Series, zones: pd.Series, weights: pd.Series | None = None) -> pd.DataFrame:
    """Zone by zone: index zone, columns mean (weighted when weights are given), least, most, known, members.

    values, zones, weights  on one index; NaN values are left out of mean, least and most, and counted by `known`.
    """
    weighted = pd.Series(1.0, index=values.index) if weights is None else weights.astype(float)
    table = pd.DataFrame({"zone": zones, "value": values.astype(float), "weight": weighted})
    usable = table.dropna(subset=["value", "weight"])
    grouped = usable.assign(product=usable["value"] * usable["weight"]).groupby("zone", sort=False)
    sums = grouped[["product", "weight"]].sum()
    found = pd.DataFrame(
        {
            "mean": sums["product"] / sums["weight"].where(sums["weight"] > 0),
            "least": grouped["value"].min(),
            "most": grouped["value"].max(),
            "known": grouped["value"].size(),
        }
    ).reindex(list(dict.fromkeys(zones)))
    members = table.groupby("zone", sort=False).size()
    return found.assign(known=found["known"].fillna(0).astype(int), members=members)


@dataclass(frozen=True, eq=False)
class Theil:
    """Theil's T of a quantity over units in groups: total = between + within.

    groups  index group: units, share (of the whole quantity), mean, theil (inside the group), contribution (to within)
    n       units with a known value
    """

    total: float
    between: float
    within: float
    n: int
    groups: pd.DataFrame

    @property
    def between_share(self) -> float:
        """The part of the inequality that lies between the groups; NaN when there is none at all."""
        return self.between / self.total if self.total > ROUNDING else float("nan")


def theil(values: pd.Series, groups: pd.Series, weights: pd.Series | None = None) -> Theil:
    """Theil's T, decomposed by group (泰尔指数): T = sum_i s_i ln(x_i / mean), s_i = w_i x_i / sum_j w_j x_j.

    values   >= 0, for example the share of the residents in reach; 0 contributes 0 (the limit), NaN is left out
    groups   one label a unit; weights  people behind each value (> 0); none: every unit weighs the same
    Between is what is left when each unit has the mean of its group, within the mean of the groups' own T, by their
    share of the quantity. All zero, or nothing known: NaN. All equal: 0. Scale does not matter.
    Raises BadValueError for negative or endless values, weights that are not above 0, a known value without a group.
    Source: Theil (1967), Economics and Information Theory, ch. 4; Shorrocks (1980) for the decomposition.
    """
    weighted = pd.Series(1.0, index=values.index) if weights is None else weights.astype(float)
    table = pd.DataFrame({"x": values.astype(float), "w": weighted, "group": groups}, index=values.index)
    table = table.dropna(subset=["x"])
    sensible = (table["x"] >= 0) & np.isfinite(table["x"])
    need(
        [] if sensible.all() else [Fault(BadValueError, "expected finite values of 0 or more, got others")],
        []
        if ((table["w"] > 0) & np.isfinite(table["w"])).all()
        else [Fault(BadValueError, "expected finite weights above 0 for every known value")],
        []
        if table["group"].notna().all()
        else [Fault(BadValueError, "expected a group for every known value; name one for those without")],
    )
    table["amount"] = table["x"] * table["w"]
    whole, mean = float(table["amount"].sum()), _mean(table)
    rows = {group: _group(part, whole) for group, part in table.groupby("group", sort=False)}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["units", "share", "mean", "theil", "contribution"])
    if not len(table) or whole <= 0:
        nan = float("nan")
        return Theil(nan, nan, nan, len(table), found)
    between = float(_entropy(found["share"].to_numpy(), found["mean"].to_numpy() / mean))
    total = float(_entropy((table["amount"] / whole).to_numpy(), (table["x"] / mean).to_numpy()))
    return Theil(total, between, float(found["contribution"].sum()), len(table), found)


def _group(part: pd.DataFrame, whole: float) -> tuple[int, float, float, float, float]:
    amount, mean = float(part["amount"].sum()), _mean(part)
    if amount <= 0:
        return len(part), 0.0, mean, float("nan"), 0.0
    own = float(_entropy((part["amount"] / amount).to_numpy(), (part["x"] / mean).to_numpy()))
    share = amount / whole
    return len(part), share, mean, own, share * own


def _entropy(shares: np.ndarray, ratios: np.ndarray) -> float:
    held = shares > 0
    told = float(shares[held] @ np.log(ratios[held]))
    return told if abs(told) > NOISE else 0.0


def _mean(part: pd.DataFrame) -> float:
    weight = float(part["w"].sum())
    return float(part["amount"].sum()) / weight if weight else float("nan")


def _stepped(known: Floats) -> NDArray[np.intp]:
    """The step of every value among all in order; one within rounding of the one before stands on its step."""
    order = np.argsort(known, kind="stable")
    ordered = known[order]
    with np.errstate(invalid="ignore"):  # two endless values are equal
        apart = np.abs(np.diff(ordered, prepend=ordered[:1])) > ROUNDING * np.abs(ordered)
    steps = np.empty(len(known), dtype=np.intp)
    steps[order] = np.cumsum(apart)
    return steps
