"""What is known of regions spread over their places; reach told of another weight; the first site of each weight."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadValueError
from geo.reach import reach, reach_by_matrix
from geo.siting import Task
from geo.siting.first import first_site
from geo.weights import spread, weighed
from tests.geo.worlds import ENDS, MIDDLE, THREE, WEST, site, sites, towns

AMOUNTS = st.lists(st.integers(0, 9), min_size=6, max_size=6)


def test_a_region_s_amount_goes_to_its_places_as_their_residents_do() -> None:
    region = pd.Series(["a", "b", "a"], index=["x", "y", "z"])
    people = pd.Series([1.0, 5.0, 3.0], index=region.index)
    found = spread(pd.Series({"a": 80.0, "b": 7.0, "elsewhere": 9.0}), region, people)
    assert found.amounts.to_dict() == {"x": 20.0, "y": 7.0, "z": 60.0}
    assert found.missing == ()


def test_a_region_without_a_value_or_without_people_is_named_and_has_nothing() -> None:
    region = pd.Series(["unknown", "absent", "empty", "zero"])
    found = spread(pd.Series({"unknown": math.nan, "empty": 6.0, "zero": 0.0}), region, pd.Series([1.0, 1.0, 0.0, 1.0]))
    assert found.amounts.to_list() == [0, 0, 0, 0]
    # Nothing known is not nothing there: a region that has 0 has 0.
    assert found.missing == ("unknown", "absent", "empty")


@given(AMOUNTS, st.lists(st.sampled_from("abc"), min_size=6, max_size=6), st.integers(0, 5), st.integers(0, 5))
def test_the_places_of_a_region_add_up_to_it(people: list[int], regions: list[str], a: int, b: int) -> None:
    totals = pd.Series({"a": float(a), "b": float(b)})
    region, measure = pd.Series(regions), pd.Series(people, dtype=float)
    found = spread(totals, region, measure)
    for each in set(regions):
        mine = [place for place in range(6) if regions[place] == each]
        known = each in totals and sum(people[place] for place in mine) > 0
        assert sum(found.amounts[place] for place in mine) == pytest.approx(totals[each] if known else 0.0)
        assert (each in found.missing) == (not known)


def test_what_cannot_be_spread_is_refused() -> None:
    region, people = pd.Series(["a"]), pd.Series([1.0])
    with pytest.raises(BadValueError, match="0 or more for each region"):
        spread(pd.Series({"a": -1.0}), region, people)
    with pytest.raises(BadValueError, match="for each region"):
        spread(pd.Series([1.0, 2.0], index=["a", "a"]), region, people)
    with pytest.raises(BadValueError, match="0 or more for every place"):
        spread(pd.Series({"a": 1.0}), region, pd.Series([math.nan]))
    with pytest.raises(BadValueError, match="one index"):
        spread(pd.Series({"a": 1.0}), region, pd.Series([1.0], index=[7]))


def test_reach_told_of_another_weight_is_reach_counted_with_it() -> None:
    demand = towns(*THREE).assign(gdp=[5.0, 0.0, 2.0])
    for bodies in (sites(*ENDS), sites(site("w", WEST, width_m=9_000.0), site("m", MIDDLE)), sites()):
        by_people = reach(demand, bodies, radius_m=12_000)
        expected, told = reach(demand, bodies, radius_m=12_000, weight="gdp"), weighed(by_people, demand["gdp"])
        for name in ("total", "covered", "lowest", "highest", "twice", "share", "critical"):
            assert getattr(told, name) == pytest.approx(getattr(expected, name), nan_ok=True), name
        assert told.people.to_list() == [5, 0, 2]
        pd.testing.assert_series_equal(told.lost, expected.lost)


@given(AMOUNTS, st.lists(st.integers(0, 4), min_size=18, max_size=18), AMOUNTS)
def test_it_is_so_for_any_matrix(people: list[int], costs: list[int], other: list[int]) -> None:
    metres, index = np.array(costs, dtype=float).reshape(6, 3), list("uvwxyz")
    widths, one = [0.0, 1.0, 0.0], pd.Series(people, index=index, dtype=float)
    amounts = pd.Series(other, index=index, dtype=float)
    told = weighed(reach_by_matrix(metres, one, ["p", "q", "r"], radius_m=2, width_m=widths), amounts)
    expected = reach_by_matrix(metres, amounts, ["p", "q", "r"], radius_m=2, width_m=widths)
    assert (told.total, told.covered, told.twice) == (expected.total, expected.covered, expected.twice)
    assert (told.lowest, told.highest) == (expected.lowest, expected.highest)
    assert told.lost.to_dict() == expected.lost.to_dict()
    assert told.lost.index.to_list() == expected.lost.index.to_list()


def test_one_for_every_place_gives_the_share_of_places() -> None:
    found = reach(towns(*THREE), sites(site("w", WEST)), radius_m=12_000)
    assert weighed(found, pd.Series(1.0, index=found.people.index)).share == pytest.approx(2 / 3)
    assert weighed(found, pd.Series(7.5, index=found.people.index)).share == pytest.approx(2 / 3)


def test_another_weight_on_another_index_is_refused() -> None:
    found = reach(towns(*THREE), sites(), radius_m=1)
    with pytest.raises(BadValueError, match="index of the demand"):
        weighed(found, pd.Series([1.0, 1.0, 1.0]))
    with pytest.raises(BadValueError, match="0 or more"):
        weighed(found, pd.Series(-1.0, index=found.people.index))


def test_the_first_site_follows_the_weight() -> None:
    # Two candidates, each at one of two places; a third stands beside the first place, which is in reach already.
    task = Task(np.array([[0.0, 9.0, 9.0], [9.0, 0.0, 9.0], [9.0, 9.0, 0.0]]), np.ones(3), np.array([9.0, 9.0, 0.0]))
    assert first_site(task, [3, 2, 9], 1.0) == (0, 3.0)
    assert first_site(task, [2, 3, 9], 1.0) == (1, 3.0)
    assert first_site(task, [2, 2, 9], 1.0) == (0, 2.0), "of equal ones the first"
    assert first_site(task, [0, 0, 9], 1.0) == (None, 0.0), "what is in reach already is gained by none"
    assert first_site(Task(task.cost, task.weights, task.already, ban=(1,)), [2, 3, 9], 1.0) == (0, 2.0)


@given(
    st.lists(st.integers(0, 4), min_size=24, max_size=24), AMOUNTS, st.lists(st.integers(0, 4), min_size=6, max_size=6)
)
def test_no_other_site_would_bring_more(costs: list[int], amounts: list[int], already: list[int]) -> None:
    task = Task(np.array(costs, dtype=float).reshape(6, 4), np.ones(6), np.array(already, dtype=float), ban=(3,))
    gains = {
        column: sum(amounts[place] for place in range(6) if already[place] > 2 and costs[4 * place + column] <= 2)
        for column in range(3)
    }
    most = max(gains.values())
    expected = next(column for column in gains if gains[column] == most) if most else None
    assert first_site(task, amounts, 2.0) == (expected, most)
