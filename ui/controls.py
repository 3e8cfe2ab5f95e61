"""The controls above the map and the question they make together with the URL and the map's own clicks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from geo.regions import ADCODE, prefecture_of
from layers import all_layers, safe
from ui import map_view
from ui.state import Asked, Choices, Problem, default_question, from_params, month_ends, to_params
from ui.words import Say
from ui.world import Known

AT_HOME = {"id": "prefecture", "regions": "compare", "zone": "coverage", "board": "plan"}


def take_question(choices: Choices, page: str) -> list[Problem]:
    """Read the URL when it was not this session that wrote it (first visit, back button, a link pasted), then hear what
    the map was asked. Returns what in the URL could not be used, for as long as that URL stands.

    The question is kept under a key of its own: Streamlit forgets the keys of widgets when a run is cut short.
    """
    memory = st.session_state
    params = st.query_params.to_dict()
    # Streamlit empties the query when the reader goes to another page; that is not a new question.
    by_navigation = not params and memory.get("page", page) != page
    if by_navigation:
        memory["link"], memory["problems"] = params, []
        memory.setdefault("bare", set()).add(page)
    # So does "back" to the entry that this left behind: it asks nothing either, and must not be written over.
    if not params and not by_navigation and page in memory.get("bare", ()) and memory.get("link"):
        memory["link"] = params
        memory["held"] = memory["question"]
    memory["page"] = page
    if "question" in memory and memory["question"].layers == memory.get("usual_layers"):
        _change(layers=tuple(choices.layers_at_start))
    memory["usual_layers"] = tuple(choices.layers_at_start)
    if memory.get("link") != params or "question" not in memory:
        memory["question"], memory["problems"] = from_params(params, choices)
        memory.pop("framed", None)
        memory["link"] = params
        memory["heard"] = (map_view.answer() or {}).get("n", 0)
    hear(map_view.answer(), choices)
    return list(memory["problems"])


def hear(answer: Mapping[str, Any] | None, choices: Choices) -> None:
    """Take over what the reader did on the map since the last run. Ids the atlas does not know are ignored: the browser
    is not trusted.
    """
    if not answer or not isinstance(answer.get("n"), int) or answer["n"] <= heard():
        return
    st.session_state["heard"] = answer["n"]
    on, chosen = set(answer.get("on") or ()), answer.get("selected")
    layers = tuple(layer for layer in choices.layers if layer in on)
    _change(layers=layers)
    _select(chosen if chosen in choices.features else "", choices)


def heard() -> int:
    """The number of the last action on the map that Python has taken over."""
    return int(st.session_state["heard"])


def choose(feature: str) -> None:
    """Select a feature from a table or a card: the map marks it and goes there."""
    shown = st.session_state.get("shown")
    _select(feature, shown.choices if shown is not None else None)
    go_to(feature)


def go_to(feature: str) -> None:
    """Let the map go to a feature without selecting it."""
    st.session_state["focus"] = {"id": feature, "k": st.session_state.get("focus", {"k": 0})["k"] + 1}


def frame(page: str, feature: str) -> None:
    """On a page about one place the map goes there, once for each place."""
    if st.session_state.get("framed") != (page, feature):
        st.session_state["framed"] = (page, feature)
        if feature:
            go_to(feature)


def ask(**changes: Any) -> None:
    """Change the question from a page: a button, a row, a chart."""
    _change(**changes)


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


def bar(known: Known, choices: Choices, say: Say) -> Asked:
    """The row of controls; returns the complete question."""
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
            **bound("definition", then=_count),
        )
    with more, st.popover(say("filters and indicator"), width="stretch"):
        _filters(choices, say, titles)
    return _question()


def filters_told(asked: Asked, usual: Asked, say: Say) -> list[str]:
    """What thins the bodies that are counted, each as a few words; [] when nothing does."""
    told = []
    if asked.industry:
        told.append(say("industry {name}").format(name=asked.industry))
    if asked.confirmed_only:
        told.append(say("confirmed records only (A1, A2)"))
    if asked.literal:
        told.append(say("literal dates only"))
    if asked.kinds != usual.kinds:
        told.append(say("reach of {kinds}").format(kinds="、".join(map(say, asked.kinds)) or say("none")))
    if asked.ignore_borders:
        told.append(say("reach ignoring borders"))
    return told


def say_assumptions(known: Known, choices: Choices, say: Say) -> None:
    """A line on every page for filters, and one while records are assumed wrong or confirmed, with the way back."""
    asked = _question()
    filters = filters_told(asked, default_question(choices), say)
    if filters:
        st.caption(safe.for_markdown(say("Counted with filters: {filters}").format(filters=say("; ").join(filters))))
    if not (asked.wrong or asked.confirmed):
        return
    names = known.world["bodies"].set_index("id")["name_zh"]
    parts = [
        say("taken as wrong: {names}").format(names="、".join(names[each] for each in asked.wrong))
        if asked.wrong
        else "",
        say("taken as confirmed: {names}").format(names="、".join(names[each] for each in asked.confirmed))
        if asked.confirmed
        else "",
    ]
    told, back = st.columns([8, 2], vertical_alignment="center")
    told.info(
        say("What if ({what}). The data is unchanged.").format(
            what=safe.for_markdown(say("; ").join(filter(None, parts)))
        ),
        icon=":material/science:",
    )
    back.button(say("back to the data"), on_click=ask, kwargs={"wrong": (), "confirmed": ()}, icon=":material/undo:")


def write_link(choices: Choices, page: str) -> None:
    """Make the address say what is shown, so that any view is a link; what only another page shows is left out."""
    params = to_params(_question(), choices)
    if page == "prefecture":
        params["id"] = _question().place
    for name, home in AT_HOME.items():
        if page != home:
            params.pop(name, None)
    if st.session_state.get("held") == _question() and not st.query_params.to_dict():
        return
    st.session_state.pop("held", None)
    if params != st.query_params.to_dict():
        st.query_params.from_dict(params)
    st.session_state["link"] = params


def _filters(choices: Choices, say: Say, titles: Mapping[str, str]) -> None:
    st.selectbox(
        say("industry"),
        ["", *choices.industries],
        format_func=lambda name: name or say("all industries"),
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
