"""The parts of the comparison: measure, ranking, inequality, side by side, two times, small maps."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from atlas.comparing import as_table, plan_eve, rank_text, ranking, reach_inequality, regions_of, slope
from atlas.measures import Measure, indicator, measure
from atlas.question.question import Asked
from atlas.reaching import reaching
from atlas.words import Say, full_date, listed
from atlas.world import COMPUTED_MEASURES
from layers import safe
from ui import charts, controls, linked, tables
from ui.download import offer
from ui.reach_view import radius_slider
from ui.shapes import simple_shapes
from ui.shown import Shown

RADII_KM = (20, 50, 100)
PANELS = 6
COLUMNS = 3


def chosen_measure(shown: Shown) -> Measure:
    """The measure the page ranks by."""
    return measure(shown.known, shown.asked, shown.view.reached, shown.asked.measure, shown.say)


def choose_measure(chosen: Measure, shown: Shown) -> None:
    """Which measure, and which year of it; the map is shaded by it."""
    say, known = shown.say, shown.known
    titles = {each["id"]: known.world.title(each) for each in known.world.indicators}
    titles |= {each: measure(known, shown.asked, shown.view.reached, each, say).title for each in COMPUTED_MEASURES}
    st.selectbox(
        say("compare by"),
        shown.choices.measures,
        format_func=titles.__getitem__,
        **controls.bound("measure", then=_measure_chosen),
    )
    periods = list(shown.choices.indicators.get(chosen.id, ()))
    if len(periods) > 1:
        st.session_state["widget-measure-year"] = chosen.period
        st.segmented_control(say("year"), periods, key="widget-measure-year", on_change=_year_chosen, args=(chosen.id,))
    elif chosen.id in COMPUTED_MEASURES:
        radius_slider(shown)


def say_worst(chosen: Measure, shown: Shown) -> None:
    """A leader's first question: which zone stands worst, and by how much; nothing when all stand alike."""
    say, known = shown.say, shown.known
    zones = {zone: chosen.regional(known.members(zone)) for zone in known.plan.about.get("inequality_zones", ())}
    told = {zone: chosen.text(number) for zone, number in zones.items() if not pd.isna(number)}
    province = chosen.regional(known.prefectures)
    if len(set(told.values())) < 2 or pd.isna(province):
        return
    worst = (min if chosen.largest_first else max)(told, key=zones.__getitem__)
    names = listed([known.name_of(zone) for zone, text in told.items() if text == told[worst]], say)
    if chosen.additive:
        share = zones[worst] / province if province else float("nan")
        text = say("Of the zones {zone} has least: {value}, {share:.1%} of the province.")
        sentence = text.format(zone=names, value=told[worst], share=share)
    else:
        text = say("Of the zones {zone} stands worst: {value}, the province {province}, difference {difference}.")
        difference = signed(chosen.rounded(zones[worst]) - chosen.rounded(province), chosen, say)
        sentence = text.format(zone=names, value=told[worst], province=chosen.text(province), difference=difference)
    st.markdown(f"**{safe.for_markdown(sentence)}**")


def show_ranking(chosen: Measure, shown: Shown) -> None:
    """Bars from first to last with the province's number; a bar chooses its prefecture."""
    say, known = shown.say, shown.known
    if not chosen.complete:
        st.warning(
            say("Known for {known} of {of} prefectures: this ranks the known ones only.").format(
                known=chosen.known, of=chosen.of
            ),
            icon=":material/rule:",
        )

    def bars() -> pd.DataFrame:
        table = ranking(known, chosen)
        return pd.DataFrame(
            {
                "id": table.index,
                "label": [f"{known.name_of(adcode)} · {known.name_of(zone)}" for adcode, zone in table["zone"].items()],
                "value": table["value"],
                "text": [_place(row, chosen, shown) for row in table.to_dict("records")],
            }
        )

    province = chosen.regional(known.prefectures)
    st.caption(
        safe.for_markdown(chosen.label) + " · " + say("whole province {value}").format(value=chosen.text(province))
    )
    linked.chart(
        charts.ranking_bars(
            shown.once("ranking bars", bars, chosen.id, chosen.period),
            chosen.title,
            chosen=shown.asked.selected,
            percent=chosen.percent,
        ),
        f"ranking-{chosen.id}-{chosen.period}",
        controls.choose,
        alt=chosen.label,
    )


