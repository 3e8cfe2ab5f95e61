"""The scoreboard on the page: the plan's table, every other quantity by chapter and box, and one quantity in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from atlas.scoreboard import CONCLUSIONS, SIGNS, Entry, main_table, plan_name, plan_of, sources_of
from atlas.words import EM_SPACE, Say, counted, full_date, labelled, listed
from documents.readable import place_in_plan
from documents.tables.board import board_numbers, board_table, quantity_row, text_of
from layers import all_layers, safe
from ui.parts import charts, linked, tables
from ui.parts.correction import correct
from ui.parts.evidence import say_quoted, say_recorded, source_line
from ui.parts.shown import Shown
from ui.session.question import add_layers, bound, open_card, shade

QUANTITY_PX, TARGET_PX = 212, 190


def entries(shown: Shown) -> list[Entry]:
    """All quantities of the plan on the board, judged at the date."""
    return shown.inquiry.scoreboard


def choose_plan(shown: Shown) -> None:
    """The plan itself, or an earlier one with its results."""
    atlas = shown.atlas
    titles = {each: plan_name(atlas, each) for each in shown.choices.boards}
    if len(titles) > 1:
        st.segmented_control(
            shown.say("plan"),
            list(titles),
            format_func=lambda each: safe.for_markdown(titles[each]),
            label_visibility="collapsed",
            **bound("scoreboard"),
        )


def say_standing(every: Sequence[Entry], shown: Shown) -> None:
    """How many quantities of the plan's table, and of all, have which conclusion."""
    say = shown.say
    parts = []
    named = ((say("indicators of the plan's table"), main_table(every)), (say("all quantities"), every))
    for name, chosen in (each for each in named if each[1]):
        counts = pd.Series([entry.progress.conclusion for entry in chosen]).value_counts()
        told = " · ".join(
            # No sign is left alone at the end of a line.
            f"{SIGNS[each]}\N{NO-BREAK SPACE}{say(f'conclusion {each}')} {counts[each]}"
            for each in CONCLUSIONS
            if counts.get(each)
        )
        parts.append(f"**{counted(name, len(chosen), say)}** {told}")
    st.markdown("  \n".join(parts))
    dated = say("A conclusion speaks for its date, from what is known by {date}; missing numbers lead to none.")
    st.caption(safe.for_markdown(dated.format(date=full_date(shown.question.as_of, say))))


def show_table(chosen: Sequence[Entry], shown: Shown, name: str) -> None:
    """A table of quantities; a row opens its quantity."""
    say = shown.say
    called, table, numbers = say("column quantity"), board_table(chosen, shown), board_numbers(chosen, shown)
    # What stays in sight while the others pass is what a row is called: nobody knows a quantity by its number.
    order = sorted(table.columns, key=lambda each: each != called)
    ids = [entry.id for entry in chosen]
    # The sign of the conclusion stays in sight on a telephone; the whole name stands in the dialog.
    widths = {called: QUANTITY_PX, say("column target"): TARGET_PX}
    board_id, title = shown.question.scoreboard, say("plan indicators")
    made = {
        "numbers": numbers[order],
        "more": {say("plan"): shown.atlas.world.title(plan_of(shown.atlas, board_id).about)},
    }
    look = {"tallest": 660, "widths": widths, "kinds": {say("column number"): "code"}, "about": _about(say)}
    linked.table(table[order], ids, f"board-{name}-{board_id}", title, shown, open_card, **made, **look)


def _about(say: Say) -> list[str]:
    """What a quantity is looked up for."""
    return [say("column conclusion"), say("column latest")]


def show_rest(every: Sequence[Entry], shown: Shown) -> None:
    """All quantities, to be filtered by chapter, box and conclusion."""
    st.markdown(f"## {shown.say('every quantity of the plan')}")
    chosen = _filtered(every, shown)
    if not chosen:
        st.info(shown.say("No quantity of the plan is of this sort."))
        return
    _show_counts(chosen, shown)
    show_table(chosen, shown, "all")


def _filtered(every: Sequence[Entry], shown: Shown) -> list[Entry]:
    """The quantities of the chosen chapter, box and conclusion."""
    say = shown.say
    by_chapter, by_box, by_conclusion = st.columns(3)
    chapters = {entry.chapter: shown.atlas.world.title(entry.clause, "chapter") for entry in every if entry.chapter}
    boxes = sorted({entry.box for entry in every if entry.box is not None})
    chapter = by_chapter.selectbox(
        say("chapter"), ["", *chapters], format_func=lambda each: chapters.get(each) or say("all chapters")
    )
    box = by_box.selectbox(
        say("box"), [0, *boxes], format_func=lambda each: say("box {n}").format(n=each) if each else say("all boxes")
    )
    conclusion = by_conclusion.selectbox(
        say("conclusion"),
        ["", *CONCLUSIONS],
        format_func=lambda each: say(f"conclusion {each}") if each else say("all conclusions"),
    )
    return [
        entry
        for entry in every
        if chapter in ("", entry.chapter) and box in (0, entry.box) and conclusion in ("", entry.progress.conclusion)
    ]


