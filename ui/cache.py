"""The only caching of the interface; keys are ids, numbers and the data version, never frames."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

import streamlit as st

from data.catalog import data_version, meta
from layers.folium_map import compose
from ui import answers, comparing, ledger, world
from ui import city as cities
from ui.settings import Settings
from ui.state import Asked, Choices
from ui.words import say_in

PAGES = Path(gettempdir()) / "guangdong-ip-atlas" / "pages"


def version_of(settings: Settings) -> str:
    """The data version, further plans included."""
    return data_version(more=settings.more_plans)


@st.cache_resource(show_spinner=False)
def known(settings: Settings, version: str, language: str = "zh") -> world.Known:
    """The atlas of a plan at a data version; frames are shared and never changed."""
    del version
    return world.load(settings.plan, language, settings.more_plans)


@st.cache_resource(show_spinner=False)
def choices(settings: Settings, version: str, language: str = "zh") -> Choices:
    """What may be asked."""
    return world.choices(known(settings, version, language), meta("bodies").as_of)


@st.cache_resource(show_spinner=False)
def map_page(settings: Settings, version: str, language: str = "zh") -> str:
    """Name of the composed map page's folder; composed once a data version."""
    return compose(
        known(settings, version, language).world,
        say_in(language),
        PAGES,
        **answers.page_options(settings, say_in(language)),
    ).name


@st.cache_resource(show_spinner=False, max_entries=256)
def view(settings: Settings, version: str, asked: Asked, language: str = "zh") -> answers.View:
    """The answer to a question; callers hand `asked.for_answers()`, so that selecting something asks nothing anew."""
    return answers.view(known(settings, version, language), asked)


@st.cache_resource(show_spinner=False, max_entries=64)
def rows(settings: Settings, version: str, asked: Asked, language: str = "zh") -> list[ledger.Row]:
    """The ledger of definitions for a question."""
    return ledger.ledger(known(settings, version, language), asked)


@st.cache_resource(show_spinner=False, max_entries=64)
def city(settings: Settings, version: str, asked: Asked, adcode: str, language: str = "zh") -> cities.City:
    """One prefecture for a question."""
    return cities.city(known(settings, version, language), asked, adcode)


@st.cache_resource(show_spinner=False, max_entries=64)
def lines(
    settings: Settings, version: str, asked: Asked, regions: tuple[str, ...], language: str = "zh"
) -> list[comparing.Line]:
    """The table side by side for a question and its regions."""
    found = known(settings, version, language)
    reached = view(settings, version, asked, language).reached
    return comparing.side_by_side(found, asked.with_changes(regions=regions), reached, say_in(language))
