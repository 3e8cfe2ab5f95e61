"""What is selected: the full record of a body, or what a prefecture has under the chosen definition."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from layers import safe
from ui import controls
from ui.evidence import source_line
from ui.shown import Shown
from ui.tables import RECORD_COLUMNS, readable

FACTS = (
    "kind",
    "level",
    "serves",
    "status",
    "address",
    "place_zh",
    "industries",
    "approved",
    "operating",
    "counted_by",
    "evidence",
    "position",
    "notes",
)


def show_selection(shown: Shown) -> None:
    """The selected thing in full, or one line that says how to select."""
    chosen, say = shown.asked.selected, shown.say
    if not chosen:
        st.caption(say("Click a place or a body on the map, or search for it, to see its records."))
        return
    bodies, prefectures = shown.known.world["bodies"], shown.known.world["prefectures"]
    adcode = chosen.removeprefix("c")
    counties = shown.known.world["counties"]
    if chosen in set(bodies["id"]):
        _body(bodies[bodies["id"] == chosen].iloc[0], shown)
    elif chosen in set(prefectures["adcode"]):
        _prefecture(prefectures[prefectures["adcode"] == chosen].iloc[0], shown)
    elif adcode in set(counties["adcode"]):
        county = counties[counties["adcode"] == adcode].iloc[0]
        _prefecture(
            prefectures[prefectures["adcode"] == county["prefecture"]].iloc[0], shown, county=str(county["name_zh"])
        )


def _body(record: pd.Series, shown: Shown) -> None:
    say = shown.say
    with st.container(border=True, key="selection"):
        st.markdown(f"#### {safe.for_markdown(shown.known.world.title(record, 'name'))}")
        one = readable(record.to_frame().T, FACTS, say, {}).iloc[0]
        st.markdown(
            "  \n".join(
                f"**{safe.for_markdown(name)}**　{safe.for_markdown(value)}"
                for name, value in one.items()
                if value != "–"
            )
        )
        if not pd.isna(record["position_km"]) and float(record["position_km"]) > 1:
            st.caption(
                say("The position is approximate: known to ±{km} km.").format(km=f"{float(record['position_km']):g}")
            )
        for each in filter(None, record["sources"].split("; ")):
            st.markdown(f"- {source_line(shown.known.sources[each])}")
        st.button(
            say("show on the map"),
            key="goto",
            on_click=controls.choose,
            args=(record["id"],),
            icon=":material/my_location:",
        )


def _prefecture(prefecture: pd.Series, shown: Shown, county: str = "") -> None:
    say, result = shown.say, shown.view.counted.result
    adcode = prefecture["adcode"]
    with st.container(border=True, key="selection"):
        title = f"{prefecture['name_zh']} {county}".strip()
        state = say(f"coverage {result.per_prefecture[adcode]}")
        st.markdown(f"#### {safe.for_markdown(title)}　{safe.for_markdown(state)}")
        ids = result.records_by_prefecture.get(adcode, ())
        bodies = shown.known.world["bodies"]
        here = bodies[(bodies["prefecture"] == adcode) & (bodies["evidence"] != "C")]
        names = {adcode: str(prefecture["short_zh"])}
        st.caption(
            say("{n} records in this prefecture, {k} of them count under the chosen definition").format(
                n=len(here), k=len(ids)
            )
        )
        if here.empty:
            st.info(say("No body is known in this prefecture: a gap in the data or in the layout."))
        else:
            counted = here.assign(counts=here["id"].isin(ids).map({True: "✓", False: ""}))
            st.dataframe(
                readable(counted, ("name", "kind", "counts", *RECORD_COLUMNS[3:]), say, names),
                hide_index=True,
                width="stretch",
            )
