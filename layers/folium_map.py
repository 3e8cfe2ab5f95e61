"""Composes the map page once per data version: folium writes the page, features go into files beside it, and no data
text enters a script.

The page is static. What is visible, in which class, is told to it later (`window.atlas.setState`), so equal data
gives equal bytes and the
browser may keep everything for ever under the hash in its address.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from layers import all_layers, palette, safe, scripts
from layers.base import Layer, World, derived
from layers.regions import far_parts, zones_of

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    from branca.element import Element

LEAFLET = Path(__file__).parent.parent / "static" / "leaflet"
BOUNDS = ((20.1, 109.55), (25.6, 117.35))
# No window shows more than this, and the land of data/recipes/context.py goes on beyond it.
FRAME = ((19.55, 104.5), (36.0, 122.8))
# Degrees: about 1 m for points, and 10 m for outlines, which are generalised to a kilometre and more.
DECIMALS, OUTLINE_DECIMALS = 5, 4
# Degrees from the largest part of a place to its reefs out at sea: 东沙群岛.
FAR_OUT = 1.0
Say = Callable[[str], str]
PAGE = """<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
{{ head }}
</head>
<body data-failure="{{ failure }}" data-waiting="{{ waiting }}">
{{ body }}
{{ scripts }}
</body>
</html>
"""
HANDOVER = """{% macro script(this, kwargs) %}
atlas.adopt({{ this._parent.get_name() }}, { {% for id, group in groups.items() %}{{ id|tojson }}: {{
group.get_name() }}, {% endfor %} });
{% endmacro %}"""


def manifest(world: World, say: Say, *, tiles: Mapping[str, str] | None = None, stamp: str = "") -> dict[str, Any]:
    """What atlas.js must know beside the shapes: layers in drawing order with titles, legends and styles, words,
    bounds, stamp, base map.
    """
    return {
        "bounds": BOUNDS,
        "frame": FRAME,
        "layers": [_declared(layer, world, say) for layer in all_layers()],
        "groups": {group: say(group) for group in dict.fromkeys(layer.group for layer in all_layers())},
        "words": {word: say(word) for word in WORDS} | {f"={word}": say(word) for word in POSITIONS},
        "paint": {
            "sea": palette.SEA,
            "ink": palette.INK,
            "paper": palette.PAPER,
            "land": palette.LAND,
            "line": palette.BORDER,
        },
        "stamp": stamp or say("sketch map, not reviewed, not for public use"),
        "tiles": dict(tiles or {}),
        "language": world.language,
    }


def feature_collection(shapes: gpd.GeoDataFrame, say: Say) -> dict[str, Any]:
    """Features for the browser: short property names, rounded coordinates, labels of details translated."""
    import shapely  # noqa: PLC0415 -- keeps this module importable where only the manifest is wanted

    geometries = shapes.geometry.to_numpy()
    decimals = OUTLINE_DECIMALS if (shapely.get_dimensions(geometries) == 2).any() else DECIMALS
    rounded = shapely.set_precision(geometries, 10**-decimals, mode="pointwise")
    features = []
    for record, shape in zip(shapes.drop(columns="geometry").to_dict("records"), rounded, strict=True):
        known = {
            "id": record["id"],
            "n": record["name"],
            "p": record.get("prefecture", ""),
            "s": record.get("search", ""),
        }
        if not math.isnan(record.get("label_lon", math.nan)):
            known["at"] = [round(record["label_lat"], DECIMALS), round(record["label_lon"], DECIMALS)]
        if record.get("label"):
            known["l"] = record["label"]
        if far := far_parts(shape, FAR_OUT):
            known["far"] = far
        if record.get("details"):
            known["d"] = [
                [say(label), say(text[1:]) if text.startswith("=") else text] for label, text in record["details"]
            ]
        features.append({"type": "Feature", "properties": known, "geometry": json.loads(shapely.to_geojson(shape))})
    return {"type": "FeatureCollection", "features": features}


def page_name(files: Mapping[str, bytes]) -> str:
    """The name of a page with these files: equal files have equal names, and no others."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:16]


def page_files(world: World, say: Say, **options: Any) -> dict[str, bytes]:
    """All files of the page, name -> bytes: map.html, map.js, manifest.json, features.json, atlas.js,
    atlas.css, what serves the application's page around it (scripts.BESIDE), Leaflet.
    """
    names, contents = _layer_files(world, say)
    figure = _figure()
    script = figure.script.render().encode()
    head = "\n".join(
        f'<link rel="stylesheet" href="{sheet}">'
        for sheet in ("../../files/fonts/noto-sans-sc.css", "leaflet.css", "atlas.css")
    )
    loaded = "\n".join(f'<script src="{name}"></script>' for name in ("leaflet.js", "atlas.js", "map.js"))
    page = _page(world, say, head=head, body=figure.html.render(), scripts=loaded)
    told = _json(_with_files(manifest(world, say, **options), names))
    # One file instead of twenty: the browser asks once.
    features = b"{" + b",".join(_json(name) + b":" + content for name, content in contents.items()) + b"}"
    ours = {"map.html": page.encode(), "map.js": script, "manifest.json": told, "features.json": features}
    return ours | _assets()


