"""Checked candidates, weights and county indicators used on the siting page: they become its loaded table, held by this
session.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from atlas.faults import FaultError
from atlas.own.laying import labelled_own
from atlas.own.to_siting import COUNTIES, TABLES, Chosen, siting_table, weighing
from data.intake.told import Checked
from layers import safe
from ui.parts.shown import Shown
from ui.session.question import change_question

TOLD = "own-to-siting"


def offer_to_siting(checked: Checked, shown: Shown) -> None:
    """A button for rows that siting takes, and what came of it."""
    if checked.kind not in TABLES:
        return
    say, (file, told) = shown.say, st.session_state.get(TOLD, ("", ""))
    chosen = _choose(checked, shown) if checked.kind == COUNTIES else ("", "")
    if chosen is None:
        st.caption(say("Only amounts that add up can weigh counties; this table holds ratios alone."))
        return
    st.button(
        say("use these rows on the siting page"),
        on_click=_use,
        args=(checked, chosen, shown),
        icon=":material/add_location:",
        type="primary",
        key="own-to-siting-button",
    )
    if file == checked.name:
        st.info(safe.for_markdown(told))


def _choose(checked: Checked, shown: Shown) -> Chosen | None:
    """Which indicator and year shall weigh the counties; None when none can."""
    offered = weighing(checked, shown.atlas.world.indicators)
    if not offered:
        return None
    return st.selectbox(
        shown.say("indicator and year that weigh the counties"),
        offered,
        format_func=lambda pair: weight_name(pair, shown),
        key="own-weighing",
    )


def weight_name(chosen: Chosen, shown: Shown) -> str:
    """An indicator of the office's own by title and year, with the label that it is not published."""
    titles = {each["id"]: shown.atlas.world.title(each) for each in shown.atlas.world.indicators}
    return labelled_own(f"{titles.get(chosen[0], chosen[0])} {chosen[1]}", shown.say)


def _use(checked: Checked, chosen: Chosen, shown: Shown) -> None:
    # The solver costs a second of start that readers of this page need not wait for.
    from atlas.siting import tables  # noqa: PLC0415
    from atlas.siting.question import OWN  # noqa: PLC0415 -- as above
    from ui.parts import searches  # noqa: PLC0415 -- as above

    held, siting, content = searches.memory(), searches.question_on(shown), siting_table(checked, chosen)
    try:
        if checked.kind == "sites":
            rows = tables.candidates(content, checked.name, shown.atlas.world)
            held.loaded = replace(
                held.loaded, candidates=rows.value, candidates_name=checked.name, candidates_notes=rows.notes
            )
            siting = siting.with_changes(sites=OWN, lock=(), ban=())
        else:
            weights = tables.weights(content, checked.name, shown.atlas.world)
            name = f"{weight_name(chosen, shown)}, {checked.name}" if checked.kind == COUNTIES else checked.name
            held.loaded = replace(held.loaded, weights=weights.value, weights_name=name, weights_notes=weights.notes)
            siting = siting.with_changes(own_weights=True)
    except FaultError as error:
        st.session_state[TOLD] = checked.name, error.sentence(shown.say)
        return
    change_question(siting=shown.choices.siting.write(siting))
    st.session_state[TOLD] = checked.name, shown.say("The siting page asks with these rows, in this session only.")
