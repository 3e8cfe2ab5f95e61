"""What is known of one prefecture in sentences: its state under each definition, what one more centre would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from atlas.inquiry import Inquiry
from atlas.ledger import about_told
from atlas.supposing import beside
from atlas.ways import estimate_of, way_of
from atlas.words import Say, labelled


def state_texts(inquiry: Inquiry) -> list[str]:
    """Each definition with the prefecture's state under it, in the order of `Prefecture.definitions`; what is supposed
    stands beside the real one.
    """
    atlas, say = inquiry.atlas, inquiry.say
    titles = {each["id"]: atlas.world.title(about_told(inquiry.question, each)) for each in atlas.plan.definitions}
    pairs = zip(inquiry.real.prefecture.definitions, inquiry.prefecture.definitions, strict=True)
    return [
        labelled(titles[real["id"]], beside(state_text(real, say), state_text(there, say), say), say)
        for real, there in pairs
    ]


def state_text(told: Mapping[str, Any], say: Say) -> str:
    """One of `Prefecture.definitions` as a state in words."""
    text = say(f"state {told['rule']} {told['state']}")
    if told["unplaced"]:
        text += say(" (perhaps one of the {n} whose places are unpublished)").format(n=told["unplaced"])
    return text


def effect_text(inquiry: Inquiry) -> str:
    """What one more centre at the seat would change for the province, in one sentence."""
    say, found = inquiry.say, inquiry.prefecture
    effect, titles = found.effect, {each["id"]: each for each in inquiry.atlas.plan.definitions}
    changes = [
        say("{before} → {after} of needed {needed} ({title})").format(
            before=each["before"],
            after=each["after"],
            needed=each["needed"],
            title=inquiry.atlas.world.title(titles[each["id"]]),
        )
        for each in effect["definitions"]
        if each["after"] != each["before"]
    ]
    more = say("{people:,.0f} more residents within {km} km; the province from {before:.1%} to {after:.1%}")
    none = say("{what} within {km} km unchanged")
    if found.weight.modelled:
        more = say("{amount} more of {what} within {km} km; the province from {before:.1%} to {after:.1%}")
    people = (more if effect["more"] else none).format(
        people=effect["more"],
        amount=found.weight.amount(effect["more"], say=say),
        what=found.weight.what(say),
        km=effect["radius_km"],
        before=effect["share_before"],
        after=effect["share_after"],
    )
    admits = any(each["admits"] for each in effect["definitions"])
    nothing = (
        say("no definition of bodies would count more: it already has one")
        if admits
        else say("no definition of bodies counts such a centre")
    )
    told = say("; ").join(changes) or nothing
    text = say("{people}. {changes}.").format(people=people, changes=told)
    # No matrix knows a new centre.
    if way_of(inquiry.question).travel is None:
        return text
    return labelled(say("estimated, {way}").format(way=estimate_of(inquiry.question).label(say)), text, say)
