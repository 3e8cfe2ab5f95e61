"""选址推演: where the next centres go, with a certificate; what each buys; how robust the choice is."""

from __future__ import annotations

import streamlit as st

from atlas.answers import Proposed
from atlas.question.choices import Choices
from atlas.question.question import Asked
from atlas.world import Known
from ui.selection import show_selection
from ui.shown import Shown


def proposed(known: Known, asked: Asked, choices: Choices) -> Proposed:
    """What the map shows of the answer to the question; nothing while there is none."""
    if "siting" not in st.session_state:
        return Proposed()
    from ui import siting_map  # noqa: PLC0415

    return siting_map.proposed(choices.siting.read(asked.siting)[0], known, asked)


def show() -> None:
    """The page."""
    # The solver costs a second of start that readers of other pages need not wait for.
    from ui import scenario_view, siting_certificate_view, siting_form_view, siting_map  # noqa: PLC0415
    from ui import siting_memory, siting_search_view, siting_view  # noqa: PLC0415

    shown: Shown = st.session_state["shown"]
    question = siting_memory.question_on(shown)
    siting_memory.answer_what_was_brought(question, shown)
    found = siting_memory.found_on(question, shown)
    with shown.aside:
        # What came of it stands above the form: a reader who has searched wants to see that first.
        if found is not None:
            siting_certificate_view.show_certificate(found, shown)
        siting_form_view.choose(question, shown)
        siting_search_view.start_or_say(question, shown)
    with shown.under:
        siting_map.offer_locks(question, shown)
        show_selection(shown)
    with shown.below:
        if found is None:
            st.caption(shown.say("Nothing searched yet under this question: choose above, then search."))
        else:
            siting_view.show_found(found, shown)
        scenario_view.show(shown)