def say_inequality(shown: Shown) -> None:
    """Theil's T of reach, between and within the plan's zones, and what it means."""
    say, known = shown.say, shown.known
    found = shown.once("inequality", lambda: reach_inequality(known, shown.view.reached))
    st.markdown(f"## {say('how unequal is reach?')}")
    if pd.isna(found.total):
        st.caption(say("Nobody is in reach, so there is nothing to compare."))
        return
    text = say(
        "Theil index of residents within {km} km: {total:.3f} = {between:.3f} between zones + {within:.3f} within. "
        "{part:.0%} of the inequality lies between the zones, the rest between prefectures of one zone."
    )
    st.markdown(
        text.format(
            km=shown.asked.radius_km,
            total=found.total,
            between=found.between,
            within=found.within,
            part=found.between_share if found.total > 0 else 0,
        )
    )


def show_side_by_side(_chosen: Measure, shown: Shown) -> None:
    """Everything known, a line each, for zones and any prefectures."""
    say, known, asked = shown.say, shown.known, shown.asked
    st.multiselect(
        say("regions set side by side"),
        [*shown.choices.zones, *shown.choices.prefectures],
        format_func=known.name_of,
        placeholder=say("zones of the plan"),
        select_all=False,
        **controls.bound("regions"),
    )
    regions = regions_of(known, asked)
    lines = shown.inquiry.side_by_side
    table = shown.once("side by side table", lambda: as_table(known, lines, regions, say), tuple(regions))
    # Long names in the first column must wrap beside the numbers, on a telephone and on paper.
    tables.show_whole(table, say("side by side"))
    offer(table, "side-by-side", shown, say("side by side"))
    st.caption(say("k/n: known for k of n members; a zone's number is made only when every member is known."))


def show_ranking_table(chosen: Measure, shown: Shown) -> None:
    """Rank with ties, difference to province, zone and best peer; a row chooses its prefecture."""
    table = ranking_table(chosen, shown)
    ids = list(ranking(shown.known, chosen).index)
    key = f"ranks-{chosen.id}-{chosen.period}-{shown.asked.radius_km}"
    linked.table(table, ids, key, controls.choose, tallest=420)
    offer(ranking_numbers(chosen, shown), "ranking", shown, shown.say("ranking table"))


def ranking_table(chosen: Measure, shown: Shown) -> pd.DataFrame:
    """The ranking as readers see it; amounts show their share of the province instead of differences to sums."""
    known, say = shown.known, shown.say
    rows = []
    for adcode, row in ranking(known, chosen).iterrows():
        told = {"rank": rank_text(row, say), "prefecture": known.name_of(adcode), "zone": known.name_of(row["zone"])}
        told["value"] = chosen.text(row["value"])
        if chosen.additive:
            told["of_province"] = "–" if pd.isna(row["of_province"]) else f"{row['of_province']:.1%}"
        else:
            told["to_province"] = signed(row["to_province"], chosen, say)
            told["to_zone"] = signed(row["to_zone"], chosen, say)
        told["best_peer"] = known.name_of(row["best_peer"]) or "–"
        told["to_best_peer"] = signed(row["to_best_peer"], chosen, say)
        rows.append(told)
    return pd.DataFrame(rows).rename(columns=lambda name: say(f"column {name}"))


def ranking_numbers(chosen: Measure, shown: Shown) -> pd.DataFrame:
    """The ranking for a spreadsheet: the same rows and columns, numbers as numbers, rounded as they print."""
    known, say = shown.known, shown.say
    found = ranking(known, chosen)
    differences = ["of_province"] if chosen.additive else ["to_province", "to_zone"]
    table = pd.DataFrame(
        {
            "rank": found["rank"],
            "prefecture": [known.name_of(adcode) for adcode in found.index],
            "zone": [known.name_of(zone) for zone in found["zone"]],
            "value": found["value"].map(chosen.rounded),
            **{name: found[name].map(lambda number: round(number, 4)) for name in differences},
            "best_peer": [known.name_of(adcode) for adcode in found["best_peer"]],
            "to_best_peer": found["to_best_peer"].map(chosen.rounded),
        }
    )
    return table.rename(columns=lambda name: say(f"column {name}"))


