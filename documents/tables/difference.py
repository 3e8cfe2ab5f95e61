"""What differs between two views, as tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from atlas.atlas import Atlas
from atlas.difference import EXACT, Difference
from atlas.words import Say, labelled
from documents.columns import share_text


def changed_rows(atlas: Atlas, found: Difference, kind: str, say: Say) -> pd.DataFrame:
    """The regions of a kind that something changes for, the most people first, after their ids on the map. A prefecture
    also says whether it counts under the definition of A and of B.
    """
    rows = found.of_kind(kind)
    turned = pd.Series(False, index=rows.index)
    if kind == "prefecture":
        turned = (found.states["before"] != found.states["after"]).reindex(rows.index)
    moved = (
        (rows["share_after"] - rows["share_before"]).abs() if found.weight is None else rows["gained"] + rows["lost"]
    )
    rows = rows[(moved.round(EXACT) > 0) | turned]
    rows = rows.loc[moved[rows.index].sort_index().sort_values(ascending=False, kind="stable").index]
    columns: dict[str, Any] = {
        "id": [f"c{each}" if kind == "county" else str(each) for each in rows.index],
        say("column name"): [atlas.name_of(str(each)) for each in rows.index],
        say("column share of A"): [share_text(each) for each in rows["share_before"]],
        say("column share of B"): [share_text(each) for each in rows["share_after"]],
    }
    if found.weight is not None:
        for column in ("gained", "lost"):
            heading = labelled(say(f"difference {column}"), found.weight.what(say), say)
            columns[heading] = found.weight.rounded(rows[column]).to_numpy()
    if kind == "prefecture":
        for when, name in (("before", "column state in A"), ("after", "column state in B")):
            columns[say(name)] = [say("coverage " + str(found.states.at[each, when])) for each in rows.index]
    return pd.DataFrame(columns)
