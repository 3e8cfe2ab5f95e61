"""Tables of one's own for a question of siting: candidates, weights by county, and plain numbers instead of places.

The page gives the bytes of an upload, the command line those of a file: both come through data.tables_in, and what is
refused is one sentence that names the file and the row.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import pandas as pd

from atlas.faults import FaultError, Note
from atlas.locate import FILES, Datasets, Placed, placed, prefectures
from atlas.siting.question import ID
from data.errors import TableError
from data.limits import CANDIDATES, MATRIX_BYTES, NAME, WEIGHTS
from data.tables_in import Row, Table, blank, read_file, read_rows, read_table
from geo import typed
from geo.checks import quoted
from geo.distance import Floats
from geo.errors import BadValueError
from geo.typed import folded

Value = TypeVar("Value")

CANDIDATE_FILE = ("id", "lon", "lat")
WEIGHT_FILE = ("adcode", "weight")
# A candidate this little off the land is a harbour that the generalised outline leaves in the water.
JUST_OFF_LAND_M = 2_000
NAMED = 5
# What float() reads as the house does; anything else is looked at cell by cell.
PLAIN_NUMBERS = re.compile(r"[0-9.eE,-]*")


@dataclass(frozen=True, eq=False)
class Brought(Generic[Value]):
    """What a table brought, and what must be said of it."""

    value: Value
    notes: tuple[Note, ...] = ()


def candidates_file(path: Path) -> Brought[pd.DataFrame]:
    """`candidates` of a file on the command line."""
    return _told(lambda: candidates(read_file(path), str(path)))


def weights_file(path: Path) -> Brought[dict[str, float]]:
    """`weights` of a file on the command line."""
    return _told(lambda: weights(read_file(path), str(path)))


def candidates(content: bytes, name: str, known: Datasets = FILES) -> Brought[pd.DataFrame]:
    """Candidates of one's own: id, lon, lat (WGS-84) and perhaps name; the prefecture is found by place. Columns id,
    name, prefecture, lon, lat. A place just off the land counts with the nearest unit, and a note says so.

    Raises FaultError naming the row of what cannot be used, or of a place outside the province.
    """
    table = _told(lambda: read_table(content, name, CANDIDATE_FILE, limit=CANDIDATES))
    if not table.rows:
        raise FaultError("{file}: expected at least one candidate, found none below the heading", file=name)
    lon, lat = (_told(lambda: [table.number(row, each) for row in table.rows]) for each in ("lon", "lat"))  # noqa: B023
    found = placed(lon, lat, known=known)
    county = np.where(found.metres <= JUST_OFF_LAND_M, found.nearest, found.county)
    for at in np.flatnonzero(county == "")[:1]:
        raise _outside(table, table.rows[at], found, int(at), _unit_names(known))
    ids = _ids(table)
    parents = prefectures(known)
    rows = pd.DataFrame(
        {
            "id": ids,
            "name": [_name(table, row) or own for row, own in zip(table.rows, ids, strict=True)],
            "prefecture": [parents[each] for each in county],
            "lon": lon,
            "lat": lat,
        }
    )
    return Brought(rows, tuple(_off_land(table, found, _unit_names(known))))


def weights(content: bytes, name: str, known: Datasets = FILES) -> Brought[dict[str, float]]:
    """Weights by county-level unit: adcode -> weight of 0 or more, and a note when units have none.

    Raises FaultError for a code that is no unit's (naming its successor), a unit that comes twice, a weight that is no
    number or below 0, and when all are 0.
    """
    table = _told(lambda: read_table(content, name, WEIGHT_FILE, limit=WEIGHTS))
    units = set(known["counties"]["adcode"])
    found, rows = dict[str, float](), dict[str, int]()
    for row in table.rows:
        code, weight = table.code(row, "adcode"), _told(lambda: table.number(row, "weight"))  # noqa: B023
        if code not in units:
            raise no_unit(table, row, code, known)
        if code in rows:
            text = "{file}, rows {first} and {row}: {adcode} has two weights; keep one"
            raise FaultError(text, file=name, first=rows[code], row=row.number, adcode=code)
        if weight < 0:
            text = "{file}, row {row}: expected a weight of 0 or more for {adcode}, found {found}"
            raise FaultError(text, file=name, row=row.number, adcode=code, found=f"{weight:g}")
        found[code], rows[code] = weight, row.number
    if not 0 < sum(found.values()) < math.inf:
        raise FaultError("{file}: expected a weight above 0, found none", file=name)
    weighed = sum(weight > 0 for weight in found.values())
    text = "{n} of {of} county-level units have a weight; the others count as 0."
    return Brought(found, () if weighed == len(units) else (Note(text, {"n": weighed, "of": len(units)}),))


def no_unit(table: Table, row: Row, code: str, known: Datasets) -> FaultError:
    """Why a code is no county-level unit of today: out of use (and what it is now), or unknown."""
    place = {"file": table.name, "row": row.number, "adcode": quoted(code)[1:-1]}
    former = known["former_codes"]
    # What never had a code of its own has no year in which it lost it; people also write its name.
    mine = former[(former["adcode"] == code) | ((former["until"] == "") & (former["name_zh"].str[:2] == code[:2]))]
    if mine.empty:
        return FaultError("{file}, row {row}: {adcode} is no adcode of a county-level unit", **place)
    code_then, names = mine.iloc[0], _unit_names(known)
    now = ", ".join(f"{names[x]} {x}" for x in code_then["successors"].split("; "))
    place |= {"name": code_then["name_zh"], "now": now}
    if not code_then["until"]:
        text = (
            "{file}, row {row}: {adcode} ({name}) is no unit by itself here: Shenzhen administers it, and it is drawn "
            "and counted in {now}; give its weight there"
        )
        return FaultError(text, **place)
    text = "{file}, row {row}: {adcode} ({name}) is out of use since {year}; it is now {now}"
    return FaultError(text, **place, year=code_then["until"])


def matrix_file(path: Path) -> Floats:
    """Plain numbers without heading, one row a line; `inf` or nothing where a candidate may not serve.

    Raises ValueError naming the line that is shorter or longer than the first, or holds no number.
    """
    content = _told(lambda: read_file(path, limit=MATRIX_BYTES))
    every = _told(lambda: list(read_rows(content, str(path), limit=MATRIX_BYTES)))
    # An empty line is nothing; a line of commas is a place that nobody may serve.
    lines = [(place, cells) for place, cells in every if len(cells) > 1 or not blank(cells)]
    if not lines:
        raise FaultError("{file}: expected a matrix of numbers, found an empty file", file=path)
    first, wide = lines[0][0], len(lines[0][1])
    for place, cells in lines:
        if len(cells) != wide:
            raise ValueError(f"{path}, line {place}: expected {wide} numbers like line {first}, found {len(cells)}")
    return np.array([_numbers(path, place, cells) for place, cells in lines])


def weights_column(path: Path) -> Floats:
    """One number a line, for the rows of a matrix. Raises ValueError naming the line, or when all are 0."""
    found = matrix_file(path)
    if found.shape[1] != 1:
        raise ValueError(f"{path}: expected one weight a line, found {found.shape[1]} numbers in line 1")
    bad = np.flatnonzero(~(np.isfinite(found[:, 0]) & (found[:, 0] >= 0)))
    if len(bad):
        raise ValueError(f"{path}, line {bad[0] + 1}: expected a weight of 0 or more, found {found[bad[0], 0]}")
    if not 0 < found.sum() < math.inf:
        raise FaultError("{file}: expected a weight above 0, found none", file=path)
    return found[:, 0]


def _told(read_it: Callable[[], Value]) -> Value:
    """What is read; a fault of the table as one that a page can tell in its language."""
    try:
        return read_it()
    except TableError as error:
        raise FaultError.of(error) from None


def _ids(table: Table) -> list[str]:
    seen: dict[str, int] = {}
    for row in table.rows:
        own = table.code(row, "id")
        if not ID.fullmatch(own) or seen.setdefault(own, row.number) != row.number:
            raise FaultError(
                "{file}, row {row}: expected an id of at most 40 letters, digits or hyphens that no other row has, "
                "found {found}",
                file=table.name,
                row=row.number,
                found=quoted(own),
            )
    return list(seen)


def _name(table: Table, row: Row) -> str:
    name = table.text(row, "name")
    if len(name) > NAME.most:
        raise FaultError(NAME.sentence, file=table.name, row=row.number, most=NAME.told, found=len(name))
    return name


def _outside(table: Table, row: Row, found: Placed, at: int, names: Mapping[str, str]) -> FaultError:
    """Why a place is none of the province's; a hint at GCJ-02 only where that would help."""
    parts = {"file": table.name, "row": row.number, "lon": table.code(row, "lon"), "lat": table.code(row, "lat")}
    text = "{file}, row {row}: {lon}, {lat} is not in the province (longitude first, WGS-84)"
    if found.if_gcj02[at]:
        text = "{file}, row {row}: {lon}, {lat} is not in the province, but would be in {name} if it were GCJ-02"
        parts["name"] = names[found.if_gcj02[at]]
    elif found.nearest[at]:
        text = "{file}, row {row}: {lon}, {lat} is not in the province; the nearest unit is {name}, {metres} m away"
        parts |= {"name": names[found.nearest[at]], "metres": f"{found.metres[at]:.0f}"}
    return FaultError(text, **parts)


