"""What is supposed or filtered, said on every page, with the way back to the data."""

from __future__ import annotations

import streamlit as st

from atlas.atlas import Atlas
from atlas.conditions import assumptions_told, filters_told, scenario_told
from atlas.question.question import Question
from atlas.scenario.reading import scenario_of
from atlas.words import Say
from layers import safe
from ui.session.present import present_question
from ui.session.question import change_question, leave_scenario


def say_assumptions(atlas: Atlas, say: Say) -> None:
    """On every page a line for filters, one for a scenario, and one while records are assumed wrong or confirmed; the
    last two with the way back.
    """
    question = present_question()
    _say_scenario(atlas, question, say)
    filters = filters_told(atlas, question, say)
    if filters:
        st.caption(safe.for_markdown(say("Counted with filters: {filters}").format(filters=say("; ").join(filters))))
    assumptions = assumptions_told(atlas, question, say)
    if not assumptions:
        return
    told, back = st.columns([8, 2], vertical_alignment="center")
    told.info(
        say("What if ({what}). The data is unchanged.").format(what=safe.for_markdown(say("; ").join(assumptions))),
        icon=":material/science:",
    )
    back.button(
        say("back to the data"), on_click=change_question, kwargs={"wrong": (), "confirmed": ()}, icon=":material/undo:"
    )


def _say_scenario(atlas: Atlas, question: Question, say: Say) -> None:
    what = scenario_told(atlas, question, say)
    if not what:
        return
    told, back = st.columns([8, 2], vertical_alignment="center")
    text = say("What if: scenario {what}. The data is unchanged.").format(what=what)
    left_out = len(scenario_of(atlas, question).not_applied)
    if left_out:
        text += say(" Changes that cannot be made on these data and are left out: {n}.").format(n=left_out)
    told.info(safe.for_markdown(text), icon=":material/science:")
    back.button(say("leave the scenario"), on_click=leave_scenario, icon=":material/undo:")
