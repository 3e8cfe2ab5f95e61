"""A scenario file gives back what was saved; a broken, foreign or newer one gets one sentence that says where."""

from __future__ import annotations

import contextlib
import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.question.question import Question, default_question
from atlas.scenario.file import Opened, Saved, ScenarioFileError, as_changes, as_file, open_saved, read_file
from atlas.scenario.reading import scenario_of as read_scenario
from atlas.scenario.tables import PHRASES
from atlas.words import say_in
from data.limits import SCENARIO_BYTES, SCENARIO_CHANGES
from geo.scenario import Close, Scenario
from geo.scenario_text import to_text
from tests.scenario_lines import scenario_of
from tests.worlds import choices, the_atlas

SCENARIO = (
    'add protection_centre 116.1000,24.3000 名\\; "quoted"\\n; move protection-centre-shantou 113.6000,24.8000; '
    "close protection-centre-foshan; status protection-centre-dongguan approved; close new-1"
)
MORE = ("move protection-centre-shantou 113.6,24.8", "close protection-centre-foshan", "status new-1 approved")
DOCUMENT: dict[str, Any] = {"format": "guangdong-ip-atlas scenario", "version": 1, "changes": []}


def usual_question(**changes: Any) -> Question:
    return default_question(choices()).with_changes(**changes)


def opened(text: str | bytes) -> Opened:
    return open_saved(read_file(text), the_atlas(), choices())


def document(**changes: Any) -> str:
    return json.dumps(DOCUMENT | changes)


def test_what_is_saved_is_opened_again() -> None:
    question = usual_question(
        scenario=SCENARIO,
        scenario_name="“粤东”; one",
        as_of=date(2024, 6, 30),
        definition="national-operating",
        radius_km=80,
        distance="by-distance",
        kinds=("protection_centre", "court"),
        ignore_borders=True,
    )
    text = as_file(the_atlas(), question)
    found = opened(text.encode())
    assert found == Opened(question, (), the_atlas().version, same_data=True)
    assert as_file(the_atlas(), found.question) == text
    assert text.endswith("}\n")
    assert json.loads(text)["changes"][1] == {
        "do": "move",
        "id": "protection-centre-shantou",
        "lon": 113.6,
        "lat": 24.8,
    }


@given(
    name=st.text(max_size=20),
    kinds=st.sets(st.sampled_from(sorted(choices().kinds))),
    parts=st.lists(st.sampled_from(MORE), unique=True),
    place=st.tuples(st.floats(113.2, 113.5), st.floats(23.1, 23.4)),
)
def test_every_scenario_survives_its_file(
    name: str, kinds: set[str], parts: list[str], place: tuple[float, float]
) -> None:
    added = f"add court {place[0]:.6f},{place[1]:.6f}"
    scenario = to_text(scenario_of("; ".join([added, *parts])))
    ordered = tuple(each for each in choices().kinds if each in kinds)
    question = usual_question(scenario=scenario, scenario_name=name, kinds=ordered)
    assert opened(as_file(the_atlas(), question)).question == question


def test_parts_left_out_are_as_usual() -> None:
    changes = [{"do": "close", "id": "protection-centre-foshan"}]
    found = opened(document(changes=changes))
    assert found.question == usual_question(scenario="close protection-centre-foshan")
    assert (found.made_with, found.same_data, found.not_applied) == ("", False, ())
    assert read_file(document()) == Saved(Scenario())
    assert opened(b"\xef\xbb\xbf" + document().encode()).question == usual_question()


