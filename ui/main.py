"""The script behind every page: the question from the URL, the controls, the one persistent map, and the page beside
or under it.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from data.catalog import data_version
from layers import safe
from ui import cache, controls, map_view
from ui.pages import overview, sources
from ui.settings import read_settings
from ui.shown import Shown
from ui.words import say_in

LANGUAGE = "zh"
BRAND = Path(__file__).parent.parent / "static" / "brand"
LOOK = """<style>
[data-testid="stMainBlockContainer"] { padding: 3.9rem 1.4rem 2rem; max-width: none; }
[class*="st-key-card-"] { padding: .55rem .8rem .35rem; }
[class*="st-key-card-"] button { padding: 0; min-height: 1.7rem; }
.card { line-height: 1.42; font-variant-numeric: tabular-nums; }
.card h3 { font-size: .82rem; font-weight: 500; margin: 0; padding: 0; opacity: .78; }
.card b { display: block; font-size: 1.65rem; line-height: 1.3; letter-spacing: .01em; }
.card.unknown b { font-size: 1.12rem; line-height: 1.75; opacity: .82; }
.card p { font-size: .8rem; margin: 0; opacity: .82; }
.card.below, .card.open, .card.met { border-left: 3px solid #0f766e; padding-left: .7rem; }
.card.below b, .card.open b, .card.met b { font-size: 2.1rem; }
.card.below p:last-child, .card.open p:last-child, .card.met p:last-child { font-size: .86rem; opacity: 1; }
[data-testid="stMetricValue"], [data-testid="stMarkdownContainer"] { font-variant-numeric: tabular-nums; }
@media (max-width: 1000px) {
  .st-key-stage > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] { flex-wrap: wrap; }
  .st-key-stage > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"] {
  min-width: 100%; }
}
@media (max-width: 640px) { [data-testid="stMainBlockContainer"] { padding: 3.4rem .7rem 2rem; } }
@media print { [data-testid="stHeader"], [data-testid="stToolbar"] { display: none; } }
</style>"""


def main() -> None:
    """One run of the page the reader is on."""
    settings, version, say = read_settings(), data_version(), say_in(LANGUAGE)
    st.set_page_config(
        page_title=say("Guangdong IP Layout Atlas"),
        page_icon=str(BRAND / "icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.logo(str(BRAND / "logo.svg"), size="large")
    st.html(LOOK)
    pages = [
        st.Page(overview.show, title=say("overview"), icon=":material/map:", url_path="overview", default=True),
        st.Page(sources.show, title=say("data and sources"), icon=":material/database:", url_path="data"),
    ]
    page = st.navigation(pages, position="top")
    known, choices = cache.known(settings.plan, version, LANGUAGE), cache.choices(settings.plan, version, LANGUAGE)
    problems = controls.take_question(choices, page.url_path)
    with st.container(key="controls"):
        asked = controls.bar(known, choices, say)
    view = cache.view(settings.plan, version, asked.with_changes(selected="", card="", layers=()), LANGUAGE)
    # A place of their own, so that a notice that comes or goes does not move (and so reload) the map.
    with st.container(key="notices"):
        for problem in problems:
            text = say("The link's parameter {name}={given} could not be used; {used} is shown instead.")
            st.warning(
                text.format(
                    name=problem.name,
                    given=safe.for_markdown(problem.given[:80]),
                    used=safe.for_markdown(problem.used) or "–",
                )
            )

    with st.container(key="stage"):
        beside, aside = st.columns([11, 5], gap="medium")
    with beside:
        state = {
            "on": list(asked.layers),
            "classes": view.message,
            "captions": view.captions,
            "selected": asked.selected or None,
            "echo": controls.heard(),
            "focus": controls.focus(),
        }
        map_view.show_map(f"{_base()}/atlas/{cache.map_page(settings, version, LANGUAGE)}/map.html", state, say("map"))
        under = st.container()
    below = st.container()
    st.session_state["shown"] = Shown(
        known=known, choices=choices, asked=asked, view=view, say=say, aside=aside, under=under, below=below
    )
    page.run()
    controls.write_link(asked, choices)


def _base() -> str:
    """The path under which the application is served, without a slash at its end."""
    return ("/" + st.get_option("server.baseUrlPath").strip("/")).rstrip("/")


main()
