"""The parts of the comparison: measure, ranking, inequality, side by side, two times, small maps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from atlas.atlas import COMPUTED_MEASURES
from atlas.comparison import plan_eve, ranking, reach_inequality, regions_of, slope
from atlas.measures import Measure, indicator, measure
from atlas.question.question import Question
from atlas.reach import reach_of
from atlas.supposing import beside
from atlas.turned import ALONE, BOTH
from atlas.ways import in_unit
from atlas.words import full_date, summing
from documents.tables.compared import (
    chosen_measure,
    ranking_formats,
    ranking_numbers,
    ranking_table,
    side_by_side_table,
    slope_formats,
    slope_numbers,
    slope_rows,
)
from documents.tables.table import Table
from layers import safe
from layers.headings import bracketed
from ui.desks.compare.two import choose_second, titles_of
from ui.parts import charts, linked, tables
from ui.parts.download import offer
from ui.parts.radius import radius_and_way
from ui.parts.shapes import simple_shapes
from ui.parts.shown import Shown
from ui.parts.weight import weight_choice
from ui.session.present import present_question
from ui.session.question import bound, change_question, choose, shade

RADII_KM = (20, 50, 100)
PANELS = 6
COLUMNS = 3


def choose_measure(chosen: Measure, shown: Shown) -> None:
    """Which measure, and which year of it; the map is shaded by it."""
    say, titles = shown.say, titles_of(shown)
    first, second = st.columns(2, gap="small")
    with first:
        st.selectbox(
            say("compare by"),
            shown.choices.measures,
            format_func=titles.__getitem__,
            **bound("measure"),
        )
    with second:
        choose_second(titles, shown)
    periods = list(shown.choices.indicators.get(chosen.id, ()))
    if len(periods) > 1:
        st.session_state["widget-measure-year"] = chosen.period
        st.segmented_control(say("year"), periods, key="widget-measure-year", on_change=_year_chosen, args=(chosen.id,))
    elif chosen.id in COMPUTED_MEASURES:
        radius_and_way(shown)
    weight_choice(shown)


def title_of(chosen: Measure, shown: Shown) -> str:
    """The label of a measure, which says so where suppositions change its numbers."""
    return shown.supposed(chosen.label) if chosen.id in COMPUTED_MEASURES else chosen.label


def show_ranking(chosen: Measure, shown: Shown) -> None:
    """Bars from first to last with the province's number; a bar chooses its prefecture."""
    say = shown.say
    if not chosen.complete:
        st.warning(
            say("Known for {known} of {of} prefectures: this ranks the known ones only.").format(
                known=chosen.known, of=chosen.of
            ),
            icon=":material/rule:",
        )

    province = shown.beside(lambda each: _province(chosen_measure(each), each))
    label = title_of(chosen, shown)
    st.caption(safe.for_markdown(f"{label} · {say('whole province {value}').format(value=province)}"))
    axis = shown.supposed(chosen.title) if chosen.id in COMPUTED_MEASURES else chosen.title
    rows = shown.once("ranking bars", lambda: ranking_bars(shown), chosen.id, chosen.period)
    linked.chart(
        charts.ranking_bars(rows, axis, chosen=shown.question.selected, percent=chosen.percent),
        f"ranking-{chosen.id}-{chosen.period}",
        choose,
        alt=label,
    )


def _province(chosen: Measure, shown: Shown) -> str:
    return chosen.text(chosen.regional(shown.atlas.prefectures))


def ranking_bars(shown: Shown) -> pd.DataFrame:
    """The bars from first to last, as supposed where something is, each with its real number before it."""
    atlas, chosen = shown.atlas, chosen_measure(shown)
    table, real = ranking(atlas, chosen), ranking(atlas, chosen_measure(shown.real))
    places = zip(real.loc[table.index].to_dict("records"), table.to_dict("records"), strict=True)
    return pd.DataFrame(
        {
            "id": table.index,
            "label": [
                " · ".join(filter(None, (atlas.name_of(adcode), atlas.name_of(zone))))
                for adcode, zone in zip(table.index, table["zone"], strict=True)
            ],
            "value": table["value"],
            "text": [
                beside(_place(row, chosen, shown), _place(there, chosen, shown), shown.say) for row, there in places
            ],
        }
    )


