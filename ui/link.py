"""The address in the browser: read when somebody brought it, written when the question changes, so that any view is a
link.

Pages that are about no question (ALONE) keep only the surroundings in it. Moving the map is no question: the browser
writes `view` into the address by itself, and Python only passes it on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from atlas.question.address import NAMES, Address, is_view, params_of, read_address, without_view
from atlas.question.choices import Choices
from atlas.question.question import NAMES_ASKED, Asked, Problem, as_params, from_params, to_params
from atlas.words import Say
from ui import map_view
from ui.controls import hear, offered
from ui.settings import Settings

ALONE = ("data", "manual")
AT_HOME = {"id": "prefecture", "regions": "compare", "zone": "coverage", "board": "plan", "siting": "siting"}


def here(settings: Settings, plans: Sequence[str]) -> Address:
    """Language, plan and the rest of the surroundings: those of the link, or those this session has."""
    memory, params = st.session_state, st.query_params.to_dict()
    asked = without_view(params)
    if "address" not in memory or (asked and asked != memory.get("link")):
        memory["address"], memory["address_problems"] = read_address(params, plans, settings.plan)
        if memory["address"].view:
            memory["moved"] = {"at": memory["address"].view, "k": memory.get("moved", {"k": 0})["k"] + 1}
    elif params:
        seen = params.get("view", "")
        memory["address"] = replace(memory["address"], view=seen if is_view(seen) else "")
    found: Address = memory["address"]
    return found


def take_question(choices: Choices, page: str, plan: str) -> None:
    """Read the question when it was not this session that wrote the address (first visit, back button, a link pasted),
    then hear what the map was asked.

    The question is kept under a key of its own: Streamlit forgets the keys of widgets when a run is cut short.
    """
    memory, asked = st.session_state, without_view(st.query_params.to_dict())
    first = "question" not in memory
    # Streamlit empties the address when the reader goes to another page; that is not a new question. The map's frame
    # writes it again (`for_browser`), which the run after that may still not know.
    arrived = not asked and not first and memory["page"] != page
    waiting = not asked and memory.get("arrived", False)
    memory["arrived"], memory["page"] = arrived, page
    _usual_layers(choices)
    brought = first or not (arrived or waiting or asked == memory["link"])
    # How often a reader came to a page: by a link, by going back, or from another page.
    memory["visits"] = memory.get("visits", 0) + (brought or arrived)
    if brought:
        memory["question"], memory["problems"] = from_params(asked, choices)
        memory["link"] = asked
        memory["heard"] = (map_view.answer() or {}).get("n", 0)
        # A link that says where the map is does not want it to go elsewhere; any other goes to its place again.
        memory["framed"] = (page, memory["question"].place) if memory["address"].view else None
    elif memory["plan"] != plan:
        memory["question"], _ = from_params(as_params(memory["question"]), choices)
    memory["plan"] = plan
    hear(map_view.answer(), choices)


def say_problems(choices: Choices, page: str, usual_plan: str, version: str, say: Say) -> list[str]:
    """A sentence for each part of the link that could not be used, and one when the data have changed since; for as
    long as that link stands, so not once the reader has asked something else.
    """
    memory = st.session_state
    if "stands" not in memory or memory["stands"][0] != memory["link"]:
        memory["stands"] = memory["link"], _asks(_params(choices, page, usual_plan, version))
    elif memory["stands"][1] != _asks(_params(choices, page, usual_plan, version)):
        memory["address_problems"] = memory["problems"] = []
        memory["address"] = replace(memory["address"], data=version)
    told = [_sentence(problem, say) for problem in [*memory["address_problems"], *memory["problems"]]]
    made_with = memory["address"].data
    if made_with and made_with != version:
        text = say("This link was made with data version {old}. The data are now {new}, so numbers may differ.")
        told.append(text.format(old=made_with, new=version))
    elif not made_with:
        memory["address"] = replace(memory["address"], data=version)
    return told


def for_browser(choices: Choices, page: str, usual_plan: str, version: str) -> str | None:
    """The query that the map's frame puts into the address in place of the empty one that Streamlit leaves when the
    reader goes to another page; None when there is nothing to put.

    Done by the browser because Streamlit would add an entry to the history, and cost a second "back".
    """
    if not st.session_state["arrived"]:
        return None
    told = _params(choices, page, usual_plan, version)
    st.session_state["told"] = told
    return urlencode(told)


def write(choices: Choices, page: str, usual_plan: str, version: str) -> None:
    """Make the address say what is shown; what only another page shows is left out."""
    memory, current = st.session_state, st.query_params.to_dict()
    params = _params(choices, page, usual_plan, version)
    written = memory["told"] if memory["arrived"] else without_view(current)
    if _asks(params) != _asks(written):
        view = memory["address"].view
        st.query_params.from_dict(params | ({"view": view} if view else {}))
        memory["address"] = replace(memory["address"], data=version)
        memory["address_problems"] = memory["problems"] = []
        written = params
    memory["link"] = written


def to_share(choices: Choices, page: str, usual_plan: str, version: str) -> str:
    """The query of a link that means the same numbers tomorrow: date, definition and data version are always in it."""
    asked: Asked = st.session_state["question"]
    view = st.session_state["address"].view
    fixed = {"date": asked.as_of.isoformat(), "definition": asked.definition, "data": version}
    return urlencode(fixed | _params(choices, page, usual_plan, version) | ({"view": view} if view else {}))


def change(**changes: str) -> None:
    """Change language or plan."""
    st.session_state["address"] = replace(st.session_state["address"], **changes)


def _params(choices: Choices, page: str, usual_plan: str, version: str) -> dict[str, str]:
    memory = st.session_state
    asked: Asked = memory["question"]
    params = to_params(asked, choices) | params_of(memory["address"], usual_plan)
    if page == "prefecture":
        params["id"] = asked.place
    if asked.selected in offered():
        params.pop("selected", None)
    if page in ALONE:
        params = {name: value for name, value in params.items() if name in NAMES}
    for name, home in AT_HOME.items():
        if page != home:
            params.pop(name, None)
    return params | ({"data": version} if params else {})


def _asks(params: Mapping[str, str]) -> dict[str, str]:
    """Without the data version, which alone is no reason to write an address anew."""
    return {name: value for name, value in params.items() if name != "data"}


def _usual_layers(choices: Choices) -> None:
    """A reader who has not chosen layers sees those of the page."""
    memory = st.session_state
    if "question" in memory and memory["question"].layers == memory.get("usual_layers"):
        memory["question"] = memory["question"].with_changes(layers=tuple(choices.layers_at_start))
    memory["usual_layers"] = tuple(choices.layers_at_start)


def _sentence(problem: Problem, say: Say) -> str:
    given = problem.given[:80]
    if problem.name not in NAMES_ASKED | NAMES:
        return say("The link's parameter {name} is not known; it was left out.").format(name=problem.name[:40])
    if problem.name == "scenario":
        return say("One change of the link's scenario could not be made and was left out: {change}").format(
            change=given
        )
    text = say("The link's {title} ({name}={given}) could not be used; {used} is shown instead.")
    title = say(f"parameter {problem.name}")
    return text.format(title=title, name=problem.name, given=given, used=problem.used or "–")
