"""Coverage (覆盖率): how many of n prefectures have what a definition asks for at a day, from certain to possible.

The coverage ratio is K^-1 sum_k 1[prefecture k qualifies], stated three times because the records differ in evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.checks import Fault, need, need_columns, other_values, repeated_values
from geo.definitions import MATCHED, Admission, Definition, admitted, exact_share, matches, needed
from geo.errors import BadValueError
from geo.existence import COLUMNS, EVIDENCE, existence
from geo.flips import FlipSet, smallest_flip
from geo.partial_dates import first_days
from geo.standing import Standing, State, Support, Verdict

__all__ = [
    "Admission",
    "Coverage",
    "Definition",
    "FlipSet",
    "Shortfall",
    "Tally",
    "admitted",
    "coverage",
    "exact_share",
    "needed",
    "open_counts",
]

BODY_COLUMNS = ("id", "serves", "prefecture", *MATCHED, *COLUMNS)
COUNT_COLUMNS = ("id", "prefecture", "unplaced", "not_before", "evidence", *MATCHED)


@dataclass(frozen=True)
class Tally:
    """How many prefectures reach one degree of certainty.

    count        len(prefectures) + unplaced; share  count / n
    prefectures  the adcodes, in the order asked
    unplaced     how many more prefectures the bodies of unknown place could cover; only ever above 0 for "possible"
    """

    count: int
    share: float
    prefectures: tuple[str, ...]
    unplaced: int


@dataclass(frozen=True)
class Shortfall:
    """How many prefectures are missing to what is needed, by degree of certainty; 0 when it is reached."""

    certain: int
    best: int
    possible: int


@dataclass(frozen=True, eq=False)
class Coverage:
    """Coverage under one definition at one day, with everything needed to walk back to the records.

    n, needed             the denominator, and ceil(share x n)
    certain, best, possible  each contains the one before it
    verdict               "met" (certain >= needed), "open" (possible >= needed > certain), "below" (possible < needed)
    short_by              what each degree lacks to `needed`
    pivotal               ids of records whose single removal changes some prefecture's state
    flip_set              the smallest change that alters the verdict
    per_prefecture        Series adcode -> "certain", "best", "possible" or "none", in the order asked
    records_by_prefecture every adcode -> ids of the records that support it, the surest first
    record_states         id -> "certain", "best" or "possible", for those records
    unplaced_bodies       all admitted bodies of unknown prefecture, before they are cut to the prefectures left
    """

    definition: Definition
    as_of: date
    n: int
    needed: int
    certain: Tally
    best: Tally
    possible: Tally
    verdict: Verdict
    short_by: Shortfall
    pivotal: tuple[str, ...]
    flip_set: FlipSet
    per_prefecture: pd.Series
    records_by_prefecture: Mapping[str, tuple[str, ...]]
    record_states: Mapping[str, State]
    unplaced_bodies: int


def coverage(
    bodies: pd.DataFrame, counts: pd.DataFrame, prefectures: Sequence[str], definition: Definition, *, as_of: date
) -> Coverage:
    """Coverage of `prefectures` under `definition` at the end of the day `as_of` (覆盖率, with its range of evidence).

    bodies       one row a body (BODY_COLUMNS); those `admitted` speak for their prefecture as surely as they exist.
                 Bodies of prefectures not asked about are left aside. May be empty.
    counts       numbers of bodies without names (COUNT_COLUMNS); what `unplaced` leaves over is only ever possible: in
                 its prefecture when it has one, else in prefectures without a record, one each. A count of evidence C,
                 or with a `not_before` after `as_of`, is out. May be empty.
    prefectures  adcodes, each once, at least one: the denominator
    The order of rows changes nothing; one more body never lowers a count.
    Raises MissingColumnError; BadValueError for repeated ids or adcodes, no prefecture, an unplaced number that is no
    whole number >= 0, and what `existence` refuses.
    """
    check_inputs(bodies, counts, prefectures)
    chosen = bodies[admitted(bodies, definition) & bodies["prefecture"].isin(list(prefectures))]
    nameless = open_counts(counts, definition, as_of)
    placed = nameless["prefecture"] != ""
    standing = Standing(
        prefectures=tuple(prefectures),
        supports=_supports(chosen, definition, as_of) + _placed(nameless[placed], prefectures),
        unplaced=int(nameless.loc[~placed, "unplaced"].sum()),
    )
    return _summary(standing, definition, as_of)


def _summary(standing: Standing, definition: Definition, as_of: date) -> Coverage:
    n = len(standing.prefectures)
    asked = needed(definition.share, n)
    certain, best, possible = (_tally(standing, state) for state in ("certain", "best", "possible"))
    states = [standing.state(prefecture) for prefecture in standing.prefectures]
    return Coverage(
        definition=definition,
        as_of=as_of,
        n=n,
        needed=asked,
        certain=certain,
        best=best,
        possible=possible,
        verdict=standing.verdict(asked),
        short_by=Shortfall(*(max(0, asked - tally.count) for tally in (certain, best, possible))),
        pivotal=standing.pivotal(),
        flip_set=smallest_flip(standing, asked),
        per_prefecture=pd.Series(
            states, index=pd.Index(standing.prefectures, dtype=object), name="state", dtype=object
        ),
        records_by_prefecture={
            prefecture: tuple(each.record for each in found) for prefecture, found in standing.by_prefecture.items()
        },
        record_states={each.record: each.state for each in standing.supports},
        unplaced_bodies=standing.unplaced,
    )


def _tally(standing: Standing, state: State) -> Tally:
    reached = standing.reached(state)
    unplaced = standing.fillable() if state == "possible" else 0
    count = len(reached) + unplaced
    return Tally(count=count, share=count / len(standing.prefectures), prefectures=reached, unplaced=unplaced)


def _supports(chosen: pd.DataFrame, definition: Definition, as_of: date) -> tuple[Support, ...]:
    found = existence(chosen, as_of, stage=definition.stage)
    states = np.select([found["certain"], found["best"], found["possible"]], ["certain", "best", "possible"], "none")
    rows = zip(chosen["id"], chosen["prefecture"], states.tolist(), strict=True)
    return tuple(Support(*row) for row in rows if row[2] != "none")


def _placed(counts: pd.DataFrame, prefectures: Sequence[str]) -> tuple[Support, ...]:
    rows = zip(counts["id"], counts["prefecture"], strict=True)
    return tuple(Support(record, prefecture, "possible") for record, prefecture in rows if prefecture in prefectures)


def open_counts(counts: pd.DataFrame, definition: Definition, as_of: date) -> pd.DataFrame:
    """The counts that `definition` admits at `as_of` and that still have bodies without a place or a name."""
    too_early = first_days(counts["not_before"]).to_numpy() > np.datetime64(as_of, "D")
    known, numbered = (counts["evidence"] != "C").to_numpy(), (counts["unplaced"] > 0).to_numpy()
    kept = counts[matches(counts, definition).to_numpy() & ~too_early & known & numbered]
    return kept.assign(prefecture=kept["prefecture"].fillna(""))


def check_inputs(bodies: pd.DataFrame, counts: pd.DataFrame, prefectures: Sequence[str]) -> None:
    """What `coverage` and `access` refuse: MissingColumnError, BadValueError; see there."""
    need_columns({"bodies": (bodies, BODY_COLUMNS), "counts": (counts, COUNT_COLUMNS)})
    whole = counts["unplaced"].map(lambda number: number >= 0 and number % 1 == 0).astype(bool)
    wrong = counts.loc[~whole, "id"].to_list()
    need(
        [] if len(prefectures) else [Fault(BadValueError, "prefectures: expected at least one adcode, got none")],
        repeated_values("prefectures", prefectures),
        repeated_values("ids of bodies and counts", [*bodies["id"], *counts["id"]]),
        other_values("counts.evidence", counts["evidence"], EVIDENCE),
        [Fault(BadValueError, f"counts.unplaced: expected whole numbers >= 0, see {', '.join(wrong)}")]
        if wrong
        else [],
    )
