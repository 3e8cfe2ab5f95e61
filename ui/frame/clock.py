"""The clock in the row of controls: a slider with the years under it, a day that is typed, and steps of a year by hand
or one a second.

The browser counts the seconds and stops at once (layers/browser/clock.js); here each step is a day that the clock has,
or nothing. While it plays the address stays, so that the whole play is one entry of the history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from atlas.clock import typed_day, year_ends
from atlas.faults import FaultError
from atlas.question.choices import Choices, month_ends
from atlas.words import Say
from data.limits import ASKED
from layers import safe
from ui.session.link import PLAYING
from ui.session.present import present_question
from ui.session.question import bound, change_question

KEY, TYPED, FAULT = "atlas-clock", "typed-day", "clock-fault"
LABELLED_YEARS = 5
MODULE = """
export default (run) => import(new URL("clock.js", new URL(run.data.page, window.location.href)))
  .then((clock) => clock.default(run));
"""


@st.cache_resource
def _component() -> Any:
    """The component, registered once a process."""
    return st.components.v2.component("guangdong_ip_atlas_clock", js=MODULE)


def show_clock(places: Sequence[DeltaGenerator], choices: Choices, map_page: str, say: Say) -> None:
    """The clock. places  for the slider, what is typed, the buttons;  map_page  beside which the script is served"""
    slider, typed, buttons = places
    ends = year_ends(choices.first_day, choices.last_day)
    days = sorted({*month_ends(choices.first_day, choices.last_day), present_question().as_of})
    with slider:
        st.select_slider(
            say("as of"),
            options=days,
            format_func=date.isoformat,
            help=say("Bodies appear from their date. The clock ends at the date of the data."),
            **bound("as_of", then=_forget),
        )
        st.html(_years(days, ends))
    with typed:
        st.text_input(
            say("type a date"),
            placeholder=say("such as 2023-6"),
            key=TYPED,
            max_chars=ASKED.most,
            on_change=_take_typed,
            args=(choices,),
        )
    with buttons:
        _component()(
            key=KEY,
            data={
                "page": map_page,
                "days": [each.isoformat() for each in ends],
                "at": present_question().as_of.isoformat(),
                "words": {each: say(f"clock {each}") for each in ("back", "play", "stop", "on")},
            },
            on_act_change=lambda: _take_act(ends),
        )


def say_clock(say: Say) -> None:
    """One sentence for what was typed and is no day of the clock."""
    fault = st.session_state.get(FAULT)
    if fault is not None:
        st.warning(safe.for_markdown(fault.sentence(say)))


def _years(days: Sequence[date], ends: Sequence[date]) -> str:
    """The years under the slider, each at its last day; the slider has its days at equal distances."""
    marks = []
    for day in ends:
        at = 100 * days.index(day) / (len(days) - 1)
        year = str(day.year) if day.year % LABELLED_YEARS == 0 else ""
        marks.append(f'<i style="left:{at:.2f}%"><span>{year}</span></i>')
    return f'<div class="years" aria-hidden="true">{"".join(marks)}</div>'


def _take_typed(choices: Choices) -> None:
    text = st.session_state[TYPED]
    st.session_state[FAULT] = None
    if not text.strip():
        return
    try:
        change_question(as_of=typed_day(text, choices, date.today()))
    except FaultError as error:
        st.session_state[FAULT] = error
    else:
        st.session_state[TYPED] = ""


def _take_act(ends: Sequence[date]) -> None:
    """What the buttons ask, where it has the form it should have."""
    held = st.session_state.get(KEY)
    act = held.get("act") if isinstance(held, Mapping) else None
    if not isinstance(act, Mapping):
        return
    _forget()
    st.session_state[PLAYING] = act.get("playing") is True
    day = next((each for each in ends if each.isoformat() == act.get("day")), None)
    if day is not None:
        change_question(as_of=day)


def _forget() -> None:
    """The clock goes elsewhere: what was typed and not taken stands no longer beside it, as if it were its day."""
    st.session_state[FAULT] = None
    st.session_state[TYPED] = ""
