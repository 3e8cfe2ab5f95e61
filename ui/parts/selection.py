"""What is selected: the full record of a body, or what a prefecture has under the chosen definition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd
import streamlit as st

from atlas.corrections.kinds import kind_of_record, records_of
from atlas.corrections.released import correction_sources
from atlas.question.composed import added_ids
from atlas.records import assumed
from atlas.scoreboard import sources_of
from atlas.supposing import supposed_rows, suppositions
from atlas.ways import in_unit
from atlas.words import EM_SPACE, labelled
from documents.readable import RECORD_COLUMNS, readable
from layers import all_layers, safe
from layers.base import derived
from ui.parts import tables
from ui.parts.correction import offer_correction
from ui.parts.doors import show_doors
from ui.parts.evidence import say_quoted, say_recorded, show_supposed, source_line
from ui.parts.shown import Shown
from ui.session.question import choose

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
    chosen, say = shown.question.selected, shown.say
    if not chosen:
        st.caption(say("Click a place or a body on the map, or search for it, to see its records."))
        return
    bodies, prefectures = shown.atlas.world["bodies"], shown.atlas.world["prefectures"]
    adcode = chosen.removeprefix("c")
    counties = shown.atlas.world["counties"]
    if chosen in set(bodies["id"]):
        _body(bodies[bodies["id"] == chosen].iloc[0], shown)
    elif chosen in added_ids(shown.question.scenario):
        _only_supposed(chosen, shown)
    elif chosen in set(prefectures["adcode"]):
        _prefecture(prefectures[prefectures["adcode"] == chosen].iloc[0], shown)
    elif adcode in set(counties["adcode"]):
        county = counties[counties["adcode"] == adcode].iloc[0]
        _prefecture(prefectures[prefectures["adcode"] == county["prefecture"]].iloc[0], shown, county=county)
    else:
        _other(chosen, shown)


def _only_supposed(body: str, shown: Shown) -> None:
    """A body that only a scenario adds: name, kind and place; it has no dates, no evidence and no sources."""
    say, atlas = shown.say, shown.atlas
    rows = assumed(atlas, shown.question)
    for record in rows[rows["id"] == body].to_dict("records"):
        with st.container(border=True, key="selection"):
            st.markdown(f"## {safe.for_markdown(atlas.world.title(record, 'name'))}")
            st.info(say("supposed, not a record"), icon=":material/science:")
            place = f"{atlas.name_of(record['county'])} · {atlas.name_of(record['prefecture'])}"
            st.markdown(f"**{say('column kind')}**{EM_SPACE}{say(record['kind'])}  \n{safe.for_markdown(place)}")
            _go_button(body, shown)


def _body(record: pd.Series, shown: Shown) -> None:
    """A record as the data hold it, and what is supposed of it."""
    say = shown.say
    with st.container(border=True, key="selection"):
        st.markdown(f"## {safe.for_markdown(shown.atlas.world.title(record, 'name'))}")
        supposition = suppositions(shown.atlas, shown.question).get(record["id"])
        if supposition:
            text = say("supposed: {text}").format(text=say(f"supposition {supposition}"))
            st.info(f"{text} {say('Below is the record as it is.')}", icon=":material/science:")
        one = readable(record.to_frame().T, FACTS, say, shown.atlas.names, shown.atlas.world.language).iloc[0]
        st.markdown(
            "  \n".join(
                f"**{safe.for_markdown(name)}**{EM_SPACE}{safe.for_markdown(value)}"
                for name, value in one.items()
                if value != "–"
            )
        )
        if not pd.isna(record["position_km"]) and float(record["position_km"]) > 1:
            off = say("The position is approximate: known to ±{km} km.")
            st.caption(safe.for_markdown(off.format(km=f"{float(record['position_km']):g}")))
        for each in (source for source in record["sources"].split("; ") if source in shown.atlas.sources):
            st.markdown(f"- {source_line(shown.atlas.sources[each])}")
        say_recorded(shown)
        with st.container(horizontal=True):
            _go_button(record["id"], shown)
            offer_correction(shown, "bodies", str(record["id"]))


def _go_button(body: str, shown: Shown) -> None:
    st.button(
        shown.say("show on the map"),
        key="goto",
        on_click=choose,
        args=(body,),
        icon=":material/my_location:",
    )


def _prefecture(prefecture: pd.Series, shown: Shown, county: pd.Series | None = None) -> None:
    """A prefecture, or a county with the prefecture it belongs to: reach, and the records that stand at the date."""
    say, world = shown.say, shown.atlas.world
    adcode = prefecture["adcode"]
    with st.container(border=True, key="selection"):
        name = world.title(prefecture, "name")
        title = name if county is None else f"{name} {world.title(county, 'name')}"
        state = shown.beside(lambda each: each.say(f"coverage {each.view.states[adcode]}"))
        st.markdown(f"## {safe.for_markdown(title)}{EM_SPACE}{safe.for_markdown(state)}")
        show_doors(shown, "door")
        row = _reach_of(shown, adcode, county)
        weight = shown.view.reached.weight
        text = say("{people:,.0f} residents (2020), {share} within {km} km")
        if weight.modelled:
            text = say("{amount} of {what}, {share} within {km} km")
        share = shown.beside(lambda each: _share(_reach_of(each, adcode, county)["share"]))
        told = in_unit(shown.question, text, say).format(
            people=row["people"],
            amount=weight.amount(row["people"], say=say),
            what=weight.what(say),
            share=share,
            km=shown.question.radius_km,
        )
        st.caption(safe.for_markdown(told))
        _records_of(adcode, name, shown)


def _reach_of(shown: Shown, adcode: str, county: pd.Series | None) -> pd.Series:
    reached = shown.view.reached
    row = reached.prefectures.loc[adcode] if county is None else reached.counties.loc[county["adcode"]]
    return cast("pd.Series", row)


def _share(share: float) -> str:
    return "–" if pd.isna(share) else f"{share:.1%}"


def _records_of(adcode: str, name: str, shown: Shown) -> None:
    """The records of a prefecture that stand at the date, and apart from them what is supposed in it."""
    say, real, every = shown.say, shown.real, shown.atlas.world["bodies"]
    ids = real.view.counted.result.records_by_prefecture.get(adcode, ())
    here = real.view.reached.records
    here = here[here["prefecture"] == adcode]
    later = int(((every["prefecture"] == adcode) & (every["record_type"] == "body")).sum()) - len(here)
    told = say("{n} records of {name} stand at this date, {k} of them count under the chosen definition")
    st.caption(safe.for_markdown(told.format(n=len(here), name=name, k=int(here["id"].isin(ids).sum()))))
    if later > 0:
        st.caption(say("{n} more are left out at this date: later, doubtful or filtered").format(n=later))
    if here.empty:
        st.info(say("No body is known in this prefecture: a gap in the data or in the layout."))
    else:
        counted = here.assign(counts=here["id"].isin(ids).map({True: "●", False: ""}))
        columns = ("name", "kind", "counts", *RECORD_COLUMNS[2:])
        table = readable(counted, columns, say, shown.atlas.names, shown.atlas.world.language)
        about = [say("column counts"), say("column state")]
        tables.show_table(table, "selected", labelled(name, say("bodies"), say), shown, about=about)
    if shown.question.supposes:
        rows = supposed_rows(shown.atlas, shown.question, lambda drawn: drawn[drawn["prefecture"] == adcode])
        show_supposed(rows, "selected", shown)


def _other(feature: str, shown: Shown) -> None:
    """A zone, title, planned centre or demonstration area: what the map's card says, and its sentence of the plan."""
    say, world = shown.say, shown.atlas.world
    for layer in all_layers():
        features = derived(layer.features, world.in_files)
        found = features[features["id"] == feature]
        if found.empty:
            continue
        record = found.iloc[0]
        with st.container(border=True, key="selection"):
            title = shown.view.captions.get(layer.id, {}).get("", say(layer.title))
            st.markdown(f"## {safe.for_markdown(record['name'])}{EM_SPACE}:gray[{safe.for_markdown(title)}]")
            details = record["details"] if "details" in found and isinstance(record["details"], list) else []
            lines = [(say(label), say(text[1:]) if text.startswith("=") else text) for label, text in details]
            st.markdown(
                "  \n".join(
                    f"**{safe.for_markdown(label)}**{EM_SPACE}{safe.for_markdown(text)}" for label, text in lines
                )
            )
            clause = _clause_of(feature, shown)
            if clause:
                st.markdown("> " + safe.for_markdown(clause["text_zh"]))
                say_quoted(shown)
            kind = kind_of_record(shown.atlas, feature)
            if kind:
                _cited(kind, feature, shown)
                offer_correction(shown, kind, feature)
        return


def _cited(kind: str, feature: str, shown: Shown) -> None:
    """What a record rests on: the sources in its row, those of its corrections where its kind has no such column."""
    atlas = shown.atlas
    row = dict(records_of(atlas, kind).loc[feature])
    named = dict.fromkeys([*sources_of(row), *correction_sources(atlas, feature)])
    sources = [each for each in named if each in atlas.sources]
    if sources:
        st.markdown("\n".join(f"- {source_line(shown.atlas.sources[each])}" for each in sources))
        say_recorded(shown)


def _clause_of(feature: str, shown: Shown) -> Mapping[str, Any]:
    """The sentence of the plan a zone, planned centre or area comes from, if it says which."""
    plan = shown.atlas.plan
    areas = shown.atlas.world["demonstration_areas"].to_dict("records")
    for record in [*plan.zones, *plan.planned, *areas]:
        if record["id"] == feature and record.get("clause"):
            return plan.clauses.get(str(record["clause"]), {})
    return {}
