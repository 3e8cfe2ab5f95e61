"""An answer becomes a scenario, whatever its candidates are called."""

from __future__ import annotations

import pandas as pd
import pytest

from atlas.siting.adopted import additions, body_name
from atlas.siting.ground import Loaded
from atlas.siting.question import SitingQuestion
from atlas.siting.search import Found, search
from geo.scenario import LONGEST_NAME, Scenario
from geo.scenario_text import read_text, to_text
from geo.siting import Clock
from tests.hostile import NAMES
from tests.worlds import the_atlas, usual_question


def answered(name: str) -> Found:
    parks = pd.DataFrame({"id": ["a"], "name": [name], "prefecture": ["441500"], "lon": [115.4], "lat": [22.8]})
    return search(the_atlas(), usual_question(), SitingQuestion("most", p=1, sites="own"), Loaded(parks), Clock(30))


@pytest.mark.parametrize("name", [*NAMES, "园" * 121, "园" * 5000, "a; close b", " ", ""])
def test_the_site_is_added_and_its_link_reads_back_the_same(name: str) -> None:
    added = additions(answered(name), "protection_centre", 3)
    assert [each.id for each in added] == ["new-3"]
    scenario = Scenario(changes=tuple(added))
    assert read_text(to_text(scenario)) == (scenario, ())


def test_a_name_that_is_too_long_is_cut_and_says_so() -> None:
    assert body_name("园" * LONGEST_NAME) == "园" * LONGEST_NAME
    assert body_name("园" * (LONGEST_NAME + 1)) == "园" * (LONGEST_NAME - 1) + "…"


def test_without_an_answer_nothing_is_added() -> None:
    assert additions(Found(SitingQuestion()), "court", 1) == []
