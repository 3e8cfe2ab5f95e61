"""What is only supposed is called so, stands beside what the records say, and is never one of them."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas import pages
from atlas.atlas import in_language
from atlas.headline import Card, cards
from atlas.ledger import coverage_answer, ledger_beside
from atlas.map_state import count_coverage, view_of
from atlas.prefecture import describe_prefecture
from atlas.question.question import Question, default_question
from atlas.supposing import beside, states_told, supposed_rows, suppositions, tables_beside
from atlas.words import say_in, summing
from layers import coverage
from tests.worlds import choices, the_atlas

SAY = say_in("zh")
BELIEVED = "rapid-rights-yangjiang-hardware"


def seats(n: int) -> str:
    """A scenario: a protection centre at the seats of the first n prefectures that have none."""
    have = view_of(the_atlas(), plain()).counted.result.best.prefectures
    rows = [row for row in the_atlas().world["prefectures"].to_dict("records") if row["adcode"] not in have][:n]
    return "; ".join(f"add protection_centre {row['seat_lon']},{row['seat_lat']} {row['name_zh']}" for row in rows)


def plain(**changes: Any) -> Question:
    return default_question(choices()).with_changes(definition="national-approved", **changes)


def made(question: Question, language: str = "zh") -> dict[str, Card]:
    return {each.id: each for each in cards(in_language(the_atlas(), language), question, say_in(language))}


def test_eight_supposed_centres_are_seventeen_only_as_supposed_and_nine_by_the_records() -> None:
    """Of 21 prefectures 17 are needed, 9 have a centre: eight more would be enough, and no record says so."""
    asked = plain(scenario=seats(8))
    card, real = made(asked)["fast-protection"], made(plain())["fast-protection"]
    assert card.figure == "9/21 → 17/21（设想）"
    assert card.lines[:2] == real.lines == ("确证 8 · 需 17", "按此口径、按已知记录，距 17 还差 8；未见官方结果")
    assert all("设想" in line for line in card.lines[2:])
    assert all("确证" not in line and "已达标" not in line for line in card.lines[2:])
    assert card.tone == real.tone == "below"
    assert card.supposes
    assert not real.supposes
    assert list(card.records["id"]) == list(real.records["id"])
    assert set(card.supposed["id"]) == {f"new-{n}" for n in range(1, 9)}
    assert set(card.supposed["counts"]) == {"yes"}


def test_a_card_of_bodies_counts_no_supposed_one_among_its_records() -> None:
    asked = plain(scenario=f"{seats(2)}; close protection-centre-foshan")
    card, real = made(asked)["protection-centres"], made(plain())["protection-centres"]
    assert card.figure == f"{real.figure} → {int(real.figure) + 1}（设想）"
    assert list(card.records["id"]) == list(real.records["id"])
    told = card.supposed.set_index("id")
    assert dict(told["supposition"]) == {"new-1": "added", "new-2": "added", "protection-centre-foshan": "closed"}
    assert dict(told["counts"]) == {"new-1": "yes", "new-2": "yes", "protection-centre-foshan": "no"}


def test_one_closed_and_one_added_are_the_same_number_and_yet_supposed() -> None:
    card = made(plain(scenario=f"{seats(1)}; close protection-centre-foshan"))["protection-centres"]
    number = made(plain())["protection-centres"].figure
    assert card.figure == f"{number} → {number}（设想）"


@pytest.mark.parametrize(
    "changes",
    [{"wrong": ("protection-centre-foshan",)}, {"confirmed": (BELIEVED,)}],
    ids=["wrong", "confirmed"],
)
def test_assumptions_are_suppositions_like_any_other(changes: dict[str, tuple[str, ...]]) -> None:
    card, real = made(plain(**changes))["fast-protection"], made(plain())["fast-protection"]
    assert card.supposes
    assert "设想" in card.figure
    assert card.lines[:2] == real.lines
    assert list(card.records["id"]) == list(real.records["id"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_filters_are_no_suppositions_but_stand_with_the_figure(language: str) -> None:
    asked, say = plain(confirmed_only=True), say_in(language)
    card = made(asked, language)["rapid-rights-centres"]
    assert not card.supposes
    assert say("filtered: {filters}").format(filters=say("confirmed records only (A1, A2)")) in card.lines
    assert (
        say("filters do not thin coverage: all records are counted") in made(asked, language)["fast-protection"].lines
    )


def test_a_question_that_supposes_nothing_has_no_word_of_it() -> None:
    told = json.dumps(
        [[card.figure, *card.lines] for card in made(plain()).values()] + [list(ledger_beside(the_atlas(), plain()))],
        ensure_ascii=False,
    )
    assert "设想" not in told


def test_pivotal_records_and_the_smallest_change_are_those_of_the_records() -> None:
    """The JSON of the ledger names no supposed body among the pivotal ones, whatever the scenario."""
    asked = plain(scenario=seats(8))
    for real, told in zip(ledger_beside(the_atlas(), plain()), ledger_beside(the_atlas(), asked), strict=True):
        assert {name: told[name] for name in real if name != "supposed"} == {
            name: real[name] for name in real if name != "supposed"
        }
        if told["supposed"] is not None:
            assert set(told["supposed"]) == {"at_least", "by_best_reading", "at_most", "needed", "verdict"}
    answer = coverage_answer(the_atlas(), asked)
    real = coverage_answer(the_atlas(), plain())
    assert answer | {"supposed": None} == real
    assert answer["supposed"]["by_best_reading"]["count"] == 17
    assert "certain" not in answer["supposed"]
    assert "flip_set" not in answer["supposed"]


@pytest.mark.parametrize("page", ["overview", "coverage", "compare", "prefecture"])
@pytest.mark.parametrize("changes", [{"scenario": "8"}, {"wrong": ("protection-centre-foshan",)}], ids=str)
def test_the_json_of_a_page_keeps_the_records_apart_from_what_is_supposed(page: str, changes: dict[str, Any]) -> None:
    if "scenario" in changes:
        changes = {"scenario": seats(8)}
    real, told = (
        pages.answer(page, the_atlas(), each)
        for each in (plain(prefecture="440600"), plain(prefecture="440600", **changes))
    )
    assert told["supposing"]
    assert real["supposing"] == ""
    same = {
        "overview": lambda page: (page["coverage"] | {"supposed": None}, page["layers"]),
        "coverage": lambda page: page["gaps"] | {"supposed": None},
        "compare": lambda page: page["lines"],
        "prefecture": lambda page: page["bodies"],
    }[page]
    assert str(same(real)) == str(same(told))


def test_a_state_that_rests_on_a_supposed_body_alone_is_supposed_though_it_is_the_same() -> None:
    """Foshan's only centre is closed and another one is put there: certain by the records, supposed by the scenario."""
    foshan = next(row for row in the_atlas().world["prefectures"].to_dict("records") if row["adcode"] == "440600")
    changes = "; ".join(f"close {each}" for each in sure("440600"))
    asked = plain(scenario=f"{changes}; add protection_centre {foshan['seat_lon']},{foshan['seat_lat']}")
    real, there = (count_coverage(the_atlas(), each).result for each in (plain(), asked))
    assert real.per_prefecture["440600"] == there.per_prefecture["440600"] == "certain"
    assert states_told(the_atlas(), asked, real, there)["440600"] == "supposed"


