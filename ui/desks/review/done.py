"""What a release did, said once on the page after it, whichever part is open then."""

from __future__ import annotations

import streamlit as st

from ui.parts.shown import Shown

DONE = "review-done"


def remember(release: int) -> None:
    """The next page says that a release was made."""
    st.session_state[DONE] = release


def say_done(shown: Shown) -> None:
    """The sentence; nothing where nothing was done."""
    number = st.session_state.pop(DONE, None)
    if number is not None:
        text = shown.say("Release {n} is published; all pages show it in a moment.").format(n=int(number))
        st.success(text, icon=":material/check:")
