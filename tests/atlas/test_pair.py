"""Two measures at once and neighbours alike, recounted from the raw tables with sorted lists and loops."""

from __future__ import annotations

from itertools import combinations
from math import isnan
from statistics import median

import pytest

from atlas.clusters import clusters_of, clusters_sentence, contiguity
from atlas.comparison_answer import compare_answer
from atlas.link_answer import link_answer
from atlas.map_state import view_of
from atlas.measures import measure
from atlas.pages import answer
from atlas.reach import reach_of
from atlas.words import say_in
from tests.atlas.oracles import expected
from tests.worlds import prefectures, the_atlas, usual_question

PAIRS = [("gdp", "invention-grants-per-10k"), ("reach", "bodies"), ("median-distance", "high-tech-firms")]
ROUND = {"gdp": 0, "invention-grants-per-10k": 2, "reach": 3, "bodies": 0, "high-tech-firms": 0}


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_quadrants_are_those_of_sorted_lists(first: str, second: str) -> None:
    question = usual_question(measure=first, other_measure=second)
    told = compare_answer(the_atlas(), question)["pair"]
    rows = {row["prefecture"]: row for row in told["prefectures"]}
    assert list(rows) == prefectures()
    for column, measure_id in (("first", first), ("second", second)):
        for each in rows:
            wanted = expected(measure_id, question, [each])
            if isnan(wanted):
                assert isnan(rows[each][column])
            elif measure_id in ROUND:
                assert rows[each][column] == pytest.approx(round(wanted, ROUND[measure_id]), abs=1e-9)
    known = [each for each in rows.values() if not (isnan(each["first"]) or isnan(each["second"]))]
    middles = [median(each[column] for each in known) for column in ("first", "second")]
    assert told["medians"] == middles
    assert told["known"] == len(known)
    for each in rows.values():
        above = (each["first"] > middles[0], each["second"] > middles[1])
        names = {(True, True): "both", (True, False): "first", (False, True): "second", (False, False): "none"}
        assert each["quadrant"] == (names[above] if each in known else "")
    for quadrant, word in (("both", "两项都高于中位数"), ("none", "两项都不高")):
        n = sum(each["quadrant"] == quadrant for each in rows.values())
        assert not n or f"{word}的{n}市" in told["sentence"]


def test_a_link_gives_the_same_pair_and_clusters() -> None:
    question = usual_question(measure="gdp", other_measure="reach", clusters=True)
    here = compare_answer(the_atlas(), question)
    there = link_answer("/compare?measure=gdp&other-measure=reach&clusters=found", "14-5")
    assert there["pair"] == here["pair"]
    assert there["clusters"] == here["clusters"]


def test_the_comparison_of_two_begins_with_how_they_lie_together() -> None:
    question = usual_question(measure="high-tech-firms", other_measure="reach")
    told = answer("compare", the_atlas(), question)
    assert told["sentences"] == [told["pair"]["sentence"]]
    assert f"21市中{told['pair']['known']}市两项都有数据" in told["sentences"][0]
    (alone,) = answer("compare", the_atlas(), question.with_changes(other_measure=""))["sentences"]
    assert "中位数" not in alone


def test_what_is_supposed_of_two_follows_the_records() -> None:
    question = usual_question(measure="reach", other_measure="gdp")
    real, there = answer("compare", the_atlas(), question.with_changes(scenario="add protection_centre 116.1,24.3 a"))[
        "sentences"
    ]
    assert real == answer("compare", the_atlas(), question)["pair"]["sentence"]
    assert there.startswith("设想：")


def least_deviating(numbers: list[float]) -> list[int]:
    """The step of each of three, by trying all ways of parting the values in three."""

    def deviation(group: list[float]) -> float:
        return sum((each - sum(group) / len(group)) ** 2 for each in group)

    values = sorted(set(numbers))
    ways = []
    for one, two in combinations(range(1, len(values)), 2):
        step = {each: (place >= one) + (place >= two) for place, each in enumerate(values)}
        groups = [[each for each in numbers if step[each] == k] for k in range(3)]
        ways.append((sum(map(deviation, groups)), step))
    _, best = min(ways, key=lambda way: way[0])
    return [best[each] for each in numbers]


@pytest.mark.parametrize(("first", "second"), [("gdp", "bodies"), ("reach", "gdp")])
def test_steps_on_the_map_are_the_natural_ones(first: str, second: str) -> None:
    question = usual_question(measure=first, other_measure=second)
    classes = view_of(the_atlas(), question).decision["two-measures"]
    for place, measure_id in ((5, first), (6, second)):
        numbers = [round(expected(measure_id, question, [each]), ROUND[measure_id]) for each in prefectures()]
        assert [int(classes[each][place]) for each in prefectures()] == least_deviating(numbers)
    assert view_of(the_atlas(), usual_question(measure="gdp")).decision["two-measures"].empty


def test_a_hundredth_in_reach_is_never_of_one_step_with_sixty_per_cent() -> None:
    question = usual_question(measure="gdp", other_measure="reach")
    classes = view_of(the_atlas(), question).decision["two-measures"]
    shares = {each: expected("reach", question, [each]) for each in prefectures()}
    low = {classes[each][6] for each, share in shares.items() if share < 0.02}
    high = {classes[each][6] for each, share in shares.items() if share > 0.6}
    assert low
    assert high
    assert not low & high


def test_neighbours_alike_are_told_of_tested_and_left_out_by_name() -> None:
    question, say = usual_question(), say_in("zh")
    chosen = measure(the_atlas(), question, reach_of(the_atlas(), question), "high-tech-firms", say)
    told = clusters_of(the_atlas(), chosen)
    unknown = [each for each in prefectures() if isnan(expected("high-tech-firms", question, [each]))]
    assert list(told.found.unknown) == unknown
    sentence = clusters_sentence(the_atlas(), told, say)
    for each in unknown:
        assert the_atlas().name_of(each) in sentence
    assert f"{len(told.found.tested)}市" in sentence
    assert "只有21个市" in sentence
    beside, numbers = contiguity(the_atlas()), chosen.numbers
    mean = sum(numbers[list(told.found.tested)]) / len(told.found.tested)
    above = below = 0.0
    for one in told.found.tested:
        mine = [each for each in beside[one] if each in told.found.tested]
        above += sum((numbers[one] - mean) * (numbers[each] - mean) / len(mine) for each in mine)
        below += (numbers[one] - mean) ** 2
    assert told.found.index == pytest.approx(above / below)


def test_nothing_is_tested_while_nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("tested without being asked")

    monkeypatch.setattr("atlas.clusters.moran", never)
    question = usual_question(measure="residents-year-end")
    assert compare_answer(the_atlas(), question)["clusters"] is None
    assert view_of(the_atlas(), question).decision["clusters"].empty
