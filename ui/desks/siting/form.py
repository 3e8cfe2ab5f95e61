"""The form of the siting page: four plain questions, their numbers, and conditions for those who want them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import streamlit as st

from atlas.faults import FaultError, Note
from atlas.siting import tables
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
    SitingChoices,
    SitingQuestion,
)
from atlas.weights import weight_of
from atlas.words import labelled
from layers import safe
from ui.parts.own_file import ask_for_file
from ui.parts.radius import radius_and_way, way_choice
from ui.parts.searches import memory
from ui.parts.shown import Shown
from ui.parts.unfolded import unfolded_below
from ui.parts.weight import weight_choice
from ui.session.present import present_question
from ui.session.question import bound, change_question

# What may be chosen, for the callbacks of the widgets.
CHOICES = "siting-choices"
TABLES = ["csv", "xlsx", "xls", "txt"]
SHARES = tuple(Fraction(number, 100) for number in range(50, 101, 5))


def choose(siting: SitingQuestion, shown: Shown) -> None:
    """The question and its numbers."""
    say = shown.say
    st.session_state[CHOICES] = shown.choices.siting
    st.radio(
        say("what shall be found?"),
        QUESTIONS,
        format_func=lambda each: safe.for_markdown(_asked(each, shown)),
        captions=[say(f"siting {each} explained") for each in QUESTIONS],
        **_bound("question", siting),
    )
    if siting.question == "most":
        st.number_input(say("new centres"), 1, MOST_SITES, **_bound("p", siting))
    elif siting.question == "frontier":
        st.number_input(say("up to so many new centres"), 2, MOST_SITES, **_bound("most", siting))
    elif siting.question == "rule":
        _rule(siting, shown)
    else:
        st.radio(say("aim"), AIMS, format_func=lambda each: say(f"aim {each}"), **_bound("aim", siting))
        if siting.aim != "lscp":
            st.number_input(say("new centres"), 1, MOST_SITES, **_bound("p", siting))
    if siting.problem in ("mclp", "rule", "lscp"):
        radius_and_way(shown)
    else:
        way_choice(shown)
    if siting.problem == "rule":
        st.caption(say("The plan's rule speaks of residents: it takes no other weight."))
    else:
        weight_choice(shown)
    name = memory().loaded.candidates_name if siting.sites == OWN else ""
    st.caption(safe.for_markdown(labelled(say("candidates"), say(f"candidates {siting.sites}") + name, say)))
    with unfolded_below(say("conditions"), "siting-conditions") as is_open:
        if is_open:
            _conditions(siting, shown)


def _asked(which: str, shown: Shown) -> str:
    """What is looked for, in words that fit what is weighed."""
    say = shown.say
    by_weight = which == "most" and weight_of(shown.atlas, shown.question).modelled
    return say("siting most, by weight") if by_weight else say(f"siting {which}")


def _rule(siting: SitingQuestion, shown: Shown) -> None:
    say, atlas = shown.say, shown.atlas
    prefectures, share = st.columns(2)
    with prefectures:
        st.number_input(say("prefectures, at least"), 1, len(atlas.prefectures), **_bound("k", siting))
    with share:
        shares = sorted({*SHARES, siting.share})
        st.selectbox(
            say("share of their residents in reach"),
            shares,
            format_func=lambda each: f"{float(each * 100):.4g}%",
            **_bound("share", siting),
        )
    zones = [zone["id"] for zone in atlas.world.zones if zone["group"] == "partition"]
    for column, zone in zip(st.columns(len(zones) or 1), zones, strict=False):
        with column:
            st.number_input(
                safe.for_markdown(say("of them in {zone}").format(zone=atlas.name_of(zone))),
                0,
                len(atlas.members(zone)),
                **_bound_part("floors", zone, siting),
            )


def _conditions(siting: SitingQuestion, shown: Shown) -> None:
    loaded = memory().loaded
    _candidates(siting, shown, loaded)
    _bodies_there(shown)
    if not (siting.sites == OWN and loaded.candidates is None):
        _locks(siting, shown, loaded)
    if siting.problem == "mclp":
        _fair(siting, shown)
    _quotas(siting, shown)
    _weights(siting, shown, loaded)
    st.segmented_control(
        shown.say("time to search"),
        LIMITS_S,
        format_func=lambda each: shown.say("{n} s").format(n=each),
        **_bound("limit_s", siting),
    )


def _candidates(siting: SitingQuestion, shown: Shown, loaded: Loaded) -> None:
    """Where a centre may stand: a set of ours with the plan's own words on it, or a table of the reader's."""
    say, atlas = shown.say, shown.atlas
    st.selectbox(
        say("candidates"),
        [each for each in SETS if each != OWN or loaded.candidates is not None or siting.sites == OWN],
        format_func=lambda each: say(f"candidates {each}") + (loaded.candidates_name if each == OWN else ""),
        help=say(
            "Parks and clusters are where the plan wants centres; most stand at the seat of their town or county, and "
            "those at one place are one choice. Seats are approximate; all were checked, five without result. See the "
            "data page."
        ),
        **_bound("sites", siting),
    )
    clause: Mapping[str, Any] = atlas.plan.clauses.get(atlas.plan.about.get("siting_clause", ""), {})
    if clause.get("text_zh"):
        st.caption(safe.for_markdown(say("The plan: {quote}").format(quote=clause["text_zh"])))
    own = say("candidates of your own, such as parks (Excel or CSV: id, lon, lat, name; WGS-84)")
    _own_table("candidates", own, siting, shown)
    _say_notes(loaded.candidates_notes if siting.sites == OWN else (), shown)


def _bodies_there(shown: Shown) -> None:
    """Which bodies already serve whom."""
    say = shown.say
    st.toggle(
        say("ignore borders"),
        help=say(
            "By jurisdiction a municipal body serves its own prefecture only; the provincial one serves everybody."
        ),
        **bound("ignore_borders"),
    )
    st.multiselect(
        say("kinds of bodies that are there"),
        shown.choices.kinds,
        format_func=say,
        select_all=False,
        **bound("kinds"),
    )


def _weights(siting: SitingQuestion, shown: Shown, loaded: Loaded) -> None:
    """Whom a centre is to serve: residents at their places, or weights of the reader's own."""
    say = shown.say
    st.selectbox(
        say("where residents are counted"),
        DEMANDS,
        format_func=lambda each: say(f"demand {each}"),
        **_bound("demand", siting),
    )
    _own_table("weights", say("weights of your own by county (Excel or CSV: adcode, weight)"), siting, shown)
    _say_notes(loaded.weights_notes if siting.own_weights else (), shown)
    if loaded.weights:
        name = safe.for_markdown(loaded.weights_name)
        st.toggle(say("use {name}").format(name=name), **_bound("own_weights", siting))


