"""The nearest body of an industry, in a world of three parks on a line and bodies beside them."""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd
import pytest

from geo.distance import distance_m
from geo.errors import MissingColumnError
from geo.industries import nearest_of_industry

COLUMNS = ["id", "lon", "prefecture", "serves", "industries"]
BODIES = pd.DataFrame(
    [
        ("toys", 113.0, "a", "prefecture", "玩具"),
        ("toys-and-lamps", 113.2, "b", "prefecture", "灯饰照明; 玩具"),
        ("all-province", 114.0, "c", "province", "新材料"),
        ("nothing-named", 113.0, "a", "prefecture", ""),
    ],
    columns=COLUMNS,
).assign(lat=23.0)


def park(lon: float, prefecture: str, *takes: str) -> pd.DataFrame:
    return pd.DataFrame({"lon": [lon], "lat": [23.0], "prefecture": [prefecture], "takes": [list(takes)]}, index=["p"])


def nearest(site: pd.DataFrame, **words: bool) -> str:
    return str(nearest_of_industry(site, BODIES, **words).at["p", "body"])


def test_it_is_of_the_industry_and_serves_the_prefecture() -> None:
    assert nearest(park(113.1, "b", "玩具")) == "toys-and-lamps"
    assert nearest(park(113.1, "a", "玩具")) == "toys"
    assert nearest(park(113.1, "a", "灯饰照明")) == "", "the one of lamps serves another prefecture"
    assert nearest(park(113.1, "a", "灯饰照明"), ignore_borders=True) == "toys-and-lamps"
    assert nearest(park(113.1, "a", "新材料")) == "all-province"
    assert nearest(park(113.1, "a", "陶瓷")) == ""


def test_any_industry_that_stands_for_it_will_do() -> None:
    assert nearest(park(113.1, "a", "陶瓷", "玩具")) == "toys"
    assert nearest(park(113.1, "a", "玩")) == "", "a part of a word is another industry"


def test_a_park_of_unknown_industry_is_held_against_every_body_and_a_tie_goes_to_the_smaller_id() -> None:
    assert nearest(park(113.0, "a")) == "nothing-named"
    assert nearest(park(113.0, "d")) == "all-province"


def test_metres_are_those_of_the_pair_and_nothing_is_far_from_nobody() -> None:
    found = nearest_of_industry(park(113.1, "b", "玩具"), BODIES)
    assert found.at["p", "metres"] == pytest.approx(distance_m([113.1], [23.0], [113.2], [23.0])[0])
    without = nearest_of_industry(park(113.1, "a", "陶瓷"), BODIES)
    assert np.isnan(without.at["p", "metres"])
    empty = nearest_of_industry(park(113.1, "a"), BODIES.iloc[:0])
    assert empty.loc["p"].tolist() == ["", pytest.approx(nan, nan_ok=True)]
    assert nearest_of_industry(park(113.1, "a").iloc[:0], BODIES).empty


def test_order_of_rows_is_nothing_and_a_missing_column_is_named() -> None:
    site = park(113.1, "b", "玩具")
    assert nearest_of_industry(site, BODIES[::-1]).equals(nearest_of_industry(site, BODIES))
    with pytest.raises(MissingColumnError, match="takes"):
        nearest_of_industry(site.drop(columns="takes"), BODIES)
