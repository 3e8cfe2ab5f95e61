"""Parks and clusters: every one that was compiled stands in the table, at a place of its own or at a seat, said so."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from data import catalog
from data.recipes import candidate_sites
from data.recipes.tables import content, records
from tests.worlds import rows


def test_what_was_compiled_is_there_by_kind() -> None:
    if catalog.meta("candidate_sites").as_of != "2025-12-31":
        pytest.skip("compiled anew")
    assert Counter(each["kind"] for each in rows("candidate_sites")) == {
        "national_high_tech_zone": 14,
        "provincial_high_tech_zone": 7,
        "national_development_zone": 1,
        "township_park": 17,
        "national_cluster": 15,
        "former_upgrade_area": 15,
        "provincial_cluster": 12,
    }
    assert [each["fact_ref"] for each in rows("candidate_sites") if each["evidence"] == "C"] == ["14-04"]


def test_a_park_stands_in_its_county_and_one_without_a_point_at_the_seat_and_says_so() -> None:
    homes = records("demand_points").set_index("id")["county"]
    seats = records("county_seats").set_index("adcode")
    for each in rows("candidate_sites"):
        point = (float(each["lon"]), float(each["lat"]))
        if each["point_source"].startswith("GeoNames "):
            assert homes["gn-" + each["point_source"].removeprefix("GeoNames ")] == each["county"], each["id"]
            assert each["position"] == "town_seat", each["id"]
        elif each["point_source"] == candidate_sites.AT_COUNTY:
            assert each["position"] in ("county_seat", "city_seat"), each["id"]
            assert point == tuple(seats.loc[each["county"], ["lon", "lat"]]), each["id"]
        else:
            assert (each["point_source"], each["county"]) == (candidate_sites.AT_PREFECTURE, ""), each["id"]


def test_making_the_points_anew_changes_nothing() -> None:
    declared = catalog.meta("candidate_sites")
    assert content(declared, candidate_sites.build()) == declared.file.read_bytes()


def test_what_stands_for_an_industry_is_an_industry_some_body_is_approved_for() -> None:
    approved = {name for body in rows("bodies") for name in body["industries"].split("; ") if name}
    for each in rows("candidate_sites"):
        assert set(filter(None, each["accepted_as"].split("; "))) <= approved, each["id"]
        assert bool(each["industries"]) == bool(each["industries_en"]), each["id"]
        assert each["industries"] or not each["accepted_as"], each["id"]
        assert each["kind"].endswith("cluster") or each["kind"] == "former_upgrade_area" or not each["industries"]


def test_no_name_is_parted_by_a_space_within_its_chinese() -> None:
    names = [each["name_zh"] for each in rows("candidate_sites")]
    assert len(names) > 80
    assert not [name for name in names if re.search("[一-鿿] +[一-鿿]", name)]
