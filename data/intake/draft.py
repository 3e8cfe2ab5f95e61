"""A row while it is checked: what came, what was understood, and the problems found so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.intake.columns import Matched
from data.intake.facts import Facts
from data.intake.kinds import Kind
from data.intake.sheet import Sheet, SheetRow
from data.intake.told import Problem
from data.told import Told
from geo.checks import quoted

Value = str | float | None


@dataclass(eq=False)
class Draft:
    """row  as it came;  values  column -> what was understood: text, number, "" or None for nothing"""

    row: SheetRow
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def text(self, column: str) -> str:
        """What was understood of a column of text; "" for nothing."""
        value = self.values.get(column)
        return value if isinstance(value, str) else ""

    def number(self, column: str) -> float | None:
        """What was understood of a column of numbers; None for nothing."""
        value = self.values.get(column)
        return value if isinstance(value, float) else None


@dataclass(eq=False)
class Table:
    """All rows of a table while they are checked, with what they are held against."""

    sheet: Sheet
    kind: Kind
    matched: Matched
    facts: Facts
    datum: str
    drafts: list[Draft]
    notes: list[Told]
    problems: list[Problem] = field(default_factory=list)

    def came(self, draft: Draft, column: str) -> str:
        """The cell of a column as it came, without spaces around; "" where there is none."""
        place = self.matched.at.get(column, -1)
        return draft.row.cells[place].strip() if 0 <= place < len(draft.row.cells) else ""

    def refuse(self, draft: Draft, column: str, problem: Told, cure: Told) -> None:
        """A cell that cannot be taken; one problem a cell is enough."""
        if column in draft.refused:
            return
        draft.refused.add(column)
        shown = quoted(self.came(draft, column))[1:-1]
        draft.problems.append(
            Problem(self.sheet.name, draft.row.number, self.matched.title(column), shown, problem, cure)
        )

    def understood(self, column: str) -> list[Draft]:
        """Rows whose cell of a column was not refused."""
        return [draft for draft in self.drafts if column not in draft.refused]
