"""Whether neighbouring prefectures are alike in a measure, and where: Moran's I and its local parts, asked for only.

Worked out once a measure and kept with the atlas. Twenty-one regions are few for such a test, and every sentence says
so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from atlas.atlas import Atlas
from atlas.measures import Measure
from atlas.words import Say, listed
from geo.moran import LEVEL, PERMUTATIONS, SEED, Moran, Neighbours, moran, queen
from layers.base import World, derived

FOUND = ("high-high", "low-low", "high-low", "low-high")


@dataclass(frozen=True, eq=False)
class Clusters:
    """The test of a measure. classes  adcode -> class of layers.clusters."""

    chosen: Measure
    found: Moran
    classes: pd.Series

    def members(self, quadrant: str) -> list[str]:
        """The prefectures of a class, by adcode."""
        return [str(each) for each in self.classes.index[self.classes == quadrant]]


def clusters_of(atlas: Atlas, chosen: Measure) -> Clusters:
    """The test of a measure, once for equal numbers."""
    numbers = chosen.numbers.reindex(atlas.prefectures).map(chosen.rounded)
    key = (chosen.id, chosen.period, atlas.world.language, tuple(numbers.fillna(math.inf)))
    return atlas.memo.once("clusters", key, lambda: _clusters(atlas, chosen, numbers))


def contiguity(atlas: Atlas) -> Neighbours:
    """Which prefectures touch, by the boundaries that the map draws."""
    return derived(_contiguity, atlas.world)


def _contiguity(world: World) -> Neighbours:
    return queen(world["prefectures"], "adcode")


def _clusters(atlas: Atlas, chosen: Measure, numbers: pd.Series) -> Clusters:
    found = moran(numbers, contiguity(atlas))
    return Clusters(chosen, found, found.classes(pd.Index(atlas.prefectures, name="id")))


def clusters_sentence(atlas: Atlas, told: Clusters, say: Say) -> str:
    """What the test found, and no more than so few regions can bear: how alike neighbours are, who stands out, who was
    left out.
    """
    found = told.found
    if math.isnan(found.index):
        text = say("{measure}: too few different numbers of neighbours to test ({n} prefectures).")
        return " ".join([text.format(measure=told.chosen.label, n=len(found.tested)), *_left_out(atlas, found, say)])
    if found.p > LEVEL:
        verdict = say("not told from a random map")
    else:
        alike = found.index > found.expected
        verdict = say(
            "neighbours are more alike than by chance" if alike else "neighbours are less alike than by chance"
        )
    text = say("{measure}: Moran's I {index} (by chance {expected} on average), p = {p}, {n} prefectures: {verdict}.")
    parts = [
        text.format(
            measure=told.chosen.label,
            index=_signed(found.index),
            expected=_signed(found.expected),
            p=p_text(found.p),
            n=len(found.tested),
            verdict=verdict,
        ),
        _local_told(atlas, told, say),
        *_left_out(atlas, found, say),
        say("So few regions bear no more than this: it says where numbers lie beside each other, not why."),
    ]
    return (" " if say.language == "en" else "").join(parts)


def p_text(p: float) -> str:
    """A p as it prints: never finer than the arrangements that were drawn."""
    return f"{p:.4f}" if p < 0.001 else f"{p:.3f}"


def _signed(number: float) -> str:
    """Two decimals; what prints as nothing has no sign."""
    return f"{round(number, 2) + 0.0:.2f}".replace("-", "−")


def _local_told(atlas: Atlas, told: Clusters, say: Say) -> str:
    named = [
        say("{what}: {names}").format(
            what=say(f"cluster {each}"), names=listed([atlas.name_of(one) for one in told.members(each)], say)
        )
        for each in FOUND
        if told.members(each)
    ]
    if not named:
        return say("After correction for testing each prefecture, none stands out (adjusted p above {level}).").format(
            level=LEVEL
        )
    text = say("After correction for testing each prefecture, these stand out (adjusted p up to {level}): {named}.")
    told_named = text.format(level=LEVEL, named=say("; ").join(named))
    if told.found.p <= LEVEL:
        return told_named
    # A map of chance has such prefectures too; whoever reads their names alone would take them for a pattern.
    hint = say("As the map as a whole is not told from a random one, they are a hint and no more.")
    return (" " if say.language == "en" else "").join([told_named, hint])


def _left_out(atlas: Atlas, found: Moran, say: Say) -> list[str]:
    reasons = (
        ("Not tested, no number known: {names}.", found.unknown),
        ("Not tested, no neighbour with a number: {names}.", found.islands),
    )
    return [
        say(text).format(names=listed([atlas.name_of(each) for each in names], say)) for text, names in reasons if names
    ]


def clusters_table(atlas: Atlas, told: Clusters, say: Say) -> pd.DataFrame:
    """Every prefecture: its number, local I, both p, its class; what was not tested has no p."""
    local = told.found.local.reindex(atlas.prefectures)
    return pd.DataFrame(
        {
            say("column prefecture"): [atlas.name_of(each) for each in atlas.prefectures],
            say("column value"): [told.chosen.text(each) for each in told.chosen.numbers.reindex(atlas.prefectures)],
            say("column local Moran"): ["–" if pd.isna(each) else _signed(each) for each in local["index"]],
            say("column p"): ["–" if pd.isna(each) else p_text(each) for each in local["p"]],
            say("column adjusted p"): ["–" if pd.isna(each) else p_text(each) for each in local["adjusted"]],
            say("column cluster"): [say(f"cluster {each}") for each in told.classes],
        }
    )


def clusters_answer(atlas: Atlas, chosen: Measure, say: Say) -> dict[str, Any]:
    """The test as JSON."""
    told = clusters_of(atlas, chosen)
    found = told.found
    return {
        "sentence": clusters_sentence(atlas, told, say),
        "index": found.index,
        "expected": found.expected,
        "p": found.p,
        "permutations": PERMUTATIONS,
        "seed": SEED,
        "level": LEVEL,
        "tested": list(found.tested),
        "unknown": list(found.unknown),
        "islands": list(found.islands),
        "classes": told.classes.to_dict(),
        "local": found.local.rename_axis("prefecture").reset_index().to_dict("records"),
    }
