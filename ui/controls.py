"""The controls above the map and the question they make together with the URL and the map's own clicks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from layers import all_layers
from ui import map_view
from ui.state import Asked, Choices, Problem, from_params, month_ends, to_params
from ui.words import Say
from ui.world import Known

WIDGETS = ("as_of", "definition", "indicator", "period", "industry", "confirmed_only", "literal")


def take_question(choices: Choices, page: str) -> list[Problem]:
    """Read the URL when it was not this session that wrote it (first visit, back button, a link pasted), then hear what
    the map was asked. Returns what in the URL could not be used, for as long as that URL stands.

    The question is kept under a key of its own: Streamlit forgets the keys of widgets when a run is cut short.
    """
    memory = st.session_state
    params = st.query_params.to_dict()
    # Streamlit empties the query when the reader goes to another page; that is not a new question.
    if not params and memory.get("page", page) != page:
        memory["link"] = params
    memory["page"] = page
    if memory.get("link") != params or "question" not in memory:
        memory["question"], memory["problems"] = from_params(params, choices)
        memory["link"] = params
        memory["heard"] = (map_view.answer() or {}).get("n", 0)
        for name in WIDGETS:
            memory[_key(name)] = getattr(memory["question"], name)
    hear(map_view.answer(), choices)
    return list(memory["problems"])


def hear(answer: Mapping[str, Any] | None, choices: Choices) -> None:
    """Take over what the reader did on the map since the last run. Ids the atlas does not know are ignored: the browser
    is not trusted.
    """
    if not answer or not isinstance(answer.get("n"), int) or answer["n"] <= heard():
        return
    st.session_state["heard"] = answer["n"]
    on, chosen = set(answer.get("on") or ()), answer.get("selected")
    layers = tuple(layer for layer in choices.layers if layer in on)
    _change(layers=layers, selected=chosen if chosen in choices.features else "")


def heard() -> int:
    """The number of the last action on the map that Python has taken over."""
    return int(st.session_state["heard"])


def choose(feature: str) -> None:
    """Select a feature from a table or a card: the map marks it and goes there."""
    _change(selected=feature)
    st.session_state["focus"] = {"id": feature, "k": st.session_state.get("focus", {"k": 0})["k"] + 1}


def focus() -> dict[str, Any] | None:
    """Where the map shall go, once a number; None when nobody asked."""
    found = st.session_state.get("focus")
    return dict(found) if found else None


def open_card(card: str) -> None:
    """Open the evidence of a headline card; "" closes it."""
    _change(card=card)


def bar(known: Known, choices: Choices, say: Say) -> Asked:
    """The row of controls; returns the complete question."""
    memory = st.session_state
    for name in WIDGETS:
        memory.setdefault(_key(name), getattr(memory["question"], name))
    days = sorted({*month_ends(choices.first_day, choices.last_day), memory[_key("as_of")]})
    titles = {each["id"]: known.world.title(each) for each in [*known.plan.definitions, *known.world.indicators]}
    clock, rule, more = st.columns([6, 4, 2], vertical_alignment="bottom")
    with clock:
        st.select_slider(
            say("as of"),
            options=days,
            key=_key("as_of"),
            format_func=date.isoformat,
            help=say("Bodies appear from their date. The clock ends at the date of the data."),
        )
    with rule:
        st.selectbox(
            say("definition of fast-protection coverage"),
            choices.definitions,
            key=_key("definition"),
            format_func=titles.__getitem__,
        )
    with more, st.popover(say("filters and indicator"), width="stretch"):
        _filters(choices, say, titles)
    _change(**{name: memory[_key(name)] for name in WIDGETS})
    return _question()


def write_link(choices: Choices) -> None:
    """Make the address say what is shown, so that any view is a link."""
    params = to_params(_question(), choices)
    if params != st.query_params.to_dict():
        st.query_params.from_dict(params)
    st.session_state["link"] = params


def _filters(choices: Choices, say: Say, titles: Mapping[str, str]) -> None:
    st.selectbox(
        say("industry"),
        ["", *choices.industries],
        key=_key("industry"),
        format_func=lambda name: name or say("all industries"),
    )
    st.toggle(say("confirmed records only (A1, A2)"), key=_key("confirmed_only"))
    st.toggle(
        say("literal dates only"),
        key=_key("literal"),
        help=say(
            "Leaves out bodies whose existence at this date follows only from the plan's count, and undated ones."
        ),
    )
    st.selectbox(
        say("indicator"),
        list(choices.indicators),
        key=_key("indicator"),
        format_func=titles.__getitem__,
        on_change=_shade,
    )
    periods = list(choices.indicators[st.session_state[_key("indicator")]])
    if st.session_state[_key("period")] not in periods:
        st.session_state[_key("period")] = periods[-1]
    st.selectbox(say("year"), periods, key=_key("period"), on_change=_shade)


def _shade() -> None:
    """Choosing an indicator shows it: it takes the place of whatever shades the land."""
    exclusive = {layer.id for layer in all_layers() if layer.exclusive}
    _change(layers=(*(layer for layer in _question().layers if layer not in exclusive), "indicator"))


def _key(name: str) -> str:
    """The key of a widget in Streamlit's memory."""
    return f"widget-{name}"


def _question() -> Asked:
    asked: Asked = st.session_state["question"]
    return asked


def _change(**changes: Any) -> None:
    st.session_state["question"] = _question().with_changes(**changes)
