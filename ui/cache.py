"""The caching of the interface; keys are ids, numbers and the data version, never frames. What several questions share
is kept with the data (atlas.kept).

`settings` is that of the process, its plan replaced by the one the reader looks at. Readers who ask the same at once
wait for one answer. Streamlit's own caches hash every key anew by way of its bytes: a third of a run's time.
"""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from tempfile import gettempdir
from threading import Condition
from typing import Any

from cachetools import LRUCache, TTLCache, cached

from atlas import answers, board, comparing, headline, ledger, world
from atlas import city as cities
from atlas.state import Asked, Choices
from atlas.words import say_in
from data.catalog import data_stamp, data_version, meta
from data.errors import DataError
from data.plans import read_plan
from layers.folium_map import compose
from ui.map_page import page_options
from ui.settings import Settings

PAGES = Path(gettempdir()) / "guangdong-ip-atlas" / "pages"
# Two languages of two plans, at the present data version and the one before.
ATLASES = 8
VIEWS, TABLES = 256, 64
# Looking whether a file has changed touches thirty of them; once a second is soon enough for a new data version.
LOOK_S = 1.0
_last_good: dict[Settings, str] = {}
_refused: set[tuple[Settings, str]] = set()


def version_of(settings: Settings) -> str:
    """The data version, further plans included. Data that became unreadable while the atlas runs is reported in the
    log, and the last readable version stays in use.
    """
    version = _version(settings.more_plans, _stamp(settings.more_plans))
    if version == _last_good.get(settings):
        return version
    if (settings, version) in _refused:
        return _last_good[settings]
    try:
        known(settings, version)
        choices(settings, version)
    except (DataError, LookupError):
        if settings not in _last_good:
            raise
        logging.getLogger("atlas").exception("data version %s cannot be read; the one before stays", version)
        _refused.add((settings, version))
        return _last_good[settings]
    _last_good[settings] = version
    return version


@cached(LRUCache(ATLASES), condition=Condition())
def _version(more: Path | None, stamp: tuple[tuple[str, int, int], ...]) -> str:
    del stamp
    return data_version(more=more)


@cached(TTLCache(1, LOOK_S), condition=Condition())
def _stamp(more: Path | None) -> tuple[tuple[str, int, int], ...]:
    return data_stamp(more=more)


@cached(LRUCache(ATLASES), condition=Condition())
def known(settings: Settings, version: str, language: str = "zh") -> world.Known:
    """The atlas of a plan at a data version; frames are shared, between languages too, and never changed."""
    if language != "zh":
        return world.in_language(known(settings, version), language)
    return world.load(settings.plan, language, settings.more_plans)


@cached(LRUCache(ATLASES), condition=Condition())
def choices(settings: Settings, version: str) -> Choices:
    """What may be asked."""
    return world.choices(known(settings, version), meta("bodies").as_of)


@cached(LRUCache(ATLASES), condition=Condition())
def plans(settings: Settings, version: str) -> dict[str, dict[str, Any]]:
    """The plans that can be shown: id -> plan.toml."""
    del version
    return {each: read_plan(each, more=settings.more_plans).about for each in world.shown_plans(settings.more_plans)}


@cached(LRUCache(ATLASES), condition=Condition())
def map_page(settings: Settings, version: str, language: str = "zh") -> str:
    """Name of the composed map page's folder; composed once a data version."""
    return compose(
        known(settings, version, language).world,
        say_in(language),
        PAGES,
        **page_options(settings, say_in(language)),
    ).name


@cached(LRUCache(VIEWS), condition=Condition())
def view(settings: Settings, version: str, asked: Asked, language: str = "zh") -> answers.View:
    """The answer to a question; callers hand `asked.for_answers()`, so that selecting something asks nothing anew."""
    return answers.view(known(settings, version, language), asked)


@cached(LRUCache(VIEWS), condition=Condition())
def cards(settings: Settings, version: str, asked: Asked, language: str = "zh") -> list[headline.Card]:
    """The headline cards of a question."""
    found = view(settings, version, asked, language)
    return headline.cards(known(settings, version, language), asked, found, say_in(language))


@cached(LRUCache(TABLES), condition=Condition())
def rows(settings: Settings, version: str, asked: Asked, language: str = "zh") -> list[ledger.Row]:
    """The ledger of definitions for a question."""
    return ledger.ledger(known(settings, version, language), asked)


@cached(LRUCache(TABLES), condition=Condition())
def city(settings: Settings, version: str, asked: Asked, adcode: str, language: str = "zh") -> cities.City:
    """One prefecture for a question."""
    return cities.city(known(settings, version, language), asked, adcode)


@cached(LRUCache(TABLES), condition=Condition())
def lines(
    settings: Settings, version: str, asked: Asked, regions: tuple[str, ...], language: str = "zh"
) -> list[comparing.Line]:
    """The table side by side for a question and its regions."""
    found = known(settings, version, language)
    reached = view(settings, version, asked, language).reached
    return comparing.side_by_side(found, asked.with_changes(regions=regions), reached, say_in(language))


@cached(LRUCache(TABLES), condition=Condition())
def entries(settings: Settings, version: str, plan_id: str, as_of: date, language: str = "zh") -> list[board.Entry]:
    """All quantities of a plan on the board, judged at a date."""
    found = known(settings, version, language)
    return board.board(found, board.plan_of(found, plan_id), as_of)
