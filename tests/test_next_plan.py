"""Another plan is one more folder: the whole application follows it without a line of code (tests/plans/next)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cli

PLANS = Path(__file__).resolve().parent / "plans"
Ask = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("one_atlas")


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """The JSON of a verb about the other plan."""

    def answer(*arguments: str) -> Any:
        assert cli.main([*arguments, "--plan", "next", "--plans", str(PLANS), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return answer


def test_its_definition_counts_and_its_share_is_half_of_21(ask: Ask) -> None:
    answer = ask("coverage")
    assert (answer["plan"], answer["definition"], answer["needed"]) == ("next", "one-centre", 11)
    assert set(answer["best"]["prefectures"]) == {"440100", "440300", "440400", "440500", "440600", "441900"}


def test_its_quantities_its_zones_and_its_reach_are_its_own(ask: Ask) -> None:
    assert [each["id"] for each in ask("plan")["indicators"]] == ["N001"]
    assert {each["id"] for each in ask("gaps")["zones"]} == {"sea", "hills"}
    assert ask("gaps")["kinds"] == ["protection_centre"]
    compared = ask("compare")
    assert [each["title"] for each in compared["regions"]] == ["甲区（15）", "乙区（6）", "全省（21）"]
    assert {each["zone"] for each in compared["theil"]["groups"]} == {"sea", "hills"}


def test_an_unknown_plan_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "--plan", "15-5"]) == 2
    assert "'15-5' is not known; expected one of: 13-5, 14-5" in capsys.readouterr().err
