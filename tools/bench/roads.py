"""Roads: a generated extract of two million nodes through `cli.py roads import`, its seconds and the memory it took."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.bench.process import spent_by
from tools.bench.table import Aim, markdown, number

ROOT = Path(__file__).resolve().parents[2]
# Crossings on a side, nodes that give a street its shape between two of them, degrees from crossing to crossing.
SIDE, SHAPE, STEP = 480, 4, 0.004
WEST, SOUTH = 110.5, 21.5
CLASSES = ("primary", "secondary", "residential", "tertiary")
LIMIT_S, LIMIT_MB = 60.0, 1500.0


@dataclass(frozen=True)
class Imported:
    """One import: nodes of the extract, seconds by the clock and on the processor, and peak memory in MB."""

    nodes: int
    seconds: float
    processor_s: float
    peak_mb: float


def imported(side: int = SIDE) -> Imported:
    """Write an extract, and import it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        extract = Path(folder) / "generated.osm.pbf"
        nodes = write_lattice(extract, side)
        command = [sys.executable, "cli.py", "roads", "import", str(extract), "--out", f"{folder}/net"]
        spent = spent_by(command)
    return Imported(nodes, spent.seconds, spent.processor_s, spent.peak_mb)


def write_lattice(path: Path, side: int) -> int:
    """An extract of side x side crossings, with bent streets between neighbours; how many nodes it has."""
    import osmium  # noqa: PLC0415
    from osmium.osm.mutable import Node, Way  # noqa: PLC0415

    ways: list[list[int]] = []
    number_of, last = {}, 0
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for place in range(side * side):
            last += 1
            number_of[place] = last
            north, east = divmod(place, side)
            writer.add_node(Node(id=last, location=(WEST + east * STEP, SOUTH + north * STEP)))
        for place in range(side * side):
            north, east = divmod(place, side)
            for right, up in ((1, 0), (0, 1)):
                if east + right >= side or north + up >= side:
                    continue
                bends = []
                for bend in range(1, SHAPE + 1):
                    last += 1
                    bends.append(last)
                    part = bend / (SHAPE + 1)
                    lon, lat = WEST + (east + right * part) * STEP, SOUTH + (north + up * part) * STEP
                    writer.add_node(Node(id=last, location=(lon + up * 1e-5 * bend, lat + right * 1e-5 * bend)))
                ways.append([number_of[place], *bends, number_of[place + right + up * side]])
        for at, nodes in enumerate(ways, start=1):
            writer.add_way(Way(id=at, nodes=nodes, tags={"highway": CLASSES[at % len(CLASSES)]}))
    return last


def report(found: Imported) -> str:
    """The table."""
    head = ["roads import", "s", "s of processor", "peak MB"]
    told = [f"{found.nodes:,} nodes", number(found.seconds), number(found.processor_s), number(found.peak_mb)]
    return markdown(head, [told])


def aims(found: Imported) -> Iterator[Aim]:
    """Two million nodes in a minute and 1.5 GB."""
    yield Aim("roads: import of two million nodes", found.seconds, LIMIT_S, " s")
    yield Aim("roads: peak memory of the import", found.peak_mb, LIMIT_MB, " MB")
