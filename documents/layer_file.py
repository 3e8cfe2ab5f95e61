"""A layer of the map as rows for a geographic information system: what is drawn, with what is known of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from atlas.measures import indicator
from documents.tables.drawn import legend_texts
from documents.told import Told
from documents.workbook import about_question
from layers import layer
from layers.base import OF_THE_PLAN, Layer, derived
from layers.extras import supposed as supposed_extras

if TYPE_CHECKING:
    import geopandas as gpd

WGS84 = "EPSG:4326"
# Of a feature: what only the drawing needs, and what is told in words of its own.
OF_THE_DRAWING = ("label_lon", "label_lat", "search", "details", "label")
KEYS = ("id", "adcode")
UNDRAWN = ("geometry", "lon", "lat")


@dataclass(frozen=True, eq=False)
class LayerFile:
    """rows  GeoDataFrame, WGS-84: id, name, prefecture, class, class_text, value where the layer has one, supposed,
    nature of the data, then what the dataset behind it says of each;  note  what a reader must know, in sentences
    """

    rows: gpd.GeoDataFrame
    note: str


def layer_file(layer_id: str, told: Told) -> LayerFile:
    """The features of a layer that are shown for the question, in the order of the layer. Raises LookupError for an
    unknown layer, ValueError where nothing of it is shown.
    """
    import geopandas as gpd  # noqa: PLC0415 -- readers of pages need it later than this module

    each, world = layer(layer_id), told.atlas.world
    classes = told.view.decision[each.id]
    if classes.empty:
        raise ValueError(told.say("nothing of the layer {layer} is shown for this question").format(layer=layer_id))
    features = derived(each.features, world.in_files).set_index("id", drop=False)
    marks = _marks(each, told, classes)
    wanted = features["id"].isin(classes.index) & ~features["id"].isin(list(marks["id"]))
    known = features[wanted].drop(columns=list(OF_THE_DRAWING), errors="ignore")
    rows = pd.DataFrame(pd.concat([known, marks]) if len(marks) else known)
    rows = rows.assign(**_told_of(each, rows, classes, told))
    rows = _with_records(each, rows, told)
    filled = [name for name in rows.columns if name == "geometry" or not (rows[name].isna() | rows[name].eq("")).all()]
    ordered = [name for name in filled if name != "geometry"]
    return LayerFile(gpd.GeoDataFrame(rows[ordered], geometry=list(rows["geometry"]), crs=WGS84), _note(each, told))


def _told_of(each: Layer, rows: pd.DataFrame, classes: pd.Series, told: Told) -> dict[str, Any]:
    """What the map says of each feature, beside its name."""
    texts, say = legend_texts(told)[each.id], told.say
    shown = [str(classes[feature]) for feature in rows["id"]]
    places = rows["prefecture"] if "prefecture" in rows else pd.Series("", index=rows.index)
    extras = supposed_extras(told.view.moment.extras)
    supposed = [str(feature).removeprefix("ring-") in extras for feature in rows["id"]]
    values = _values(each, told)
    numbers = {} if values is None else {"value": [values.get(_record(str(feature))) for feature in rows["id"]]}
    return {
        "prefecture": places.fillna(""),
        "prefecture_name": places.map(told.atlas.names).fillna(""),
        "class": shown,
        "class_text": [texts.get(name, name) for name in shown],
        **numbers,
        "supposed": [say("supposed") if each else "" for each in supposed],
        "nature": say("; ").join(_natures(each, told)),
        "as_of": told.question.as_of.isoformat(),
    }


def _values(each: Layer, told: Told) -> dict[str, float] | None:
    """The numbers behind the shading: adcode -> number; None for a layer of classes alone."""
    moment, question = told.view.moment, told.question
    series = {"reach": moment.reach, "difference": moment.difference}.get(each.id)
    if each.id == "measured" and moment.measured is not None:
        series = moment.measured.numbers
    if each.id == "travel-places" and moment.travelled is not None:
        # Kilometres or minutes; a place without a way has no number.
        ways = moment.travelled.costs
        series = pd.Series(told.view.reached.way.told(ways), index=ways.index).where(ways < float("inf"))
    if each.id == "indicator":
        about = next(one for one in told.atlas.world.indicators if one["id"] == question.indicator)
        series = indicator(told.atlas, about, question.period).numbers
    return None if series is None else {str(place): float(number) for place, number in series.items()}


def _natures(each: Layer, told: Told) -> list[str]:
    """Each source of the layer with its nature: compiled, modelled, approximate."""
    say, language = told.say, told.atlas.world.language
    found = []
    for source in each.sources:
        if source == OF_THE_PLAN:
            found.append(told.atlas.world.title(told.atlas.plan.about))
            continue
        meta = told.atlas.declared(source)
        found.append(f"{meta.title_zh if language == 'zh' else meta.title_en} ({say(meta.status)}, {meta.as_of})")
    return found


def _marks(each: Layer, told: Told, classes: pd.Series) -> gpd.GeoDataFrame:
    """The bodies of a scenario, and of a session's own tables, as the layer draws them."""
    import geopandas as gpd  # noqa: PLC0415

    ring = "ring-" if each.shape == "ring" else ""
    marks = [(f"{ring}{body}", mark) for body, mark in told.view.moment.extras.items()]
    marks = [(feature, mark) for feature, mark in marks if feature in classes.index]
    rows = {
        "id": [feature for feature, _ in marks],
        "name": [mark.name for _, mark in marks],
        "prefecture": [mark.prefecture for _, mark in marks],
    }
    points = gpd.points_from_xy([mark.lon for _, mark in marks], [mark.lat for _, mark in marks])
    return gpd.GeoDataFrame(rows, geometry=points, index=rows["id"], crs=WGS84)


def _with_records(each: Layer, rows: pd.DataFrame, told: Told) -> pd.DataFrame:
    """The rows with what the dataset that they are the records of says of each: evidence, dates, position, sources."""
    ids = [_record(str(feature)) for feature in rows["id"]]
    for name in dict.fromkeys((*each.sources, *each.needs)):
        frame = told.atlas.world.frames.get(name)
        key = next((key for key in KEYS if frame is not None and key in frame and set(frame[key]) & set(ids)), None)
        if frame is None or key is None or frame[key].duplicated().any():
            continue
        more = frame.set_index(key).reindex(ids)
        more = more[[column for column in more.columns if column not in (*UNDRAWN, *rows.columns)]]
        return pd.DataFrame(rows.reset_index(drop=True)).join(more.reset_index(drop=True))
    return pd.DataFrame(rows.reset_index(drop=True))


def _record(feature: str) -> str:
    """The id of the record that a feature draws: a ring that of its body, a county its adcode."""
    plain = feature.removeprefix("ring-")
    return plain[1:] if plain[:1] == "c" and plain[1:].isdecimal() else plain


def _note(each: Layer, told: Told) -> str:
    """What the file is, and what the map says of it."""
    say = told.say
    title = told.view.captions.get(each.id, {}).get("", say(each.title))
    lines = [told.supposed(title), *([say(each.note)] if each.note else [])]
    lines += [f"{name}: {text}" for name, text in legend_texts(told)[each.id].items() if text]
    lines += [f"{label}: {text}" for label, text in about_question(told).items()]
    return "\n".join([*lines, *_natures(each, told), say("sketch map, not reviewed, not for public use"), WGS84])
