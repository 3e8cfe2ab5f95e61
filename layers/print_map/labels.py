"""Where names stand on paper: within what they name and clear of marks, else led to it by a line; never over one
another. The same names always stand in the same places.

An exhaustive search over a grid of places, names one after the other, those on their own land first. The general
problem is hard (Formann & Wagner 1991), some forty names need no more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.print_map.sheet import Box

STEP = 0.5
# How far a led name may stand from its spot, the steps outwards, and how many ways there are.
NEAREST, OUTWARD, WAYS = 3.0, 1.0, 48
# How far, in heights of the name, and how far from the frame a name keeps.
FARTHEST, INSET = 9.0, 1.2
# A place on land that is meant to stay clear is as bad as one so many millimetres farther off.
AVOIDED = 14.0
GAP = 0.35


@dataclass(frozen=True)
class Name:
    """What is to be named. width, height  of its text in millimetres;  home  where it may stand without a line;  spot
    where it would best have its middle, and where a line leads to;  led  whether it may stand elsewhere with a line
    needed  whether it rather covers a mark than is left out
    kind  of whoever asks, nothing to the placing
    """

    id: str
    text: str
    width: float
    height: float
    home: Any
    spot: tuple[float, float]
    led: bool = True
    kind: str = ""
    needed: bool = True


@dataclass(frozen=True)
class Placed:
    """A name in its place. line  from its edge to its spot, None where it stands on what it names"""

    name: Name
    box: Box
    line: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass
class Room:
    """What names must keep clear of. frame  within which they stand;  furniture  never covered;  marks  covered only
    by needed names, where there is no other place;  avoided  land on which a led name is better not put
    """

    frame: Box
    furniture: Sequence[Box] = ()
    marks: Sequence[Box] = ()
    avoided: Any = None
    taken: list[Box] = field(default_factory=list)
    lines: list[Any] = field(default_factory=list)

    def free(self, boxes: NDArray[np.float64], *, marks: bool) -> NDArray[np.bool_]:
        """Which of some boxes touch nothing that stands, nor a line, nor, with `marks`, a mark."""
        against = [*self.furniture, *self.taken, *(self.marks if marks else ())]
        left, bottom, right, top = self.frame
        found = (
            (boxes[:, 0] >= left + INSET)
            & (boxes[:, 1] >= bottom + INSET)
            & (boxes[:, 2] <= right - INSET)
            & (boxes[:, 3] <= top - INSET)
        )
        for x0, y0, x1, y1 in against:
            found &= ~(
                (boxes[:, 0] < x1 + GAP)
                & (boxes[:, 2] > x0 - GAP)
                & (boxes[:, 1] < y1 + GAP)
                & (boxes[:, 3] > y0 - GAP)
            )
        if self.lines:
            left_over = np.flatnonzero(found)
            shapes = shapely.box(*boxes[left_over].T)
            for line in self.lines:
                found[left_over] &= ~shapely.intersects(line, shapes)
        return found


def place_names(names: Sequence[Name], room: Room) -> list[Placed]:
    """Every name that finds a place, in the order given: those of equal rank that stand at home first, then the led."""
    placed: dict[str, Placed] = {}
    for name in names:
        found = _at_home(name, room, marks=True)
        if found is not None:
            placed[name.id] = _take(found, room)
    for name in [each for each in names if each.id not in placed]:
        found = _led(name, room) if name.led else None
        if found is None and name.needed:
            found = _at_home(name, room, marks=False)
        if found is not None:
            placed[name.id] = _take(found, room)
    return [placed[name.id] for name in names if name.id in placed]


def _take(found: Placed, room: Room) -> Placed:
    room.taken.append(found.box)
    if found.line is not None:
        room.lines.append(shapely.LineString(found.line))
    return found


def _at_home(name: Name, room: Room, *, marks: bool) -> Placed | None:
    """The place nearest to its spot at which all of it stands on its own land."""
    if shapely.is_empty(name.home):
        return None
    left, bottom, right, top = shapely.bounds(name.home)
    xs, ys = (
        np.arange(math.floor((low - mid) / STEP), math.ceil((high - mid) / STEP) + 1) * STEP + mid
        for low, high, mid in ((left, right, name.spot[0]), (bottom, top, name.spot[1]))
    )
    across, up = (each.ravel() for each in np.meshgrid(xs, ys))
    far = np.hypot(across - name.spot[0], (up - name.spot[1]) * 1.2)
    order = np.lexsort((across, up, far))
    boxes = _boxes(across[order], up[order], name)
    # Most places are out at once, by numbers alone; land is asked of the rest.
    boxes = boxes[(boxes[:, 0] >= left) & (boxes[:, 1] >= bottom) & (boxes[:, 2] <= right) & (boxes[:, 3] <= top)]
    boxes = boxes[room.free(boxes, marks=marks)]
    shapely.prepare(name.home)
    good = np.flatnonzero(shapely.contains(name.home, shapely.box(*boxes.T)))
    return Placed(name, _told(boxes[good[0]])) if len(good) else None


def _led(name: Name, room: Room) -> Placed | None:
    """A place around its spot from which a line leads to it that crosses no name and no other line: near, and rather
    where nothing else could be meant.
    """
    angles = 2 * math.pi * np.arange(WAYS) / WAYS
    radii = np.arange(NEAREST, FARTHEST * name.height, OUTWARD)
    reach, angle = (each.ravel() for each in np.meshgrid(radii, angles, indexing="ij"))
    across = name.spot[0] + (reach + name.width / 2 * np.abs(np.cos(angle))) * np.cos(angle)
    up = name.spot[1] + (reach + name.height / 2 * np.abs(np.sin(angle))) * np.sin(angle)
    boxes = _boxes(across, up, name)
    shapes = shapely.box(*boxes.T)
    usable = room.free(boxes, marks=True) & ~shapely.contains_xy(shapes, *name.spot)
    cost = reach.copy()
    if room.avoided is not None:
        cost = cost + AVOIDED * _share_on(boxes, room.avoided)
    inner = _heart(name)
    for place in np.lexsort((angle, cost)):
        if usable[place]:
            line = _line_to(shapely.box(*boxes[place]), inner)
            if _clear(line, room):
                return Placed(name, _told(boxes[place]), line)
    return None


def _share_on(boxes: NDArray[np.float64], land: Any) -> NDArray[np.float64]:
    """How much of each box stands on some land, by nine of its points."""
    shapely.prepare(land)
    hits = np.zeros(len(boxes))
    for x in (0.0, 0.5, 1.0):
        for y in (0.0, 0.5, 1.0):
            across, up = boxes[:, 0] * (1 - x) + boxes[:, 2] * x, boxes[:, 1] * (1 - y) + boxes[:, 3] * y
            hits += shapely.contains_xy(land, across, up)
    return hits / 9


def _heart(name: Name) -> Any:
    """What a line may end in: its land a little inwards, or its spot where that is too small."""
    for inwards in (2.0, 1.0, 0.5):
        found = shapely.buffer(name.home, -inwards)
        if not shapely.is_empty(found):
            return found
    return shapely.Point(name.spot)


def _line_to(box: Any, inner: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """The shortest line from a box to what it names."""
    (x0, y0), (x1, y1) = shapely.get_coordinates(shapely.shortest_line(box, inner))
    return (float(x0), float(y0)), (float(x1), float(y1))


def _clear(line: tuple[tuple[float, float], tuple[float, float]], room: Room) -> bool:
    shape = shapely.LineString(line)
    boxes = [*room.taken, *room.furniture]
    crossed = bool(boxes) and bool(shapely.intersects(shape, shapely.box(*np.array(boxes).T)).any())
    return not crossed and not any(shapely.intersects(shape, each) for each in room.lines)


def _boxes(across: NDArray[np.float64], up: NDArray[np.float64], name: Name) -> NDArray[np.float64]:
    x, y = name.width / 2, name.height / 2
    return np.column_stack([across - x, up - y, across + x, up + y])


def _told(box: NDArray[np.float64]) -> Box:
    left, bottom, right, top = (float(each) for each in box)
    return left, bottom, right, top


def within(name: Name, frame: Any) -> Name:
    """The same name of what is seen of its home; its spot the middle of that where its own is out of sight."""
    seen = shapely.intersection(name.home, frame)
    if shapely.is_empty(seen) or shapely.contains_xy(seen, *name.spot):
        return replace(name, home=seen)
    parts = shapely.get_parts(seen)
    middle = shapely.point_on_surface(parts[shapely.area(parts).argmax()])
    return replace(name, home=seen, spot=(middle.x, middle.y))
