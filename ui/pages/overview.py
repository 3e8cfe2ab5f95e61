"""总览: the headline cards beside the map; under it what is selected, and the table twin of the map."""

from __future__ import annotations

import streamlit as st

from layers import all_layers, decide, safe
from ui import controls
from ui.evidence import show_evidence
from ui.headline import Card, cards
from ui.selection import show_selection
from ui.shown import Shown


def show() -> None:
    """The page."""
    shown: Shown = st.session_state["shown"]
    made = cards(shown.known, shown.asked, shown.view, shown.say)
    with shown.aside:
        _card(made[0], shown)
        columns = st.columns(2, gap="small")
        for number, card in enumerate(made[1:]):
            with columns[number % 2]:
                _card(card, shown)
    with shown.under:
        show_selection(shown)
        _twin(shown)
    opened = next((card for card in made if card.id == shown.asked.card), None)
    if opened is not None:
        show_evidence(opened, shown)


def _card(card: Card, shown: Shown) -> None:
    with st.container(border=True, key=f"card-{card.id}", gap=None):
        lines = "".join(f"<p>{safe.for_html(line)}</p>" for line in card.lines)
        st.html(
            f'<div class="card {card.tone}"><h3>{safe.for_html(card.title)}</h3>'
            f"<b>{safe.for_html(card.figure)}</b>{lines}</div>"
        )
        st.button(
            shown.say("records and clause"),
            key=f"open-{card.id}",
            on_click=controls.open_card,
            args=(card.id,),
            type="tertiary",
            icon=":material/fact_check:",
        )


def _twin(shown: Shown) -> None:
    """The table of exactly what the map shows; choosing a row chooses on the map."""
    say = shown.say
    legend = {
        layer.id: {name: say(text) if text else "" for name, text in layer.legend.items()}
        | dict(shown.view.captions.get(layer.id, {}))
        for layer in all_layers()
    }
    rows = decide.table(shown.known.world, shown.view.decision, shown.asked.layers, legend)
    titles = {layer.id: shown.view.captions.get(layer.id, {}).get("", say(layer.title)) for layer in all_layers()}
    names = dict(
        zip(shown.known.world["prefectures"]["adcode"], shown.known.world["prefectures"]["short_zh"], strict=True)
    )
    missing = decide.unplaced(shown.known.world, shown.view.moment)
    kinds = {kind for layer in all_layers() if layer.id in shown.asked.layers for kind in layer.kinds}
    missing = missing[missing["kind"].isin(kinds)]
    with st.expander(say("table of what the map shows ({n} rows)").format(n=len(rows)), icon=":material/table_rows:"):
        if rows.empty:
            st.info(say("Nothing is shown: switch a layer on."))
            return
        visible = rows.assign(
            layer=rows["layer"].map(titles), prefecture=rows["prefecture"].map(lambda adcode: names.get(adcode, ""))
        )[["layer", "name", "class", "prefecture"]]
        visible.columns = [say(f"column {column}") for column in visible.columns]
        event = st.dataframe(
            visible,
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            key=f"twin-{shown.asked.as_of}-{len(rows)}",
        )
        chosen = event["selection"]["rows"]
        if chosen and st.session_state.get("twin_chosen") != (picked := str(rows["id"].iloc[chosen[0]])):
            st.session_state["twin_chosen"] = picked
            controls.choose(picked)
            st.rerun()
        if not missing.empty:
            text = say(
                "{n} more records stand at this date but have no known place, so the map cannot show them: {names}"
            )
            st.caption(safe.for_markdown(text.format(n=len(missing), names="、".join(missing["name_zh"]))))