def _show_counts(chosen: Sequence[Entry], shown: Shown) -> None:
    """How many quantities have come to which conclusion."""
    say = shown.say
    counts = pd.Series([entry.progress.conclusion for entry in chosen]).value_counts()
    rows = pd.DataFrame(
        [
            {"label": f"{SIGNS[each]} {say(f'conclusion {each}')}", "n": int(counts[each])}
            for each in CONCLUSIONS
            if counts.get(each)
        ]
    )
    charts.show_chart(charts.conclusions(rows, say("quantities")), alt=say("quantities by conclusion"))


def show_entry(entry: Entry, shown: Shown) -> None:
    """One quantity in full: numbers, conclusion with inputs and method, clause, conflict, sources, its layers."""
    say = shown.say
    title = shown.atlas.world.title(entry.declared, "item")

    @st.dialog(safe.for_markdown(title), width="large", on_dismiss=_dismissed)
    def dialog() -> None:
        row = pd.DataFrame([quantity_row(entry, shown)]).rename(columns=lambda name: say(f"column {name}"))
        tables.show_table(row, f"quantity-{entry.id}", title, shown, about=_about(say))
        conflict = text_of(entry.declared, "conflict", shown)
        if conflict:
            st.warning(safe.for_markdown(labelled(say("conflict in the text"), conflict, say)), icon=":material/error:")
        st.markdown(
            f"**{say('how the conclusion was reached')}** {safe.for_markdown(say(f'method {entry.progress.method}'))}"
        )
        if entry.progress.inputs:
            name = say("how the conclusion was reached")
            tables.show_table(inputs_table(entry, say), f"inputs-{entry.id}", labelled(title, name, say), shown)
        for text in (entry.outcome.get("method_zh"), entry.outcome.get("notes"), entry.declared.get("notes")):
            if text:
                st.caption(safe.for_markdown(text))
        _beside(entry, shown)
        _clause(entry, shown)
        _layers(entry, shown)
        rows = (entry.outcome, entry.bound, *entry.context)
        _sources(rows, shown)
        with st.expander(say("this is wrong"), icon=":material/edit:", key="correct-outcome", on_change="rerun") as it:
            if it.open:
                correct(shown, "outcomes", [str(row["id"]) for row in rows if row], begin={"target": entry.id})

    dialog()


def _sources(rows: Sequence[Mapping[str, Any]], shown: Shown) -> None:
    named = dict.fromkeys(each for row in rows for each in sources_of(row))
    sources = [each for each in named if each in shown.atlas.sources]
    if sources:
        st.markdown(f"**{shown.say('sources')}**")
        st.markdown("\n".join(f"- {source_line(shown.atlas.sources[each])}" for each in sources))
        say_recorded(shown)


def _beside(entry: Entry, shown: Shown) -> None:
    """A lower bound that proves nothing, and what is no result of the quantity: both said for what they are."""
    say = shown.say
    lines = [f"- {say('lower bound, proves nothing here')}{EM_SPACE}{_line(entry.bound)}"] if entry.bound else []
    lines += [f"- {say('for comparison, no result')}{EM_SPACE}{_line(row)}" for row in entry.context]
    if lines:
        st.markdown("\n".join(lines))


def _line(row: Mapping[str, Any]) -> str:
    told = (row["title_zh"], row["value_text"], row["date"], row["notes"])
    return safe.for_markdown(" · ".join(str(each) for each in told if each))


def inputs_table(entry: Entry, say: Say) -> pd.DataFrame:
    """Every input of the conclusion, by name, as it was used."""
    rows = [
        {"input": say(f"input {name}"), "value": _input(name, value, say)}
        for name, value in entry.progress.inputs.items()
    ]
    return pd.DataFrame(rows).rename(columns=lambda name: say(f"column {name}"))


def _input(name: str, value: float | str, say: Say) -> str:
    if name == "bound":
        return say("at least so much")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _clause(entry: Entry, shown: Shown) -> None:
    clause = entry.clause
    if not clause:
        return
    place = place_in_plan(clause, shown)
    st.markdown(f"**{shown.say('clause of the plan')}**{EM_SPACE}{safe.for_markdown(place)}")
    st.markdown("> " + safe.for_markdown(clause["text_zh"]))
    say_quoted(shown)


def _layers(entry: Entry, shown: Shown) -> None:
    declared = list(entry.declared.get("layers", ()))
    if not declared:
        return
    titles = {each.id: shown.say(each.title) for each in all_layers()}
    label = shown.say("show its layers on the map: {layers}").format(
        layers=listed([titles[each] for each in declared], shown.say)
    )
    # A dialog reruns alone; to close it and move the map the whole page must run.
    if st.button(safe.for_markdown(label), icon=":material/layers:"):
        _show_layers(tuple(declared))
        st.rerun()


def _dismissed() -> None:
    """The dialog is closed: no card is open, and no row stays ticked for it."""
    open_card("")
    linked.forget()


def _show_layers(wanted: tuple[str, ...]) -> None:
    exclusive = {each.id for each in all_layers() if each.exclusive}
    shading = next((each for each in wanted if each in exclusive), "")
    if shading:
        shade(shading, also=wanted)
    else:
        add_layers(wanted)
    open_card("")
