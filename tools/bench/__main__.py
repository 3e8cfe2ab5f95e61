"""`make bench`: ours beside an empty page, st_folium, geopandas and spopt, a register, an import of roads, all briefs;
asserts nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tools.bench import briefs, entities, points, race, roads, siting, start
from tools.bench.table import Aim, aims_table, machine

PARTS = ("browser", "start", "points", "entities", "siting", "roads", "briefs")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for and print it as Markdown."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two repetitions instead of five, 100,000 points")
    parser.add_argument("--only", choices=PARTS, help="one part only")
    parser.add_argument("--out", type=Path, help="write the tables to this file too")
    chosen = parser.parse_args(arguments)
    turns, count = (2, 100_000) if chosen.quick else (5, 1_000_000)
    parts: list[str] = [machine()]
    aims: list[Aim] = []
    if chosen.only in (None, "browser"):
        raced = race.race(turns)
        parts.append(race.report(raced))
        aims += race.aims(raced)
    if chosen.only in (None, "start"):
        started = start.starts(turns)
        parts.append(start.report(started))
        aims += start.aims(started)
    if chosen.only in (None, "points"):
        fought = points.duels(count, turns)
        parts.append(points.report(fought, count))
        aims += points.aims(fought)
    if chosen.only in (None, "entities"):
        counted = entities.measured([count] if chosen.quick else [count, 20 * count])
        parts.append(entities.report(counted))
        aims += entities.aims(counted)
    if chosen.only in (None, "siting"):
        placed = siting.duels(turns)
        parts.append(siting.report(placed, siting.alone(turns)))
        aims += siting.aims(placed)
    if chosen.only in (None, "roads"):
        imported = roads.imported()
        parts.append(roads.report(imported))
        aims += roads.aims(imported)
    if chosen.only in (None, "briefs"):
        parts.append(briefs.report(pressed := briefs.pressed()))
        aims += briefs.aims(pressed)
    text = "\n\n".join([*parts, aims_table(aims)])
    print(text)
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
