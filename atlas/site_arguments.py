"""What a person types for a question of siting, turned into one; every fault in one sentence."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from atlas.site_form import ID
from atlas.told import ToldError
from data.catalog import read_areas
from geo.distance import Floats
from geo.locate import locate

Value = TypeVar("Value")

CANDIDATE_FILE = ("id", "lon", "lat")
SHOWN = 80  # signs of a heading that are repeated in a message
WEIGHT_FILE = ("adcode", "weight")


def pairs(given: Sequence[str], what: str, read: Callable[[str], Value]) -> dict[str, Value]:
    """`["north=3"]` as {"north": 3}. Raises ValueError naming what could not be read."""
    found: dict[str, Value] = {}
    for each in given:
        name, equals, text = each.partition("=")
        try:
            if not equals or not name:
                raise ValueError(each)
            found[name] = read(text)
        except (ValueError, ZeroDivisionError):
            raise ValueError(f"expected {what}, got {each!r}") from None
    return found


def share(text: str) -> Fraction:
    """`0.8`, `80%` or `4/5`, exactly. Raises ValueError for anything that is no share from 0 to 1."""
    try:
        value = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"expected a share such as 0.8, got {text!r}") from None
    if not 0 <= value <= 1:
        raise ValueError(f"expected a share from 0 to 1, got {text}")
    return value


def bounds(text: str) -> tuple[int, int | None]:
    """`0:2`, at least none and at most two; `1:` has no upper limit."""
    least, colon, most = text.partition(":")
    if not colon:
        raise ValueError(text)
    low, high = int(least or 0), int(most) if most else None
    if low < 0 or (high is not None and high < low):
        raise ValueError(text)
    return low, high


def candidates_file(path: Path) -> pd.DataFrame:
    """Candidates of one's own: a CSV with id, lon, lat (WGS-84) and perhaps name; the prefecture is found by place.

    Raises ValueError naming the row of what cannot be used, or a place outside the province.
    """
    rows = _rows(path, CANDIDATE_FILE)
    if not rows:
        raise ToldError("{file}: expected at least one candidate, found none below the heading", file=path)
    lon = [_number(path, place, row, "lon") for place, row in enumerate(rows, start=2)]
    lat = [_number(path, place, row, "lat") for place, row in enumerate(rows, start=2)]
    counties = read_areas("counties")
    found = locate(np.array(lon), np.array(lat), counties)
    outside = [place for place, county in enumerate(found, start=2) if not county]
    if outside:
        row = rows[outside[0] - 2]
        raise ToldError(
            "{file}, row {row}: {lon}, {lat} is not in the province (longitude first, WGS-84; GCJ-02 points must be "
            "converted before)",
            file=path,
            row=outside[0],
            lon=row["lon"],
            lat=row["lat"],
        )
    seen: dict[str, int] = {}
    for place, row in enumerate(rows, start=2):
        if not ID.fullmatch(row["id"] or "") or seen.setdefault(row["id"], place) != place:
            raise ToldError(
                "{file}, row {row}: expected an id of at most 40 letters, digits or hyphens that no other row has, "
                "found {found!r}",
                file=path,
                row=place,
                found=row["id"],
            )
    prefecture = dict(zip(counties["adcode"], counties["prefecture"], strict=True))
    return pd.DataFrame(
        {
            "id": [row["id"] for row in rows],
            "name": [row.get("name") or row["id"] for row in rows],
            "prefecture": [prefecture[county] for county in found],
            "lon": lon,
            "lat": lat,
        }
    )


def weights_file(path: Path) -> dict[str, float]:
    """Weights by county: a CSV with adcode and weight. Raises ValueError naming the row of what cannot be used."""
    rows = _rows(path, WEIGHT_FILE)
    found = {row["adcode"]: _number(path, place, row, "weight") for place, row in enumerate(rows, start=2)}
    negative = [adcode for adcode, weight in found.items() if weight < 0]
    if negative:
        raise ToldError(
            "{file}: expected weights of 0 or more, found {found} for {adcode}",
            file=path,
            found=found[negative[0]],
            adcode=negative[0],
        )
    return found


def matrix_file(path: Path) -> Floats:
    """Plain numbers without heading, one row a line; `inf` or nothing where a candidate may not serve.

    Raises ValueError naming the line that is shorter or longer than the first, or holds no number.
    """
    lines = [line for line in csv.reader(_lines(path)) if line]
    if not lines:
        raise ToldError("{file}: expected a matrix of numbers, found an empty file", file=path)
    for place, line in enumerate(lines, start=1):
        if len(line) != len(lines[0]):
            raise ValueError(f"{path}, line {place}: expected {len(lines[0])} numbers like line 1, found {len(line)}")
    return np.array([[_cell(path, place, text) for text in line] for place, line in enumerate(lines, start=1)])


def weights_column(path: Path) -> Floats:
    """One number a line, for the rows of a matrix. Raises ValueError naming the line."""
    found = matrix_file(path)
    if found.shape[1] != 1:
        raise ValueError(f"{path}: expected one weight a line, found {found.shape[1]} numbers in line 1")
    bad = np.flatnonzero(~(np.isfinite(found[:, 0]) & (found[:, 0] >= 0)))
    if len(bad):
        raise ValueError(f"{path}, line {bad[0] + 1}: expected a weight of 0 or more, found {found[bad[0], 0]}")
    return found[:, 0]


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    reader = csv.DictReader(_lines(path))
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        found = ", ".join(reader.fieldnames or ())[:SHOWN] or "nothing"
        raise ToldError(
            "{file}: expected the columns {columns} in the first line, found {found}",
            file=path,
            columns=",".join(columns),
            found=found,
        )
    return [dict(row) for row in reader]


def _lines(path: Path) -> list[str]:
    """The lines of a text file. Raises ValueError for one that is no text, OSError for one that cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ToldError(
            "{file}: expected a text file in UTF-8, found other bytes; save it as CSV UTF-8", file=path
        ) from None
    except OSError as error:
        raise ValueError(f"{path}: expected a file that can be read, {error.strerror or error}") from None
    if "\0" in text:
        raise ToldError("{file}: expected a text file in UTF-8, found other bytes; save it as CSV UTF-8", file=path)
    return text.splitlines()


def _number(path: Path, place: int, row: Mapping[str, Any], column: str) -> float:
    try:
        value = float(row[column])
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise ToldError(
            "{file}, row {row}: expected a number for {column}, found {found!r}",
            file=path,
            row=place,
            column=column,
            found=row[column],
        )
    return value


def _cell(path: Path, place: int, text: str) -> float:
    if not text.strip():
        return math.inf
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise ValueError(f"{path}, line {place}: expected a number, found {text!r}")
    return value
