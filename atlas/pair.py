"""Two measures of the prefectures set against each other: who lies above the median in both, in one, in none.

Medians are those of the prefectures for which both are known, and "above" is more than the median. It tells how two
numbers lie together, never that one comes from the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from atlas.atlas import COMPUTED_MEASURES, Atlas
from atlas.comparison import PROVINCE, members_of, region_name
from atlas.conditions import reach_told, with_conditions
from atlas.measures import Measure, measure
from atlas.question.question import Question
from atlas.reach import Reached
from atlas.words import Say, listed

QUADRANTS = ("both", "first", "second", "none")
# Those who differ are named; the chart and the table name all.
NAMED = ("first", "second")


@dataclass(frozen=True, eq=False)
class Pair:
    """Two measures.

    rows     index adcode; columns first, second (as precise as they print, NaN unknown), zone (id), quadrant (one of
             QUADRANTS by which of the two lies above its median, "" where one is unknown)
    medians  of those for which both are known, as precise as they print; NaN for none
    conditions  what is unusual about who reaches whom, where one of the two counts by it
    """

    first: Measure
    second: Measure
    rows: pd.DataFrame
    medians: tuple[float, float]
    conditions: tuple[str, ...] = ()

    @property
    def known(self) -> pd.DataFrame:
        """The prefectures for which both are known."""
        return self.rows[self.rows["quadrant"] != ""]

    def members(self, quadrant: str) -> list[str]:
        """The prefectures of a quadrant, by adcode."""
        return [str(each) for each in self.rows.index[self.rows["quadrant"] == quadrant]]


def pair_of(atlas: Atlas, question: Question, reached: Reached, say: Say) -> Pair | None:
    """The measure asked about and the second one; None while no second one is."""
    if not question.other_measure or not question.measure:
        return None
    ids = question.measure, question.other_measure
    pair = paired(atlas, *(measure(atlas, question, reached, each, say) for each in ids))
    by_reach = any(each in COMPUTED_MEASURES for each in ids)
    return replace(pair, conditions=tuple(reach_told(atlas, question, say))) if by_reach else pair


def paired(atlas: Atlas, first: Measure, second: Measure) -> Pair:
    """Two measures of the same prefectures."""
    numbers = [each.numbers.reindex(atlas.prefectures).map(each.rounded).astype(float) for each in (first, second)]
    both = numbers[0].notna() & numbers[1].notna()
    middles = [each[both].median() for each in numbers]
    above = [np.where(each > middle, 1, 0) for each, middle in zip(numbers, middles, strict=True)]
    names = np.array(["none", "second", "first", "both"], dtype=object)[2 * above[0] + above[1]]
    rows = pd.DataFrame(
        {
            "first": numbers[0],
            "second": numbers[1],
            "zone": [atlas.zone_of.get(each, "") for each in atlas.prefectures],
            "quadrant": np.where(both, names, ""),
        }
    )
    return Pair(first, second, rows, (float(middles[0]), float(middles[1])))


def pair_sentence(atlas: Atlas, pair: Pair, say: Say) -> str:
    """Of how many both are known, and who lies above the median of which."""
    known = len(pair.known)
    head = say("{first} against {second}, both known for {known} of {of} prefectures.").format(
        first=pair.first.label, second=pair.second.label, known=known, of=len(pair.rows)
    )
    head = with_conditions(head, pair.conditions, say)
    if not known:
        return head
    told = [_told(atlas, each, members, say) for each in QUADRANTS if (members := pair.members(each))]
    medians = say("Medians {first} and {second}; {quadrants}.").format(
        first=pair.first.text(pair.medians[0]),
        second=pair.second.text(pair.medians[1]),
        quadrants=say("; ").join(told),
    )
    return (" " if say.language == "en" else "").join([head, medians])


def _told(atlas: Atlas, quadrant: str, members: Sequence[str], say: Say) -> str:
    text = say(f"above the median {quadrant}: {{n}}").format(n=len(members))
    if quadrant not in NAMED:
        return text
    return say("{text} ({names})").format(text=text, names=listed([atlas.name_of(each) for each in members], say))


def pair_table(atlas: Atlas, pair: Pair, say: Say) -> pd.DataFrame:
    """Every prefecture with both numbers and where it lies; numbers as numbers."""
    return pd.DataFrame(
        {
            say("column prefecture"): [atlas.name_of(each) for each in pair.rows.index],
            say("column zone"): [atlas.name_of(each) for each in pair.rows["zone"]],
            pair.first.label: pair.rows["first"].to_numpy(),
            pair.second.label: pair.rows["second"].to_numpy(),
            say("column quadrant"): [say(f"quadrant {each}") if each else "–" for each in pair.rows["quadrant"]],
        }
    )


def zone_rows(atlas: Atlas, chosen: Measure, say: Say) -> pd.DataFrame:
    """The zones that the plan compares and the province by a measure: columns id, label, value, text."""
    zones = [*atlas.plan.about.get("compared_zones", ()), PROVINCE]
    values = [chosen.regional(members_of(atlas, each)) for each in zones]
    return pd.DataFrame(
        {
            "id": zones,
            "label": [region_name(atlas, each, say) for each in zones],
            "value": [chosen.rounded(each) if not np.isnan(each) else each for each in values],
            "text": [chosen.text(each) for each in values],
        }
    )


def pair_answer(atlas: Atlas, pair: Pair, say: Say) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "sentence": pair_sentence(atlas, pair, say),
        "first": pair.first.id,
        "second": pair.second.id,
        "titles": [pair.first.label, pair.second.label],
        "known": len(pair.known),
        "of": len(pair.rows),
        "medians": list(pair.medians),
        "prefectures": pair.rows.rename_axis("prefecture").reset_index().to_dict("records"),
        "zones": {
            each.id: zone_rows(atlas, each, say)[["id", "value"]].to_dict("records")
            for each in (pair.first, pair.second)
        },
    }
