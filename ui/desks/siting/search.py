"""The search at work beside the page: begun, heard of, stopped; or why it cannot begin."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from atlas.background import Work
from atlas.siting import sentences
from atlas.siting.certificate import headline
from atlas.siting.ground import weight_asked
from atlas.siting.question import SitingQuestion
from atlas.siting.session import AT_ONCE_S, RUNS
from atlas.ways import Way, way_of
from atlas.weights import Weight
from atlas.words import Say
from data.limits import SEARCH_MEMORY
from geo.siting import Progress
from geo.siting.task import gap
from layers import safe
from ui.parts.at_work import LOOK_S, turn_told
from ui.parts.searches import found_on, key_on, memory, question_on, refused_on
from ui.parts.shown import Shown


def start_or_say(siting: SitingQuestion, shown: Shown) -> None:
    """The button that starts the search, or the sentences that say why it cannot start."""
    held = memory()
    if held.refused:
        st.warning(safe.for_markdown(held.refused))
    told = refused_on(siting, shown)
    for sentence in told:
        st.warning(safe.for_markdown(sentence))
    key = key_on(siting, shown)
    say_lost(key, shown)
    if key in held.running:
        at_work(key, shown)
    elif not told:
        _begin(key, siting, shown)


def say_lost(key: Hashable, shown: Shown) -> None:
    """That this work was ended before it had an answer, and what to do."""
    if key in memory().lost:
        text = shown.say(
            "This was ended before it had an answer: it needed more than {most} of memory, or did not stop when asked. "
            "Take fewer candidates, or count residents by county."
        )
        st.warning(safe.for_markdown(text.format(most=SEARCH_MEMORY.told)))


def _begin(key: Hashable, siting: SitingQuestion, shown: Shown) -> None:
    say, held, found = shown.say, memory(), found_on(siting, shown)
    if held.busy:
        st.caption(say("Another search of yours is at work; this one ends it."))
    elif found is None and key in held.slow:
        text = say("This search takes more than {seconds:.0f} s, so it waits for you.")
        st.caption(text.format(seconds=AT_ONCE_S))
    st.button(
        say("search") if found is None else say("search again"),
        type="primary" if found is None else "secondary",
        icon=":material/search:",
        key="siting-search",
        on_click=held.begin,
        args=(key, shown.atlas, shown.question, siting),
        width="stretch",
    )
    if found is not None and found.answer is not None:
        # The certificate is above the form, perhaps out of sight.
        told = say("{proof}: {answer}").format(
            proof=say("proven best") if found.proven else say("not proven best"), answer=headline(found, say)
        )
        (st.success if found.proven else st.warning)(safe.for_markdown(told))


@st.fragment(run_every=LOOK_S)
def at_work(key: Hashable, shown: Shown) -> None:
    """What is known so far, looked at again and again; alone, so that the page stays as it is."""
    say, held = shown.say, memory()
    solving = held.running.get(key)
    if solving is None or solving.done:
        st.rerun()
    if solving.waiting:
        _waiting(solving, held.ahead(key), say)
        return
    weight = weight_asked(shown.atlas, shown.question, question_on(shown))
    _heard(solving.progress, weight, way_of(shown.question), say)
    if key not in held.at_once:
        st.button(
            say("stop and keep the best"), icon=":material/stop_circle:", on_click=solving.stop, key="siting-stop"
        )


def _waiting(solving: Work[object], ahead: int, say: Say) -> None:
    st.info(turn_told(ahead, say), icon=":material/hourglass:")
    st.button(say("do not wait"), icon=":material/cancel:", on_click=solving.stop, key="siting-stop")


def _heard(now: Progress | None, weight: Weight | None, way: Way, say: Say) -> None:
    if now is None:
        st.info(say("At work: distances and rows are made."), icon=":material/hourglass:")
    elif now.aim == "runs":
        done = int(now.incumbent or 0)
        st.progress(done / RUNS, say("{n} of {runs} runs").format(n=done, runs=RUNS))
    else:
        best, bound = (
            say("none yet") if each is None else sentences.amount(now.aim, each, say, weight, way)
            for each in (now.incumbent, now.bound)
        )
        aim = say(f"working {now.aim}")
        open_gap = "–" if now.incumbent is None or now.bound is None else f"{gap(now.incumbent, now.bound):.1%}"
        text = say("At work on {aim}: best so far {best}, no answer beyond {bound}, gap {gap}, {seconds:.0f} s")
        told = text.format(aim=aim, best=best, bound=bound, gap=open_gap, seconds=now.seconds)
        st.info(safe.for_markdown(told), icon=":material/hourglass:")
