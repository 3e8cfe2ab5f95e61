"""The siting page: what came of the question above the form, the locks of the map, the answer, the scenario."""

from __future__ import annotations

import streamlit as st

from ui.desks.siting.answer import show_found
from ui.desks.siting.certificate import show_certificate
from ui.desks.siting.form import choose
from ui.desks.siting.marks import offer_locks
from ui.desks.siting.scenario import show_scenario
from ui.desks.siting.search import start_or_say
from ui.parts import searches
from ui.parts.selection import show_selection
from ui.parts.shown import Shown


def show_page(shown: Shown) -> None:
    """Ask, search, answer, suppose."""
    question = searches.question_on(shown)
    searches.answer_what_was_brought(question, shown)
    found = searches.found_on(question, shown)
    with shown.aside:
        # What came of it stands above the form: a reader who has searched wants to see that first.
        if found is not None:
            show_certificate(found, shown)
        choose(question, shown)
        start_or_say(question, shown)
    with shown.under:
        offer_locks(question, shown)
        show_selection(shown)
    with shown.below:
        if found is not None:
            show_found(found, shown)
        elif not searches.is_at_work(question, shown):
            # How far a search is stands beside its button and in the first sentence.
            st.caption(shown.say("Nothing searched yet under this question: choose above, then search."))
        show_scenario(shown)
