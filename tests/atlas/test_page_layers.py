"""A map shows what the first sentence of its page says, however the question came: typed, chosen, or by a link."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from atlas.page_layers import LEDGER, OWN_LAYERS, on_page
from atlas.question.question import PARAMETERS, Question, from_params, to_params
from atlas.turned import RULES, turned
from layers import all_layers
from tests.worlds import choices

BODIES = {each.id for each in all_layers() if each.kinds}


def linked(page: str, **params: str) -> Question:
    """The question of a link to a page."""
    question, problems = from_params(params, on_page(choices(), page))
    assert not problems
    return question


@pytest.mark.parametrize(
    "params",
    [
        {"kinds": "court"},
        {"industry": "玩具"},
        {"radius": "120"},
        {"weight": "gdp"},
        {"borders": "ignore"},
        {"evidence": "confirmed"},
        {"distance": "by-distance"},
        {"zone": "north"},
        {"radius": "80", "against": "radius=50"},
    ],
)
def test_a_link_that_asks_of_reach_shades_by_reach(params: dict[str, str]) -> None:
    on = linked("coverage", **params).layers
    assert {"reach", "reach-rings"} <= {*on}
    assert "coverage" not in on


def test_a_link_that_asks_nothing_of_reach_shows_the_definition() -> None:
    for params in ({}, {"date": "2020-12-31"}, {"definition": "any-rapid-body"}):
        assert {*linked("coverage", **params).layers} == {*LEDGER}


def test_the_usual_values_named_in_a_link_are_usual() -> None:
    named = linked("coverage", kinds="rapid_rights_centre protection_centre", radius="50", borders="keep")
    assert {*named.layers} == {*LEDGER}


@pytest.mark.parametrize("shown", ["coverage", "none", "prefectures coverage courts"])
def test_a_link_that_names_layers_is_kept_as_it_is(shown: str) -> None:
    on = linked("coverage", kinds="court", radius="120", layers=shown).layers
    assert {*on} == {*shown.split()} - {"none"}


@pytest.mark.parametrize("page", ["coverage", "prefecture", "siting"])
@pytest.mark.parametrize(("kinds", "marks"), [("court", {"courts"}), ("overseas_branch", {"overseas-branches"})])
def test_the_marks_are_of_the_kinds_asked(page: str, kinds: str, marks: set[str]) -> None:
    assert {*linked(page, kinds=kinds).layers} & BODIES == marks


def test_no_kind_has_no_marks_and_the_usual_ones_have_theirs() -> None:
    assert not {*linked("coverage", kinds="none").layers} & BODIES
    assert {*linked("siting").layers} == {*OWN_LAYERS["siting"]}


def test_a_link_of_two_measures_shades_by_both() -> None:
    assert "two-measures" in linked("compare", **{"measure": "gdp", "other-measure": "reach"}).layers
    assert "clusters" in linked("compare", clusters="found").layers
    assert "measured" in linked("compare", measure="gdp").layers


@pytest.mark.parametrize(("page", "part"), [each for each in RULES if each[0]])
def test_a_control_and_its_link_show_the_same(page: str, part: str) -> None:
    offered = on_page(choices(), page)
    parameter = next(each for each in PARAMETERS if each.field == part)
    values: dict[str, Any] = {"radius_km": 80, "kinds": ("court",), "measure": "gdp", "other_measure": "gdp"}
    values |= {"distance": "by-distance", "weight": "gdp", "industry": "玩具", "zone": "north"}
    chosen = from_params({}, offered)[0].with_changes(**{part: values.get(part, True)})
    by_control = turned(chosen, page, part)
    by_link = from_params({parameter.name: parameter.kind.write(getattr(chosen, part))}, offered)[0]
    assert by_link.layers == by_control.layers
    # So the address need not name them, and gives them back.
    assert "layers" not in to_params(by_control, offered)


def test_an_address_names_layers_that_are_not_those_of_its_question() -> None:
    offered = on_page(choices(), "coverage")
    question = from_params({"radius": "80"}, offered)[0].with_changes(layers=LEDGER)
    params = to_params(question, offered)
    assert {*params["layers"].split()} == {*LEDGER}
    assert {*from_params(params, offered)[0].layers} == {*LEDGER}


def test_layers_that_are_not_offered_are_none_of_a_question() -> None:
    few = replace(choices(), layers=["prefectures", "coverage"])
    assert from_params({"radius": "80"}, on_page(few, "coverage"))[0].layers == ("prefectures",)
