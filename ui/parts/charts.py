"""The charts of the desks. Each carries its numbers as text, so that it reads in print and without colour."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from atlas.ways import Way
from atlas.words import Say
from ui.parts.shown import Shown

PICKED, ROWS = "picked", "rows"
# The lowest is nearest to its ground: from light to dark on light, from dark to light on dark, as on the map.
SHADES = ["#d5e6e3", "#a3cbc6", "#63a29c", "#2b7a74", "#0b4f4b"]
UNKNOWN, UNKNOWN_ON_DARK = "#b9bec1", "#6b747c"
ROW_PX = 22
RANGE_PX = 38
LABEL_PX = 150
LABELS = 22
NAMED = 4
# What stands out, what carries a number, a limit, and text: each readable on its theme.
COLOURS = {
    "light": {"main": "#0f766e", "faint": "#8fb0ab", "alarm": "#b3541e", "ink": "#3c4650"},
    "dark": {"main": "#5ec4b8", "faint": "#55807b", "alarm": "#f0a04b", "ink": "#d5dce1"},
}


def theme() -> str:
    """The reader's theme, "light" or "dark": a chart is made for one of them."""
    found = str(st.context.theme.type)
    return found if found in COLOURS else "light"


def colour(use: str) -> str:
    """The colour for a use ("main", "faint", "alarm", "ink") on the reader's theme."""
    return COLOURS[theme()][use]


def drawn(shown: Shown, what: str, make: Callable[[], alt.TopLevelMixin], *more: Hashable) -> dict[str, Any]:
    """A chart of a question as Vega-Lite, built and checked once for all who ask it; `what` and `more` as in
    `Shown.once`.
    """
    return shown.once(f"chart {what}", lambda: _as_vega(make()), theme(), *more)


def _as_vega(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Tables as frames, which travel as Arrow; without Altair's theme, since the page has its own."""
    found = {name: part for name, part in chart.to_dict().items() if name != "config"}
    found["datasets"] = {
        name: rows if "geometry" in rows[0] else pd.DataFrame(rows)
        for name, rows in found.get("datasets", {}).items()
        if rows
    }
    return found


def show_chart(chart: Mapping[str, Any], **options: Any) -> None:
    """Draw a chart across the width of its place; options as of `st.vega_lite_chart`."""
    # Streamlit takes the tables out of what it is handed.
    st.vega_lite_chart({**chart, "datasets": dict(chart["datasets"])}, width="stretch", **options)


def picking(field: str = "id") -> alt.Parameter:
    """The selection a chart reports to the page: the value of `field` where the reader clicked."""
    return alt.selection_point(name=PICKED, fields=[field])


def ranking_bars(
    rows: pd.DataFrame, axis: str, *, chosen: str = "", percent: bool = False, headed: bool = False
) -> dict[str, Any]:
    """Bars from top to bottom in the order of the rows, each with its number; the chosen one is darker and outlined.

    rows    columns id, label (unique), value, text; rows without a value have no bar but keep their label and text
    headed  whether a heading above says what they are: a long title below would take the room of the bars
    """
    bars = _ranking_bars(theme(), axis, len(rows), percent=percent, headed=headed)
    return _filled(bars, rows.assign(chosen=rows["id"] == chosen))


@lru_cache(maxsize=64)
def _ranking_bars(on_theme: str, axis: str, n: int, *, percent: bool, headed: bool) -> dict[str, Any]:
    ink, title = COLOURS[on_theme], None if headed else axis
    base = alt.Chart(alt.NamedData(ROWS)).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=LABEL_PX, ticks=False, domain=False))
    )
    shade = alt.condition("datum.chosen", alt.value(ink["main"]), alt.value(ink["faint"]))
    bars = base.mark_bar(height=ROW_PX * 0.62).encode(
        x=alt.X("value:Q", title=title, axis=alt.Axis(tickCount=5, format=".0%" if percent else ",~f")),
        color=shade,
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=axis)],
    )
    texts = base.mark_text(align="left", dx=4, color=ink["ink"]).encode(x=alt.X("value:Q", title=title), text="text:N")
    return _as_vega((bars.add_params(picking()) + texts).properties(height=ROW_PX * n + 40))


