"""The matrix of travel that a reader loaded: held as long as the session, and no longer; beside it that of the view
which is pinned, so that two of them can be compared.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from atlas.faults import FaultError
from atlas.question.choices import Choices
from atlas.travel import Travel, known, travel
from atlas.words import Say
from ui.session.present import present_question
from ui.session.question import change_question

HELD, REFUSED, FILE = "own-travel", "own-travel-refused", "widget-own-travel-file"


def held_travels() -> tuple[Travel, ...]:
    """The matrices of this session, the newest last; () where none was loaded."""
    found: tuple[Travel, ...] = st.session_state.get(HELD, ())
    return found


def with_own(choices: Choices) -> Choices:
    """What may be asked, with the matrices of this session among the ways."""
    own = [each.id for each in held_travels()]
    return replace(choices, ways=(*choices.ways, *own)) if own else choices


def refusal() -> str:
    """Why the last file was not taken, "" when it was."""
    return str(st.session_state.get(REFUSED, ""))


def load_travel(say: Say) -> None:
    """Read a file the reader chose and count by it; what cannot be used is said in one sentence and changes nothing."""
    file = st.session_state[FILE]
    if file is None:
        return
    try:
        own = known(travel(file.getvalue(), file.name))
    except FaultError as error:
        st.session_state[REFUSED] = error.sentence(say)
        return
    pinned = present_question().against
    kept = [each for each in held_travels() if pinned is not None and each.id == pinned.distance != own.id]
    st.session_state[HELD], st.session_state[REFUSED] = (*kept, own), ""
    change_question(distance=own.id)
