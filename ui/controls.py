"""The controls above the map and the question they make together with the link (ui.link) and the map's own clicks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from atlas.answers import Proposed
from atlas.conditions import assumptions_told, filters_told, scenario_told
from atlas.question.choices import Choices, month_ends
from atlas.question.composed import added_ids
from atlas.question.question import Asked
from atlas.records import industry_names, scenario_of
from atlas.words import Say
from atlas.world import Known
from geo.regions import ADCODE, prefecture_of
from layers import all_layers, safe
from ui import map_view, page_layers, picking


def hear(answer: Mapping[str, Any] | None, choices: Choices) -> None:
    """Take over what the reader did on the map since the last run. The browser is not trusted: ids the atlas does not
    know are ignored, and so is whatever has not the form it should have (see ui.map_view.answer).
    """
    if not answer or not map_view.is_count(answer.get("n")) or answer["n"] <= heard():
        return
    st.session_state["heard"] = answer["n"]
    on, chosen = answer.get("on"), answer.get("selected")
    if isinstance(on, list | tuple) and all(isinstance(each, str) for each in on):
        page_layers.heard_on(str(answer.get("page")), [layer for layer in choices.layers if layer in on])
    if chosen is None or isinstance(chosen, str):
        # What a scenario adds, or a search proposes, is in no file, so in no choice.
        known = chosen in choices.features or chosen in added_ids(_question().scenario) | offered()
        _select(chosen if chosen and known else "", choices)
    picking.hear(answer)


def heard() -> int:
    """The number of the last action on the map that Python has taken over."""
    return int(st.session_state["heard"])


def offer(sites: Proposed) -> Proposed:
    """Let the marks be selected that this session's map has besides what its files hold; no link knows them."""
    st.session_state["offered"] = frozenset(each["id"] for each in sites.marks)
    return sites


def offered() -> frozenset[str]:
    """The marks of `offer`."""
    found: frozenset[str] = st.session_state.get("offered", frozenset())
    return found


def choose(feature: str) -> None:
    """Select a feature from a table or a card: the map marks it and goes there."""
    shown = st.session_state.get("shown")
    _select(feature, shown.choices if shown is not None else None)
    go_to(feature)


def go_to(feature: str) -> None:
    """Let the map go to a feature without selecting it."""
    st.session_state["focus"] = {"id": feature, "k": st.session_state.get("focus", {"k": 0})["k"] + 1}


def frame(page: str, feature: str) -> None:
    """On a page about one place the map goes there, once for each place; the other pages' maps stay where they are."""
    framed = st.session_state["framed"]
    if framed.get(page) != feature:
        st.session_state["framed"] = framed | {page: feature}
        if feature:
            go_to(feature)


def ask(**changes: Any) -> None:
    """Change the question from a page: a button, a row, a chart."""
    _change(**changes)


def take_scenario(changes: str, name: str) -> None:
    """Ask about another scenario, or none; nothing stays selected that only the one before had."""
    asked = _question()
    gone = asked.selected in added_ids(asked.scenario) - added_ids(changes)
    _change(scenario=changes, scenario_name=name, **({"selected": ""} if gone else {}))


def leave_scenario() -> None:
    """Back to the data."""
    take_scenario("", "")


def shade(layer: str, *, also: Sequence[str] = ()) -> None:
    """Let one layer colour the land in place of any other, and switch some others on."""
    exclusive = {each.id for each in all_layers() if each.exclusive}
    on = [each for each in _question().layers if each not in exclusive]
    wanted = {*on, layer, *also}
    _change(layers=tuple(each.id for each in all_layers() if each.id in wanted))


def add_layers(layers: Sequence[str]) -> None:
    """Switch layers on beside those that are."""
    wanted = {*_question().layers, *layers}
    _change(layers=tuple(each.id for each in all_layers() if each.id in wanted))


def bound(name: str, *, then: Callable[[], None] | None = None) -> dict[str, Any]:
    """Key and callback that tie a widget of a page to one part of the question; `then` runs after each change.

    The widget shows what the question says, whoever said it: link, map, another page.
    """
    value = getattr(_question(), name)
    st.session_state[_key(name)] = list(value) if isinstance(value, tuple) else value
    return {"key": _key(name), "on_change": _take, "args": (name, then)}


def focus() -> dict[str, Any] | None:
    """Where the map shall go, once a number; None when nobody asked."""
    found = st.session_state.get("focus")
    return dict(found) if found else None


def open_card(card: str) -> None:
    """Open the evidence of a headline card; "" closes it."""
    _change(card=card)


