"""What is said of a table that a person brought: a problem of one cell, and the whole result of a check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.told import Say, Told


@dataclass(frozen=True)
class Problem:
    """One cell that cannot be taken. sheet  "" for a file that has none;  row  as Excel counts;  column  the heading
    as the file has it;  value  what came, as it came;  problem, cure  what is wrong, and how it is mended
    """

    sheet: str
    row: int
    column: str
    value: str
    problem: Told
    cure: Told

    def plain(self, say: Say = str) -> dict[str, Any]:
        """As JSON says it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "problem": self.problem.sentence(say),
            "cure": self.cure.sentence(say),
        }


@dataclass(frozen=True)
class Good:
    """A row that can be taken. row  as Excel counts;  cells  column of the dataset -> text or number, None unknown;
    lon and lat are WGS-84;  shape  its outline as WKB in WGS-84, b"" without one;  said  columns that the table has
    """

    row: int
    cells: Mapping[str, str | float | None]
    shape: bytes = b""
    said: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Checked:
    """A table after all checks.

    kind, name  of the table, and the name of its file;  rows  how many below the heading hold anything
    good        those without a problem, in the order of the file;  problems  in the order of the rows
    notes       what must be said although nothing is wrong
    """

    kind: str
    name: str
    rows: int
    good: tuple[Good, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Told, ...]

    def plain(self, say: Say = str) -> dict[str, Any]:
        """As JSON says it: ok counts the rows that can be taken."""
        return {
            "kind": self.kind,
            "file": self.name,
            "rows": self.rows,
            "ok": len(self.good),
            "problems": [each.plain(say) for each in self.problems],
            "notes": [each.sentence(say) for each in self.notes],
        }