def sure(adcode: str) -> list[str]:
    result = count_coverage(the_atlas(), plain()).result
    return [each for each in result.records_by_prefecture[adcode] if result.record_states[each] == "certain"]


def test_the_map_paints_what_is_supposed_in_classes_of_its_own() -> None:
    closed = "; ".join(f"close {each}" for each in sure("440600"))
    scenario = f"{seats(8)}; {closed}"
    found, real = (view_of(the_atlas(), each).decision["coverage"] for each in (plain(scenario=scenario), plain()))
    added = {
        row["prefecture"]
        for row in supposed_rows(the_atlas(), plain(scenario=seats(8)), lambda rows: rows).to_dict("records")
    }
    assert set(found.index[found == "supposed"]) - {"440600"} == added
    assert found["440600"].startswith("supposed")
    assert all(found[each] == real[each] for each in found.index if not found[each].startswith("supposed"))


def test_legends_of_reach_and_of_rings_say_that_they_are_supposed() -> None:
    found, real = (view_of(the_atlas(), each) for each in (plain(scenario=seats(1)), plain()))
    assert "设想" not in str(real.captions)
    for layer in ("reach", "reach-rings", "measured"):
        assert any(text.endswith("（设想）") for text in found.captions[layer].values()), layer


def test_the_table_of_a_prefecture_holds_records_and_apart_from_them_what_is_supposed() -> None:
    asked = plain(scenario=seats(8))
    adcode = supposed_rows(the_atlas(), asked, lambda rows: rows)["prefecture"].iloc[0]
    found, real = describe_prefecture(the_atlas(), asked, adcode), describe_prefecture(the_atlas(), plain(), adcode)
    assert list(found.here["id"]) == list(real.here["id"])
    assert found.own == real.own + 1
    assert len(found.supposed) == 1
    assert {each["state"] for each in found.definitions} & {"supposed"}


