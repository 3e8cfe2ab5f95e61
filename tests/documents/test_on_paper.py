"""A page on paper holds every row and column of its tables, and no name from the data becomes markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from atlas.inquiry import Inquiry
from documents.on_paper import paper_html
from documents.tables.pages import tables_of
from documents.told import Told
from tests.addresses import SCENARIO
from tests.worlds import choices, hostile_atlas, told, usual_question

OURS = {"html", "title", "body", "div", "span", "h1", "h2", "p", "section", "footer"}
OURS |= {"table", "thead", "tbody", "tr", "th", "td"}
PAGES = ["overview", "coverage", "compare", "plan", "data"]


def said(document: str) -> str:
    """The document without what only holds words together on a line."""
    return re.sub(r'<span class="held">|</span>', "", document)


def said_parts(document: str) -> tuple[str, str]:
    """What stands above the map, and what under it."""
    above, under = said(document).split('<div class="paper-rest">')
    return above, under


class Cells(HTMLParser):
    """How many tables, rows and cells a document has, and which tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


@pytest.mark.parametrize("page", PAGES)
def test_every_row_and_every_column_is_there(page: str) -> None:
    tables = [each.rows for each in tables_of(page, told()) if not each.appendix]
    tags = Cells(paper_html(page, "页", told())).tags
    assert tags.count("table") == len(tables) > 0
    assert tags.count("th") == sum(len(each.columns) for each in tables)
    assert tags.count("td") == sum(each.size for each in tables)
    assert not {"button", "input", "canvas", "a", "script"} & set(tags)


def test_it_says_its_sentence_definition_date_sources_link_and_stamp() -> None:
    text = said(paper_html("coverage", "覆盖缺口", told()))
    for part in ("国家级，已获批或运行", "截至 2025年12月31日", "来源", "示意图", "/coverage?", "在50公里"):
        assert part in text
    assert "示意图" not in paper_html("coverage", "覆盖缺口", told(), stamp="粤S(2026)001号")


def test_its_link_says_where_the_application_is_found() -> None:
    text = paper_html("coverage", "覆盖缺口", told(), address="https://atlas.example.cn/ip")
    assert "<p>https://atlas.example.cn/ip/coverage?" in text
    assert "链接不含网站地址" not in text
    assert "链接不含网站地址" in paper_html("coverage", "覆盖缺口", told())


def test_its_sources_are_written_with_chinese_signs() -> None:
    (sources,) = re.findall(r"<p>(来源.*?)</p>", said(paper_html("coverage", "覆盖缺口", told())))
    assert sources.startswith("来源：")
    assert not re.search(r"[():,]", sources)


def test_a_paragraph_holds_its_figures_together_as_a_table_does() -> None:
    assert '截至 <span class="held">2025年12月31日</span>' in paper_html("coverage", "覆盖缺口", told())


def test_what_is_supposed_says_so() -> None:
    assert "设想" in paper_html("coverage", "覆盖缺口", told(scenario=SCENARIO))


def test_two_views_side_by_side_are_told_apart() -> None:
    text = said(paper_html("coverage", "覆盖缺口", told(radius_km=80, against=usual_question().pinned())))
    assert "A→B（半径：50公里→80公里）" in re.sub(r"\s", "", text)
    assert "A→B" not in re.sub(r"\s", "", paper_html("coverage", "覆盖缺口", told(radius_km=80)))


@pytest.mark.parametrize(("shown", "alone"), [("reach", True), ("difference", False)])
def test_of_two_views_beside_each_other_paper_says_which_one_it_has(shown: str, alone: bool) -> None:
    asked = told(radius_km=80, against=usual_question().pinned(), layers=("neighbours", "prefectures", shown))
    above, _ = said_parts(paper_html("coverage", "覆盖缺口", asked))
    assert ("纸面上的地图只画B" in above) is alone


def test_a_table_longer_than_a_sheet_does_not_leave_one_empty_before_it() -> None:
    """A short one stays whole; the datasets have few rows, and long notes in them."""
    sections = re.findall(r"<section([^>]*)><h2>([^<]*)", paper_html("data", "数据与来源", told()))
    assert {title: kept for kept, title in sections}["数据集"] == ""
    overview = re.findall(r"<section([^>]*)><h2>", paper_html("overview", "总览", told()))
    assert ' class="short"' in overview


def test_hostile_names_stay_text() -> None:
    asked = Told(Inquiry(hostile_atlas(), usual_question(scoreboard="14-5")), choices())
    for page in ("overview", "coverage"):
        text = paper_html(page, "<b>页</b>", asked)
        assert set(Cells(text).tags) <= OURS
        assert not re.search(r"<(script|img)", text)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"clusters": True, "layers": ("neighbours", "prefectures", "clusters")}, "莫兰指数"),
        ({"other_measure": "reach", "layers": ("neighbours", "prefectures", "two-measures")}, "两项都高于中位数"),
    ],
)
def test_what_colours_the_land_says_what_it_comes_to(asked: dict[str, Any], words: str) -> None:
    """On the screen it stands beside the map, which on paper has only its tables after it."""
    above, _ = said_parts(paper_html("compare", "区域比较", told(measure="gdp", **asked)))
    assert words in above
    plain, _ = said_parts(paper_html("compare", "区域比较", told(measure="gdp")))
    assert words not in plain
