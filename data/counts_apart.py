"""A count and what it is out of, which a page prints in one cell ("8/21", "3 / 21", "1,234 18/21"), as cells of their
own: a spreadsheet can reckon with both, and makes no day of either.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import pandas as pd

from data.cells import shown_number

NUMBER = "0|[1-9][0-9]{0,8}"
# "8/21", "3 / 21", a shared rank "3= / 21"; three readings of one definition, "8 · 9 · 9 / 21", keep together. The
# spaces at the stroke may be those at which no line is broken.
COUNT = re.compile(
    rf"(?P<first>(?P<count>{NUMBER})(?: ?=)?|(?:\u2265 )?[0-9]+ · (?P<best>{NUMBER}) · (?:\u2264 )?[0-9]+)"
    rf"[ \u00a0]?/[ \u00a0]?(?P<of>{NUMBER})",
    re.ASCII,
)
# A number that only some members have, or that is not made because of it: "1,234 18/21", "– 18/21".
PARTIAL = re.compile(rf"(?P<first>.+) (?P<known>{NUMBER})/(?P<of>{NUMBER})", re.ASCII)
UNKNOWN, LESS_THAN = "\u2013", "< "


@dataclass(frozen=True)
class Apart:
    """A cell and what stood beside it: how many members have a number, and of how many; None where nothing did."""

    first: object
    known: int | None = None
    of: int | None = None


def counts_apart(table: pd.DataFrame, *, known: str, of: str) -> pd.DataFrame:
    """The table with a column more for each whose cells say of how many, and another where they say how many are known.

    known, of  headings of these, with "{title}" for that of the column. The first column names the row and stays; so
    does a text that only looks alike, whose count is larger than what it would be out of (2020/21). A table without
    such cells comes back as it is.
    """
    columns = list(table.items())
    apart = columns[:1]
    for title, column in columns[1:]:
        apart += _column_apart(title, column, known, of)
    if len(apart) == len(table.columns):
        return table
    return pd.concat([column for _, column in apart], axis=1).set_axis([title for title, _ in apart], axis=1)


def _column_apart(title: Hashable, column: pd.Series, known: str, of: str) -> list[tuple[Hashable, pd.Series]]:
    """A column by its heading, and after it those of the counts that stood in its cells, the known before the all."""
    cells = [cell_apart(cell) for cell in column]
    counts = {known: [each.known for each in cells], of: [each.of for each in cells]}
    there = {heading: part for heading, part in counts.items() if part.count(None) < len(part)}
    if not there:
        return [(title, column)]
    parts: dict[Hashable, Sequence[object]] = {title: [each.first for each in cells]}
    parts |= {heading.format(title=title): part for heading, part in there.items()}
    return [(name, pd.Series(part, index=column.index, dtype=object)) for name, part in parts.items()]


def cell_apart(cell: object) -> Apart:
    """One cell: a bare count becomes a number, what stands before "k/n" stays as it prints."""
    if not isinstance(cell, str):
        return Apart(cell)
    count = COUNT.fullmatch(cell)
    if count is not None and int(count["count"] or count["best"]) <= int(count["of"]):
        bare = count["first"] == count["count"]
        return Apart(int(count["first"]) if bare else count["first"], of=int(count["of"]))
    partial = PARTIAL.fullmatch(cell)
    if partial is None or int(partial["known"]) > int(partial["of"]):
        return Apart(cell)
    first = partial["first"].removeprefix(LESS_THAN)
    number = first == UNKNOWN or shown_number(first) is not None
    return Apart(partial["first"], int(partial["known"]), int(partial["of"])) if number else Apart(cell)