def show_slope(chosen: Measure, shown: Shown) -> None:
    """The measure at two times."""
    say, known = shown.say, shown.known
    table = slope(known, shown.asked, chosen, say)
    if table.empty:
        st.info(say("Only one time is known for this measure, so there is no change to show."))
        return
    first, last = list(dict.fromkeys(table["time"]))
    st.markdown(f"## {safe.for_markdown(f'{chosen.title} {first} → {last}')}")
    rows = table.rename(columns={"prefecture": "id"}).assign(
        label=lambda each: [known.name_of(adcode) for adcode in each["id"]]
    )
    left, right = st.columns([6, 6], gap="large")
    with left:
        selected = shown.asked.selected
        lines = charts.drawn(
            shown,
            "slope",
            lambda: charts.slope(rows, chosen.title, chosen=selected, percent=chosen.percent),
            *(chosen.id, chosen.period, selected),
        )
        charts.show(lines, alt=say("two times"))
    with right:
        wide = rows.pivot_table(index="label", columns="time", values="value", sort=False)
        change = wide[last] - wide[first]
        ordered = wide.assign(change=change).sort_values("change", ascending=False, kind="stable")
        shown_table = pd.DataFrame(
            {
                say("column prefecture"): ordered.index,
                first: [chosen.text(each) for each in ordered[first]],
                last: [chosen.text(each) for each in ordered[last]],
                say("column change"): [signed(each, chosen, say) for each in ordered["change"]],
            }
        )
        tables.show(shown_table, tallest=420)
        numbers = ordered.map(chosen.rounded).rename_axis(say("column prefecture")).reset_index()
        numbers = numbers.rename(columns={"change": say("column change")})
        offer(numbers, "two-times", shown, say("two times"))


def show_small_maps(chosen: Measure, shown: Shown) -> None:
    """The measure's years, or reach at several distances, as small maps on one scale."""
    say, known = shown.say, shown.known
    if chosen.id in COMPUTED_MEASURES:
        panels = []
        for heading, question in _variants(chosen, shown):
            panels.append((heading, measure(known, question, reaching(known, question), chosen.id, say)))
        title = chosen.title if chosen.id != "reach" else say("share of residents in reach")
    else:
        about = next(each for each in known.world.indicators if each["id"] == chosen.id)
        years = list(shown.choices.indicators[chosen.id])[-PANELS:]
        panels = [(year, indicator(known, about, year)) for year in years]
        title = f"{chosen.title} ({chosen.unit})"
    numbers = pd.concat([each.numbers for _, each in panels])
    limits = (float(numbers.min()), float(numbers.max())) if numbers.notna().any() else (0.0, 1.0)

    def small(panel: Measure) -> alt.Chart:
        texts = [panel.text(number) for number in panel.numbers]
        rows = pd.DataFrame({"id": panel.numbers.index, "value": panel.numbers.to_numpy(), "text": texts})
        return charts.small_map(simple_shapes(known), rows, title, limits, percent=panel.percent)

    places = [place for _ in range(0, len(panels), COLUMNS) for place in st.columns(COLUMNS)]
    for place, (heading, each) in zip(places, panels, strict=False):
        with place:
            st.markdown(f"**{safe.for_markdown(heading)}** :gray[{each.known}/{each.of}]")
            map_of = charts.drawn(shown, "small map", partial(small, each), chosen.id, heading)
            charts.show(map_of, alt=f"{title} {heading}")
    st.caption(say("Grey: no data. The same colour means the same value on every map."))


def _variants(chosen: Measure, shown: Shown) -> list[tuple[str, Asked]]:
    """What a computed measure is shown for: reach at several distances, anything else at several dates."""
    asked = shown.asked
    if chosen.id == "reach":
        radii = sorted({*RADII_KM, asked.radius_km})
        return [(shown.say("{km} km").format(km=km), asked.with_changes(radius_km=km)) for km in radii]
    eve = plan_eve(shown.known)
    days = sorted({*(day for day in (eve.replace(year=eve.year - 5), eve) if day < asked.as_of), asked.as_of})
    return [(full_date(day, shown.say), asked.with_changes(as_of=day, confirmed=())) for day in days]


def _place(row: dict[str, Any], chosen: Measure, shown: Shown) -> str:
    if pd.isna(row["value"]):
        return shown.say("no data")
    return f"{chosen.text(row['value'])}  ({row['rank']:.0f}{'=' if row['ties'] > 1 else ''})"


def signed(number: float, chosen: Measure, say: Say) -> str:
    """A difference with its sign, of shares in percentage points; one that prints as nothing has none."""
    if pd.isna(number):
        return "–"
    if chosen.percent:
        text = say("{n} percentage points").format(n=f"{abs(number) * 100:.{chosen.decimals}f}")
    else:
        text = chosen.text(abs(number))
    zero = not any(sign in text for sign in "123456789")
    return text if zero else f"{'+' if number > 0 else '−'}{text}"


def _measure_chosen() -> None:
    controls.shade("measured")


def _year_chosen(indicator_id: str) -> None:
    year = st.session_state["widget-measure-year"]
    if year:
        controls.ask(indicator=indicator_id, period=year)
        controls.shade("measured")
