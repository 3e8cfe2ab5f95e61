"""Scenarios on the siting page: add, move, close or restage a body by map or list; before and after; keep, save, open.

A scenario is part of the question, so every page and every link speaks of it until it is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st

from atlas.records import records_for
from atlas.scenario.effect import PROVINCE, Effect, effect
from atlas.scenario.file import ScenarioFileError, as_file, open_saved, read_file
from atlas.scenario.reading import county_locator, scenario_of
from atlas.siting.adopted import additions
from atlas.siting.search import Found
from atlas.ways import in_unit
from atlas.words import counted
from data.limits import SCENARIO_BYTES
from documents.tables.supposed import changed_regions, changed_rules, regions_table, rules_table
from geo.scenario import MOST_CHANGES, STATUSES, Add, Change, Close, Move, Scenario, SetStatus
from geo.scenario_text import to_text
from layers import safe
from ui.parts import linked, tables
from ui.parts.own_file import ask_for_file
from ui.parts.shown import Shown
from ui.session import picking
from ui.session.question import bound, change_question, choose, take_scenario

PAGE = "siting"
ADDING, MOVING = "add", "move"


def show_scenario(shown: Shown) -> None:
    """The editor, and what the scenario changes."""
    say = shown.say
    _take_place(shown)
    st.markdown(f"## {say('what if bodies stood elsewhere?')}")
    text = say("Nothing here changes the data. The scenario is in the link; every page speaks of it until it is left.")
    st.caption(text)
    for sentence in st.session_state.pop("scenario-said", ()):
        st.warning(safe.for_markdown(sentence))
    edit, changes = st.columns([5, 7], gap="large")
    with edit:
        _edit(shown)
    with changes:
        _changes(shown)
    if shown.question.scenario:
        _before_and_after(shown)


def adopt(found: Found, shown: Shown) -> None:
    """Make the sites of an answer the scenario, after what is in it already."""
    kind, held = next(iter(shown.question.kinds), shown.choices.kinds[0]), _held(shown)
    added = additions(found, kind, _next(shown))
    _ask([*held, *added], shown, name=shown.question.scenario_name or shown.say("scenario of a search"))


def _edit(shown: Shown) -> None:
    say = shown.say
    bodies = _bodies(shown)
    action = st.segmented_control(
        say("change"),
        ["add", "move", "close", "status"],
        default="add",
        format_func=lambda each: say(f"scenario {each}"),
        key="scenario-action",
    )
    body, kind = "", ""
    if action == "add":
        kinds = list(shown.choices.kinds)
        kind = st.selectbox(say("kind"), kinds, format_func=say, key="scenario-kind") or kinds[0]
    elif action is not None:
        body = st.selectbox(say("body"), list(bodies), format_func=bodies.__getitem__, key="scenario-body") or ""
    if action in (ADDING, MOVING):
        _where(f"{ADDING} {kind}" if action == ADDING else f"{MOVING} {body}", shown)
    elif action == "close":
        change: dict[str, Any] = {"on_click": _close, "args": (body, shown), "disabled": not body}
        st.button(say("close it"), icon=":material/cancel:", key="scenario-close", **change)
    elif action == "status":
        status = st.radio(say("stage"), STATUSES, format_func=lambda each: say(f"stage {each}"), key="scenario-status")
        change = {"on_click": _set, "args": (body, status, shown), "disabled": not body}
        st.button(say("set it"), icon=":material/flag:", key="scenario-set", **change)


def _where(purpose: str, shown: Shown) -> None:
    """A point for a new or moved body: the seat of a county, or a click on the map."""
    say, atlas = shown.say, shown.atlas
    counties = dict(zip(atlas.world["counties"]["adcode"], atlas.world["counties"]["prefecture"], strict=True))
    names = {each: f"{atlas.name_of(each)} · {atlas.name_of(home)}" for each, home in counties.items()}
    county = st.selectbox(say("at the seat of"), list(names), format_func=names.__getitem__, key="scenario-county")
    at_seat, on_map = st.columns(2)
    there: dict[str, Any] = {"on_click": _at_seat, "args": (purpose, county, shown), "width": "stretch"}
    at_seat.button(say("make it there"), icon=":material/add_location:", key="scenario-at-seat", **there)
    if picking.purpose(PAGE):
        on_map.button(
            say("stop choosing"), icon=":material/close:", key="scenario-stop", on_click=picking.stop, width="stretch"
        )
    else:
        start: dict[str, Any] = {"on_click": picking.start, "args": (PAGE, purpose), "width": "stretch"}
        on_map.button(say("choose on the map"), icon=":material/ads_click:", key="scenario-pick", **start)


def _changes(shown: Shown) -> None:
    """Name and list of changes, undo, keep, save, open."""
    say, held = shown.say, _held(shown)
    st.text_input(say("name of the scenario"), max_chars=120, **bound("scenario_name"))
    st.markdown(f"**{counted(say('changes'), len(held), say)}**")
    for each in scenario_of(shown.atlas, shown.question).left_out:
        st.warning(safe.for_markdown(each.sentence(say)))
    if held:
        told = [safe.for_markdown(_told(each, shown)) for each in held]
        st.markdown("\n".join(f"{place}. {each}" for place, each in enumerate(told, 1)))
    else:
        st.caption(say("No change yet: add a centre, or take over the answer of a search."))
    _undo_or_keep(held, shown)
    kept: dict[str, str] = st.session_state.get("scenarios", {})
    if kept:
        st.selectbox(
            say("kept scenarios"),
            ["", *kept],
            format_func=lambda each: each or say("choose"),
            key="scenario-kept",
            on_change=_reopen,
        )
    ask_for_file(
        say("open a scenario file"),
        ["json"],
        say,
        key="scenario-file",
        on_change=_open,
        args=(shown,),
        most=SCENARIO_BYTES,
    )


def _undo_or_keep(held: Sequence[Change], shown: Shown) -> None:
    say = shown.say
    with st.container(horizontal=True):
        st.button(
            say("undo the last"),
            icon=":material/undo:",
            key="scenario-undo",
            on_click=_ask,
            args=(held[:-1], shown),
            disabled=not held,
        )
        st.button(
            say("keep for this session"),
            icon=":material/bookmark_add:",
            key="scenario-keep",
            on_click=_keep,
            args=(shown,),
            disabled=not held,
        )
        st.download_button(
            say("save as a file"),
            data=lambda: as_file(shown.atlas, shown.question),
            file_name="scenario.json",
            mime="application/json",
            icon=":material/save:",
            key="scenario-save",
            on_click="ignore",
            disabled=not held,
        )


def _before_and_after(shown: Shown) -> None:
    say, atlas = shown.say, shown.atlas
    found = shown.once("what if", lambda: effect(atlas, shown.question))
    whole = cast("pd.Series", found.regions.loc[PROVINCE])
    text, weight = (
        say("Residents within {km} km: {before:.1%} → {after:.1%} (supposed; {more:+,.0f} people)"),
        shown.view.reached.weight,
    )
    if weight.modelled:
        text = say("{what} within {km} km: {before:.1%} → {after:.1%} (supposed; {amount})")
    before, after, more = (whole[each] for each in ("share_before", "share_after", "covered_delta"))
    said = {"what": weight.what(say), "amount": weight.signed(more, say)}
    line = in_unit(shown.question, text, say).format(
        km=shown.question.radius_km, before=before, after=after, more=more, **said
    )
    st.markdown(f"**{safe.for_markdown(line)}**")
    _show_regions(found, shown)
    st.markdown(f"**{say('prefectures that count, by definition')}**")
    _show_rules(found, shown)


def _show_rules(found: Effect, shown: Shown) -> None:
    """The definitions whose numbers change; those that stay as they are, folded."""
    say, rules, changed = shown.say, rules_table(found, shown), changed_rules(found)
    title = say("prefectures that count, by definition")
    about = [say("column best"), say("column supposed_by_best_reading")]
    if any(changed):
        tables.show_table(rules[changed], "what-if-definitions", title, shown, about=about)
    same = rules[[not each for each in changed]]
    if not same.empty:
        folded = say("definitions that do not change ({n})").format(n=len(same))
        with st.expander(folded):
            tables.show_table(same, "what-if-definitions-same", folded, shown, about=about)


def _show_regions(found: Effect, shown: Shown) -> None:
    """The zones and prefectures that a scenario changes, in reach or in coverage."""
    say = shown.say
    changed = changed_regions(found)
    if changed.empty:
        st.info(say("Nothing changes for any zone or prefecture under this question."))
        return
    told = regions_table(changed, found.states, shown)
    ids = [str(each) for each in changed.index]
    about = [say("column in reach before"), shown.supposed(say("column in reach after"))]
    linked.table(told, ids, "what-if", say("what if"), shown, choose, tallest=560, about=about)


def _take_place(shown: Shown) -> None:
    """Take over a click on the map that was asked for here."""
    picked = picking.take()
    if picked is None:
        return
    _at(picked.purpose, picked.lon, picked.lat, "", shown)
    picking.stop()
    st.rerun()


def _at_seat(purpose: str, county: str, shown: Shown) -> None:
    seats = shown.atlas.world["county_seats"].set_index("adcode")
    name = shown.atlas.name_of(county) if purpose.startswith(ADDING) else ""
    _at(purpose, float(seats.at[county, "lon"]), float(seats.at[county, "lat"]), name, shown)


def _at(purpose: str, lon: float, lat: float, name: str, shown: Shown) -> None:
    """Add or move at a point; outside the province it is said and nothing changes."""
    if not county_locator(shown.atlas.world).locate([lon], [lat])[0]:
        st.session_state["scenario-said"] = [shown.say("That point is not in the province; choose one inside it.")]
        return
    what, _, which = purpose.partition(" ")
    change = Add(f"new-{_next(shown)}", which, name, lon, lat) if what == ADDING else Move(which, lon, lat)
    _ask([*_held(shown), change], shown)


def _close(body: str, shown: Shown) -> None:
    _ask([*_held(shown), Close(body)], shown)


def _set(body: str, status: str, shown: Shown) -> None:
    chosen = "operating" if status == STATUSES[0] else "approved"
    _ask([*_held(shown), SetStatus(body, chosen)], shown)  # type: ignore[arg-type]


def _ask(changes: Sequence[Change], shown: Shown, name: str | None = None) -> None:
    if len(changes) > MOST_CHANGES:
        text = shown.say("A scenario holds at most {n} changes, and this would make it {more}.")
        st.session_state["scenario-said"] = [text.format(n=MOST_CHANGES, more=len(changes))]
        return
    held = shown.question.scenario_name if name is None else name
    take_scenario(to_text(Scenario(changes=tuple(changes))), held if changes else "")


def _keep(shown: Shown) -> None:
    name = shown.question.scenario_name or shown.say("unnamed scenario")
    st.session_state.setdefault("scenarios", {})[name] = shown.question.scenario


def _reopen() -> None:
    name = st.session_state["scenario-kept"]
    if name:
        take_scenario(st.session_state["scenarios"][name], name)


def _open(shown: Shown) -> None:
    """Open a file: its question, as far as these data allow; a broken one is said and changes nothing."""
    file, say = st.session_state["scenario-file"], shown.say
    if file is None:
        return
    try:
        opened = open_saved(read_file(file.getvalue()), shown.atlas, shown.choices)
    except ScenarioFileError as error:
        text = say("{file} could not be opened: {why}")
        st.session_state["scenario-said"] = [text.format(file=file.name, why=error.sentence(say))]
        return
    told = [each.sentence(say) for each in opened.left_out]
    if not opened.same_data and opened.made_with:
        text = say("This file was made with data version {old}. The data are now {new}, so numbers may differ.")
        told.append(text.format(old=opened.made_with, new=shown.atlas.version))
    st.session_state["scenario-said"] = told
    question = opened.question
    take_scenario(question.scenario, question.scenario_name)
    change_question(
        as_of=question.as_of,
        definition=question.definition,
        radius_km=question.radius_km,
        kinds=question.kinds,
        ignore_borders=question.ignore_borders,
    )


def _held(shown: Shown) -> list[Change]:
    return list(scenario_of(shown.atlas, shown.question).found.usable.changes)


def _next(shown: Shown) -> int:
    numbers = [int(each.id.removeprefix("new-")) for each in _held(shown) if isinstance(each, Add)]
    return max(numbers, default=0) + 1


def _bodies(shown: Shown) -> dict[str, str]:
    """The bodies drawn at the date, scenario included: id -> name with prefecture."""
    rows = records_for(shown.atlas, shown.question)
    return {
        str(row["id"]): f"{shown.atlas.world.title(row, 'name')} · {shown.atlas.name_of(row['prefecture'])}"
        for row in rows.to_dict("records")
    }


def _told(change: Change, shown: Shown) -> str:
    say, names = shown.say, _names(shown)
    name = names.get(change.id, change.id)
    if isinstance(change, Add):
        text = say("add {kind} {name} at {lon:.4f}, {lat:.4f}")
        return text.format(kind=say(change.kind), name=change.name, lon=change.lon, lat=change.lat)
    if isinstance(change, Move):
        return say("move {name} to {lon:.4f}, {lat:.4f}").format(name=name, lon=change.lon, lat=change.lat)
    if isinstance(change, Close):
        return say("close {name}").format(name=name)
    return say("{name} is {stage}").format(name=name, stage=say(f"stage {change.status}"))


def _names(shown: Shown) -> dict[str, str]:
    bodies = shown.atlas.world["bodies"].to_dict("records")
    added = {each.id: each.name or each.id for each in _held(shown) if isinstance(each, Add)}
    return {str(each["id"]): shown.atlas.world.title(each, "name") for each in bodies} | added
