"""The tables of a page in one workbook: those of the page, numbers as numbers, and what they stand under."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from atlas.inquiry import Inquiry
from atlas.question.offered import choices_of
from atlas.reach import gap_table
from data.catalog import meta
from data.cells import changed_by_excel
from data.export import as_csv
from documents.links import link_of
from documents.tables.pages import PAGES, tables_of
from documents.told import Told
from documents.workbook import file_name, handed_out, workbook
from tests.addresses import SCENARIO
from tests.worlds import loaded, the_atlas, told, usual_question

WITH_TABLES = [page for page in PAGES if page not in ("briefing", "review", "manual", "siting")]


def sheets(page: str, **changes: Any) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(page, told(**changes))))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("page", WITH_TABLES)
def test_every_table_of_a_page_is_a_sheet_with_all_rows(page: str) -> None:
    found, tables = sheets(page), tables_of(page, told())
    assert list(found)[-1] == "说明"
    assert [len(rows) for rows in found.values()][:-1] == [len(each.rows) + 1 for each in tables]
    assert list(found)[:-1] == [each.title[:31] for each in tables]


@pytest.mark.parametrize("page", WITH_TABLES)
def test_no_csv_of_a_table_holds_a_cell_that_excel_changes(page: str) -> None:
    for each in tables_of(page, told()):
        for line in as_csv(handed_out(each, told().say)).decode("utf-8-sig").splitlines()[1:]:
            assert not [cell for cell in re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', line) if changed(cell)]


def changed(cell: str) -> bool:
    """Whether Excel would make another value of it; a number of its own is none, and may be long."""
    return changed_by_excel(cell) and not re.fullmatch(r"-?[1-9][0-9]{0,10}|0", cell)


def test_the_residents_out_of_reach_add_up_as_a_naive_sum() -> None:
    head, *rows = sheets("coverage")["分县缺口"]
    place = head.index("不可及")
    found = gap_table(the_atlas(), told().view.reached)
    assert sum(row[place] for row in rows) == pytest.approx(found["unserved"].sum(), abs=len(rows))
    assert all(isinstance(row[place], float) and isinstance(row[0], str) for row in rows)


def test_a_share_is_a_percent_and_a_day_a_day() -> None:
    head, *rows = sheets("coverage")["分县缺口"]
    shares = [row[head.index("可及占比")] for row in rows]
    assert all(0 <= share <= 1 for share in shares)
    head, *rows = sheets("overview")["国家级保护中心"]
    assert {type(row[head.index("获批")]) for row in rows} & {date}


def test_two_measures_and_clusters_are_tables_once_they_are_asked_for() -> None:
    names = {each.name for each in tables_of("compare", told())}
    assert not {"two-measures", "clusters"} & names
    tables = {each.name: each for each in tables_of("compare", told(other_measure="gdp", clusters=True))}
    assert len(tables["clusters"].rows) == 21
    pair = tables["two-measures"]
    assert pair.numbers is not None
    for share, number in zip(pair.rows.iloc[:, 2], pair.numbers.iloc[:, 2], strict=True):
        assert share == f"{number * 100:.1f}%"
    assert pair.formats[pair.rows.columns[2]] == "0.0%"


def test_a_measure_known_for_fewer_under_suppositions_stands_beside_itself_in_its_own_format() -> None:
    bodies = the_atlas().world["bodies"]
    closed = bodies.loc[bodies["kind"] == "rapid_rights_centre", "id"].iloc[0]
    asked = {"kinds": ("rapid_rights_centre",), "wrong": (closed,)}
    found = told(measure="median-distance", other_measure="gdp", **asked)
    pair = next(each for each in tables_of("compare", found) if each.name == "two-measures")
    here, there = list(pair.rows.columns[2:4])
    assert (here[-4:], there[-8:]) == ("8/21", "7/21（设想）")
    assert pair.formats[here] == pair.formats[there] == "#,##0"


def test_a_measure_set_against_itself_stands_once() -> None:
    tables = {each.name: each for each in tables_of("compare", told(measure="gdp", other_measure="gdp"))}
    pair = tables["two-measures"]
    assert len(pair.rows.columns) == 4
    assert list(pair.formats) == [pair.rows.columns[2]]


@pytest.mark.parametrize("measure", ["reach", "bodies-per-million", "gdp"])
def test_every_column_of_numbers_has_its_format_and_the_supposed_one_beside_it_the_same(measure: str) -> None:
    found = told(scenario=SCENARIO, measure=measure, other_measure="science-spending")
    checked = set[str]()
    for each in tables_of("compare", found):
        if each.numbers is not None:
            titles = list(each.numbers.select_dtypes("number").columns)
            assert all(each.formats[title] for title in titles)
            supposed = [title for title in titles if title.endswith("（设想）")]
            assert all(each.formats[title] == each.formats[title.removesuffix("（设想）")] for title in supposed)
            checked |= {each.name, *(["supposed"] if supposed else [])}
    assert {"ranking", "two-measures"} <= checked
    assert ("supposed" in checked) is (measure != "gdp")


def test_the_last_sheet_says_what_was_asked_of_which_data() -> None:
    about = {row[0]: row[1] for row in sheets("coverage", as_of=date(2023, 12, 31), radius_km=80)["说明"]}
    assert about["截至日期"] == "2023-12-31"
    assert about["数据版本"] == the_atlas().version
    assert about["口径说明"].startswith("国家级，已获批或运行")
    assert about["可及"].startswith("80 km")
    assert about["结论"]
    assert about["本视图链接"].startswith("/coverage?")
    assert "date=2023-12-31" in about["本视图链接"]
    assert len([name for name in about if name.startswith("来源：")]) == len(the_atlas().sets)


def test_a_link_asks_the_same_again() -> None:
    from urllib.parse import parse_qsl, urlsplit

    from atlas.question.question import from_params

    asked = told(as_of=date(2023, 12, 31), radius_km=80, zone="north")
    parts = urlsplit(link_of(asked.inquiry, "coverage"))
    question, problems = from_params(dict(parse_qsl(parts.query)), asked.choices)
    assert parts.path == "/coverage"
    assert not problems
    assert question.for_answers() == asked.question.with_changes(scoreboard=question.scoreboard).for_answers()


def test_what_is_supposed_says_so_in_name_and_sheet() -> None:
    supposed = told(scenario=SCENARIO)
    assert file_name("分县/缺口", supposed) == "分县 缺口_2025-12-31_设想"
    about = {row[0]: row[1] for row in sheets("coverage", scenario=SCENARIO)["说明"]}
    assert about["情景"] != "无"
    head = sheets("coverage", scenario=SCENARIO)["分县缺口"][0]
    assert [title for title in head if "设想" in title]


def test_no_formula_and_no_link_is_in_any_workbook() -> None:
    for page in WITH_TABLES:
        parts = zipfile.ZipFile(io.BytesIO(workbook(page, told())))
        text = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels")))
        assert not re.search(r"<f>|<hyperlink|http://example", text)
        assert "autoFilter" in text
        assert 'state="frozen"' in text


def test_a_page_without_tables_says_so() -> None:
    assert sheets("manual") == {"说明": sheets("manual")["说明"]}
    assert ["本页表格", "本页没有表格"] in sheets("manual")["说明"]
    with pytest.raises(LookupError, match="moon"):
        workbook("moon", told())


def test_a_workbook_in_english_has_english_sheets() -> None:
    atlas = loaded("14-5", "en")
    asked = Told(Inquiry(atlas, usual_question(scoreboard="14-5")), choices_of(atlas, meta("bodies").as_of))
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook("plan", asked)))
    assert book.sheet_names[-1] == "About this file"
    assert all(name.isascii() for name in book.sheet_names)
