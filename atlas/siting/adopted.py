"""The sites of an answer as changes of a scenario: bodies that are supposed, never data."""

from __future__ import annotations

from atlas.siting.search import Found
from geo.scenario import LONGEST_NAME, Add

CUT = "…"


def additions(found: Found, kind: str, first: int) -> list[Add]:
    """A new body of a kind at every new site, numbered from `first`; none where there is no answer."""
    if found.on is None or found.answer is None:
        return []
    rows = found.on.candidates.iloc[list(found.answer.sites)]
    return [
        Add(f"new-{number}", kind, body_name(str(row["name"])), float(row["lon"]), float(row["lat"]))
        for number, row in enumerate(rows.to_dict("records"), start=first)
    ]


def body_name(text: str) -> str:
    """A name as a scenario can hold it: cut, ending in "…", where it is too long."""
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - len(CUT)] + CUT
