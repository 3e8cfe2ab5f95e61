"""Bodies on paper: shape = kind, filling = state, rim = how well the date is known, an orbit around what is supposed.
The same figures as layers/browser/symbols.js and marks.js draw.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import shapely

from layers.palette import PAPER, Style
from layers.print_map.sheet import THEME, Sheet, path_of

if TYPE_CHECKING:
    from matplotlib.path import Path

# How much wider than its mark the circle around a supposed body is.
ORBIT = 1.75
DASHES = {"dashed": (2.2, 1.5), "dotted": (0.9, 1.4)}
UP = math.pi / 2
# Pixels of the screen between two bodies that share one point.
SPREAD_PX = 15
Corners = list[tuple[float, float]]


def _around(sides: int, radius: float, turn: float) -> Corners:
    angles = [turn - 2 * math.pi * k / sides for k in range(sides)]
    return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]


def _star() -> Corners:
    long, short = 1.25, 1.25 * 0.45
    return [
        (x * (short if k % 2 else long), y * (short if k % 2 else long)) for k, (x, y) in enumerate(_around(10, 1, UP))
    ]


def _figure(numbers: Sequence[float]) -> Corners:
    return [(x, -y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


ARM, END = 0.4, 1.15
CROSS = (
    -ARM, -END, ARM, -END, ARM, -ARM, END, -ARM, END, ARM, ARM, ARM,
    ARM, END, -ARM, END, -ARM, ARM, -END, ARM, -END, -ARM, -ARM, -ARM,
)  # fmt: skip
OUTLINES: Mapping[str, Corners] = {
    "circle": _around(48, 1.0, UP),
    "diamond": _around(4, 1.2, UP),
    "square": _around(4, 1.25, math.pi / 4),
    "triangle": _around(3, 1.3, UP),
    "triangle-down": _around(3, 1.3, -UP),
    "pentagon": _around(5, 1.15, UP),
    "hexagon": _around(6, 1.1, 0),
    "bar": _figure((-1.25, -0.7, 1.25, -0.7, 1.25, 0.7, -1.25, 0.7)),
    "cross": _figure(CROSS),
    "star": _star(),
    "shield": _figure((-1, -1, 1, -1, 1, 0.25, 0, 1.25, -1, 0.25)),
    "leaf": _figure((0, -1.3, 0.85, -0.2, 0.6, 0.8, 0, 1.2, -0.6, 0.8, -0.85, -0.2)),
}


def symbol_shape(symbol: str, x: float, y: float, radius: float) -> shapely.Polygon:
    """A symbol around a place of the sheet, in millimetres."""
    return shapely.Polygon([(x + radius * dx, y + radius * dy) for dx, dy in OUTLINES[symbol]])


def draw_mark(sheet: Sheet, x: float, y: float, style: Style, mm_per_px: float) -> None:
    """A mark at a place of the sheet; its style is in pixels of the screen."""
    size, thick = style["size"] * mm_per_px, mm_per_px * 72 / 25.4
    fill, line, paper = _light(style["fill"]), _light(style["line"]), PAPER[THEME]
    opacity = style.get("opacity", 1.0)

    def figure(radius: float, symbol: str = "") -> Path:
        return path_of(symbol_shape(symbol or style["symbol"], x, y, radius))

    orbit, (rim, stroke) = bool(style.get("orbit")), (0.7, 0.9) if style.get("thin") else (1.6, 1.6)
    ground = figure(size * ORBIT, "circle") if orbit else figure(size + rim * mm_per_px)
    sheet.draw(ground, fill=paper)
    solid = style["filling"] == "solid"
    sheet.draw(figure(size), fill=fill if solid else paper, opacity=opacity)
    inside = _inside(style, x, y, size)
    if inside is not None:
        sheet.draw(path_of(inside), fill=fill, opacity=opacity)
    dash = DASHES.get(style["ring"], ())
    edge = size + 2.2 * mm_per_px if dash and solid else size
    sheet.draw(figure(edge), line=line, weight=stroke * thick, opacity=opacity, dash=[each * thick for each in dash])
    if style["pip"]:
        sheet.draw(figure(size * 0.4, "circle"), fill=fill if style["filling"] == "hollow" else paper)
        if style["filling"] == "half":
            sheet.draw(figure(size * 0.4, "circle"), line=line, weight=0.8 * thick)
    if orbit:
        dashes = [3.5 * thick, 2.5 * thick]
        sheet.draw(figure(size * ORBIT, "circle"), line=line, weight=1.8 * thick, dash=dashes)


def _inside(style: Style, x: float, y: float, size: float) -> shapely.Geometry | None:
    """What of a mark is filled beside nothing and all: its lower half, or a cross that strikes it out."""
    shape = symbol_shape(style["symbol"], x, y, size)
    far = 2 * size
    if style["filling"] == "half":
        return shapely.intersection(shape, shapely.box(x - far, y - far, x + far, y))
    if style["filling"] == "struck":
        strokes = shapely.MultiLineString([[(x - far, y - way), (x + far, y + way)] for way in (-far, far)])
        return shapely.intersection(shape, shapely.buffer(strokes, size * 0.13))
    return None


def reach_px(style: Style) -> float:
    """How far a mark reaches from its middle, in pixels of the screen."""
    return float(style["size"] * (ORBIT if style.get("orbit") else 1.1) + 1)


def apart(position: int) -> tuple[float, float]:
    """Where the n-th of those that share one point stands, in pixels of the screen, y upwards: itself, then rings of 6,
    12, 18 … a step apart, as layers/browser/spiral.js.
    """
    if position == 0:
        return 0.0, 0.0
    ring = math.ceil((math.sqrt(12 * position + 9) - 3) / 6)
    first = 3 * ring * (ring - 1) + 1
    angle = UP - 2 * math.pi * (position - first) / (6 * ring)
    return ring * SPREAD_PX * math.cos(angle), ring * SPREAD_PX * math.sin(angle)


def spread(places: Sequence[tuple[float, float]], mm_per_px: float) -> list[tuple[float, float]]:
    """Places of the sheet with those that are the same drawn apart, in their order."""
    seen: dict[tuple[float, float], int] = {}
    found = []
    for x, y in places:
        key = (round(x, 3), round(y, 3))
        dx, dy = apart(seen.get(key, 0))
        seen[key] = seen.get(key, 0) + 1
        found.append((x + dx * mm_per_px, y + dy * mm_per_px))
    return found


def _light(colour: str | Mapping[str, str]) -> str:
    return colour if isinstance(colour, str) else colour[THEME]
