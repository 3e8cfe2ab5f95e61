"""What words mean beside each other: 以外 after a distance or after a place, 人口 where its share in reach is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from atlas.asked.lexicon import Meaning
from atlas.asked.parts import REACHED, SITING, Clause, Part
from atlas.question.choices import Choices

REACH = Meaning("topic", "reach", "")
# A measure beside reach that no reach can be weighed by: no page looks at it.
NO_WEIGHT = "no-weight"
# Siting that takes a weight: the plan's own rule counts residents whatever else is asked.
WEIGHED_SITING = frozenset({"site-most", "site-frontier"})


def meant(clause: Clause, choices: Choices) -> Clause:
    """A clause whose words have the meaning that they have beside the others."""
    for reading in (_beyond, _each, _reach_by_its_name):
        clause = replace(clause, parts=tuple(reading(clause)))
    return replace(clause, parts=tuple(_weighed(clause, choices)))


def _may_be(part: Part, role: str, value: str = "") -> bool:
    return any(each.role == role and value in ("", each.value) for each in (part.meaning, *part.others))


def _taken(part: Part, role: str, value: str = "") -> Part:
    """A part with that of its meanings and no other."""
    meanings = (part.meaning, *part.others)
    found = next(each for each in meanings if each.role == role and value in ("", each.value))
    return replace(part, meaning=found, others=())


def _without(part: Part, role: str, value: str = "") -> Part:
    """A part that does not mean this, of which it is not the first meaning."""
    others = tuple(each for each in part.others if each.role != role or value not in ("", each.value))
    return replace(part, others=others)


def _beyond(clause: Clause) -> Iterator[Part]:
    """以外 after a distance, or after reach, is what is out of reach; after anything else it leaves that out."""
    for place, part in enumerate(clause.parts):
        if not (_may_be(part, "topic", "gap") and _may_be(part, "reversing")):
            yield part
            continue
        # In English the distance follows.
        beside = clause.parts[place + 1 : place + 2] if part.text.isascii() else clause.parts[max(place - 1, 0) : place]
        far = any(each.role == "radius" or (each.role == "topic" and each.value in REACHED) for each in beside)
        yield _taken(part, "topic" if far else "reversing")


def _each(clause: Clause) -> Iterator[Part]:
    """各市 is a number for each of them where centres are built, and one line for each where numbers are told."""
    building = bool(clause.topics & SITING or clause.of("next"))
    for part in clause.parts:
        if len(part.others) and _may_be(part, "per", "each"):
            yield _taken(part, "per", "each") if building else _without(part, "per", "each")
        else:
            yield part


def _reach_by_its_name(clause: Clause) -> Iterator[Part]:
    """The share in reach is the topic of many pages, not a measure of one: 翁源县居民可及率 is asked of a county."""
    for part in clause.parts:
        yield replace(part, meaning=REACH) if (part.role, part.value) == ("measure", REACH.value) else part


def _weighed(clause: Clause, choices: Choices) -> Iterator[Part]:
    """What is measured of prefectures weighs reach where reach is asked of it: 人口可及率, GDP within 80 km."""
    reached = bool(clause.topics & REACHED)
    may = reached or bool(clause.topics & WEIGHED_SITING or clause.of("radius", "borders"))
    for part in clause.parts:
        if part.role != "measure":
            yield part
        elif "site-rule" in clause.topics or not may or part.value not in choices.indicators:
            yield _without(part, "weight")
        elif part.value in choices.weights and not _beside(part, clause):
            yield replace(part, meaning=replace(part.meaning, role="weight"), others=())
        elif _may_be(part, "weight") and not _beside(part, clause):
            yield _taken(part, "weight")
        elif reached:
            yield replace(part, meaning=replace(part.meaning, role=NO_WEIGHT), others=())
        else:
            yield _without(part, "weight")


def _beside(part: Part, clause: Clause) -> bool:
    """Whether a measure is named beside reach, not as what is in reach: GDP和可及率."""
    topics = [each for each in clause.of("topic") if each.value in REACHED]
    spans = [sorted((part.start, each.start)) for each in topics]
    return any(first < joint < last for first, last in spans for joint in clause.joints)
