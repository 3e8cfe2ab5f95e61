"""The kinds of tables a person may bring, as declared in kinds.toml: columns, their names in offices, usual values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from data.catalog import meta
from data.rule_types import Table, Words, read_whole

FILE = Path(__file__).parent / "kinds.toml"
# Beside a code its name, which is looked at and not kept.
BESIDE = {"prefecture_name": "prefecture", "county_name": "county"}


class DeclaredKind(Table):
    """[kinds.<id>]: the dataset its rows are of ("" for none), and its columns."""

    set: str
    key: Words
    needed: Words
    offered: Words
    points: bool = False
    usual: dict[str, str] = Field(default_factory=dict)
    follows: dict[str, Words] = Field(default_factory=dict)


class DeclaredColumn(Table):
    """[columns.<kind>] <name>: for kinds that no dataset declares."""

    type: str
    required: bool = True
    minimum: int | None = None


class Speech(Table):
    """[speech]: words of offices that are no value of a cell."""

    totals: Words
    list_separators: Words
    name_endings: Words
    own: str
    unsaid: str


class Declared(Table):
    """kinds.toml as a whole."""

    kinds: dict[str, DeclaredKind]
    columns: dict[str, dict[str, DeclaredColumn]]
    names: dict[str, Words]
    words: dict[str, dict[str, Words]]
    precision: dict[str, float]
    speech: Speech


@dataclass(frozen=True)
class Kind:
    """One kind of table.

    set      its dataset, "" for none;  columns  name -> what a meta.toml says of it;  key  columns unique together
    needed   columns a table must have;  offered  those of a template, in order;  points  whether it says places
    usual    column -> what is taken where a table says nothing; "=name" is what another column says
    follows  column -> those it hangs on: where a table changes one of them ("*" any) and has no such column, the usual
             value holds, else that of the record which is changed
    """

    id: str
    set: str
    columns: Mapping[str, Mapping[str, Any]]
    key: tuple[str, ...]
    needed: tuple[str, ...]
    offered: tuple[str, ...]
    points: bool
    usual: Mapping[str, str]
    follows: Mapping[str, Sequence[str]]

    def must(self, column: str) -> bool:
        """Whether every row needs a value in this column."""
        return bool(self.columns.get(column, {}).get("required", True)) and column not in self.usual


@cache
def declared() -> Declared:
    """kinds.toml, read once. Raises DataError with a sentence a fault."""
    return read_whole(Declared, FILE)


def kind_ids() -> tuple[str, ...]:
    """The kinds there are."""
    return tuple(declared().kinds)


@cache
def kind_of(kind_id: str) -> Kind:
    """A kind by its id. Raises LookupError for an unknown one."""
    if kind_id not in declared().kinds:
        raise LookupError(f"expected a kind of table, one of {', '.join(kind_ids())}, got {kind_id!r}")
    told = declared().kinds[kind_id]
    columns = meta(told.set).columns if told.set else declared().columns[kind_id]
    return Kind(
        kind_id,
        told.set,
        columns,
        tuple(told.key),
        tuple(told.needed),
        tuple(told.offered),
        told.points,
        told.usual,
        told.follows,
    )


def names_of(column: str) -> tuple[str, ...]:
    """What a column is called, small letters: its own name, then the names offices give it."""
    return (column, *(each.casefold() for each in declared().names.get(column, ())))


def title_of(column: str) -> str:
    """What a template calls a column: the first of the names that offices give it."""
    return next(iter(declared().names.get(column, ())), column)


@cache
def code_of(column: str) -> Mapping[str, str]:
    """Words of offices -> the code of a record, for a column of few values."""
    said = declared().words.get(column, {})
    return {word.casefold(): code for code, words in said.items() for word in words}


def word_of(column: str, code: str) -> str:
    """What a template writes for a code."""
    return next(iter(declared().words.get(column, {}).get(code, ())), code)
