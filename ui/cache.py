"""The only caching of the interface; keys are ids, numbers and the data version, never frames."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import gettempdir

import streamlit as st

from data.catalog import meta
from layers.folium_map import compose
from ui import answers, world
from ui.settings import Settings
from ui.state import Asked, Choices
from ui.words import say_in

PAGES = Path(gettempdir()) / "guangdong-ip-atlas" / "pages"


@st.cache_resource(show_spinner=False)
def known(plan_id: str, version: str, language: str = "zh") -> world.Known:
    """The atlas of a plan at a data version; frames are shared and never changed."""
    del version
    return world.load(plan_id, language)


@st.cache_resource(show_spinner=False)
def choices(plan_id: str, version: str, language: str = "zh") -> Choices:
    """What may be asked."""
    return world.choices(known(plan_id, version, language), meta("bodies").as_of)


@st.cache_resource(show_spinner=False)
def map_page(settings: Settings, version: str, language: str = "zh") -> str:
    """Name of the composed map page's folder; composed once a data version."""
    return compose(
        known(settings.plan, version, language).world,
        say_in(language),
        PAGES,
        **answers.page_options(settings, say_in(language)),
    ).name


@st.cache_resource(show_spinner=False, max_entries=256)
def view(plan_id: str, version: str, asked: Asked, language: str = "zh") -> answers.View:
    """The answer to a question; selection and cards do not change it, so callers leave them out of the key."""
    return answers.view(known(plan_id, version, language), asked)


@st.cache_resource(show_spinner=False, max_entries=256)
def coverage(plan_id: str, version: str, definition: str, as_of: date) -> answers.Counted:
    """Coverage under one definition at one date."""
    return answers.counted(known(plan_id, version), definition, as_of)
