"""The script behind every page: the question from the link, the controls, the one persistent map, and the page beside
or under it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from atlas.atlas import Atlas
from atlas.first_map import map_told
from atlas.inquiry import Inquiry
from atlas.map_state import Proposed
from atlas.page_layers import on_page
from atlas.page_titles import WITH_A_MAP
from atlas.question.choices import Choices
from atlas.question.question import Question, layers_begun
from atlas.side_by_side import beside
from atlas.words import Say, say_in
from layers import safe
from ui import shared
from ui.desks import ALONE, PAGES, WITHOUT_MAP, Page, run_of
from ui.frame import toolbar, tour
from ui.frame.ask import show_ask, take_asked
from ui.frame.bar import bar
from ui.frame.clock import say_clock
from ui.frame.lead import show_lead
from ui.parts.assumptions import say_assumptions
from ui.parts.doors import doors_on_map, take_door
from ui.parts.own_data import say_own_data
from ui.parts.pinned import say_pinned
from ui.parts.release import say_release
from ui.parts.shown import Shown
from ui.printing import keep_for_paper
from ui.renewal import RENEWAL
from ui.server import base_path, served_at
from ui.session import link, map_view, page_layers, picking
from ui.session.beside import keep_page_beside
from ui.session.own_data import with_own_choices, with_own_data
from ui.session.own_travel import with_own
from ui.session.present import present_question
from ui.session.question import focus, frame, heard, keep_to_years, offer
from ui.settings import Settings, read_settings

BRAND = Path(__file__).parent.parent / "static" / "brand"
LOOKS = [Path(__file__).parent / name for name in ("look.css", "stage.css", "printed.css")]


def main() -> None:
    """One run of the page the reader is on."""
    configured = read_settings()
    plans = shared.plans(configured, RENEWAL.version_of(configured))
    here = link.here(configured, list(plans))
    settings, say = replace(configured, plan=here.plan), say_in(here.language)
    version = shared.version_asked(settings, link.data_asked(), present := RENEWAL.version_of(settings))
    handed = list[Shown]()
    page, pages = _navigation(say, handed.pop)
    desk = next(each for each in PAGES if each.path == (page.url_path or PAGES[0].path))
    atlas = with_own_data(shared.atlas_of(settings, version, here.language))
    choices = _choices(desk, settings, version, atlas)
    _take_over(choices, desk.path, here.plan, pages)
    map_page = f"{base_path()}/atlas/{shared.map_page(settings, version, here.language)}/map.html"
    tools = _tools(map_page, atlas, choices, desk.path, pages)
    leading = st.container(key="lead").empty()
    _controls(desk, atlas, choices, plans, map_page)
    question = present_question()
    frame(desk.path, question.prefecture if desk.about_one_place else "")
    problems = link.say_problems(choices, desk.path, configured.plan, version, atlas, say)
    with st.container(key="stage"):
        _say_notices(atlas, question, problems, (version, present), say)
        mapped, aside = st.columns([11, 5], gap="medium")
    inquiry = Inquiry(atlas, question)
    # Before the map, which must not move once it is there.
    show_lead(leading, inquiry, choices, desk.path)
    with mapped:
        # Before the map: its bridge then finds the entry that Streamlit has added.
        entry = link.write(choices, desk.path, configured.plan, version)
        at_path = {**asdict(entry), "path": f"{base_path()}/{page.url_path}"}
        state, first = _map_state(desk, inquiry, choices, partial(_first, settings, version, configured.plan))
        map_view.show_map(map_page, state, say("map"), here.language, at_path, beside(atlas, question), first)
        page_layers.say_changed(layers_begun(question, choices), say)
        under = st.container()
    shown = Shown(
        *(inquiry, choices, aside, under, st.container(key=f"below-{desk.path}")),
        *(pages, partial(shared.newest_atlas, settings, here.language)),
    )
    handed.append(shown)
    page.run()
    if desk.sites:
        # A link that is answered on arrival has its answer now.
        show_lead(leading, inquiry, choices, desk.path)
    with tools:
        toolbar.show_toolbar(shown, desk.path, configured.plan, map_page)
        _keep_for_paper(desk, shown, settings.map_number)
    tour.show_tour(desk.path, say)


def _controls(
    desk: Page, atlas: Atlas, choices: Choices, plans: Mapping[str, Mapping[str, Any]], map_page: str
) -> None:
    """The row of controls; on a page that shows none only its place, so that the map after it stays what it was."""
    with st.container(key="controls"):
        if desk.look != ALONE:
            bar(atlas, choices, say_in(atlas.world.language), plans, map_page)


def _say_notices(
    atlas: Atlas, question: Question, problems: Sequence[str], versions: tuple[str, str], say: Say
) -> None:
    """What must be known of this view: its release, own data, what the link did not say rightly, the clock, what is
    assumed, a view that is pinned. versions  of the data shown, and the present one

    A place of their own, so that a notice that comes or goes does not reload the map; it stands over the text beside
    the map, or between both (stage.css), so that the map does not move down either.
    """
    with st.container(key="notices"):
        say_release(*versions, say)
        say_own_data(atlas, link.made_with_own(), say)
        for sentence in problems:
            st.warning(safe.for_markdown(sentence))
        say_clock(say)
        say_assumptions(atlas, say)
        say_pinned(atlas, question, say)


def _keep_for_paper(desk: Page, shown: Shown, stamp: str) -> None:
    """What a printer gets of this run; a prefecture has a sheet of its own, what has neither map nor tables that grow
    prints as it is.
    """
    if desk.about_one_place:
        return
    found = None
    if desk.sites and "siting" in st.session_state:
        # The solver costs a second of start that readers of other pages need not wait for.
        from ui.parts import searches  # noqa: PLC0415

        found = searches.found_on(searches.question_on(shown), shown)
    as_it_is = desk.look in WITHOUT_MAP and desk.path != "data"
    keep_for_paper(desk.path, shown.say(desk.title), shown, found, stamp, as_it_is=as_it_is)


def _tools(
    map_page: str, atlas: Atlas, choices: Choices, page: str, pages: Mapping[str, StreamlitPage]
) -> DeltaGenerator:
    """The row of tools, with the box for questions in words; what was asked there is the question from here on."""
    keep_page_beside(map_page)
    take_asked()
    tools = st.container(key="toolbar", horizontal=True, gap=None)
    with tools:
        show_ask(map_page, atlas, choices, page, say_in(atlas.world.language), pages)
    return tools


def _choices(desk: Page, settings: Settings, version: str, atlas: Atlas) -> Choices:
    """What may be asked, with what the session brought, and with the layers that the page begins with."""
    return on_page(with_own(with_own_choices(shared.choices(settings, version), atlas)), desk.path)


def _take_over(choices: Choices, page: str, plan: str, pages: Mapping[str, StreamlitPage]) -> None:
    """What the reader asks from now on: by a link, on the map, or through a door there, which leads to another page."""
    link.take_question(choices, page, plan)
    take_door(choices, page, pages)
    keep_to_years(choices)


def _map_state(
    desk: Page, inquiry: Inquiry, choices: Choices, first: Callable[[Page, Atlas], str | None]
) -> tuple[dict[str, Any], str | None]:
    """All that the map is told in this run, and the question as a browser may ask for its map before the next; None
    where this session shows what is its own.
    """
    atlas, question = inquiry.atlas, inquiry.question
    sites = offer(desk.sites(atlas, question, choices) if desk.sites is not None else Proposed())
    state = {
        **map_told(desk.path, inquiry, sites),
        "echo": heard(),
        "focus": focus(),
        "picking": bool(picking.purpose(desk.path)),
        "served": _served(inquiry),
        "doors": doors_on_map(atlas, question, choices, desk.path),
    }
    return state, first(desk, atlas) if sites == Proposed() else None


def _first(settings: Settings, version: str, usual_plan: str, desk: Page, atlas: Atlas) -> str | None:
    """The question as a browser may ask for its map before the next run; None where this session shows what is its own.

    atlas  as this session has it;  usual_plan  where an address says none
    """
    if desk.path not in WITH_A_MAP or atlas is not shared.atlas_of(settings, version, atlas.world.language):
        return None
    released = on_page(shared.choices(settings, version), desk.path)
    return link.asked_first(released, desk.path, usual_plan, version)


def _served(inquiry: Inquiry) -> list[str]:
    """What the card says of the point that was clicked, as long as what was clicked is selected."""
    at = picking.point(inquiry.question.selected)
    return inquiry.serving(*at) if at else []


def _navigation(say: Say, hand: Callable[[], Shown]) -> tuple[StreamlitPage, dict[str, StreamlitPage]]:
    """Brand, look and navigation; the page the reader is on, which is handed what it shows once it runs, and all of
    them by their path.
    """
    st.set_page_config(
        page_title=say("Guangdong IP Layout Atlas"),
        page_icon=_brand("icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.logo(_brand("logo.svg"), size="large")
    for each in LOOKS:
        st.html(each)
    pages = {
        each.path: st.Page(
            run_of(each, hand),
            title=say(each.title),
            icon=each.icon,
            url_path=each.path,
            default=each is PAGES[0],
        )
        for each in PAGES
    }
    return st.navigation(list(pages.values()), position="top"), pages


def _brand(file: str) -> str:
    """Where the browser finds a picture; the file itself, sent within every run, where no browser is known."""
    at = served_at()
    return f"{at}/files/brand/{file}" if at else str(BRAND / file)


with shared.TURNS.taken():
    main()
