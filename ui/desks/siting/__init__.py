"""选址推演: where the next centres go, with a certificate; what each buys; how robust the choice is."""

from __future__ import annotations

import streamlit as st

from atlas.atlas import Atlas
from atlas.map_state import Proposed
from atlas.question.choices import Choices
from atlas.question.question import Question
from ui.parts.shown import Shown


def proposed(atlas: Atlas, question: Question, choices: Choices) -> Proposed:
    """What the map shows of the answer to the question; nothing while there is none."""
    if "siting" not in st.session_state:
        return Proposed()
    from ui.desks.siting import marks  # noqa: PLC0415

    return marks.proposed(choices.siting.read(question.siting)[0], atlas, question)


def show_desk(shown: Shown) -> None:
    """The page."""
    # The solver costs a second of start that readers of other pages need not wait for.
    from ui.desks.siting.page import show_page  # noqa: PLC0415

    show_page(shown)
