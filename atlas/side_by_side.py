"""The pinned view beside the present one on one map: what is left of the line is A, what is right of it B, each as it
is; the totals of both stand at the line.
"""

from __future__ import annotations

from typing import Any

from atlas.atlas import Atlas
from atlas.difference import Difference, difference, told_apart
from atlas.inquiry import Inquiry
from atlas.map_state import map_state
from atlas.question.question import COMPARED, Question
from atlas.weights import weight_of
from atlas.words import Say, labelled, percent, say_in

DIFFERENCE = "difference"


def is_beside(question: Question) -> bool:
    """Whether A stands beside B: another view is pinned, and the map does not show their difference."""
    return question.against not in (None, question.pinned()) and DIFFERENCE not in question.layers


def pinned_as_shown(question: Question) -> Question:
    """The pinned question with what the map of the present one shows: layers, indicator, measure."""
    parts = {each.field: getattr(question.against, each.field) for each in COMPARED}
    return question.with_changes(**parts, against=None)


def beside(atlas: Atlas, question: Question) -> dict[str, Any] | None:
    """What the map is told of A, and the words at the line; None where A does not stand beside B."""
    found = difference(atlas, question) if is_beside(question) else None
    if found is None:
        return None
    other, say = pinned_as_shown(question), say_in(atlas.world.language)
    told = told_apart(atlas, found.before, found.after, say)
    return {
        "state": map_state(other, Inquiry(atlas, other).view),
        "before": _side("A", [(part, one) for part, one, _ in told], found, found.before, say, atlas),
        "after": _side("B", [(part, one) for part, _, one in told], found, found.after, say, atlas),
        "line": say("line between A on the left and B on the right"),
    }


def _side(
    name: str, parts: list[tuple[str, str]], found: Difference, question: Question, say: Say, atlas: Atlas
) -> list[str]:
    """What one side is, and its totals: prefectures that count, and the share in reach."""
    when = "before" if question is found.before else "after"
    totals = say("{n} of {all} prefectures count · {share} of {what} in reach").format(
        n=len(found.counting(when)),
        all=len(found.states),
        share=percent(found.whole[f"share_{when}"], 1, say),
        what=weight_of(atlas, question).what(say),
    )
    first = f"{name} · " + say("; ").join(labelled(part, value, say) for part, value in parts)
    return [first, say("{title} (supposed)").format(title=totals) if question.supposes else totals]
