"""Does a service body (服务机构) exist at a day, how surely, and is it drawn? Two stages: "approved" and "operating".

A body is a row of the bodies table. Its dates are partial (see geo.partial_dates) and bounded: "exact" (the date
itself), "not_later_than" (it existed by then), "unknown" (no date). A stage is known at a day when its date has fully
passed; a body that operates is approved. Certain implies best, best implies possible; unknown is possible, not nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from geo.checks import missing_columns, need, other_values
from geo.partial_dates import first_days, last_days

Stage = Literal["approved", "operating"]

STAGES = ("approved", "operating")
BOUNDS = ("exact", "not_later_than", "unknown")
EVIDENCE = ("A1", "A2", "B", "C")
RECORD_TYPES = ("body", "planned", "call")
COLUMNS = (
    "record_type",
    "approved",
    "approved_bound",
    "operating",
    "operating_bound",
    "not_before",
    "counted_by",
    "status",
    "evidence",
)


def existence(bodies: pd.DataFrame, as_of: date, *, stage: Stage) -> pd.DataFrame:
    """Whether each body has reached `stage` by the end of the day `as_of`.

    bodies    rows of the bodies table (COLUMNS); text columns, "" or NaN is unknown. May be empty.
    Returns bool columns on the same index:
    certain   evidence A1 or A2, and a date (exact or not_later_than) that has passed
    best      also evidence B; for "approved" also a published count (`counted_by`) that covers the body by then
    possible  everything that nothing excludes. Excluded are planned bodies and calls, evidence C, a `not_before` still
              to come, an exact date still to come, and for "operating" a body whose status is "approved" (not
              operating as of the data's date).
    Raises MissingColumnError; BadValueError for an unknown bound, evidence, record type or stage, or no real date.
    """
    _check(bodies, stage)
    facts = _facts(bodies, as_of)
    operating = stage == "operating"
    allowed = ~(facts.not_operating if operating else facts.excluded)
    known = facts.known_operating if operating else facts.known_approved
    proved = known if operating else known | facts.counted
    return pd.DataFrame(
        {
            "certain": allowed & known & _is(bodies, "evidence", "A1", "A2"),
            "best": allowed & proved & _is(bodies, "evidence", "A1", "A2", "B"),
            "possible": allowed,
        },
        index=bodies.index,
    )


def drawn(bodies: pd.DataFrame, as_of: date, *, literal: bool = False) -> pd.DataFrame:
    """What the map draws at `as_of`: columns drawn (bool), state and basis (text, "" when not drawn), same index.

    Drawn is a body of evidence A1, A2 or B that nothing excludes and that is known to be approved by then, is covered
    by a published count, or has no date at all.
    state     "operating"; "approved" (surely not yet operating); "unclear" (exists, operation not documented by then)
    basis     what proves existence: "exact" date, "bound" (not later than), "counted" (only the count), "undated"
    literal   True draws only those whose own dates prove them (basis exact or bound)
    Errors as in `existence`.
    """
    _check(bodies, "approved")
    facts = _facts(bodies, as_of)
    undated = _is(bodies, "approved", "") & _is(bodies, "operating", "") & _is(bodies, "counted_by", "")
    proofs = [facts.exact, facts.known_approved, facts.counted, undated]
    basis = np.select(proofs, ["exact", "bound", "counted", "undated"], default="")
    shown = ~facts.excluded & (np.isin(basis, ["exact", "bound"]) if literal else basis != "")
    not_yet = facts.operating_later | _is(bodies, "status", "approved")
    state = np.select([facts.known_operating, not_yet], ["operating", "approved"], default="unclear")
    columns = {"drawn": shown, "state": np.where(shown, state, ""), "basis": np.where(shown, basis, "")}
    return pd.DataFrame(columns, index=bodies.index).astype({"state": object, "basis": object})


def change_days(bodies: pd.DataFrame) -> np.ndarray:
    """The days at which anything this module says of the bodies can change: datetime64[D], ascending, each once.

    Between two neighbours (the first included) every answer here is the same as on the first; so it is before the
    first of all. Columns as in `existence`, those that are missing change nothing (counts have only `not_before`).
    """
    dated = [bodies[column] for column in ("approved", "operating", "not_before", "counted_by") if column in bodies]
    days = [read(column).to_numpy().astype("datetime64[D]") for column in dated for read in (first_days, last_days)]
    every = np.concatenate([np.empty(0, dtype="datetime64[D]"), *days])
    return np.unique(every[~np.isnat(every)])


@dataclass(frozen=True)
class _Facts:
    """What the dates say at one day, as bool arrays in the order of the rows."""

    known_approved: np.ndarray
    known_operating: np.ndarray
    exact: np.ndarray
    counted: np.ndarray
    operating_later: np.ndarray
    excluded: np.ndarray
    not_operating: np.ndarray


def _facts(bodies: pd.DataFrame, as_of: date) -> _Facts:
    today = np.datetime64(as_of, "D")
    approved, operating = _known(bodies, "approved", today), _known(bodies, "operating", today)
    operating_later = _is(bodies, "operating_bound", "exact") & _begins_after(bodies, "operating", today)
    excluded = (
        ~_is(bodies, "record_type", "body")
        | _is(bodies, "evidence", "C")
        | _begins_after(bodies, "not_before", today)
        | (_is(bodies, "approved_bound", "exact") & _begins_after(bodies, "approved", today))
    )
    return _Facts(
        known_approved=approved | operating,
        known_operating=operating,
        exact=(approved & _is(bodies, "approved_bound", "exact"))
        | (operating & _is(bodies, "operating_bound", "exact")),
        counted=last_days(bodies["counted_by"]).to_numpy() <= today,
        operating_later=operating_later,
        excluded=excluded,
        not_operating=excluded | operating_later | _is(bodies, "status", "approved"),
    )


def _known(bodies: pd.DataFrame, stage: str, today: np.datetime64) -> np.ndarray:
    dated = _is(bodies, f"{stage}_bound", "exact", "not_later_than")
    return np.asarray(dated & (last_days(bodies[stage]).to_numpy() <= today))


def _begins_after(bodies: pd.DataFrame, column: str, today: np.datetime64) -> np.ndarray:
    return np.asarray(first_days(bodies[column]).to_numpy() > today)


def _is(bodies: pd.DataFrame, column: str, *values: str) -> np.ndarray:
    """Which cells hold one of some values; an unknown cell holds ""."""
    cells = bodies[column].to_numpy(dtype=object)
    found = pd.isna(cells) if "" in values else np.zeros(len(cells), dtype=bool)
    for value in values:
        found = found | (cells == value)
    return np.asarray(found, dtype=bool)


def _check(bodies: pd.DataFrame, stage: str) -> None:
    need(missing_columns("bodies", bodies, COLUMNS))
    need(
        other_values("stage", pd.Series([stage], dtype=object), STAGES),
        other_values("bodies.record_type", bodies["record_type"], RECORD_TYPES),
        other_values("bodies.evidence", bodies["evidence"], EVIDENCE),
        other_values("bodies.approved_bound", bodies["approved_bound"], BOUNDS),
        other_values("bodies.operating_bound", bodies["operating_bound"], BOUNDS),
    )
