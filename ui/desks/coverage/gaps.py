"""The gap list: counties and prefectures by residents nobody serves; choosing a row takes the map there."""

from __future__ import annotations

import streamlit as st

from atlas.reach import gap_table, zone_totals
from atlas.words import Say, decimal, summing
from documents.columns import Columns
from documents.tables.gaps import county_rows, prefecture_rows
from layers import safe
from ui.parts import linked
from ui.parts.doors import show_doors
from ui.parts.shown import Shown
from ui.session.question import bound, choose, shade_reach


def show_gaps(shown: Shown) -> None:
    """Filter by zone, the sum as a check, the counties, and the same by prefecture."""
    say, atlas, zone = shown.say, shown.atlas, shown.question.zone
    what = shown.view.reached.weight.what(say)
    st.markdown(f"## {safe.for_markdown(say('gap list: {what} out of reach').format(what=what))}")
    if shown.choices.zones:
        # All in sight, so that one click chooses.
        st.pills(
            say("zone"),
            ["", *shown.choices.zones],
            format_func=lambda each: safe.for_markdown(atlas.name_of(each)) if each else say("whole province"),
            **bound("zone"),
        )
    for sentence in shown.sentences(sum_text):
        st.markdown(safe.for_markdown(sentence))
    if not zone_totals(atlas, shown.view.reached, zone)["people"]:
        st.info(say("No residents are known for this plan's area."))
        return
    counties = shown.once("gap rows", lambda: shown.tables(county_rows, *_keys(say)), zone)
    if counties.empty:
        for sentence in shown.sentences(lambda each: each.say("Everybody is in reach: no gap under this question.")):
            st.success(safe.for_markdown(sentence))
        return
    # A chosen row leads on from where it is, not from under the map alone.
    show_doors(shown, "gap-door")
    columns = Columns(shown.view.reached.weight, say)
    about = [columns.name("unserved"), columns.name("share")]
    left, right = st.columns([7, 5], gap="large")
    with left:
        table, title = counties.drop(columns="id"), say("gaps by county")
        st.markdown(f"### {safe.for_markdown(title)}")
        linked.table(table, list(counties["id"]), "gaps-counties", title, shown, _go_there, about=about)
    with right:
        rows = shown.once("gap rows by prefecture", lambda: shown.tables(prefecture_rows, *_keys(say)[::2]), zone)
        table, title = rows.drop(columns="id"), say("gaps by prefecture")
        st.markdown(f"### {safe.for_markdown(title)}")
        linked.table(table, list(rows["id"]), "gaps-prefectures", title, shown, _go_there, about=about)
    if shown.question.zone:
        st.caption(safe.for_markdown(atlas.name_of(zone)))


def _keys(say: Say) -> tuple[str, str, str]:
    return "id", say("column name"), say("column prefecture_name")


def sum_text(shown: Shown) -> str:
    """The residents out of reach as the check of the list: total less covered."""
    counties = gap_table(shown.atlas, shown.view.reached, shown.question.zone)
    whole = zone_totals(shown.atlas, shown.view.reached, shown.question.zone)
    text, weight = (
        shown.say("{unserved:,.0f} residents out of reach in {n} county-level units = {total:,.0f} − {covered:,.0f}"),
        shown.view.reached.weight,
    )
    if weight.modelled:
        text = shown.say("{what} out of reach in {n} county-level units: {unserved} = {total} − {covered} {unit}")
        # What prints as a sum adds up as it prints.
        parts = summing(whole["people"], (whole["unserved"], whole["covered"]), decimals=weight.decimals)
        total, unserved, covered = (decimal(each, weight.decimals, shown.say) for each in parts)
        told = {"unserved": unserved, "total": total, "covered": covered, "unit": weight.unit}
        return text.format(what=weight.what(shown.say), n=len(counties), **told)
    return text.format(unserved=whole["unserved"], n=len(counties), total=whole["people"], covered=whole["covered"])


def _go_there(place: str) -> None:
    choose(place)
    shade_reach()
