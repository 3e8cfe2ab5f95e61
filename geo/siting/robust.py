"""Robustness (稳健性): how often a site is chosen when what is uncertain is drawn again and again from a seed.

Uncertain are the radius, the detour from straight line to road, where a point exactly is, and the weights. Every draw
is solved like the question itself; "chosen in 94 of 100" counts draws, not probabilities of the real world.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.errors import BadValueError
from geo.siting.task import Answer, ImpossibleError, NoAnswerError

METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class Spread:
    """How far each thing may be off, either way and evenly; 0 leaves it as it is.

    radius, detour, weights  shares of the value;  position_m  metres for points that do not say how far they are off
    """

    radius: float = 0.1
    detour: float = 0.1
    weights: float = 0.1
    position_m: float = 3000.0

    def __post_init__(self) -> None:
        shares = {"radius": self.radius, "detour": self.detour, "weights": self.weights}
        for name, value in shares.items():
            if not 0 <= value < 1:
                raise BadValueError(f"expected a spread of the {name} from 0 to below 1, got {value}")
        if not self.position_m >= 0:
            raise BadValueError(f"expected a spread of positions of 0 m or more, got {self.position_m}")


@dataclass(frozen=True, eq=False)
class Drawn:
    """One draw: factors for the radius and the detour, and a generator for what is drawn place by place."""

    radius: float
    detour: float
    spread: Spread
    rng: np.random.Generator

    def weights(self, known: pd.Series) -> pd.Series:
        """The weights, each off by itself; same index."""
        low, high = 1 - self.spread.weights, 1 + self.spread.weights
        return known * self.rng.uniform(low, high, len(known))

    def moved(self, points: pd.DataFrame) -> pd.DataFrame:
        """Points (lon, lat, optional position_km) each somewhere within what is known of its position."""
        off = np.full(len(points), self.spread.position_m)
        if "position_km" in points:
            known = points["position_km"].to_numpy(dtype=float) * 1000
            off = np.where(np.isnan(known), off, known)
        if not self.spread.position_m:
            off = off * 0
        # Evenly over the disc: the square root keeps the middle from being crowded.
        length = off * np.sqrt(self.rng.uniform(size=len(points)))
        angle = self.rng.uniform(0, 2 * np.pi, len(points))
        lat = points["lat"] + length * np.sin(angle) / METRES_A_DEGREE
        lon = points["lon"] + length * np.cos(angle) / (METRES_A_DEGREE * np.cos(np.radians(points["lat"])))
        return points.assign(lon=lon, lat=lat)


@dataclass(frozen=True, eq=False)
class Robustness:
    """runs  draws solved;  failed  draws without an answer;  proven  draws solved to the proof;
    chosen  Series site (column) -> in how many runs, most first;  objectives  one number a run
    """

    runs: int
    failed: int
    proven: int
    chosen: pd.Series
    objectives: tuple[float, ...]


def robustness(
    solve: Callable[[Drawn], Answer],
    runs: int,
    *,
    seed: int,
    spread: Spread | None = None,
    told: Callable[[int], bool] | None = None,
) -> Robustness:
    """Solve `runs` draws; the same seed gives the same draws, and run i is the same however many follow.

    told  hears how many are done, and stops by returning True.
    """
    if runs < 1:
        raise BadValueError(f"expected at least one run, got {runs}")
    spread = spread or Spread()
    answers: list[Answer] = []
    failed = 0
    for run in range(runs):
        rng = np.random.default_rng([seed, run])
        radius = rng.uniform(1 - spread.radius, 1 + spread.radius)
        detour = rng.uniform(1 - spread.detour, 1 + spread.detour)
        try:
            answers.append(solve(Drawn(radius, detour, spread, rng)))
        except (ImpossibleError, NoAnswerError):
            failed += 1
        if told is not None and told(run + 1):
            break
    counted = pd.Series([site for answer in answers for site in answer.sites], dtype="int64").value_counts()
    ordered = counted.rename("chosen").sort_index().sort_values(ascending=False, kind="stable")
    return Robustness(
        runs=len(answers) + failed,
        failed=failed,
        proven=sum(answer.status == "optimal" for answer in answers),
        chosen=ordered,
        objectives=tuple(answer.objective for answer in answers),
    )
