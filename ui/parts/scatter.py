"""Two numbers of the prefectures against each other: a point each with its name, zones by colour and shape, medians."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from ui.parts.charts import colour, picking, theme

# Zones in the order of the plan: colour on light and on dark, and a shape of its own.
MARKS = (
    ("#0072b2", "#6cb8ea", "circle"),
    ("#b86e00", "#e9ab3f", "square"),
    ("#b04a00", "#f08a4b", "triangle-up"),
    ("#00734f", "#3cc79b", "diamond"),
    ("#8a3d6f", "#d98fc0", "cross"),
    ("#3c4650", "#d5dce1", "triangle-down"),
)
# Streamlit fits title, axis and legend into the height of a chart: what they take, and what is left for the points.
AROUND_PX, HEIGHT_PX = 165, 270
# What is drawn in, for setting names apart; a wider chart only gives them more room.
WIDTH_PX = 430
CHAR_PX, LINE_PX, GAP_PX, LEAN_PX = 11.5, 13.0, 7.0, 2.0
# Numbers so far apart, all above nothing, are drawn by their logarithm.
FAR_APART = 15.0
Align = Literal["left", "right", "center"]
Baseline = Literal["middle", "top", "bottom"]
# Where a name may stand about its point: align, baseline, dx, dy. One that stands higher is led to it by a line.
PLACES: dict[str, tuple[Align, Baseline, float, float]] = {
    "right": ("left", "middle", GAP_PX, 0.0),
    "left": ("right", "middle", -GAP_PX, 0.0),
    "above, leaning": ("left", "bottom", LEAN_PX, -GAP_PX),
    **{f"{rows} rows up": ("left", "bottom", LEAN_PX, -GAP_PX - rows * LINE_PX) for rows in range(1, 7)},
    "above": ("center", "bottom", 0.0, -GAP_PX),
    "below": ("center", "top", 0.0, GAP_PX),
}
LED = tuple(each for each in PLACES if each.endswith("rows up"))
Box = tuple[float, float, float, float]


def scatter(
    rows: pd.DataFrame,
    titles: tuple[str, str],
    medians: tuple[float, float],
    zones: Sequence[str],
    chosen: str,
    log: str,
    percents: tuple[bool, bool] = (False, False),
) -> alt.LayerChart:
    """The chart.

    rows    columns id, label, zone (name), first, second, one, other (both as text); both numbers known
    titles  of the axes;  zones  their names in the order of the plan;  chosen  the id that is outlined
    log     what an axis by logarithm says after its title;  percents  which of them are shares, printed as percentages
    """
    scales = [_scale(rows[name]) for name in ("first", "second")]
    named = [title + (log if each.type == "log" else "") for title, each in zip(titles, scales, strict=True)]
    placed = rows.assign(place=name_places(rows, [each.type == "log" for each in scales]), chosen=rows["id"] == chosen)
    axes = [alt.Axis(format=".0%" if each else ",~f", tickCount=5) for each in percents]
    x, y = (
        alt.X("first:Q", title=f"→ {named[0]}", scale=scales[0], axis=axes[0]),
        alt.Y("second:Q", title=None, scale=scales[1], axis=axes[1]),
    )
    middle = pd.DataFrame({"first": [medians[0]], "second": [medians[1]]})
    rule = alt.Chart(middle).mark_rule(strokeDash=[4, 4], color=colour("faint"))
    marks = [*_leaders(placed, x, y), *_names(placed, x, y), _points(placed, x, y, titles, zones)]
    layers = [rule.encode(x=x), rule.encode(y=y), *marks]
    # Above the points, where a long name has room; beside them it would take theirs.
    above = alt.TitleParams(text=f"↑ {named[1]}", anchor="start", fontSize=12, fontWeight="normal", color=colour("ink"))
    return alt.LayerChart(layer=layers).properties(height=HEIGHT_PX + AROUND_PX, title=above)


def _points(placed: pd.DataFrame, x: alt.X, y: alt.Y, titles: tuple[str, str], zones: Sequence[str]) -> alt.Chart:
    """Every zone by a colour and a shape of its own, whichever others are there."""
    present = [each for each in zones if each in set(placed["zone"])]
    marks = [MARKS[zones.index(each) % len(MARKS)] for each in present]
    colours, shapes = [mark[0 if theme() == "light" else 1] for mark in marks], [mark[2] for mark in marks]
    # One kind of mark without a name explains nothing.
    legend = alt.Legend(orient="bottom", columns=4) if any(present) else None
    points = alt.Chart(placed).mark_point(filled=True, size=85, opacity=1)
    encoded: alt.Chart = points.add_params(picking()).encode(
        x=x,
        y=y,
        color=alt.Color("zone:N", title=None, scale=alt.Scale(domain=present, range=colours), legend=legend),
        shape=alt.Shape("zone:N", title=None, scale=alt.Scale(domain=present, range=shapes), legend=legend),
        stroke=alt.condition("datum.chosen", alt.value(colour("ink")), alt.value(None)),
        strokeWidth=alt.value(2.5),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("one:N", title=titles[0]),
            alt.Tooltip("other:N", title=titles[1]),
        ],
    )
    return encoded


def _leaders(placed: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """From each point whose name stands above others to that name."""
    return [
        alt.Chart(placed[placed["place"] == place])
        .mark_rule(color=colour("faint"), yOffset=-5, y2Offset=dy + 1)
        .encode(x=x, y=y, y2="second:Q")
        for place, dy in ((each, PLACES[each][3]) for each in LED)
        if (placed["place"] == place).any()
    ]


def _names(placed: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    return [
        alt.Chart(placed[placed["place"] == place])
        .mark_text(align=align, baseline=baseline, dx=dx, dy=dy, fontSize=11.5, color=colour("ink"))
        .encode(x=x, y=y, text="label:N")
        for place, (align, baseline, dx, dy) in PLACES.items()
        if (placed["place"] == place).any()
    ]


def _scale(numbers: pd.Series) -> alt.Scale:
    least, most = numbers.min(), numbers.max()
    if least > 0 and most / least >= FAR_APART:
        return alt.Scale(type="log", nice=False, domain=[least / 1.25, most * 1.6])
    room = (most - least or 1.0) * 0.08
    return alt.Scale(type="linear", zero=False, nice=False, domain=[least - room, most + room])


def name_places(rows: pd.DataFrame, logs: Sequence[bool]) -> list[str]:
    """Where each name stands: the first of PLACES in which it meets no point and no name before it, else the one that
    meets the fewest. rows  columns label, first, second
    """
    across = _pixels(rows["first"], WIDTH_PX, logs[0])
    down = [HEIGHT_PX - each for each in _pixels(rows["second"], HEIGHT_PX, logs[1])]
    taken: list[Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in zip(across, down, strict=True)]
    leaders, told = list[Box](), dict[int, str]()

    def meets(x: float, y: float, label: str, place: str) -> int:
        name = _box(x, y, label, place)
        crossed = sum(_meet(leader, other) for leader in _leader(x, y, label, place) for other in taken)
        return crossed + sum(_meet(name, other) for other in [*taken, *leaders]) + _outside(name)

    # From the right, so that lines that lead up to names pass those of their neighbours, which lean away to the right.
    for number, x, y, label in sorted(zip(count(), across, down, rows["label"], strict=False), key=_from_the_right):
        told[number] = _least(PLACES, [meets(x, y, label, each) for each in PLACES])
        taken.append(_box(x, y, label, told[number]))
        leaders.extend(_leader(x, y, label, told[number]))
    return [told[number] for number in range(len(rows))]


def _least(places: Iterable[str], costs: Sequence[int]) -> str:
    return min(zip(costs, count(), places, strict=False))[2]


def _from_the_right(point: tuple[int, float, float, str]) -> float:
    return -point[1]


def _pixels(numbers: pd.Series, size: float, log: bool) -> list[float]:
    scaled = np.log(numbers) if log else numbers
    low, spread = scaled.min(), (scaled.max() - scaled.min()) or 1.0
    return [float(size * (0.07 + 0.86 * (each - low) / spread)) for each in scaled]


def _box(x: float, y: float, label: str, place: str) -> Box:
    """Left, top, right, bottom of a name in pixels."""
    align, baseline, dx, dy = PLACES[place]
    width = sum(CHAR_PX if ord(sign) > 0x2E80 else CHAR_PX * 0.55 for sign in label)
    left = x + dx - {"left": 0.0, "right": width, "center": width / 2}[align]
    top = y + dy - {"top": 0.0, "bottom": LINE_PX, "middle": LINE_PX / 2}[baseline]
    return left, top, left + width, top + LINE_PX


def _leader(x: float, y: float, label: str, place: str) -> list[Box]:
    """The line that leads up to a name; none where the name stands beside its point."""
    return [(x - 0.5, _box(x, y, label, place)[3], x + 0.5, y - 6)] if place in LED else []


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _outside(box: Box) -> int:
    return 2 * (box[0] < 0 or box[2] > WIDTH_PX or box[1] < 0 or box[3] > HEIGHT_PX)
