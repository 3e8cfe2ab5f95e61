"""Kept views: a list that is saved and opened, and one page that holds the map once and the state of each view."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

import pytest

from atlas.atlas import in_language
from atlas.faults import FaultError
from atlas.inquiry import Inquiry
from atlas.kept import FORMAT, as_file, named, read_list, unsolved, view_at, with_kept
from atlas.lead import lead
from atlas.map_state import map_state
from atlas.page_layers import on_page
from atlas.question.question import from_params
from atlas.words import say_in
from data.limits import KEPT_BYTES, KEPT_VIEWS
from documents.meeting import meeting_page
from tests.worlds import choices, the_atlas, usual_question

LINKS = ["/overview?date=2020-12-31&view=9.00_23.1000_113.2000", "/coverage?radius=80"]


def test_a_list_opens_as_it_was_saved() -> None:
    assert read_list(as_file(LINKS).encode(), "讲解.json") == LINKS


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"views": ["/x"]}', b"\xff", b"[" * 100_000])
def test_what_is_no_list_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(FaultError) as refused:
        read_list(content, "坏.json")
    assert refused.value.sentence(say_in("zh")) == "坏.json不是本系统保存的视图清单"


@pytest.mark.parametrize("link", ["//[x", "http://[::1/coverage", "//a\u2100b/coverage", "/coverage?zone=\ud800", " "])
def test_a_list_with_a_link_that_cannot_be_read_is_refused_by_its_place(link: str) -> None:
    content = json.dumps({"format": FORMAT, "views": [LINKS[0], link, LINKS[1]]}).encode()
    with pytest.raises(FaultError) as refused:
        read_list(content, "讲解.json")
    assert refused.value.sentence(say_in("zh")) == "讲解.json：第2个视图不是本系统的链接，清单未打开，已保留的视图不变"
    assert named(link, say_in("zh")), "and whatever is kept has a name"


def test_a_list_ends_at_its_limits() -> None:
    many = [f"/coverage?radius={each}" for each in range(10, 10 + KEPT_VIEWS.most)]
    assert with_kept([], many) == many
    assert with_kept(many, many[:1]) == many, "kept once"
    with pytest.raises(FaultError, match="at most 10"):
        with_kept(many, LINKS)
    with pytest.raises(FaultError, match="at most 200 kB"):
        read_list(b" " * (KEPT_BYTES.most + 1), "long.json")


@pytest.mark.parametrize("link", ["/moon", "/coverage?radius=far", "/coverage?plan=13-5", "/coverage?moon=full"])
def test_a_link_that_cannot_be_used_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be used|is not known"):
        view_at(the_atlas(), choices(), link, 0)


def test_the_page_says_of_each_view_what_its_page_says_and_needs_nothing_else() -> None:
    page = meeting_page(the_atlas(), choices(), LINKS, say_in("zh"))
    (told,) = re.findall(r'<script type="application/json" id="views">(.*?)</script>', page, re.DOTALL)
    views, days = json.loads(told), {"as_of": usual_question().as_of.replace(year=2020)}
    questions = [usual_question(**days), usual_question(radius_km=80)]
    for view, question, name in zip(views, questions, ("overview", "coverage"), strict=True):
        inquiry = Inquiry(the_atlas(), question)
        assert view["sentences"] == list(lead(name, inquiry))
        wanted = json.loads(json.dumps(map_state(question, inquiry.view, alone=True)))
        # Which layers are on at first is the page's own, by what is asked there.
        del wanted["on"]
        assert {each: view["state"][each] for each in wanted} == wanted
    assert [each["state"]["on"] for each in views] == [
        list(from_params(params, on_page(choices(), name))[0].layers)
        for name, params in (("overview", {}), ("coverage", {"radius": "80"}))
    ]
    assert [each["state"]["view"]["at"] for each in views] == ["9.00_23.1000_113.2000", ""]
    assert not re.findall(r'(?:src|href)="(?!data:)', page)
    with pytest.raises(ValueError, match="还没有保留"):
        meeting_page(the_atlas(), choices(), [], say_in("zh"))


PINNED = "date=2025-12-31&definition=national-approved&radius=50"
SHADED = "/compare?measure=gdp&layers=neighbours+prefectures+"


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (f"/coverage?{urlencode({'radius': '80', 'against': PINNED})}", "A → B（半径：50公里 → 80公里）"),
        ("/overview?measure=gdp&layers=prefectures+two-measures&other-measure=reach", "两项都高于中位数"),
        (f"{SHADED}clusters&clusters=found", "莫兰指数"),
        ("/coverage?evidence=confirmed", "筛选中："),
    ],
)
def test_a_view_says_what_its_map_shows_and_what_its_numbers_stand_under(link: str, said: str) -> None:
    first, *more = view_at(the_atlas(), choices(), link, 0).sentences
    assert said not in first
    assert [said in each for each in more] == [True]


def test_a_comparison_of_two_measures_begins_with_them_and_says_it_once() -> None:
    first, *more = view_at(the_atlas(), choices(), f"{SHADED}two-measures&other-measure=reach", 0).sentences
    assert "两项都高于中位数" in first
    assert more == []


def test_as_a_file_too_a_link_that_cannot_be_used_may_say_so_in_its_place() -> None:
    links, say = ["/moon", *LINKS], say_in("zh")
    with pytest.raises(ValueError, match="not known"):
        meeting_page(the_atlas(), choices(), links, say)
    page = meeting_page(the_atlas(), choices(), links, say, with_faults=True)
    (told,) = re.findall(r'<script type="application/json" id="views">(.*?)</script>', page, re.DOTALL)
    broken, *others = json.loads(told)
    assert broken == {"sentences": ["这一视图现在不能显示：其链接无法使用（moon）。"], "state": None}
    assert [bool(each["state"]) for each in others] == [True, True]


def test_the_page_says_of_which_data_it_is() -> None:
    assert f"数据版本 {the_atlas().version}" in meeting_page(the_atlas(), choices(), LINKS, say_in("zh"))


def test_the_page_of_one_prefecture_is_at_it_unless_the_link_says_where_its_map_is() -> None:
    at, elsewhere, other = [
        view_at(the_atlas(), choices(), link, number).state or {}
        for number, link in enumerate(
            ["/prefecture?id=441500", "/prefecture?id=441500&view=9.00_23.1000_113.2000", "/coverage"]
        )
    ]
    assert [each["about"] for each in (at, elsewhere, other)] == ["441500", "441500", ""]
    assert at["focus"]["id"] == "441500"
    assert "focus" not in elsewhere
    assert "focus" not in other


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_siting_view_without_an_answer_says_so_in_words_of_the_meeting(language: str) -> None:
    """Its page would send the reader to a form and a button that are not in the room."""
    atlas, say = in_language(the_atlas(), language), say_in(language)
    (first, *_) = view_at(atlas, choices(), "/siting", 0, unsolved).sentences
    assert first not in lead("siting", Inquiry(atlas, usual_question()))
    for button in ("solve the kept views", "share"):
        assert f"“{say(button)}”" in first
