"""The answers of the siting views that are kept for a meeting: those that this session has found, held as long as their
views are kept; and the others, searched in the queue when somebody asks for it. Nobody solves while a page is asked.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from atlas.background import POOL, Stopped, Watch
from atlas.children import CHILDREN, LostError
from atlas.kept import shown_by
from atlas.link_answer import Linked
from atlas.map_state import Proposed
from atlas.siting.ground import Loaded
from atlas.siting.proposed import proposed_sites
from atlas.siting.question import SitingQuestion
from atlas.siting.search import Found, key_of
from atlas.siting.session import searched
from atlas.siting.translated import translated
from atlas.ways import way_of
from atlas.words import Say
from data.limits import SESSION_ANSWERS
from layers import safe
from ui.parts.at_work import show_at_work
from ui.parts.making import Held
from ui.parts.searches import memory
from ui.parts.shown import Shown
from ui.session import reader

NO_ROOM, HELD, VIEWS = "kept-without-room", "kept-searches", "views"
Answered = dict[Hashable, Found]


@dataclass(frozen=True)
class Sought:
    """A view of the siting page whose answer is not known. loaded  with the matrix that it counts by"""

    shown: Linked
    siting: SitingQuestion
    loaded: Loaded

    @property
    def key(self) -> Hashable:
        """What tells its question from all others."""
        return key_of(self.siting, self.shown.question, self.loaded, self.shown.atlas.version)


@dataclass(frozen=True)
class Known:
    """The answers of kept views, for whoever composes a meeting, in any thread. found  by the key of their questions"""

    found: Mapping[Hashable, Found]
    loaded: Loaded

    def __call__(self, shown: Linked) -> tuple[Found | None, Proposed]:
        """What is known of a view, and its marks on the map."""
        if shown.page != "siting":
            return None, Proposed()
        sought = _sought(shown, self.loaded)
        found = self.found.get(sought.key)
        if found is not None and found.language not in ("", shown.atlas.world.language):
            found = translated(found, shown.atlas, shown.question, self.loaded)
        return found, proposed_sites(shown.atlas, sought.siting, found, self.loaded)


def answers_of(links: Sequence[str], shown: Shown) -> Known:
    """What this session knows of its kept views now; those that are not solved are offered to be searched."""
    held, say = _held(), shown.say
    held.look_at((shown.atlas.version, str(shown.atlas.plan.about["id"])))
    loaded, answered = memory().loaded, memory().kept | held.files.pop(VIEWS, {})
    views = [_sought(each, loaded) for each in _of_siting(links, shown)]
    # The session lets go of answers in time; a kept view keeps its own, also the better one that was found since.
    known = {each.key: memory().found.get(each.key) or answered.get(each.key) for each in views}
    found = memory().hold({key: found for key, found in known.items() if found is not None})
    without = _without_room(known, found)
    if without:
        st.caption(safe.for_markdown(say(SESSION_ANSWERS.sentence).format(n=len(without), most=SESSION_ANSWERS.told)))
    missing = [each for each in views if each.key not in found and each.key not in without]
    if VIEWS in held.works:
        show_at_work(VIEWS, held, partial(_far, say=say), say, key="cancel-kept-searches")
    elif missing:
        _offer(missing, held, say)
    return Known(found, loaded)


def _without_room(known: Mapping[Hashable, Found | None], kept: Mapping[Hashable, Found]) -> frozenset[Hashable]:
    """The views whose answers were found and are not kept: they are not searched again while the same views are."""
    views, before = tuple(known), st.session_state.get(NO_ROOM, ((), frozenset()))
    found = frozenset(key for key, each in known.items() if each is not None)
    without = (found | (before[1] if before[0] == views else frozenset())) - kept.keys()
    st.session_state[NO_ROOM] = views, without
    return without


def _offer(missing: list[Sought], held: Held[Answered], say: Say) -> None:
    if VIEWS in held.lost:
        st.warning(say("This was ended before it was ready. Try again, or ask the administrator for more memory."))
    st.caption(
        say("Kept views of siting that are not solved yet, and say so in the meeting: {n}.").format(n=len(missing))
    )
    st.button(
        say("solve the kept views"),
        key="solve-kept",
        icon=":material/search:",
        on_click=_begin,
        args=(missing, held),
    )


def _begin(missing: list[Sought], held: Held[Answered]) -> None:
    held.lost.discard(VIEWS)
    work = partial(_apart, missing=missing)
    held.works[VIEWS] = POOL.begin((reader.session_id(), HELD), work, reader.still_there())


def _apart(stopped: Stopped, watch: Watch, *, missing: list[Sought]) -> Answered:
    """One search after the other, each held to its own limit of time; those before one that was lost are kept."""
    found: Answered = {}
    for done, each in enumerate(missing):
        if watch((done, len(missing))) or stopped():
            break
        given = each.shown.atlas, each.shown.question, each.siting, each.loaded, float(each.siting.limit_s), False
        try:
            found[each.key] = CHILDREN.run(stopped, lambda _now: bool(stopped()), searched, *given)
        except LostError:
            if not found:
                raise
            break
    return found


def _far(now: tuple[int, int] | None, say: Say) -> tuple[float, str]:
    done, of = now or (0, 1)
    return done / of, say("{done} of {of} views solved").format(done=done, of=of) if now else say("being searched")


def _of_siting(links: Sequence[str], shown: Shown) -> Iterator[Linked]:
    for link in links:
        try:
            linked, _ = shown_by(shown.atlas, shown.choices, link)
        except ValueError:
            # It says so in its place.
            continue
        if linked.page == "siting":
            yield linked


def _sought(shown: Linked, loaded: Loaded) -> Sought:
    siting, _ = shown.choices.siting.read(shown.question.siting)
    return Sought(shown, siting, replace(loaded, travel=way_of(shown.question).travel))


def _held() -> Held[Answered]:
    found: Held[Answered] = st.session_state.setdefault(HELD, Held())
    return found
