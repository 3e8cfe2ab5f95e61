"""Siting: the form says the question of the link, nothing is claimed before a search, a scenario is told everywhere."""

from __future__ import annotations

import time

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


def certificate(**link: str) -> str:
    """The certificate of a link that is answered on arrival."""
    app = opened("siting", siting="question:most p:2", **link)
    until = time.monotonic() + 20
    while "候选点124个" not in (words := told(app)) and time.monotonic() < until:
        time.sleep(0.1)
        app.run()
    unharmed(app)
    return words


def test_the_certificate_counts_supposed_bodies_apart() -> None:
    assert "现有机构15家不动" in certificate()
    added = "add protection_centre 116.1000,24.3000 a; add protection_centre 115.1000,24.3000 b"
    assert "现有机构15 → 17（设想）家不动" in certificate(scenario=added)
