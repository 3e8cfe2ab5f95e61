"""Prefectures in their order by one measure, recounted with loops."""

from __future__ import annotations

from datetime import date
from math import isnan, nan
from typing import Any

import pytest

from atlas.comparison import ranking
from atlas.measures import measure
from atlas.question.question import Question
from atlas.reach import reach_of
from atlas.words import say_in
from tests.atlas.oracles import CATALOGUE, COMPUTED, EXACT, expected, same
from tests.atlas.worlds import COMPARISONS, GEOGRAPHIC, comparison
from tests.worlds import partition, prefectures, the_atlas, usual_question

# The catalogue does not depend on the question.
MEASURED = [(each, name) for each in COMPUTED for name in GEOGRAPHIC] + [(each, "plain") for each in CATALOGUE]


def ranked(measure_id: str, question: Question) -> list[dict[str, Any]]:
    reached = reach_of(the_atlas(), question)
    chosen = measure(the_atlas(), question, reached, measure_id, say_in("zh"))
    return ranking(the_atlas(), chosen).reset_index().to_dict("records")


def as_good(one: float, other: float) -> bool:
    return abs(one - other) <= EXACT * max(abs(one), abs(other))


@pytest.mark.parametrize(("measure_id", "name"), MEASURED)
def test_ranks_and_ties_are_those_of_a_recount(measure_id: str, name: str) -> None:
    question = usual_question(**COMPARISONS[name])
    values = {each: expected(measure_id, question, [each]) for each in prefectures()}
    sign = -1 if measure_id == "median-distance" else 1
    table = ranked(measure_id, question)
    assert sorted(row["prefecture"] for row in table) == sorted(prefectures())
    for row in table:
        value = values[row["prefecture"]]
        assert same(row["value"], value, measure_id)
        if isnan(value):
            assert isnan(row["rank"])
            assert row["ties"] == 0
            continue
        others = [each for each in values.values() if not isnan(each)]
        better = sum(sign * each > sign * value and not as_good(each, value) for each in others)
        assert row["rank"] == better + 1, row["prefecture"]
        assert row["ties"] == sum(as_good(each, value) for each in others), row["prefecture"]
        assert row["of"] == len(others)
    order = [(row["rank"] if not isnan(row["rank"]) else 99, row["prefecture"]) for row in table]
    assert order == sorted(order)


AMOUNTS = {
    "bodies", "invention-grants", "patent-grants", "high-tech-firms", "technology-contracts", "gdp", "gdp-preliminary",
    "residents-year-end", "residents-census", "map-area", "industrial-firms", "science-spending",
}  # fmt: skip


@pytest.mark.parametrize(("measure_id", "name"), MEASURED)
def test_differences_to_province_zone_and_best_peer_are_those_of_loops(measure_id: str, name: str) -> None:
    question = usual_question(**COMPARISONS[name])
    province = expected(measure_id, question, prefectures())
    for row in ranked(measure_id, question):
        zone = partition()[row["prefecture"]]
        members = [each for each in prefectures() if partition()[each] == zone]
        value, whole = expected(measure_id, question, [row["prefecture"]]), expected(measure_id, question, members)
        assert row["zone"] == zone
        # A part of a sum is compared with the sum by its share, never by a difference.
        amount = measure_id in AMOUNTS
        to_province, to_zone = (nan, nan) if amount else (value - province, value - whole)
        share = value / province if amount and province else nan
        assert same(row["to_province"], to_province, measure_id, [value, province]), row["prefecture"]
        assert same(row["to_zone"], to_zone, measure_id, [value, whole]), row["prefecture"]
        assert same(row["of_province"], share, measure_id, [value, province]), row["prefecture"]
        best, best_value = "", nan
        for other in sorted(members):
            number = expected(measure_id, question, [other])
            if other == row["prefecture"] or isnan(number):
                continue
            nearer = number < best_value if measure_id == "median-distance" else number > best_value
            if best == "" or (nearer and not as_good(number, best_value)):
                best, best_value = other, number
        assert row["best_peer"] == best, row["prefecture"]
        assert same(row["to_best_peer"], value - best_value, measure_id, [value, best_value]), row["prefecture"]


@pytest.mark.parametrize("name", ["plain", "end of 2020", "high-tech firms"])
def test_the_answer_carries_the_ranking_of_its_measure(name: str) -> None:
    question, told = usual_question(**COMPARISONS[name]), comparison(name)
    table = ranked(question.measure, question)
    assert str(told["ranking"]) == str(table)


def test_bodies_per_million_of_guangzhou_by_hand() -> None:
    """Three bodies stand there, the provincial one included: 3 / 18.676605 = 0.16063."""
    row = next(each for each in ranked("bodies-per-million", usual_question()) if each["prefecture"] == "440100")
    assert row["value"] == pytest.approx(3 / 18.676605, rel=1e-12)
    assert row["value"] == pytest.approx(0.16063, abs=5e-6)


def test_high_tech_firms_are_known_in_eighteen_of_twenty_one() -> None:
    assert (comparison("high-tech firms")["measure"]["known"], comparison("high-tech firms")["measure"]["of"]) == (
        18,
        21,
    )
    unranked = [row["prefecture"] for row in comparison("high-tech firms")["ranking"] if isnan(row["rank"])]
    assert unranked == ["440300", "440900", "441300"]
    assert [row["prefecture"] for row in comparison("high-tech firms")["ranking"]][-3:] == unranked


@pytest.mark.parametrize("measure_id", COMPUTED)
def test_days_with_the_same_bodies_in_reach_share_one_ranking(measure_id: str) -> None:
    def table(question: Question) -> object:
        chosen = measure(the_atlas(), question, reach_of(the_atlas(), question), measure_id, say_in("zh"))
        assert chosen.period == question.as_of.isoformat()
        return ranking(the_atlas(), chosen)

    first = table(usual_question(as_of=date(2025, 12, 30)))
    assert table(usual_question(as_of=date(2025, 12, 31))) is first
    assert table(usual_question(as_of=date(2025, 12, 31), radius_km=80)) is not first
    assert table(usual_question(as_of=date(2012, 12, 31))) is not first
