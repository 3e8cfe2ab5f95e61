"""Areas and lines on paper: fills and patterns that can be told apart without colour, borders, rings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from layers.palette import PAPER, Style
from layers.print_map.sheet import THEME, Sheet, path_of

# As layers/browser/patterns.js: strokes from edge to edge of a tile of 8 pixels, or a dot in each; over a faint ground.
TILE_PX, STROKE_PX, DOT_PX = 8, 1.6, 1.6
GROUND = 0.22
TURNS = {"hatch": (45,), "back": (-45,), "lines": (0,), "cross": (45, -45)}
# A diagonal of a tile repeats at its half diagonal.
STEPS = {0: 1.0, 45: math.sqrt(0.5), -45: math.sqrt(0.5)}


def light(colour: str | Mapping[str, str]) -> str:
    """A colour of the palette on paper."""
    return colour if isinstance(colour, str) else colour[THEME]


def draw_area(sheet: Sheet, shape: Any, style: Style, mm_per_px: float, *, border: Any = None) -> None:
    """A shape in millimetres with its filling and its border. border  lines, where that is not all of its edge"""
    weight = style["weight"] * mm_per_px * 72 / 25.4
    if style["fill"]:
        _fill(sheet, shape, style, mm_per_px)
    edge = shapely.boundary(shape) if border is None else border
    dash = [float(each) * mm_per_px * 72 / 25.4 for each in str(style.get("dash", "")).split()]
    if style.get("inner"):
        inside = shapely.boundary(shapely.buffer(shape, -style["weight"] * mm_per_px / 2))
        sheet.draw(path_of(inside), line=light(style["line"]), weight=weight, dash=dash)
    elif weight:
        sheet.draw(path_of(edge), line=light(style["line"]), weight=weight, dash=dash)


def _fill(sheet: Sheet, shape: Any, style: Style, mm_per_px: float) -> None:
    colour, opacity = light(style["fill"]), style["fillOpacity"]
    if not style["pattern"]:
        sheet.draw(path_of(shape), fill=colour, opacity=opacity)
        return
    sheet.draw(path_of(shape), fill=PAPER[THEME])
    sheet.draw(path_of(shape), fill=colour, opacity=GROUND)
    if style["pattern"] == "dots":
        sheet.draw(path_of(dots(shape, mm_per_px)), fill=colour, opacity=opacity)
        return
    for turn in TURNS[style["pattern"]]:
        strokes = hatching(shape, turn, mm_per_px)
        sheet.draw(path_of(strokes), line=colour, weight=STROKE_PX * mm_per_px * 72 / 25.4 * 0.8, line_opacity=opacity)


def hatching(shape: Any, turn: float, mm_per_px: float) -> Any:
    """Parallel lines within a shape, turned by so many degrees; they go on from one shape to the next."""
    step = TILE_PX * mm_per_px * STEPS[int(turn)]
    angle = math.radians(turn)
    along, across = np.array([math.cos(angle), math.sin(angle)]), np.array([-math.sin(angle), math.cos(angle)])
    left, bottom, right, top = shapely.bounds(shape)
    if math.isnan(left):
        return shapely.MultiLineString()
    corners = np.array([(left, bottom), (left, top), (right, bottom), (right, top)])
    offsets, ways = corners @ across, corners @ along
    places = np.arange(math.ceil(offsets.min() / step), math.floor(offsets.max() / step) + 1) * step
    ends = [(each * across + ways.min() * along, each * across + ways.max() * along) for each in places]
    return _lines(shapely.intersection(shapely.MultiLineString(ends), shape)) if ends else shapely.MultiLineString()


def dots(shape: Any, mm_per_px: float) -> Any:
    """Dots within a shape, on a grid that goes on from one shape to the next; those at its edge are whole or absent."""
    step = TILE_PX * mm_per_px
    left, bottom, right, top = shapely.bounds(shape)
    if math.isnan(left):
        return shapely.MultiPolygon()
    xs = np.arange(math.ceil(left / step), math.floor(right / step) + 1) * step
    ys = np.arange(math.ceil(bottom / step), math.floor(top / step) + 1) * step
    across, up = (each.ravel() for each in np.meshgrid(xs, ys))
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, across, up)
    return shapely.union_all(
        shapely.buffer(shapely.points(across[inside], up[inside]), DOT_PX * mm_per_px, quad_segs=4)
    )


def _lines(shape: Any) -> Any:
    """Only the lines of a shape: where a hatch only touches an edge, a point is left."""
    parts = shapely.get_parts(shape)
    return shapely.MultiLineString(list(parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]))
