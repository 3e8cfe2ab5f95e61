"""Proposals: before and after, what they would change, what was said, and the buttons that decide."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import pandas as pd
import streamlit as st

from atlas.corrections import proposals as made
from atlas.corrections.checks import faults_of
from atlas.corrections.effect import Effect, effect
from atlas.corrections.kinds import record_title
from atlas.corrections.proposals import APPROVED, OPEN, PROPOSED, Proposal
from atlas.corrections.releases import publish
from atlas.corrections.roles import NotAllowedError, authorize
from atlas.faults import FaultError
from atlas.words import in_sentences
from data.errors import DataError
from data.store.place import NotWrittenError, StoreError
from layers import safe
from ui.corrected import CORRECTED
from ui.desks.review.done import remember
from ui.desks.review.shipped import shipped_atlas
from ui.parts import tables
from ui.parts.compared import show_compared
from ui.parts.shown import Shown
from ui.parts.signed import called
from ui.session.who import who

if TYPE_CHECKING:
    from data.store.opening import Store

SOURCE = ("title", "publisher", "date", "url")
# Three lines; the reader draws it higher.
REMARK_PX = 104


def show_open(store: Store, shown: Shown) -> None:
    """What is to be decided, then what waits to be published."""
    say = shown.say
    found = made.proposals(store, states=OPEN)
    waiting = [each for each in found if each.state == APPROVED]
    if not found:
        st.info(say("Nothing waits to be decided."))
    for each in found:
        if each.state == PROPOSED:
            _show(each, store, shown)
    if waiting:
        st.markdown(f"## {say('approved, to be published')}")
        for each in waiting:
            _show(each, store, shown)
        note = st.text_input(say("what this release is about"), key="release-note", max_chars=200)
        if _may("publish", "") and st.button(
            say("publish as one release"), key="publish", type="primary", icon=":material/publish:"
        ):
            _do(lambda: _publish(store, shown, note), shown)


def show_all(store: Store, shown: Shown) -> None:
    """The history of every record: who, when, before, after, why."""
    found = made.proposals(store)
    records = list(dict.fromkeys(each.change.record for each in found))
    names = {each.change.record: name_of(each, shown) for each in reversed(found)}
    if not records:
        st.info(shown.say("Nothing has been proposed yet."))
        return
    chosen = st.selectbox(shown.say("record"), ["", *records], format_func=lambda each: names.get(each, "–"))
    for each in found:
        if chosen in ("", each.change.record):
            _show(each, store, shown)


def name_of(proposal: Proposal, shown: Shown) -> str:
    """What the record is called, as it is or shall be."""
    change = proposal.change
    return record_title(shown.atlas, change.set_id, change.after or change.before or {}, shown.say) or change.record


def _show(proposal: Proposal, store: Store, shown: Shown) -> None:
    say = shown.say
    place = shown.atlas.name_of(proposal.prefecture) if proposal.prefecture else say("province")
    title = say("no. {n} · {name} · {prefecture} · {state}").format(
        n=proposal.id, name=name_of(proposal, shown), prefecture=place, state=say(f"proposal {proposal.state}")
    )
    with st.container(border=True, key=f"proposal-{proposal.id}"):
        st.markdown(f"### {safe.for_markdown(title)}")
        if proposal.change.after is None:
            st.warning(say("The record would be removed."))
        else:
            show_compared(
                proposal.change.set_id,
                (proposal.change.before, proposal.change.after),
                shown,
                (say("before"), say("after")),
                f"change-{proposal.id}",
            )
        source = say(" · ").join(proposal.change.source[name] for name in SOURCE if name in proposal.change.source)
        st.markdown(f"**{say('sources')}** {safe.for_markdown(source)}")
        if proposal.document:
            name, content = made.document(store, proposal.document)
            st.download_button(safe.for_markdown(name), content, name, key=f"document-{proposal.id}-{proposal.state}")
        if proposal.state in OPEN:
            _show_effect(proposal, shown)
        _show_decisions(proposal, shown)
        if proposal.state in OPEN:
            _decide(proposal, store, shown)


def _show_effect(proposal: Proposal, shown: Shown) -> None:
    say, question = shown.say, shown.question
    try:
        found = shown.once("effect of proposal", lambda: effect(shown.atlas, question, [proposal.change]), proposal.id)
    except DataError:
        faults = [each.sentence(say) for each in faults_of(shown.atlas, proposal.change)]
        st.error(
            safe.for_markdown(
                in_sentences([say("This correction does not fit the data as they are now."), *faults], say)
            )
        )
        return
    st.markdown(f"**{say('what it would change')}**")
    if found.nothing:
        st.caption(say("No definition, no verdict and no reach would change."))
        return
    for line in effect_lines(found, shown):
        st.markdown(f"- {safe.for_markdown(line)}")


def effect_lines(found: Effect, shown: Shown) -> list[str]:
    """An effect in sentences: definitions whose count or verdict changes, prefectures, reach."""
    say, atlas = shown.say, shown.atlas
    titles = {each["id"]: atlas.world.title(each) for each in atlas.plan.definitions}
    three = say("{certain}–{possible} of {needed}, {verdict}")

    def told(counts: tuple[int, int, int], needed: int, verdict: str) -> str:
        return three.format(certain=counts[0], possible=counts[2], needed=needed, verdict=say(verdict))

    lines = [
        f"{titles[each.id]}: {told(each.before, each.needed, each.verdict_before)} → "
        f"{told(each.after, each.needed, each.verdict_after)}"
        for each in found.definitions
        if (each.before, each.verdict_before) != (each.after, each.verdict_after)
    ]
    lines += [
        f"{atlas.name_of(adcode)} ({titles[name]}): {say(f'coverage {before}')} → {say(f'coverage {after}')}"
        for name, adcode, before, after in found.states
    ]
    items = {each.id: atlas.world.title(each, "item") for each in atlas.plan.targets}
    lines += [
        f"{items[name]}: {say(f'conclusion {before}')} → {say(f'conclusion {after}')}"
        for name, before, after in found.targets
    ]
    reach = say("{name}: {before:.2%} → {after:.2%} of residents within {km} km")
    pairs = [(say("province"), *found.share), *((atlas.name_of(each), *shares) for each, *shares in found.here)]
    km = shown.question.radius_km
    return lines + [
        reach.format(name=name, before=before, after=after, km=km) for name, before, after in pairs if before != after
    ]


def _show_decisions(proposal: Proposal, shown: Shown) -> None:
    say = shown.say
    own = {True: say(" (on their own proposal)"), False: ""}
    rows = [
        {
            say("column date"): each.at.replace("T", " ").removesuffix("+00:00") + " UTC",
            say("who"): called(each.who, shown) + own[each.own and each.action == "approve"],
            say("role"): say(f"role {each.role}"),
            say("action"): say(f"action {each.action}"),
            say("remark"): in_lines(each.text) or "–",
        }
        for each in proposal.decisions
    ]
    name, about = f"decisions-{proposal.id}", [say("action"), say("remark")]
    title, lines = say("decisions on this proposal"), {say("remark"): "lines"}
    tables.show_table(pd.DataFrame(rows), name, title, shown, about=about, kinds=lines)


def in_lines(text: str) -> str:
    """A remark with its lines, but no more than one empty between two of them."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.strip().splitlines()))


