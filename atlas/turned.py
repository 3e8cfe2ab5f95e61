"""What a control turns beside its own part of the question: choosing an indicator shows it, turning the radius paints
who is reached. One rule for the session and for the map that is asked before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from atlas.question.question import Question
from atlas.side_by_side import DIFFERENCE
from atlas.travelled import PLACES, RINGS, how_far
from layers import all_layers

COVERAGE, COMPARE = "coverage", "compare"
# What the first sentence of the coverage page is said of, beside the day and what is only supposed.
REACHED = ("radius_km", "distance", "ignore_borders", "weight", "industry", "confirmed_only", "zone")
# Pages whose map shows from the start who is reached.
WITH_REACH = ("prefecture", "siting")
BOTH, ALONE, CLUSTERS = "two-measures", "measured", "clusters"


def shaded(question: Question, layer: str, *, also: Sequence[str] = ()) -> Question:
    """One layer colours the land in place of any other, and some others are switched on."""
    exclusive = {each.id for each in all_layers() if each.exclusive}
    return with_layers(question, {*(each for each in question.layers if each not in exclusive), layer, *also})


def shaded_by_reach(question: Question) -> Question:
    """The share in reach colours the land, with what draws how far that is."""
    return shaded(question, "reach", also=[how_far(question.distance)])


def with_bodies_asked(question: Question) -> Question:
    """Of all marks of bodies those of the kinds that count, so that every ring stands around its body."""
    bodies = {each.id for each in all_layers() if each.kinds}
    asked = {each.id for each in all_layers() if {*each.kinds} & {*question.kinds}}
    return with_layers(question, {*question.layers} - bodies | asked)


def shows_difference(question: Question) -> bool:
    """Whether the map shows what differs from a pinned view. It goes on to when a part is turned that both views have,
    whatever colours the land after that part else.
    """
    return question.against is not None and DIFFERENCE in question.layers


def with_layers(question: Question, wanted: set[str]) -> Question:
    """Exactly these layers, in the order in which they are drawn."""
    return question.with_changes(layers=tuple(each.id for each in all_layers() if each.id in wanted))


def turned(question: Question, page: str, part: str) -> Question:
    """The question of a page after one of its controls has put a new value into `part` (a field of Question)."""
    question = drawn_anew(question) if part == "distance" else question
    rule = RULES.get((page, part)) or RULES.get(("", part))
    return question if rule is None else rule(question)


def drawn_anew(question: Question) -> Question:
    """Rings and places both draw how far a body reaches, each of another way of counting."""
    drawn = {RINGS, PLACES} & {*question.layers}
    return with_layers(question, {*question.layers} - drawn | {how_far(question.distance)}) if drawn else question


def _by_indicator(question: Question) -> Question:
    return shaded(question, "indicator")


def _counted(question: Question) -> Question:
    """A definition of bodies paints the land where one of people did."""
    return shaded(question, "coverage") if "access" in question.layers else question


def _reached(question: Question) -> Question:
    return question if shows_difference(question) else shaded_by_reach(question)


def _of_kinds(question: Question) -> Question:
    return question if shows_difference(question) else with_bodies_asked(_reached(question))


def _marked(question: Question) -> Question:
    return with_bodies_asked(question) if "reach" in question.layers else question


def _compared(question: Question) -> Question:
    return shaded(question, BOTH if question.other_measure else ALONE)


def _clustered(question: Question) -> Question:
    return shaded(question, CLUSTERS if question.clusters else ALONE)


# Of a page, "" for all, and a part of the question.
RULES: Mapping[tuple[str, str], Callable[[Question], Question]] = {
    ("", "definition"): _counted,
    ("", "indicator"): _by_indicator,
    ("", "period"): _by_indicator,
    **{(COVERAGE, part): _reached for part in REACHED},
    (COVERAGE, "kinds"): _of_kinds,
    **{(page, "kinds"): _marked for page in WITH_REACH},
    (COMPARE, "measure"): _compared,
    (COMPARE, "other_measure"): _compared,
    (COMPARE, "clusters"): _clustered,
}
