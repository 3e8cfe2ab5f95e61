"""Where the good rows of a table, or the records of a dataset, lie, before anything counts them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.catalog import Meta
from data.intake.told import Checked, Good
from ui.parts.places import show_areas, show_points
from ui.parts.shown import Shown

NAMES = ("name", "short", "title")


def show_preview(checked: Checked, shown: Shown) -> None:
    """The points of the rows that can be taken, WGS-84 by now; nothing for a table without points."""
    rows = points_of(checked)
    if not rows.empty:
        told = shown.say("where the rows lie (points: {n})").format(n=f"{len(rows):,}")
        show_points(told, rows, shown)


def show_places(declared: Meta, records: Any, shown: Shown) -> None:
    """The records of a dataset on the map; nothing for one without places."""
    say, names = shown.say, names_of(records, shown)
    if "geometry" in records:
        told = say("where the records lie (areas: {n})").format(n=f"{len(records):,}")
        show_areas(told, names, records.geometry, shown)
    elif {"lon", "lat"} <= set(declared.columns):
        placed = records["lon"].notna()
        points = pd.DataFrame({"name": names, "lon": records["lon"], "lat": records["lat"]})[placed]
        told = say("where the records lie (points: {n}, without a point: {none})")
        show_points(told.format(n=f"{len(points):,}", none=f"{int((~placed).sum()):,}"), points, shown)


def names_of(records: Any, shown: Shown) -> pd.Series:
    """What each record is called, in the page's language where it has a name in it."""
    language = shown.atlas.world.language
    wanted = [f"{stem}_{each}" for stem in NAMES for each in (language, "zh")]
    found = next((name for name in wanted if name in records), None)
    return pd.Series(records[found if found is not None else records.columns[0]]).astype(str)


def points_of(checked: Checked) -> pd.DataFrame:
    """A row a point: row in the file, name, lon, lat."""
    rows = [
        (str(each.row), _name(each), each.cells["lon"], each.cells["lat"])
        for each in checked.good
        if each.cells.get("lon") is not None
    ]
    return pd.DataFrame(rows, columns=["row", "name", "lon", "lat"])


def _name(row: Good) -> str:
    return str(row.cells.get("name_zh") or row.cells.get("name") or row.cells.get("id"))
