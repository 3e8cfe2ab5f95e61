"""Siting by another weight than residents: what is covered, where the first centre goes, and that the rule stays."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

import cli
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.siting import ground as grounds
from atlas.siting.answer import found_answer
from atlas.siting.by_weight import first_sentence
from atlas.siting.ground import Loaded
from atlas.siting.question import COUNTIES, PARKS, SitingQuestion
from atlas.siting.search import Found, search
from atlas.siting.studies import robustness
from atlas.words import say_in
from geo.siting import Clock
from geo.siting.robust import Spread
from tests.atlas.oracles import amounts
from tests.worlds import choices, rows, the_atlas, usual_question

pytestmark = pytest.mark.usefixtures("one_atlas")

SAY = say_in("zh")
ONE = SitingQuestion("most", p=1, sites=COUNTIES)
OWN = {"440507": 3.0, "441302": 5.0}


@cache
def found(weight: str) -> Found:
    return sought(weight, ONE)


def sought(weight: str, siting: SitingQuestion) -> Found:
    return search(the_atlas(), usual_question(weight=weight), siting, Loaded(), Clock(30), say=SAY)


def gains(on: grounds.Ground, weight: str) -> dict[str, float]:
    """What each candidate alone would bring into reach, place by place."""
    by_id = dict(zip((place["id"] for place in rows("demand_points")), amounts(weight), strict=True))
    limit = 50_000 / 1.3
    told = {}
    for column, site in enumerate(on.candidates["id"]):
        told[str(site)] = sum(
            by_id[place]
            for place, near, cost in zip(on.demand["id"], on.task.already, on.task.cost[:, column], strict=True)
            if near > limit >= cost
        )
    return told


@pytest.mark.parametrize("weight", choices().weights)
def test_the_first_site_by_each_weight_is_the_best_of_all_and_so_is_the_answer_for_one(weight: str) -> None:
    on = grounds.ground(the_atlas(), usual_question(), ONE, Loaded())
    every = gains(on, weight)
    best = max(every.values())
    first = next(each for each in found("residents").firsts if each.weight is not None and each.weight.id == weight)
    assert every[first.site] == pytest.approx(best)
    assert first.gain == pytest.approx(best)
    answer = found(weight).answer
    assert answer is not None
    before = sum(
        amount for amount, near in zip(in_order(weight, on), on.task.already, strict=True) if near <= 50_000 / 1.3
    )
    assert answer.objective == pytest.approx(before + best)


def in_order(weight: str, on: grounds.Ground) -> list[float]:
    by_id = dict(zip((place["id"] for place in rows("demand_points")), amounts(weight), strict=True))
    return [by_id[place] for place in on.demand["id"]]


def test_the_sentence_says_which_site_by_which_weight() -> None:
    firsts = found("residents").firsts
    told = first_sentence(firsts, SAY)
    assert len({each.site for each in firsts}) > 1
    assert told.startswith("若只新建一家，新增可及最多的选址随权重变化：居民：")
    for each in firsts:
        assert each.name in told
    assert first_sentence(firsts[:1], SAY) == f"若只新建一家，按各种权重，新增可及最多的都是{firsts[0].name}。"
    assert first_sentence((), SAY) == ""


def test_the_rule_of_the_plan_takes_no_weight() -> None:
    rule = SitingQuestion("rule", k=12, sites=COUNTIES)
    usual, other = (
        grounds.ground(the_atlas(), usual_question(weight=each), rule, Loaded()) for each in ("residents", "gdp")
    )
    assert usual.task.weights.tolist() == other.task.weights.tolist()
    assert other.weight is not None
    assert not other.weight.modelled


def test_a_loaded_table_is_used_before_any_weight_as_it_is() -> None:
    own = SitingQuestion("most", p=1, sites=COUNTIES, own_weights=True)
    loaded, question = Loaded(weights=OWN), usual_question(weight="gdp")
    on = grounds.ground(the_atlas(), question, own, loaded)
    assert on.weight is None
    assert on.task.weights.sum() == pytest.approx(8)
    told = search(the_atlas(), question, own, loaded, Clock(30), say=SAY)
    assert told.firsts[0].weight is None
    answer = found_answer(the_atlas(), question, told, SAY)
    assert (answer["weight"], answer["unit"]) == ({"id": "own"}, "own weight")
    assert "可及自带权重" in answer["sentence"]
    assert "自带的表" in answer["first_sites_sentence"] or "按各种权重" in answer["first_sites_sentence"]


def test_counted_by_county_a_weight_is_whole() -> None:
    siting = SitingQuestion("most", p=1, sites=COUNTIES, demand=COUNTIES)
    on = grounds.ground(the_atlas(), usual_question(weight="gdp"), siting, Loaded())
    assert on.task.weights.sum() == pytest.approx(sum(amounts("gdp")))
    assert len(on.demand) == 124


def test_the_answer_says_what_it_covers_and_that_it_is_modelled() -> None:
    question = usual_question(weight="gdp", siting="question:most p:1 sites:counties")
    told = found_answer(the_atlas(), question, found("gdp"), SAY)
    assert (told["weight"]["id"], told["unit"]) == ("gdp", "亿元")
    assert "可及地区生产总值（推算）" in told["sentence"]
    assert sum(each["people"] for each in told["per_prefecture"]) == pytest.approx(sum(amounts("gdp")))
    first = lead("siting", Inquiry(the_atlas(), question), found("gdp"))[0]
    assert "50公里可及地区生产总值（推算）" in first
    assert "亿元" in first
    assert "可及居民" in lead("siting", Inquiry(the_atlas(), usual_question()), found("residents"))[0]


def test_the_frontier_is_of_the_weight_too() -> None:
    siting = SitingQuestion("frontier", most=2, sites=PARKS)
    told = sought("gdp", siting)
    assert told.studied is not None
    first = next(each for each in told.firsts if each.weight is not None and each.weight.id == "gdp")
    assert told.studied.points["gain"].iloc[0] == pytest.approx(first.gain)
    assert "地区生产总值（推算）" in lead("siting", Inquiry(the_atlas(), usual_question(weight="gdp")), told)[0]


def test_the_re_runs_are_of_the_weight() -> None:
    still = Spread(radius=0.0, detour=0.0, weights=0.0, position_m=0.0)
    sites = [
        robustness(the_atlas(), usual_question(weight=each), ONE, Loaded(), runs=1, seed=1, spread=still).sites["id"][0]
        for each in ("residents", "science-spending")
    ]
    assert sites == [found("residents").sites[0], found("science-spending").sites[0]]
    assert sites[0] != sites[1]


def test_the_command_line_takes_the_weight_and_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["site", "--problem", "mclp", "--p", "1", "--weight", "gdp", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    mine = found_answer(the_atlas(), usual_question(weight="gdp"), found("gdp"), say_in("en"))
    assert told["sites"] == mine["sites"]
    assert told["objective"] == mine["objective"]
    assert told["first_sites"] == mine["first_sites"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--problem", "rule", "--weight", "gdp"], "--weight says nothing to rule; leave it out"),
        (["--problem", "mclp", "--p", "1", "--weight", "moon"], "moon"),
    ],
)
def test_a_weight_that_says_nothing_is_refused(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["site", *arguments, "--json"]) == 2
    assert sentence in capsys.readouterr().err


def test_two_weights_at_once_are_refused(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "weights.csv"
    table.write_text("adcode,weight\n440507,3\n", encoding="utf-8")
    asked = ["--problem", "mclp", "--p", "1", "--weight", "gdp", "--weights", str(table)]
    assert cli.main(["site", *asked, "--json"]) == 2
    assert "expected --weight or --weights, not both" in capsys.readouterr().err