def _own_table(what: str, title: str, siting: SitingQuestion, shown: Shown) -> None:
    key, arguments = f"widget-siting-{what}-file", (what, siting, shown)
    ask_for_file(title, TABLES, shown.say, key=key, on_change=_load, args=arguments)


def _locks(siting: SitingQuestion, shown: Shown, loaded: Loaded) -> None:
    say, atlas = shown.say, shown.atlas
    rows = candidates_of(atlas, siting, loaded)
    names = {
        str(row.id): f"{row.name} · {atlas.name_of(str(row.prefecture))}"
        for row in rows.rename_axis(None).itertuples(index=False)
    }
    for name, title in (("lock", say("locked in: must be chosen")), ("ban", say("locked out: must not be chosen"))):
        chosen = [each for each in getattr(siting, name) if each not in names]
        st.multiselect(
            title,
            [*names, *chosen],
            format_func=lambda each: names.get(each, each),
            placeholder=say("none"),
            select_all=False,
            **_bound(name, siting),
        )


def _fair(siting: SitingQuestion, shown: Shown) -> None:
    """Regions of which a least share must be in reach, each with its own."""
    say, atlas = shown.say, shown.atlas
    st.multiselect(
        say("regions with a least share in reach"),
        shown.choices.siting.regions,
        format_func=atlas.name_of,
        placeholder=say("none"),
        select_all=False,
        **_bound_regions("fair", siting.fair, lambda chosen: {"fair": _with(siting.fair, chosen, USUAL_FAIR)}),
    )
    for each in siting.fair:
        st.slider(
            safe.for_markdown(say("{name}, least share in reach (%)").format(name=atlas.name_of(each))),
            1,
            100,
            **_bound_part("fair", each, siting, told=_per_cent, read=lambda number: Fraction(number, 100)),
        )


