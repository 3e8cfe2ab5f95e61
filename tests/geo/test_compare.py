"""Comparison: ranks with ties and gaps, who is alike, zones side by side, and inequality that adds up."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import libpysal
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inequality.theil import TheilD

from geo.compare import Theil, peers, rank, theil, zone_table
from geo.errors import BadValueError, UnknownIdError

NAN = float("nan")
EXAMPLES = tomllib.loads((Path(__file__).parent / "examples" / "theil.toml").read_text(encoding="utf-8"))["example"]
# Theil's T of Mexican states in seven decades, between and within regions, as printed in PySAL's documentation.
MEXICO = {
    "T": [0.20894344, 0.15222451, 0.10472941, 0.10194725, 0.09560113, 0.10511256, 0.10660832],
    "bg": [0.0345889, 0.02816853, 0.05260921, 0.05931219, 0.03205257, 0.02963731, 0.03635872],
    "wg": [0.17435454, 0.12405598, 0.0521202, 0.04263506, 0.06354856, 0.07547525, 0.0702496],
}


def series(*values: float, at: str = "abcdefghij") -> pd.Series:
    """Values at towns a, b, c and so on."""
    return pd.Series(values, index=list(at[: len(values)]), dtype=float)


def labels(*names: str) -> pd.Series:
    return pd.Series(names, index=list("abcdefghij"[: len(names)]), dtype=object)


def parts(found: Theil) -> tuple[float, float, float]:
    return found.total, found.between, found.within


def test_two_seconds_leave_no_third() -> None:
    found = rank(series(5, 9, 1, 5))
    assert found["rank"].to_dict() == {"a": 2, "b": 1, "c": 4, "d": 2}
    assert found["ties"].to_dict() == {"a": 2, "b": 1, "c": 1, "d": 2}
    assert set(found["of"]) == {4}


def test_an_unknown_value_has_no_rank_and_is_not_counted() -> None:
    found = rank(series(5, NAN, 1, NAN))
    assert found["rank"].dropna().to_dict() == {"a": 1, "c": 2}
    assert found["ties"].to_dict() == {"a": 1, "b": 0, "c": 1, "d": 0}
    assert found["of"].tolist() == [2, 2, 2, 2]


def test_the_smallest_comes_first_when_asked_and_the_unknown_still_has_no_rank() -> None:
    found = rank(series(5, 9, 1, 5, NAN), largest_first=False)
    assert found["rank"].tolist()[:4] == [2, 4, 1, 2]
    assert math.isnan(found["rank"]["e"])


@pytest.mark.parametrize("largest_first", [True, False])
def test_noise_of_floating_point_breaks_no_tie(largest_first: bool) -> None:
    found = rank(series(0.1 + 0.2, 0.3), largest_first=largest_first)
    assert found["rank"].tolist() == [1, 1]
    assert found["ties"].tolist() == [2, 2]


def test_a_difference_of_a_part_in_a_million_is_a_difference_for_large_and_small_numbers() -> None:
    for scale in (1e-12, 1.0, -1.0, 1e12):
        assert sorted(rank(series(1.0 * scale, 1.000001 * scale))["rank"]) == [1, 2]


def test_negative_numbers_and_zero_stand_in_their_order() -> None:
    assert rank(series(-1, 0, -3, 2))["rank"].tolist() == [3, 2, 4, 1]


def test_nothing_known_is_a_table_without_ranks() -> None:
    found = rank(series(NAN, NAN))
    assert found["rank"].isna().all()
    assert found["of"].tolist() == found["ties"].tolist() == [0, 0]
    assert list(rank(series()).columns) == ["rank", "ties", "of"]


@settings(max_examples=60)
@given(st.lists(st.one_of(st.none(), st.integers(-4, 4)), min_size=1, max_size=10), st.booleans())
def test_a_rank_is_one_more_than_how_many_are_better(numbers: list[int | None], largest_first: bool) -> None:
    values = series(*(NAN if number is None else number for number in numbers))
    before = values.copy()
    found = rank(values, largest_first=largest_first)
    known = [number for number in numbers if number is not None]
    assert found.index.equals(values.index)
    for number, row in zip(numbers, found.itertuples(), strict=True):
        assert row.of == len(known)
        assert row.ties == (0 if number is None else known.count(number))
        if number is None:
            assert math.isnan(row.rank)
        else:
            assert row.rank == 1 + sum(other > number if largest_first else other < number for other in known)
    pd.testing.assert_series_equal(values, before)


def test_alike_means_by_ratio_not_by_difference() -> None:
    traits = pd.DataFrame({"people": [100.0, 30.0, 250.0]}, index=["mid", "near", "far"])
    # 30 is 70 away but less than a third; 250 is 150 away but only two and a half times as many.
    assert peers(traits, "mid", 2) == ("far", "near")


def towns() -> pd.DataFrame:
    """Ten towns without two alike, in a fixed disorder."""
    lots = np.random.default_rng(7)
    return pd.DataFrame(
        {"people": lots.uniform(1e5, 2e7, 10), "density": lots.uniform(90, 8000, 10)}, index=list("jbdhcafgei")
    )


def test_the_unit_of_a_column_and_the_order_of_rows_and_columns_change_nothing() -> None:
    traits = towns()
    for one in traits.index:
        found = peers(traits, one, 9)
        assert sorted([*found, one]) == sorted(traits.index)
        assert peers(traits.assign(people=traits["people"] / 1e4), one, 9) == found
        assert peers(traits * [1.0, 2.59], one, 9) == found
        assert peers(traits.iloc[::-1, ::-1], one, 9) == found


def test_each_column_weighs_by_its_own_spread() -> None:
    # Logarithms of people 0 1 0 1: spread 1/2, so `wide` is 2 spreads away. Of density 0 0 8 9: mean 4.25, spread
    # sqrt(18.1875) = 4.26, so `tall` is 8/4.26 = 1.88 spreads away, although its ratio is e^8 and that of `wide` e.
    traits = pd.DataFrame(
        {"people": [1.0, math.e, 1.0, math.e], "density": [1.0, 1.0, math.e**8, math.e**9]},
        index=["one", "wide", "tall", "both"],
    )
    assert peers(traits, "one", 3) == ("tall", "wide", "both")


def test_a_town_with_an_unknown_or_empty_trait_is_nobodys_peer() -> None:
    traits = pd.DataFrame(
        {"people": [100.0, 101.0, NAN, 100.0, 400.0], "density": [10.0, 0.0, 10.0, -1.0, 40.0]},
        index=["one", "zero", "unknown", "negative", "last"],
    )
    assert peers(traits, "one", 9) == ("last",)
    assert peers(traits, "unknown") == peers(traits, "zero") == peers(traits, "negative") == ()


def test_towns_exactly_alike_come_by_label() -> None:
    traits = pd.DataFrame({"people": [7.0, 9.0, 9.0, 9.0, 7.5]}, index=["one", "c", "a", "b", "near"])
    assert peers(traits, "one", 3) == ("near", "a", "b")


def test_a_quarter_as_many_and_four_times_as_many_are_equally_alike() -> None:
    for unit in (1, 2, 3, 7, 0.1, 1e4):
        for few, many in (("a", "b"), ("b", "a")):
            traits = pd.DataFrame({"people": [10.0 * unit, 2.5 * unit, 40.0 * unit]}, index=["one", few, many])
            assert peers(traits, "one", 2) == ("a", "b")


def test_a_column_that_says_nothing_decides_nothing() -> None:
    for same in ([0.3, 0.3, 0.3], [0.3, 0.3, 0.1 + 0.2]):
        traits = pd.DataFrame({"people": [1.0, 2.2, 2.0], "same": same}, index=["one", "far", "near"])
        assert peers(traits, "one") == ("near", "far")


def test_there_are_never_more_peers_than_asked_for_nor_than_there_are() -> None:
    assert len(peers(towns(), "a")) == 3
    assert peers(towns(), "a", 0) == ()
    assert peers(towns().loc[["a"]], "a") == ()


def test_a_town_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(UnknownIdError, match=r"'z'.*known are a, b"):
        peers(towns().loc[["a", "b"]], "z")


def zones_slowly(values: pd.Series, zones: pd.Series, weights: pd.Series) -> dict[str, tuple[Any, ...]]:
    """Zone by zone and town by town."""
    rows = {}
    for zone in zones:
        inside = [town for town in values.index if zones[town] == zone]
        known = [town for town in inside if not math.isnan(values[town])]
        people = sum(weights[town] for town in known)
        mean = sum(values[town] * weights[town] for town in known) / people if people else NAN
        found = [values[town] for town in known]
        rows[zone] = (mean, min(found, default=NAN), max(found, default=NAN), len(known), len(inside))
    return rows


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from("xyz"), st.one_of(st.just(NAN), st.integers(-9, 9)), st.integers(0, 3)), max_size=10
    ),
    st.booleans(),
)
def test_a_zone_is_the_sum_of_its_towns(rows: list[tuple[str, float, int]], weighted: bool) -> None:
    values, zones = series(*(row[1] for row in rows)), labels(*(row[0] for row in rows))
    weights = series(*(row[2] if weighted else 1 for row in rows))
    found = zone_table(values, zones, weights if weighted else None)
    slow = zones_slowly(values, zones, weights)
    assert list(found.index) == list(slow)
    assert list(found.columns) == ["mean", "least", "most", "known", "members"]
    for zone, expected in slow.items():
        assert tuple(found.loc[zone]) == pytest.approx(expected, nan_ok=True)


def test_a_zone_of_which_nothing_is_known_keeps_its_row() -> None:
    found = zone_table(series(1, NAN, NAN, 5), labels("west", "east", "east", "west"))
    assert found.loc["west"].to_dict() == {"mean": 3, "least": 1, "most": 5, "known": 2, "members": 2}
    assert found.loc["east"][["known", "members"]].tolist() == [0, 2]
    assert found.loc["east"][["mean", "least", "most"]].isna().all()
    assert found.index.name == "zone"


def test_the_people_behind_a_value_pull_the_mean_but_not_the_extremes() -> None:
    found = zone_table(series(10, 20), labels("west", "west"), series(900, 100))
    assert found.loc["west"].tolist() == [11, 10, 20, 2, 2]


def test_a_zone_where_nobody_lives_has_extremes_but_no_mean() -> None:
    found = zone_table(series(10, 20), labels("west", "west"), series(0, 0)).loc["west"]
    assert math.isnan(found["mean"])
    assert found[["least", "most", "known"]].tolist() == [10, 20, 2]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["name"] for example in EXAMPLES])
def test_the_worked_example_comes_out(example: dict[str, Any]) -> None:
    weights = series(*example["weights"]) if "weights" in example else None
    found = theil(series(*example["values"]), labels(*example["groups"]), weights)
    expected = (example["total"], example["between"], example["within"])
    assert parts(found) == pytest.approx(expected, abs=1e-6, nan_ok=True)


WORLDS = st.lists(
    st.tuples(st.one_of(st.just(0.0), st.floats(1e-3, 1e3)), st.sampled_from("xyz"), st.floats(0.01, 1e3)),
    min_size=1,
    max_size=10,
).filter(lambda rows: any(value > 0 for value, _, _ in rows))


@given(WORLDS, st.booleans())
def test_the_whole_is_what_lies_between_and_what_lies_within(rows: Any, weighted: bool) -> None:
    values, groups = series(*(row[0] for row in rows)), labels(*(row[1] for row in rows))
    weights = series(*(row[2] for row in rows)) if weighted else None
    found = theil(values, groups, weights)
    assert found.total == pytest.approx(found.between + found.within, abs=1e-12)
    assert found.total >= -1e-12
    assert found.between >= -1e-12
    assert found.within >= -1e-12
    assert found.groups["share"].sum() == pytest.approx(1)
    assert found.groups["units"].sum() == found.n == len(rows)
    assert (found.groups["share"] * found.groups["theil"]).sum() == pytest.approx(found.within, abs=1e-12)
    assert parts(theil(values * 1000, groups, weights)) == pytest.approx(parts(found), abs=1e-12)


@settings(max_examples=50)
@given(WORLDS)
def test_the_whole_is_the_formula_read_aloud(rows: Any) -> None:
    whole = sum(value * weight for value, _, weight in rows)
    mean = whole / sum(weight for _, _, weight in rows)
    total = sum(value * weight / whole * math.log(value / mean) for value, _, weight in rows if value > 0)
    found = theil(*(make(*(row[place] for row in rows)) for place, make in enumerate((series, labels, series))))
    assert found.total == pytest.approx(total, abs=1e-12)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("xy"), st.integers(1, 4)), min_size=1, max_size=8))
def test_a_weight_of_three_is_three_units_of_the_same_value(rows: list[tuple[int, str, int]]) -> None:
    found = theil(*(make(*(row[place] for row in rows)) for place, make in enumerate((series, labels, series))))
    people = [row for row in rows for _ in range(row[2])]
    one_by_one = theil(pd.Series([row[0] for row in people]), pd.Series([row[1] for row in people]))
    assert parts(found) == pytest.approx(parts(one_by_one), abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("decade", range(7))
def test_it_is_what_pysal_publishes_for_the_states_of_mexico(decade: int) -> None:
    states = pd.read_csv(libpysal.examples.get_path("mexico.csv"))
    found = theil(states[f"pcgdp{1940 + 10 * decade}"], states["hanson98"])
    assert parts(found) == pytest.approx([MEXICO[name][decade] for name in ("T", "bg", "wg")], abs=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_what_pysal_finds_for_any_numbers(seed: int) -> None:
    lots = np.random.default_rng(seed)
    values, groups = lots.lognormal(3, 1.5, 40), lots.integers(0, 5, 40)
    values[:2] = 0
    found, theirs = theil(pd.Series(values), pd.Series(groups)), TheilD(values, groups)
    assert parts(found) == pytest.approx((theirs.T, *np.ravel(theirs.bg), *np.ravel(theirs.wg)), abs=1e-12)


def test_equal_values_are_no_inequality_and_have_no_share_between() -> None:
    for weights in (None, series(1, 5, 70)):
        found = theil(series(0.1, 0.1, 0.1), labels("x", "x", "y"), weights)
        assert parts(found) == pytest.approx((0, 0, 0), abs=1e-12)
        assert math.isnan(found.between_share)


def test_the_scale_of_values_and_of_weights_does_not_matter() -> None:
    values, groups, weights = series(1, 2, 3, 10), labels("x", "x", "y", "y"), series(4, 3, 2, 1)
    found = parts(theil(values, groups, weights))
    assert found[0] > 0.1
    assert parts(theil(values * 1e-4, groups, weights)) == pytest.approx(found, abs=1e-12)
    assert parts(theil(values, groups, weights * 1e6)) == pytest.approx(found, abs=1e-12)


def test_a_group_of_zeros_adds_nothing_of_its_own() -> None:
    found = theil(series(0, 0, 2, 2), labels("x", "x", "y", "y"))
    assert parts(found) == pytest.approx((math.log(2), math.log(2), 0), abs=1e-12)
    assert found.groups.loc["x", ["units", "share", "mean", "contribution"]].tolist() == [2, 0, 0, 0]
    assert math.isnan(found.groups.loc["x", "theil"])


def test_nothing_to_share_has_no_index() -> None:
    for values, n in ((series(0, 0), 2), (series(NAN, NAN), 0), (series(), 0)):
        found = theil(values, labels("x", "y")[: len(values)])
        assert found.n == n
        assert all(map(math.isnan, (*parts(found), found.between_share)))


def test_each_unit_its_own_group_is_all_between() -> None:
    found = theil(series(1, 2, 6), labels("x", "y", "z"))
    assert (found.within, found.between_share) == pytest.approx((0, 1), abs=1e-12)
    assert found.total > 0.1


def test_one_group_for_all_is_all_within() -> None:
    found = theil(series(1, 2, 6), labels("x", "x", "x"))
    assert (found.between, found.between_share) == pytest.approx((0, 0), abs=1e-12)
    assert found.within == found.groups.loc["x", "theil"] == pytest.approx(found.total)


def test_the_unknown_is_left_out_with_its_weight_and_n_says_so() -> None:
    whole = theil(series(1, NAN, 3), labels("x", "y", "x"), series(1, NAN, 1))
    known = theil(series(1, 3), labels("x", "x"))
    assert (whole.n, parts(whole)) == (2, parts(known))
    assert list(whole.groups.index) == ["x"]


def test_the_groups_tell_their_part() -> None:
    # Worked through in examples/theil.toml: 1 and 3 in one group, 6 and 6 in the other.
    found = theil(series(1, 3, 6, 6), labels("x", "x", "y", "y")).groups
    assert found.loc["x"].tolist() == pytest.approx([2, 0.25, 2, 0.130812, 0.032703], abs=1e-6)
    assert found.loc["y"].tolist() == pytest.approx([2, 0.75, 6, 0, 0], abs=1e-12)


def test_labels_and_weights_are_matched_by_town_not_by_place() -> None:
    values, groups, weights = series(1, 3, 6, 6), labels("x", "x", "y", "y"), series(4, 3, 2, 1)
    found = theil(values, groups.iloc[::-1], weights.iloc[::-1])
    assert parts(found) == pytest.approx(parts(theil(values, groups, weights)), abs=1e-12)


def test_negative_values_and_empty_weights_are_refused_together() -> None:
    groups = labels("x", "y")
    with pytest.raises(BadValueError, match="0 or more"):
        theil(series(1, -1), groups)
    for weight in (0, -1, NAN):
        with pytest.raises(BadValueError, match="weights above 0"):
            theil(series(1, 1), groups, series(1, weight))
    with pytest.raises(BadValueError, match=r"0 or more.*weights above 0"):
        theil(series(1, -1), groups, series(1, 0))
