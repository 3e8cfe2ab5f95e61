"""The question of a session: what controls, rows and clicks on the map change in it; a link brings it whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from atlas.first_map import ABOUT_ONE_PLACE
from atlas.map_state import Proposed
from atlas.question.choices import Choices
from atlas.question.composed import added_ids, one_shading
from atlas.question.usual import usual_period
from atlas.turned import drawn_anew, shaded, shaded_by_reach, shows_difference, turned, with_layers
from geo.regions import ADCODE, prefecture_of
from ui.session import map_view, page_layers, picking
from ui.session.present import present_question, put_question

# Where the door that was taken waits for the page to be known.
DOOR = "door"


def hear(answer: Mapping[str, Any] | None, choices: Choices) -> None:
    """Take over what the reader did on the map since the last run. The browser is not trusted: ids the atlas does not
    know are ignored, and so is whatever has not the form it should have (see ui.session.map_view.answer).
    """
    if not answer or not map_view.is_count(answer.get("n")) or answer["n"] <= heard():
        return
    st.session_state["heard"] = answer["n"]
    page = str(answer.get("page"))
    _hear_layers(answer.get("on"), page, choices)
    _hear_selected(answer.get("selected"), page, choices)
    picking.hear(answer)
    st.session_state[DOOR] = answer.get("door")


def _hear_layers(on: object, page: str, choices: Choices) -> None:
    if isinstance(on, list | tuple) and all(isinstance(each, str) for each in on):
        # Two shadings while an answer to the map is still on its way.
        shown = one_shading([each for each in choices.layers if each in on], choices, present_question().layers)
        page_layers.heard_on(page, shown)


def _hear_selected(chosen: object, page: str, choices: Choices) -> None:
    if not isinstance(chosen, str | None):
        return
    # What a scenario adds, or a search proposes, is in no file, so in no choice.
    known = chosen in choices.features or chosen in added_ids(present_question().scenario) | offered()
    change_question(selected=chosen if chosen and known else "")
    if page == ABOUT_ONE_PLACE:
        _choose_first(choices)


def taken_door() -> object:
    """What the browser calls the door that the reader took on the map's card (ui.parts.doors), once; None for none."""
    return st.session_state.pop(DOOR, None)


def heard() -> int:
    """The number of the last action on the map that Python has taken over."""
    return int(st.session_state["heard"])


def offer(sites: Proposed) -> Proposed:
    """Let the marks be selected that this session's map has besides what its files hold; no link knows them."""
    st.session_state["offered"] = frozenset(each["id"] for each in sites.marks)
    return sites


def offered() -> frozenset[str]:
    """The marks of `offer`."""
    found: frozenset[str] = st.session_state.get("offered", frozenset())
    return found


def choose(feature: str) -> None:
    """Select a feature from a table or a card: the map marks it and goes there."""
    change_question(selected=feature)
    go_to(feature)


def go_to(feature: str) -> None:
    """Let the map go to a feature without selecting it."""
    st.session_state["focus"] = {"id": feature, "k": st.session_state.get("focus", {"k": 0})["k"] + 1}


def frame(page: str, feature: str) -> None:
    """On a page about one place the map goes there, once for each place; the other pages' maps stay where they are."""
    framed = st.session_state["framed"]
    if framed.get(page) != feature:
        st.session_state["framed"] = framed | {page: feature}
        if feature:
            go_to(feature)


def change_question(**changes: Any) -> None:
    """Change parts of the question, by their fields: a control, a button, a row, a chart, the map."""
    after = present_question().with_changes(**changes)
    put_question(drawn_anew(after) if "distance" in changes else after)


def keep_to_years(choices: Choices) -> None:
    """A year that the chosen indicator has, whoever has chosen the indicator."""
    question = present_question()
    if question.period not in choices.indicators[question.indicator]:
        change_question(period=usual_period(choices, {"indicator": question.indicator}))


def take_scenario(changes: str, name: str) -> None:
    """Ask about another scenario, or none; nothing stays selected that only the one before had."""
    question = present_question()
    gone = question.selected in added_ids(question.scenario) - added_ids(changes)
    change_question(scenario=changes, scenario_name=name, **({"selected": ""} if gone else {}))


def leave_scenario() -> None:
    """Back to the data."""
    take_scenario("", "")


def shade(layer: str, *, also: Sequence[str] = ()) -> None:
    """Let one layer colour the land in place of any other, and switch some others on."""
    put_question(shaded(present_question(), layer, also=also))


def shade_reach() -> None:
    """Let the share in reach colour the land, with what draws how far that is."""
    put_question(shaded_by_reach(present_question()))


def answer_by_reach() -> None:
    """The same after the question was put another way, unless the map shows what differs from a pinned view."""
    if not shows_difference(present_question()):
        shade_reach()


def mark_kinds(page: str) -> None:
    """Let the map show the bodies of the kinds that count, after these were put another way."""
    put_question(turned(present_question(), page, "kinds"))


def add_layers(layers: Sequence[str]) -> None:
    """Switch layers on beside those that are."""
    put_question(with_layers(present_question(), {*present_question().layers, *layers}))


def bound(name: str, *, then: Callable[[], None] | None = None) -> dict[str, Any]:
    """Key and callback that tie a widget of a page to one part of the question; after each change comes what else it
    turns (atlas.turned), then `then`.

    The widget shows what the question says, whoever said it: link, map, another page.
    """
    value = getattr(present_question(), name)
    st.session_state[_key(name)] = list(value) if isinstance(value, tuple) else value
    return {"key": _key(name), "on_change": _take, "args": (name, then)}


def bring() -> None:
    """A whole question has come from elsewhere than its own form: what is answered on arrival is answered now."""
    st.session_state["questions-brought"] = times_brought() + 1


def times_brought() -> int:
    """How often `bring` was said in this session."""
    return int(st.session_state.get("questions-brought", 0))


def focus() -> dict[str, Any] | None:
    """Where the map shall go, once a number; None when nobody asked."""
    found = st.session_state.get("focus")
    return dict(found) if found else None


def open_card(card: str) -> None:
    """Open the evidence of a headline card; "" closes it."""
    change_question(card=card)


def _take(name: str, then: Callable[[], None] | None) -> None:
    value = st.session_state[_key(name)]
    # A click on the chosen part of a segmented control takes the choice away; the question keeps it.
    if value is None:
        return
    change_question(**{name: tuple(value) if isinstance(value, list) else value})
    put_question(turned(present_question(), st.session_state["page"], name))
    if then is not None:
        then()


def home_of(feature: str, choices: Choices) -> str:
    """The prefecture that a feature is, or that it is a county of; "" for anything else."""
    region = feature.removeprefix("c")
    home = prefecture_of(region) if ADCODE.fullmatch(region) else ""
    return home if home in choices.prefectures else ""


def _choose_first(choices: Choices) -> None:
    """While it is open which prefecture the page is about, a click on one says it; afterwards none does."""
    home = home_of(present_question().selected, choices)
    if home and not present_question().prefecture:
        change_question(prefecture=home)


def _key(name: str) -> str:
    """The key of a widget in Streamlit's memory."""
    return f"widget-{name}"
