"""Doors from a place to what else is told of it: the page of its prefecture, and siting a next centre there."""

from __future__ import annotations

import streamlit as st

from atlas.siting.question import COUNTIES
from geo.regions import ADCODE, prefecture_of
from layers import safe
from ui.parts.shown import Shown
from ui.session.question import change_question

MOST = "most"


def show_doors(shown: Shown, key: str) -> None:
    """The doors of the place that is selected, or of the prefecture it lies in; nothing where it is no such place."""
    place = shown.question.selected.removeprefix("c")
    home = prefecture_of(place) if ADCODE.fullmatch(place) else ""
    if home not in shown.choices.prefectures or not shown.pages:
        return
    name = shown.atlas.name_of(home)
    own, there = (shown.say(each).format(name=name) for each in ("page of {name}", "next centre in {name}"))
    with st.container(horizontal=True, gap="small"):
        if st.button(safe.for_markdown(own), key=f"{key}-page", icon=":material/location_city:"):
            change_question(prefecture=home)
            st.switch_page(shown.pages["prefecture"])
        if st.button(safe.for_markdown(there), key=f"{key}-siting", icon=":material/add_location:"):
            change_question(siting=_siting_in(home, shown))
            st.switch_page(shown.pages["siting"])


def _siting_in(prefecture: str, shown: Shown) -> str:
    """One further centre, which must stand in this prefecture, at the seat of any of its counties."""
    siting, _ = shown.choices.siting.read(shown.question.siting)
    asked = {"question": MOST, "p": 1, "sites": COUNTIES, "least": {prefecture: 1}, "up_to": {}, "lock": (), "ban": ()}
    return shown.choices.siting.write(siting.with_changes(**asked))
