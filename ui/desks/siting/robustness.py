"""How robust a choice of sites is: seeded re-runs, begun on request."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from atlas.siting.search import Found
from atlas.siting.session import RUNS, SEED
from atlas.siting.studies import Robust
from atlas.ways import way_of
from layers import safe
from ui.desks.siting.search import at_work, say_lost
from ui.parts import tables
from ui.parts.searches import key_on, memory
from ui.parts.shown import Shown

RUN_KEY = "runs"


def _drawn(shown: Shown) -> str:
    """What is drawn anew; a matrix knows no other positions."""
    if way_of(shown.question).travel is not None:
        return shown.say(
            "Solved again {n} times with radius, ways of the matrix as a whole, and weights drawn anew (±10 %), at the "
            "positions of the matrix; the same seed draws the same."
        )
    return shown.say(
        "Solved again {n} times with radius, detour, positions and weights drawn anew (±10 %, 3 km); the same seed "
        "draws the same."
    )


def show_robustness(found: Found, shown: Shown) -> None:
    """Seeded re-runs, on request: they take a while."""
    say, held = shown.say, memory()
    key = (RUN_KEY, key_on(found.question, shown))
    st.markdown(f"## {say('how robust is it?')}")
    robust: Robust | None = held.take(key)
    say_lost(key, shown)
    if key in held.running:
        at_work(key, shown)
    elif robust is None:
        st.caption(safe.for_markdown(_drawn(shown).format(n=RUNS)))
        st.button(
            say("run {n} times").format(n=RUNS),
            icon=":material/casino:",
            key="siting-runs",
            on_click=held.begin_runs,
            args=(key, shown.atlas, shown.question, found.question),
        )
    else:
        text = say("{runs} runs, {proven} proven, {failed} without an answer; seed {seed}.")
        st.caption(text.format(runs=robust.runs, proven=robust.proven, failed=robust.failed, seed=SEED))
        solved = max(1, robust.runs - robust.failed)
        rows = pd.DataFrame(
            {
                say("column name"): robust.sites["name"],
                say("column prefecture"): [shown.atlas.name_of(each) for each in robust.sites["prefecture"]],
                say("column in the answer"): ["●" if each in found.sites else "–" for each in robust.sites["id"]],
                say("column chosen"): [
                    say("{n} of {runs}").format(n=each, runs=solved) for each in robust.sites["chosen"]
                ],
            }
        )
        about = [say("column in the answer"), say("column chosen")]
        tables.show_table(rows, "robustness", say("how robust is it?"), shown, about=about)
