"""What a control turns beside its own part of the question: which layer colours the land after it."""

from __future__ import annotations

import pytest

from atlas.page_titles import WITH_A_MAP
from atlas.question.question import COMPARED, Question
from atlas.side_by_side import DIFFERENCE, is_beside
from atlas.turned import shaded, turned
from tests.worlds import usual_question


def pinned() -> Question:
    """A question whose map shows what differs from its pinned view."""
    there = usual_question(radius_km=80, measure="gdp")
    return shaded(there.with_changes(against=usual_question().pinned()), DIFFERENCE)


@pytest.mark.parametrize("page", WITH_A_MAP)
@pytest.mark.parametrize("part", [each.field for each in COMPARED])
def test_the_map_of_what_changed_shows_it_whatever_both_views_have_is_turned(page: str, part: str) -> None:
    assert not is_beside(pinned())
    after = turned(pinned(), page, part)
    assert DIFFERENCE in after.layers
    assert not is_beside(after)


@pytest.mark.parametrize(
    ("page", "part", "layer"),
    [("overview", "indicator", "indicator"), ("compare", "measure", "measured"), ("compare", "clusters", "measured")],
)
def test_what_only_colours_the_land_colours_it_beside_a_pinned_view_too(page: str, part: str, layer: str) -> None:
    assert layer in turned(pinned(), page, part).layers


def test_reach_colours_the_land_again_where_nothing_is_compared() -> None:
    alone = pinned().with_changes(against=None)
    for question in (alone, shaded(pinned(), "coverage")):
        assert "reach" in turned(question, "coverage", "radius_km").layers
