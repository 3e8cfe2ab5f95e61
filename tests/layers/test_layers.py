"""One contract for all layers: features, a style and a word for each class, empty frames and hostile names survived."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from atlas.map_state import view_of
from atlas.question.question import default_question
from atlas.words import catalogue, say_in
from layers import all_layers, folium_map, layer, palette
from layers.base import OF_THE_PLAN, Layer, Moment, World, derived
from tests.hostile import NAMES
from tests.worlds import choices, hostile_world, the_atlas

if TYPE_CHECKING:
    import geopandas as gpd

DAYS = [date(2010, 1, 1), date(2018, 12, 31), date(2020, 12, 31), date(2025, 12, 31)]
EVERY = pytest.mark.parametrize("each", all_layers(), ids=lambda each: each.id)


@cache
def moment(day: date) -> Moment:
    question = default_question(choices())
    return view_of(the_atlas(), dataclasses.replace(question, as_of=day)).moment


@EVERY
def test_features_are_named_once_and_lie_around_the_province(each: Layer) -> None:
    shapes = each.features(the_atlas().world)
    assert shapes["id"].is_unique
    assert shapes["name"].str.len().gt(0).all()
    assert shapes.crs.to_epsg() == 4326
    assert shapes.geometry.is_valid.all()
    west, south, east, north = shapes.total_bounds
    assert 104 < west <= east < 123.5
    assert 17 < south <= north < 37


@EVERY
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_class_has_a_style_and_a_word(each: Layer, day: date) -> None:
    classes = each.classes(the_atlas().world, moment(day))
    assert classes.index.is_unique
    assert set(classes) <= set(each.legend)
    assert set(each.legend) == set(palette.style_of(each.id))


@EVERY
def test_its_words_are_translated(each: Layer) -> None:
    said = catalogue("zh")._catalog
    words = [each.title, each.group, *filter(None, [each.note, *each.legend.values()])]
    assert [word for word in words if word not in said] == []


@EVERY
def test_its_sources_are_sets_of_the_catalogue_or_the_plan(each: Layer) -> None:
    from data.catalog import set_ids

    assert each.sources
    assert set(each.sources) <= {*set_ids(), OF_THE_PLAN}


@EVERY
def test_it_survives_empty_frames(each: Layer) -> None:
    full = the_atlas().world
    prefectures = {"prefectures", "counties", "neighbours", "other_land"}
    frames = {name: frame if name in prefectures else frame.iloc[:0] for name, frame in full.frames.items()}
    nothing = dataclasses.replace(full, frames=frames, planned=())
    shapes = each.features(nothing)
    assert {"id", "name", "geometry"} <= set(shapes.columns)
    empty = pd.Series(dtype=object)
    classes = each.classes(nothing, dataclasses.replace(moment(DAYS[-1]), body_classes=empty))
    assert set(classes.index) <= set(shapes["id"])


@EVERY
def test_a_missing_frame_fails_by_name(each: Layer) -> None:
    with pytest.raises(LookupError, match="|".join(each.needs)):
        each.features(World(frames={}, zones=the_atlas().plan.zones, planned=the_atlas().plan.planned, indicators=()))


# Layers whose features are no things of one kind: a shading, a pattern, the land around.
UNCOUNTED = ("shading", "regional pattern", "base")


@pytest.mark.parametrize("each", [e for e in all_layers() if e.group not in UNCOUNTED], ids=lambda each: each.id)
def test_the_card_of_one_thing_is_headed_by_the_word_for_one(each: Layer) -> None:
    assert each.single
    assert not say_in("en")(each.single).endswith("s")
    assert say_in("zh")(each.single) == say_in("zh")(each.title)


def test_a_layer_nobody_declared_is_named() -> None:
    with pytest.raises(LookupError, match="'moon' is not known; expected one of: neighbours"):
        layer("moon")


@EVERY
def test_no_card_prints_a_missing_value(each: Layer) -> None:
    shapes = each.features(the_atlas().world)
    if "details" in shapes:
        assert [line for lines in shapes["details"] for line in lines if "nan" in str(line[1])] == []


def test_no_hostile_name_reaches_a_script_or_markup_of_the_page() -> None:
    page = folium_map.page_files(hostile_world(), say_in("zh"))
    for name, content in page.items():
        if name.endswith((".html", ".js")):
            assert b"__pwned" not in content
    collections = json.loads(page["features.json"])
    names = {feature["properties"]["n"] for each in collections.values() for feature in each["features"]}
    assert set(NAMES) & names


def test_equal_data_give_equal_bytes_and_one_name() -> None:
    first = folium_map.page_files(the_atlas().world, say_in("zh"))
    again = folium_map.page_files(the_atlas().world, say_in("zh"))
    assert again == first
    assert folium_map.page_name(again) == folium_map.page_name(first)


def test_another_byte_and_another_name_of_a_file_give_another_name_of_the_page() -> None:
    pages = [{"a": b"1"}, {"a": b"2"}, {"b": b"1"}, {"a": b"1", "b": b""}]
    assert len({folium_map.page_name(each) for each in pages}) == len(pages)


def test_the_page_names_no_other_host() -> None:
    files = folium_map.page_files(the_atlas().world, say_in("zh"))
    for name in ("map.html", "map.js", "atlas.js", "atlas.css", "manifest.json"):
        assert b"://" not in files[name], name


def test_layers_of_the_same_features_share_a_file_that_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    write = folium_map.feature_collection

    def counted(shapes: gpd.GeoDataFrame, say: folium_map.Say) -> dict[str, Any]:
        written.append(id(shapes))
        return write(shapes, say)

    monkeypatch.setattr(folium_map, "feature_collection", counted)
    world = the_atlas().world
    files = folium_map.page_files(world, say_in("zh"))
    assert len(written) == len(set(written)) == len({each.features for each in all_layers()})
    held = json.loads(files["features.json"])
    for told in json.loads(files["manifest.json"])["layers"]:
        ids = [feature["properties"]["id"] for feature in held[told["file"]]["features"]]
        assert ids == derived(layer(told["id"]).features, world)["id"].to_list()
