"""The columns of a person's table by the names that offices give them (data/column_names.toml).

Read once, at start, like the defaults: a running atlas refuses data that come with other names until it starts again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from data.errors import DataError
from data.rule_types import Table, Words, read_whole

ROOT = Path(__file__).parent
FILE = "column_names.toml"


class ColumnNames(Table):
    """data/column_names.toml: a column, and its names in small letters."""

    id: Words
    name: Words
    lon: Words
    lat: Words
    adcode: Words
    weight: Words


def read_column_names(root: Path = ROOT) -> ColumnNames:
    """The names as the file has them now. Raises MissingSetError, and one DataError with a sentence a fault."""
    return read_whole(ColumnNames, root / FILE)


@cache
def column_names() -> ColumnNames:
    """The names this process started with. Errors as in `read_column_names`."""
    return read_column_names()


def need_same_column_names(root: Path = ROOT) -> None:
    """Raise DataError when the file has other names than this process started with."""
    if read_column_names(root) != column_names():
        raise DataError(f"{root / FILE}: changed since the start; other names of columns need a new start")
