"""What an address says beside the question: read, written, and what is wrong in it told one by one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.question.address import NAMES, Address, is_view, params_of, read_address, said_once, without_view
from atlas.question.question import NAMES_ASKED, Question, as_params, default_question
from tests.worlds import CHOICES

PLANS = ["14-5", "15-5"]

addresses = st.builds(
    Address,
    plan=st.sampled_from(PLANS),
    language=st.sampled_from(["zh", "en"]),
    data=st.sampled_from(["", "0123456789ab"]),
    view=st.sampled_from(["", "8.25_22.5430_114.0570"]),
)


@given(addresses)
def test_what_is_written_is_read_again(address: Address) -> None:
    params = params_of(address, "14-5") | {"data": address.data, "view": address.view}
    assert read_address(params, PLANS, "14-5") == (address, [])


def test_an_empty_address_is_the_usual_plan_in_chinese() -> None:
    assert read_address({}, PLANS, "14-5") == (Address(plan="14-5", language="zh"), [])


@pytest.mark.parametrize(
    ("name", "given"),
    [("lang", "fr"), ("plan", "13-5"), ("data", "0123"), ("data", "x" * 12), ("view", "8_22"), ("view", "0_0_0")],
)
def test_one_wrong_part_leaves_the_others(name: str, given: str) -> None:
    params = {"lang": "en", "plan": "15-5", "data": "0123456789ab", "view": "8_23_113"} | {name: given}
    address, problems = read_address(params, PLANS, "14-5")
    assert [(each.name, each.given) for each in problems] == [(name, given)]
    right, _ = read_address({key: value for key, value in params.items() if key != name}, PLANS, "14-5")
    assert address == right


def test_full_width_signs_around_a_question_are_the_plain_ones() -> None:
    plain = {"lang": "en", "plan": "15-5", "data": "0123456789ab", "view": "8.5_23_113"}
    wide = {"lang": "ｅｎ", "plan": "１５－５", "data": "０１２３４５６７８９ａｂ", "view": "８．５＿２３＿１１３"}
    assert read_address(wide, PLANS, "14-5") == read_address(plain, PLANS, "14-5")


def test_a_name_nobody_knows_is_told() -> None:
    _, problems = read_address({"moon": "full", "date": "whatever"}, PLANS, "14-5")
    assert [each.name for each in problems] == ["moon"]


def test_a_part_said_in_two_ways_is_used_as_it_is_said_last_and_told() -> None:
    pairs = [("date", "2020-12-31"), ("lang", "en"), ("date", "2021-12-31"), ("date", ""), ("moon", "a"), ("moon", "b")]
    params, repeated = said_once(pairs)
    assert params == {"date": "2021-12-31", "lang": "en", "moon": "b"}
    assert [(each.name, each.given, each.used) for each in repeated] == [("date", "2020-12-31", "2021-12-31")]


def test_a_part_said_twice_alike_or_without_a_value_is_said_once() -> None:
    assert said_once([("lang", "en"), ("lang", "en"), ("lang", "")]) == ({"lang": "en"}, [])
    assert said_once([("date", ""), ("moon", "")]) == ({"date": "", "moon": ""}, [])


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("8.25_22.5430_114.0570", True),
        ("8_23_113", True),
        ("", False),
        ("8_23", False),
        ("8_23_113_1", False),
        ("nan_23_113", False),
        ("8_nan_113", False),
        ("inf_23_113", False),
        ("8_40_113", False),
        ("8_23_80", False),
        ("30_23_113", False),
        ("<b>_23_113", False),
        ("８_23_113", False),
    ],
)
def test_a_view_is_a_place_on_this_map(text: str, usable: bool) -> None:
    assert is_view(text) is usable


def test_moving_the_map_asks_nothing() -> None:
    assert without_view({"date": "2020-12-31", "view": "8_23_113"}) == {"date": "2020-12-31"}


def test_every_part_of_a_question_has_a_name_of_its_own() -> None:
    question: Question = default_question(CHOICES)
    assert set(as_params(question)) == NAMES_ASKED
    assert not NAMES_ASKED & NAMES
    assert all(re.fullmatch("[a-z]+(-[a-z]+)?", name) for name in NAMES_ASKED | NAMES)
