"""What a mutated file gives, judged naively: what a reader of ours makes of it is what stands in it, or it is refused.

A table may be read in any of the encodings that its bytes allow: UTF-8 where it is that, or the marks say what it is;
else GB18030, but not where most of it is UTF-8 and only damaged.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import math
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from atlas.question.question import Question
from tests.mutator import File
from tests.scenario_lines import scenario_of

COLUMNS = {
    "id": ("id", "编号"),
    "name": ("name", "名称"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "adcode": ("adcode", "行政区划代码", "区划代码"),
    "weight": ("weight", "权重"),
}
Row = tuple[object, ...]
# Parts of a scenario file that are called otherwise in an address.
IN_ADDRESS = {"as_of": "date", "radius_km": "radius", "name": "scenario-name"}


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def number(text: str) -> float | str:
    try:
        return float(folded(text).removeprefix("'"))
    except ValueError:
        return text


def stands_in(given: File, found: Sequence[Row], columns: Sequence[str]) -> bool:
    """Whether these rows are those of the file, in one of its readings. columns  of each row: "lon" and such"""
    return any(list(found) == _chosen(rows, columns) for rows in readings(given))


def readings(given: File) -> Iterator[list[list[str]]]:
    """The rows of a file in every way it may be read, empty ones left out."""
    if given.suffix == ".xlsx":
        yield [["0" if cell.startswith("=") else cell for cell in row] for row in given.rows if any(row)]
        return
    for text in texts(given.content):
        for between in ",\t;":
            try:
                rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
            except csv.Error:
                continue
            yield [row for row in rows if any(cell.strip() for cell in row)]


def texts(content: bytes) -> Iterator[str]:
    marked = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    told = [encoding for mark, encoding in marked.items() if content.startswith(mark)]
    spare = content.decode("utf-8", "replace")
    damaged = spare.count("\ufffd") * 2 <= sum(sign > "\x7f" for sign in spare)
    wide = content.count(0) * 5 > len(content)
    usual = ["utf-16-le", "utf-16-be"] if wide else ["utf-8", *([] if damaged else ["gb18030"])]
    for encoding in told or usual:
        try:
            yield content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            return


def _chosen(rows: list[list[str]], columns: Sequence[str]) -> list[Row]:
    heading = [folded(cell).casefold() for cell in rows[0]] if rows else []
    places = {
        column: [at for at, cell in enumerate(heading) if cell in COLUMNS[column]] for column in (*columns, "name")
    }
    found = []
    for row in rows[1:]:
        cells = {column: row[at[0]].strip() if at and at[0] < len(row) else "" for column, at in places.items()}
        own = folded(cells.get("id", "")).removeprefix("'")
        told: dict[str, object] = {
            "id": own,
            "name": cells["name"] or own,
            "adcode": folded(cells.get("adcode", "")).removeprefix("'"),
        }
        found.append(tuple(told[each] if each in told else number(cells[each]) for each in columns))
    return found


def matrix_stands_in(given: File, found: Sequence[Sequence[float]]) -> bool:
    """The same for plain numbers: nothing and `inf` are endless."""
    made = [list(row) for row in found]
    return any(
        made == [[math.inf if folded(cell).casefold() in ("", "inf") else number(cell) for cell in row] for row in rows]
        for rows in _matrices(given)
    )


def _matrices(given: File) -> Iterator[list[list[str]]]:
    """A line of commas alone is a row."""
    if given.suffix == ".xlsx":
        # A sheet has no short rows: what is not there is empty.
        wide = max(map(len, given.rows), default=0)
        yield [[*row, *[""] * (wide - len(row))] for row in given.rows]
    for text in texts(given.content) if given.suffix != ".xlsx" else ():
        for between in ",\t;":
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
            yield [row for row in rows if len(row) > 1 or any(cell.strip() for cell in row)]


def scenario_stands_in(content: bytes, question: Question, not_applied: Sequence[str]) -> list[str]:
    """Parts of a scenario file that are neither in the question made of it nor told, [] for none."""
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(name for name in dict(pairs) if sum(each == name for each, _ in pairs) > 1)
        return dict(pairs)

    told = json.loads(content.decode("utf-8-sig"), object_pairs_hook=once)
    words = " ".join(not_applied)
    made = {
        "name": question.scenario_name,
        "as_of": question.as_of.isoformat(),
        "definition": question.definition,
        "radius_km": question.radius_km,
        "kinds": sorted(question.kinds),
        "ignore_borders": question.ignore_borders,
    }
    lost = [f"{part} twice" for part in twice]
    for part, value in made.items():
        asked = sorted(told[part]) if part == "kinds" and part in told else told.get(part, value)
        if asked != value and IN_ADDRESS.get(part, part) not in words:
            lost.append(f"{part}: {asked!r} is {value!r}")
    kept = [vars(each) for each in scenario_of(question.scenario).changes]
    asked_changes = [{part: value for part, value in each.items() if part != "do"} for each in told["changes"]]
    missing = len(asked_changes) - len(kept)
    if asked_changes != kept and missing > sum(each.startswith("change ") for each in not_applied):
        lost.append(f"{len(asked_changes)} changes are {len(kept)}")
    return lost
