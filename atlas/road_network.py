"""`cli.py roads`: an office's own network, imported from an extract, and matrices of travel made of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from atlas.atlas import Atlas
from atlas.travel import FREE_FLOW, HEADER, WITH_FERRIES
from data.defaults import defaults
from data.road_files import META, NETWORK, Meta, read_network, write_network
from data.roads_in import SPEEDS, Box, read_roads, read_speeds
from data.whole_files import write_whole
from geo.roads import Unit, between_places, contract, largest_part, one_each_cell
from layers.base import derived
from layers.parks import usable

# How far beyond the outermost place people live at roads still count, in degrees: a way may lead round a bay.
MARGIN = 0.5
UNITS: Mapping[str, Unit] = {"km": "km", "minutes": "minutes"}


def roads_answer(atlas: Atlas, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the verb does with its options. Raises TableError in one sentence, DataError, OSError."""
    if given["does"] == "matrix":
        return road_matrix(atlas, given["folder"], given["origins"], given["targets"], given["unit"], given["out"])
    about = given["source"], given["licence"]
    return import_roads(atlas, given["extract"], given["out"], given["speeds"], *about, ferries=given["ferries"])


def import_roads(
    atlas: Atlas,
    extract: Path,
    out: Path,
    speeds: Path | None,
    source: str,
    licence: str,
    *,
    ferries: bool = False,
) -> dict[str, Any]:
    """Read an extract, keep the largest part of its network, contracted, in a folder; what meta.toml says of it.

    speeds  a file instead of data/roads/speeds.toml;  source, licence  of the data;  ferries  with those that take cars
    """
    chosen = read_speeds(speeds or SPEEDS)
    roads, about = read_roads(extract, chosen, area_of(atlas), ferries=ferries)
    part, share = largest_part(roads)
    small, _ = contract(part, one_each_cell(part, float(chosen.cell_degrees)))
    meta = Meta(
        file=about.file,
        sha256=about.sha256,
        date=about.date,
        source=source,
        licence=licence,
        nodes=roads.n,
        edges=len(roads.tail),
        kept_nodes=small.n,
        kept_edges=len(small.tail),
        largest_share=round(share, 6),
        ferries=about.ferries,
        speeds=chosen,
    )
    write_network(out, small, meta)
    told = meta.model_dump()
    return {"out": str(out), "files": [NETWORK, META], **{name: told[name] for name in told if name != "speeds"}}


def area_of(atlas: Atlas) -> Box:
    """The box in which roads count: the places people live at, and a margin."""
    places = atlas.world["demand_points"]
    west, south, east, north = (
        places["lon"].min() - MARGIN,
        places["lat"].min() - MARGIN,
        places["lon"].max() + MARGIN,
        places["lat"].max() + MARGIN,
    )
    return float(west), float(south), float(east), float(north)


def road_matrix(
    atlas: Atlas, folder: Path, origins: Sequence[str], targets: Sequence[str], unit: str, out: Path | None = None
) -> dict[str, Any]:
    """Travel from every place of some datasets to every place of others, written as a table that pages and verbs load.

    origins, targets  names of PLACES;  unit  km or minutes. Raises TableError, OSError.
    """
    roads, meta = read_network(folder)
    here, there = _places(atlas, origins), _places(atlas, targets)
    found = between_places(
        roads,
        (here["lon"], here["lat"]),
        (there["lon"], there["lat"]),
        UNITS[unit],
        detour=defaults().detour,
        kmh=float(meta.speeds.join_kmh),
        farthest_km=float(meta.speeds.farthest_km),
    )
    path = out or folder / f"matrix-{unit}.csv"
    told = {"unit": unit, "source": meta.source, "date": meta.date, "licence": meta.licence}
    told["method"] = WITH_FERRIES if meta.ferries else FREE_FLOW
    write_whole(path, _table(list(here["id"]), list(there["id"]), found, told))
    reached = np.isfinite(found)
    return {
        "out": str(path),
        **told,
        "rows": len(here),
        "columns": len(there),
        "joined_rows": int(reached.any(axis=1).sum()),
        "joined_columns": int(reached.any(axis=0).sum()),
        "median": round(float(np.median(found[reached])), 2) if reached.any() else None,
    }


def _table(rows: Sequence[str], columns: Sequence[str], costs: Any, told: Mapping[str, str]) -> str:
    """Heading, what is said of the whole, then a line a place; nothing where there is no way."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", *columns])
    writer.writerows([f"#{name}", told[name]] for name in HEADER)
    for each, line in zip(rows, costs, strict=True):
        writer.writerow([each, *(f"{cost:.2f}" if np.isfinite(cost) else "" for cost in line)])
    return "\ufeff" + text.getvalue()


def _places(atlas: Atlas, names: Sequence[str]) -> pd.DataFrame:
    """Id, lon and lat of the places of some datasets, those with a point, each id once."""
    found = pd.concat([PLACES[name](atlas)[["id", "lon", "lat"]] for name in names], ignore_index=True)
    return found[found["lon"].notna()].drop_duplicates("id").reset_index(drop=True)


PLACES: Mapping[str, Callable[[Atlas], pd.DataFrame]] = {
    "demand_points": lambda atlas: atlas.world["demand_points"],
    "bodies": lambda atlas: atlas.world["bodies"],
    "county_seats": lambda atlas: atlas.world["county_seats"].rename(columns={"adcode": "id"}),
    "parks": lambda atlas: derived(usable, atlas.world),
}
