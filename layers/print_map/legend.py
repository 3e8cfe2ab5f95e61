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
from layers.print_map.scene import GONE, PLAIN, Scene, Within
from layers.print_map.sheet import Sheet

LINE, SWATCH, GAP = 1.32, 2.5, 0.62
# From one mark of a row to the next.
NEXT = 1.6
Say = Callable[[str], str]


@dataclass(frozen=True)
class Row:
    """One class: its style, its text with the number of its features where that says something; where layers share a
    text, the style of each.
    """

    styles: tuple[Style, ...]
    text: str


@dataclass(frozen=True)
class Block:
    """A layer of the legend, or several kinds of marks whose states are told once. title  "" for none"""

    title: str
    rows: Sequence[Row]


def blocks(scene: Scene, say: Say, within: Within | None = None) -> list[Block]:
    """What is on and drawn, in the order of the screen's legend.

    within  of the map of one prefecture: it tells of what its window shows, and no numbers, as those of the whole
    province say nothing of it
    """
    shown = [each for each in reversed(scene.layers("area", "outline", "ring", "dot", "point")) if each.id not in PLAIN]
    found = [_block(scene, each, say, within if scene.prefecture else None) for each in sorted(shown, key=_rank)]
    return [block for block in found if block.rows]


def shortened(found: Sequence[Block]) -> list[Block]:
    """The same in fewer lines, for a small map: a line that has one meaning is called by its title alone, after the
    fill; the states that several kinds of marks have are told once.
    """
    marks = [each for each in found if _is_of_marks(each)]
    lines = [Block("", (Row(each.rows[0].styles, each.title),)) for each in found if _is_of_one_line(each)]
    fills = [each for each in found if not _is_of_marks(each) and not _is_of_one_line(each)]
    return [*fills, *lines, *_shared(marks)]


def _is_of_marks(block: Block) -> bool:
    return "symbol" in block.rows[0].styles[0]


def _is_of_one_line(block: Block) -> bool:
    return len(block.rows) == 1 and not _is_of_marks(block) and not block.rows[0].styles[0]["fill"]


def _shared(marks: Sequence[Block]) -> list[Block]:
    """Kinds of marks of which two or more have a state in common as one block, which names the kinds first."""
    states = [row.text for each in marks for row in each.rows]
    if len(states) == len(set(states)):
        return list(marks)
    kinds = [Row(each.rows[0].styles, each.title) for each in marks]
    styles: dict[str, tuple[Style, ...]] = {}
    for each in marks:
        for row in each.rows:
            styles[row.text] = styles.get(row.text, ()) + row.styles
    return [Block("", (*kinds, *(Row(many, text) for text, many in styles.items())))]


def _rank(layer: Layer) -> int:
    """Dots and the fill first, then marks, then lines."""
    if layer.shape == "dot":
        return 0
    return 1 if layer.exclusive else 2 if layer.shape == "point" else 3


def _block(scene: Scene, layer: Layer, say: Say, within: Within | None) -> Block:
    """A layer with its classes. within  where its features are counted, None for all"""
    captions, counts = scene.captions.get(layer.id, {}), scene.counts(layer.id, within)
    title = captions.get("") or say(layer.title)
    numbered = within is None and (layer.shape in ("point", "dot") or layer.exclusive)
    rows = []
    for name, number in counts.items():
        text = captions.get(name) or (say(layer.legend[name]) if layer.legend[name] else "")
        told = say("{title} ({n})").format(title=text, n=number) if numbered else text
        rows.append(Row((scene.style(layer.id, name),), told))
    if numbered and layer.shape == "point":
        there = sum(number for name, number in counts.items() if name != GONE)
        title = say("{title} ({n})").format(title=title, n=there)
    return Block(title, rows)


def height(sheet: Sheet, block: Block, points: float, width: float) -> float:
    """How high a block becomes in a column, in millimetres, with the gap under it."""
    unit = points * MM_PER_POINT
    lines = len(_title_lines(sheet, block, points, width))
    lines += sum(len(_row_lines(sheet, block, row, points, width)) for row in block.rows)
    return (lines * LINE + GAP) * unit


def draw_block(sheet: Sheet, block: Block, points: float, box: tuple[float, float, float], mm_per_px: float) -> float:
    """Draw a block at the top left of a column; returns where the next begins. box  left, top, width"""
    left, top, width = box
    unit = points * MM_PER_POINT
    y = top
    for line in _title_lines(sheet, block, points, width):
        sheet.text(left, y - unit, line, points, bold=True)
        y -= LINE * unit
    for row in block.rows:
        lines = _row_lines(sheet, block, row, points, width)
        for place, style in enumerate(row.styles):
            _draw_swatch(sheet, style, left + place * NEXT * unit, y - unit * 0.62, unit, mm_per_px)
        for line in lines:
            sheet.text(left + _swatches(block) * unit, y - unit, line, points)
            y -= LINE * unit
    return y - GAP * unit


def _title_lines(sheet: Sheet, block: Block, points: float, width: float) -> list[str]:
    return sheet.faces.lines(block.title, points, width, bold=True) if block.title else []


def _row_lines(sheet: Sheet, block: Block, row: Row, points: float, width: float) -> list[str]:
    return sheet.faces.lines(row.text, points, width - _swatches(block) * points * MM_PER_POINT)


def _swatches(block: Block) -> float:
    """How broad, beside the letters, the column before the texts of a block is."""
    return SWATCH + NEXT * (max(len(row.styles) for row in block.rows) - 1)


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
