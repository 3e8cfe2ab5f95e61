"""Estimated road distance (估算道路距离): straight distance times a factor that may change with the distance.

Short ways wind more than long ones. The factor is known at a few distances, is linear between them and constant beyond
both ends; one distance alone is the plain detour. A road grows with the straight line, so every limit of one has its
limit of the other, and nearest by road is nearest by straight line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from geo.distance import Floats, road_km, straight_m
from geo.errors import BadValueError


@dataclass(frozen=True)
class Detours:
    """Factors by straight distance: straight_km  rising, 0 or more;  factors  one each, at least 1.

    Raises BadValueError for none, for numbers that do not fit, and where a longer straight line would be a shorter
    road.
    """

    straight_km: tuple[float, ...]
    factors: tuple[float, ...]

    def __post_init__(self) -> None:
        ends, factors = np.asarray(self.straight_km, dtype=float), np.asarray(self.factors, dtype=float)
        if not len(ends) or ends.shape != factors.shape:
            raise BadValueError(f"expected a factor for each straight distance, got {factors.size} for {ends.size}")
        if not (ends[0] >= 0 and (np.diff(ends) > 0).all() and np.isfinite(ends).all()):
            raise BadValueError(f"expected straight distances of 0 or more that rise, got {self.straight_km}")
        if not ((factors >= 1) & np.isfinite(factors)).all():
            raise BadValueError(f"expected factors of 1 or more, got {self.factors}")
        # Between two distances the road bends one way only: where it still rises at both ends it rises all along.
        slopes = np.diff(factors) / np.diff(ends)
        if not ((factors[:-1] + slopes * ends[:-1] > 0) & (factors[1:] + slopes * ends[1:] > 0)).all():
            raise BadValueError(f"expected roads that grow with the straight line, got factors {self.factors}")

    def road_km(self, straight_metres: ArrayLike) -> Floats:
        """Kilometres of estimated road for straight metres, same shape; inf stays inf, NaN stays NaN."""
        metres = np.asarray(straight_metres, dtype=np.float64)
        if len(self.factors) == 1:
            return road_km(metres, self.factors[0])
        return np.asarray(metres * np.interp(metres / 1000, self.straight_km, self.factors) / 1000, dtype=np.float64)

    def straight_m(self, road_kilometres: ArrayLike) -> Floats:
        """Straight metres for kilometres of estimated road, the inverse of `road_km`."""
        road = np.asarray(road_kilometres, dtype=np.float64)
        if len(self.factors) == 1:
            return straight_m(road, self.factors[0])
        ends, factors = np.asarray(self.straight_km), np.asarray(self.factors)
        knots = ends * factors
        # road = s (a + b s) between two knots; b is 0 beyond the ends, and may be anywhere.
        slopes = np.concatenate([[0.0], np.diff(factors) / np.diff(ends), [0.0]])
        piece = np.searchsorted(knots, road, side="left")
        left = np.maximum(piece - 1, 0)
        b = slopes[piece]
        a = factors[left] - b * ends[left]
        with np.errstate(invalid="ignore"):
            straight = 2 * road / (a + np.sqrt(np.maximum(a * a + 4 * b * road, 0.0)))
        return np.asarray(np.where(np.isinf(road), np.inf, straight) * 1000, dtype=np.float64)
