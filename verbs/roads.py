"""Verbs of an office's own roads."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from verbs.parsing import NewVerb, OneSentence


def add_verbs(verb: NewVerb) -> None:
    """The verb with what it does."""
    roads = verb("roads", run_roads, "an office's own network of roads, and matrices of travel made of it")
    does = roads.add_subparsers(dest="does", required=True, parser_class=OneSentence)
    brought = does.add_parser("import", help="read an OpenStreetMap extract into a folder")
    brought.add_argument("extract", type=Path, metavar="FILE.osm.pbf")
    brought.add_argument("--out", type=Path, required=True, metavar="DIR")
    brought.add_argument("--speeds", type=Path, metavar="FILE", help="instead of data/roads/speeds.toml")
    brought.add_argument("--ferries", action="store_true", help="with ferries that take cars, without waiting")
    for option, usual in (("--source", "OpenStreetMap contributors"), ("--licence", "ODbL 1.0")):
        brought.add_argument(option, default=usual, metavar="TEXT", help=f"of the data ({usual})")
    made = does.add_parser("matrix", help="travel between places, as a table that pages and verbs load")
    made.add_argument("folder", type=Path, metavar="DIR")
    several: dict[str, Any] = {"nargs": "+", "required": True}
    several["choices"] = ("demand_points", "parks", "county_seats", "bodies")
    made.add_argument("--from", dest="origins", **several)
    made.add_argument("--to", dest="targets", **several)
    made.add_argument("--unit", choices=("km", "minutes"), default="minutes", help="(minutes)")
    made.add_argument("--out", type=Path, metavar="FILE.csv", help="(DIR/matrix-UNIT.csv)")
    for each in (brought, made):
        each.add_argument("--json", action="store_true", help="one JSON document on one line")


def run_roads(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.road_network."""
    from atlas.loading import load
    from atlas.road_network import roads_answer

    return roads_answer(load(asked.plan, more=asked.plans, data=asked.data), vars(asked))
