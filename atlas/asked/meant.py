"""What words mean beside each other: 以外 after a distance or after a place, 人口 where its share in reach is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from atlas.asked.lexicon import Meaning
from atlas.asked.parts import REACHED, SITING, Clause, Part
from atlas.asked.spoken import spoken
from atlas.question.choices import Choices

REACH = Meaning("topic", "reach", "")
# A measure beside reach that no reach can be weighed by: no page looks at it.
NO_WEIGHT = "no-weight"
# A number of bodies beside what has no such number: told as not used.
HOW_MANY = "how-many"
# Siting that takes a weight: the plan's own rule counts residents whatever else is asked.
WEIGHED_SITING = frozenset({"site-most", "site-frontier"})


def meant(clause: Clause, choices: Choices) -> Clause:
    """A clause whose words have the meaning that they have beside the others."""
    for reading in (_beyond, _each, _all_zones, _kind_not_quantity, _reach_by_its_name, _how_many, _share_of_all):
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


def _all_zones(clause: Clause) -> Iterator[Part]:
    """A word that several zones share means all of them: 粤东西北."""
    for part in clause.parts:
        shared = part.role == "zone" and part.others and all(each.role == "zone" for each in part.others)
        meanings = (part.meaning, *part.others) if shared else (part.meaning,)
        yield from (replace(part, meaning=each, others=() if shared else part.others) for each in meanings)


def _kind_not_quantity(clause: Clause) -> Iterator[Part]:
    """A kind of body that a plan counts as well is the kind, where bodies of places are asked for and no target."""
    of_places = clause.topics or clause.of("id", "county", "zone", "per", "measure", "next", "count", "radius")
    for part in clause.parts:
        of_bodies = of_places and "target" not in clause.topics and _may_be(part, "card") and _may_be(part, "kinds")
        yield _taken(part, "kinds") if of_bodies else part


def _how_many(clause: Clause) -> Iterator[Part]:
    """有几家 asks the number of bodies, unless something else is asked of which 几家 is only a manner of speaking."""
    amounts = tuple(spoken().endings["amount"])
    idle = clause.topics - {"rank"} or clause.of("next", "count", "share")
    untold = clause.topics & REACHED and not clause.topics & SITING and not clause.of("per")
    for before, part in zip((None, *clause.parts), clause.parts, strict=False):
        if part.role != "measure" or not _may_be(part, "filler"):
            yield part
        elif part.text.lower().endswith(amounts) and not clause.of("kinds"):
            continue
        elif untold or (_measured(clause) and not (before and before.role == "measure")):
            yield replace(part, meaning=replace(part.meaning, role=HOW_MANY), others=())
        elif not idle and not _measured(clause):
            yield _taken(part, "measure")


def _measured(clause: Clause) -> bool:
    """Whether something is measured beside the number of bodies."""
    return any(not _may_be(each, "filler") for each in clause.of("measure"))


def _share_of_all(clause: Clause) -> Iterator[Part]:
    """要几家 for a share of all residents is read off the curve, for all of them it is full coverage: the plan's rule
    is one of prefectures.
    """
    of_all = clause.of("share") and not clause.of("prefectures") and "target" not in clause.topics
    instead = "site-all" if "site-all" in clause.topics else "site-frontier" if of_all else ""
    for part in clause.parts:
        by_rule = (part.role, part.value) == ("topic", "site-rule")
        yield replace(part, meaning=replace(part.meaning, value=instead)) if instead and by_rule else part


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
    """Whether a measure is named beside reach, not as what is in reach: GDP和可及率, GDP最高的市可及率."""
    topics = [each for each in clause.of("topic") if each.value in REACHED]
    spans = [sorted((part.start, each.start)) for each in topics]
    ranked = [each.start for each in clause.parts if each.role == "extreme" or each.value == "rank"]
    apart = (*clause.joints, *ranked)
    return any(first < place < last for first, last in spans for place in apart)
