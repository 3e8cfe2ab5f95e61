"""The statistics add up by every path, every indicator says what it holds, and a faulty cell is kept but marked."""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest
import shapely
from pydantic import ValidationError

from data import catalog
from data.plan_models import Indicator
from data.plans import read_indicators
from data.recipes import prefecture_indicators
from data.recipes.measures import area_km2
from data.recipes.tables import content, records

PROVINCE_2020 = 126_012_510  # census of 1 November 2020
SHENSHAN = 65_663
SUM_OF_PREFECTURES = "440000"
OWN_SETS = (
    "prefectures", "counties", "neighbours", "residents_county", "residents_prefecture", "demand_points",
    "county_seats", "demonstration_areas", "prefecture_indicators", "place_figures",
)  # fmt: skip


@pytest.fixture(scope="module")
def values():
    return records("prefecture_indicators")


@pytest.fixture(scope="module")
def adcodes():
    return list(records("prefectures")["adcode"])


def series(values: pd.DataFrame, indicator: str, period: str) -> pd.Series:
    rows = values[
        (values["indicator"] == indicator) & (values["period"] == period) & (values["prefecture"] != SUM_OF_PREFECTURES)
    ]
    return rows.set_index("prefecture")["value"]


def usable(values: pd.DataFrame, indicator: str) -> pd.DataFrame:
    return values[
        (values["indicator"] == indicator) & (values["evidence"] != "C") & (values["prefecture"] != SUM_OF_PREFECTURES)
    ]


def test_the_census_adds_up_by_every_path():
    by_county, by_prefecture = records("residents_county"), records("residents_prefecture")
    assert by_county["residents_2020"].sum() == PROVINCE_2020
    assert by_prefecture["residents_2020"].sum() == PROVINCE_2020
    assert by_prefecture["county_sum"].sum() == PROVINCE_2020
    assert records("demand_points")["residents"].sum() == PROVINCE_2020


def test_county_residents_add_up_to_the_stated_county_sum():
    units = records("counties").set_index("adcode")["prefecture"]
    residents = records("residents_county").set_index("adcode")["residents_2020"]
    stated = records("residents_prefecture").set_index("adcode")["county_sum"]
    assert residents.groupby(units).sum().to_dict() == stated.to_dict()


def test_every_county_and_prefecture_has_residents():
    assert set(records("residents_county")["adcode"]) == set(records("counties")["adcode"])
    assert set(records("residents_prefecture")["adcode"]) == set(records("prefectures")["adcode"])


def test_only_shenshan_separates_the_two_tabulations():
    residents = records("residents_prefecture").set_index("adcode")
    assert (residents["residents_2020"] - residents["county_sum"] == residents["difference"]).all()
    assert residents["difference"][residents["difference"] != 0].to_dict() == {"440300": SHENSHAN, "441500": -SHENSHAN}
    assert residents["note_zh"].ne("").equals(residents["difference"].ne(0))


def test_the_catalogue_and_the_table_name_the_same_indicators(values):
    ids = [each["id"] for each in read_indicators()]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(values["indicator"])


def test_exactly_one_indicator_is_shown_first():
    assert sum(each.default for each in read_indicators()) == 1


def test_weights_have_an_order_of_their_own_and_a_name_in_both_languages():
    weights = [each.weight for each in read_indicators() if each.weight is not None]
    assert sorted(each.order for each in weights) == list(range(1, len(weights) + 1))
    assert all(each.short_zh and each.short_en for each in weights)


def test_a_ratio_is_no_weight():
    ratio = next(each for each in read_indicators() if each.kind == "ratio")
    told = dict(ratio) | {"weight": {"order": 1, "short_zh": "比率"}}
    with pytest.raises(ValidationError, match="a ratio cannot be spread over places"):
        Indicator.model_validate(told)


@pytest.mark.parametrize("about", read_indicators(), ids=lambda about: about["id"])
def test_an_indicator_is_fully_described(about):
    assert all(about[word] for word in ("title_zh", "title_en", "unit_zh", "unit_en", "note_zh", "note_en"))
    assert about["kind"] in {"flow", "stock", "ratio"}
    assert about["decimals"] in {0, 1, 2}
    assert about["palette"] == "sequential"


@pytest.mark.parametrize("about", read_indicators(), ids=lambda about: about["id"])
def test_complete_means_21_usable_values_in_the_latest_year(values, adcodes, about):
    rows = usable(values, about["id"])
    latest = rows[rows["period"] == rows["period"].max()]
    assert about["default_period"] == rows["period"].max()
    assert about["complete"] == (set(latest["prefecture"]) == set(adcodes))


def test_every_prefecture_of_the_table_is_one_of_the_21_or_their_sum(values, adcodes):
    assert set(values["prefecture"]) == {*adcodes, SUM_OF_PREFECTURES}


def test_the_faulty_cells_are_kept_flagged_and_explained(values):
    faulty = values[values["evidence"] == "C"]
    assert faulty["value"].notna().all()
    assert faulty["notes"].str.contains("不得|应以").all()


