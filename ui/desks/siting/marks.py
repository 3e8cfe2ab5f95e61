"""Candidates on the map: those of the answer, those locked in or out, and the one that is chosen there."""

from __future__ import annotations

from typing import Any

import streamlit as st

from atlas.atlas import Atlas
from atlas.map_state import Proposed
from atlas.question.question import Question
from atlas.siting.ground import candidates_of
from atlas.siting.proposed import SITE, proposed_sites
from atlas.siting.question import COUNTIES, OWN, PARKS, SitingQuestion
from atlas.siting.search import Found, key_of
from layers import safe
from ui.desks.siting.form import change_form
from ui.parts.searches import memory
from ui.parts.shown import Shown
from ui.session.question import choose

PARK = "park-"


def proposed(siting: SitingQuestion, atlas: Atlas, question: Question) -> Proposed:
    """The sites of the answer, and the candidates locked in or out, as the map shows them."""
    held = memory()
    found: Found | None = held.take(key_of(siting, question, held.loaded, atlas.version))
    return proposed_sites(atlas, siting, found, held.loaded)


def offer_locks(siting: SitingQuestion, shown: Shown) -> None:
    """Buttons that lock the candidate chosen in the map or in a table in or out, or set it free again."""
    say, names = shown.say, _candidates(siting, shown)
    chosen = picked(siting, shown)
    if chosen not in names:
        return
    name = names[chosen]
    lock, ban = (tuple(each for each in held if each != chosen) for held in (siting.lock, siting.ban))
    with st.container(horizontal=True, key="siting-locks"):
        if chosen not in siting.lock:
            _lock(say("lock {name} in").format(name=name), "lock", siting, shown, lock=(*lock, chosen), ban=ban)
        if chosen not in siting.ban:
            _lock(say("lock {name} out").format(name=name), "block", siting, shown, lock=lock, ban=(*ban, chosen))
        if chosen in (*siting.lock, *siting.ban):
            _lock(say("set {name} free").format(name=name), "lock_open", siting, shown, lock=lock, ban=ban)


def picked(siting: SitingQuestion, shown: Shown) -> str:
    """The candidate that is chosen: on the map its mark or its county, in a table its row; "" for none."""
    selected = shown.question.selected
    if siting.sites == COUNTIES:
        return selected.removeprefix(SITE).removeprefix("c")
    if siting.sites == PARKS and selected.startswith(PARK):
        return selected
    return selected.removeprefix(SITE) if selected.startswith(SITE) else str(st.session_state.get("siting-chosen", ""))


def go_to(chosen: str) -> None:
    """Show a site on the map, and remember it for the buttons that lock."""
    st.session_state["siting-chosen"] = chosen
    if chosen:
        choose(f"{SITE}{chosen}")


def _lock(title: str, icon: str, siting: SitingQuestion, shown: Shown, **changes: Any) -> None:
    st.button(
        safe.for_markdown(title),
        icon=f":material/{icon}:",
        key=f"siting-{icon}",
        on_click=change_form,
        args=(siting, shown),
        kwargs=changes,
    )


def _candidates(siting: SitingQuestion, shown: Shown) -> dict[str, str]:
    """Id of every candidate -> its name; {} while a table is still to be loaded."""
    loaded = memory().loaded
    if siting.sites == OWN and loaded.candidates is None:
        return {}
    rows = candidates_of(shown.atlas, siting, loaded)
    return dict(zip(rows["id"].astype(str), rows["name"].astype(str), strict=True))
