"""What if a record were wrong, or a believed one confirmed? A copy of the bodies under assumptions; the data stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from geo.checks import need_columns
from geo.errors import UnknownIdError
from geo.existence import COLUMNS


def assume(
    bodies: pd.DataFrame, *, wrong: Collection[str] = (), confirmed: Collection[str] = (), as_of: date
) -> pd.DataFrame:
    """The bodies without those taken to be wrong, and with some taken to be confirmed: a new frame, same order.

    bodies     column id and geo.existence.COLUMNS; wrong, confirmed  ids; one that is both is wrong
    confirmed  counts as evidence A2; where it has no date it exists by `as_of`, and its own dates are kept, later ones
               too. It is taken to operate as well when its status is "in_operation", "unknown" or "".
    Raises MissingColumnError, UnknownIdError.
    """
    need_columns({"bodies": (bodies, ("id", *COLUMNS))})
    unknown = sorted({*wrong, *confirmed} - set(bodies["id"]))
    if unknown:
        raise UnknownIdError(f"expected ids of bodies, got {', '.join(unknown)}; take them from the table of bodies")
    kept = bodies[~bodies["id"].isin(list(wrong))].copy()
    sure = kept["id"].isin(list(confirmed))
    kept.loc[sure, ["evidence", "record_type"]] = ["A2", "body"]
    _date(kept, sure, "approved", as_of)
    _date(kept, sure & kept["status"].isin(["in_operation", "unknown", ""]), "operating", as_of)
    return kept


def _date(kept: pd.DataFrame, rows: pd.Series, stage: str, as_of: date) -> None:
    undated = rows & (kept[f"{stage}_bound"] == "unknown")
    kept.loc[undated, [stage, f"{stage}_bound"]] = [as_of.isoformat(), "not_later_than"]
