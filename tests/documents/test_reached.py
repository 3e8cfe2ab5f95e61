"""Who is in reach and who is not are never confused: no share stands under a heading that does not say of which it is,
and what is told adds up.
"""

from __future__ import annotations

import re

import pandas as pd
import pytest

from atlas.inquiry import Inquiry
from documents.tables.pages import tables_of
from documents.tables.table import Table
from documents.told import Told
from tests.addresses import SCENARIO
from tests.worlds import choices, loaded, told

SHARE = re.compile(r"[0-9.]+%")
SAID = {"zh": re.compile("可及"), "en": re.compile("reach", re.IGNORECASE)}
# Whose shares are told by the row, by the title of the measure, or are of the province's amount.
BY_ROW = {"side-by-side", "ranking", "two-times", "two-measures", "standing", "indicators", "quantities", "clusters"}
ASKED = ({}, {"weight": "gdp"}, {"scenario": SCENARIO}, {"radius_km": 80, "ignore_borders": True})


def tables(page: str, language: str = "zh", **changes: object) -> list[Table]:
    asked = Told(Inquiry(loaded("14-5", language), told(**changes).question), choices())
    return [each for each in tables_of(page, asked) if each.name not in BY_ROW]


def shares(column: pd.Series) -> bool:
    texts = [each for each in column if isinstance(each, str) and each != "–"]
    return bool(texts) and all(map(SHARE.fullmatch, texts))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", ["coverage", "prefecture", "siting"])
def test_every_share_says_that_it_is_of_those_in_reach(page: str, language: str) -> None:
    unsaid = []
    for asked in ASKED:
        place = {"prefecture": "440600"} if page == "prefecture" else {}
        for table in tables(page, language, **place, **asked):
            for number, name in enumerate(table.rows.columns):
                if shares(table.rows.iloc[:, number]) and not SAID[language].search(str(name)):
                    unsaid.append(f"{table.name}: {name}")
    assert not unsaid


@pytest.mark.parametrize("asked", [ASKED[0], ASKED[3]])
def test_those_in_reach_and_those_out_of_reach_are_all_and_the_share_is_of_the_first(asked: dict[str, object]) -> None:
    checked = 0
    for table in tables("coverage", **asked):
        if not {"常住人口", "可及", "不可及", "可及占比"} <= set(table.rows.columns):
            continue
        for row in table.rows.to_dict("records"):
            assert row["可及"] + row["不可及"] == row["常住人口"]
            assert row["可及占比"] == f"{row['可及'] / row['常住人口']:.1%}"
            checked += 1
    assert checked > 90
