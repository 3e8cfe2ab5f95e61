"""`make bench`: ours beside an empty page, st_folium, geopandas, spopt, k-medoids and CP-SAT, a register, an import of
roads, all briefs, every verb, and how costs grow with units; asserts nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from tools.bench import briefs, entities, growth, points, proven, race, roads, siting, start, verbs
from tools.bench.table import Aim, aims_table, machine


@dataclass(frozen=True)
class Effort:
    """turns  repetitions;  count  points;  quick  whether a short look is enough"""

    turns: int
    count: int
    quick: bool


Measured: TypeAlias = tuple[str, Iterable[Aim]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for and print it as Markdown."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two repetitions instead of five, 100,000 points")
    parser.add_argument("--only", choices=PARTS, help="one part only")
    parser.add_argument("--out", type=Path, help="write the tables to this file too")
    chosen = parser.parse_args(arguments)
    effort = Effort(2, 100_000, quick=True) if chosen.quick else Effort(5, 1_000_000, quick=False)
    parts: list[str] = [machine()]
    aims: list[Aim] = []
    for name in [chosen.only] if chosen.only else PARTS:
        told, aimed = PARTS[name](effort)
        parts.append(told)
        aims += aimed
    text = "\n\n".join([*parts, aims_table(aims)])
    print(text)
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")


def _browser(effort: Effort) -> Measured:
    raced = race.race(effort.turns)
    return race.report(raced), race.aims(raced)


def _start(effort: Effort) -> Measured:
    started = start.starts(effort.turns)
    return start.report(started), start.aims(started)


def _points(effort: Effort) -> Measured:
    fought = points.duels(effort.count, effort.turns)
    return points.report(fought, effort.count), points.aims(fought)


def _entities(effort: Effort) -> Measured:
    counted = entities.measured([effort.count] if effort.quick else [effort.count, 20 * effort.count])
    return entities.report(counted), entities.aims(counted)


def _siting(effort: Effort) -> Measured:
    placed = siting.duels(effort.turns)
    return siting.report(placed, siting.alone(effort.turns)), siting.aims(placed)


def _proven(effort: Effort) -> Measured:
    asked = proven.graphs(quick=effort.quick)
    large, others = proven.proofs(quick=effort.quick), proven.beside(quick=effort.quick)
    return proven.report(asked, large, others), proven.aims(asked, large, others)


def _roads(_effort: Effort) -> Measured:
    imported = roads.imported()
    return roads.report(imported), roads.aims(imported)


def _briefs(_effort: Effort) -> Measured:
    pressed = briefs.pressed()
    return briefs.report(pressed), briefs.aims(pressed)


def _verbs(effort: Effort) -> Measured:
    asked = verbs.asked(effort.turns)
    return verbs.report(asked), verbs.aims(asked)


def _growth(_effort: Effort) -> Measured:
    grown = growth.grown()
    return growth.report(grown), growth.aims(grown)


PARTS: dict[str, Callable[[Effort], Measured]] = {
    "browser": _browser,
    "start": _start,
    "points": _points,
    "entities": _entities,
    "siting": _siting,
    "proven": _proven,
    "roads": _roads,
    "briefs": _briefs,
    "verbs": _verbs,
    "growth": _growth,
}

if __name__ == "__main__":
    main()
