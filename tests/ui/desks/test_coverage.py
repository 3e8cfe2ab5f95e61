"""Coverage gaps: residents in reach and prefectures without a body, as the answer of the page has them."""

from __future__ import annotations

import pytest

from tests.ui.reader import opened, tables, told
from tests.worlds import answered

RECORD = "rapid-rights-yangjiang-hardware"


def test_residents_in_reach_are_those_of_the_answer() -> None:
    gaps = answered("coverage", radius_km=80, ignore_borders=True)["gaps"]
    words = told(opened("coverage", radius="80", borders="ignore"))
    assert f"<b>{gaps['share']:.1%}</b>" in words
    assert f"{gaps['total']:,}人中的{gaps['covered']:,}人" in words


def test_the_gap_list_has_a_row_for_every_county_with_a_gap() -> None:
    app = opened("coverage", zone="north")
    gaps = answered("coverage", zone="north")["gaps"]["gaps"]
    counties = tables(app)[0]
    assert counties["不可及"].tolist() == [f"{each['unserved']:,}" for each in gaps]


def test_each_list_of_gaps_says_over_itself_whose_it_is() -> None:
    words = told(opened("coverage"))
    assert "### 分县缺口" in words
    assert "### 分市缺口" in words


def test_a_record_taken_as_wrong_is_told_and_missing() -> None:
    plain, supposed = told(opened("coverage")), told(opened("coverage", wrong=RECORD))
    assert "推演中" in supposed
    assert "推演中" not in plain
    without = answered("coverage", wrong=(RECORD,))["gaps"]
    assert f"{without['total']:,}人中的{without['covered']:,}人" in supposed


def test_the_parks_out_of_reach_are_those_of_the_answer() -> None:
    answer = answered("coverage", radius_km=80)["parks"]
    app = opened("coverage", "coverage-parts:优势产业聚集区和高新区", radius="80")
    known, others = (answer["counts"][f"industry_{each}"] for each in ("known", "unknown"))
    words = told(app)
    assert f"产业已知的{sum(known.values())}个园区、集群中，{known['beyond']}个" in words
    assert f"产业未知的{sum(others.values())}个中，{others['beyond'] + others['none']}个" in words


def test_what_would_be_counted_stands_in_columns_of_its_own_beside_what_the_records_say() -> None:
    """Each degree is one number of so many, in a column that sorts; the answer of the page has the same ones."""
    app = opened("coverage", "coverage-parts:口径台账与推演", wrong=RECORD)
    (table,) = (each for each in tables(app) if "至少（设想）" in each.columns)
    degrees = {"certain": "确证", "best": "推定", "possible": "可能"}
    supposed = {"at_least": "至少（设想）", "by_best_reading": "推定（设想）", "at_most": "至多（设想）"}
    rows = answered("coverage", wrong=(RECORD,))["ledger"]
    assert len(table) == len(rows)
    for cells, row in zip(table.to_dict("records"), rows, strict=True):
        for name, title in degrees.items():
            assert cells[title] == ("–" if row["verdict"] is None else f"{row[name]}/{row['n']}")
        for name, title in supposed.items():
            assert cells[title] == ("–" if row["supposed"] is None else f"{row['supposed'][name]}/{row['n']}")


def test_what_differs_between_definitions_is_written_as_it_is() -> None:
    warnings = [each.value for each in opened("coverage", lang="en").warning]
    assert [each for each in warnings if "sub\\-centres" in each]
    assert not [each for each in warnings if "\\\\" in each], "escaped once, so that no sign of it is seen"


def test_by_another_weight_the_page_says_the_numbers_of_the_answer_and_that_they_are_modelled() -> None:
    gaps = answered("coverage", weight="industrial-firms")["gaps"]
    app = opened("coverage", weight="industrial-firms")
    words = told(app).replace("\\", "")
    assert f"<b>{gaps['share']:.1%}</b>" in words
    assert f"{gaps['covered']:,.0f}/{gaps['total']:,.0f}个" in words
    assert "筛选中：按规上工业企业（2022年，个，按人口分摊的推算）计" in words
    for each in gaps["by_weight"]:
        assert f"{each['share']:.1%}" in words
    table = tables(app)[0]
    # Whole on the page, with two decimals in the answer: half of the last digit of each.
    unserved = [each["unserved"] for each in gaps["gaps"]]
    shown = [float(each.replace(",", "")) for each in table["不可及（推算）"]]
    assert shown == pytest.approx(unserved, abs=0.505)
    assert "规上工业企业（推算），个" in table.columns
