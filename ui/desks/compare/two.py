"""Two measures at once: the second one, points with names beside the map, the table, bars by zone."""

from __future__ import annotations

from typing import Any

import altair as alt
import streamlit as st

from atlas.atlas import COMPUTED_MEASURES
from atlas.map_controls import measure_titles
from atlas.measures import Measure
from atlas.pair import Pair, zone_rows
from atlas.turned import BOTH
from documents.tables.compared import chosen_pair, pair_formats, pair_numbers, pair_rows
from layers import safe
from ui.desks.compare.on_map import say_off
from ui.parts import charts, linked, tables
from ui.parts.scatter import scatter
from ui.parts.shown import Shown
from ui.session.question import bound, choose


def choose_second(titles: dict[str, str], shown: Shown) -> None:
    """Which second measure, or none; the map is shaded by both."""
    say = shown.say
    st.selectbox(
        say("set against"),
        ["", *shown.choices.measures],
        format_func=lambda each: titles[each] if each else say("no second measure"),
        **bound("other_measure"),
    )


def show_pair(pair: Pair, shown: Shown) -> None:
    """The points beside the map, of which the page's first sentence tells; a point chooses its prefecture."""
    say = shown.say
    # Before the chart, which fills the screen.
    off = say_off(BOTH, shown)
    if not pair.known.empty:
        _show_points(pair, shown)
    told = say("Dashed: medians. The map: the first measure from light to dark, the second by colour and pattern.")
    st.caption(say("Dashed: medians.") if off else told)


def _show_points(pair: Pair, shown: Shown) -> None:
    say, atlas, selected = shown.say, shown.atlas, shown.question.selected
    titles = tuple(_title(each, shown) for each in (pair.first, pair.second))

    def drawn() -> alt.LayerChart:
        known = pair.known
        rows = known.reset_index(names="id").assign(
            label=[atlas.name_of(each) for each in known.index],
            zone=[atlas.name_of(each) for each in known["zone"]],
            one=[pair.first.text(each) for each in known["first"]],
            other=[pair.second.text(each) for each in known["second"]],
        )
        zones = list(dict.fromkeys(atlas.name_of(atlas.zone_of.get(each, "")) for each in atlas.prefectures))
        percents = pair.first.percent, pair.second.percent
        return scatter(rows, (titles[0], titles[1]), pair.medians, zones, selected, say(" (log scale)"), percents)

    key = (pair.first.id, pair.first.period, pair.second.id, pair.second.period)
    chart = charts.drawn(shown, "scatter", drawn, *key, selected)
    linked.chart(chart, f"scatter-{'-'.join(key)}", choose, alt=" × ".join(titles))


def show_tables(_chosen: Measure, shown: Shown) -> None:
    """Both numbers of every prefecture, and bars by zone."""
    say, atlas = shown.say, shown.atlas
    pair = chosen_pair(shown)
    if pair is None:
        st.info(say("Choose a second measure beside the map: “set against”."))
        return
    for half, each in zip(st.columns(2, gap="large"), (pair.first, pair.second), strict=True):
        with half:
            st.markdown(f"**{safe.for_markdown(_title(each, shown))}**")
            rows = zone_rows(atlas, each, say)
            bars = charts.ranking_bars(rows, _title(each, shown), percent=each.percent, headed=True)
            charts.show_chart(bars, alt=_title(each, shown))
    st.caption(say("k/n: known for k of n members; a zone's number is made only when every member is known."))
    place, zone = say("column prefecture"), say("column zone")
    rows, numbers = shown.tables(pair_rows, place, zone), shown.tables(pair_numbers, place, zone)
    made: dict[str, Any] = {
        "numbers": numbers,
        "formats": shown.formats(pair_formats),
        "about": list(pair_formats(shown.real)),
    }
    tables.show_table(rows, "two-measures", say("two measures"), shown, **made)


def _title(chosen: Measure, shown: Shown) -> str:
    return shown.supposed(chosen.label) if chosen.id in COMPUTED_MEASURES else chosen.label


def titles_of(shown: Shown) -> dict[str, str]:
    """What every measure is called."""
    return measure_titles(shown.atlas, shown.question, shown.view.reached, shown.say)
