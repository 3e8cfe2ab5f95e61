"""A scenario is one line that gives it back, whatever the names hold; what is broken in it is told part by part."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.scenario import Add, Close, Move, Scenario, SetStatus
from geo.scenario_text import read_text, to_text
from tests.scenario_lines import scenario_of

ids = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)
new_ids = st.integers(1, 40).map("new-{}".format)
names = st.one_of(st.text(max_size=12), st.text(alphabet=" ;,\\\n\r\t\"'名st", max_size=12))
points = {"lon": st.floats(-180, 180), "lat": st.floats(-90, 90)}
changes = st.one_of(
    st.builds(Add, id=new_ids, kind=st.from_regex(r"[a-z_]+", fullmatch=True), name=names, **points),
    st.builds(Move, id=ids | new_ids, **points),
    st.builds(Close, id=ids | new_ids),
    st.builds(SetStatus, id=ids, status=st.sampled_from(["operating", "approved"])),
)
scenarios = st.builds(Scenario, name=names, changes=st.lists(changes, max_size=6).map(tuple))


@given(scenarios)
@example(Scenario("", (Add("new-1", "court", " \\s; ", 113.5, 23.1), Add("new-1", "court", "", -0.0, 0.0))))
def test_a_scenario_survives_its_text(scenario: Scenario) -> None:
    text = to_text(scenario)
    assert scenario_of(text, scenario.name) == scenario
    assert to_text(scenario_of(text)) == text


@given(st.text(max_size=60) | st.text(alphabet="add close;move 1.,\\ new-", max_size=60))
def test_any_text_is_read_without_an_accident_and_what_is_read_is_canonical(text: str) -> None:
    scenario, _ = read_text(text)
    assert scenario_of(to_text(scenario)) == scenario


def test_it_reads_as_a_person_writes_it() -> None:
    text = "add protection_centre 113.5,23.1 名称;  close a-1 ; move b 113.1 , 23.2;status c approved;"
    scenario = scenario_of(text, "南沙")
    assert scenario == Scenario(
        "南沙",
        (
            Add("new-1", "protection_centre", "名称", 113.5, 23.1),
            Close("a-1"),
            Move("b", 113.1, 23.2),
            SetStatus("c", "approved"),
        ),
    )
    assert to_text(scenario) == (
        "add protection_centre 113.5000,23.1000 名称; close a-1; move b 113.1000,23.2000; status c approved"
    )
    assert (to_text(Scenario()), scenario_of("")) == ("", Scenario())


def test_additions_are_numbered_as_they_come_unless_they_say_their_id() -> None:
    scenario = scenario_of("add court 113,23 a; add new-7 court 113,23; add court 113,23 c")
    assert [each.id for each in scenario.changes] == ["new-1", "new-7", "new-3"]
    assert to_text(scenario) == "add court 113.0000,23.0000 a; add new-7 court 113.0000,23.0000; " + (
        "add court 113.0000,23.0000 c"
    )


def test_a_broken_addition_leaves_the_others_their_ids() -> None:
    scenario, broken = read_text("add court 113,230; add court 113,23; close new-2")
    assert [each.id for each in scenario.changes] == ["new-2", "new-2"]
    assert broken[0][0] == "add court 113,230"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("fly a", "'fly a': expected add <kind> <lon>,<lat>"),
        ("add court", "expected add <kind>"),
        ("add court nan,23 x", "expected add <kind>"),
        ("add court 23.1,113.5", "the point 23.1,113.5 is no place on earth; give longitude first"),
        ("add new-0 court 113.5,23", "expected the id of a new body such as new-1, got 'new-0'"),
        ("add Court 113.5,23", "expected a kind of body such as protection_centre, got 'Court'"),
        ("close a b", "expected add <kind>"),
        ("close 名", "expected the id of a body"),
        ("status a open", "expected a status of operating, approved, got 'open'"),
        (f"add court 113,23 {'x' * 121}", "expected a name of at most 120 readable signs"),
        ("; ".join(["close a"] * 201), "expected at most 200 changes"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(text: str, sentence: str) -> None:
    ((part, why),) = read_text(text)[1]
    assert sentence in f"{part!r}: {why}"
    assert "\n" not in why