def test_other_data_apply_what_they_can_and_name_what_they_cannot() -> None:
    changes = [
        {"do": "close", "id": "moon"},
        {"do": "close", "id": "protection-centre-foshan"},
        {"do": "add", "id": "new-1", "kind": "court", "name": "sea", "lon": 113.5, "lat": 20.1},
    ]
    found = opened(document(changes=changes, data_version="000000000000", definition="mine", radius_km=200))
    assert found.question == usual_question(scenario="close protection-centre-foshan", radius_km=150)
    assert (found.made_with, found.same_data) == ("000000000000", False)
    assert [each.partition(":")[0] for each in found.not_applied] == [
        "definition 'mine' cannot be used",
        "radius '200' cannot be used",
        "change 1 (close moon)",
        "change 3 (add new-1 court 113.5000,20.1000 sea)",
    ]
    with pytest.raises(ScenarioFileError, match="moon is not the id of a body"):
        opened(document(changes=changes, data_version=the_atlas().version))


ADDED = {"do": "add", "id": "new-1", "kind": "court", "name": "", "lon": 113.5, "lat": 23.0}
CLOSED = {"do": "close", "id": "protection-centre-foshan"}
# Ids, codes and the names of a file's parts stay as they came.
AS_THEY_ARE = re.compile(
    "(?<=应为其中之一：).*|'[^']*'|（[^）]*）|new-[0-9]|protection[-_]centre(-foshan)?"
    "|moon|lon|lat|operating, approved|changes"
)


@pytest.mark.parametrize(
    "changes",
    [
        [{"do": "close", "id": "moon"}],
        [ADDED, ADDED],
        [ADDED | {"kind": "moon"}],
        [ADDED | {"kind": "Moon"}],
        [ADDED | {"id": "new-0"}],
        [ADDED | {"lat": 20.1}],
        [ADDED | {"lat": 123.0}],
        [ADDED | {"name": "x" * 200}],
        [CLOSED, CLOSED],
        [{"do": "close", "id": "a b"}],
        [{"do": "status", "id": "protection-centre-foshan", "status": "asleep"}],
        [{"do": "status", "id": "moon", "status": "approved"}, {"do": "close", "id": "moon"}],
        [CLOSED] * (SCENARIO_CHANGES.most + 1),
    ],
)
def test_why_a_change_cannot_be_made_is_said_in_the_language_of_the_page(changes: list[dict[str, Any]]) -> None:
    with pytest.raises(ScenarioFileError) as refused:
        opened(document(changes=changes))
    told = refused.value.sentence(say_in("zh"))
    assert re.findall("[A-Za-z]{2,}", AS_THEY_ARE.sub("", told)) == [], told


def test_what_was_left_out_of_a_scenario_is_said_in_the_language_of_the_page() -> None:
    question = usual_question(scenario="fly away; close moon")
    first, second = read_scenario(the_atlas(), question).left_out
    assert first.sentence(say_in("zh")).startswith("fly away：应写作：add <kind>")
    assert second.sentence(say_in("zh")) == "moon不是机构的编号；编号见机构表"
    assert str(second) in read_scenario(the_atlas(), question).not_applied


def test_a_scenario_of_another_plan_says_so_and_is_not_applied() -> None:
    """Whatever data it was made with: the definitions and dates of another plan mean something else."""
    for data_version in ("", "000000000000", the_atlas().version):
        with pytest.raises(ScenarioFileError) as caught:
            opened(document(plan="15-5", data_version=data_version))
        assert "made for plan 15-5" in str(caught.value)
        assert "shown is plan 14-5" in str(caught.value)
        assert "15-5" in caught.value.sentence(say_in("zh"))
    assert opened(document(plan="14-5")).question == opened(document()).question == usual_question()


def test_changes_that_cannot_be_made_are_not_saved() -> None:
    text = as_file(the_atlas(), usual_question(scenario="close moon; close protection-centre-foshan"))
    assert read_file(text).scenario.changes == (Close("protection-centre-foshan"),)
    assert as_changes(read_file(text).scenario) == [{"do": "close", "id": "protection-centre-foshan"}]


