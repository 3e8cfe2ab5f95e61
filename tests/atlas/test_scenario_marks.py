"""Bodies of a scenario on the map: map, table and count agree, the state stays small, no public file holds them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from atlas.map_state import map_state, view_of
from atlas.question.question import Question, default_question, from_params
from atlas.words import say_in
from layers import all_layers, decide
from layers.base import derived
from layers.folium_map import page_files
from tests.oracles import read_signs
from tests.worlds import choices, the_atlas
from ui.session import picking
from ui.session.question import hear, leave_scenario

HANDFUL = (
    "add protection_centre 114.4000,23.1000 惠州东江新城知识产权保护中心; add rapid_rights_centre 116.6500,23.6800; "
    "add protection_centre 116.1000,24.3000; close protection-centre-foshan; "
    "move protection-centre-dongguan 113.9500,22.7500; status protection-centre-shenzhen approved"
)


def asked_with(scenario: str, **changes: Any) -> Question:
    layers = tuple(each.id for each in all_layers() if each.shape in ("point", "ring"))
    found, problems = from_params({"scenario": scenario, "scenario-name": "北部先行"}, choices())
    assert not problems
    return found.with_changes(layers=layers, **changes)


@pytest.mark.parametrize("industry", ["", choices().industries[0]])
def test_map_table_and_count_agree(industry: str) -> None:
    question = asked_with(HANDFUL, industry=industry)
    found = view_of(the_atlas(), question)
    extras = {each["id"]: each for each in found.extra}
    table = decide.table(the_atlas().world, found.decision, question.layers, {}, found.moment.extras)
    counts = decide.count(found.decision, question.layers)
    for layer in question.layers:
        drawn = set(read_signs(layer, found.message[layer]))
        if layer == "reach-rings":
            beside = {f"ring-{body}" for body, each in extras.items() if each.get("ring")}
        else:
            beside = {body for body, each in extras.items() if each["layer"] == layer and each["class"] != "closed"}
        assert not drawn & beside
        assert drawn | beside == set(found.decision[layer].index)
        assert counts[layer] == len(drawn | beside)
        assert set(table.loc[table["layer"] == layer, "id"]) == drawn | beside


def test_looks_names_and_places() -> None:
    found = view_of(the_atlas(), asked_with(HANDFUL))
    extras = {each["id"]: each for each in found.extra}
    assert {body: each["class"] for body, each in extras.items()} == {
        "new-1": "assumed",
        "new-2": "assumed",
        "new-3": "assumed",
        "protection-centre-dongguan": "moved",
        "protection-centre-foshan": "closed",
    }
    assert extras["new-1"]["name"] == "惠州东江新城知识产权保护中心"
    assert extras["new-1"]["details"] == [["情景", "设想，不是记录"]]
    assert extras["protection-centre-dongguan"]["was"] == [113.74866, 23.01797]
    # A change of status alone needs no mark of its own: the file holds the body where it stands. Its sign says that no
    # record knows of it.
    assert found.decision["protection-centres"]["protection-centre-shenzhen"] == "restated"


def test_a_handful_stays_below_four_kilobytes() -> None:
    question = asked_with(HANDFUL)
    state = map_state(question, view_of(the_atlas(), question))
    assert len(json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()) < 4096


def test_without_a_scenario_nothing_is_sent_beside() -> None:
    question = default_question(choices())
    assert map_state(question, view_of(the_atlas(), question))["extra"] == []


def test_public_files_know_no_scenario() -> None:
    before = page_files(the_atlas().world, say_in("zh"))
    view_of(the_atlas(), asked_with(HANDFUL))
    assert page_files(the_atlas().world, say_in("zh")) == before
    assert not any("new-1" in set(derived(each.features, the_atlas().world)["id"]) for each in all_layers())


def test_a_record_taken_as_wrong_stays_on_the_map_struck_out_and_one_taken_as_confirmed_is_marked() -> None:
    question = default_question(choices()).with_changes(
        wrong=("protection-centre-foshan",), confirmed=("rapid-rights-yangjiang-hardware",)
    )
    found = view_of(the_atlas(), question)
    assert {each["id"]: each["class"] for each in found.extra} == {"protection-centre-foshan": "closed"}
    assert found.decision["rapid-rights-centres"]["rapid-rights-yangjiang-hardware"] == "restated"
    assert "protection-centre-foshan" not in found.decision["protection-centres"]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a session remembers, without Streamlit."""
    held: dict[str, Any] = {"heard": 0, "question": asked_with(HANDFUL)}
    monkeypatch.setattr(picking.st, "session_state", held)
    return held


def test_a_place_is_handed_out_once_to_the_page_that_asked(memory: dict[str, Any]) -> None:
    del memory
    hear({"on": [], "selected": None, "n": 1, "at": [113.5, 23.1]}, choices())
    assert picking.take() is None, "nobody asked"
    picking.start("siting", "add protection_centre")
    assert (picking.purpose("siting"), picking.purpose("coverage")) == ("add protection_centre", "")
    hear({"on": [], "selected": None, "n": 2, "at": [113.5, 23.1]}, choices())
    assert picking.take() == picking.Picked("add protection_centre", 113.5, 23.1)
    assert picking.take() is None
    hear({"on": [], "selected": None, "n": 2, "at": [114.5, 23.1]}, choices())
    assert picking.take() is None, "an action already heard"
    hear({"on": [], "selected": None, "n": 3, "picking": False}, choices())
    assert picking.purpose("siting") == ""


@pytest.mark.parametrize("at", [["a", 1], [1], 7, [float("nan"), 1], [999, 23], None, {"lon": 1}])
def test_what_is_no_place_is_ignored(memory: dict[str, Any], at: object) -> None:
    del memory
    picking.start("siting", "move new-1")
    hear({"on": [], "selected": None, "n": 9, "at": at}, choices())
    assert picking.take() is None
    assert picking.purpose("siting") == "move new-1"


def test_leaving_the_scenario_forgets_what_only_it_had(memory: dict[str, Any]) -> None:
    hear({"on": [], "selected": "new-1", "n": 1}, choices())
    assert memory["question"].selected == "new-1"
    leave_scenario()
    assert memory["question"].selected == ""
    assert not memory["question"].scenario
    hear({"on": [], "selected": "new-1", "n": 2}, choices())
    assert memory["question"].selected == ""
