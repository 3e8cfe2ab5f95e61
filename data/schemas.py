"""From the columns a meta.toml declares to a pandera schema: the same one for shipped sets and for uploads.

A table is read as text first, so that an adcode stays an adcode and a wrong cell can be shown as it was written.
Empty text means
unknown: NaN in number columns, "" in text columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.checks import quoted
from geo.errors import BadValueError
from geo.partial_dates import first_day, full_day

if TYPE_CHECKING:
    import pandera.pandas as pa

# A number as a released table holds it: no sign but minus, no spaces, no words, ASCII.
NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?"
NUMBERS = {"number", "integer"}
# One definition of a date for the door and the science.
DATES: dict[str, tuple[str, Callable[[str], date]]] = {
    "partial_date": ("a date such as 2020, 2020-02 or 2020-02-21", first_day),
    "date": ("a date such as 2020-02-21", full_day),
}
LIST_SEPARATOR = "; "


@dataclass(frozen=True)
class Fault:
    """One cell (or column) that is not as declared. `row` counts records from 1; 0 means the whole column."""

    row: int
    column: str
    value: str
    expected: str

    def sentence(self, *, headings: int = 1) -> str:
        """The fault as a reader needs it: where, what came, what was expected. headings  rows of a spreadsheet above
        the first record
        """
        place = f"row {self.row + headings}, column {self.column}" if self.row else f"column {self.column}"
        return f"{place}: {quoted(self.value)} is not {self.expected}" if self.row else f"{place}: {self.expected}"


def convert(texts: pd.DataFrame, columns: Mapping[str, Mapping[str, Any]]) -> tuple[pd.DataFrame, list[Fault]]:
    """Texts as typed columns: numbers as float64 (NaN for empty), everything else as text.

    Returns the new frame and a fault for every cell that is not a number though it should be one.
    """
    typed = texts.copy()
    faults: list[Fault] = []
    for name, column in columns.items():
        if name not in typed or column["type"] not in NUMBERS:
            continue
        written = typed[name].where(typed[name].map(lambda text: re.fullmatch(NUMBER, text) is not None), None)
        numbers = pd.to_numeric(written, errors="coerce").astype("float64")
        numbers = numbers.where(np.isfinite(numbers))
        broken = numbers.isna() & (typed[name] != "")
        faults += [_fault(typed.index, row, name, typed.at[row, name], "a number") for row in typed.index[broken]]
        typed[name] = numbers
    return typed, faults


def faults_in(records: pd.DataFrame, columns: Mapping[str, Mapping[str, Any]], key: list[str]) -> list[Fault]:
    """Every way in which typed records differ from their declaration, in the order of the columns."""
    import pandera.pandas as pa  # noqa: PLC0415 -- a second, and only checking needs it

    try:
        schema_for(columns, key).validate(records, lazy=True)
    except pa.errors.SchemaErrors as error:
        return [_from_case(records, case) for case in error.failure_cases.to_dict("records")]
    return []


def schema_for(columns: Mapping[str, Mapping[str, Any]], key: list[str]) -> pa.DataFrameSchema:
    """The pandera schema of declared columns: strict about names, with one named check per declared rule."""
    import pandera.pandas as pa  # noqa: PLC0415 -- a second, and only checking needs it

    return pa.DataFrameSchema(
        {name: _column(column) for name, column in columns.items()},
        strict=True,
        unique=key or None,
        report_duplicates="exclude_first",
    )


def _column(column: Mapping[str, Any]) -> pa.Column:
    import pandera.pandas as pa  # noqa: PLC0415 -- a second, and only checking needs it

    numeric = column["type"] in NUMBERS
    return pa.Column(
        float if numeric else str,
        checks=[pa.Check(test, name=expected, error=expected) for expected, test in _rules(column)],
        nullable=numeric and not column.get("required", True),
        unique=bool(column.get("unique", False)),
    )


def rules_told(column: Mapping[str, Any]) -> list[str]:
    """What the rules of a column expect, in English; of a number also that it is one."""
    return [*(["a number"] if column["type"] in NUMBERS else []), *(expected for expected, _ in _rules(column))]


def _rules(column: Mapping[str, Any]) -> list[tuple[str, Callable[[pd.Series], pd.Series]]]:
    rules: list[tuple[str, Callable[[pd.Series], pd.Series]]] = []
    if column["type"] in NUMBERS:
        if column["type"] == "integer":
            rules.append(("a whole number", lambda cells: cells.isna() | (cells % 1 == 0)))
        if "minimum" in column:
            rules.append((f"at least {column['minimum']}", lambda cells: cells.isna() | (cells >= column["minimum"])))
        if "maximum" in column:
            rules.append((f"at most {column['maximum']}", lambda cells: cells.isna() | (cells <= column["maximum"])))
        return rules
    if column.get("required", True):
        rules.append(("filled in", lambda cells: cells != ""))
    if column["type"] in DATES:
        expected, day_of = DATES[column["type"]]
        rules.append((expected, _each(column, lambda text: _reads(day_of, text))))
    elif pattern := column.get("pattern"):
        form = re.compile(pattern, re.ASCII)
        rules.append((f"of the form {pattern}", _each(column, lambda text: form.fullmatch(text) is not None)))
    if "allowed" in column:
        allowed = set(column["allowed"])
        rules.append((f"one of {', '.join(map(str, column['allowed']))}", _each(column, lambda text: text in allowed)))
    return rules


def _each(column: Mapping[str, Any], test: Callable[[str], bool]) -> Callable[[pd.Series], pd.Series]:
    """A test of one value as a test of a column: empty cells pass, list cells are tested value by value."""

    def check(cells: pd.Series) -> pd.Series:
        if column.get("list", False):
            return cells.map(lambda text: text == "" or all(test(part) for part in text.split(LIST_SEPARATOR)))
        return cells.map(lambda text: text == "" or test(text))

    return check


def _reads(day_of: Callable[[str], date], text: str) -> bool:
    """Whether the science can read a date that the door lets in."""
    try:
        day_of(text)
    except BadValueError:
        return False
    return True


def _from_case(records: pd.DataFrame, case: Mapping[str, Any]) -> Fault:
    """A pandera failure case in our words; pandera names dataframe-wide checks in `failure_case` itself."""
    check, column = str(case["check"]), str(case["column"])
    row = case["index"]
    if check == "column_in_dataframe":
        return Fault(0, str(case["failure_case"]), "", "is missing from the table")
    if check == "column_in_schema":
        return Fault(0, str(case["failure_case"]), "", "is not declared in meta.toml")
    if check == "not_nullable":
        return _fault(records.index, row, column, "", "filled in")
    if check in {"field_uniqueness", "multiple_fields_uniqueness"}:
        return _fault(records.index, row, column, case["failure_case"], "unique")
    return _fault(records.index, row, column, case["failure_case"], check)


def _fault(index: pd.Index, row: Any, column: str, value: Any, expected: str) -> Fault:
    position = 0 if row is None or pd.isna(row) else index.to_list().index(row) + 1
    return Fault(position, column, str(value), expected)
