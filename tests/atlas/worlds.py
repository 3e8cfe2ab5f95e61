"""The real world asked, every answer worked out once for all tests of this room: nobody may change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

import atlas.prefecture
from atlas.comparison_answer import compare_answer
from atlas.ledger import ledger
from atlas.prefecture import Prefecture, describe_prefecture
from atlas.question.question import Question
from atlas.reach import reach_of
from tests.worlds import prefectures, the_atlas, usual_question


def once(work: Callable[..., Any], key: Callable[..., str]) -> Callable[..., Any]:
    """The same work, done once for each key of its arguments."""
    found: dict[str, Any] = {}

    def kept(*arguments: Any) -> Any:
        if key(*arguments) not in found:
            found[key(*arguments)] = work(*arguments)
        return found[key(*arguments)]

    return kept


@cache
def reached_once(question: Question) -> Any:
    return reach_of(the_atlas(), question)


@cache
def ledger_once(question: Question) -> Any:
    return ledger(the_atlas(), question)


@cache
def prefecture_pages() -> dict[str, Prefecture]:
    """All pages under the plain question. What does not depend on the prefecture is worked out once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atlas.prefecture, "reach_of", cache(atlas.prefecture.reach_of))
        patch.setattr(atlas.prefecture, "ledger", cache(atlas.prefecture.ledger))
        patch.setattr(atlas.prefecture, "all_measures", once(atlas.prefecture.all_measures, lambda *_: "all"))
        patch.setattr(atlas.prefecture, "ranking", once(atlas.prefecture.ranking, lambda _, chosen: chosen.id))
        return {adcode: describe_prefecture(the_atlas(), usual_question(), adcode) for adcode in prefectures()}


@cache
def prefecture_page(adcode: str, day: date) -> Prefecture:
    return describe_prefecture(the_atlas(), usual_question(as_of=day), adcode)


# The comparison side by side, by the name of its question.

COMPARISONS: dict[str, dict[str, Any]] = {
    "plain": {},
    "operating, 100 km, ignoring borders": {
        "definition": "national-operating",
        "radius_km": 100,
        "ignore_borders": True,
        "measure": "median-distance",
        "regions": ("north", "440500", "440300"),
    },
    "end of 2020": {"as_of": date(2020, 12, 31), "measure": "bodies"},
    "high-tech firms": {"measure": "high-tech-firms"},
    "invention grants": {"measure": "invention-grants"},
}
GEOGRAPHIC = ["plain", "operating, 100 km, ignoring borders", "end of 2020"]


@cache
def comparison(name: str) -> dict[str, Any]:
    return compare_answer(the_atlas(), usual_question(**COMPARISONS[name]))
