"""选址推演: where the next centres go, with a certificate; what each buys; how robust the choice is."""

from __future__ import annotations

import streamlit as st

from atlas.answers import Proposed
from atlas.question.choices import Choices
from atlas.question.question import Asked, site_form
from atlas.world import Known
from ui.selection import show_selection
from ui.shown import Shown


def proposed(known: Known, asked: Asked, choices: Choices) -> Proposed:
    """What the map shows of the answer to the question; nothing while there is none."""
    if "siting" not in st.session_state:
        return Proposed()
    from ui import siting_view  # noqa: PLC0415

    return siting_view.proposed(site_form(asked, choices), known, asked)


def show() -> None:
    """The page."""
    # The solver costs a second of start that readers of other pages need not wait for.
    from ui import scenario_view, siting_form_view, siting_view  # noqa: PLC0415

    shown: Shown = st.session_state["shown"]
    form = site_form(shown.asked, shown.choices)
    found = siting_view.found_of(form, shown)
    with shown.aside:
        # What came of it stands above the form: a reader who has searched wants to see that first.
        if found is not None:
            siting_view.show_certificate(form, found, shown)
        siting_form_view.choose(form, shown)
        siting_view.start_or_say(form, shown)
    with shown.under:
        siting_view.offer_locks(form, shown)
        show_selection(shown)
    with shown.below:
        if found is None:
            st.caption(shown.say("Nothing searched yet under this question: choose above, then search."))
        else:
            siting_view.show_found(form, found, shown)
        scenario_view.show(shown)
