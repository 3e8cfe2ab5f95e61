"""The address in the browser, so that any view is a link: read when a reader brings one, told whenever it must say
something else.

An address is read twice only: at the first run of a session, and when the reader goes back or forward. In between the
session's question is what counts, and the address is made to say it. Two hands do that, and neither needs to know
whether the other came through: a change on a page is a new entry of the history, which Streamlit makes (`write`); and
every run tells the browser what the entry it stands on has to say (`Entry`), which layers/browser/bridge.js sees to.
A visit is one arrival at a page; there Streamlit leaves the address empty, and the bridge fills it without a new entry.

The whole question is in the address of every page, also of those without numbers: who comes back to one goes on from
there. Moving the map is no question and costs no run: the bridge keeps the place of each page's map, and puts that of
the page shown into the address.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from atlas.atlas import Atlas
from atlas.first_map import is_told_by
from atlas.link_words import expected_told, value_told
from atlas.own.laying import mark_of
from atlas.page_titles import OF_TEXT_ALONE
from atlas.question.address import NAMES, Address, is_view, read_address, said_once, without_view
from atlas.question.choices import Choices
from atlas.question.page_address import of_other_pages, page_params
from atlas.question.parameters import Problem
from atlas.question.question import NAMES_ASKED, Question, as_params, from_params, layers_begun
from atlas.travel import OWN
from atlas.words import Say, listed
from ui.session import map_view, page_layers
from ui.session.own_data import held_tables
from ui.session.present import is_asking, present_question, put_question
from ui.session.question import hear, offered
from ui.settings import Settings

# What is not replaced by another when it cannot be used: the page offers what there is (ui.parts.to_choose).
OPEN = {"id": "prefecture", "board": "plan"}
LONGEST_QUOTED, MOST_NAMED = 80, 5
# Whether the clock plays (ui.frame.clock).
PLAYING = "clock-playing"


@dataclass(frozen=True)
class Entry:
    """What the entry of the history on which the reader stands has to say.

    visit  a text of its own for each arrival at a page
    query  all but the place of the map
    view   that place at the arrival, "" for the whole province; None for where the map of this page was last
    """

    visit: str
    page: str
    query: str
    view: str | None


def here(settings: Settings, plans: Sequence[str]) -> Address:
    """Language, plan and the rest of the surroundings: those of an address that was brought, or those of the session.

    plans  ids of the plans that can be shown
    """
    memory = st.session_state
    if not is_asking() or _by_history():
        brought = ((name, value) for name in st.query_params for value in st.query_params.get_all(name))
        memory["brought"], memory["repeated"] = said_once(brought)
    if "brought" in memory:
        memory["address"], problems = read_address(memory["brought"], plans, settings.plan)
        memory["data_asked"] = memory["address"].data
        memory["address_problems"] = [*problems, *memory["repeated"]]
    found: Address = memory["address"]
    return found


def take_question(choices: Choices, page: str, plan: str) -> None:
    """Take over the question of an address that was brought, or go on with the session's; then hear the map."""
    memory = st.session_state
    if "brought" in memory:
        page_layers.leave()
        found, memory["problems"] = from_params(without_view(memory["brought"]), choices)
        put_question(_keeping_other_pages(found, page))
        memory[PLAYING] = False
        page_layers.begin(page, layers_begun(found, choices), found.layers)
        memory["heard"] = (map_view.answer() or {}).get("n", 0)
        view = memory["address"].view
        # A link that says where the map is does not want it to go elsewhere; any other goes to its place again.
        memory["framed"] = memory.get("framed", {}) | {page: found.prefecture if view else None}
        _begin_visit(view)
        # Only now: a run that is cut short before this leaves the address to the next one.
        del memory["brought"]
    else:
        if memory["page"] != page:
            page_layers.turn_to(page, layers_begun(present_question(), choices))
            _begin_visit(None)
            _forget_problems()
        if memory["plan"] != plan:
            question, _ = from_params(as_params(present_question()), choices)
            put_question(question)
            page_layers.begin(page, layers_begun(question, choices), question.layers)
    memory["page"], memory["plan"] = page, plan
    hear(map_view.answer(), choices)


