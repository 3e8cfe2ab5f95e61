"""The question that this session asks now, under a key of its own: Streamlit forgets the keys of widgets when a run is
cut short.
"""

from __future__ import annotations

import streamlit as st

from atlas.question.question import Question

KEY = "question"


def is_asking() -> bool:
    """Whether there is a question yet: a session begins with that of its address."""
    return KEY in st.session_state


def present_question() -> Question:
    """The question from here on, also in the middle of a run that changes it."""
    question: Question = st.session_state[KEY]
    return question


def put_question(question: Question) -> None:
    """Ask this from here on."""
    st.session_state[KEY] = question