def single_file(world: World, say: Say, state: Mapping[str, Any], **options: Any) -> str:
    """The same page as one file that works from a USB stick: styles, scripts and data inside, `state` applied at
    once.
    """
    names, contents = _layer_files(world, say)
    figure = _figure()
    assets = {name: content.decode() for name, content in _assets().items()}
    inlined = {
        "features.json": {name: json.loads(content) for name, content in contents.items()},
        "manifest.json": _with_files(manifest(world, say, **options), names),
    }
    head = f"<style>{assets['leaflet.css']}</style>\n<style>{assets['atlas.css']}</style>"
    data = f'<script type="application/json" id="atlas-files">{safe.json_for_page(inlined)}</script>'
    given = f'<script type="application/json" id="atlas-state">{safe.json_for_page(state)}</script>'
    code = "\n".join(
        f"<script>{code}</script>" for code in (assets["leaflet.js"], assets["atlas.js"], figure.script.render())
    )
    return _page(world, say, head=head, body=figure.html.render(), scripts=f"{data}\n{given}\n{code}")


def _layer_files(world: World, say: Say) -> tuple[dict[str, str], dict[str, bytes]]:
    """Layer id -> name, and name -> GeoJSON bytes. Layers with the same features share one, named by its hash and
    written once.
    """
    name_of: dict[Callable[[World], gpd.GeoDataFrame], str] = {}
    contents: dict[str, bytes] = {}
    for make in dict.fromkeys(layer.features for layer in all_layers()):
        content = _json(feature_collection(derived(make, world), say))
        name_of[make] = f"{hashlib.sha256(content).hexdigest()[:12]}.json"
        contents[name_of[make]] = content
    return {layer.id: name_of[layer.features] for layer in all_layers()}, contents


def _with_files(told: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The manifest with the name under which the features of each layer are found."""
    return told | {"layers": [{**layer, "file": names[layer["id"]]} for layer in told["layers"]]}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _figure() -> folium.Figure:
    """Folium's map with one feature group a layer, numbered. The groups are empty: text never passes through folium,
    and atlas.js fetches the features.
    """
    # A server that finds its pages made does without.
    import folium  # noqa: PLC0415

    (south, west), (north, east) = BOUNDS
    chart = folium.Map(
        location=((south + north) / 2, (west + east) / 2),
        zoom_start=7,
        tiles=None,
        prefer_canvas=True,
        control_scale=True,
        zoom_snap=0.25,
        zoom_control=False,
        # The map follows its own element (begin.js): a window without a size, of a hidden page, is nothing to follow.
        track_resize=False,
    )
    chart.default_js, chart.default_css = [], []
    groups = {layer.id: folium.FeatureGroup(name=layer.id).add_to(chart) for layer in all_layers()}
    chart.add_child(_handover(groups))
    figure = cast("folium.Figure", chart.get_root())
    _number(figure)
    figure.render()
    return figure


def _handover(groups: Mapping[str, Element]) -> Element:
    """Gives the map and its groups to atlas.js, which fills them; the last script of the page."""
    from branca.element import MacroElement  # noqa: PLC0415
    from jinja2 import Template  # noqa: PLC0415

    last = MacroElement()  # type: ignore[no-untyped-call]  # branca types all but this constructor
    last._template = Template(HANDOVER)
    last._template.globals["groups"] = groups
    return last


def _number(figure: Element) -> None:
    """Folium names elements at random; numbered names make equal input give equal bytes."""
    numbers = itertools.count()
    waiting = [figure]
    while waiting:
        element = waiting.pop(0)
        element._id = f"{next(numbers):04d}"
        waiting += list(element._children.values())


def _page(world: World, say: Say, **parts: str) -> str:
    from jinja2 import Template  # noqa: PLC0415

    text: str = Template(PAGE).render(
        language="zh-CN" if world.language == "zh" else "en",
        title=safe.for_html(say("Guangdong IP Layout Atlas")),
        failure=safe.for_html(say("the map could not be loaded")),
        waiting=safe.for_html(say("the map is loading")),
        **parts,
    )
    return text


def _assets() -> dict[str, bytes]:
    ours = {
        "atlas.js": scripts.joined_script().encode(),
        "atlas.css": scripts.joined_sheet().encode(),
        **{name: (scripts.BROWSER / name).read_bytes() for name in scripts.BESIDE},
    }
    return ours | {name: (LEAFLET / name).read_bytes() for name in ("leaflet.js", "leaflet.css")}


def _declared(layer: Layer, world: World, say: Say) -> dict[str, Any]:
    return {
        "id": layer.id,
        "offered": not layer.zone_group or bool(zones_of(world, layer.zone_group)),
        "title": say(layer.title),
        "single": say(layer.single) if layer.single else "",
        "group": layer.group,
        "shape": layer.shape,
        "exclusive": layer.exclusive,
        "crossed": layer.crossed,
        "labels": layer.labels,
        "note": say(layer.note) if layer.note else "",
        "legend": {name: say(text) if text else "" for name, text in layer.legend.items()},
        "styles": palette.style_of(layer.id),
    }


WORDS = (
    "layers",
    "legend",
    "search a prefecture, county, body or industry",
    "ask or search",
    "nothing found",
    "nothing is shown",
    "no shading",
    "strength of the fill",
    "whole province",
    "close",
    "zoom in",
    "zoom out",
    "map",
    "and {n} more",
    "click the map to choose a place; Esc leaves",
    "leave choosing a place",
    "hold Ctrl, or click the map first, to zoom with the wheel",
    "two fingers move the map",
)
POSITIONS = ("city_seat", "town_seat", "subdistrict", "district_seat", "area_centre", "street", "unstated", "none")
