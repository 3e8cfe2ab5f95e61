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
class Rule:
    """What is expected of a cell: other rooms go by its name and say its message in their own language.

    name     as a declaration calls it (minimum, pattern, …), or how else a table can be wrong (number, unique, …)
    message  what is expected, in English, with {value} where the rule has one;  value  as declared
    """

    name: str
    message: str
    value: object = None

    def __str__(self) -> str:
        """What is expected, in English."""
        return self.message.format(value=self.value)


A_NUMBER, FILLED_IN, UNIQUE = Rule("number", "a number"), Rule("required", "filled in"), Rule("unique", "unique")
# What pandera itself looks at, by its names.
OF_CELLS = {"not_nullable": FILLED_IN, "field_uniqueness": UNIQUE, "multiple_fields_uniqueness": UNIQUE}
OF_COLUMNS = {
    "column_in_dataframe": Rule("missing", "is missing from the table"),
    "column_in_schema": Rule("undeclared", "is not declared in meta.toml"),
}


@dataclass(frozen=True)
class Fault:
    """One cell (or column) that is not as declared. `row` counts records from 1; 0 means the whole column."""

    row: int
    column: str
    value: str
    rule: Rule

    def sentence(self, *, headings: int = 1) -> str:
        """The fault as a reader needs it: where, what came, what was expected. headings  rows of a spreadsheet above
        the first record
        """
        place = f"row {self.row + headings}, column {self.column}" if self.row else f"column {self.column}"
        return f"{place}: {quoted(self.value)} is not {self.rule}" if self.row else f"{place}: {self.rule}"


def checked(
    texts: pd.DataFrame, columns: Mapping[str, Mapping[str, Any]], key: list[str]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Texts as typed columns, and every way in which they differ from their declaration: column by column, each from
    its first row on.

    A cell that is no number is told as that alone, and what its row would otherwise have of a key is not looked at.
    """
    typed, broken = convert(texts, columns)
    told = {(each.row, each.column) for each in broken}
    odd_keys = {each.row for each in broken if each.column in key}
    others = [
        each
        for each in faults_in(typed, columns, key)
        if (each.row, each.column) not in told and not (each.rule == UNIQUE and each.row in odd_keys)
    ]
    places = {name: place for place, name in enumerate(columns)}
    return typed, sorted([*broken, *others], key=lambda each: (places.get(each.column, len(places)), each.row))


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
        faults += [_fault(typed.index, row, name, typed.at[row, name], A_NUMBER) for row in typed.index[broken]]
        typed[name] = numbers
    return typed, faults


def faults_in(records: pd.DataFrame, columns: Mapping[str, Mapping[str, Any]], key: list[str]) -> list[Fault]:
    """Every way in which typed records differ from their declaration, in the order of the columns."""
    import pandera.pandas as pa  # noqa: PLC0415 -- a second, and only checking needs it

    try:
        schema_for(columns, key).validate(records, lazy=True)
    except pa.errors.SchemaErrors as error:
        return [_from_case(records, columns, case) for case in error.failure_cases.to_dict("records")]
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
        checks=[pa.Check(test, name=rule.name, error=rule.name) for rule, test in _rules(column)],
        nullable=numeric and not column.get("required", True),
        unique=bool(column.get("unique", False)),
    )


def rules_of(column: Mapping[str, Any]) -> list[Rule]:
    """The rules of a column, each of another name; of a number also that it is one."""
    return [*([A_NUMBER] if column["type"] in NUMBERS else []), *(rule for rule, _ in _rules(column))]


def _rules(column: Mapping[str, Any]) -> list[tuple[Rule, Callable[[pd.Series], pd.Series]]]:
    rules: list[tuple[Rule, Callable[[pd.Series], pd.Series]]] = []
    if column["type"] in NUMBERS:
        if column["type"] == "integer":
            rules.append((Rule("integer", "a whole number"), lambda cells: cells.isna() | (cells % 1 == 0)))
        if "minimum" in column:
            least = Rule("minimum", "at least {value}", column["minimum"])
            rules.append((least, lambda cells: cells.isna() | (cells >= column["minimum"])))
        if "maximum" in column:
            most = Rule("maximum", "at most {value}", column["maximum"])
            rules.append((most, lambda cells: cells.isna() | (cells <= column["maximum"])))
        return rules
    if column.get("required", True):
        rules.append((FILLED_IN, lambda cells: cells != ""))
    if column["type"] in DATES:
        expected, day_of = DATES[column["type"]]
        rules.append((Rule(column["type"], expected), _each(column, lambda text: _reads(day_of, text))))
    elif pattern := column.get("pattern"):
        form = re.compile(pattern, re.ASCII)
        written = Rule("pattern", "of the form {value}", pattern)
        rules.append((written, _each(column, lambda text: form.fullmatch(text) is not None)))
    if "allowed" in column:
        allowed = set(column["allowed"])
        one = Rule("allowed", "one of {value}", ", ".join(map(str, column["allowed"])))
        rules.append((one, _each(column, lambda text: text in allowed)))
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


def _from_case(records: pd.DataFrame, columns: Mapping[str, Mapping[str, Any]], case: Mapping[str, Any]) -> Fault:
    """A pandera failure case as a fault; of columns that are not there or not declared, `failure_case` is the name."""
    check, column = str(case["check"]), str(case["column"])
    if check in OF_COLUMNS:
        return Fault(0, str(case["failure_case"]), "", OF_COLUMNS[check])
    value = "" if check == "not_nullable" else case["failure_case"]
    known = OF_CELLS | {rule.name: rule for rule in rules_of(columns[column])}
    # What pandera may look at one day besides comes in its own words.
    return _fault(records.index, case["index"], column, value, known.get(check, Rule(check, "{value}", check)))


def _fault(index: pd.Index, row: Any, column: str, value: Any, rule: Rule) -> Fault:
    position = 0 if row is None or pd.isna(row) else index.to_list().index(row) + 1
    return Fault(position, column, str(value), rule)
