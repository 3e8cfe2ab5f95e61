"""What counts: a definition of coverage (口径) as data, its share in exact arithmetic, and the records it admits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from geo import typed
from geo.checks import need_columns, quoted
from geo.errors import BadValueError

if TYPE_CHECKING:
    import pandas as pd

    from geo.existence import Stage

ExactNumber = Fraction | Decimal | int | str
MATCHED = ("kind", "subkind", "level")


@dataclass(frozen=True)
class Admission:
    """One sort of record a definition admits. An empty tuple admits any value; all three must match."""

    kinds: tuple[str, ...] = ()
    subkinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """One way to count coverage: which records, at which stage, in which share of the prefectures (地级以上市).

    share   exact, above 0 and at most 1; admits  a record counts when any admission matches it.
    Raises BadValueError for another share or stage, or when nothing is admitted.
    """

    id: str
    stage: Stage
    share: Fraction
    admits: tuple[Admission, ...]

    def __post_init__(self) -> None:
        if self.stage not in ("approved", "operating"):
            raise BadValueError(f"{self.id}: expected the stage approved or operating, got {self.stage!r}")
        if not 0 < self.share <= 1:
            raise BadValueError(
                f"{self.id}: expected a share above 0 and at most 1, got {self.share}; write 80% as 0.80"
            )
        if not self.admits:
            raise BadValueError(f"{self.id}: admits nothing; name at least one kind, subkind or level")

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of all records it can admit; empty when it admits records of any kind."""
        named = [frozenset(each.kinds) for each in self.admits]
        return frozenset().union(*named) if all(named) else frozenset()


def exact_share(share: ExactNumber) -> Fraction:
    """A share as an exact fraction: "0.80", "80%", "4/5", Decimal("0.8") and Fraction(4, 5) are the same number.

    Full-width figures and signs are read too. Raises BadValueError for a float (0.55 is not 55 hundredths in a
    machine), for text that is no number, and for a share outside [0, 1].
    """
    expected = f'expected a share from 0 to 1 such as "0.80", "80%" or Fraction(4, 5), got {quoted(share)}'
    if isinstance(share, bool | float):
        raise BadValueError(f"{expected}; write it as text")
    try:
        return typed.share(typed.folded(str(share)).strip().replace(" %", "%"))
    except BadValueError as error:
        raise BadValueError(expected) from error


def needed(share: ExactNumber, n: int) -> int:
    """The smallest whole number that is at least `share` of `n`: 80% of 21 is 17, 55% of 100 is 55 and not 56.

    share   anything `exact_share` reads; n  a whole number >= 0. Raises BadValueError for others.
    """
    if n < 0:
        raise BadValueError(f"expected a number of prefectures of 0 or more, got {n}")
    return ceil(exact_share(share) * n)


def admitted(bodies: pd.DataFrame, definition: Definition) -> pd.Series:
    """Which bodies can give their prefecture coverage under `definition`: bool Series on the same index.

    bodies  columns kind, subkind, level, serves, prefecture. A body that serves the whole province covers no single
    prefecture, nor does one without a prefecture. Evidence and date are another question: see geo.existence.
    Raises MissingColumnError.
    """
    need_columns({"bodies": (bodies, (*MATCHED, "serves", "prefecture"))})
    local = (bodies["serves"] != "province") & (bodies["prefecture"].fillna("") != "")
    return (matches(bodies, definition) & local).rename("admitted")


def matches(records: pd.DataFrame, definition: Definition) -> pd.Series:
    """Which records are of a sort that `definition` admits, wherever they are: bool Series on the same index.

    records  bodies or counts of bodies, columns kind, subkind, level.
    """
    # Who only reads a share does not pay for these.
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    found = np.zeros(len(records), dtype=bool)
    for admission in definition.admits:
        each = np.ones(len(records), dtype=bool)
        for column, allowed in zip(MATCHED, (admission.kinds, admission.subkinds, admission.levels), strict=True):
            if allowed:
                each &= records[column].isin(allowed).to_numpy()
        found |= each
    return pd.Series(found, index=records.index)
