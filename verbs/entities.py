"""The verb that counts an office's own places, however many."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from verbs.parsing import NewVerb, add_question, atlas_and_question, exactly

ASKED = ("date", "definition", "evidence", "dates", "industry", "radius", "distance", "kinds", "borders")


def add_verbs(verb: NewVerb) -> None:
    """The verb with its arguments."""
    count = verb("entities", run_entities, "an office's own places, counted by county and by the bodies in reach")
    count.add_argument(
        "points", nargs="+", type=Path, metavar="FILE", help="GeoParquet, or Parquet or CSV with lon, lat"
    )
    count.add_argument(
        "--datum", required=True, choices=("wgs84", "cgcs2000", "gcj02", "bd09"), help="of the coordinates"
    )
    count.add_argument("--by-kind", action="store_true", help="each kind of bodies too, and the nearest bodies")
    count.add_argument("--weight", dest="column", metavar="COLUMN", help="whole numbers to add up (default: rows)")
    count.add_argument("--workers", type=exactly("whole", 1, 64), metavar="N", help="processes of this machine (1)")
    count.add_argument("--cluster", metavar="tcp://HOST:8786", help="a Dask scheduler; needs requirements-cluster.txt")
    count.add_argument("--fold", type=exactly("number"), metavar="DEGREES", help="fold to cells, with --demand-out")
    count.add_argument("--demand-out", type=Path, metavar="FILE.parquet", help="the folded places")
    add_question(count, ASKED)


def run_entities(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.entities."""
    from atlas.entities import entities_answer

    return entities_answer(*atlas_and_question(asked), vars(asked), _tell)


def _tell(line: str) -> None:
    """How far it has come, for whoever waits."""
    print(f"entities: {line}", file=sys.stderr, flush=True)
