"""The verbs that look at an office's own table, and make a folder of data of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from verbs.parsing import NewVerb

KINDS = ("bodies", "indicators", "county_indicators", "outcomes", "sites", "weights", "boundaries")
DATUMS = ("wgs84", "cgcs2000", "gcj02", "bd09", "unknown")
PROBLEMS = 1


def add_verbs(verb: NewVerb) -> None:
    """The verbs with their arguments."""
    check = verb(
        "check", run_check, "what is wrong with a table of one's own, row by row; ends with 1 when anything is"
    )
    take = verb(
        "import", run_import, "the rows of a table that can be taken, as a folder of data ready to be committed"
    )
    for each in (check, take):
        each.add_argument(
            "file", type=Path, metavar="FILE", help="xlsx, xls, csv, GeoJSON, zipped Shapefile, GeoPackage"
        )
        each.add_argument("--kind", required=True, choices=KINDS)
        each.add_argument("--datum", default="unknown", choices=DATUMS, help="of its coordinates; must be said")
        each.add_argument("--lang", default="zh", choices=("zh", "en"), help="language of the sentences (zh)")
    take.add_argument("--out", type=Path, required=True, metavar="DIR", help="laid over data/, it can be accepted")
    take.add_argument("--good", action="store_true", help="take the good rows although others have problems")


def run_check(asked: argparse.Namespace) -> dict[str, Any]:
    """See data.intake."""
    from atlas.words import say_in

    checked, _ = _checked(asked)
    asked.code = PROBLEMS if checked.problems else 0
    return dict(checked.plain(say_in(asked.lang)))


def run_import(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.own.checking: nothing is written while a row has a problem, unless --good says so."""
    from atlas.own.checking import folder_of
    from atlas.words import say_in
    from data.catalog import meta
    from data.whole_files import write_folder

    checked, facts = _checked(asked)
    told = dict(checked.plain(say_in(asked.lang))) | {"written": []}
    if checked.problems and not (asked.good and checked.good):
        asked.code = PROBLEMS
        return told
    files = folder_of(checked, facts, meta("bodies").as_of)
    return told | {"written": write_folder(files, asked.out)}


def _checked(asked: argparse.Namespace) -> tuple[Any, Any]:
    """The file checked, and what it was held against."""
    from atlas.own.checking import check, facts_of_files
    from data.tables_in import read_file

    facts = facts_of_files(asked.plans)
    return check(read_file(asked.file), asked.file.name, asked.kind, asked.datum, facts), facts
