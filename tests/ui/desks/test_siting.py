"""Siting: the form says the question of the link, nothing is claimed before a search, a scenario is told everywhere."""

from __future__ import annotations

from tests.ui.reader import opened, told, unharmed

SCENARIO = "add court 116.1000,24.3000 a; close protection-centre-foshan"


def test_before_a_search_nothing_is_claimed() -> None:
    words = told(opened("siting"))
    assert "尚未求解" in words
    assert "已证明" not in words


def test_the_form_holds_what_the_link_asks() -> None:
    app = opened("siting", siting="k:12 floors:north=3", radius="80")
    unharmed(app)
    numbers = [each.value for each in app.number_input]
    assert 12 in numbers
    assert 3 in numbers
    assert 80 in [each.value for each in app.slider]


def test_a_scenario_of_the_link_is_listed_and_can_be_left() -> None:
    app = opened("siting", scenario=SCENARIO, scenario_name="梅州")
    unharmed(app)
    assert "梅州" in told(app)
    assert "改动（2）" in told(app)
    leave = next(each for each in app.button if each.label == "退出设想方案")
    leave.click().run()
    unharmed(app)
    assert "改动（0）" in told(app)
