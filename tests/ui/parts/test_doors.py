"""From a place to its page and to siting there: no dead end, and one text for one thing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from atlas.inquiry import Inquiry
from atlas.scenario.effect import effect
from documents.tables.supposed import changed_rules, rules_table
from documents.told import Told
from tests.ui.reader import opened, unharmed
from tests.worlds import choices, the_atlas, usual_question


def labels(app: Any) -> list[str]:
    return [each.label for each in app.button]


@pytest.mark.parametrize("place", ["441300", "c441302"])
@pytest.mark.parametrize("page", ["overview", "coverage"])
def test_a_place_that_is_selected_leads_to_its_page_and_to_siting(page: str, place: str) -> None:
    app = opened(page, selected=place)
    unharmed(app)
    found = labels(app)
    assert "惠州的页面" in found
    assert "下一家建在惠州何处" in found


def test_what_is_no_place_of_the_province_has_no_door() -> None:
    for chosen in ("", "protection-centre-foshan", "nansha"):
        assert not any("的页面" in each for each in labels(opened("overview", selected=chosen)))


def test_the_door_to_siting_asks_for_one_centre_there_and_keeps_the_rest() -> None:
    app = opened("coverage", selected="441300", date="2020-12-31", radius="80", siting="question:frontier up:440100=0")
    next(each for each in app.button if each.key == "gap-door-siting").click().run()
    unharmed(app)
    question = app.session_state["question"]
    siting, faults = choices().siting.read(question.siting)
    assert not faults
    assert (siting.question, siting.p, siting.least, siting.up_to) == ("most", 1, {"441300": 1}, {})
    assert (question.as_of, question.radius_km) == (date(2020, 12, 31), 80)
    assert app.session_state["page"] == "siting"


def test_the_door_to_a_page_is_of_the_place_that_is_selected() -> None:
    app = opened("overview", selected="c441302", id="440100")
    next(each for each in app.button if each.key == "door-page").click().run()
    unharmed(app)
    assert app.session_state["page"] == "prefecture"
    assert app.session_state["question"].prefecture == "441300"


@pytest.mark.parametrize("scenario", ["add court 116.1000,24.3000 a", "close protection-centre-foshan"])
def test_definitions_whose_numbers_stay_are_those_that_are_folded(scenario: str) -> None:
    question = usual_question(scenario=scenario)
    found, told = effect(the_atlas(), question), Told(Inquiry(the_atlas(), question), choices())
    rules, changed = rules_table(found, told), changed_rules(found)
    # Of each row as it is printed: the definition, three numbers before, three after, and what is needed.
    wanted = [tuple(row[1:4]) != tuple(row[4:7]) for row in rules.itertuples(index=False)]
    assert changed == wanted
    assert not all(changed)
