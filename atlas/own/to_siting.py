"""Checked candidates, weights and county indicators as the plain table that siting takes at its own door: there is no
second one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from data.intake.told import Checked, Good

COUNTIES = "county_indicators"
# Kind -> the columns of the table that siting takes, each with the column of the checked table that it is.
TABLES: Mapping[str, Mapping[str, str]] = {
    "sites": {name: name for name in ("id", "name", "lon", "lat")},
    "weights": {name: name for name in ("adcode", "weight")},
    COUNTIES: {"adcode": "adcode", "weight": "value"},
}
Chosen = tuple[str, str]


def weighing(checked: Checked, catalogue: Sequence[Mapping[str, Any]]) -> list[Chosen]:
    """Indicators and years of a table whose values may weigh counties: amounts that add up, so no ratios."""
    adds_up = {each["id"] for each in catalogue if each["kind"] != "ratio"}
    return sorted({pair for pair in map(_pair, checked.good) if pair[0] in adds_up})


def siting_table(checked: Checked, chosen: Chosen = ("", "")) -> bytes:
    """The good rows as CSV, WGS-84 by now; of county indicators those of one indicator and year.

    Raises LookupError for a kind that siting does not take.
    """
    columns = TABLES[checked.kind]
    rows = [row for row in checked.good if checked.kind != COUNTIES or _pair(row) == chosen]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.cells.get(column) for column in columns.values()] for row in rows)
    return out.getvalue().encode()


def _pair(row: Good) -> Chosen:
    return str(row.cells.get("indicator", "")), str(row.cells.get("period", ""))