def _off_land(table: Table, found: Placed, names: Mapping[str, str]) -> list[Note]:
    """Which places count with a unit they are not in, and whether another datum would explain it."""
    off = np.flatnonzero(found.county == "")
    if not len(off):
        return []
    told = [f"{table.rows[at].number}: {names[found.nearest[at]]} {found.metres[at]:.0f} m" for at in off[:NAMED]]
    told += ["…"] if len(off) > NAMED else []
    text = "{n} candidates are just off the land and count with the nearest unit (row: unit, distance): {named}"
    notes = [Note(text, {"n": len(off), "named": "; ".join(told)})]
    if shifted := int((found.if_gcj02[off] != "").sum()):
        text = "{n} of them would be on land if they were GCJ-02; convert the table to WGS-84 if it is."
        notes.append(Note(text, {"n": shifted}))
    return notes


def _unit_names(known: Datasets) -> dict[str, str]:
    counties = known["counties"]
    return dict(zip(counties["adcode"], counties["name_zh"], strict=True))


def _numbers(path: Path, place: int, cells: Sequence[str]) -> Floats:
    if PLAIN_NUMBERS.fullmatch(",".join(cells)):
        try:
            return np.array(cells, dtype=float)
        except ValueError:
            pass
    return np.array([_cell(path, place, text) for text in cells])


def _cell(path: Path, place: int, text: str) -> float:
    came = folded(text).strip()
    if came.casefold() in ("", "inf"):
        return math.inf
    try:
        return typed.number(came)
    except BadValueError:
        raise ValueError(f"{path}, line {place}: expected a number, found {quoted(text)}") from None
