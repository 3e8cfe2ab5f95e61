"""The memory of a search is estimated before it starts, near enough to what it really takes."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from atlas.siting import memory
from atlas.siting.ground import Loaded, candidates_of
from atlas.siting.question import PLACES, PROBLEMS, SitingQuestion
from atlas.siting.search import search
from atlas.words import say_in
from data.limits import CANDIDATES, SEARCH_MEMORY
from geo.siting import Clock
from tests.worlds import the_atlas, usual_question

ROOT = Path(__file__).resolve().parents[3]
SAY = say_in("zh")
MEGABYTE = 1_000_000
ROWS = 1652
# One search in a process of its own, prepared as those of the server are, which says by how many bytes it has grown at
# its largest.
MEASURED = """
import re, sys
from pathlib import Path
from tests.atlas.siting.test_memory import asked, several
from atlas.child import prepare
from atlas.siting.search import search
from geo.siting import Clock
from tests.worlds import the_atlas, usual_question

def told(name):
    return int(re.search(name + r":\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1)) * 1024

problem, number, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
the_atlas()
prepare()
before = told("VmRSS")
search(the_atlas(), usual_question(radius_km=80, ignore_borders=True), asked(problem), several(number), Clock(seconds))
print(told("VmHWM") - before, flush=True)
"""


def asked(problem: str) -> SitingQuestion:
    """A question of this problem, of loaded candidates."""
    kinds = {"mclp": ("most", "lscp"), "rule": ("rule", "lscp")}
    kind, aim = kinds.get(problem, ("all", problem))
    return SitingQuestion(kind, aim=aim, p=10, k=17, sites="own")


def several(number: int) -> Loaded:
    """So many candidates around the modelled places."""
    places = candidates_of(the_atlas(), SitingQuestion(sites="places"), Loaded())
    taken = places.iloc[[round(each * (len(places) - 1) / max(1, number - 1)) for each in range(number)]]
    shift = [each % 7 * 0.01 for each in range(number)]
    ids = [f"x{each}" for each in range(number)]
    return Loaded(candidates=taken.assign(id=ids, name=ids, lon=taken["lon"] + shift).reset_index(drop=True))


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("number", [124, 1652, 5000])
@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_estimate_is_near_what_a_search_takes(problem: str, number: int) -> None:
    command = [sys.executable, "-W", "ignore", "-c", MEASURED, problem, str(number), "8"]
    # What the solver leaves behind at the end may spoil the exit, not the number.
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    taken = int(re.findall(r"^\d+$", done.stdout, re.MULTILINE)[-1])
    told = memory.bytes_of(problem, ROWS, number)
    assert 0.8 * taken <= told <= 4 * taken, f"{taken / MEGABYTE:.0f} MB taken, {told / MEGABYTE:.0f} MB told"


def test_the_largest_tables_fit_and_the_largest_that_fit_are_told() -> None:
    for problem in PROBLEMS:
        assert memory.bytes_of(problem, ROWS, CANDIDATES.most) <= SEARCH_MEMORY.most
        most = memory.fitting(problem, ROWS, SEARCH_MEMORY.most)
        assert memory.bytes_of(problem, ROWS, most) <= SEARCH_MEMORY.most < memory.bytes_of(problem, ROWS, most + 1)
    assert memory.fitting("mclp", ROWS, 1) == 0


def test_what_would_take_too_much_is_refused_with_what_would_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "SEARCH_MEMORY", replace(SEARCH_MEMORY, most=60 * MEGABYTE))
    question = replace(asked("p-median"), demand=PLACES)
    sentence = memory.too_large(the_atlas(), question, several(500), SAY)
    assert sentence == ("此次求解约需内存97 MB，上限为60 MB：请将候选点减至最多240个，或改按县级单位计算居民。")
    found = search(the_atlas(), usual_question(), question, several(500), Clock(30))
    assert found.refused == sentence
    assert found.on is None
    assert memory.too_large(the_atlas(), question, several(240), SAY) == ""
    assert memory.too_large(the_atlas(), replace(question, demand="counties"), several(500), SAY) == ""
    assert "请将候选点减至最多" in memory.too_large(the_atlas(), question, several(4_900), SAY)