def _decide(proposal: Proposal, store: Store, shown: Shown) -> None:
    say, number = shown.say, proposal.id
    actions: dict[str, Callable[[str], None]] = {
        "approve": lambda text: made.approve(store, who(), number, text),
        "return": lambda text: made.give_back(store, who(), number, text),
        "comment": lambda text: made.comment(store, who(), number, text),
        "withdraw": lambda text: made.withdraw(store, who(), number, text),
    }
    if proposal.state == APPROVED:
        del actions["approve"]
    possible = [each for each in actions if _may(each, proposal.prefecture, proposal.author)]
    if not possible:
        return
    key = f"remark-{number}-{len(proposal.decisions)}"
    text = st.text_area(say("remark"), key=key, max_chars=1000, height=REMARK_PX)
    with st.container(horizontal=True):
        for each in possible:
            first: Literal["primary", "secondary"] = "primary" if each == "approve" else "secondary"
            if st.button(say(f"action {each}"), key=f"{each}-{number}", type=first):
                _do(lambda act=actions[each]: act(text), shown)  # type: ignore[misc]


def _may(action: str, prefecture: str, author: str | None = None) -> bool:
    try:
        authorize(who(), action, prefecture, author=author)
    except NotAllowedError:
        return False
    return True


def _publish(store: Store, shown: Shown, note: str) -> None:
    made_now = publish(store, who(), shipped_atlas(shown.atlas), note)
    CORRECTED.look_again()
    remember(made_now.id)


def _do(act: Callable[[], None], shown: Shown) -> None:
    """Do what a button says, then show the page anew; a refusal is a sentence."""
    try:
        act()
    except FaultError as error:
        st.error(safe.for_markdown(error.sentence(shown.say)))
        return
    except StoreError as error:
        st.error(safe.for_markdown(NotWrittenError.of(error).sentence(shown.say)))
        return
    st.rerun()