def bar(known: Known, choices: Choices, say: Say, plans: Mapping[str, Mapping[str, Any]]) -> Asked:
    """The row of controls; returns the complete question. plans  those that can be shown, id -> plan.toml"""
    days = sorted({*month_ends(choices.first_day, choices.last_day), _question().as_of})
    titles = {each["id"]: known.world.title(each) for each in [*known.plan.definitions, *known.world.indicators]}
    clock, rule, more = st.columns([6, 4, 2], vertical_alignment="bottom")
    with clock:
        st.select_slider(
            say("as of"),
            options=days,
            format_func=date.isoformat,
            help=say("Bodies appear from their date. The clock ends at the date of the data."),
            **bound("as_of"),
        )
    with rule:
        st.selectbox(
            say("definition of fast-protection coverage"),
            choices.definitions,
            format_func=titles.__getitem__,
            help=_explained(known, say),
            **bound("definition", then=_count),
        )
    with more, st.popover(say("filters and indicator"), width="stretch"):
        if len(plans) > 1:
            _choose_plan(known, plans, say)
        _filters(known, choices, say, titles)
    return _question()


def say_assumptions(known: Known, say: Say) -> None:
    """On every page a line for filters, one for a scenario, and one while records are assumed wrong or confirmed; the
    last two with the way back.
    """
    asked = _question()
    _say_scenario(known, asked, say)
    filters = filters_told(known, asked, say)
    if filters:
        st.caption(safe.for_markdown(say("Counted with filters: {filters}").format(filters=say("; ").join(filters))))
    assumptions = assumptions_told(known, asked, say)
    if not assumptions:
        return
    told, back = st.columns([8, 2], vertical_alignment="center")
    told.info(
        say("What if ({what}). The data is unchanged.").format(what=safe.for_markdown(say("; ").join(assumptions))),
        icon=":material/science:",
    )
    back.button(say("back to the data"), on_click=ask, kwargs={"wrong": (), "confirmed": ()}, icon=":material/undo:")


def _say_scenario(known: Known, asked: Asked, say: Say) -> None:
    what = scenario_told(known, asked, say)
    if not what:
        return
    told, back = st.columns([8, 2], vertical_alignment="center")
    text = say("What if: scenario {what}. The data is unchanged.").format(what=what)
    left_out = len(scenario_of(known, asked).not_applied)
    if left_out:
        text += say(" Changes that cannot be made on these data and are left out: {n}.").format(n=left_out)
    told.info(safe.for_markdown(text), icon=":material/science:")
    back.button(say("leave the scenario"), on_click=leave_scenario, icon=":material/undo:")


def _explained(known: Known, say: Say) -> str:
    """What the chosen definition counts, and that the verdict hangs on it."""
    about = next(each for each in known.plan.definitions if each["id"] == _question().definition)
    return safe.for_markdown(
        f"{known.world.title(about, 'explain')} {say('The plan does not define the mechanism; see the ledger.')}"
    )


def _filters(known: Known, choices: Choices, say: Say, titles: Mapping[str, str]) -> None:
    names = industry_names(known)
    st.selectbox(
        say("industry"),
        ["", *choices.industries],
        format_func=lambda name: names[name] if name else say("all industries"),
        **bound("industry"),
    )
    st.toggle(say("confirmed records only (A1, A2)"), **bound("confirmed_only"))
    st.toggle(
        say("literal dates only"),
        help=say(
            "Leaves out bodies whose existence at this date follows only from the plan's count, and undated ones."
        ),
        **bound("literal"),
    )
    st.selectbox(
        say("indicator"),
        list(choices.indicators),
        format_func=titles.__getitem__,
        **bound("indicator", then=_shade),
    )
    periods = list(choices.indicators[_question().indicator])
    if _question().period not in periods:
        _change(period=periods[-1])
    st.selectbox(say("year"), periods, **bound("period", then=_shade))


def _choose_plan(known: Known, plans: Mapping[str, Mapping[str, Any]], say: Say) -> None:
    st.session_state["widget-plan"] = known.plan.about["id"]
    st.selectbox(
        say("plan"),
        list(plans),
        format_func=lambda plan: known.world.title(plans[plan]),
        key="widget-plan",
        on_change=_plan_chosen,
    )


def _plan_chosen() -> None:
    address = st.session_state["address"]
    st.session_state["address"] = replace(address, plan=st.session_state["widget-plan"])


def _shade() -> None:
    """Choosing an indicator shows it: it takes the place of whatever shades the land."""
    shade("indicator")


def _count() -> None:
    """Choosing a definition of bodies paints it, when one of people is on the map."""
    if "access" in _question().layers:
        shade("coverage")


def _take(name: str, then: Callable[[], None] | None) -> None:
    value = st.session_state[_key(name)]
    # A click on the chosen part of a segmented control takes the choice away; the question keeps it.
    if value is None:
        return
    _change(**{name: tuple(value) if isinstance(value, list) else value})
    if then is not None:
        then()


def _select(feature: str, choices: Choices | None) -> None:
    """Select a feature; a prefecture or county is also the place the reader is interested in."""
    place = prefecture_of(feature.removeprefix("c")) if ADCODE.fullmatch(feature.removeprefix("c")) else ""
    known = choices is not None and place in choices.prefectures
    _change(selected=feature, **({"place": place} if known else {}))


def _key(name: str) -> str:
    """The key of a widget in Streamlit's memory."""
    return f"widget-{name}"


def _question() -> Asked:
    asked: Asked = st.session_state["question"]
    return asked


def _change(**changes: Any) -> None:
    st.session_state["question"] = _question().with_changes(**changes)