def test_sum_rows_are_the_sums_of_what_is_printed(values):
    sums = values[values["prefecture"] == SUM_OF_PREFECTURES]
    for row in sums.itertuples():
        assert series(values, row.indicator, row.period).sum() == pytest.approx(row.value, abs=0.05), (
            row.indicator,
            row.period,
        )


@pytest.mark.parametrize(
    ("ratio", "grants"), [("invention-grants-per-10k", "invention-grants"), ("patent-grants-per-10k", "patent-grants")]
)
def test_grants_per_ten_thousand_are_grants_over_residents(values, ratio, grants):
    expected = series(values, grants, "2023") / series(values, "residents-year-end", "2023")
    pd.testing.assert_series_equal(series(values, ratio, "2023"), expected, check_names=False, rtol=0, atol=0.006)


def test_product_per_resident_is_product_over_residents(values):
    expected = series(values, "gdp", "2024") / series(values, "residents-year-end", "2024") * 10_000
    pd.testing.assert_series_equal(
        series(values, "gdp-per-resident", "2024"), expected, check_names=False, rtol=0, atol=1
    )


def test_density_is_people_over_the_land_of_the_same_outline(values):
    """By the county tabulation, which has Shenshan where the outline has it; the reefs of Dongsha are no land."""
    counties = records("counties")
    people = records("residents_county").set_index("adcode")["residents_2020"]
    reefs = [
        part for part in shapely.get_parts(counties.set_index("adcode").at["441581", "geometry"]) if part.bounds[3] < 22
    ]
    land = counties.set_index("adcode").geometry.map(area_km2)
    land["441581"] -= sum(area_km2(part) for part in reefs)
    home = counties.set_index("adcode")["prefecture"]
    density = people.groupby(home).sum() / land.groupby(home).sum()
    assert series(values, "residents-density", "2020").to_dict() == pytest.approx(density.to_dict(), abs=0.06)
    assert series(values, "map-area", "2020").to_dict() == pytest.approx(land.groupby(home).sum().to_dict(), abs=0.06)
    assert len(reefs) == 5
    assert set(values.loc[values["indicator"].isin({"residents-density", "map-area"}), "evidence"]) == {"B"}


def test_a_recalled_area_stands_in_no_figure_and_is_kept_as_a_check(values):
    """Within five per cent of the outline; Shanwei's, recalled without Shenshan's 468 km², within ten with it."""
    named = {source for cell in values["sources"] for source in cell.split("; ")}
    assert "recalled-areas" not in {*named, *catalog.meta("prefecture_indicators").sources}
    recalled = records("prefectures").set_index("adcode")["official_area_km2"]
    off = series(values, "map-area", "2020") / recalled - 1
    assert off.drop("441500").abs().max() < 0.05
    assert series(values, "map-area", "2020")["441500"] / (recalled["441500"] + 468) - 1 == pytest.approx(0, abs=0.1)


def test_census_and_year_end_residents_of_2020_agree_within_one_percent(values):
    ratio = series(values, "residents-census", "2020") / series(values, "residents-year-end", "2020")
    assert len(ratio) == 21
    assert ratio.between(0.99, 1.01).all()


def test_making_the_indicators_anew_changes_nothing():
    declared = catalog.meta("prefecture_indicators")
    assert content(declared, prefecture_indicators.build()) == declared.file.read_bytes()


def test_a_scattered_figure_belongs_to_the_prefecture_its_place_names():
    names = records("prefectures").set_index("adcode")["short_zh"]
    figures = records("place_figures")
    placed = figures[figures["prefecture"] != ""]
    assert (placed["place_zh"].str.slice(0, 2) == placed["prefecture"].map(names.to_dict())).all()
    assert set(figures.loc[figures["prefecture"] == "", "place_zh"]) == {"全省", "广东", "粤港澳大湾区"}


def test_no_scattered_figure_covers_all_prefectures_in_any_year():
    figures = records("place_figures")
    places = figures[figures["prefecture"] != ""].groupby(["indicator_zh", "period"])["prefecture"].nunique()
    assert places.max() < 21


@pytest.mark.parametrize("set_id", OWN_SETS)
def test_every_source_a_dataset_names_is_known_and_used(set_id):
    known = {
        source
        for path in catalog.ROOT.glob("sources*.toml")
        for source in tomllib.loads(path.read_text(encoding="utf-8"))
    }
    declared, table = catalog.meta(set_id), records(set_id)
    assert set(declared.sources) <= known
    if "sources" in table:
        named = {source for cell in table["sources"] for source in cell.split("; ")}
        assert named <= set(declared.sources)


@pytest.mark.parametrize("set_id", OWN_SETS)
def test_every_reference_to_a_place_resolves(set_id):
    declared, table = catalog.meta(set_id), records(set_id)
    for column, rules in declared.columns.items():
        target, _, field = rules.get("refers_to", "").partition(".")
        if field:
            assert set(table[column]) - {""} <= set(records(target)[field]), column
