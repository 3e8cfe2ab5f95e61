"""A day as people type it, and the ends of years."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from random import Random

import pytest

from atlas.clock import typed_day, year_ends
from atlas.faults import FaultError
from atlas.words import say_in
from tests.worlds import choices

TODAY = date(2026, 11, 27)
DAY_FORMS = ("{y}-{m}-{d}", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}.{m}.{d}", "{y}年{m}月{d}日", "{y}{m:02}{d:02}")
MONTH_FORMS = ("{y}-{m}", "{y}/{m:02}", "{y}年{m}月", "{y} 年 {m} 月", "{y}{m:02}", "{y}.{m}")
YEAR_FORMS = ("{y}", "{y}年", "{y}年底")


def test_a_day_a_month_and_a_year_in_every_form_are_their_last_day() -> None:
    random, first, last = Random(15), choices().first_day, choices().last_day
    for _ in range(60):
        day = first + timedelta(random.randrange((last - first).days))
        month = day.replace(day=monthrange(day.year, day.month)[1])
        wanted = dict.fromkeys(DAY_FORMS, day) | dict.fromkeys(MONTH_FORMS, month)
        wanted |= dict.fromkeys(YEAR_FORMS, date(day.year, 12, 31))
        for form, right in wanted.items():
            text = form.format(y=day.year, m=day.month, d=day.day)
            wide = text.translate({ord("0") + n: "０１２３４５６７８９"[n] for n in range(10)})
            for each in (text, f"  {text} ", wide):
                assert typed_day(each, choices(), TODAY) == right, each


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("二〇二三年六月", date(2023, 6, 30)),
        ("二〇二三年十一月二十三日", date(2023, 11, 23)),
        ("去年底", date(2025, 12, 31)),
        ("2024年2月", date(2024, 2, 29)),
    ],
)
def test_a_day_in_words(text: str, right: date) -> None:
    assert typed_day(text, choices(), TODAY) == right


@pytest.mark.parametrize(
    "text", ["昨天吧", "2023-13", "20230230", "2018-02-30", "440100", "6", "2023-6-", "50公里", "x" * 200]
)
def test_nonsense_is_one_sentence(text: str) -> None:
    with pytest.raises(FaultError) as refused:
        typed_day(text, choices(), TODAY)
    assert refused.value.sentence(say_in("zh")).startswith("输入的不是日期。请写年、年月或年月日")


@pytest.mark.parametrize("text", ["1999", "2009-12-31", "2026-01-01", "2099年"])
def test_a_day_outside_the_clock_is_said_with_its_ends(text: str) -> None:
    with pytest.raises(FaultError, match="2010-01-01 to 2025-12-31"):
        typed_day(text, choices(), TODAY)


def test_years_end_with_december_but_the_last_with_the_clock() -> None:
    assert year_ends(date(2010, 1, 1), date(2012, 12, 31)) == [date(year, 12, 31) for year in (2010, 2011, 2012)]
    assert year_ends(date(2011, 5, 1), date(2012, 6, 30)) == [date(2011, 12, 31), date(2012, 6, 30)]
