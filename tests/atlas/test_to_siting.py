"""Checked candidates and weights pass siting's own door with the same numbers, turned to WGS-84."""

from __future__ import annotations

import pytest

from atlas.own.to_siting import TABLES, siting_table, weighing
from atlas.siting.tables import candidates, weights
from data.intake.check import check
from tests.data.intake.files import bodies, body, csv, facts
from tests.worlds import the_atlas


def test_candidates_of_a_phone_arrive_where_the_check_put_them() -> None:
    rows = csv(("编号", "名称", "经度", "纬度"), ("a", "甲, “一”", "116.69", "23.36"), ("b", "", "113.2644", "23.1291"))
    found = check(rows, "点.csv", "sites", "gcj02", facts())
    brought = candidates(siting_table(found), "点.csv", the_atlas().world).value
    good = [each.cells for each in found.good]
    assert brought["lon"].to_list() == [each["lon"] for each in good] != [116.69, 113.2644]
    assert brought["prefecture"].to_list() == ["440500", "440100"]
    assert brought["name"].to_list() == ["甲, “一”", "b"]


def test_weights_by_name_arrive_by_code() -> None:
    found = check(csv(("县区", "权重"), ("金平区", "1,250.5"), ("越秀区", "3")), "权重.csv", "weights", "", facts())
    assert weights(siting_table(found), "权重.csv", the_atlas().world).value == {"440511": 1250.5, "440104": 3.0}


def test_siting_takes_no_other_kind() -> None:
    found = check(bodies(body()), "表.csv", "bodies", "wgs84", facts())
    assert sorted(TABLES) == ["county_indicators", "sites", "weights"]
    with pytest.raises(LookupError):
        siting_table(found)


HEADING = ("指标", "县区", "年份", "数值")
COUNTY_ROWS = (
    ("", "金平区", "2023", "1,250"),
    ("industrial-firms", "440104", "2023年", "30"),
    ("industrial-firms", "越秀区", "2022", "29"),
    ("invention-grants-per-10k", "越秀区", "2023", "8.5"),
)


def test_an_amount_by_county_weighs_the_counties_of_its_year_and_a_ratio_does_not() -> None:
    indicators = the_atlas().world.indicators
    (firms,) = [each["title_zh"] for each in indicators if each["id"] == "industrial-firms"]
    rows = [(firms, *COUNTY_ROWS[0][1:]), *COUNTY_ROWS[1:]]
    found = check(csv(HEADING, *rows), "分县.csv", "county_indicators", "", facts())
    assert [each.plain() for each in found.problems] == []
    assert weighing(found, indicators) == [("industrial-firms", "2022"), ("industrial-firms", "2023")]
    brought = weights(siting_table(found, ("industrial-firms", "2023")), "分县.csv", the_atlas().world)
    assert brought.value == {"440511": 1250.0, "440104": 30.0}
    assert brought.notes, "that all other units weigh nothing is said"


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (("地区生产总植", "越秀区", "2023", "1"), "指标", "no indicator is called so"),
        (("gdp", "越秀县", "2023", "1"), "县区", "no unit of today"),
        (("gdp", "440100", "2023", "1"), "县区", "this is a prefecture"),
        (("gdp", "越秀区", "2023-05", "1"), "年份", "a year is expected"),
        (("gdp", "越秀区", "2023", "-1"), "数值", "below 0"),
        (("gdp", "越秀区", "2023", "12%"), "数值", "not in per cent"),
        (("gdp", "越秀区", "2023", ""), "数值", ""),
    ],
)
def test_a_bad_row_of_county_indicators_is_told_with_its_cell(row: tuple[str, ...], column: str, said: str) -> None:
    good = ("gdp", "荔湾区", "2023", "1")
    found = check(csv(HEADING, good, row), "分县.csv", "county_indicators", "", facts())
    assert [(each.row, each.column) for each in found.problems] == [(3, column)]
    assert said in found.problems[0].problem.sentence()
    assert len(found.good) == 1
    twice = check(csv(HEADING, good, good), "分县.csv", "county_indicators", "", facts())
    assert ["already says" in each.problem.sentence() for each in twice.problems] == [True]