def say_problems(choices: Choices, page: str, usual_plan: str, version: str, atlas: Atlas, say: Say) -> list[str]:
    """A sentence for each part of the link that could not be used, and one when the data have changed since; for as
    long as that link stands, so not once the reader has asked something else.
    """
    memory = st.session_state
    if _changed(_params(choices, page, usual_plan, version)):
        _forget_problems()
        memory["address"] = replace(memory["address"], data=version, own="")
    problems = [*memory["address_problems"], *memory["problems"]]
    told = _sentences([_in_words(each, atlas, choices, say) for each in problems], page, say)
    made_with = memory["address"].data
    if made_with and made_with != version:
        text = say("This link was made with data version {old}. The data are now {new}, so numbers may differ.")
        told.append(text.format(old=made_with, new=version))
    elif not made_with:
        memory["address"] = replace(memory["address"], data=version)
    return told


def write(choices: Choices, page: str, usual_plan: str, version: str) -> Entry:
    """What the address has to say; what only another page shows is left out. When the question of this page was
    changed, Streamlit adds an entry to the history first, so that "back" undoes the change. While the clock plays the
    address stays as it is: what it has played is one change, told when it stops.
    """
    memory = st.session_state
    params = _params(choices, page, usual_plan, version)
    if memory.get(PLAYING) and memory["told"][0] == memory["visit"]:
        return Entry(memory["visit"], page, urlencode(memory["told"][1]), memory["arrived-at"])
    changed, memory["told"] = _changed(params), (memory["visit"], params)
    if changed:
        st.query_params.from_dict(params)
    return Entry(memory["visit"], page, urlencode(params), memory["arrived-at"])


def asked_first(released: Choices, page: str, usual_plan: str, version: str) -> str | None:
    """The question of this run as a browser may ask it before the next (atlas.first_map), also while the clock plays;
    None where an address does not say all that the map shows. released  what may be asked without this session's own
    """
    params = _params(released, page, usual_plan, version)
    told = is_told_by(params, present_question(), released, page)
    return urlencode(params) if told else None


def to_share(choices: Choices, page: str, usual_plan: str, version: str) -> str:
    """The query of a link that means the same numbers tomorrow: date, definition and data version are always in it."""
    question = present_question()
    fixed = {"date": question.as_of.isoformat(), "definition": question.definition}
    view = _view_of(page)
    params = fixed | _params(choices, page, usual_plan, version) | {"data": version}
    if not held_tables():
        params.pop("own", None)
    return urlencode(params | ({"view": view} if view else {}))


def made_with_own() -> str:
    """The mark of own tables that the link carries which was brought, "" for none."""
    return str(st.session_state["address"].own)


def data_asked() -> str:
    """The data version that a link asks for, "" when none was brought or the reader has turned to the present one."""
    return str(st.session_state.get("data_asked", ""))


def leave_asked_data() -> None:
    """From an older release to the present data."""
    st.session_state["data_asked"] = ""
    change(data="")


def change(**changes: str) -> None:
    """Change language or plan."""
    st.session_state["address"] = replace(st.session_state["address"], **changes)


def _by_history() -> bool:
    """Whether the reader went back or forward: then the address is newer than the session."""
    running = get_script_run_ctx()
    return running is not None and running.is_history_navigation


def _begin_visit(view: str | None) -> None:
    """The reader has arrived at a page. A new server must not take up the count of the one before."""
    memory = st.session_state
    memory.setdefault("session", secrets.token_hex(4))
    memory["visits"] = memory.get("visits", 0) + 1
    memory["visit"], memory["arrived-at"] = f"{memory['session']}.{memory['visits']}", view


