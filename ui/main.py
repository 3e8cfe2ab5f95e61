"""The script behind every page: the question from the link, the controls, the one persistent map, and the page beside
or under it.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from atlas.answers import Proposed, map_state, with_proposed
from atlas.inquiry import Inquiry
from atlas.words import Say, say_in
from layers import safe
from ui import cache, controls, link, map_view, page_layers, picking, toolbar, tour
from ui.desks import PAGES, show_page
from ui.frame import base_path
from ui.settings import read_settings
from ui.shown import Shown

BRAND = Path(__file__).parent.parent / "static" / "brand"
LOOK = Path(__file__).parent / "look.css"


def main() -> None:
    """One run of the page the reader is on."""
    configured = read_settings()
    plans = cache.plans(configured, cache.version_of(configured))
    here = link.here(configured, list(plans))
    settings, say = replace(configured, plan=here.plan), say_in(here.language)
    version = cache.version_of(settings)
    page = _navigation(say)
    place = next(each for each in PAGES if each.path == (page.url_path or PAGES[0].path))
    known, choices = cache.known(settings, version, here.language), cache.choices(settings, version)
    if place.layers:
        choices = replace(choices, layers_at_start=[each for each in choices.layers if each in place.layers])
    link.take_question(choices, place.path, here.plan)
    tools = st.container(key="toolbar", horizontal=True, gap=None)
    with st.container(key="controls"):
        asked = controls.bar(known, choices, say, plans)
    about = asked.place if place.about_one_place else ""
    controls.frame(place.path, about)
    inquiry = Inquiry(known, asked)
    # A place of their own, so that a notice that comes or goes does not move (and so reload) the map.
    with st.container(key="notices"):
        for sentence in link.say_problems(choices, place.path, configured.plan, version, say):
            st.warning(safe.for_markdown(sentence))
        tour.invite(place.path, say)
        controls.say_assumptions(known, say)
    with st.container(key="stage"):
        beside, aside = st.columns([11, 5], gap="medium")
    with beside:
        sites = controls.offer(place.sites(known, asked, choices) if place.sites is not None else Proposed())
        state = {
            **map_state(asked, inquiry.view),
            **with_proposed(known, inquiry.view, sites),
            "echo": controls.heard(),
            "focus": controls.focus(),
            "about": about,
            "picking": bool(picking.purpose(place.path)),
        }
        page_url = f"{base_path()}/atlas/{cache.map_page(settings, version, here.language)}/map.html"
        # Before the map: its bridge then finds the entry that Streamlit has added.
        entry = link.write(choices, place.path, configured.plan, version)
        at_path = {**asdict(entry), "path": f"{base_path()}/{page.url_path}"}
        map_view.show_map(page_url, state, say("map"), here.language, at_path)
        page_layers.say_changed(say)
        under = st.container()
    below = st.container(key=f"below-{place.path}")
    shown = Shown(
        inquiry=inquiry,
        choices=choices,
        aside=aside,
        under=under,
        below=below,
    )
    st.session_state["shown"] = shown
    page.run()
    with tools:
        toolbar.show(shown, place.path, configured.plan)
    tour.show(say)


def _navigation(say: Say) -> Any:
    """Brand, look and navigation; the page the reader is on."""
    st.set_page_config(
        page_title=say("Guangdong IP Layout Atlas"),
        page_icon=_brand("icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.logo(_brand("logo.svg"), size="large")
    st.html(LOOK)
    pages = [
        st.Page(show_page(each), title=say(each.title), icon=each.icon, url_path=each.path, default=each is PAGES[0])
        for each in PAGES
    ]
    return st.navigation(pages, position="top")


def _brand(file: str) -> str:
    """Where the browser finds a picture; the file itself, sent within every run, where no browser is known."""
    page = urlsplit(str(st.context.url or ""))
    return f"{page.scheme}://{page.netloc}{base_path()}/files/brand/{file}" if page.netloc else str(BRAND / file)


main()
