"""The comparison as JSON: what `cli.py compare` prints, and what the page and its link hand out."""

from __future__ import annotations

from typing import Any

from atlas.atlas import COMPUTED_MEASURES, Atlas
from atlas.clusters import clusters_answer
from atlas.comparison import (
    members_of,
    ranking,
    reach_inequality,
    region_name,
    regions_of,
    side_by_side,
    slope,
)
from atlas.measures import measure
from atlas.pair import pair_answer, pair_of
from atlas.question.question import Question
from atlas.reach import reach_of
from atlas.supposing import answered
from atlas.weights import weight_told
from atlas.words import say_in


def compare_answer(atlas: Atlas, question: Question) -> dict[str, Any]:
    """`cli.py compare --json`: one JSON object, what the page shows; what is supposed stands apart."""
    return answered(atlas, question, _compare_answer)


def _compare_answer(atlas: Atlas, question: Question) -> dict[str, Any]:
    say, reached = say_in(atlas.world.language), reach_of(atlas, question)
    chosen = measure(atlas, question, reached, question.measure or COMPUTED_MEASURES[0], say)
    regions = regions_of(atlas, question)
    unequal, pair = reach_inequality(atlas, reached), pair_of(atlas, question, reached, say)
    return {
        "as_of": question.as_of.isoformat(),
        "radius_km": question.radius_km,
        "weight": weight_told(reached.weight),
        "regions": [
            {"id": region, "title": region_name(atlas, region, say), "prefectures": list(members_of(atlas, region))}
            for region in regions
        ],
        "lines": [
            {"id": line.id, "title": line.title, "values": line.values, "cells": line.cells}
            for line in side_by_side(atlas, question, reached, say)
        ],
        "measure": {
            "id": chosen.id,
            "title": chosen.label,
            "period": chosen.period,
            "known": chosen.known,
            "of": chosen.of,
            "province": chosen.regional(atlas.prefectures),
        },
        "pair": None if pair is None else pair_answer(atlas, pair, say),
        "clusters": clusters_answer(atlas, chosen, say) if question.clusters else None,
        "ranking": ranking(atlas, chosen).reset_index().to_dict("records"),
        "slope": slope(atlas, question, chosen, say).to_dict("records"),
        "theil": {
            "total": unequal.total,
            "between": unequal.between,
            "within": unequal.within,
            "n": unequal.n,
            "groups": unequal.groups.rename_axis("zone").reset_index().to_dict("records"),
        },
        "data_version": atlas.version,
    }
