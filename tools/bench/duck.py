"""The same points in SQL, by DuckDB with its spatial extension: an independent oracle, and as fast as SQL can say it.

One pass: the county by a spatial join, then for each point its squared chord to every body as a column of its own, so
that the least of a kind is a row-wise `least` and nothing is grouped by point. A body that serves its prefecture alone
is endlessly far from others; of several at one place the first by id is the nearest, as in the verb.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from atlas.loading import load_shipped
from atlas.question.offered import choices_of
from atlas.question.question import default_question
from atlas.reach import bodies_asked
from atlas.ways import way_of
from data.catalog import meta, read_areas
from data.defaults import defaults
from geo.distance import ECCENTRICITY_2, SEMI_MAJOR_M, ecef, square_limit
from geo.reach import EVERYWHERE

# The package duckdb-ext-spatial holds the extension, which else is taken from an outside host.
EXTENSIONS = Path(duckdb.__file__).parent.parent / "duckdb_ext" / "extensions"
FAR = 1e30
POINTS = """
with placed as (select ST_X(geometry) as lon, ST_Y(geometry) as lat, geometry from read_parquet(?)),
inside as (
    select adcode, prefecture, radians(lon) as east, radians(lat) as north
    from placed join counties on ST_Contains(counties.shape, placed.geometry)
),
upright as (
    select adcode, prefecture, east, north, {major} / sqrt(1 - {eccentricity} * sin(north) * sin(north)) as normal
    from inside
),
geocentric as (
    select adcode, prefecture, normal * cos(north) * cos(east) as x, normal * cos(north) * sin(east) as y,
        normal * (1 - {eccentricity}) * sin(north) as z
    from upright
),
far as (select adcode, {chords} from geocentric),
least_of_kind as (select *, {least} from far)
select adcode, count(*) as rows, count_if(least({kinds}) <= {limit})::bigint as covered, {nearest}
from least_of_kind group by adcode order by adcode
"""


def by_duckdb(file: Path, bodies: pd.DataFrame, radius_m: float) -> dict[str, Any]:
    """Rows and those in reach by county, and how many have a body as the nearest of its kind.

    bodies  id, kind, serves, prefecture, lon, lat;  radius_m  straight metres
    """
    counties = read_areas("counties")
    shapes = pd.DataFrame(
        {"adcode": counties["adcode"], "prefecture": counties["prefecture"], "shape": counties.geometry.to_wkb()}
    ).astype({"adcode": str, "prefecture": str})
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "extension_directory": str(EXTENSIONS),
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(config=settings) as database:
        database.execute("load spatial")
        database.register("written", shapes)
        database.execute(
            "create table counties as select adcode, prefecture, ST_GeomFromWKB(shape) as shape from written"
        )
        rows = database.execute(asked(bodies, radius_m), [str(file)]).fetchdf()
    told = rows[["adcode", "rows", "covered"]].rename(columns={"adcode": "id"}).to_dict("records")
    return {"counties": told, "nearest": rows.drop(columns=["adcode", "rows", "covered"]).sum().astype(int).to_dict()}


def asked(bodies: pd.DataFrame, radius_m: float) -> str:
    """The question in SQL: numbers of our own bodies and no text but adcodes and ids."""
    rows = bodies.sort_values(["kind", "id"]).assign(column=[f"c{each}" for each in range(len(bodies))])
    rows["point"] = ecef(rows["lon"], rows["lat"]).tolist()
    kinds = {kind: f"k{place}" for place, kind in enumerate(sorted(set(rows["kind"])))}
    of_kind = {kind: _listed(rows.loc[rows["kind"] == kind, "column"]) for kind in kinds}
    return POINTS.format(
        major=SEMI_MAJOR_M,
        eccentricity=ECCENTRICITY_2,
        chords=_listed(f"{_far(row)} as {row.column}" for row in rows.itertuples()),
        least=_listed(f"least({of_kind[kind]}) as {name}" for kind, name in kinds.items()),
        kinds=_listed(kinds.values()),
        limit=square_limit(radius_m),
        nearest=_listed(_first_nearest(row, rows, kinds[row.kind]) for row in rows.itertuples()),
    )


def _far(row: Any) -> str:
    """The squared chord of a body, endless where it does not serve."""
    x, y, z = row.point
    chord = f"(x - {x!r}) * (x - {x!r}) + (y - {y!r}) * (y - {y!r}) + (z - {z!r}) * (z - {z!r})"
    served = row.serves == EVERYWHERE
    return chord if served else f"case when prefecture = '{row.prefecture}' then {chord} else {FAR} end"


def _first_nearest(row: Any, rows: pd.DataFrame, kind: str) -> str:
    """How many have a body as the nearest of its kind, none of those at the same place before it."""
    beside = rows[(rows["kind"] == row.kind) & (rows["lon"] == row.lon) & (rows["lat"] == row.lat)]
    before = "".join(f" and {each} > {kind}" for each in beside["column"] if int(each[1:]) < int(row.column[1:]))
    return f'count_if({row.column} = {kind} and {kind} < {FAR}{before}) as "{row.id}"'


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def main() -> None:
    """Count a file as the verb does when it is asked for all kinds, and print what was counted."""
    atlas = load_shipped(defaults().plan)
    kinds = tuple(sorted(set(atlas.world["bodies"].dropna(subset=["lon"])["kind"])))
    question = default_question(choices_of(atlas, meta("bodies").as_of)).with_changes(kinds=kinds)
    found = by_duckdb(Path(sys.argv[1]), bodies_asked(atlas, question), way_of(question).limit(question.radius_km))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
