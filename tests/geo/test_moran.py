"""Moran's I and its local parts, by double loops and by hand on small worlds."""

from __future__ import annotations

import math
from itertools import permutations
from random import Random

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point, box

from geo.moran import FEWEST, adjusted, moran, queen

CHAIN = {str(place): tuple(str(each) for each in (place - 1, place + 1) if 0 <= each < 8) for place in range(8)}


def by_double_loop(numbers: dict[str, float], neighbours: dict[str, tuple[str, ...]]) -> float:
    """Moran's I as the books write it, each neighbour of n weighing 1/n."""
    mean, above, below = sum(numbers.values()) / len(numbers), 0.0, 0.0
    for one, number in numbers.items():
        for other in neighbours[one]:
            above += (number - mean) * (numbers[other] - mean) / len(neighbours[one])
        below += (number - mean) ** 2
    return above / below


@pytest.mark.parametrize("seed", range(5))
def test_the_index_is_that_of_a_double_loop(seed: int) -> None:
    numbers = {each: Random(seed).random() * (int(each) + 1) for each in CHAIN}
    found = moran(pd.Series(numbers), CHAIN, permutations=99)
    assert found.index == pytest.approx(by_double_loop(numbers, CHAIN), abs=1e-12)
    assert found.expected == -1 / 7
    mean = sum(numbers.values()) / 8
    spread = sum((each - mean) ** 2 for each in numbers.values()) / 8
    for one, others in CHAIN.items():
        beside = sum(numbers[other] - mean for other in others) / len(others)
        assert found.local.loc[one, "index"] == pytest.approx((numbers[one] - mean) * beside / spread * 7 / 8, abs=1e-9)


def test_p_is_close_to_that_of_all_arrangements() -> None:
    few = {name: tuple(each for each in CHAIN[name] if each < "6") for name in list(CHAIN)[:6]}
    numbers = dict(zip(few, [1.0, 2.0, 4.0, 3.0, 9.0, 12.0], strict=True))
    seen = by_double_loop(numbers, few)
    all_of_them = [by_double_loop(dict(zip(few, each, strict=True)), few) for each in permutations(numbers.values())]
    share = sum(abs(each + 1 / 5) >= abs(seen + 1 / 5) - 1e-12 for each in all_of_them) / len(all_of_them)
    assert moran(pd.Series(numbers), few).p == pytest.approx(share, abs=0.015)


def test_the_same_seed_gives_the_same_p_whatever_numpy_has_drawn_before() -> None:
    numbers = pd.Series({each: math.sin(3 * int(each)) for each in CHAIN})
    first = moran(numbers, CHAIN, permutations=499)
    np.random.default_rng().random(7)
    np.random.random(7)
    again = moran(numbers, CHAIN, permutations=499)
    assert first.p == again.p
    pd.testing.assert_frame_equal(first.local, again.local)
    assert not np.array_equal(first.local["p"], moran(numbers, CHAIN, permutations=499, seed=1).local["p"])


def test_what_every_third_arrangement_gives_is_not_significant() -> None:
    """One high number among zeros: its neighbours are as low as most arrangements make them."""
    numbers = pd.Series(dict.fromkeys(CHAIN, 0.0) | {"4": 5.0, "0": 7.0})
    found = moran(numbers, CHAIN)
    # Both neighbours of 4 are zeros in 6/7 × 5/6 of all arrangements of the others.
    assert found.local.loc["4", "p"] == 1.0
    assert found.significant().empty


def test_who_has_no_number_is_named_and_is_nobody_s_neighbour() -> None:
    numbers = pd.Series({each: float(int(each) ** 2) for each in CHAIN} | {"1": math.nan})
    found = moran(numbers, CHAIN, permutations=99)
    assert found.unknown == ("1",)
    assert found.islands == ("0",)
    assert found.tested == ("2", "3", "4", "5", "6", "7")
    left = {one: tuple(each for each in CHAIN[one] if each in found.tested) for one in found.tested}
    assert found.index == pytest.approx(by_double_loop(numbers[list(found.tested)].to_dict(), left), abs=1e-12)
    classes = found.classes(numbers.index)
    assert (classes["1"], classes["0"]) == ("no-data", "no-neighbour")


@pytest.mark.parametrize("numbers", [[3.0] * 8, [1.0, 2.0, 3.0] + [math.nan] * 5, [math.nan] * 8])
def test_alike_or_too_few_numbers_are_not_tested(numbers: list[float]) -> None:
    found = moran(pd.Series(numbers, index=list(CHAIN)), CHAIN)
    assert math.isnan(found.index)
    assert math.isnan(found.p)
    assert found.significant().empty
    assert FEWEST == 5


def test_p_is_corrected_as_benjamini_and_hochberg_write_it() -> None:
    p = np.array([0.01, 0.04, 0.03, 0.5, 0.005])
    ranked = sorted(p)
    told = [
        min(1.0, *(other * 5 / (place + 1) for place, other in enumerate(ranked) if other >= each), 1.0) for each in p
    ]
    assert adjusted(p) == pytest.approx(told)


def test_neighbours_share_a_side_or_a_corner_and_islands_have_none() -> None:
    squares = {"a": box(0, 0, 1, 1), "b": box(1, 0, 2, 1), "c": box(2, 1, 3, 2), "far": Point(9, 9).buffer(1)}
    areas = gpd.GeoDataFrame({"id": list(squares)}, geometry=list(squares.values()), crs=4326)
    assert queen(areas, "id") == {"a": ("b",), "b": ("a", "c"), "c": ("b",), "far": ()}
