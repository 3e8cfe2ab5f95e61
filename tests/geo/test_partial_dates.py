"""A partial date stands for its whole period: possible from its first day, known by its last."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadValueError
from geo.partial_dates import first_day, first_days, last_day, last_days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2019-04-30", date(2019, 4, 30), date(2019, 4, 30)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


NONSENSE = [
    "",
    "20",
    "2020-2",
    "2020-13",
    "2020-00",
    "2021-02-29",
    "2020/02",
    "2020-02-21T00:00",
    " 2020",
    "0000",
    "２０２０",
]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_refused_and_quoted(text: str) -> None:
    for day in (first_day, last_day):
        with pytest.raises(BadValueError, match="expected a date such as 2020") as caught:
            day(text)
        assert repr(text) in str(caught.value)


def test_a_column_keeps_its_index_and_unknown_stays_unknown() -> None:
    texts = pd.Series(["2020", "", None, "2020-02"], index=[7, 5, 5, "x"], name="approved")
    found = last_days(texts)
    assert found.index.equals(texts.index)
    assert found.name == "approved"
    assert found.dtype == "datetime64[s]"
    assert found.isna().tolist() == [False, True, True, False]
    assert found.iloc[0] == pd.Timestamp("2020-12-31")
    assert first_days(texts).iloc[3] == pd.Timestamp("2020-02-01")


def test_a_column_names_every_bad_text_at_once() -> None:
    with pytest.raises(BadValueError, match=r"operating: .*'soon', '2020-13'"):
        first_days(pd.Series(["2020", "soon", "2020-13", "soon"], name="operating"))


def test_an_empty_column_stays_empty() -> None:
    assert last_days(pd.Series([], dtype=str)).empty


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from([4, 7, 10]))
def test_every_day_lies_in_the_periods_it_is_written_as(day: date, letters: int) -> None:
    text = day.isoformat()[:letters]
    assert first_day(text) <= day <= last_day(text)
    assert first_days(pd.Series([text])).to_numpy()[0] == np.datetime64(first_day(text))
    assert last_days(pd.Series([text])).to_numpy()[0] == np.datetime64(last_day(text))