def say_inequality(shown: Shown) -> None:
    """Theil's T of reach, between and within the plan's zones, and what it means."""
    say = shown.say
    st.markdown(f"## {say('how unequal is reach?')}")
    for sentence in shown.sentences(inequality_text):
        st.markdown(safe.for_markdown(sentence))


def inequality_text(shown: Shown) -> str:
    """Theil's T of reach with its two parts, which add up as they print."""
    say = shown.say
    found = shown.once("inequality", lambda: reach_inequality(shown.atlas, shown.view.reached))
    if math.isnan(found.total):
        return say("Nobody is in reach, so there is nothing to compare.")
    if found.total <= 0:
        return say("Reach is the same in every prefecture, so there is no inequality to divide.")
    asked = {"km": shown.question.radius_km, "what": shown.view.reached.weight.what(say)}
    if found.groups.empty:
        text = say("Theil index of {what} within {km} km: {total:.3f}. The plan has no zones to divide it by.")
        return in_unit(shown.question, text, say).format(**asked, total=found.total)
    total, between, within = summing(found.total, (found.between, found.within), decimals=3)
    text = say(
        "Theil index of {what} within {km} km: {total:.3f} = {between:.3f} between zones + {within:.3f} within. "
        "{part:.0%} of the inequality lies between the zones, the rest between prefectures of one zone."
    )
    return in_unit(shown.question, text, say).format(
        **asked, total=total, between=between, within=within, part=found.between_share
    )


def show_side_by_side(_chosen: Measure, shown: Shown) -> None:
    """Everything known, a line each, for zones and any prefectures."""
    say, atlas, question = shown.say, shown.atlas, shown.question
    st.multiselect(
        say("regions set side by side"),
        [*shown.choices.zones, *shown.choices.prefectures],
        format_func=atlas.name_of,
        placeholder=say("zones of the plan" if shown.choices.zones else "whole province"),
        select_all=False,
        **bound("regions"),
    )
    regions = tuple(regions_of(atlas, question))
    first = say("column measure")
    table = shown.once("side by side table", lambda: shown.tables(side_by_side_table, first), regions)
    # Long names in the first column must wrap beside the numbers, on a telephone and on paper.
    tables.show_whole(table, say("side by side"))
    offer(Table("side-by-side", say("side by side"), table), shown)
    st.caption(say("k/n: known for k of n members; a zone's number is made only when every member is known."))
    if question.supposes:
        st.caption(say("Supposed columns count definitions as at least · by the best reading · at most."))


def show_ranking_table(chosen: Measure, shown: Shown) -> None:
    """Rank with ties, difference to province, zone and best peer; a row chooses its prefecture."""
    place, zone = shown.say("column prefecture"), shown.say("column zone")
    table = shown.tables(ranking_table, "id", place, zone)
    numbers = shown.tables(ranking_numbers, place, zone)
    about = [place, shown.say("column value")]
    made = {"numbers": numbers, "formats": shown.formats(ranking_formats), "about": about}
    title = shown.say("ranking table")
    linked.table(table.drop(columns="id"), list(table["id"]), "ranking", title, shown, choose, **made)


