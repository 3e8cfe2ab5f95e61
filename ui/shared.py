"""What readers share; keys are ids, numbers and the data version, never frames. What several questions share is kept
with the data (atlas.memo), the data at their versions (ui.data_versions).

`settings` is that of the process, its plan replaced by the one the reader looks at. Readers who ask the same at once
wait for one answer. Streamlit's own caches hash every key anew by way of its bytes: a third of a run's time.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Condition, Lock
from typing import Any

from cachetools import TTLCache, cached

from atlas.atlas import Atlas
from atlas.corrections.overtaken import Overtaken
from atlas.map_controls import map_controls
from atlas.question.address import LANGUAGES
from atlas.question.choices import Choices
from atlas.words import say_in
from data.catalog import data_stamp
from data.errors import MissingSetError
from data.export import as_json
from layers.folium_map import page_files
from ui.corrected import CORRECTED
from ui.data_versions import DataVersions, Known, Refused, Stamp
from ui.frame.map_page import page_options
from ui.kept_atlases import KeptAtlases
from ui.map_pages import MapPages, remembered
from ui.own_directory import OwnDirectory
from ui.settings import Settings
from ui.turns import Turns

OWN = OwnDirectory()
MAPS = MapPages()
TURNS = Turns()
# Looking whether a file has changed touches fifty of them; once a second is soon enough for a new data version.
LOOK_S = 1.0
# What the controls say, beside the map page that they change (layers/browser/first.js).
CONTROLS = "controls.json"
# Folder of further plans -> the versions of the data with them.
_last_good: dict[Path | None, DataVersions] = {}
_opening = Lock()


def version_of(settings: Settings, *, wait: bool = False) -> str:
    """The data version, further plans included. Data that became unreadable while the atlas runs are reported in the
    log, and the last readable version stays in use. Raises what the first reading raises.

    wait  until changed files are read, where somebody else is at it
    """
    data = _data(settings)
    # What a release cannot be laid over answers under its own version.
    return CORRECTED.over(CORRECTED.version(data.version(settings.plan, wait=wait)), data.at).version


def version_asked(settings: Settings, asked: str, present: str) -> str:
    """The version that a link asks for where it still answers: another release over the present files."""
    shipped = _data(settings).in_use
    return asked if asked != present and shipped and CORRECTED.is_there(asked, shipped) else present


def version_in_use(settings: Settings) -> str:
    """The last good version, without a look at the files; "" when there is none yet."""
    found = shipped_in_use(settings)
    return CORRECTED.version(found) if found else ""


def shipped_in_use(settings: Settings) -> str:
    """The last good version of the shipped data alone; "" when there is none yet."""
    return _data(settings).in_use


def stamp_of(settings: Settings) -> Hashable:
    """What changes when a file does or a release comes, at most a second old; None while files cannot be listed."""
    try:
        return _stamp(settings.more_plans), CORRECTED.newest()
    except OSError:
        return None


def refused(settings: Settings) -> Refused | None:
    """What is wrong with the files at this moment, None when nothing is."""
    return _data(settings).refused


def overtaken(settings: Settings) -> tuple[Overtaken, ...]:
    """The published corrections that the files have renewed otherwise since, as far as these have been read."""
    found = _data(settings)
    if not found.in_use:
        return ()
    shipped = found.at(found.in_use).atlases.get((settings.plan, LANGUAGES[0]))
    return CORRECTED.overtaken(shipped) if shipped is not None else ()


def _data(settings: Settings) -> DataVersions:
    with _opening:
        more = settings.more_plans
        if more not in _last_good:
            _last_good[more] = DataVersions(more, look=partial(_stamp, more), kept=KeptAtlases(OWN, more))
        return _last_good[more]


@cached(TTLCache(8, LOOK_S), condition=Condition())
def _stamp(more: Path | None) -> Stamp:
    return data_stamp(more=more)


def _known(settings: Settings, version: str) -> Known:
    known = CORRECTED.over(version, _data(settings).at)
    if settings.plan not in known.plans:
        raise MissingSetError(f"plan {settings.plan!r} is not known; expected one of: {', '.join(known.plans)}")
    return known


def atlas_of(settings: Settings, version: str, language: str = "zh") -> Atlas:
    """The atlas of a plan at a data version in a language; frames and answers are shared and never changed."""
    return _known(settings, version).atlases[settings.plan, language]


def newest_atlas(settings: Settings, language: str) -> Atlas:
    """The atlas as it is released at this moment, whatever readers still see."""
    return atlas_of(settings, version_of(settings), language)


def choices(settings: Settings, version: str) -> Choices:
    """What may be asked."""
    return _known(settings, version).choices[settings.plan]


def plans(settings: Settings, version: str) -> Mapping[str, Mapping[str, Any]]:
    """The plans that can be shown: id -> plan.toml."""
    return _known(settings, version).plans


def map_page(settings: Settings, version: str, language: str = "zh") -> str:
    """Name of the composed map page, which MAPS then holds; composed once a data version."""

    def files() -> Mapping[str, bytes]:
        atlas = atlas_of(settings, version, language)
        controls = as_json(map_controls(atlas, choices(settings, version)), indent=None)
        return {**page_files(atlas.world, say, **options), CONTROLS: controls.encode()}

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