def range_bars(rows: pd.DataFrame, axis: str) -> dict[str, Any]:
    """Shares with the range that the precision of positions leaves: a bar, a line from low to high, and over it the
    name and the numbers, which so have room on a telephone too.

    rows  columns label, share, low, high, text
    """
    return _filled(_range_bars(theme(), axis, len(rows)), rows.assign(told=rows["label"] + "  " + rows["text"]))


@lru_cache(maxsize=64)
def _range_bars(on_theme: str, axis: str, n: int) -> dict[str, Any]:
    ink = COLOURS[on_theme]
    base = alt.Chart(alt.NamedData(ROWS)).encode(y=alt.Y("label:N", sort=None, title=None, axis=None))
    ticks = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1])
    scale = alt.Scale(domain=[0, 1])
    bars = base.mark_bar(height=9, color=ink["faint"]).encode(x=alt.X("share:Q", title=axis, scale=scale, axis=ticks))
    spread = base.mark_rule(strokeWidth=2.4, color=ink["main"]).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    texts = base.mark_text(align="left", dy=-14, color=ink["ink"]).encode(x=alt.value(0), text="told:N")
    return _as_vega((bars + spread + texts).properties(height=RANGE_PX * n + 42))


def _filled(chart: dict[str, Any], rows: pd.DataFrame) -> dict[str, Any]:
    """A chart made once for all numbers, with these."""
    return chart | {"datasets": {ROWS: rows}}


def distance_profile(table: pd.DataFrame, radius_km: int, way: Way, share: str, say: Say) -> alt.LayerChart:
    """Share of residents, or of another weight as `share` says, by road distance to the nearest (solid) and the second
    nearest body (dashed).
    """
    names = {"nearest": say("nearest body"), "second": say("second nearest body")}
    title = say("minutes on the road matrix") if way.unit == "minutes" else say("road distance (km)")
    long = table.melt("km", var_name="which", value_name="share").replace({"which": names})
    lines = (
        alt.Chart(long)
        .mark_line(color=colour("main"), strokeWidth=2.2)
        .encode(
            x=alt.X("km:Q", title=title),
            y=alt.Y("share:Q", title=share, axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, 1])),
            strokeDash=alt.StrokeDash(
                "which:N", title=None, sort=list(names.values()), legend=alt.Legend(orient="bottom")
            ),
            tooltip=[
                alt.Tooltip("which:N", title=" "),
                alt.Tooltip("km:Q", title=say(way.unit)),
                alt.Tooltip("share:Q", format=".1%", title=share),
            ],
        )
    )
    at = pd.DataFrame({"km": [radius_km], "text": [way.in_unit(say("{km} km"), say).format(km=radius_km)]})
    rule = alt.Chart(at).mark_rule(strokeDash=[3, 3], color=colour("alarm")).encode(x="km:Q")
    label = (
        alt.Chart(at)
        .mark_text(align="left", dx=4, dy=8, baseline="top", color=colour("alarm"))
        .encode(x="km:Q", y=alt.value(0), text="text:N")
    )
    chart: alt.LayerChart = (lines + rule + label).properties(height=290)
    return chart


def slope(table: pd.DataFrame, title: str, *, chosen: str = "", percent: bool = False) -> alt.LayerChart:
    """Two times side by side, a line for each prefecture; the names stand at the right end.

    table  columns id, label, time, value
    """
    rows = table.dropna(subset=["value"]).assign(chosen=lambda each: each["id"] == chosen)
    times = list(dict.fromkeys(rows["time"]))
    base = alt.Chart(rows).encode(
        x=alt.X("time:N", sort=times, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=title, axis=alt.Axis(format=".0%" if percent else ",~f")),
        detail="id:N",
    )
    shade = alt.condition("datum.chosen", alt.value(colour("main")), alt.value(colour("faint")))
    lines = base.mark_line(point=True).encode(
        color=shade,
        strokeWidth=alt.condition("datum.chosen", alt.value(3), alt.value(1.2)),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("time:N", title=" "),
            alt.Tooltip("value:Q", title=title),
        ],
    )
    names = (
        alt.Chart(_labelled(rows[rows["time"] == times[-1]] if times else rows))
        .mark_text(align="left", dx=8, fontSize=11, color=colour("ink"))
        .encode(x=alt.X("time:N", sort=times), y="value:Q", text="label:N")
    )
    chart: alt.LayerChart = (lines + names).properties(height=420)
    return chart


