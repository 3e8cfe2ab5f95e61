"""What stands on every map beside what it is about: the sea's lines, scale, north, stamp, and the reefs far out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.palette import BORDER, INK, LAND, PAPER, SEA
from layers.print_map import ground
from layers.print_map.faces import MM_PER_POINT
from layers.print_map.ground import Window
from layers.print_map.scene import Scene
from layers.print_map.sheet import THEME, Box, Sheet, box_path, path_of

WATER = "#4a7690"
# Lines that water alone has, in pixels apart and broad: printed grey, sea and the land around are equally light.
WATER_LINES, WATER_LINE = 4.6, 0.42
NICE_KM = (1, 2, 5, 10, 20, 25, 50, 100, 200)
MOST_REEFS = 0.24  # of the breadth of a map
Clear = Callable[[Box], Box]


@dataclass(frozen=True)
class Measures:
    """How large things are: `points` of a prefecture's name, `mm_per_px` of what the palette gives in pixels."""

    points: float
    mm_per_px: float


def draw_sea(sheet: Sheet, box: Box, measures: Measures) -> None:
    """Water fills a box until land is drawn over it."""
    left, bottom, right, top = box
    apart, thick = WATER_LINES * measures.mm_per_px, measures.mm_per_px * 72 / 25.4
    heights = np.arange(bottom + apart, top, apart)
    lines = shapely.linestrings([[(left, each), (right, each)] for each in heights])
    sheet.draw(box_path(box), fill=SEA[THEME])
    sheet.draw(path_of(shapely.multilinestrings(lines)), line=WATER, weight=WATER_LINE * thick, line_opacity=0.75)


def draw_furniture(
    sheet: Sheet, scene: Scene, window: Window, measures: Measures, stamp: str, marks: Sequence[Box]
) -> dict[str, Box]:
    """Draw scale bar, north arrow, stamp, and the reefs out at sea; where each stands.

    stamp  its text;  marks  their boxes: nothing covers one of them where there is room
    """
    found = dict[str, Box]()
    reefs, end = ground.far(scene.world, scene.prefecture), window.box[2]
    if not shapely.is_empty(reefs):
        found["reefs"] = _draw_reefs(sheet, scene, window, measures, reefs)
        end = found["reefs"][0]
    clear = _Room(window, measures.points * MM_PER_POINT, [*marks, *found.values()]).clear
    found["scale"] = _draw_scale(sheet, window, measures, end, clear)
    found["stamp"] = _draw_stamp(sheet, window, measures, stamp, clear)
    return found | {"north": _draw_north(sheet, window, measures, clear)}


