"""The form of the siting page: four plain questions, their numbers, and conditions for those who want them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from atlas import site_tables
from atlas.question.question import site_form
from atlas.siting import ground as siting
from atlas.siting.question import AIMS, LIMITS_S, MOST_SITES, QUESTIONS, SETS, SiteForm, to_text
from atlas.siting.search import Loaded, Memory, question_of
from atlas.told import Note, ToldError
from layers import safe
from ui import controls
from ui.reach_view import radius_slider
from ui.shown import Shown

TABLES = ["csv", "xlsx", "xls", "txt"]
SHARES = tuple(range(50, 101, 5))


def memory() -> Memory:
    """What this session knows of its questions of siting."""
    found: Memory = st.session_state.setdefault("siting", Memory())
    return found


def choose(form: SiteForm, shown: Shown) -> None:
    """The question and its numbers."""
    say = shown.say
    st.radio(
        say("what shall be found?"),
        QUESTIONS,
        format_func=lambda each: say(f"siting {each}"),
        captions=[say(f"siting {each} explained") for each in QUESTIONS],
        **_bound("question", form),
    )
    if form.question == "most":
        st.number_input(say("new centres"), 1, MOST_SITES, **_bound("p", form))
    elif form.question == "frontier":
        st.number_input(say("up to so many new centres"), 2, MOST_SITES, **_bound("most", form))
    elif form.question == "rule":
        _rule(form, shown)
    else:
        st.radio(say("aim"), AIMS, format_func=lambda each: say(f"aim {each}"), **_bound("aim", form))
        if form.aim != "lscp":
            st.number_input(say("new centres"), 1, MOST_SITES, **_bound("p", form))
    if form.problem in ("mclp", "rule", "lscp"):
        radius_slider(shown)
    with st.expander(say("conditions")):
        _conditions(form, shown)


def _rule(form: SiteForm, shown: Shown) -> None:
    say, known = shown.say, shown.known
    prefectures, share = st.columns(2)
    with prefectures:
        st.number_input(say("prefectures, at least"), 1, len(known.prefectures), **_bound("k", form))
    with share:
        shares = sorted({*SHARES, form.share})
        st.selectbox(
            say("share of their residents in reach"),
            shares,
            format_func=lambda each: f"{each}%",
            **_bound("share", form),
        )
    zones = [zone["id"] for zone in known.world.zones if zone["group"] == "partition"]
    for column, zone in zip(st.columns(len(zones) or 1), zones, strict=False):
        with column:
            st.number_input(
                say("of them in {zone}").format(zone=known.name_of(zone)),
                0,
                len(known.members(zone)),
                **_bound_part("floors", zone, form),
            )


def _conditions(form: SiteForm, shown: Shown) -> None:
    say, known, loaded = shown.say, shown.known, memory().loaded
    st.selectbox(
        say("candidates"),
        [each for each in SETS if each != "own" or loaded.candidates is not None or form.sites == "own"],
        format_func=lambda each: say(f"candidates {each}") + (loaded.candidates_name if each == "own" else ""),
        help=say(
            "Seats of the county-level units are approximate; some are recalled and unverified. See the data page."
        ),
        **_bound("sites", form),
    )
    clause = known.plan.clauses.get(known.plan.about.get("siting_clause", ""), {}).get("text_zh", "")
    if clause:
        st.caption(safe.for_markdown(say("The plan: {quote}").format(quote=clause)))
    st.file_uploader(
        say("candidates of your own, such as parks (Excel or CSV: id, lon, lat, name; WGS-84)"),
        type=TABLES,
        key="widget-siting-candidates-file",
        on_change=_load,
        args=("candidates", form, shown),
    )
    _say_notes(loaded.candidates_notes if form.sites == "own" else (), shown)
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
    if not (form.sites == "own" and loaded.candidates is None):
        _locks(form, shown, loaded)
    if form.problem == "mclp":
        regions = [*shown.choices.zones, *shown.choices.prefectures]
        st.multiselect(
            say("regions with a least share in reach"),
            regions,
            format_func=known.name_of,
            placeholder=say("none"),
            select_all=False,
            **_bound("fair", form),
        )
        if form.fair:
            st.slider(say("least share in reach (%)"), 1, 100, **_bound("fair_share", form))
    _quotas(form, shown)
    st.caption(say("Weights: residents of 2020, a proxy for the demand for protection."))
    st.file_uploader(
        say("weights of your own by county (Excel or CSV: adcode, weight)"),
        type=TABLES,
        key="widget-siting-weights-file",
        on_change=_load,
        args=("weights", form, shown),
    )
    _say_notes(loaded.weights_notes if form.own_weights else (), shown)
    if loaded.weights:
        st.toggle(say("use {name}").format(name=loaded.weights_name), **_bound("own_weights", form))
    st.segmented_control(
        say("time to search"), LIMITS_S, format_func=lambda each: say("{n} s").format(n=each), **_bound("limit_s", form)
    )


def _locks(form: SiteForm, shown: Shown, loaded: Loaded) -> None:
    say, known = shown.say, shown.known
    rows = siting.candidates_of(known, question_of(form, shown.asked, loaded))
    names = {
        str(row.id): f"{row.name} · {known.name_of(str(row.prefecture))}"
        for row in rows.rename_axis(None).itertuples(index=False)
    }
    for name, title in (("lock", say("locked in: must be chosen")), ("ban", say("locked out: must not be chosen"))):
        chosen = [each for each in getattr(form, name) if each not in names]
        st.multiselect(
            title,
            [*names, *chosen],
            format_func=lambda each: names.get(each, each),
            placeholder=say("none"),
            select_all=False,
            **_bound(name, form),
        )


def _quotas(form: SiteForm, shown: Shown) -> None:
    """At least and at most so many new centres of one prefecture: the plan or a budget may say so."""
    say, known = shown.say, shown.known
    st.multiselect(
        say("prefectures with a limit of new centres"),
        shown.choices.prefectures,
        format_func=known.name_of,
        placeholder=say("none"),
        select_all=False,
        key="widget-siting-quotas",
        default=None,
        on_change=_take_quotas,
        args=(form, shown),
        **_remembered("widget-siting-quotas", sorted(form.least.keys() | form.up_to.keys())),
    )
    for each in sorted(form.least.keys() | form.up_to.keys()):
        least, most = st.columns(2)
        name = known.name_of(each)
        with least:
            st.number_input(
                say("{name}, at least").format(name=name), 0, MOST_SITES, **_bound_part("least", each, form)
            )
        with most:
            st.number_input(say("{name}, at most").format(name=name), 0, MOST_SITES, **_bound_part("up_to", each, form))


def _remembered(key: str, value: Any) -> dict[str, Any]:
    st.session_state[key] = value
    return {}


def ask(form: SiteForm, shown: Shown, **changes: Any) -> None:
    """Ask another question of the form."""
    controls.ask(siting=to_text(form.with_changes(**changes), shown.choices.site_form))


def _bound(name: str, form: SiteForm) -> dict[str, Any]:
    """Key and callback that tie a widget to one part of the form, whoever said it: link, table, map."""
    key, value = f"widget-siting-{name}", getattr(form, name)
    st.session_state[key] = list(value) if isinstance(value, tuple) else value
    return {"key": key, "on_change": _take, "args": (name, key, lambda value: value)}


def _bound_part(name: str, part: str, form: SiteForm) -> dict[str, Any]:
    """The same for one entry of a part that holds several."""
    key, held = f"widget-siting-{name}-{part}", dict(getattr(form, name))
    st.session_state[key] = held.get(part, 0)
    return {"key": key, "on_change": _take, "args": (name, key, lambda value: held | {part: value})}


def _take(name: str, key: str, read: Callable[[Any], Any]) -> None:
    value = st.session_state[key]
    if value is None:
        return
    shown: Shown = st.session_state["shown"]
    taken = read(tuple(value) if isinstance(value, list) else value)
    if isinstance(taken, Mapping) and name == "floors":
        taken = {each: number for each, number in taken.items() if number}
    ask(site_form(st.session_state["question"], shown.choices), shown, **{name: taken})


def _take_quotas(form: SiteForm, shown: Shown) -> None:
    chosen = st.session_state["widget-siting-quotas"]
    least = {each: form.least.get(each, 0) for each in chosen}
    ask(form, shown, least=least, up_to={each: form.up_to.get(each, 1) for each in chosen})


def _say_notes(notes: Sequence[Note], shown: Shown) -> None:
    for note in notes:
        st.warning(safe.for_markdown(note.told(shown.say)), icon=":material/rule:")


def _load(what: str, form: SiteForm, shown: Shown) -> None:
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
            ask(form, shown, sites="own", lock=(), ban=())
        else:
            weights = site_tables.weights(file.getvalue(), file.name)
            held.loaded = replace(
                held.loaded, weights=weights.value, weights_name=file.name, weights_notes=weights.notes
            )
            ask(form, shown, own_weights=True)
    except ToldError as error:
        held.refused = error.told(shown.say)
    else:
        held.refused = ""
