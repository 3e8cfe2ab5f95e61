"""A distance is printed no finer than its ends are known, and the same everywhere."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.distances import STEPS_KM, distance_text, ends_off_km, rounded_km, step_km
from atlas.measures import measure
from atlas.prefecture import describe_prefecture
from atlas.reach import reach_of
from atlas.siting import sentences
from atlas.words import say_in
from tests.worlds import the_atlas, usual_question

SAY = say_in("zh")


@pytest.mark.parametrize(
    ("km", "off", "text"),
    [
        (469.4, 3, "约470公里"),
        (469.4, 15, "约470公里"),
        (30.6, 8, "约30公里"),
        (12.4, 0.5, "12公里"),
        (12.5, 1, "13公里"),
        (2.4, 3, "不足5公里"),
        (7.5, 3, "约10公里"),
        (0.0, 0.5, "不足1公里"),
        (1234.0, 3, "约1,235公里"),
    ],
)
def test_it_prints_to_the_step_of_its_less_known_end(km: float, off: float, text: str) -> None:
    assert distance_text(km, off, SAY) == text


def test_a_street_is_known_to_a_kilometre_a_town_to_five_a_district_and_a_city_to_ten() -> None:
    assert [step_km(off) for off in (0, 0.5, 1, 3, 5, 8, 10, 15)] == [1, 1, 1, 5, 5, 10, 10, 10]


@given(st.floats(0, 2_000), st.sampled_from(STEPS_KM))
def test_rounding_is_to_the_nearest_step(km: float, step: int) -> None:
    told = rounded_km(km, step)
    assert told % step == 0
    assert abs(told - km) <= step / 2 + 1e-9


def test_the_certificate_of_siting_prints_no_tenths_of_kilometres() -> None:
    assert sentences.amount("worst", 469.4, SAY, None) == "最远路程约470公里"
    assert sentences.amount("mean", 52.34, SAY, None) == "平均路程约50公里"


def test_the_measure_of_distance_prints_as_its_bodies_are_known() -> None:
    question = usual_question()
    found = measure(the_atlas(), question, reach_of(the_atlas(), question), "median-distance", SAY)
    assert found.step == 10
    for number in found.numbers.dropna():
        assert found.text(number) == ("< 10" if number < 10 else str(rounded_km(number, 10)))
        assert found.rounded(number) % 10 == 0
    assert found.text(float("nan")) == "–"
    shaded = found.shading().numbers.dropna()
    assert (shaded % 10 == 0).all()


def test_a_region_of_which_somebody_is_served_by_nobody_has_no_median() -> None:
    """Those who are served would speak for all: of 54 million residents without a body the province said nothing."""
    question = usual_question(kinds=("rapid_rights_centre",))
    found = measure(the_atlas(), question, reach_of(the_atlas(), question), "median-distance", SAY)
    assert 0 < found.known < found.of
    served = list(found.numbers.dropna().index)
    (lost, *_) = found.numbers[found.numbers.isna()].index
    assert math.isnan(found.regional(the_atlas().prefectures))
    assert math.isnan(found.regional([*served, lost]))
    assert found.numbers[served].min() <= found.regional(served) <= found.numbers[served].max()
    assert found.regional(served[:1]) == found.numbers[served[0]]


def test_the_worst_distance_is_as_sure_as_its_body_and_a_town_at_least() -> None:
    found = reach_of(the_atlas(), usual_question())
    told = ends_off_km(found)
    people, metres = found.found.people.to_numpy(), found.found.nearest_m.to_numpy()
    worst = max((i for i in range(len(metres)) if np.isfinite(metres[i]) and people[i] > 0), key=metres.__getitem__)
    body = found.bodies.set_index("id").loc[found.found.nearest.to_numpy()[worst]]
    assert told["worst"] == max(3.0, body["position_km"])
    assert told["mean"] >= 3.0


def test_a_county_prints_no_distance_finer_than_towns_are_known() -> None:
    for row in describe_prefecture(the_atlas(), usual_question(), "440600").counties.to_dict("records"):
        text = distance_text(row["any_protection_centre_km"], max(3.0, row["any_protection_centre_off"]), SAY)
        assert text.startswith(("约", "不足"))
