"""The plan's rule by reach: at least k prefectures have a share of their residents in reach, with floors by zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from geo.checks import Fault, need
from geo.distance import Floats
from geo.errors import BadValueError
from geo.shares import at_least
from geo.siting.solver import Flags
from geo.siting.task import Columns, Task, check_radius, near


@dataclass(frozen=True, eq=False)
class Rule:
    """At least `k` groups have at least `share` of their weight within `radius`.

    groups  for every place the position of its group (prefecture), names  of the groups
    zones   name -> positions of its groups;  floors  name of a zone -> at least so many of its groups
    Raises BadValueError for a share outside (0, 1], numbers that cannot be, or a floor of an unknown zone.
    """

    radius: float
    share: Fraction
    k: int
    groups: Columns
    names: tuple[str, ...]
    zones: Mapping[str, Columns] = field(default_factory=dict)
    floors: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_radius(self.radius)
        faults = []
        if not 0 < self.share <= 1:
            faults.append(
                Fault(BadValueError, f"expected a share theta above 0 and at most 1, got {float(self.share)}")
            )
        if not 0 <= self.k <= len(self.names):
            faults.append(Fault(BadValueError, f"expected k from 0 to {len(self.names)} prefectures, got {self.k}"))
        for zone, least in self.floors.items():
            if zone not in self.zones:
                known = ", ".join(self.zones)
                faults.append(Fault(BadValueError, f"expected a floor for one of the zones {known}, got {zone}"))
            elif not 0 <= least <= len(self.zones[zone]):
                most = len(self.zones[zone])
                faults.append(Fault(BadValueError, f"expected a floor of 0 to {most} for zone {zone}, got {least}"))
        need(faults)

    def qualifying(self, task: Task, sites: Sequence[int] | Columns) -> Flags:
        """Which groups have their share with these new sites, exactly."""
        reached = near(task.nearest(sites), self.radius)
        return at_least(self.summed(task.weights * reached), self.summed(task.weights), self.share)

    def met(self, task: Task, sites: Sequence[int]) -> bool:
        """Whether these new sites meet k and every floor."""
        enough = self.qualifying(task, sites)
        return enough.sum() >= self.k and all(enough[self.zones[zone]].sum() >= n for zone, n in self.floors.items())

    def summed(self, weights: Floats) -> Floats:
        """Weights of places added up by group."""
        return np.bincount(self.groups, weights=weights, minlength=len(self.names)).astype(float)
