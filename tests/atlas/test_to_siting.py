"""Checked candidates and weights pass siting's own door with the same numbers, turned to WGS-84."""

from __future__ import annotations

import pytest

from atlas.own.to_siting import TABLES, siting_table
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
    assert sorted(TABLES) == ["sites", "weights"]
    with pytest.raises(LookupError):
        siting_table(found)
