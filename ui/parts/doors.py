"""Doors from a place to what else is told of it: the page of its prefecture, and siting a next centre there.

They stand on the card of the map and beside tables, under the same words. A click on a place is none of them: which
prefecture is the reader's own is said by the page of one, and nobody gets to another's page but through its door.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from atlas.atlas import Atlas
from atlas.first_map import ABOUT_ONE_PLACE
from atlas.question.choices import Choices
from atlas.question.question import Question
from atlas.siting.question import COUNTIES
from atlas.words import Say, say_in
from layers import safe
from ui.parts.shown import Shown
from ui.session.present import present_question
from ui.session.question import change_question, home_of, taken_door

MOST, SITING = "most", "siting"
ICONS = {ABOUT_ONE_PLACE: ":material/location_city:", SITING: ":material/add_location:"}


def show_doors(shown: Shown, key: str) -> None:
    """The doors of the place that is selected, or of the prefecture it lies in; nothing where it is no such place."""
    home = home_of(shown.question.selected, shown.choices)
    if not home or not shown.pages:
        return
    with st.container(horizontal=True, gap="small"):
        for page, words in _words(home, shown.atlas, shown.say).items():
            # "door-page" is the key of the door to its page, whatever that page is called.
            part = "page" if page == ABOUT_ONE_PLACE else page
            if st.button(safe.for_markdown(words), key=f"{key}-{part}", icon=ICONS[page]):
                _ask_there(page, home, shown.choices)
                st.switch_page(shown.pages[page])


def doors_on_map(atlas: Atlas, question: Question, choices: Choices, page: str) -> list[dict[str, str]]:
    """The same doors for the card of the map: what each is called, and its words; none to where the reader is."""
    home = home_of(question.selected, choices)
    here = page == ABOUT_ONE_PLACE and home == question.prefecture
    doors = _words(home, atlas, say_in(atlas.world.language)) if home else {}
    return [{"door": each, "text": text} for each, text in doors.items() if not (here and each == page)]


def take_door(choices: Choices, page: str, pages: Mapping[str, StreamlitPage]) -> None:
    """Go through the door that the reader took on the map, if there is one from what is selected.  page  where the
    reader is;  pages  all of them by their path
    """
    door, home = taken_door(), home_of(present_question().selected, choices)
    if not home or door not in (ABOUT_ONE_PLACE, SITING):
        return
    _ask_there(str(door), home, choices)
    if door != page:
        st.switch_page(pages[door])


def _words(home: str, atlas: Atlas, say: Say) -> dict[str, str]:
    name = atlas.name_of(home)
    words = {ABOUT_ONE_PLACE: say("page of {name}"), SITING: say("next centre in {name}")}
    return {page: text.format(name=name) for page, text in words.items()}


def _ask_there(page: str, home: str, choices: Choices) -> None:
    """Let the page be about the place; one that is itself what a page is about needs no mark there."""
    if page == SITING:
        change_question(siting=_siting_in(home, choices))
        return
    gone = {"selected": ""} if present_question().selected == home else {}
    change_question(prefecture=home, **gone)


def _siting_in(prefecture: str, choices: Choices) -> str:
    """One further centre, which must stand in this prefecture, at the seat of any of its counties."""
    siting, _ = choices.siting.read(present_question().siting)
    asked = {"question": MOST, "p": 1, "sites": COUNTIES, "least": {prefecture: 1}, "up_to": {}, "lock": (), "ban": ()}
    return choices.siting.write(siting.with_changes(**asked))
