"""From a number back to its records and the sentence of the plan: the dialog behind each headline card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from atlas.conditions import filters_told, suppositions_told
from atlas.corrections.kinds import kind_of_record
from atlas.headline import Card
from atlas.own.laying import own_told
from atlas.words import EM_SPACE, full_date, listed
from documents.readable import (
    AREA_COLUMNS,
    COUNT_COLUMNS,
    RECORD_COLUMNS,
    place_in_plan,
    readable,
    record_names,
    supposed_table,
)
from geo.access import Access
from geo.coverage import Coverage
from layers import safe
from ui.parts import tables
from ui.parts.correction import correct
from ui.parts.shown import Shown
from ui.session.question import open_card


def show_evidence(card: Card, shown: Shown) -> None:
    """Open the dialog of a card."""
    say = shown.say

    @st.dialog(safe.for_markdown(card.title), width="large", on_dismiss=lambda: open_card(""))
    def dialog() -> None:
        st.markdown(f"## {safe.for_markdown(card.figure)}")
        for line in card.lines:
            st.markdown(safe.for_markdown(line))
        dated = say("as of {date} · data version {version}")
        told = dated.format(date=full_date(shown.question.as_of, say), version=shown.atlas.version)
        st.caption(safe.for_markdown(told))
        say_conditions(shown)
        if card.explain:
            st.markdown(f"**{say('definition')}**")
            st.markdown("\n\n".join(safe.for_markdown(part) for part in card.explain.split("\n\n")))
        _clause(card, shown)
        if card.result is not None:
            _verdict_details(card.result, shown)
        _table(
            f"records-{card.id}",
            say("records ({n})").format(n=len(card.records)),
            card.records,
            RECORD_COLUMNS if "kind" in card.records else AREA_COLUMNS,
            shown,
        )
        if card.supposes:
            show_supposed(card.supposed, card.id, shown)
        if not card.counts.empty:
            _table(f"counts-{card.id}", say("published counts"), card.counts, COUNT_COLUMNS, shown)
        _sources(card, shown)
        kind = kind_of_record(shown.atlas, str(card.records["id"].iloc[0])) if not card.records.empty else ""
        if kind:
            with st.expander(
                say("this is wrong"), icon=":material/edit:", key="correct-evidence", on_change="rerun"
            ) as it:
                if it.open:
                    correct(shown, kind, list(card.records["id"]))

    dialog()


def say_conditions(shown: Shown) -> None:
    """What a figure stands under, where the notices of the page cannot be seen: suppositions and filters."""
    say, atlas, question = shown.say, shown.atlas, shown.question
    if atlas.own:
        st.info(safe.for_markdown(own_told(atlas, say)), icon=":material/table_view:")
    supposed = suppositions_told(atlas, question, say)
    if supposed:
        st.info(safe.for_markdown(say("supposed: {text}").format(text=supposed)), icon=":material/science:")
    filters = filters_told(atlas, question, say)
    if filters:
        st.caption(safe.for_markdown(say("Counted with filters: {filters}").format(filters=say("; ").join(filters))))


def show_supposed(rows: pd.DataFrame, place: str, shown: Shown) -> None:
    """The bodies that a figure counts, or no longer counts, only by a supposition: apart from the records.

    place  what tells it from others of the page: a card, the chosen prefecture, the prefecture of the page
    """
    say = shown.say
    st.markdown(f"**{say('supposed, no records ({n})').format(n=len(rows))}**")
    if rows.empty:
        st.caption(say("none"))
        return
    about = [say("column prefecture"), say("column supposition")]
    tables.show_table(supposed_table(rows, shown), f"supposed-{place}", say("supposed"), shown, about=about)


def _clause(card: Card, shown: Shown) -> None:
    if not card.clause:
        return
    place = place_in_plan(card.clause, shown)
    st.markdown(f"**{shown.say('clause of the plan')}**{EM_SPACE}{safe.for_markdown(place)}")
    st.markdown("> " + safe.for_markdown(card.clause["text_zh"]))
    say_quoted(shown)


def say_quoted(shown: Shown) -> None:
    """One line under a quotation of the plan, for those whose language it is not in."""
    if shown.atlas.world.language != "zh":
        st.caption(shown.say("quoted in Chinese, the language of the source"))


def say_recorded(shown: Shown) -> None:
    """One line under records and sources, whose notes and titles nobody has translated."""
    if shown.atlas.world.language != "zh":
        st.caption(shown.say("Notes, addresses and titles of sources stay in Chinese, as they were recorded."))


def _verdict_details(result: Coverage | Access, shown: Shown) -> None:
    """Pivotal records and, of bodies, the smallest change that alters the verdict: of records, whatever is supposed."""
    say, names = shown.say, record_names(shown)
    pivotal = listed([names.get(each, each) for each in result.pivotal], say) or say("none")
    st.markdown(f"**{say('pivotal records')}** {safe.for_markdown(pivotal)}")
    if isinstance(result, Access):
        return
    flip = result.flip_set
    sentences = {
        "add": say("add {n} bodies in prefectures without one"),
        "confirm": say("confirm {records}; and find {n} bodies of unknown place in prefectures without one"),
        "remove": say("withdraw {records}; and find that {n} bodies of unknown place add no prefecture"),
    }
    records = listed([names.get(each, each) for each in flip.records], say) or say("none")
    sentence = sentences[flip.direction].format(records=records, n=flip.further_bodies)
    st.markdown(
        f"**{say('smallest change of the verdict')}** " + safe.for_markdown(f"{sentence} → {say(flip.to_verdict)}")
    )


def _table(name: str, title: str, records: pd.DataFrame, columns: tuple[str, ...], shown: Shown) -> None:
    st.markdown(f"**{safe.for_markdown(title)}**")
    if records.empty:
        st.info(shown.say("No record is known; nothing is counted as zero."))
        return
    table = readable(records, columns, shown.say, shown.atlas.names, shown.atlas.world.language)
    about = [shown.say("column prefecture"), shown.say("column state")] if "state" in columns else []
    tables.show_table(table, name, title, shown, about=about)


def _sources(card: Card, shown: Shown) -> None:
    """Every source the records and counts cite: title, publisher, date; a link only where a reader should follow it."""
    cited: dict[str, None] = {}
    for records in (card.records, card.counts):
        if "sources" in records:
            cited |= dict.fromkeys(each for cell in records["sources"] for each in cell.split("; ") if each)
    if card.clause:
        cited[shown.atlas.plan.about["source"]] = None
    if not cited:
        return
    st.markdown(f"**{shown.say('sources')}**")
    st.markdown(
        "\n".join(f"- {source_line(shown.atlas.sources[each])}" for each in cited if each in shown.atlas.sources)
    )
    say_recorded(shown)


def source_line(source: Mapping[str, Any]) -> str:
    """One source as Markdown, its text made safe."""
    parts = [str(source[part]) for part in ("title", "publisher", "date", "evidence") if source.get(part)]
    line = safe.for_markdown(" · ".join(parts))
    url = str(source.get("url", ""))
    return f"{line} [↗]({url})" if url.startswith(("http://", "https://")) and not set(url) & set("()<> \"'") else line
