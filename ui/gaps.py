"""The gap list: counties and prefectures by residents nobody serves; choosing a row takes the map there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from atlas.reaching import gap_table, zone_totals
from atlas.words import Say
from layers import safe
from ui import controls, linked
from ui.download import offer
from ui.shown import Shown


def show_gaps(shown: Shown) -> None:
    """Filter by zone, the sum as a check, the counties, and the same by prefecture."""
    say, known, zone = shown.say, shown.known, shown.asked.zone
    st.markdown(f"## {say('gap list: residents out of reach')}")
    st.selectbox(
        say("zone"),
        ["", *shown.choices.zones],
        format_func=lambda each: known.name_of(each) if each else say("whole province"),
        **controls.bound("zone"),
    )
    counties = shown.once("gap table", lambda: gap_table(known, shown.view.reached, zone), zone)
    whole = zone_totals(known, shown.view.reached, zone)
    text = say("{unserved:,.0f} residents out of reach in {n} county-level units = {total:,.0f} − {covered:,.0f}")
    st.markdown(
        text.format(unserved=whole["unserved"], n=len(counties), total=whole["people"], covered=whole["covered"])
    )
    if counties.empty:
        st.success(say("Everybody is in reach: no gap under this question."))
        return
    left, right = st.columns([7, 5], gap="large")
    with left:
        table = shown.once("gap rows", lambda: gap_rows(counties, ["name", "prefecture_name"], say), zone)
        ids = [f"c{each}" for each in counties["county"]]
        linked.table(table, ids, _key("counties", shown), _go_there, tallest=420)
        offer(table, "gaps-counties", shown, say("gaps by county"))
    with right:
        prefectures = shown.once("gaps by prefecture", lambda: by_prefecture(shown), zone)
        table = shown.once("gap rows by prefecture", lambda: gap_rows(prefectures, ["prefecture_name"], say), zone)
        linked.table(table, list(prefectures["prefecture"]), _key("prefectures", shown), _go_there, tallest=420)
        offer(table, "gaps-prefectures", shown, say("gaps by prefecture"))
    if shown.asked.zone:
        st.caption(safe.for_markdown(known.name_of(zone)))


def by_prefecture(shown: Shown) -> pd.DataFrame:
    """Prefectures of the zone with residents out of reach, most first; all their residents are the denominator."""
    known, zone = shown.known, shown.asked.zone
    table = shown.view.reached.prefectures.loc[list(known.members(zone) if zone else known.prefectures)]
    table = table[table["unserved"] > 0].rename_axis("prefecture").reset_index()
    table["prefecture_name"] = [known.name_of(adcode) for adcode in table["prefecture"]]
    ordered = table.sort_values(["unserved", "prefecture"], ascending=[False, True], kind="stable")
    return ordered.reset_index(drop=True)


def gap_rows(table: pd.DataFrame, names: list[str], say: Say) -> pd.DataFrame:
    """The list as readers see it: names, then whole residents and the share in reach."""
    shown = table[[*names, "people", "covered", "unserved"]].copy()
    for column in ("people", "covered", "unserved"):
        shown[column] = shown[column].round().astype(int)
    shown["share"] = [f"{each:.1%}" for each in table["share"]]
    return shown.rename(columns=lambda name: say(f"column {name}"))


def _go_there(place: str) -> None:
    controls.choose(place)
    controls.shade("reach", also=["reach-rings"])


def _key(which: str, shown: Shown) -> str:
    asked = shown.asked
    return f"gaps-{which}-{asked.zone}-{hash(asked.for_answers())}"
