"""What is only supposed (设想) beside what the records say: every figure of a scenario, or of records taken as wrong or
as confirmed, is asked twice and told with the real one before it. Nothing supposed is ever certain, or a record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from atlas.atlas import Atlas
from atlas.question.question import Question
from atlas.records import records_for
from atlas.scenario.reading import scenario_of
from atlas.words import Say
from geo.access import Access
from geo.coverage import Coverage
from geo.scenario import Add, Close, Move, SetStatus

# How the three degrees of the records are called where they rest on suppositions.
DEGREES = {"certain": "at_least", "best": "by_best_reading", "possible": "at_most"}
# A state that only suppositions lead to.
STATES = {"certain": "supposed", "best": "supposed", "possible": "supposed-possible", "none": "supposed-none"}


def beside(real: str, supposed: str, say: Say, *, always: bool = False) -> str:
    """The real figure, and after an arrow the supposed one where it is another: "9 → 17 (supposed)".

    always  also where it prints the same, because it counts others
    """
    if real == supposed and not always:
        return real
    if say("supposed") in supposed:  # it says so itself
        return f"{real} → {supposed}"
    return say("{real} → {supposed} (supposed)").format(real=real, supposed=supposed)


def tables_beside(real: pd.DataFrame, supposed: pd.DataFrame, say: Say, keys: Sequence[str]) -> pd.DataFrame:
    """Two tables of readers as one: the real columns, and after each that differs the supposed one, called so.

    keys  the columns that name a row, at least one; rows of either table are kept, in the order of the supposed one,
    then those that only the records have. Equal tables: the real one.
    """
    if real.equals(supposed):
        return real
    here, there = real.set_index(list(keys)), supposed.set_index(list(keys))
    index = there.index.append(here.index.difference(there.index, sort=False))
    columns: dict[str, pd.Series] = {}
    # By their places: of how many a measure is known stands in the title, and may be another number there.
    for (name, records), (called, others) in zip(here.items(), there.items(), strict=True):
        before, after = records.reindex(index), others.reindex(index)
        columns[str(name)] = _whole(before, records)
        if not before.equals(after):
            columns[say("{title} (supposed)").format(title=called)] = _whole(after, others)
    return pd.DataFrame(columns, index=index).reset_index()


def _whole(column: pd.Series, like: pd.Series) -> pd.Series:
    """A missing cell is a dash among texts, and no reason to write whole numbers with decimals."""
    if not column.isna().any():
        return column.astype(like.dtype)
    return column.astype("Int64") if pd.api.types.is_integer_dtype(like) else column.where(column.notna(), "–")


def answered(atlas: Atlas, question: Question, make: Callable[[Atlas, Question], dict[str, Any]]) -> dict[str, Any]:
    """An answer as JSON: what the records say, and under "supposed" the same of what is supposed, None for nothing."""
    told = make(atlas, question.without_suppositions())
    if not question.supposes:
        return told | {"supposed": None}
    return told | {"supposed": what_is_supposed(atlas, question) | make(atlas, question)}


def what_is_supposed(atlas: Atlas, question: Question) -> dict[str, Any]:
    """The suppositions of a question as JSON: name and number of changes of its scenario, records by id."""
    return {
        "scenario": question.scenario_name,
        "changes": len(scenario_of(atlas, question).found.usable.changes),
        "wrong": list(question.wrong),
        "confirmed": list(question.confirmed),
    }


def suppositions(atlas: Atlas, question: Question) -> dict[str, str]:
    """Id of every body that a question supposes something of -> what: added, moved, closed, operating, approved, wrong,
    confirmed; the last change of a body counts.
    """
    found = dict.fromkeys(question.confirmed, "confirmed") | dict.fromkeys(question.wrong, "wrong")
    for change in scenario_of(atlas, question).found.usable.changes:
        match change:
            case Add():
                found[change.id] = "added"
            case Move():
                found[change.id] = "added" if found.get(change.id) == "added" else "moved"
            case Close():
                found[change.id] = "closed"
            case SetStatus():
                found[change.id] = "added" if found.get(change.id) == "added" else change.status
    return found


def restated(atlas: Atlas, question: Question) -> frozenset[str]:
    """Bodies that stand where the data have them, but whose stage or certainty no record says."""
    told = suppositions(atlas, question)
    return frozenset(body for body, what in told.items() if what in ("operating", "approved", "confirmed"))


def states_told(atlas: Atlas, question: Question, real: Coverage | Access, supposed: Coverage | Access) -> pd.Series:
    """The state of every prefecture as it is told: that of the records where they lead to it, else supposed,
    supposed-possible or supposed-none. Index adcode.
    """
    if not question.supposes:
        return supposed.per_prefecture
    resting = _resting(atlas, question, supposed)
    return pd.Series(
        {
            adcode: state if state == real.per_prefecture[adcode] and adcode not in resting else STATES[state]
            for adcode, state in zip(supposed.per_prefecture.index, supposed.per_prefecture, strict=True)
        },
        name="state",
        dtype=object,
    )


def _resting(atlas: Atlas, question: Question, supposed: Coverage | Access) -> set[str]:
    """Prefectures whose state under suppositions rests on supposed bodies alone, though the records gave them the same
    one: a centre is closed there and another one added.
    """
    if isinstance(supposed, Access):
        return set()
    touched = suppositions(atlas, question)
    states = supposed.record_states
    return {
        adcode
        for adcode, ids in supposed.records_by_prefecture.items()
        if ids and all(each in touched for each in ids if states[each] == states[ids[0]])
    }


def supposed_rows(atlas: Atlas, question: Question, wanted: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """The bodies that a figure counts only because of suppositions, or no longer because of them: rows of the bodies
    table with `supposition` (what is supposed) and `counts` ("yes", "no"). Never records.

    wanted  takes the bodies that a question draws, and gives those that the figure counts
    """
    if not question.supposes:
        # Asked for by every card; which records are counted then tells nothing.
        return records_for(atlas, question).iloc[:0].assign(counts="", supposition="")
    real, there = wanted(records_for(atlas, question.without_suppositions())), wanted(records_for(atlas, question))
    touched = suppositions(atlas, question)
    more = there[there["id"].isin(list(touched)) | ~there["id"].isin(real["id"])].assign(counts="yes")
    less = real[~real["id"].isin(there["id"])].assign(counts="no")
    found = pd.concat([more, less], ignore_index=True)
    return found.assign(supposition=[touched.get(each, "") for each in found["id"]])


def body_as_known(atlas: Atlas, question: Question, body: str) -> tuple[Mapping[str, Any] | None, str]:
    """The record of a body as the data hold it (None for one that is only supposed), and what is supposed of it."""
    bodies = atlas.world["bodies"]
    rows = bodies[bodies["id"] == body].to_dict("records")
    return (rows[0] if rows else None), suppositions(atlas, question).get(body, "")
