"""What tables promise: words for codes, names for adcodes, bounds as bounds, a dash for nothing."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from atlas.words import say_in
from documents import columns, readable
from tests.ui.reader import opened
from tests.worlds import the_atlas
from ui.desks import PAGES
from ui.parts.grid import is_numeric
from ui.parts.tables import found_by

RECORDS = pd.DataFrame(
    {
        "name_zh": ["中心", "法院"],
        "name_en": ["centre", ""],
        "prefecture": ["440100", "999999"],
        "kind": ["court", ""],
        "approved": ["2018-09", ""],
        "approved_bound": ["not_later_than", "unknown"],
        "evidence": ["A1", "B"],
    }
)
COLUMNS = ("name", "prefecture", "kind", "approved", "evidence", "industries")


def test_codes_become_words_and_what_is_not_known_a_dash() -> None:
    shown = readable.readable(RECORDS, COLUMNS, say_in("zh"), {"440100": "广州"})
    assert shown.iloc[0].tolist() == ["中心", "广州", "司法机构", "≤ 2018-09", "A1"]
    assert shown.iloc[1].tolist() == ["法院", "999999", columns.UNKNOWN, columns.UNKNOWN, "B"]


def test_in_english_a_record_without_an_english_name_keeps_its_own() -> None:
    shown = readable.readable(RECORDS, ("name",), say_in("en"), {}, "en")
    assert shown.iloc[:, 0].tolist() == ["centre", "法院"]


def test_the_records_are_not_changed() -> None:
    before = RECORDS.copy()
    readable.readable(RECORDS, COLUMNS, say_in("zh"), {})
    pd.testing.assert_frame_equal(RECORDS, before)


@pytest.mark.parametrize(
    "text",
    [
        "7",
        "−3.5",
        "≥ 80%",
        "8/21",
        "1,867.7万人",
        "+2 percentage points",
        "< 1 km",
        "≥1,882.4亿元",
        "8 × 10,000 patents",
        "≥ 3,000 cases per year",
    ],
)
def test_a_number_with_its_sign_and_unit_stands_on_the_right(text: str) -> None:
    assert is_numeric([text, columns.UNKNOWN, ""])


@pytest.mark.parametrize("text", ["2018-09", "广州", "7 of 21 prefectures", ""])
def test_a_date_or_a_name_does_not(text: str) -> None:
    assert not is_numeric([text])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        *[(1234, "1,234"), (np.int64(7), "7"), (12.0, "12"), (0.5, "0.5"), (True, "true"), ("00", "00")],
        *[(None, "–"), (float("nan"), "–"), (pd.NA, "–")],
    ],
)
def test_a_cell_prints_as_on_paper(cell: object, text: str) -> None:
    assert columns.cell_text(cell) == text


def test_a_place_is_found_by_its_code_and_its_pinyin() -> None:
    also = found_by(the_atlas())
    assert also["佛山"].split()[0] == "440600"
    assert "Foshan" in also["佛山"]
    assert "Huicheng" in also["惠城区"]


def sent(page: str = "coverage", tab: str = "", **params: str) -> list[dict[str, Any]]:
    """What the grids of a page are sent."""
    told = [json.loads(each.proto.json) for each in opened(page, tab, **params).get("bidi_component")]
    return [each for each in told if "rows" in each]


def test_a_grid_has_a_name_and_numbers_on_the_right_and_finds_a_county_by_its_prefecture() -> None:
    counties = sent()[0]
    assert counties["title"] == "分县缺口"
    assert [each["name"] for each in counties["columns"] if each["side"] == "right"][:1] == ["常住人口"]
    assert counties["columns"][0]["side"] == "left"
    place = [row[0] for row in counties["rows"]].index("普宁市")
    assert "Jieyang" in counties["also"][place]
    assert counties["selectable"]
    assert counties["chosen"] == -1


@pytest.mark.parametrize("board", ["14-5", "13-5"])
def test_the_numbers_of_indicators_stand_on_the_same_side_in_both_tables_of_a_plan(board: str) -> None:
    sides = [each["side"] for grid in sent("plan", board=board) for each in grid["columns"] if each["name"] == "编号"]
    assert sides == ["left", "left"]


def test_what_is_chosen_on_the_map_is_chosen_in_the_table() -> None:
    counties = sent(selected="c445281")[0]
    assert counties["rows"][counties["chosen"]][0] == "普宁市"


def test_every_table_of_every_page_has_a_name_and_a_file() -> None:
    for page, params in (("coverage", {}), ("plan", {}), ("data", {}), ("prefecture", {"id": "441500"})):
        app = opened(page, **params)
        grids = [each.key for each in app.get("bidi_component")]
        assert grids
        for grid in [json.loads(each.proto.json) for each in app.get("bidi_component")]:
            assert grid.get("title", "-")
        names = {each.proto.id.split("csv-")[-1] for each in app.get("download_button") if "csv-" in each.proto.id}
        assert len(names) == len([1 for each in app.get("bidi_component") if "rows" in json.loads(each.proto.json)])


@pytest.mark.parametrize("page", [each.path for each in PAGES])
def test_every_table_says_what_it_is_about(page: str) -> None:
    """A page by another name for a column would leave a telephone with its second one, or with none."""
    for grid in sent(page, id="441500", scenario="close protection-centre-foshan"):
        about = [each["name"] for each in grid["columns"] if each["about"]]
        assert about, grid["title"]
        assert not grid["columns"][0]["about"]


def _page_of_nothing() -> None:
    """A page by itself, as AppTest runs it: with its own imports."""
    from types import SimpleNamespace

    import pandas as pd

    from atlas.words import say_in
    from ui.parts.tables import show_table

    show_table(pd.DataFrame(columns=["名称"]), "nothing", "机构", SimpleNamespace(say=say_in("zh")))  # type: ignore[arg-type]


def test_a_table_of_nothing_says_so_in_place_of_bare_headings() -> None:
    app = AppTest.from_function(_page_of_nothing).run()
    assert not app.exception
    assert [each.value for each in app.info] == ["机构：按当前日期、条件和筛选，没有可列的内容。"]
    assert not app.get("bidi_component")
    assert not app.get("download_button")


# Questions that leave much of the atlas without rows: nothing stands yet, nothing counts, everybody is reached.
LEFT_EMPTY = (
    {"date": "2010-01-31", "radius": "10"},
    {"kinds": "none", "industry": "灯饰", "evidence": "confirmed"},
    {"radius": "300", "borders": "ignore", "scenario": "close protection-centre-foshan"},
)
PARTS = {"coverage": "coverage-parts", "compare": "compare-parts", "prefecture": "prefecture-parts"}


@pytest.mark.long
@pytest.mark.parametrize("link", LEFT_EMPTY, ids=" ".join)
def test_no_question_leaves_bare_headings_on_any_part_of_any_page(link: dict[str, str]) -> None:
    for page in (each.path for each in PAGES):
        app = opened(page, id="441500", **link)
        names = [each.label for each in app.tabs] if page in PARTS else [""]
        assert names, page
        for name in names:
            found = sent(page, f"{PARTS[page]}:{name}" if name else "", id="441500", **link)
            assert [each["title"] for each in found if not each["rows"]] == [], (page, name)


def test_what_stays_in_sight_of_the_plans_table_is_what_an_indicator_is_called() -> None:
    for board in sent("plan"):
        assert board["columns"][0]["name"] == "指标"
        assert board["columns"][1]["name"] == "编号"
