"""Another plan is one more folder: the whole application follows it without a line of code (tests/plans/next)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PLANS = ROOT / "tests" / "plans"


def command(*arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "cli.py", *arguments, "--plan", "next", "--plans", str(PLANS), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_its_definition_counts_and_its_share_is_half_of_21() -> None:
    answer = command("coverage")
    assert (answer["plan"], answer["definition"], answer["needed"]) == ("next", "one-centre", 11)
    assert set(answer["best"]["prefectures"]) == {"440100", "440300", "440400", "440500", "440600", "441900"}


def test_its_quantities_its_zones_and_its_reach_are_its_own() -> None:
    assert [each["id"] for each in command("plan")["indicators"]] == ["N001"]
    assert {each["id"] for each in command("gaps")["zones"]} == {"sea", "hills"}
    assert command("gaps")["kinds"] == ["protection_centre"]
    compared = command("compare")
    assert [each["title"] for each in compared["regions"]] == ["甲区 (15)", "乙区 (6)", "全省 (21)"]
    assert {each["zone"] for each in compared["theil"]["groups"]} == {"sea", "hills"}


def test_an_unknown_plan_is_refused_with_the_known_ones() -> None:
    done = subprocess.run(
        [sys.executable, "cli.py", "plan", "--plan", "15-5"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "'15-5' is not known; expected one of: 13-5, 14-5" in done.stderr
