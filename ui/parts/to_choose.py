"""What a page about one thing shows while it is not known which: the things there are, and no number of any. That one
is to be chosen its first sentence says (ui.frame.lead).

Who follows a link with a wrong id must not read the numbers of another prefecture, or plan, as those asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from atlas.scoreboard import plan_of
from layers import safe
from ui.parts.shown import Shown
from ui.session.question import change_question


def choose_prefecture(shown: Shown) -> None:
    """The prefectures by zone, each a button; those in no zone last."""
    say, atlas = shown.say, shown.atlas
    with shown.aside:
        st.markdown(f"# {safe.for_markdown(say('my prefecture'))}")
        zones: dict[str, list[str]] = {}
        for adcode in shown.choices.prefectures:
            zones.setdefault(atlas.zone_of.get(adcode, ""), []).append(adcode)
        for zone, members in sorted(zones.items(), key=lambda each: not each[0]):
            if zone:
                st.markdown(f"**{safe.for_markdown(atlas.name_of(zone))}**")
            _buttons("prefecture", {each: atlas.name_of(each) for each in members})


def choose_board(shown: Shown) -> None:
    """The plans that have a scoreboard, each a button."""
    atlas = shown.atlas
    with shown.aside:
        _buttons("scoreboard", {each: atlas.world.title(plan_of(atlas, each).about) for each in shown.choices.boards})


def _buttons(part: str, titles: Mapping[str, str]) -> None:
    with st.container(horizontal=True, gap="small"):
        for each, title in titles.items():
            st.button(
                safe.for_markdown(title), key=f"choose-{part}-{each}", on_click=change_question, kwargs={part: each}
            )
