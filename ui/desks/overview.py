"""总览: the headline cards beside the map; under it what is selected, and the table twin of the map."""

from __future__ import annotations

import streamlit as st

from atlas.headline import Card
from layers import safe
from layers.held import held_together
from ui.parts.evidence import show_evidence
from ui.parts.selection import show_selection
from ui.parts.shown import Shown
from ui.parts.twin import show_twin
from ui.session.question import open_card


def show_desk(shown: Shown) -> None:
    """The page."""
    made = shown.inquiry.cards
    # One grid (look.css) instead of rows of columns: a third of what a run sends is containers.
    with shown.aside, st.container(key="cards", gap=None):
        for each in made:
            _card(each, shown)
        if not made:
            st.info(shown.say("This plan declares no headline cards (cards.toml)."))
    with shown.under:
        show_selection(shown)
        show_twin(shown)
    opened = next((card for card in made if card.id == shown.question.card), None)
    if opened is not None:
        show_evidence(opened, shown)


def _card(card: Card, shown: Shown) -> None:
    with st.container(border=True, key=f"card-{card.id}", gap=None):
        lines = "".join(f"<p>{held_together(line)}</p>" for line in card.lines)
        # What is supposed differs in shape and words, not by a colour alone: a dashed edge and a chip.
        look = f"{card.tone} supposed" if card.supposes else card.tone
        chip = f'<span class="chip">{safe.for_html(shown.say("supposed"))}</span>' if card.supposes else ""
        st.html(
            f'<div class="card {safe.for_html(look)}"><h2>{safe.for_html(card.title)}{chip}</h2>'
            f"<b>{safe.for_html(card.figure)}</b>{lines}</div>"
        )
        st.button(
            shown.say("records and clause"),
            key=f"open-{card.id}",
            on_click=open_card,
            args=(card.id,),
            type="tertiary",
            icon=":material/fact_check:",
        )
