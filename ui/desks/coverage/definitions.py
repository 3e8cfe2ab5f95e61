"""The ledger of definitions on the page: choose one and the map is painted by it; what differs is said; records can be
taken as wrong or confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import pandas as pd
import streamlit as st

from atlas.headline import supposed_degrees
from atlas.ledger import Row, access_note
from atlas.ledger_told import difference_sentences as told_differences
from atlas.plan import access_ids
from atlas.supposing import STATES, states_told
from atlas.turned import shows_difference
from atlas.verdicts import verdict_text
from atlas.words import Say, counted
from documents.readable import record_names
from documents.tables.ledger import ledger_table, rows
from geo.scenario import NEW_ID
from layers import safe
from layers.headings import bracketed
from ui.parts import tables
from ui.parts.shown import Shown
from ui.session.present import present_question
from ui.session.question import bound, change_question, shade


def choose_definition(ledger: Sequence[Row], shown: Shown) -> None:
    """All definitions that have a result, each with its three numbers and verdict on the records, and what is supposed
    beside them; the chosen one paints the map.
    """
    real = {row.id: _caption(row, shown.say) for row in rows(shown.real)}
    say, told = shown.say, {row.id: row for row in ledger if row.result is not None}
    st.markdown(f"## {say('definitions side by side')}")
    st.session_state["widget-ledger"] = chosen_definition(shown)
    st.radio(
        say("definition that paints the map"),
        list(told),
        format_func=lambda row: safe.for_markdown(shown.atlas.world.title(told[row].about)),
        captions=[safe.for_markdown(real[row.id] + _supposed_caption(row, shown)) for row in told.values()],
        key="widget-ledger",
        on_change=_paint,
        args=({row.id: row.rule for row in told.values()},),
        label_visibility="collapsed",
    )
    if access_ids(shown.atlas.plan) and (note := access_note(shown.question, say)):
        st.caption(safe.for_markdown(note))


def chosen_definition(shown: Shown) -> str:
    """The definition that paints the map: the access one while its layer is on, else the one of bodies."""
    return (
        shown.question.access
        if "access" in shown.question.layers and shown.question.access
        else shown.question.definition
    )


def difference_sentences(shown: Shown) -> list[str]:
    """One sentence each when verdicts differ, and when prefectures change places between definitions."""
    return shown.once("differences", lambda: told_differences(shown.inquiry))


def say_states(ledger: Sequence[Row], shown: Shown) -> None:
    """The prefectures by state under the chosen definition, by name: a planner's first question. What only suppositions
    lead to stands in groups of its own.
    """
    say, chosen = shown.say, chosen_definition(shown)
    row = next(each for each in ledger if each.id == chosen)
    if row.result is None:
        return
    for state, states in _by_state(row, shown):
        names = [shown.atlas.name_of(adcode) for adcode in states.index[states == state]]
        if names:
            title = counted(say(f"state {row.rule} {state}"), len(names), say)
            st.markdown(f"**{title}** {safe.for_markdown(' '.join(names))}")
    for sentence in difference_sentences(shown):
        st.warning(safe.for_markdown(sentence), icon=":material/compare_arrows:")


def _by_state(row: Row, shown: Shown) -> list[tuple[str, pd.Series]]:
    """Each state with the states of all prefectures that it is looked for in: the records', then what is supposed."""
    real = next(each.result for each in rows(shown.real) if each.id == row.id)
    if real is None or row.result is None:
        return []
    recorded = [(state, real.per_prefecture) for state in ("certain", "best", "possible", "none")]
    if not shown.question.supposes:
        return recorded
    told = states_told(shown.atlas, shown.question, real, row.result)
    return [*recorded, *((state, told) for state in dict.fromkeys(STATES.values()))]


def show_ledger(ledger: Sequence[Row], shown: Shown) -> None:
    """The whole ledger as a table, those without data included, and what the chosen definition says in words."""
    say = shown.say
    about = [say("column best"), say("column verdict")]
    tables.show_table(ledger_table(ledger, shown), "ledger", say("definitions side by side"), shown, about=about)
    st.caption(say("Definitions of bodies and definitions of people are never mixed in one figure."))


def show_what_if(ledger: Sequence[Row], shown: Shown) -> None:
    """Take records as wrong, or believed ones as confirmed: everything is counted anew, no data changes."""
    say, bodies = shown.say, shown.atlas.world["bodies"]
    names = record_names(shown)
    counted = sorted({record for row in ledger for record in _records_of(row)} | set(shown.view.reached.bodies["id"]))
    doubtful = bodies[
        (bodies["record_type"] == "body")
        & (
            bodies["evidence"].isin(["B", "C"])
            | (bodies["approved_bound"].eq("unknown") & bodies["operating_bound"].eq("unknown"))
        )
    ]
    real = rows(shown.real)
    pivotal = set(chain.from_iterable(row.result.pivotal for row in real if row.result is not None))
    st.markdown(f"## {say('what if a record were wrong, or a believed one confirmed?')}")
    left, right = st.columns(2)
    left.multiselect(
        say("take as wrong"),
        [each for each in [*counted, *shown.question.wrong] if each in names and not NEW_ID.fullmatch(each)],
        format_func=lambda each: f"{names[each]}{' · ' + say('pivotal') if each in pivotal else ''}",
        placeholder=say("choose records"),
        select_all=False,
        **bound("wrong"),
    )
    right.multiselect(
        say("take as confirmed"),
        [each for each in doubtful["id"] if each not in shown.question.wrong],
        format_func=lambda each: bracketed(names[each], bodies.set_index("id").at[each, "evidence"], say.language),
        placeholder=say("choose records"),
        select_all=False,
        **bound("confirmed"),
    )


def _records_of(row: Row) -> list[str]:
    found = getattr(row.result, "record_states", None)
    return list(found) if found else []


def _caption(row: Row, say: Say) -> str:
    result = row.result
    if result is None:
        return ""
    text = say("certain {certain} · best {best} · possible {possible} — needed {needed}: {verdict}")
    return text.format(
        certain=result.certain.count,
        best=result.best.count,
        possible=result.possible.count,
        needed=result.needed,
        verdict=verdict_text(result, "cell", say),
    )


def _supposed_caption(row: Row, shown: Shown) -> str:
    """What a definition would count under the suppositions; "" when nothing is supposed."""
    if row.result is None or not shown.question.supposes:
        return ""
    return f" · {supposed_degrees(row.result, shown.say)}"


def _paint(rules: dict[str, str]) -> None:
    chosen = st.session_state["widget-ledger"]
    if rules[chosen] == "access":
        change_question(access=chosen)
        shade("access")
    else:
        change_question(definition=chosen)
        if not shows_difference(present_question()):
            shade("coverage")
