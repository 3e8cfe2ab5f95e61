"""What differs between a pinned question and the present one, against two separate recounts place by place."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest

from atlas.difference import COMPARED, TOLD, difference, difference_answer, difference_sentence, told_apart
from atlas.question.question import Question, default_question, from_params, to_params
from atlas.reach import reach_of
from atlas.words import say_in
from layers.difference import LEGEND, _class
from tests.addresses import SCENARIO
from tests.atlas.oracles import amounts
from tests.worlds import choices, random_question, the_atlas, usual_question

SEED = 20261127
PAIRS = 200


def reached_places(question: Question) -> list[bool]:
    return [times > 0 for times in reach_of(the_atlas(), question).found.in_reach]


@pytest.mark.parametrize("part", [0, *(pytest.param(each, marks=pytest.mark.long) for each in range(1, 5))])
def test_totals_equal_two_separate_recounts_for_random_pairs(part: int) -> None:
    source = random.Random(SEED + part)
    for _ in range(PAIRS // 5):
        first, then = random_question(source), random_question(source)
        if source.random() < 0.7:
            then = then.with_changes(weight=first.weight)
        found = difference(the_atlas(), then.with_changes(against=first.pinned()))
        assert found is not None
        was, is_now, old, new = reached_places(first), reached_places(then), amounts(first.weight), amounts(then.weight)
        wanted = {
            "people_before": sum(old),
            "people_after": sum(new),
            "covered_before": sum(n for n, there in zip(old, was, strict=True) if there),
            "covered_after": sum(n for n, there in zip(new, is_now, strict=True) if there),
        }
        if first.weight == then.weight:
            wanted["gained"] = sum(n for n, a, b in zip(new, was, is_now, strict=True) if b and not a)
            wanted["lost"] = sum(n for n, a, b in zip(new, was, is_now, strict=True) if a and not b)
            wanted["delta"] = wanted["covered_after"] - wanted["covered_before"]
        else:
            assert found.regions[["gained", "lost", "delta"]].isna().all(axis=None)
        for name, number in wanted.items():
            # Residents are whole, and so is what they add up to; a modelled weight is a fraction.
            assert found.whole[name] == pytest.approx(number, rel=1e-9, abs=1e-6 * wanted["people_after"]), name
            for kind in ("zone", "prefecture", "county"):
                total = found.of_kind(kind)[name].sum()
                assert total == pytest.approx(found.whole[name], rel=1e-9, abs=1e-9 * wanted["people_after"]), kind
            if (first.weight, then.weight) == ("residents", "residents"):
                assert found.whole[name] == number
        for when in ("before", "after"):
            share = wanted[f"covered_{when}"] / wanted[f"people_{when}"]
            assert found.whole[f"share_{when}"] == pytest.approx(share, rel=1e-9)


def test_by_different_weights_shares_alone_are_told() -> None:
    by_gdp = next(each for each in choices().weights if each != "residents")
    found = difference(the_atlas(), usual_question(weight=by_gdp, against=usual_question().pinned()))
    assert found is not None
    assert "各按其权重" in difference_sentence(the_atlas(), found, say_in("zh"))
    answer = difference_answer(
        the_atlas(), usual_question(weight=by_gdp, against=usual_question().pinned()), say_in("zh")
    )
    assert answer is not None
    assert answer["province"]["gained"] is None
    json.dumps(answer, allow_nan=False)


def test_the_same_question_differs_in_nothing() -> None:
    question = usual_question(scenario=SCENARIO)
    found = difference(the_atlas(), question.with_changes(against=question.pinned()))
    assert found is not None
    assert (found.regions[["gained", "lost", "delta"]] == 0).all(axis=None)
    assert (found.states["before"] == found.states["after"]).all()
    assert told_apart(the_atlas(), found.before, found.after, say_in("zh")) == []


def test_nothing_pinned_is_no_difference() -> None:
    assert difference(the_atlas(), usual_question()) is None
    assert difference_answer(the_atlas(), usual_question(), say_in("zh")) is None


def test_every_part_that_is_compared_has_its_words() -> None:
    assert {each.name for each in COMPARED} == set(TOLD)
    for language in ("zh", "en"):
        say = say_in(language)
        assert all(say(f"part {each.name}") != f"part {each.name}" for each in COMPARED)


def test_the_sentence_says_that_no_prefecture_came_or_went() -> None:
    found = difference(the_atlas(), usual_question(radius_km=80, against=usual_question().pinned()))
    assert found is not None
    n = len(found.counting("after"))
    told = difference_sentence(the_atlas(), found, say_in("zh"))
    assert told.endswith(f"有快保护机构的市未变（{n}个）。")
    english = difference_sentence(the_atlas(), found, say_in("en"))
    assert english.endswith(f"; the same {n} prefectures have a fast-protection body.")


def test_the_sentence_names_the_prefectures_that_come_and_go() -> None:
    early = usual_question(as_of=date(2016, 12, 31)).pinned()
    found = difference(the_atlas(), usual_question(against=early))
    assert found is not None
    sentence = difference_sentence(the_atlas(), found, say_in("zh"))
    more = [each for each in found.counting("after") if each not in found.counting("before")]
    assert more
    assert all(the_atlas().name_of(each) in sentence for each in more)
    assert "减少：" not in sentence


@pytest.mark.parametrize(
    ("given", "refused", "used"),
    [
        ("radius=80", [], {"radius_km": 80}),
        ("date=2020-02-31&radius=80", ["date=2020-02-31"], {"radius_km": 80}),
        ("radius=70&radius=80", ["radius=70"], {"radius_km": 80}),
        ("moon=1&radius=80", ["moon=1"], {"radius_km": 80}),
        ("hello", ["hello"], None),
        ("layers=courts", ["layers=courts"], None),
        ("against=radius%3D80", ["against=radius%3D80"], None),
        ("&&==&%00", ["&&==&%00"], None),
    ],
)
def test_what_cannot_be_used_of_a_pinned_question_is_said(
    given: str, refused: list[str], used: dict[str, Any] | None
) -> None:
    question, problems = from_params({"against": given}, choices())
    assert [each.given for each in problems] == refused
    expected = default_question(choices()).with_changes(**used).pinned() if used else None
    assert question.against == expected


def test_a_link_holds_both_questions() -> None:
    source = random.Random(SEED)
    for _ in range(50):
        asked = random_question(source).with_changes(against=random_question(source).pinned())
        # As a link writes it: what has no order is sorted.
        question, _ = from_params(to_params(asked, choices()), choices())
        assert question.against is not None
        again, problems = from_params(to_params(question, choices()), choices())
        assert (again, problems) == (question, [])


@pytest.mark.parametrize(
    ("share", "name"),
    [(0.5, "gain2"), (0.4999, "gain1"), (1e-9, "gain1"), (0.0, "same"), (-1e-9, "loss1"), (-0.5, "loss2")],
)
def test_a_county_is_classed_by_how_much_of_it_changes(share: float, name: str) -> None:
    assert _class(share) == name
    assert name in LEGEND
