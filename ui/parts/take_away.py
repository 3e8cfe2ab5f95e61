"""One button on every page: the present view as a file that can be handed on (带走). What is in it is looked at, and
made, only once somebody opens it and asks.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

import streamlit as st

from atlas.background import POOL, Stopped, Watch
from atlas.children import CHILDREN
from atlas.map_state import Proposed
from atlas.ways import travels_of
from atlas.words import Say
from data.print_settings import read_print_settings
from documents.things import Order, Thing, file_name, made, things_of
from ui.parts.at_work import show_at_work
from ui.parts.making import Held
from ui.parts.shown import Shown
from ui.parts.unfolded import unfolded
from ui.session import link, reader
from ui.settings import read_settings

HELD = "taken-away"


def take_away(shown: Shown, page: str, usual_plan: str) -> None:
    """The button; on a page without a map there is none."""
    if not things_of(page):
        return
    say = shown.say
    with unfolded(say("take away"), "take-away", icon=":material/ios_share:", type="tertiary") as is_open:
        if is_open:
            _offer(shown, page, usual_plan)


@st.fragment
def _offer(shown: Shown, page: str, usual_plan: str) -> None:
    """A row for each thing. A file is of the view it was asked of: another view begins anew."""
    say, order = shown.say, _order(shown, page, usual_plan)
    held: Held[bytes] = st.session_state.setdefault(HELD, Held())
    held.look_at(_view(order, shown))
    st.markdown(f"**{say('take this view away')}**")
    st.caption(say("Made from the same numbers as this page, with title, legend, sources and stamp."))
    for thing in things_of(page, answered=bool(order.found is not None and order.found.answer)):
        if thing.id in held.works:
            show_at_work(thing.id, held, partial(_far, thing=thing, say=say), say, key=f"cancel-{thing.id}")
        elif thing.id in held.files:
            st.download_button(
                say("save: {title}").format(title=say(thing.title)),
                data=held.files[thing.id],
                file_name=file_name(thing, order),
                mime=thing.mime,
                icon=":material/download:",
                key=f"save-{thing.id}",
                on_click="ignore",
                type="primary",
                width="stretch",
            )
        else:
            _to_make(thing, held, order, shown)


def _view(order: Order, shown: Shown) -> Hashable:
    """All that a file hangs on but for where the map is: the link in it leads to the place where it was asked for."""
    answer: Hashable = ()
    if order.page == "siting":
        from ui.parts import searches  # noqa: PLC0415 -- see _order

        answer = searches.told_by(searches.question_on(shown), shown, order.found)
    atlas = shown.atlas
    plan = str(atlas.plan.about["id"])
    return order.page, shown.question, plan, atlas.version, shown.say.language, order.office, answer


def _to_make(thing: Thing, held: Held[bytes], order: Order, shown: Shown) -> None:
    say = shown.say
    if thing.id in held.lost:
        st.warning(say("This was ended before it was ready. Try again, or ask the administrator for more memory."))
    st.button(
        say(thing.title),
        icon=f":material/{thing.icon}:",
        help=say(thing.about),
        key=f"take-{thing.id}",
        on_click=_begin,
        args=(thing, held, order),
        width="stretch",
    )


def _begin(thing: Thing, held: Held[bytes], order: Order) -> None:
    """One thing at a time: asking for another ends the one before. A search of the siting page goes on."""
    held.stop()
    held.lost.discard(thing.id)
    asker = (reader.session_id(), HELD)
    work = partial(_apart, thing=thing.id, order=order)
    held.works[thing.id] = POOL.begin(asker, work, reader.still_there())


def _apart(stopped: Stopped, watch: Watch, thing: str, order: Order) -> bytes:
    return CHILDREN.run(stopped, watch, made, thing, order)


def _far(now: float | None, thing: Thing, say: Say) -> tuple[float, str]:
    return now or 0.0, say("{title}: being made").format(title=say(thing.title))


def _order(shown: Shown, page: str, usual_plan: str) -> Order:
    """What is asked for: the view as it is shown, by the address under which its reader knows it."""
    found, proposed, loaded = None, Proposed(), None
    if page == "siting":
        # The solver costs a second of start that readers of other pages need not wait for.
        from atlas.siting.proposed import proposed_sites  # noqa: PLC0415
        from ui.parts import searches  # noqa: PLC0415 -- as above

        siting = searches.question_on(shown)
        found = searches.found_on(siting, shown)
        loaded = searches.memory().loaded
        proposed = proposed_sites(shown.atlas, siting, found, loaded)
    query = link.to_share(shown.choices, page, usual_plan, shown.atlas.released.version)
    address = str(st.context.url or "").split("?")[0]
    configured = read_settings()
    return Order(
        shown.atlas,
        shown.question,
        page,
        found=found,
        proposed=proposed,
        address=f"{address}?{query}" if address else "",
        settings=read_print_settings(configured.paper_file),
        loaded=loaded,
        travels=travels_of(shown.question),
    )