def _labelled(last: pd.DataFrame) -> pd.DataFrame:
    """One label for all lines that end at about the same height: the first few names, and how many more."""
    ordered = last.sort_values("value", kind="stable")
    apart = (ordered["value"].max() - ordered["value"].min()) / LABELS or 1.0
    groups: list[list[int]] = []
    for row, value in enumerate(ordered["value"]):
        if groups and value - ordered["value"].iloc[groups[-1][0]] < apart:
            groups[-1].append(row)
        else:
            groups.append([row])
    rows = []
    for group in groups:
        names = list(ordered["label"].iloc[group])
        more = "" if len(names) <= NAMED else f" +{len(names) - NAMED}"
        middle = float(ordered["value"].iloc[group].mean())
        rows.append({"time": ordered["time"].iloc[0], "value": middle, "label": " ".join(names[:NAMED]) + more})
    return pd.DataFrame(rows, columns=["time", "value", "label"])


def small_map(
    shapes: Mapping[str, Any], rows: pd.DataFrame, title: str, limits: tuple[float, float], *, percent: bool = False
) -> alt.Chart:
    """One small map of several on one scale; unknown is grey.

    shapes  GeoJSON features with property id;  rows  columns id, value (NaN unknown), text;  limits  of the scale
    """
    shades, unknown = (SHADES, UNKNOWN) if theme() == "light" else (SHADES[::-1], UNKNOWN_ON_DARK)
    shade = alt.Color(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=list(limits), range=shades),
        legend=alt.Legend(orient="bottom", format=".0%" if percent else ",~f", tickCount=4),
    )
    chart: alt.Chart = (
        alt.Chart(alt.Data(values=shapes["features"]))
        .mark_geoshape(stroke="#7d878c", strokeWidth=0.5)
        .transform_lookup(lookup="properties.id", from_=alt.LookupData(rows, "id", ["value", "text"]))
        .encode(
            color=alt.condition("isValid(datum.value)", shade, alt.value(unknown)),
            tooltip=[alt.Tooltip("properties.name:N", title=" "), alt.Tooltip("text:N", title=title)],
        )
        .project("mercator")
        .properties(height=260)
    )
    return chart


def conclusions(rows: pd.DataFrame, axis: str) -> dict[str, Any]:
    """How many quantities have which conclusion. rows  columns label, n."""
    return _filled(_conclusions(theme(), axis, len(rows)), rows)


@lru_cache(maxsize=64)
def _conclusions(on_theme: str, axis: str, n: int) -> dict[str, Any]:
    ink = COLOURS[on_theme]
    base = alt.Chart(alt.NamedData(ROWS)).encode(
        y=alt.Y(
            "label:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=LABEL_PX, labelOverlap=False, ticks=False, domain=False),
        )
    )
    bars = base.mark_bar(height=ROW_PX * 0.6, color=ink["faint"]).encode(
        x=alt.X("n:Q", title=None, axis=None), tooltip=[alt.Tooltip("n:Q", title=axis)]
    )
    texts = base.mark_text(align="left", dx=4, color=ink["ink"]).encode(x="n:Q", text="n:Q")
    return _as_vega((bars + texts).properties(height=(ROW_PX + 4) * n))


def frontier(rows: pd.DataFrame, axis: str, title: str) -> dict[str, Any]:
    """What each further centre buys: a line with its numbers, and a thin mark where no choice can lie beyond.

    rows  columns p, share, bound, text
    """
    return _filled(_frontier(theme(), axis, title), rows)


@lru_cache(maxsize=16)
def _frontier(on_theme: str, axis: str, title: str) -> dict[str, Any]:
    ink = COLOURS[on_theme]
    base = alt.Chart(alt.NamedData(ROWS)).encode(
        x=alt.X("p:O", title=axis, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("share:Q", title=title, axis=alt.Axis(format=".0%"), scale=alt.Scale(zero=False)),
        tooltip=[alt.Tooltip("p:O", title=axis), alt.Tooltip("text:N", title=title)],
    )
    line = base.mark_line(color=ink["main"], strokeWidth=2, point={"color": ink["main"], "size": 45})
    bounds = base.mark_tick(color=ink["alarm"], thickness=1.5).encode(y=alt.Y("bound:Q"))
    texts = base.mark_text(dy=-12, fontSize=11, color=ink["ink"]).encode(text="text:N")
    return _as_vega((bounds + line + texts).properties(height=300))
