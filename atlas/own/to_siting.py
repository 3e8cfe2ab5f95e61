"""Checked candidates and weights as the plain table that siting takes at its own door: there is no second one."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from data.intake.told import Checked

# Kind -> the columns of the table that siting takes.
TABLES: Mapping[str, tuple[str, ...]] = {"sites": ("id", "name", "lon", "lat"), "weights": ("adcode", "weight")}


def siting_table(checked: Checked) -> bytes:
    """The good rows as CSV, WGS-84 by now. Raises LookupError for a kind that siting does not take."""
    columns = TABLES[checked.kind]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.cells.get(column) for column in columns] for row in checked.good)
    return out.getvalue().encode()
