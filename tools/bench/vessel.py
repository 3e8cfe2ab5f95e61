"""The product's own world with the scene's shapes and points in it: what rival_apps/ours_vessel.py shows."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache

import pandas as pd

from atlas import map_state
from atlas.atlas import Atlas
from atlas.loading import load
from atlas.map_state import View, view_of
from atlas.question.choices import Choices
from atlas.question.offered import choices_of
from atlas.question.question import Question, default_question
from atlas.reach import reach_of
from atlas.records import records_for
from atlas.words import say_in
from data.catalog import meta, read
from layers.folium_map import page_files
from tools.bench import scene
from tools.bench.rival_apps.controls import Wish
from ui.map_pages import MapPages
from ui.settings import read_settings

MAPS = MapPages()
KIND, MARKS_LAYER = "protection_centre", "protection-centres"
LAND = ("neighbours", "prefectures", "indicator")


@cache
def scene_atlas() -> Atlas:
    """The shipped atlas, its prefectures and bodies replaced by those of the scene."""
    shipped, size = load(read_settings().plan), scene.size_asked()
    frames = {**shipped.world.frames, "prefectures": scene.areas(size), "bodies": bodies(size)}
    return replace(shipped, world=replace(shipped.world, frames=frames))


def bodies(size: scene.Size) -> pd.DataFrame:
    """The scene's points as rows of the bodies table: copies of one shipped record, each with its own place and day."""
    shipped = read("bodies")
    model = shipped[(shipped["kind"] == KIND) & shipped["lon"].notna()].iloc[[0]]
    points = scene.points(size)
    return (
        model.loc[model.index.repeat(len(points))]
        .assign(
            id=points["id"].to_numpy(),
            name_zh=points["name"].to_numpy(),
            prefecture=points["prefecture"].to_numpy(),
            lon=points["lon"].to_numpy(),
            lat=points["lat"].to_numpy(),
            approved=points["since"].to_numpy(),
            operating=points["since"].to_numpy(),
            approved_bound="exact",
            operating_bound="exact",
            counted_by="",
            not_before="",
        )
        .reset_index(drop=True)
    )


@cache
def choices() -> Choices:
    """What may be asked of it."""
    return choices_of(scene_atlas(), meta("bodies").as_of)


@cache
def page() -> str:
    """The composed page, by name."""
    return MAPS.page("scene", lambda: page_files(scene_atlas().world, say_in("zh"))).name


def question(wish: Wish) -> Question:
    """The wish as the product's question."""
    return replace(
        default_question(choices()),
        as_of=wish.day,
        indicator=wish.indicator,
        period=choices().indicators[wish.indicator][-1],
        layers=(*LAND, *([MARKS_LAYER] if wish.marks else [])),
        access="",
        measure="",
    )


@lru_cache(maxsize=256)
def view(question: Question) -> View:
    """What the map shows, kept as ui.shared keeps it."""
    _leave_out_the_science()
    return view_of(scene_atlas(), question)


@cache
def _leave_out_the_science() -> None:
    """No rival counts coverage or reach, and neither is part of the picture: both stay as first counted. Which bodies
    stand at a date is part of it.
    """
    question = default_question(choices())
    counted, reached = map_state.count_coverage(scene_atlas(), question), reach_of(scene_atlas(), question)
    map_state.count_coverage = lambda atlas, question: counted
    # Replaced where the view looks it up, not where it is defined.
    map_state.reach_of = lambda atlas, question: replace(  # type: ignore[attr-defined]
        reached, records=records_for(atlas, question)
    )
