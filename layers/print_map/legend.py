"""The legend on paper: what the fill of the land means first, then the marks with all their states, then the lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shapely

from layers.base import Layer
from layers.palette import Style
from layers.print_map.areas import draw_area
from layers.print_map.faces import MM_PER_POINT
from layers.print_map.marks import draw_mark
from layers.print_map.scene import GONE, PLAIN, Scene
from layers.print_map.sheet import Sheet

LINE, SWATCH, GAP = 1.42, 2.5, 0.62
Say = Callable[[str], str]


@dataclass(frozen=True)
class Row:
    """One class: its style, its text with the number of its features where that says something."""

    style: Style
    text: str


@dataclass(frozen=True)
class Block:
    """A layer of the legend."""

    title: str
    rows: Sequence[Row]


def blocks(scene: Scene, say: Say) -> list[Block]:
    """What is on and drawn, in the order of the screen's legend."""
    shown = [each for each in reversed(scene.layers("area", "outline", "ring", "dot", "point")) if each.id not in PLAIN]
    ranked = sorted(shown, key=_rank)
    return [block for each in ranked for block in [_block(scene, each, say)] if block.rows]


def _rank(layer: Layer) -> int:
    """Dots and the fill first, then marks, then lines."""
    if layer.shape == "dot":
        return 0
    return 1 if layer.exclusive else 2 if layer.shape == "point" else 3


def _block(scene: Scene, layer: Layer, say: Say) -> Block:
    captions, counts = scene.captions.get(layer.id, {}), scene.counts(layer.id)
    title = captions.get("") or say(layer.title)
    numbered = layer.shape in ("point", "dot") or layer.exclusive
    rows = []
    for name, number in counts.items():
        text = captions.get(name) or (say(layer.legend[name]) if layer.legend[name] else "")
        told = say("{title} ({n})").format(title=text, n=number) if numbered else text
        rows.append(Row(scene.style(layer.id, name), told))
    if layer.shape == "point":
        there = sum(number for name, number in counts.items() if name != GONE)
        title = say("{title} ({n})").format(title=title, n=there)
    return Block(title, rows)


def height(sheet: Sheet, block: Block, points: float, width: float) -> float:
    """How high a block becomes in a column, in millimetres, with the gap under it."""
    unit = points * MM_PER_POINT
    lines = len(sheet.faces.lines(block.title, points, width, bold=True))
    lines += sum(len(_row_lines(sheet, row, points, width)) for row in block.rows)
    return (lines * LINE + GAP) * unit


def draw_block(sheet: Sheet, block: Block, points: float, box: tuple[float, float, float], mm_per_px: float) -> float:
    """Draw a block at the top left of a column; returns where the next begins. box  left, top, width"""
    left, top, width = box
    unit = points * MM_PER_POINT
    y = top
    for line in sheet.faces.lines(block.title, points, width, bold=True):
        sheet.text(left, y - unit, line, points, bold=True)
        y -= LINE * unit
    for row in block.rows:
        lines = _row_lines(sheet, row, points, width)
        _draw_swatch(sheet, row.style, left, y - unit * 0.62, unit, mm_per_px)
        for line in lines:
            sheet.text(left + SWATCH * unit, y - unit, line, points)
            y -= LINE * unit
    return y - GAP * unit


def _row_lines(sheet: Sheet, row: Row, points: float, width: float) -> list[str]:
    return sheet.faces.lines(row.text, points, width - SWATCH * points * MM_PER_POINT)


def _draw_swatch(sheet: Sheet, style: Style, left: float, middle: float, unit: float, mm_per_px: float) -> None:
    """A class as it is drawn on the map, small."""
    wide, high = 1.9 * unit, 1.0 * unit
    if "symbol" in style:
        small = {**style, "size": style["size"] * (0.68 if style.get("orbit") else 1.0)}
        draw_mark(sheet, left + wide / 2, middle, small, min(mm_per_px, unit * 0.52 / style["size"]))
        return
    thin = {**style, "weight": min(style["weight"], 3), "inner": False}
    if style["fill"]:
        draw_area(sheet, shapely.box(left, middle - high / 2, left + wide, middle + high / 2), thin, mm_per_px)
    else:
        line = shapely.LineString([(left, middle), (left + wide, middle)])
        draw_area(sheet, line, thin, mm_per_px, border=line)


def columns(sheet: Sheet, all_blocks: Sequence[Block], points: float, width: float, many: int) -> list[list[Block]]:
    """Blocks in their order over so many columns, so that the highest is as low as it can be."""
    heights = [height(sheet, each, points, width) for each in all_blocks]
    limit = max(heights, default=0.0)
    while True:
        found, used = [[]], 0.0  # type: list[list[Block]], float
        for block, high in zip(all_blocks, heights, strict=True):
            if found[-1] and used + high > limit + 1e-9:
                found.append([])
                used = 0.0
            found[-1].append(block)
            used += high
        if len(found) <= many:
            return found
        limit *= 1.05
