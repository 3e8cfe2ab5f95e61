"""What the columns of a table of amounts are called, and how they print."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from atlas.weights import Weight
from atlas.words import Say

UNKNOWN = "–"
# Columns of amounts that stand beside one which names what they are amounts of.
OTHER_AMOUNTS = ("covered", "unserved")
OF_ZONES = ("zone", "zone_value", "to_zone")


@dataclass(frozen=True)
class Columns:
    """What the columns of a table of amounts are called and how they print. weight  None for a table that was loaded"""

    weight: Weight | None
    say: Say

    @property
    def what(self) -> str:
        """What is weighed."""
        return self.say("own weight") if self.weight is None else self.weight.what(self.say)

    @property
    def share(self) -> str:
        """The axis of a share: of those in reach, since no page shows the share of the others without a word for it."""
        return self.say("share of {what} in reach").format(what=self.what)

    def name(self, column: str) -> str:
        """The heading of a column by its name in the data; residents have the usual words."""
        say, what = self.say, self.what
        if self.weight is not None and not self.weight.modelled:
            return say(f"column {column}")
        told = {
            "people": what,
            "lost": say("{what} that would lose reach").format(what=what),
            "residents in reach": say("{what} in reach").format(what=what),
            "more residents": say("more {what}").format(what=what),
        }
        if column not in told:
            return self.short(column) if column in OTHER_AMOUNTS else say(f"column {column}")
        if self.weight is None:
            return told[column]
        return say("{what}, {unit}").format(what=told[column], unit=self.weight.unit)

    def short(self, column: str) -> str:
        """A heading beside one that names what is weighed; it still says that it is modelled."""
        heading = self.say(f"column {column}")
        if self.weight is None or not self.weight.modelled:
            return heading
        return self.say("{name} (modelled)").format(name=heading)

    def amounts(self, numbers: pd.Series) -> pd.Series:
        """Amounts as precise as they print."""
        return numbers.round().astype(int) if self.weight is None else self.weight.rounded(numbers)


def share_text(share: float) -> str:
    """A share as it prints: one decimal of a per cent, a dash for unknown."""
    return UNKNOWN if pd.isna(share) else f"{share:.1%}"


def cell_text(cell: object) -> str:
    """A cell as it prints: whole numbers in groups, other numbers as they are, a dash for nothing."""
    if cell is None or cell is pd.NA or cell != cell:  # noqa: PLR0124 -- what is not a number is no other value
        return UNKNOWN
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | np.integer) or (isinstance(cell, float) and cell.is_integer()):
        return f"{int(cell):,}"
    return f"{cell:,.6g}" if isinstance(cell, float) else str(cell)


def without_no_zones(table: pd.DataFrame, say: Say) -> pd.DataFrame:
    """The table without columns about zones in which no row says anything, as in a plan that has none."""
    named = [each for each in (say(f"column {name}") for name in OF_ZONES) if each in table]
    silent = [each for each in named if (table[each].isna() | table[each].isin(["", UNKNOWN])).all()]
    return table.drop(columns=silent) if silent and len(table) else table
