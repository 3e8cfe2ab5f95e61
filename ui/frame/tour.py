"""A first tour in five steps: a small card at the foot of the page, and a frame around what it speaks of."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from atlas.words import Say
from layers import safe
from ui.session.map_view import SEEN_COOKIE


@dataclass(frozen=True)
class Step:
    """One step: title and text (message ids), and the part of the page it speaks of (a CSS selector)."""

    title: str
    text: str
    about: str


STEPS = (
    Step(
        "the map",
        "Click a prefecture or a mark to see its records; switch layers and search at the upper left. The map stays "
        "where you put it, on every page.",
        ".st-key-stage iframe",
    ),
    Step(
        "the clock",
        "Move the date: map, cards and tables show what was known to exist on that day. The clock ends at the date of "
        "the data.",
        '.st-key-controls [data-testid="stSlider"]',
    ),
    Step(
        "the definition",
        "The plan asks for fast protection in 80 % of the prefectures but does not define it. Choose what shall count; "
        "every figure says under which definition it stands.",
        '.st-key-controls [data-testid="stSelectbox"]',
    ),
    Step(
        "the evidence",
        "Each card leads to its records, the sentence of the plan and the sources. Certain rests on dated records, "
        "best adds believed ones and counts, possible is what nothing excludes.",
        '[class*="st-key-card-"]',
    ),
    Step(
        "the desks",
        "Coverage gaps for planners, comparison for leaders, my prefecture for city staff, plan indicators for all. "
        "Share hands on exactly what you see.",
        '[data-testid="stTopNavLinkContainer"], .st-key-toolbar',
    ),
)


def start() -> None:
    """Begin with the first step."""
    st.session_state["tour"] = 0
    st.session_state["invited"] = True


def invite(page: str, say: Say) -> None:
    """One line for somebody who is here for the first time and brought no link."""
    memory = st.session_state
    if "invited" not in memory:
        memory["invited"] = page != "overview" or bool(st.query_params) or SEEN_COOKIE in st.context.cookies
    if memory["invited"]:
        return
    with st.container(key="invitation", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(say("First time here? Five steps show how the atlas is used."), width="content")
        st.button(say("start"), key="tour-begin", on_click=start, type="primary", icon=":material/tour:")
        st.button(say("not now"), key="tour-decline", on_click=_decline, type="tertiary")


def show_tour(page: str, say: Say) -> None:
    """The card of the present step if the tour is on, else the offer of it to somebody new."""
    invite(page, say)
    step = st.session_state.get("tour")
    if step is None:
        return
    told = STEPS[step]
    st.html(f"<style>{told.about} {{ outline: 3px solid #d97706 !important; outline-offset: 2px; }}</style>")
    with st.container(key="tour"):
        st.markdown(f"**{step + 1}/{len(STEPS)} {safe.for_markdown(say(told.title))}**")
        st.markdown(safe.for_markdown(say(told.text)))
        with st.container(horizontal=True):
            st.button(say("back one step"), key="tour-back", on_click=_go, args=(step - 1,), disabled=step == 0)
            if step + 1 < len(STEPS):
                st.button(say("next step"), key="tour-next", on_click=_go, args=(step + 1,), type="primary")
            st.button(say("end the tour"), key="tour-end", on_click=_go, args=(None,), type="tertiary")


def _go(step: int | None) -> None:
    st.session_state["tour"] = step


def _decline() -> None:
    st.session_state["invited"] = True