def show_slope(chosen: Measure, shown: Shown) -> None:
    """The measure at two times."""
    say, atlas = shown.say, shown.atlas
    table = slope(atlas, shown.question, chosen, say)
    if table.empty:
        st.info(say("Only one time is known for this measure, so there is no change to show."))
        return
    first, last = list(dict.fromkeys(table["time"]))
    title = shown.supposed(chosen.title) if chosen.id in COMPUTED_MEASURES else chosen.title
    st.markdown(f"## {safe.for_markdown(f'{title} {first} → {last}')}")
    rows = table.rename(columns={"prefecture": "id"}).assign(
        label=lambda each: [atlas.name_of(adcode) for adcode in each["id"]]
    )
    left, right = st.columns([6, 6], gap="large")
    with left:
        selected = shown.question.selected
        lines = charts.drawn(
            shown,
            "slope",
            lambda: charts.slope(rows, title, chosen=selected, percent=chosen.percent),
            *(chosen.id, chosen.period, selected),
        )
        charts.show_chart(lines, alt=say("two times"))
    with right:
        place = say("column prefecture")
        rows, numbers = shown.tables(slope_rows, place), shown.tables(slope_numbers, place)
        formats = shown.formats(slope_formats)
        about = [say("column change")]
        tables.show_table(rows, "two-times", say("two times"), shown, numbers=numbers, formats=formats, about=about)


def show_small_maps(chosen: Measure, shown: Shown) -> None:
    """The measure's years, or reach at several distances, as small maps on one scale."""
    say, atlas = shown.say, shown.atlas
    if chosen.id in COMPUTED_MEASURES:
        panels = []
        for heading, question in _variants(chosen, shown):
            panels.append(
                (shown.supposed(heading), measure(atlas, question, reach_of(atlas, question), chosen.id, say))
            )
        share = say("share of {what} in reach").format(what=shown.view.reached.weight.what(say))
        title = shown.supposed(chosen.title if chosen.id != "reach" else share)
    else:
        about = next(each for each in atlas.world.indicators if each["id"] == chosen.id)
        years = list(shown.choices.indicators[chosen.id])[-PANELS:]
        panels = [(year, indicator(atlas, about, year)) for year in years]
        title = bracketed(chosen.title, chosen.unit, chosen.language)
    numbers = pd.concat([each.numbers for _, each in panels])
    limits = (float(numbers.min()), float(numbers.max())) if numbers.notna().any() else (0.0, 1.0)

    def small(panel: Measure) -> alt.Chart:
        texts = [panel.text(number) for number in panel.numbers]
        rows = pd.DataFrame({"id": panel.numbers.index, "value": panel.numbers.to_numpy(), "text": texts})
        return charts.small_map(simple_shapes(atlas), rows, title, limits, percent=panel.percent)

    places = [place for _ in range(0, len(panels), COLUMNS) for place in st.columns(COLUMNS)]
    for place, (heading, each) in zip(places, panels, strict=False):
        with place:
            st.markdown(f"**{safe.for_markdown(heading)}** :gray[{each.known}/{each.of}]")
            map_of = charts.drawn(shown, "small map", partial(small, each), chosen.id, heading)
            charts.show_chart(map_of, alt=f"{title} {heading}")
    st.caption(say("Grey: no data. The same colour means the same value on every map."))


def _variants(chosen: Measure, shown: Shown) -> list[tuple[str, Question]]:
    """What a computed measure is shown for: reach at several distances, anything else at several dates."""
    question = shown.question
    if chosen.id == "reach":
        radii = sorted({*RADII_KM, question.radius_km})
        text = in_unit(question, shown.say("{km} km"), shown.say)
        return [(text.format(km=km), question.with_changes(radius_km=km)) for km in radii]
    eve = plan_eve(shown.atlas)
    days = sorted({*(day for day in (eve.replace(year=eve.year - 5), eve) if day < question.as_of), question.as_of})
    return [(full_date(day, shown.say), question.with_changes(as_of=day, confirmed=())) for day in days]


def _place(row: Mapping[Any, Any], chosen: Measure, shown: Shown) -> str:
    if pd.isna(row["value"]):
        return shown.say("no data")
    rank = f"{row['rank']:.0f}{'=' if row['ties'] > 1 else ''}"
    return bracketed(chosen.text(row["value"]), rank, chosen.language)


def _year_chosen(indicator_id: str) -> None:
    year = st.session_state["widget-measure-year"]
    if year:
        change_question(indicator=indicator_id, period=year)
        shade(BOTH if present_question().other_measure else ALONE)