ADD = {"do": "add", "id": "new-1", "kind": "court", "name": "", "lon": 113.3, "lat": 23.1}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "line 1, column 1: expected a scenario saved by this atlas (JSON)"),
        ('{"format": \n oops', "line 2, column 2: expected a scenario"),
        (b"\xff\xfe\x00", "(JSON in UTF-8), found something else"),
        ("[" * 100_000, "expected a scenario saved by this atlas"),
        (" " * (SCENARIO_BYTES.most + 1), "expected a file of at most 1 MB, found a larger one"),
        ("[1, 2]", "file: expected"),
        ('{"radius_km": 20, "radius_km": 80}', "radius_km: expected once, found again"),
        (document(changes=[ADD]).replace('"lat"', '"lon": 113.3, "lat"'), "lon: expected once, found again"),
        ("[" * 1000 + "]" * 1000, "expected"),
        (document(changes=["deep"]).replace('"deep"', "[" * 900 + "]" * 900), "change 1: expected do: add, move"),
        ("{}", 'format: expected "guangdong-ip-atlas scenario", got nothing; this file is of another program'),
        ('{"type": "FeatureCollection"}', "this file is of another program"),
        (document(version=2), "version: expected at most 1, got 2; this file was made by a newer atlas"),
        (document(version="1"), "version: expected 1, got 1"),
        (document(version=True), "version: expected 1, got true"),
        (document(radius=50), "file: expected only format, version, name, plan"),
        (document(changes="close a"), "changes: expected a list, got close a"),
        (document(name=7), "name: expected text, got 7"),
        (document(name="\ud800"), "name: expected text"),
        (document(plan=None), "plan: expected text, got nothing"),
        (document(kinds=None), "kinds: expected a list of texts, got nothing"),
        (document(as_of="2025-W53-1"), "as_of: expected a date such as 2025-12-31, got 2025-W53-1"),
        (document(as_of="today"), "as_of: expected a date such as 2025-12-31, got today"),
        (document(radius_km=50.5), "radius_km: expected a whole number, got 50.5"),
        (document(radius_km=True), "radius_km: expected a whole number, got true"),
        (document(kinds="court"), "kinds: expected a list of texts, got court"),
        (document(ignore_borders="no"), "ignore_borders: expected true or false, got no"),
        (document(changes=[7]), "change 1: expected do: add, move, close, status, got 7"),
        (document(changes=[ADD, {"do": "fly"}]), "change 2: expected do: add, move, close, status"),
        (document(changes=[{"do": "close"}]), "change 1: expected do, id, got do"),
        (document(changes=[{"do": "close", "id": "a", "why": ""}]), "change 1: expected do, id, got do, id, why"),
        (document(changes=[ADD | {"lon": "113"}]), "change 1, lon: expected degrees, got 113"),
        (document(changes=[ADD | {"lat": float("nan")}]), "change 1, lat: expected degrees, got NaN"),
        (document(changes=[ADD | {"lon": 23.1, "lat": 113.3}]), "give longitude first, then latitude"),
        (document(changes=[ADD | {"lon": 10**400}]), "change 1, lon: expected degrees"),
        (document(changes=[ADD | {"kind": ["court"]}]), 'change 1, kind: expected text, got ["court"]'),
        (document(changes=[{"do": "status", "id": "a", "status": "open"}]), "change 1: expected a status of operating"),
        (
            document(changes=[{"do": "close", "id": "a"}] * (SCENARIO_CHANGES.most + 1)),
            "changes: expected at most 200 changes, got 201",
        ),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(content: str | bytes, sentence: str) -> None:
    with pytest.raises(ScenarioFileError) as caught:
        read_file(content)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    chinese = caught.value.sentence(say_in("zh"))
    assert caught.value.sentence(say_in("en")) == str(caught.value)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)


def test_every_phrase_of_a_sentence_has_its_chinese() -> None:
    for phrase in PHRASES:
        assert say_in("zh")(phrase) != phrase


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_no_content_of_a_part_makes_it_stumble(value: object) -> None:
    for part in ("version", "name", "plan", "as_of", "definition", "radius_km", "kinds", "data_version", "changes"):
        with contextlib.suppress(ScenarioFileError):
            opened(document(**{part: value}))