def _keeping_other_pages(found: Question, page: str) -> Question:
    """An address leaves out what only other pages look at, so it says nothing of them: they stay as they were left."""
    if not is_asking():
        return found
    before = present_question()
    return found.with_changes(**{each.field: getattr(before, each.field) for each in of_other_pages(page)})


def _changed(params: Mapping[str, str]) -> bool:
    """Whether the question of this page is another than the run before told."""
    visit, told = st.session_state.get("told", ("", {}))
    return bool(visit == st.session_state["visit"] and _asks(params) != _asks(told))


def _forget_problems() -> None:
    st.session_state["address_problems"] = st.session_state["problems"] = []


def _view_of(page: str) -> str:
    """Where the map of the page is, as far as the browser told; it tells when sharing is opened."""
    where = map_view.where()
    if where is not None and where.get("visit") == st.session_state["visit"] and page not in OF_TEXT_ALONE:
        at = str(where.get("at", ""))
        return at if is_view(at) else ""
    return st.session_state["arrived-at"] or ""


def _params(choices: Choices, page: str, usual_plan: str, version: str) -> dict[str, str]:
    memory = st.session_state
    address: Address = memory["address"]
    return page_params(
        present_question(),
        choices,
        page,
        address,
        usual_plan,
        data=address.data or version,
        own=mark_of(held_tables()) or address.own,
        offered=offered(),
    )


def _asks(params: Mapping[str, str]) -> dict[str, str]:
    """Without what the data are, which alone is no reason for a new entry of the history."""
    return {name: value for name, value in params.items() if name not in ("data", "own")}


def _in_words(problem: Problem, atlas: Atlas, choices: Choices, say: Say) -> Problem:
    """With what is used instead by its name, and what could have come: nobody knows a prefecture by its code."""
    used = value_told(atlas, present_question(), problem.name, problem.used, say)
    return replace(problem, used=used, expected=expected_told(atlas, problem, choices, say))


def _sentences(problems: Sequence[Problem], page: str, say: Say) -> list[str]:
    """One sentence for what could not be used of each part of a link, however many pieces it has."""
    parts: dict[str, list[Problem]] = {}
    for each in problems:
        if not each.repeated:
            parts.setdefault(each.name if each.name in NAMES_ASKED | NAMES else "", []).append(each)
    again = say("The link says its {title} ({name}) more than once; only the last is used: {used}")
    return [_sentence(name, found, page, say) for name, found in parts.items()] + [
        again.format(title=say(f"parameter {each.name}"), name=each.name, used=_cut(each.used))
        for each in problems
        if each.repeated
    ]


def _sentence(name: str, found: Sequence[Problem], page: str, say: Say) -> str:
    problem, n = found[0], len(found)
    given, used = _cut(problem.given), _cut(problem.used)
    if not name:
        named = _cut(listed([each.name for each in found[:MOST_NAMED]], say))
        text = say("The link's parameter {name} is not known; it was left out.")
        if n > 1:
            text = say("{n} parameters of the link are not known and were left out: {name}")
        return text.format(name=named, n=n)
    if name == "scenario":
        text = say("One change of the link's scenario could not be made and was left out: {change}")
        if n > 1:
            text = say("{n} changes of the link's scenario could not be made and were left out; the first: {change}")
        return text.format(change=given, n=n)
    if name == "distance" and problem.given.startswith(OWN):
        return say(
            "The link counts by a matrix of travel that is in no link: load its file on the coverage page. Until then "
            "distances are estimated."
        )
    text = say("The link's {title} ({name}={given}) could not be used; {used} is shown instead.")
    if not used:
        text = say("The link's {title} ({name}={given}) could not be used; it was left out.")
    if OPEN.get(name) == page:
        text = say("The link's {title} ({name}={given}) is none of those there are; choose one.")
    told = text.format(title=say(f"parameter {name}"), name=name, given=given, used=used)
    return (" " if say.language == "en" else "").join(filter(None, (told, problem.expected)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"