class _Room:
    """Where on a map there is room. taken  what nothing may cover"""

    def __init__(self, window: Window, step: float, taken: Sequence[Box]) -> None:
        self._frame, self._step, self._taken = window.box, step, list(taken)

    def clear(self, box: Box) -> Box:
        """The box moved as little as it then covers nothing, along the frame before into the land, and taken from now
        on; itself where there is no room.
        """
        found = np.array(box) + self._moves(box)
        for left, low, right, high in self._taken:
            free = (found[:, 0] >= right) | (found[:, 2] <= left) | (found[:, 1] >= high) | (found[:, 3] <= low)
            found = found[free]
        if len(found):
            left, low, right, high = map(float, found[0])
            box = (left, low, right, high)
        self._taken.append(box)
        return box

    def _moves(self, box: Box) -> NDArray[np.float64]:
        """Ways to move a box within the window, (n, 4): those along the frame first, of these the shortest."""
        back, on = ([abs(self._frame[at] - box[at]) // self._step for at in side] for side in ((0, 1), (2, 3)))
        ways = np.meshgrid(*(np.arange(-least, most + 1) for least, most in zip(back, on, strict=True)))
        steps = np.array(ways).reshape(2, -1).T
        inside = ((steps > -np.array(back)) & (steps < on)).all(axis=1)
        return self._step * np.tile(steps[np.lexsort((np.hypot(*steps.T), inside))], 2)


def _draw_scale(sheet: Sheet, window: Window, measures: Measures, end: float, clear: Clear) -> Box:
    """A bar of a round number of kilometres, at most a quarter of the map, at the foot of the map before `end`, where
    the province has its sea; true to 0.3 % all over the province.
    """
    left, bottom, right, _ = window.box
    per_km = window.mm_per_m * 1000
    km = max((each for each in NICE_KM if each * per_km <= (right - left) * 0.22), default=NICE_KM[0])
    size, unit = measures.points * 0.72, measures.points * MM_PER_POINT
    half = km * per_km / 2
    high, wide = unit * 0.28, 2 * half + unit * 3.1
    start = end - wide - unit * 0.8
    box = clear((start, bottom + unit * 0.6, start + wide, bottom + unit * 2.8))
    x, y = box[0] + unit * 0.5, box[1] + unit * 0.5
    sheet.draw(box_path(box), fill=PAPER[THEME], opacity=0.9)
    sheet.draw(box_path((x, y, x + half, y + high)), fill=INK[THEME], line=INK[THEME], weight=0.5)
    sheet.draw(box_path((x + half, y, x + 2 * half, y + high)), fill=PAPER[THEME], line=INK[THEME], weight=0.5)
    for place, text in ((0.0, "0"), (half, f"{km / 2:g}"), (2 * half, f"{km:g} km")):
        sheet.text(x + place, y + unit * 0.6, text, size, anchor="left" if text.endswith("km") else "center")
    return box


def _draw_north(sheet: Sheet, window: Window, measures: Measures, clear: Clear) -> Box:
    """An arrow to the north, which at its place is that of the map to two degrees."""
    unit = measures.points * MM_PER_POINT
    box = clear((window.box[2] - unit * 2.6, window.box[3] - unit * 4.4, window.box[2], window.box[3]))
    right, top = box[2:]
    x, tip, foot = right - unit * 1.6, top - unit * 1.9, top - unit * 4.2
    for side, fill in ((-1, INK[THEME]), (1, PAPER[THEME])):
        half = shapely.Polygon([(x, tip), (x + side * unit * 0.55, foot), (x, foot + unit * 0.5)])
        sheet.draw(path_of(half), fill=fill, line=INK[THEME], weight=0.5)
    sheet.text(x, tip + unit * 0.35, "N", measures.points * 0.85, bold=True, anchor="center")
    return box


def _draw_stamp(sheet: Sheet, window: Window, measures: Measures, stamp: str, clear: Clear) -> Box:
    """What must stand on every map that leaves the house: within its frame, so that it is not cut away."""
    left, _, _, top = window.box
    size = measures.points * 0.86
    unit = measures.points * MM_PER_POINT
    wide = sheet.faces.width(sheet.faces.drawable(stamp), size) + unit * 1.1
    box = clear((left + unit * 0.6, top - unit * 2.2, left + unit * 0.6 + wide, top - unit * 0.6))
    sheet.draw(box_path(box), fill=PAPER[THEME], opacity=0.92, line="#9b1c1c", weight=0.6, line_opacity=1.0)
    sheet.text(box[0] + unit * 0.55, box[1] + unit * 0.46, stamp, size, colour="#9b1c1c")
    return box


def _draw_reefs(sheet: Sheet, scene: Scene, window: Window, measures: Measures, reefs: Any) -> Box:
    """The reefs far out (东沙群岛) in a box of their own over their place, larger than the map: so they take no room
    from the land, and are seen.
    """
    (start, bottom, right, _), unit = window.box, measures.points * MM_PER_POINT
    left, low, east, north = shapely.bounds(reefs)
    wide = min(unit * 10.5, (right - start) * MOST_REEFS - 2 * unit)
    high = wide * (north - low) / (east - left)
    box = (right - wide - 2 * unit, bottom, right, bottom + high + unit * 3.6)
    inner = (box[0] + unit, bottom + unit * 1.6, right - unit, bottom + unit * 1.6 + high)
    own = ground.window(inner, (left, low, east, north), 0.0)
    draw_sea(sheet, box, measures)
    sheet.draw(box_path(box), line=INK[THEME], weight=0.6)
    sheet.draw(path_of(own.placed(reefs)), fill=LAND[THEME], line=BORDER[THEME], weight=0.6)
    sheet.text(
        (box[0] + box[2]) / 2, box[3] - unit * 1.15, scene.texts["reefs"], measures.points * 0.82, anchor="center"
    )
    km = next(each for each in reversed(NICE_KM) if each * 1000 * own.mm_per_m <= wide * 0.5)
    half = km * 1000 * own.mm_per_m / 2
    middle, y = (box[0] + box[2]) / 2, box[1] + unit * 0.55
    sheet.draw(path_of(shapely.LineString([(middle - half, y), (middle + half, y)])), line=INK[THEME], weight=0.8)
    sheet.text(middle, y + unit * 0.2, f"{km:g} km", measures.points * 0.6, anchor="center")
    return box