def test_the_last_change_of_a_body_is_what_is_supposed_of_it() -> None:
    asked = plain(
        scenario="add protection_centre 116.1,24.3; move new-1 116.2,24.3; status protection-centre-foshan approved; "
        "close protection-centre-foshan",
        wrong=("protection-centre-shantou",),
    )
    assert suppositions(the_atlas(), asked) == {
        "new-1": "added",
        "protection-centre-foshan": "closed",
        "protection-centre-shantou": "wrong",
    }


def test_equal_figures_are_told_once() -> None:
    assert beside("9", "9", SAY) == "9"
    assert beside("9", "17", SAY) == "9 → 17（设想）"
    assert beside("无", "有（设想）", SAY) == "无 → 有（设想）"


def test_a_table_beside_another_keeps_every_row_and_names_the_supposed_columns() -> None:
    real = pd.DataFrame({"name": ["a", "b"], "people": [1, 2], "share": ["10%", "20%"]})
    supposed = pd.DataFrame({"name": ["c", "a"], "people": [7, 1], "share": ["70%", "10%"]})
    table = tables_beside(real, supposed, SAY, ["name"])
    assert list(table.columns) == ["name", "people", "people（设想）", "share", "share（设想）"]
    assert list(table["name"]) == ["c", "a", "b"]
    assert table["people"].to_list() == [pd.NA, 1, 2]
    assert table["people（设想）"].to_list() == [7, 1, pd.NA]
    assert table["share"].to_list() == ["–", "10%", "20%"]
    assert tables_beside(real, real.copy(), SAY, ["name"]) is real


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=6), st.integers(0, 4))
def test_printed_parts_add_up_to_the_printed_total(parts: list[float], decimals: int) -> None:
    total, *rounded = summing(sum(parts), parts, decimals=decimals)
    unit = 10**decimals
    assert sum(round(each * unit) for each in rounded) == round(total * unit)
    assert all(abs(each - part) * unit < 1 + 1e-6 for each, part in zip(rounded, parts, strict=True))
    assert abs(total - sum(parts)) * unit <= 0.5 + 1e-6


def test_the_larger_remainder_takes_the_unit_that_is_left() -> None:
    assert summing(0.5625, (0.2271, 0.3354), decimals=3) == (0.562, 0.227, 0.335)
    assert summing(0.5629, (0.2274, 0.3355), decimals=3) == (0.563, 0.227, 0.336)
    with pytest.raises(ValueError, match="add up to 1"):
        summing(1.0, (0.2, 0.3), decimals=1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_a_record_counts_as_well_the_legend_does_not_say_that_only_a_supposition_does(language: str) -> None:
    """佛山 keeps its rapid-rights centre of record when its protection centre is closed: less certain, still there."""
    asked = plain(scenario="close protection-centre-foshan")
    before, after = count_coverage(the_atlas(), plain()), count_coverage(the_atlas(), asked)
    told = states_told(the_atlas(), asked, before.result, after.result)
    assert before.result.per_prefecture["440600"] != "none" != after.result.per_prefecture["440600"]
    label = say_in(language)(coverage.LAYER.legend[told["440600"]])
    assert "仅" not in label
    assert "only" not in label
