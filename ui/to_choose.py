"""What a page about one thing shows while it is not known which: the things there are, and no number of any.

Who follows a link with a wrong id must not read the numbers of another prefecture, or plan, as those asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from atlas.board import plan_of
from layers import safe
from ui import controls
from ui.shown import Shown


def choose_prefecture(shown: Shown) -> None:
    """The prefectures by zone, each a button; those in no zone last."""
    say, known = shown.say, shown.known
    with shown.aside:
        st.markdown(f"# {safe.for_markdown(say('my prefecture'))}")
        st.markdown(safe.for_markdown(say("Choose a prefecture: here, or with a click on the map.")))
        zones: dict[str, list[str]] = {}
        for adcode in shown.choices.prefectures:
            zones.setdefault(known.zone_of.get(adcode, ""), []).append(adcode)
        for zone, members in sorted(zones.items(), key=lambda each: not each[0]):
            if zone:
                st.markdown(f"**{safe.for_markdown(known.name_of(zone))}**")
            _buttons("place", {each: known.name_of(each) for each in members})


def choose_board(shown: Shown) -> None:
    """The plans that have a scoreboard, each a button."""
    known = shown.known
    with shown.aside:
        st.markdown(safe.for_markdown(shown.say("Choose a plan.")))
        _buttons("board", {each: known.world.title(plan_of(known, each).about) for each in shown.choices.boards})


def _buttons(part: str, titles: Mapping[str, str]) -> None:
    with st.container(horizontal=True, gap="small"):
        for each, title in titles.items():
            st.button(safe.for_markdown(title), key=f"choose-{part}-{each}", on_click=controls.ask, kwargs={part: each})
