"""Reach by another weight than residents, counted once more over the raw tables by plain loops."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

import cli
from atlas import pages
from atlas.atlas import Atlas
from atlas.comparison_answer import compare_answer
from atlas.conditions import filters_told
from atlas.ledger import ledger, ledger_answer
from atlas.link_answer import link_answer
from atlas.measures import measure
from atlas.memo import Memo
from atlas.prefecture import describe_prefecture
from atlas.question.choices import RESIDENTS
from atlas.reach import gaps_answer, reach_of
from atlas.scenario.effect import effect_answer
from atlas.scenario.file import as_file, open_saved, read_file
from atlas.weights import gaps_sentence, shares_sentence, side_by_side, weight_called, weight_ids
from atlas.words import say_in
from tests.atlas.oracles import amounts, asked_bodies, printed, reaches
from tests.worlds import choices, prefectures, rows, the_atlas, toml, usual_question, zones

pytestmark = pytest.mark.usefixtures("one_atlas")

SAY = say_in("zh")
DECLARED = {each["id"]: each for each in toml("indicators.toml")["indicator"] if "weight" in each}
QUESTIONS: dict[str, dict[str, Any]] = {
    "50 km": {},
    "100 km, ignoring borders": {"radius_km": 100, "ignore_borders": True},
    "operating": {"definition": "national-operating"},
    "nobody": {"kinds": ()},
}


@cache
def in_reach(name: str) -> list[bool]:
    question = usual_question(**QUESTIONS[name])
    return [len(each) > 0 for each in reaches(question, asked_bodies(question))]


@cache
def answer(name: str, weight: str) -> dict[str, Any]:
    return gaps_answer(the_atlas(), usual_question(weight=weight, **QUESTIONS[name]))


def without(weight: str, *missing: str) -> Atlas:
    """The atlas without the value of some prefectures."""
    world = the_atlas().world
    table = world["prefecture_indicators"]
    gone = (table["indicator"] == weight) & table["prefecture"].isin(missing)
    frames = dict(world.frames) | {"prefecture_indicators": table[~gone]}
    return replace(the_atlas(), world=replace(world, frames=frames), memo=Memo(1_000_000))


def test_the_weights_are_residents_and_what_the_catalogue_declares_as_one_in_its_order() -> None:
    assert weight_ids(the_atlas()) == [RESIDENTS, *sorted(DECLARED, key=lambda each: DECLARED[each]["weight"]["order"])]
    assert list(choices().weights) == weight_ids(the_atlas())
    assert set(DECLARED) == {"gdp", "invention-grants", "industrial-firms", "science-spending"}
    with pytest.raises(LookupError, match="'moon' is not known; expected one of: residents, gdp"):
        weight_called(the_atlas(), "moon")


@pytest.mark.parametrize("weight", DECLARED)
def test_what_is_spread_adds_up_to_the_table_of_the_prefectures(weight: str) -> None:
    made = weight_called(the_atlas(), weight)
    by_prefecture = made.amounts.groupby(the_atlas().world["demand_points"]["prefecture"]).sum()
    assert by_prefecture.to_dict() == pytest.approx(printed(weight))
    assert len(printed(weight)) == 21
    assert made.missing == ()
    assert made.amounts.to_list() == pytest.approx(amounts(weight))


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("weight", [RESIDENTS, *DECLARED])
def test_weighted_shares_are_those_of_a_loop_over_the_places(weight: str, name: str) -> None:
    told, mine = answer(name, weight), amounts(weight)
    covered = sum(each for each, near in zip(mine, in_reach(name), strict=True) if near)
    assert told["total"] == pytest.approx(sum(mine), abs=0.005)
    assert told["covered"] == pytest.approx(covered, abs=0.005)
    assert told["share"] == pytest.approx(covered / sum(mine), abs=1e-9)
    assert told["weight"]["id"] == weight
    assert told["weight"]["modelled"] == (weight != RESIDENTS)
    # The same number stands side by side with the others, whichever is asked for.
    beside = {each["id"]: each for each in answer(name, RESIDENTS)["by_weight"]}
    assert list(beside) == weight_ids(the_atlas())
    assert beside[weight]["share"] == pytest.approx(told["share"], abs=1e-12)
    assert (beside[weight]["covered"], beside[weight]["total"]) == (told["covered"], told["total"])


@pytest.mark.parametrize("weight", [RESIDENTS, *DECLARED])
def test_the_gap_list_is_that_of_the_loop_and_so_is_the_county_where_most_is_out_of_reach(weight: str) -> None:
    gaps: dict[str, float] = {}
    for place, amount, near in zip(rows("demand_points"), amounts(weight), in_reach("50 km"), strict=True):
        gaps[place["county"]] = gaps.get(place["county"], 0.0) + (0.0 if near else amount)
    told = answer("50 km", weight)
    assert {each["county"]: each["unserved"] for each in told["gaps"]} == pytest.approx(
        {county: amount for county, amount in gaps.items() if amount > 0}, abs=0.5
    )
    beside = next(each for each in told["by_weight"] if each["id"] == weight)
    assert beside["largest_gap"] == max(gaps, key=gaps.__getitem__) == told["gaps"][0]["county"]


def test_within_a_prefecture_every_share_is_that_of_its_residents() -> None:
    usual, other = (reach_of(the_atlas(), usual_question(weight=each)) for each in (RESIDENTS, "gdp"))
    for table in ("counties", "prefectures"):
        shares = getattr(usual, table)["share"]
        assert getattr(other, table)["share"].to_list() == pytest.approx(shares.to_list(), nan_ok=True)
    assert other.found.share != pytest.approx(usual.found.share, abs=0.01)


def test_no_definition_takes_a_weight() -> None:
    told = [ledger_answer(ledger(the_atlas(), usual_question(weight=each))) for each in choices().weights]
    assert all(each == told[0] for each in told)
    headline = [
        pages.answer("overview", the_atlas(), usual_question(weight=each))["coverage"] for each in choices().weights
    ]
    assert all(each == headline[0] for each in headline)


def test_a_prefecture_without_a_value_is_named_and_not_counted_as_zero() -> None:
    atlas, question = without("gdp", "440500", "441900"), usual_question(weight="gdp")
    told = gaps_answer(atlas, question)
    assert told["weight"]["missing"] == ["440500", "441900"]
    known = sum(value for home, value in printed("gdp").items() if home not in ("440500", "441900"))
    assert told["total"] == pytest.approx(known)
    assert not [each for each in told["gaps"] if each["prefecture"] in ("440500", "441900")]
    assert "汕头、东莞没有地区生产总值的数，未计入，不作零计" in "；".join(filters_told(atlas, question, SAY))
    shares = reach_of(atlas, question).prefectures["share"]
    assert shares.index[shares.isna()].to_list() == ["440500", "441900"]
    asked = measure(atlas, question, reach_of(atlas, question), "reach", SAY)
    assert (asked.known, asked.of) == (19, 21)
    assert describe_prefecture(atlas, question, "440500").people == 0
    compare_answer(atlas, question)


def test_where_no_value_is_known_nothing_is_said_to_be_in_reach() -> None:
    atlas = without("gdp", *prefectures())
    sides = side_by_side(atlas, reach_of(atlas, usual_question()).found)
    assert "地区生产总值" not in shares_sentence(sides, usual_question(radius_km=50), SAY)
    assert "发明专利授权" in shares_sentence(sides, usual_question(radius_km=50), SAY)


def test_the_shares_stand_side_by_side_in_one_sentence_with_their_label() -> None:
    sides = side_by_side(the_atlas(), reach_of(the_atlas(), usual_question()).found)
    told = shares_sentence(sides, usual_question(radius_km=50), SAY)
    for weight in choices().weights:
        covered = sum(each for each, near in zip(amounts(weight), in_reach("50 km"), strict=True) if near)
        name = "居民" if weight == RESIDENTS else DECLARED[weight]["weight"]["short_zh"]
        assert f"{name}{covered / sum(amounts(weight)):.1%}" in told
    assert told.startswith("50公里（估算路程）内：居民")
    assert "按人口分摊的推算" in told


def test_the_page_says_where_the_gap_list_changes_with_the_weight_and_where_not() -> None:
    atlas = the_atlas()
    sides = side_by_side(atlas, reach_of(atlas, usual_question()).found)
    told = gaps_sentence(atlas, sides, SAY)
    first = {each.weight.id: each.gaps[0] for each in sides}
    assert len(set(first.values())) > 1
    for county in set(first.values()):
        assert f"是{atlas.name_of(county)}" in told
    others = max(len(set(each.gaps[:10]) - set(sides[0].gaps[:10])) for each in sides)
    assert f"前10位中最多有{others}个不同" in told
    # One prefecture alone: what is spread by residents cannot change the order of its counties.
    alone = side_by_side(atlas, reach_of(atlas, usual_question()).found, ["441300"])
    assert gaps_sentence(atlas, alone, SAY) == f"按各种权重，缺口清单的前{len(alone[0].gaps[:10])}位相同。"
    far = reach_of(atlas, usual_question(radius_km=150, ignore_borders=True))
    nowhere = side_by_side(atlas, far.found, ["440100"])
    assert far.prefectures.at["440100", "unserved"] == 0
    assert gaps_sentence(atlas, nowhere, SAY) == ""


@pytest.mark.parametrize("weight", DECLARED)
def test_every_page_and_file_says_by_what_it_weighs_and_that_it_is_modelled(weight: str) -> None:
    question = usual_question(weight=weight, prefecture="441300")
    label = f"按{DECLARED[weight]['weight']['short_zh']}（{DECLARED[weight]['default_period']}年"
    for page in ("overview", "coverage", "compare", "prefecture"):
        told = pages.answer(page, the_atlas(), question)
        assert told["question"]["weight"] == weight
        assert [each for each in told["filters"] if each.startswith(label) and "按人口分摊的推算" in each], page
    assert "（推算）" in pages.answer("prefecture", the_atlas(), question)["sentences"][0]
    assert "按人口分摊的推算" in pages.answer("coverage", the_atlas(), question)["sentences"][0]
    assert "（推算）" in compare_answer(the_atlas(), question)["measure"]["title"]


def test_a_zone_s_share_is_that_of_its_own_amount() -> None:
    told = {line["id"]: line for line in compare_answer(the_atlas(), usual_question(weight="gdp"))["lines"]}
    for zone in ("core", "north"):
        mine = [place["prefecture"] in zones()[zone] for place in rows("demand_points")]
        places = [
            (amount, near)
            for amount, near, inside in zip(amounts("gdp"), in_reach("50 km"), mine, strict=True)
            if inside
        ]
        share = sum(amount for amount, near in places if near) / sum(amount for amount, _ in places)
        assert told["reach"]["values"][zone] == pytest.approx(share)


def test_a_scenario_is_told_in_the_weight_asked_for() -> None:
    question = usual_question(weight="gdp", scenario="add protection_centre 114.4161,23.1108 惠州")
    told = effect_answer(the_atlas(), question)
    assert told["weight"]["id"] == "gdp"
    huizhou = next(each for each in told["per_prefecture"] if each["prefecture"] == "441300")
    assert huizhou["people"] == printed("gdp")["441300"]
    gained = (
        reach_of(the_atlas(), question).found.covered
        - reach_of(the_atlas(), usual_question(weight="gdp")).found.covered
    )
    assert told["delta"]["covered"] == pytest.approx(gained, abs=0.01)
    assert gained > 0


@pytest.mark.parametrize("weight", [RESIDENTS, *DECLARED])
def test_a_scenario_file_keeps_the_weight(weight: str) -> None:
    question = usual_question(weight=weight, scenario="close protection-centre-dongguan")
    text = as_file(the_atlas(), question)
    assert ("weight" in json.loads(text)) == (weight != RESIDENTS)
    assert open_saved(read_file(text), the_atlas(), choices()).question.weight == weight


@pytest.mark.parametrize("weight", DECLARED)
def test_command_line_and_link_say_the_same(weight: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gaps", "--weight", weight, "--json"]) == 0
    typed = json.loads(capsys.readouterr().out)
    parks = typed.pop("parks")
    assert typed.pop("catchment") is None
    linked = link_answer(f"/coverage?weight={weight}", "14-5", None)
    assert linked["gaps"] == answer("50 km", weight) == typed
    # Parks are places, which nothing weighs.
    assert linked["parks"] == parks


def test_a_weight_that_is_none_is_told_and_residents_are_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gaps", "--weight", "moon", "--json"]) == 2
    assert "moon" in capsys.readouterr().err