def _quotas(siting: SitingQuestion, shown: Shown) -> None:
    """At least and at most so many new centres of one prefecture: the plan or a budget may say so."""
    say, atlas = shown.say, shown.atlas
    st.multiselect(
        say("prefectures with a limit of new centres"),
        shown.choices.prefectures,
        format_func=atlas.name_of,
        placeholder=say("none"),
        select_all=False,
        **_bound_regions("quotas", siting.quotas, lambda chosen: _limits(siting, chosen)),
    )
    for each in siting.quotas:
        least, most = st.columns(2)
        name = safe.for_markdown(atlas.name_of(each))
        with least:
            st.number_input(
                say("{name}, at least").format(name=name), 0, MOST_SITES, **_bound_part("least", each, siting)
            )
        with most:
            st.number_input(
                say("{name}, at most").format(name=name), 0, MOST_SITES, **_bound_part("up_to", each, siting)
            )


def change_form(siting: SitingQuestion, shown: Shown, **changes: Any) -> None:
    """Ask another question."""
    change_question(siting=shown.choices.siting.write(siting.with_changes(**changes)))


def _bound(name: str, siting: SitingQuestion) -> dict[str, Any]:
    """Key and callback that tie a widget to one part of the question, whoever said it: link, table, map."""
    key, value = f"widget-siting-{name}", getattr(siting, name)
    st.session_state[key] = list(value) if isinstance(value, tuple) else value
    return {"key": key, "on_change": _take, "args": (key, lambda taken: {name: taken})}


def _bound_part(
    name: str,
    part: str,
    siting: SitingQuestion,
    told: Callable[[Any], Any] = int,
    read: Callable[[Any], Any] = int,
) -> dict[str, Any]:
    """The same for one entry of a part that holds several. told, read  between the entry and what the widget shows"""
    key, held = f"widget-siting-{name}-{part}", dict(getattr(siting, name))
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
    choices: SitingChoices = st.session_state[CHOICES]
    siting = choices.read(present_question().siting)[0]
    changes = changed(tuple(value) if isinstance(value, list) else value)
    change_question(siting=choices.write(siting.with_changes(**changes)))


def _kept(name: str, entries: Mapping[str, Any]) -> Mapping[str, Any]:
    """A floor of none is no floor."""
    return {each: value for each, value in entries.items() if value or name != "floors"}


def _with(held: Mapping[str, Any], chosen: tuple[str, ...], usual: Any) -> dict[str, Any]:
    return {each: held.get(each, usual) for each in chosen}


def _limits(siting: SitingQuestion, chosen: tuple[str, ...]) -> dict[str, Any]:
    return {"least": _with(siting.least, chosen, 0), "up_to": _with(siting.up_to, chosen, 1)}


def _per_cent(share: Fraction) -> int:
    return round(share * 100)


def _say_notes(notes: Sequence[Note], shown: Shown) -> None:
    for note in notes:
        st.warning(safe.for_markdown(note.sentence(shown.say)), icon=":material/rule:")


def _load(what: str, siting: SitingQuestion, shown: Shown) -> None:
    """Read a file the reader chose; what cannot be used is said in one sentence and changes nothing."""
    file, held = st.session_state[f"widget-siting-{what}-file"], memory()
    if file is None:
        return
    try:
        if what == "candidates":
            rows = tables.candidates(file.getvalue(), file.name, shown.atlas.world)
            held.loaded = replace(
                held.loaded, candidates=rows.value, candidates_name=file.name, candidates_notes=rows.notes
            )
            change_form(siting, shown, sites=OWN, lock=(), ban=())
        else:
            weights = tables.weights(file.getvalue(), file.name, shown.atlas.world)
            held.loaded = replace(
                held.loaded, weights=weights.value, weights_name=file.name, weights_notes=weights.notes
            )
            change_form(siting, shown, own_weights=True)
    except FaultError as error:
        held.refused = error.sentence(shown.say)
    else:
        held.refused = ""
