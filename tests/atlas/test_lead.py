"""The first sentence of every page, word by word from numbers counted again the slow way."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from atlas.atlas import in_language
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.pages import answer
from atlas.question.question import Question, default_question
from atlas.siting.ground import Loaded
from atlas.siting.question import SitingQuestion
from atlas.siting.search import search
from atlas.words import either, say_in
from geo.siting import Clock
from tests.worlds import choices, the_atlas

PAGES = ("overview", "coverage", "compare", "plan", "prefecture", "siting")
SCENARIO = "add protection_centre 116.1,24.3 a"


def asked(**changes: Any) -> Question:
    return default_question(choices()).with_changes(prefecture="441500", **changes)


def sentence(page: str, **changes: Any) -> str:
    return lead(page, Inquiry(the_atlas(), asked(**changes)))[0]


def test_the_overview_names_definition_date_denominator_and_every_prefecture_without_a_body() -> None:
    told = sentence("overview")
    assert told.startswith(
        "按“国家级，已获批或运行”口径，截至2025年12月31日，21市中9市有快保护机构（确证8），距17市还差8市。"
    )
    bodies = the_atlas().world["bodies"]
    national = bodies[
        bodies["subkind"].isin(["national_protection_centre", "national_rapid_rights_centre"])
        & (bodies["record_type"] == "body")
        & (bodies["serves"] != "province")
        & bodies["evidence"].isin(["A1", "A2", "B"])
    ]
    missing = [each for each in the_atlas().prefectures if each not in set(national["prefecture"])]
    assert len(missing) == 12
    assert told.endswith(f"未见记录的12市：{'、'.join(map(the_atlas().name_of, missing))}。")


def test_the_coverage_page_says_who_is_not_reached_and_the_worst_county() -> None:
    inquiry = Inquiry(the_atlas(), asked())
    demand, found = the_atlas().world["demand_points"], inquiry.reached.found
    out = demand[~np.asarray(found.nearest_m <= found.radius_m + 1e-6)]
    unserved = out["residents"].sum()
    by_county = out.groupby("county")["residents"].sum()
    told = sentence("coverage")
    assert f"全省居民中{unserved / 10_000:,.1f}万人（{unserved / demand['residents'].sum():.1%}）" in told
    assert the_atlas().name_of(by_county.idxmax()) in told
    assert told.endswith(f"{by_county.max() / 10_000:,.1f}万人。")
    assert "可及率最低的是粤北：0.0%。" in told
    zone = next(each for each in choices().zones if the_atlas().name_of(each) == "粤西")
    told = sentence("coverage", zone=zone)
    mine = out[out["prefecture"].isin(the_atlas().members(zone))].groupby("county")["residents"].sum()
    assert "粤西居民中" in told
    assert the_atlas().name_of(mine.idxmax()) in told
    assert "可及率最低" not in told


@pytest.mark.parametrize("changes", [{"as_of": date(2010, 1, 31)}, {"kinds": ()}])
def test_where_nobody_is_in_reach_no_zone_is_named_as_the_last(changes: dict[str, Any]) -> None:
    told = sentence("coverage", **changes)
    assert "各区相同，均为0.0%。" in told
    assert "可及率最低" not in told


def test_the_plan_page_says_the_rule_first_and_counts_its_own_table() -> None:
    told = sentence("plan")
    assert told.startswith("快保护机制按“国家级，已获批或运行”口径：21市中9市，距17市还差8市。主表15项指标")
    assert sum(map(int, re.findall(r" (\d+)[、。]", told))) == 15
    earlier = sentence("plan", scoreboard="13-5")
    assert "快保护机制" not in earlier


def test_a_prefecture_without_records_is_told_so_and_nothing_is_called_in_order() -> None:
    told = sentence("prefecture")
    assert told.startswith("汕尾市，截至2025年12月31日：未见保护中心、快速维权中心的记录")
    assert told.endswith("本市未见任何机构记录，请先补报。")
    assert "均有据" not in told


@pytest.mark.parametrize("page", PAGES)
def test_what_is_supposed_says_so_first_and_is_never_certain(page: str) -> None:
    # Where the supposed centre stands, so that the page of the prefecture changes too.
    there = default_question(choices()).with_changes(prefecture="441400")
    sentences = lead(page, Inquiry(the_atlas(), there.with_changes(scenario=SCENARIO)))
    assert sentences[0] == lead(page, Inquiry(the_atlas(), there))[0], "the records come first, unchanged"
    for each in sentences[1:]:
        assert each.startswith("设想"), page
        assert "确证" not in each
    assert len(sentences) == (1 if page == "siting" else 2), "nothing was searched; all else changes"


@pytest.mark.parametrize("page", PAGES)
def test_the_link_of_a_page_answers_with_the_same_sentences_in_both_languages(page: str) -> None:
    for language in ("zh", "en"):
        atlas = in_language(the_atlas(), language)
        told = answer(page, atlas, asked())["sentences"]
        assert told == list(lead(page, Inquiry(atlas, asked())))
        assert re.search(r"[\u4e00-\u9fff]", " ".join(told)) is None or language == "zh"


@pytest.mark.parametrize("definition", [each["id"] for each in the_atlas().plan.definitions])
def test_every_definition_has_its_verdict(definition: str) -> None:
    if definition in choices().definitions:
        assert re.search(
            r"21市中\d+市有快保护机构（确证\d+），(距17市还差\d+市|能否达到17市尚不能定|已达所需的17市)。",
            sentence("overview", definition=definition),
        )


def found(**parts: Any) -> Any:
    return search(the_atlas(), asked(), SitingQuestion(**parts), Loaded(), Clock(30))


def test_the_siting_page_names_places_effect_and_proof() -> None:
    inquiry = Inquiry(the_atlas(), asked())
    most = found(question="most", p=2)
    task, radius = most.on.task, most.on.radius_m
    before, after = task.covered((), radius), task.covered(most.answer.sites, radius)
    total = task.weights.sum()
    (told,) = lead("siting", inquiry, most)
    rows = most.on.candidates.iloc[list(most.answer.sites)]
    names = "、".join(
        f"{the_atlas().name_of(row.prefecture)}{row.name_}"
        for row in rows.rename(columns={"name": "name_"}).itertuples()
    )
    assert told == (
        f"再建2家：{names}；50公里可及居民{before / total:.1%} → {after / total:.1%}"
        f"（+{(after - before) / 10_000:,.1f}万人）；已证最优，截至2025年12月31日。"
    )
    (told,) = lead("siting", inquiry, found(question="frontier", most=3))
    assert re.fullmatch(r"再建1家可及居民\d+\.\d%，再建3家达\d+\.\d%（已证最优）。", told)
    refused = found(question="most", p=1, lock=("440103", "440104"))
    assert lead("siting", inquiry, refused) == (refused.refused,)
    assert lead("siting", inquiry, None)[0].startswith("下一家建在哪，尚未求解")
    assert lead("siting", Inquiry(the_atlas(), asked(scenario=SCENARIO)), most)[0].startswith("设想：再建2家")


BRACKETS = re.compile(r"[）)]\s*[（(]|[）)]{2}|[（(][）)]")
SEARCHED = (
    {"question": "most", "p": 2},
    {"question": "all", "aim": "p-center", "p": 3},
    {"question": "rule", "k": 3, "share": Fraction(4, 5)},
    {"question": "frontier", "most": 2},
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("changes", [{}, {"weight": "gdp"}, {"kinds": ()}, {"scenario": SCENARIO}])
def test_no_first_sentence_closes_one_bracket_on_another_or_has_an_empty_one(
    language: str, changes: dict[str, Any]
) -> None:
    inquiries = [
        Inquiry(in_language(the_atlas(), language), asked(**changes).with_changes(prefecture=each))
        for each in ("440100", "440500", "441500")
    ]
    told = [text for each in inquiries for page in PAGES[:-1] for text in lead(page, each)]
    for parts in SEARCHED if "kinds" not in changes else ():
        siting = SitingQuestion(sites="counties", **parts)
        answered = search(inquiries[0].atlas, inquiries[0].question, siting, Loaded(), Clock(30))
        told += lead("siting", inquiries[0], answered)
    assert len(told) > 10
    assert [text for text in told if BRACKETS.search(text)] == []


def test_pages_of_text_alone_begin_with_no_sentence() -> None:
    assert lead("data", Inquiry(the_atlas(), asked())) == lead("manual", Inquiry(the_atlas(), asked())) == ()


def test_a_park_called_after_its_prefecture_is_not_told_twice() -> None:
    parks = found(question="most", p=2, sites="parks")
    (told,) = lead("siting", Inquiry(the_atlas(), asked()), parks)
    assert "惠州惠州" not in told
    assert "惠州东江高新园" in told


def test_english_sentences_name_kinds_in_small_letters_with_or_between_them() -> None:
    atlas = in_language(the_atlas(), "en")
    (mine,), (reach,) = (lead(page, Inquiry(atlas, asked())) for page in ("prefecture", "coverage"))
    assert "no protection centre or rapid-rights centre on record" in mine
    assert "have no protection centre or rapid-rights centre within" in reach


@pytest.mark.parametrize(("measure", "side"), [("reach", "低"), ("median-distance", "高")])
def test_what_stands_worst_is_told_as_so_much_below_or_above_the_province(measure: str, side: str) -> None:
    told = sentence("compare", measure=measure)
    assert re.search(rf"最差，为\S+，比全省（\S+）{side}[\d.,]+", told)
    assert "−" not in told


def test_names_of_which_one_is_enough_keep_their_abbreviations() -> None:
    say = say_in("en")
    assert either(["IP court"], say) == "IP court"
    assert either(["Protection centre", "TISC", "Aid station"], say) == "protection centre, TISC or aid station"
    assert either([], say) == ""


def test_a_city_without_counties_is_not_named_twice() -> None:
    assert "东莞东莞" not in sentence("coverage", as_of=date(2025, 9, 30))


def test_what_is_not_searched_yet_names_the_button_as_it_is_called() -> None:
    assert f"“{say_in('zh')('search')}”" in lead("siting", Inquiry(the_atlas(), asked()))[0]


@pytest.mark.parametrize("page", ["overview", "coverage"])
def test_in_english_no_number_follows_a_year_without_a_comma(page: str) -> None:
    """The date "31 December 2025" and "59.91 million" read as one number."""
    (sentence, *_) = lead(page, Inquiry(in_language(the_atlas(), "en"), asked()))
    assert re.search(r"[0-9]{4}, [0-9]", sentence)
    assert not re.search(r" [0-9]{4} [0-9]", sentence)
