"""The script behind every page: the question from the URL, the controls, the one persistent map, and the page beside
or under it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from layers import safe
from ui import cache, controls, map_view
from ui.answers import map_state
from ui.desks import PAGES, SOURCES, show_page
from ui.settings import read_settings
from ui.shown import Shown
from ui.state import Problem
from ui.words import Say, say_in

LANGUAGE = "zh"
BRAND = Path(__file__).parent.parent / "static" / "brand"
LOOK = Path(__file__).parent / "look.css"


def main() -> None:
    """One run of the page the reader is on."""
    settings, say = read_settings(), say_in(LANGUAGE)
    version = cache.version_of(settings)
    st.set_page_config(
        page_title=say("Guangdong IP Layout Atlas"),
        page_icon=str(BRAND / "icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.logo(str(BRAND / "logo.svg"), size="large")
    st.html(LOOK)
    pages = [
        st.Page(show_page(each), title=say(each.title), icon=each.icon, url_path=each.path, default=each is PAGES[0])
        for each in PAGES
    ]
    page = st.navigation(pages, position="top")
    place = next(each for each in PAGES if each.path == (page.url_path or PAGES[0].path))
    known, choices = cache.known(settings, version, LANGUAGE), cache.choices(settings, version, LANGUAGE)
    if place.layers:
        choices = replace(choices, layers_at_start=[each for each in choices.layers if each in place.layers])
    problems = controls.take_question(choices, place.path)
    with st.container(key="controls"):
        asked = controls.bar(known, choices, say)
    about = asked.place if place.about_one_place else ""
    controls.frame(place.path, about)
    view = cache.view(settings, version, asked.for_answers(), LANGUAGE)
    # A place of their own, so that a notice that comes or goes does not move (and so reload) the map.
    with st.container(key="notices"):
        for problem in problems:
            st.warning(_notice(problem, say))
        controls.say_assumptions(known, choices, say)
    with st.container(key="stage"):
        beside, aside = st.columns([11, 5], gap="medium")
    with beside:
        state = map_state(asked, view) | {"echo": controls.heard(), "focus": controls.focus(), "about": about}
        map_view.show_map(f"{_base()}/atlas/{cache.map_page(settings, version, LANGUAGE)}/map.html", state, say("map"))
        under = st.container()
    below = st.container(key=f"below-{place.path}")
    st.session_state["shown"] = Shown(
        known=known, choices=choices, asked=asked, view=view, say=say, aside=aside, under=under, below=below
    )
    page.run()
    # A page without the map and its controls has nothing to link to, and a second address would cost a second "back".
    if place is not SOURCES:
        controls.write_link(choices, place.path)


def _notice(problem: Problem, say: Say) -> str:
    """The sentence for a parameter of the link that could not be used."""
    given, used = safe.for_markdown(problem.given[:80]), safe.for_markdown(problem.used) or "–"
    text = say("The link's parameter {name}={given} could not be used; {used} is shown instead.")
    return text.format(name=problem.name, given=given, used=used)


def _base() -> str:
    """The path under which the application is served, without a slash at its end."""
    return ("/" + st.get_option("server.baseUrlPath").strip("/")).rstrip("/")


main()
