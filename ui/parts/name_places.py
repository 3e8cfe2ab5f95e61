"""Where the names of points stand, so that none lies over another name, a mark, or a line that leads to a name.

A name keeps its distance in pixels to its mark, while marks move apart as a drawing gets wider. So what stands apart in
one direction at the least and at the greatest width of a range does so at every width between: each place is found for
a range. Names in the thickest crowd choose first; who finds no room asks the fewest others to choose again, as in
Christensen, Marks and Shieber (1995), An empirical study of algorithms for point-feature label placement.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

CHAR_PX, LINE_PX = 11.5, 13.0
MARK_PX, GAP_PX = 6.0, 7.0
# Names that are led away stand in columns beside their mark, so far from it and up to so many lines up and down: their
# lines fan out and cross none of their own column.
ASIDE_PX, LINES = (9, 30, 56, 90, 130), 15
# In how many pieces a line is looked at, and how often names choose, each, before one that waits is left out.
PIECES, TURNS = 4, 10

# Boxes are rows of: share of the width at which their mark stands; left and right of the mark; top and bottom.
Boxes = np.ndarray


@dataclass(frozen=True)
class Place:
    """The middle of a name as seen from its mark, in pixels to the right and downwards; `led` by a line from there."""

    dx: float
    dy: float
    led: bool = False


@dataclass(frozen=True)
class Spread:
    """The points of a drawing. across  0 to 1 of its width;  down  pixels from its top;  labels  their names"""

    across: Sequence[float]
    down: Sequence[float]
    labels: Sequence[str]


def width_of(label: str) -> float:
    """Pixels that a name takes: full-width signs a square each, others about half of one."""
    return sum(CHAR_PX if ord(sign) > 0x2E80 else CHAR_PX * 0.58 for sign in label)


def name_places(points: Spread, widths: tuple[float, float], height: float) -> list[Place | None]:
    """The place of each name in a drawing of a height, for every width from the first to the second; None for a name
    without room, which is then only told under the pointer.
    """
    return _Search(points, widths, height).run()


def mark_boxes(points: Spread) -> Boxes:
    """What the marks take."""
    return np.array(
        [(x, -MARK_PX, MARK_PX, y - MARK_PX, y + MARK_PX) for x, y in zip(points.across, points.down, strict=True)]
    )


def meet(one: Boxes, others: Boxes, widths: tuple[float, float]) -> np.ndarray:
    """Whether two boxes may meet at a width of the range: of the shapes of both, as they fit each other."""
    apart = one[..., 3] >= others[..., 4]
    apart = apart | (others[..., 3] >= one[..., 4])
    between = others[..., 0] - one[..., 0]
    first, last = between * widths[0], between * widths[1]
    apart = apart | (np.minimum(first, last) + others[..., 1] >= one[..., 2])
    apart = apart | (np.maximum(first, last) + others[..., 2] <= one[..., 1])
    return np.asarray(~apart)


def _beside(width: float) -> list[Place]:
    """To the right, to the left, over, under, and at the corners."""
    side, over = GAP_PX + width / 2, GAP_PX + LINE_PX / 2
    corner, up = GAP_PX * 0.6 + width / 2, GAP_PX * 0.6 + LINE_PX / 2
    near = [(side, 0.0), (-side, 0.0), (0.0, -over), (0.0, over)]
    return [Place(*each) for each in near + [(x, y) for y in (-up, up) for x in (corner, -corner)]]


@lru_cache(maxsize=256)
def _candidates(width: float) -> tuple[list[Place], np.ndarray]:
    """Beside the mark first, then led away, the shortest line first; and what each takes."""
    led = [
        Place(side * (aside + width / 2), line * (LINE_PX + 0.5), led=True)
        for aside in ASIDE_PX
        for line in range(-LINES, LINES + 1)
        for side in (1, -1)
        if line or aside > GAP_PX * 2
    ]
    places = [*_beside(width), *sorted(led, key=lambda each: math.hypot(*line_of(each, width)[2:]))]
    return places, np.array([_around(width, each) for each in places])


def line_of(place: Place, width: float) -> tuple[float, float, float, float]:
    """The line from a mark to its name: both ends as seen from the mark, from its rim to just beside the name, so that
    the lines of a column stay beside its names.
    """
    x = place.dx - math.copysign(min(abs(place.dx), width / 2 + 2), place.dx)
    y = place.dy - math.copysign(min(abs(place.dy), LINE_PX / 2), place.dy)
    far = math.hypot(x, y)
    rim = min(1.0, MARK_PX / far) if far else 0.0
    return x * rim, y * rim, x, y


def _around(width: float, place: Place) -> np.ndarray:
    """Left, right, top, bottom, as seen from the mark: of the name, then of each piece of its line."""
    left, top = place.dx - width / 2, place.dy - LINE_PX / 2
    name = (left, left + width, top, top + LINE_PX)
    if not place.led:
        return np.array([name] * (PIECES + 1))
    x0, y0, x1, y1 = line_of(place, width)
    steps = np.linspace(0.0, 1.0, PIECES + 1)
    xs, ys = x0 + (x1 - x0) * steps, y0 + (y1 - y0) * steps
    lows, highs = (np.array([pick(each[:-1], each[1:]) for each in (xs, ys)]) for pick in (np.minimum, np.maximum))
    return np.vstack([name, np.column_stack([lows[0] - 0.7, highs[0] + 0.7, lows[1] - 0.7, highs[1] + 0.7])])


def _standing(points: Spread, number: int, around: np.ndarray) -> Boxes:
    """Boxes as seen from a mark, where that mark stands."""
    across, down = points.across[number], points.down[number]
    there = around + np.array([0.0, 0.0, down, down])
    return np.concatenate([np.full((*around.shape[:-1], 1), across), there], axis=-1)


class _Search:
    """One search: what each name may choose, and what the others have chosen."""

    def __init__(self, points: Spread, widths: tuple[float, float], height: float) -> None:
        self.widths, self.count = widths, len(points.labels)
        self.marks, self.led_from = mark_boxes(points), len(_beside(0))
        found = [_candidates(width_of(each)) for each in points.labels]
        self.places = [places for places, _ in found]
        self.boxes = [_standing(points, number, around) for number, (_, around) in enumerate(found)]
        self.free = [self._free(number, height) for number in range(self.count)]
        self.chosen: dict[int, int] = {}
        self.asked = np.zeros(self.count)

    def run(self) -> list[Place | None]:
        """Every name in turn, until all stand or nobody may ask any more."""
        waiting = sorted(range(self.count), key=lambda each: (-self._crowd(each), each))
        for _turn in range(TURNS * self.count):
            if not waiting:
                break
            waiting += self._choose(waiting.pop(0))
        return [self.places[each][self.chosen[each]] if each in self.chosen else None for each in range(self.count)]

    def _free(self, number: int, height: float) -> np.ndarray:
        """The places of a name that lie in the drawing, it over no mark and its line over none that stands apart."""
        names = self.boxes[number][:, 0]
        left, right = (names[:, 0, None] * self.widths + names[:, side, None] for side in (1, 2))
        inside = (left >= 0).all(axis=1) & (right <= self.widths).all(axis=1)
        inside &= (names[:, 3] >= 0) & (names[:, 4] <= height)
        found = np.flatnonzero(inside)
        apart = ~meet(self.marks[number], self.marks, self.widths)
        mine, marks = self.boxes[number][found], self.marks[apart]
        over = meet(mine[:, :, None], marks, self.widths).any(axis=(1, 2))
        over |= meet(mine[:, :1], self.marks[~apart], self.widths).any(axis=1)
        return found[~over]

    def _crowd(self, number: int) -> int:
        """How many marks stand so near that their names may want the same room."""
        near = abs(self.marks[:, 0] - self.marks[number, 0]) * self.widths[0] < 60
        return int((near & (abs(self.marks[:, 3] - self.marks[number, 3]) < 30)).sum())

    def _choose(self, number: int) -> list[int]:
        """Give a name its place; those that stand in the way of it, the fewest, choose again."""
        free = self.free[number]
        if not len(free):
            return []
        there = list(self.chosen)
        if not there:
            self.chosen[number] = int(free[0])
            return []
        taken = np.array([self.boxes[each][self.chosen[each]] for each in there])
        mine = self.boxes[number][free]
        # Lines may cross each other, but neither a name.
        over_names = meet(mine[:, None, :1], taken, self.widths).any(axis=2)
        met = np.asarray(over_names | meet(mine[:, None, 1:], taken[:, :1], self.widths).any(axis=2))
        # Who was asked often is left alone, so that two do not chase each other for ever.
        costs = met @ (1.0 + self.asked[there])
        # Beside the mark only where it is free: who has to make room there would want it back at once.
        costs = np.where((costs > 0) & (free < self.led_from), costs + 0.5, costs)
        best = int(np.argmin(costs))
        moved = [each for each, hit in zip(there, met[best], strict=True) if hit]
        for each in moved:
            del self.chosen[each]
            self.asked[each] += 1
        self.chosen[number] = int(free[best])
        return moved
