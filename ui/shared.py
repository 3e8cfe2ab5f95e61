"""The caching of the interface; keys are ids, numbers and the data version, never frames. What several questions share
is kept with the data (atlas.memo).

`settings` is that of the process, its plan replaced by the one the reader looks at. Readers who ask the same at once
wait for one answer. Streamlit's own caches hash every key anew by way of its bytes: a third of a run's time.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from threading import Condition
from typing import Any

from cachetools import LRUCache, TTLCache, cached

from atlas.atlas import Atlas, in_language, load
from atlas.plan import shown_plans
from atlas.question.address import LANGUAGES
from atlas.question.choices import Choices
from atlas.question.offered import choices_of
from atlas.words import say_in
from data.catalog import data_stamp, data_version, meta
from data.errors import DataError
from data.plans import read_plan
from layers.folium_map import page_files
from ui.frame.map_page import page_options
from ui.map_pages import MapPages, remembered
from ui.own_directory import OwnDirectory
from ui.settings import Settings

OWN = OwnDirectory()
MAPS = MapPages()
# Two languages of two plans, at the present data version and the one before.
ATLASES = 8
# Looking whether a file has changed touches thirty of them; once a second is soon enough for a new data version.
LOOK_S = 1.0
_last_good: dict[Settings, str] = {}
_refused: set[tuple[Settings, str]] = set()


def version_of(settings: Settings) -> str:
    """The data version, further plans included. Data that became unreadable while the atlas runs is reported in the
    log, a line a fault, and the last readable version stays in use. Raises what the first reading raises.
    """
    try:
        version = _version(settings.more_plans, _stamp(settings.more_plans))
    except OSError as error:
        # Files that vanish or are locked between listing and reading them: most likely somebody is saving them.
        if settings not in _last_good:
            raise
        logging.getLogger("atlas").warning("the data cannot be read at this moment: %s", error)
        return _last_good[settings]
    if version == _last_good.get(settings):
        return version
    if (settings, version) in _refused:
        return _last_good[settings]
    try:
        # Everything that is read from files at all, so that nothing is read once these have been replaced.
        atlas_of(settings, version)
        choices(settings, version)
        plans(settings, version)
    except (DataError, LookupError, OSError) as error:
        if settings not in _last_good:
            raise
        logging.getLogger("atlas").error(
            "data version %s cannot be read, %s stays in use: %s", version, _last_good[settings], error
        )
        _refused.add((settings, version))
        return _last_good[settings]
    _last_good[settings] = version
    return version


def _of_each(settings: Settings, version: str, language: str = "zh") -> tuple[Settings, str, str]:
    """One key for a call with and without its default."""
    return settings, version, language


@cached(LRUCache(ATLASES), condition=Condition())
def _version(more: Path | None, stamp: tuple[tuple[str, int, int], ...]) -> str:
    del stamp
    return data_version(more=more)


@cached(TTLCache(1, LOOK_S), condition=Condition())
def _stamp(more: Path | None) -> tuple[tuple[str, int, int], ...]:
    return data_stamp(more=more)


@cached(LRUCache(ATLASES), condition=Condition())
def _loaded(settings: Settings, version: str) -> Atlas:
    """The atlas of a plan at a data version, in Chinese: one load, whatever language asks."""
    del version
    return load(settings.plan, more=settings.more_plans)


@cached(LRUCache(ATLASES), key=_of_each, condition=Condition())
def atlas_of(settings: Settings, version: str, language: str = "zh") -> Atlas:
    """The same atlas in a language; frames and answers are shared and never changed."""
    return in_language(_loaded(settings, version), language)


@cached(LRUCache(ATLASES), condition=Condition())
def choices(settings: Settings, version: str) -> Choices:
    """What may be asked."""
    return choices_of(atlas_of(settings, version), meta("bodies").as_of)


@cached(LRUCache(ATLASES), condition=Condition())
def plans(settings: Settings, version: str) -> dict[str, Mapping[str, Any]]:
    """The plans that can be shown: id -> plan.toml."""
    del version
    return {each: read_plan(each, more=settings.more_plans).about for each in shown_plans(settings.more_plans)}


def map_page(settings: Settings, version: str, language: str = "zh") -> str:
    """Name of the composed map page, which MAPS then holds; composed once a data version."""

    def files() -> Mapping[str, bytes]:
        return page_files(atlas_of(settings, version, language).world, say, **options)

    say = say_in(language)
    options = page_options(settings, say)
    key = settings.plan, language, options
    return MAPS.page((settings, version, language), lambda: remembered(OWN, version, key, files)).name


def compose_all(settings: Settings) -> None:
    """The map pages of the present data, in every language, held by MAPS: composed where they are not."""
    version = version_of(settings)
    for plan in plans(settings, version):
        for language in LANGUAGES:
            map_page(replace(settings, plan=plan), version, language)
