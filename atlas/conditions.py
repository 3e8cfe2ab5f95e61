"""Under which conditions a question is answered, in words: its scenario, the records it takes as wrong or as confirmed,
and the filters that thin what is counted. Pages, files and JSON say the same.
"""

from __future__ import annotations

from atlas.question.question import Asked
from atlas.records import industry_names, scenario_of
from atlas.words import Say, listed
from atlas.world import Known, reach_kinds


def thinning_told(known: Known, asked: Asked, say: Say) -> list[str]:
    """What thins the bodies that are drawn and counted, each as a few words; [] when nothing does."""
    told = []
    if asked.industry:
        told.append(say("industry {name}").format(name=industry_names(known)[asked.industry]))
    if asked.confirmed_only:
        told.append(say("confirmed records only (A1, A2)"))
    if asked.literal:
        told.append(say("literal dates only"))
    return told


def filters_told(known: Known, asked: Asked, say: Say) -> list[str]:
    """What thins the bodies, and what else is unusual about who reaches whom; [] when nothing is."""
    told = thinning_told(known, asked, say)
    if set(asked.kinds) != set(reach_kinds(known.plan)):
        told.append(say("reach of {kinds}").format(kinds=listed(map(say, asked.kinds), say) or say("none")))
    if asked.ignore_borders:
        told.append(say("reach ignoring borders"))
    return told


def scenario_told(known: Known, asked: Asked, say: Say) -> str:
    """The scenario of a question in a few words: its name and how many changes are made; "" when there is none."""
    if not asked.scenario:
        return ""
    n = len(scenario_of(known, asked).found.usable.changes)
    return say("{name} (changes: {n})").format(name=asked.scenario_name or say("unnamed scenario"), n=n)


def assumptions_told(known: Known, asked: Asked, say: Say) -> list[str]:
    """The records that a question takes as wrong and as confirmed, by name, a part of a sentence each; [] for none."""
    bodies = known.world["bodies"]
    named = bodies[bodies["id"].isin([*asked.wrong, *asked.confirmed])].to_dict("records")
    names = {each["id"]: known.world.title(each, "name") for each in named}
    parts = (
        (say("taken as wrong: {names}"), asked.wrong),
        (say("taken as confirmed: {names}"), asked.confirmed),
    )
    return [text.format(names=listed([names.get(each, each) for each in ids], say)) for text, ids in parts if ids]


def suppositions_told(known: Known, asked: Asked, say: Say) -> str:
    """All that a question supposes as one phrase; "" when it supposes nothing."""
    scenario = scenario_told(known, asked, say)
    parts = [say("scenario {what}").format(what=scenario)] if scenario else []
    return say("; ").join([*parts, *assumptions_told(known, asked, say)])
