"""Two numbers of the prefectures against each other: a point each with its name, zones by colour and shape, medians."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import altair as alt
import numpy as np
import pandas as pd

from ui.parts.charts import colour, picking, theme
from ui.parts.name_places import Spread, line_of, name_places, width_of

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
# Between these widths of what is drawn in, in pixels, names keep their places; beyond the last they only get more room.
WIDTHS_PX = (160, 200, 250, 312, 390, 488, 610, 763, 1100, 4000)
# Numbers so far apart, all above nothing, are drawn by their logarithm.
FAR_APART = 15.0
LINE = ("x0", "y0", "x1", "y1")


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
    scales = [scale_of(rows[name]) for name in ("first", "second")]
    named = [title + (log if each.type == "log" else "") for title, each in zip(titles, scales, strict=True)]
    marked = rows.assign(chosen=rows["id"] == chosen)
    placed = places_told(rows, scales)
    axes = [alt.Axis(format=".0%" if each else ",~f", tickCount=5) for each in percents]
    x, y = (
        alt.X("first:Q", title=f"→ {named[0]}", scale=scales[0], axis=axes[0]),
        alt.Y("second:Q", title=None, scale=scales[1], axis=axes[1]),
    )
    middle = pd.DataFrame({"first": [medians[0]], "second": [medians[1]]})
    rule = alt.Chart(middle).mark_rule(strokeDash=[4, 4], color=colour("faint"))
    marks = [*_names(placed, x, y), _points(marked, x, y, titles, zones)]
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


def _names(placed: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The names where they stand at the width that the browser has; a line to each that stands away from its mark."""
    here = alt.Chart(placed).transform_filter("width >= datum.least && width < datum.most")
    led = here.transform_filter("datum.led").mark_rule(
        color=colour("faint"),
        xOffset=alt.expr("datum.x0"),
        yOffset=alt.expr("datum.y0"),
        x2Offset=alt.expr("datum.x1"),
        y2Offset=alt.expr("datum.y1"),
    )
    names = here.mark_text(
        dx=alt.expr("datum.dx"), dy=alt.expr("datum.dy"), baseline="middle", fontSize=11.5, color=colour("ink")
    )
    return [led.encode(x=x, y=y, x2="first:Q", y2="second:Q"), names.encode(x=x, y=y, text="label:N")]


def scale_of(numbers: pd.Series) -> alt.Scale:
    """The scale of an axis, with its ends."""
    least, most = numbers.min(), numbers.max()
    if least > 0 and most / least >= FAR_APART:
        return alt.Scale(type="log", nice=False, domain=[least / 1.25, most * 1.6])
    room = (most - least or 1.0) * 0.08
    return alt.Scale(type="linear", zero=False, nice=False, domain=[least - room, most + room])


def places_told(rows: pd.DataFrame, scales: Sequence[alt.Scale]) -> pd.DataFrame:
    """Where each name stands at which widths: a row for each that has room there.

    rows  columns label, first, second;  columns of the result: these; least, most (widths in pixels); dx, dy (of the
    middle of the name from its mark); led (whether by a line), x0, y0, x1, y1 (both ends of that from the mark)
    """
    points = spread(rows, scales)
    told = []
    for least, most in pairwise(WIDTHS_PX):
        for number, place in enumerate(name_places(points, (least, most), HEIGHT_PX)):
            if place is None:
                continue
            line = line_of(place, width_of(points.labels[number]))
            at = {"row": number, "least": 0 if least == WIDTHS_PX[0] else least, "most": most}
            told.append(at | {"dx": place.dx, "dy": place.dy, "led": place.led} | dict(zip(LINE, line, strict=True)))
    found = pd.DataFrame(told, columns=["row", "least", "most", "dx", "dy", "led", *LINE])
    named = rows[["label", "first", "second"]].reset_index(drop=True)
    return found.join(named, on="row").drop(columns="row")


def spread(rows: pd.DataFrame, scales: Sequence[alt.Scale]) -> Spread:
    """Where the points stand on the scales."""
    across, up = (_shares(rows[name], each) for name, each in zip(("first", "second"), scales, strict=True))
    return Spread(across, [HEIGHT_PX * (1 - each) for each in up], list(rows["label"]))


def _shares(numbers: pd.Series, scale: alt.Scale) -> list[float]:
    low, high = scale.domain
    if scale.type == "log":
        numbers, low, high = np.log(numbers), np.log(low), np.log(high)
    return [float((each - low) / (high - low)) for each in numbers]
