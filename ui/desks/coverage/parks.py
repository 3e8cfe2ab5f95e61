"""Parks and clusters beyond the radius of any body of their industry; choosing a row takes the map there."""

from __future__ import annotations

import streamlit as st

from atlas.parks import counts_of, park_table, way_of_parks
from documents.tables.gaps import park_rows
from layers import safe
from ui.parts import linked
from ui.parts.radius import way_caption
from ui.parts.shown import Shown
from ui.session.question import add_layers, choose


def show_parks(shown: Shown) -> None:
    """The sentence, what it rests on, and the list."""
    say = shown.say
    st.markdown(f"## {say('parks beyond reach of a body of their industry')}")
    for sentence in shown.sentences(parks_text):
        st.markdown(safe.for_markdown(sentence))
    st.caption(
        say(
            "Which approved industries stand for that of a park is our own judgement (evidence B). Most parks stand at "
            "the seat of their town or county."
        )
    )
    way_caption(shown, way_of_parks(shown.atlas, shown.question))
    rows = shown.tables(park_rows, "id", say("column name"))
    title = say("parks and clusters")
    linked.table(rows.drop(columns="id"), list(rows["id"]), "parks", title, shown, _go_there, tallest=560)


def parks_text(shown: Shown) -> str:
    """How many parks of a known industry have no body of it in reach, and the same of those of an unknown one."""
    table = park_table(shown.atlas, shown.question)
    of_it, any_body = counts_of(table, known=True), counts_of(table, known=False)
    text = shown.say(
        "Of {n} parks and clusters whose industry is known {beyond} are more than {km} km by road from any body of "
        "their industry and {none} have none at all that serves them. Of {others} whose industry is not known {far} "
        "are beyond that of any body."
    )
    return (
        way_of_parks(shown.atlas, shown.question)
        .in_unit(text, shown.say)
        .format(
            n=sum(of_it.values()),
            km=shown.question.radius_km,
            beyond=of_it["beyond"],
            none=of_it["none"],
            others=sum(any_body.values()),
            far=any_body["beyond"] + any_body["none"],
        )
    )


def _go_there(park: str) -> None:
    choose(park)
    add_layers(["parks"])
