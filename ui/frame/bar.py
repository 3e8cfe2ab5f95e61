"""The row of controls above the map: clock, definition, and the popover of filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from atlas.atlas import Atlas
from atlas.question.choices import Choices
from atlas.records import industry_names
from atlas.words import Say
from layers import safe
from ui.frame.clock import show_clock
from ui.parts.unfolded import unfolded
from ui.session.present import present_question
from ui.session.question import bound


def bar(atlas: Atlas, choices: Choices, say: Say, plans: Mapping[str, Mapping[str, Any]], map_page: str) -> None:
    """The row of controls, each of which changes the question of the session.

    plans  those that can be shown, id -> plan.toml;  map_page  beside which the scripts of controls are served
    """
    titles = {each["id"]: atlas.world.title(each) for each in [*atlas.plan.definitions, *atlas.world.indicators]}
    *clock, rule, more = st.columns([38, 13, 14, 38, 19], vertical_alignment="bottom")
    show_clock(clock, choices, map_page, say)
    with rule:
        st.selectbox(
            say("definition of fast-protection coverage"),
            choices.definitions,
            format_func=titles.__getitem__,
            help=_explained(atlas, say),
            **bound("definition"),
        )
    with more, unfolded(say("filters and indicator"), "filters", width="stretch") as is_open:
        if is_open:
            if len(plans) > 1:
                _choose_plan(atlas, plans, say)
            _filters(atlas, choices, say, titles)


def _explained(atlas: Atlas, say: Say) -> str:
    """What the chosen definition counts, and that the verdict hangs on it."""
    about = next(each for each in atlas.plan.definitions if each["id"] == present_question().definition)
    return safe.for_markdown(
        f"{atlas.world.title(about, 'explain')} {say('The plan does not define the mechanism; see the ledger.')}"
    )


def _filters(atlas: Atlas, choices: Choices, say: Say, titles: Mapping[str, str]) -> None:
    names = industry_names(atlas)
    st.selectbox(
        say("industry"),
        ["", *choices.industries],
        format_func=lambda name: names[name] if name else say("all industries"),
        **bound("industry"),
    )
    st.toggle(say("confirmed records only (A1, A2)"), **bound("confirmed_only"))
    st.toggle(
        say("literal dates only"),
        help=say(
            "Leaves out bodies whose existence at this date follows only from the plan's count, and undated ones."
        ),
        **bound("literal"),
    )
    st.selectbox(
        say("indicator"),
        list(choices.indicators),
        format_func=titles.__getitem__,
        **bound("indicator"),
    )
    st.selectbox(say("year"), list(choices.indicators[present_question().indicator]), **bound("period"))


def _choose_plan(atlas: Atlas, plans: Mapping[str, Mapping[str, Any]], say: Say) -> None:
    st.session_state["widget-plan"] = atlas.plan.about["id"]
    st.selectbox(
        say("plan"),
        list(plans),
        format_func=lambda plan: atlas.world.title(plans[plan]),
        key="widget-plan",
        on_change=_plan_chosen,
    )


def _plan_chosen() -> None:
    address = st.session_state["address"]
    st.session_state["address"] = replace(address, plan=st.session_state["widget-plan"])
