"""The controls above the map and the question they make together with the URL and the map's own clicks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from ui import map_view
from ui.state import Asked, Choices, Problem, from_params, month_ends, to_params
from ui.words import Say
from ui.world import Known

WIDGETS = ("as_of", "definition", "indicator", "period", "industry", "confirmed_only", "literal")


def take_question(choices: Choices, page: str) -> list[Problem]:
    """Read the URL when it was not this session that wrote it (first visit, back button, a link pasted), then hear
    what the map was asked.

    Returns what in the URL could not be used, for as long as that URL stands.
    """
    memory = st.session_state
    params = st.query_params.to_dict()
    # Streamlit empties the query when the reader goes to another page; that is not a new question.
    if not params and memory.get("page", page) != page:
        memory["link"] = params
    memory["page"] = page
    if memory.get("link") != params or "layers" not in memory:
        asked, memory["problems"] = from_params(params, choices)
        for name in (*WIDGETS, "selected", "card"):
            memory[name] = getattr(asked, name)
        memory["layers"] = list(asked.layers)
        memory["link"] = params
        memory["heard"] = (map_view.answer() or {}).get("n", 0)
    hear(map_view.answer(), choices)
    return list(memory["problems"])


def hear(answer: Mapping[str, Any] | None, choices: Choices) -> None:
    """Take over what the reader did on the map since the last run. Ids the atlas does not know are ignored: the
    browser is not trusted.
    """
    if not answer or not isinstance(answer.get("n"), int) or answer["n"] <= st.session_state["heard"]:
        return
    st.session_state["heard"] = answer["n"]
    st.session_state["layers"] = [layer for layer in choices.layers if layer in set(answer.get("on") or ())]
    chosen = answer.get("selected")
    st.session_state["selected"] = chosen if chosen in choices.features else ""


def heard() -> int:
    """The number of the last action on the map that Python has taken over."""
    return int(st.session_state["heard"])


def choose(feature: str) -> None:
    """Select a feature from a table or a card: the map marks it and goes there."""
    st.session_state["selected"] = feature
    st.session_state["focus"] = {"id": feature, "k": st.session_state.get("focus", {"k": 0})["k"] + 1}


def focus() -> dict[str, Any] | None:
    """Where the map shall go, once a number; None when nobody asked."""
    found = st.session_state.get("focus")
    return dict(found) if found else None


def open_card(card: str) -> None:
    """Open the evidence of a headline card."""
    st.session_state["card"] = card


def bar(known: Known, choices: Choices, say: Say) -> Asked:
    """The row of controls; returns the complete question."""
    memory = st.session_state
    days = sorted({*month_ends(choices.first_day, choices.last_day), memory["as_of"]})
    titles = {each["id"]: known.world.title(each) for each in [*known.plan.definitions, *known.world.indicators]}
    clock, rule, more = st.columns([6, 4, 2], vertical_alignment="bottom")
    with clock:
        st.select_slider(
            say("as of"),
            options=days,
            key="as_of",
            format_func=date.isoformat,
            help=say("Bodies appear from their date. The clock ends at the date of the data."),
        )
    with rule:
        st.selectbox(
            say("definition of fast-protection coverage"),
            choices.definitions,
            key="definition",
            format_func=titles.__getitem__,
        )
    with more, st.popover(say("filters and indicator"), width="stretch"):
        _filters(choices, say, titles)
    return Asked(
        as_of=memory["as_of"],
        definition=memory["definition"],
        layers=tuple(memory["layers"]),
        indicator=memory["indicator"],
        period=memory["period"],
        selected=memory["selected"],
        industry=memory["industry"],
        confirmed_only=memory["confirmed_only"],
        literal=memory["literal"],
        card=memory["card"],
    )


def write_link(asked: Asked, choices: Choices) -> None:
    """Make the address say what is shown, so that any view is a link."""
    params = to_params(asked.with_changes(card=st.session_state["card"]), choices)
    if params != st.query_params.to_dict():
        st.query_params.from_dict(params)
    st.session_state["link"] = params


def _filters(choices: Choices, say: Say, titles: Mapping[str, str]) -> None:
    memory = st.session_state
    st.selectbox(
        say("industry"),
        ["", *choices.industries],
        key="industry",
        format_func=lambda name: name or say("all industries"),
    )
    st.toggle(say("confirmed records only (A1, A2)"), key="confirmed_only")
    st.toggle(
        say("literal dates only"),
        key="literal",
        help=say(
            "Leaves out bodies whose existence at this date follows only from the plan's count, and undated ones."
        ),
    )
    st.selectbox(
        say("indicator"), list(choices.indicators), key="indicator", format_func=titles.__getitem__, on_change=_shade
    )
    periods = list(choices.indicators[memory["indicator"]])
    if memory["period"] not in periods:
        memory["period"] = periods[-1]
    st.selectbox(say("year"), periods, key="period", on_change=_shade)


def _shade() -> None:
    """Choosing an indicator shows it: it takes the place of whatever shades the land."""
    others = [layer for layer in st.session_state["layers"] if layer not in ("coverage", "zones", "indicator")]
    st.session_state["layers"] = [*others, "indicator"]
