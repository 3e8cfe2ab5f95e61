"""Random changes on every page with a map: what is drawn before the run is what the run tells and what the command line
draws of the address, and the browser knows every word that stands on a control.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from streamlit.testing.v1 import AppTest

import cli
from atlas.page_titles import WITH_A_MAP
from layers.decide import with_numbers_of
from tests.ui.first_maps import SETTINGS, get
from tests.ui.reader import message, opened, unharmed
from ui import shared

Told = dict[str, Any]
LONG_TURNS = 50
SURROUNDINGS = ("data", "own")


def controls(language: str = "zh") -> Told:
    """What the browser knows of the controls."""
    page = shared.map_page(SETTINGS, shared.version_of(SETTINGS), language)
    file = shared.MAPS.find(page, shared.CONTROLS)
    assert file is not None
    return dict(json.loads(file.content))


def widgets(app: AppTest) -> dict[str, Any]:
    """The controls on a page by the part of the question that they change."""
    kinds = (app.select_slider, app.slider, app.selectbox, app.toggle, app.multiselect, app.button_group)
    found = {str(each.key).removeprefix("widget-"): each for kind in kinds for each in kind if each.key}
    return {field: each for field, each in found.items() if field in controls()}


def place(widget: Any) -> Any:
    """What a control is turned to: the place in its list, or its value."""
    return widget.index if widget.type == "selectbox" else widget.value


def turn(widget: Any, about: Told, chance: Random) -> str | None:
    """Turn a control to anything that it offers; the value as the browser reads it of what then stands there, None
    where it waits for the run.
    """
    words, kind = about.get("words"), widget.type
    if "switch" in about:
        widget.set_value(not widget.value)
        return str(about["switch"][widget.value])
    if kind == "slider":
        widget.set_value(chance.randrange(int(widget.min), int(widget.max) + 1, 5))
        return str(widget.value)
    if kind == "select_slider":
        shown = chance.choice(widget.options)
        widget.set_value(date.fromisoformat(shown))
        return str(shown)
    if kind == "multiselect":
        some = chance.sample(widget.options, chance.randint(0, 4))
        widget.set_value([words[each] for each in some])
        return " ".join(words[each] for each in some) or "none"
    if kind == "button_group":
        value = chance.choice(sorted(words.values()))
        widget.set_value(value)
        return str(value)
    at = chance.randrange(len(widget.options))
    widget.select_index(at)
    shown = str(widget.options[at])
    # The title of a measure names the radius; another than usual is not among the words.
    return words.get(shown) if words else shown


def without(query: str) -> Told:
    """What an address asks; kinds may stand in the order in which they were chosen."""
    said = {name: value for name, value in parse_qsl(query) if name not in SURROUNDINGS}
    return said | ({"kinds": " ".join(sorted(said["kinds"].split()))} if "kinds" in said else {})


def asked_first(page: str, told: Told, name: str, value: str) -> Told:
    """What the browser asks when a control is turned, as layers/browser/first.js does."""
    query = told["entry"]["query"] if told["first"] is True else told["first"]
    params = dict(parse_qsl(query))
    params.pop(name, None)
    params |= {name: value} if value else {}
    answer = get(page, {**params, "turned": name})
    assert answer.status == 200, answer.text
    return dict(json.loads(answer.content))


def drawn(page: str, query: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    """The state that `cli.py map --link` draws, without the drawing; of the numbers that a file has of all layers those
    of the ones that are on, as a page is sent them.
    """
    file = folder / "map.html"
    assert cli.main(["map", "--link", f"/{page}?{query}", "--out", str(file), "--json"]) == 0
    capsys.readouterr()
    state = json.loads(file.read_text(encoding="utf-8"))
    return {**state, "captions": with_numbers_of(state["on"], state["captions"])}


@pytest.fixture
def walk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], one_atlas: None
) -> Callable[[str, int], int]:
    """So many random changes on a page, each compared three ways. Returns how many were."""
    monkeypatch.setattr("layers.folium_map.single_file", lambda _world, _say, state: json.dumps(state))
    monkeypatch.setattr("atlas.siting.search.search_link", lambda *_: None)

    def walked(page: str, turns: int) -> int:
        chance, app, compared = Random(f"first {page}"), opened(page), 0
        while compared < turns:
            told, found = message(app), widgets(app)
            field = chance.choice(sorted(found))
            about, before = controls()[field], place(found[field])
            value = turn(found[field], about, chance)
            if place(found[field]) == before:
                # Nothing was turned, and nobody asks.
                continue
            first = asked_first(page, told, about["name"], value) if value is not None else None
            after = message(app.run())
            unharmed(app)
            if first is None:
                continue
            assert {part: after["state"][part] for part in first["state"]} == first["state"], (field, value)
            query = after["entry"]["query"]
            assert without(first["query"]) == without(query)
            assert first.get("beside") == after.get("beside")
            state = {part: told for part, told in first["state"].items() if part != "about"}
            assert drawn(page, urlencode(without(query)), tmp_path, capsys) == state
            compared += 1
        return compared

    return walked


@pytest.mark.parametrize("page", ["coverage", "compare"])
def test_a_few_changes_are_drawn_first_as_they_are_told_and_as_the_command_line_has_them(
    page: str, walk: Callable[[str, int], int]
) -> None:
    assert walk(page, 4) == 4


@pytest.mark.long
@pytest.mark.parametrize("page", WITH_A_MAP)
def test_three_hundred_changes_are_drawn_first_as_they_are_told_and_as_the_command_line_has_them(
    page: str, walk: Callable[[str, int], int]
) -> None:
    assert walk(page, LONG_TURNS) == LONG_TURNS
    assert LONG_TURNS * len(WITH_A_MAP) >= 300


@pytest.mark.parametrize("page", WITH_A_MAP)
def test_the_browser_knows_every_word_that_stands_on_a_control(page: str) -> None:
    for field, widget in widgets(opened(page)).items():
        words = controls()[field].get("words")
        if words is not None:
            # What stands on parts of a button is Markdown.
            shown = {each.replace("\\", "") for each in widget.options}
            assert shown <= set(words), field
