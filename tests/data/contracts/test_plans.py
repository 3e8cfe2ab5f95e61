"""What any plan must keep, whatever it says; what its files must keep is checked when it is read."""

from __future__ import annotations

import pytest
from shapely.geometry import Point

from data.catalog import read
from data.plan import Plan
from data.plans import need_layers, plan_ids, read_plan, read_sources
from geo.coverage import needed
from layers import all_layers


@pytest.fixture(params=plan_ids())
def plan(request: pytest.FixtureRequest) -> Plan:
    return read_plan(request.param)


def test_it_says_who_it_is_and_cites_a_source_of_its_own(plan: Plan) -> None:
    assert plan.about.start < plan.about.end
    assert plan.about.source in read_sources()
    assert set(plan.about.prefectures) <= set(read("prefectures")["adcode"])


def test_every_target_has_a_sentence_and_every_sentence_a_reader(plan: Plan) -> None:
    parts = [*plan.targets, *plan.zones, *plan.planned, *plan.cards]
    assert {each["clause"] for each in parts if "clause" in each} == set(plan.clauses)


def test_its_targets_are_on_layers_that_exist(plan: Plan) -> None:
    need_layers(plan, [layer.id for layer in all_layers()])


def test_a_promise_without_a_number_says_in_words_what_it_is(plan: Plan) -> None:
    for each in plan.targets:
        assert any(key in each for key in ("target", "base", "target_text")), each.id


def test_access_definitions_are_of_no_target(plan: Plan) -> None:
    """People in reach are not the plan's own rule."""
    for each in plan.definitions:
        assert each.rule is None or each.target is None, each.id


def test_a_share_needs_at_least_one_prefecture_and_at_most_all(plan: Plan) -> None:
    for each in plan.definitions:
        assert 1 <= needed(each.share, len(plan.about.prefectures)) <= len(plan.about.prefectures), each.id


def test_cards_stand_in_order(plan: Plan) -> None:
    assert [each.order for each in plan.cards] == list(range(1, len(plan.cards) + 1))


def test_planned_centres_stand_in_their_demonstration_area_and_are_no_bodies(plan: Plan) -> None:
    areas, bodies = read("demonstration_areas").set_index("id"), set(read("bodies")["id"])
    for each in plan.planned:
        area = areas.loc[each.area]
        assert each.prefecture == area["prefecture"], each.id
        assert area["geometry"].covers(Point(each.lon, each.lat)), each.id
        assert each.id not in bodies
