"""The walk of `make cluster-demo` says so when something is not as it should be."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tools.cluster_demo.correcting import Corrected
from tools.cluster_demo.crowd import Crowd
from tools.cluster_demo.dask import Counted
from tools.cluster_demo.losing import Lost, Rolled
from tools.cluster_demo.working import Solved, Uploaded

GOOD: dict[str, Any] = {
    "corrected": Corrected(1, ("editor", "reviewer"), (("propose", "p e"), ("approve", "p r")), ("a", "b")),
    "uploaded": Uploaded("one row", "own data", 0, "47.5 %", "46.6 %"),
    "solved": Solved("siting?", "已证最优 新增9个中心"),
    "counted": Counted((1652, 1652), ("ab", "ab"), "tcp://127.0.0.1:8786"),
    "lost": Lost(("/coverage?", "/coverage?"), ("42.1 %", "42.1 %"), True, "/coverage?date=2023-11-30", (1, 2)),
    "rolled": Rolled({2: "one", 3: "two"}, {1: "before", 2: "one", 3: "two"}, (1, 1), 1),
    "crowd": Crowd(100, Counter(a=57, b=43), (57, 43), 100, [0.1] * 100, []),
}
WRONG: list[tuple[str, dict[str, Any]]] = [
    ("corrected", {"kept": ()}),
    ("corrected", {"kept": (("propose", "p e"),)}),
    ("corrected", {"routes": ("b", "b")}),
    ("uploaded", {"others": 1}),
    ("uploaded", {"within": "47.5 %"}),
    ("solved", {"card": "未证"}),
    ("counted", {"hashes": ("ab", "cd")}),
    ("counted", {"rows": (1652, 1650)}),
    ("lost", {"asked": ("/coverage?", "/")}),
    ("lost", {"answers": ("42.1 %", "47.5 %")}),
    ("lost", {"same_page": False}),
    ("lost", {"turned": "/coverage?"}),
    ("lost", {"sessions": (1, 1)}),
    ("rolled", {"kept": {2: "one"}}),
    ("rolled", {"kept": {2: "one", 3: "another"}}),
    ("rolled", {"down": (1, 0)}),
    ("crowd", {"answered": 99}),
    ("crowd", {"faults": ["no answer"]}),
    ("crowd", {"sessions": (90, 10)}),
    ("crowd", {"routes": Counter(a=100)}),
]


@pytest.mark.parametrize("step", GOOD)
def test_what_is_as_it_should_be_is_good_and_told_in_a_line(step: str) -> None:
    assert GOOD[step].good
    assert "\n" not in GOOD[step].told()


@pytest.mark.parametrize(("step", "instead"), WRONG, ids=[f"{step}-{next(iter(instead))}" for step, instead in WRONG])
def test_what_is_not_is_not(step: str, instead: dict[str, Any]) -> None:
    assert not replace(GOOD[step], **instead).good


def test_what_is_lost_is_named() -> None:
    assert replace(GOOD["rolled"], kept={2: "one"}).lost == {3}
    assert "lost: 1" in replace(GOOD["rolled"], kept={2: "one"}).told()


def test_a_slow_answer_is_told_and_no_fault() -> None:
    slow = replace(GOOD["crowd"], reruns=[3.0] * 100)
    assert slow.good
    assert "p95 3.00 s" in slow.told()
