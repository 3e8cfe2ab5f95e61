"""The form of the siting page: four plain questions, their numbers, and conditions for those who want them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import streamlit as st

from atlas import site_tables
from atlas.siting.ground import Loaded, candidates_of
from atlas.siting.question import (
    AIMS,
    DEMANDS,
    LIMITS_S,
    MOST_SITES,
    OWN,
    QUESTIONS,
    SETS,
    USUAL_FAIR,
    SitingQuestion,
)
from atlas.told import Note, ToldError
from layers import safe
from ui import controls
from ui.reach_view import radius_slider
from ui.shown import Shown
from ui.siting_memory import memory

TABLES = ["csv", "xlsx", "xls", "txt"]
SHARES = tuple(Fraction(number, 100) for number in range(50, 101, 5))


def choose(question: SitingQuestion, shown: Shown) -> None:
    """The question and its numbers."""
    say = shown.say
    st.radio(
        say("what shall be found?"),
        QUESTIONS,
        format_func=lambda each: say(f"siting {each}"),
        captions=[say(f"siting {each} explained") for each in QUESTIONS],
        **_bound("question", question),
    )
    if question.question == "most":
        st.number_input(say("new centres"), 1, MOST_SITES, **_bound("p", question))
    elif question.question == "frontier":
        st.number_input(say("up to so many new centres"), 2, MOST_SITES, **_bound("most", question))
    elif question.question == "rule":
        _rule(question, shown)
    else:
        st.radio(say("aim"), AIMS, format_func=lambda each: say(f"aim {each}"), **_bound("aim", question))
        if question.aim != "lscp":
            st.number_input(say("new centres"), 1, MOST_SITES, **_bound("p", question))
    if question.problem in ("mclp", "rule", "lscp"):
        radius_slider(shown)
    with st.expander(say("conditions")):
        _conditions(question, shown)


def _rule(question: SitingQuestion, shown: Shown) -> None:
    say, known = shown.say, shown.known
    prefectures, share = st.columns(2)
    with prefectures:
        st.number_input(say("prefectures, at least"), 1, len(known.prefectures), **_bound("k", question))
    with share:
        shares = sorted({*SHARES, question.share})
        st.selectbox(
            say("share of their residents in reach"),
            shares,
            format_func=lambda each: f"{float(each * 100):.4g}%",
            **_bound("share", question),
        )
    zones = [zone["id"] for zone in known.world.zones if zone["group"] == "partition"]
    for column, zone in zip(st.columns(len(zones) or 1), zones, strict=False):
        with column:
            st.number_input(
                say("of them in {zone}").format(zone=known.name_of(zone)),
                0,
                len(known.members(zone)),
                **_bound_part("floors", zone, question),
            )


def _conditions(question: SitingQuestion, shown: Shown) -> None:
    say, known, loaded = shown.say, shown.known, memory().loaded
    st.selectbox(
        say("candidates"),
        [each for each in SETS if each != OWN or loaded.candidates is not None or question.sites == OWN],
        format_func=lambda each: say(f"candidates {each}") + (loaded.candidates_name if each == OWN else ""),
        help=say(
            "Seats of the county-level units are approximate; some are recalled and unverified. See the data page."
        ),
        **_bound("sites", question),
    )
    clause = known.plan.clauses.get(known.plan.about.get("siting_clause", ""), {}).get("text_zh", "")
    if clause:
        st.caption(safe.for_markdown(say("The plan: {quote}").format(quote=clause)))
    st.file_uploader(
        say("candidates of your own, such as parks (Excel or CSV: id, lon, lat, name; WGS-84)"),
        type=TABLES,
        key="widget-siting-candidates-file",
        on_change=_load,
        args=("candidates", question, shown),
    )
    _say_notes(loaded.candidates_notes if question.sites == OWN else (), shown)
    st.toggle(
        say("ignore borders"),
        help=say(
            "By jurisdiction a municipal body serves its own prefecture only; the provincial one serves everybody."
        ),
        **controls.bound("ignore_borders"),
    )
    st.multiselect(
        say("kinds of bodies that are there"),
        shown.choices.kinds,
        format_func=say,
        select_all=False,
        **controls.bound("kinds"),
    )
    if not (question.sites == OWN and loaded.candidates is None):
        _locks(question, shown, loaded)
    if question.problem == "mclp":
        _fair(question, shown)
    _quotas(question, shown)
    st.selectbox(
        say("where residents are counted"),
        DEMANDS,
        format_func=lambda each: say(f"demand {each}"),
        **_bound("demand", question),
    )
    st.caption(say("Weights: residents of 2020, a proxy for the demand for protection."))
    st.file_uploader(
        say("weights of your own by county (Excel or CSV: adcode, weight)"),
        type=TABLES,
        key="widget-siting-weights-file",
        on_change=_load,
        args=("weights", question, shown),
    )
    _say_notes(loaded.weights_notes if question.own_weights else (), shown)
    if loaded.weights:
        st.toggle(
            say("use {name}").format(name=safe.for_markdown(loaded.weights_name)), **_bound("own_weights", question)
        )
    st.segmented_control(
        say("time to search"),
        LIMITS_S,
        format_func=lambda each: say("{n} s").format(n=each),
        **_bound("limit_s", question),
    )


def _locks(question: SitingQuestion, shown: Shown, loaded: Loaded) -> None:
    say, known = shown.say, shown.known
    rows = candidates_of(known, question, loaded)
    names = {
        str(row.id): f"{row.name} · {known.name_of(str(row.prefecture))}"
        for row in rows.rename_axis(None).itertuples(index=False)
    }
    for name, title in (("lock", say("locked in: must be chosen")), ("ban", say("locked out: must not be chosen"))):
        chosen = [each for each in getattr(question, name) if each not in names]
        st.multiselect(
            title,
            [*names, *chosen],
            format_func=lambda each: names.get(each, each),
            placeholder=say("none"),
            select_all=False,
            **_bound(name, question),
        )


def _fair(question: SitingQuestion, shown: Shown) -> None:
    """Regions of which a least share must be in reach, each with its own."""
    say, known = shown.say, shown.known
    st.multiselect(
        say("regions with a least share in reach"),
        shown.choices.siting.regions,
        format_func=known.name_of,
        placeholder=say("none"),
        select_all=False,
        **_bound_regions("fair", question.fair, lambda chosen: {"fair": _with(question.fair, chosen, USUAL_FAIR)}),
    )
    for each in question.fair:
        st.slider(
            say("{name}, least share in reach (%)").format(name=known.name_of(each)),
            1,
            100,
            **_bound_part("fair", each, question, told=_per_cent, read=lambda number: Fraction(number, 100)),
        )


def _quotas(question: SitingQuestion, shown: Shown) -> None:
    """At least and at most so many new centres of one prefecture: the plan or a budget may say so."""
    say, known = shown.say, shown.known
    st.multiselect(
        say("prefectures with a limit of new centres"),
        shown.choices.prefectures,
        format_func=known.name_of,
        placeholder=say("none"),
        select_all=False,
        **_bound_regions("quotas", question.quotas, lambda chosen: _limits(question, chosen)),
    )
    for each in question.quotas:
        least, most = st.columns(2)
        name = known.name_of(each)
        with least:
            st.number_input(
                say("{name}, at least").format(name=name), 0, MOST_SITES, **_bound_part("least", each, question)
            )
        with most:
            st.number_input(
                say("{name}, at most").format(name=name), 0, MOST_SITES, **_bound_part("up_to", each, question)
            )


def change_form(question: SitingQuestion, shown: Shown, **changes: Any) -> None:
    """Ask another question."""
    controls.ask(siting=shown.choices.siting.write(question.with_changes(**changes)))


def _bound(name: str, question: SitingQuestion) -> dict[str, Any]:
    """Key and callback that tie a widget to one part of the question, whoever said it: link, table, map."""
    key, value = f"widget-siting-{name}", getattr(question, name)
    st.session_state[key] = list(value) if isinstance(value, tuple) else value
    return {"key": key, "on_change": _take, "args": (key, lambda taken: {name: taken})}


def _bound_part(
    name: str,
    part: str,
    question: SitingQuestion,
    told: Callable[[Any], Any] = int,
    read: Callable[[Any], Any] = int,
) -> dict[str, Any]:
    """The same for one entry of a part that holds several. told, read  between the entry and what the widget shows"""
    key, held = f"widget-siting-{name}-{part}", dict(getattr(question, name))
    st.session_state[key] = told(held.get(part, 0))
    return {
        "key": key,
        "on_change": _take,
        "args": (key, lambda taken: {name: _kept(name, held | {part: read(taken)})}),
    }


def _bound_regions(
    name: str, held: Mapping[str, Any], changed: Callable[[tuple[str, ...]], Mapping[str, Any]]
) -> dict[str, Any]:
    """The same for the regions that a part speaks of."""
    key = f"widget-siting-{name}"
    st.session_state[key] = list(held)
    return {"key": key, "on_change": _take, "args": (key, changed)}


def _take(key: str, changed: Callable[[Any], Mapping[str, Any]]) -> None:
    value = st.session_state[key]
    if value is None:
        return
    shown: Shown = st.session_state["shown"]
    question = shown.choices.siting.read(st.session_state["question"].siting)[0]
    change_form(question, shown, **changed(tuple(value) if isinstance(value, list) else value))


def _kept(name: str, entries: Mapping[str, Any]) -> Mapping[str, Any]:
    """A floor of none is no floor."""
    return {each: value for each, value in entries.items() if value or name != "floors"}


def _with(held: Mapping[str, Any], chosen: tuple[str, ...], usual: Any) -> dict[str, Any]:
    return {each: held.get(each, usual) for each in chosen}


def _limits(question: SitingQuestion, chosen: tuple[str, ...]) -> dict[str, Any]:
    return {"least": _with(question.least, chosen, 0), "up_to": _with(question.up_to, chosen, 1)}


def _per_cent(share: Fraction) -> int:
    return round(share * 100)


def _say_notes(notes: Sequence[Note], shown: Shown) -> None:
    for note in notes:
        st.warning(safe.for_markdown(note.told(shown.say)), icon=":material/rule:")


def _load(what: str, question: SitingQuestion, shown: Shown) -> None:
    """Read a file the reader chose; what cannot be used is said in one sentence and changes nothing."""
    file, held = st.session_state[f"widget-siting-{what}-file"], memory()
    if file is None:
        return
    try:
        if what == "candidates":
            rows = site_tables.candidates(file.getvalue(), file.name)
            held.loaded = replace(
                held.loaded, candidates=rows.value, candidates_name=file.name, candidates_notes=rows.notes
            )
            change_form(question, shown, sites=OWN, lock=(), ban=())
        else:
            weights = site_tables.weights(file.getvalue(), file.name)
            held.loaded = replace(
                held.loaded, weights=weights.value, weights_name=file.name, weights_notes=weights.notes
            )
            change_form(question, shown, own_weights=True)
    except ToldError as error:
        held.refused = error.told(shown.say)
    else:
        held.refused = ""
