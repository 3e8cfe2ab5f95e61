"""简报: the briefs of province, prefectures and siting, looked at before they are made, then taken as Word and PDF."""

from __future__ import annotations

import streamlit as st

from ui.desks.briefing.carried import say_carried
from ui.desks.briefing.choice import choose_forms, choose_which
from ui.desks.briefing.making import make_or_take
from ui.desks.briefing.preview import show_preview
from ui.desks.briefing.wanted import refused, wanted_of
from ui.parts.shown import Shown


def show_desk(shown: Shown) -> None:
    """Choose at the left, look at the right."""
    say = shown.say
    with shown.below:
        st.markdown(f"# {say('briefs')}")
        left, right = st.columns([5, 6], gap="large")
        with left:
            choose_which(shown)
            forms = choose_forms(say)
            wanted = wanted_of(shown, forms)
            make_or_take(wanted, refused(wanted, shown), shown)
            say_carried(wanted, shown)
        with right:
            show_preview(wanted, shown)
