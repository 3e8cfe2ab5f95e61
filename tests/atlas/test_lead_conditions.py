"""No first sentence says two numbers in the same words, and none says that there is no record where there is one."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from atlas.atlas import in_language
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.map_state import count_coverage
from atlas.question.question import Question, default_question
from atlas.siting.ground import Loaded
from atlas.siting.question import SitingQuestion
from atlas.siting.search import search
from atlas.words import say_in
from geo.siting import Clock
from tests.worlds import choices, the_atlas

DAYS = (date(2019, 3, 5), date(2020, 12, 31), date(2023, 6, 30), date(2025, 12, 31))
UNUSUAL: tuple[dict[str, Any], ...] = (
    {"definition": "national-operating"},
    {"confirmed_only": True},
    {"industry": "玩具"},
    {"literal": True},
    {"kinds": ("court",)},
    {"ignore_borders": True},
)


def asked(**changes: Any) -> Question:
    return default_question(choices()).with_changes(prefecture="440400", **changes)


def first(page: str, language: str = "zh", **changes: Any) -> str:
    return lead(page, Inquiry(in_language(the_atlas(), language), asked(**changes)))[0]


def without_numbers(text: str) -> str:
    return re.sub(r"\d[\d,.]*", "", text)


def listed_after(words: str, text: str) -> set[str]:
    found = re.search(rf"{words}的\d+市：([^。]+)。", text)
    return set(found[1].split("、")) if found else set()


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("definition", choices().definitions)
def test_a_prefecture_that_may_count_is_called_possible_and_not_without_a_record(definition: str, day: date) -> None:
    told = first("overview", definition=definition, as_of=day)
    result = count_coverage(the_atlas(), asked(definition=definition, as_of=day)).result
    named = {the_atlas().name_of(each) for each in result.possible.prefectures}
    maybe, missing = listed_after("可能有、尚不能确认", told), listed_after("未见记录", told)
    assert missing == set(map(the_atlas().name_of, the_atlas().prefectures)) - named
    assert maybe == named - {the_atlas().name_of(each) for each in result.best.prefectures}
    assert len(missing) + len(maybe) + result.best.count == 21


def test_zhuhai_and_yangjiang_have_records_though_none_says_that_they_operate() -> None:
    told = first("overview", definition="national-operating")
    assert "可能有、尚不能确认的2市：珠海、阳江。未见记录的12市：" in told


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", ["coverage", "compare", "prefecture"])
@pytest.mark.parametrize("changes", UNUSUAL, ids=str)
def test_a_number_of_reach_under_other_conditions_is_told_in_other_words(
    changes: dict[str, Any], page: str, language: str
) -> None:
    usual, told = first(page, language), first(page, language, **changes)
    if usual != told:
        assert without_numbers(usual) != without_numbers(told)
    # What the sentence says itself it does not say twice.
    if page != "coverage" or not changes.keys() & {"kinds", "ignore_borders"}:
        assert say_in(language)("Reach counts: {conditions}.").split("{")[0] in told


def test_an_indicator_of_the_catalogue_counts_no_bodies_and_names_no_condition_of_them() -> None:
    assert first("compare", measure="gdp", **UNUSUAL[0]) == first("compare", measure="gdp")
    assert "统计口径：只计已运行的机构。" in first("compare", measure="gdp", other_measure="reach", **UNUSUAL[0])


@pytest.mark.parametrize("parts", [{"question": "most", "p": 1}, {"question": "frontier", "most": 2}], ids=str)
def test_the_answer_of_the_siting_page_says_which_bodies_it_starts_from(parts: dict[str, Any]) -> None:
    question, siting = asked(**UNUSUAL[0]), SitingQuestion(sites="counties", **parts)
    answered = search(the_atlas(), question, siting, Loaded(), Clock(30))
    (told,) = lead("siting", Inquiry(the_atlas(), question), answered)
    assert told.endswith("统计口径：只计已运行的机构。")


@pytest.mark.parametrize("definition", ["national-approved", "national-operating"])
def test_coverage_and_comparison_name_the_same_zones_last(definition: str) -> None:
    (least,) = re.findall(r"可及率最低的是([^：]+)：", first("coverage", definition=definition))
    (worst,) = re.findall(r"各区中(.+)最差", first("compare", definition=definition))
    assert least == worst


def test_an_earlier_plan_is_named_before_its_indicators() -> None:
    assert first("plan", scoreboard="13-5").startswith("“十三五”完成情况：主表")
    assert "十三五" not in first("plan")
