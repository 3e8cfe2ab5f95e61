"""Figures into Markdown: medians, ratios, tables, and what was aimed at."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median as middle

NOTHING = "–"
PACKAGES = ("streamlit", "folium", "streamlit-folium", "geopandas", "highspy", "spopt")


@dataclass(frozen=True)
class Aim:
    """A figure beside the limit it should keep: at most `limit`, or at least it where more is better."""

    what: str
    figure: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the figure keeps the limit; an unknown figure does not."""
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def cells(self) -> list[str]:
        """What, the aim, the figure, yes or no."""
        sign = "≥" if self.at_least else "≤"
        return [
            self.what,
            f"{sign} {self.limit:g}{self.unit}",
            f"{number(self.figure)}{self.unit}",
            "yes" if self.kept else "**no**",
        ]


def median(figures: Iterable[float]) -> float:
    """The middle figure, NaN of none."""
    known = list(figures)
    return float(middle(known)) if known else math.nan


def ratio(figure: float, floor: float) -> float:
    """How many times the floor; NaN where either is unknown or the floor is nothing."""
    return figure / floor if floor else math.nan


def percentile(figures: Iterable[float], share: float) -> float:
    """The smallest figure that at least `share` of all do not exceed; NaN of none."""
    known = sorted(figures)
    return known[max(0, math.ceil(share * len(known)) - 1)] if known else math.nan


def number(figure: float) -> str:
    """A figure for people: thousands separated, small ones with as many decimals as they need."""
    if math.isnan(figure):
        return NOTHING
    if abs(figure) >= 100:
        return f"{figure:,.0f}"
    return f"{figure:,.1f}" if abs(figure) >= 10 else f"{figure:.3g}"


def kilobytes(count: float) -> str:
    """Bytes as KB of 1,000."""
    return NOTHING if math.isnan(count) else number(count / 1000)


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the first column is text, the others are figures."""
    lines = [list(head), ["---"] + ["---:"] * (len(head) - 1), *map(list, rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def aims_table(aims: Iterable[Aim]) -> str:
    """The aims and whether this run kept them."""
    return markdown(["aim", "limit", "measured", "kept"], [aim.cells() for aim in aims])


def machine() -> str:
    """When and on what this was measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES if find_spec(name.replace("-", "_")))
    return (
        f"{date.today().isoformat()} · {processor()}, {os.cpu_count()} cores · {platform.system()} · "
        f"Python {platform.python_version()}, {packages}"
    )


def processor() -> str:
    """The processor's own name where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
