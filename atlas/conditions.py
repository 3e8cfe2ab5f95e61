"""Under which conditions a question is answered, in words: its scenario, the records it takes as wrong or as confirmed,
and the filters that thin what is counted. Pages, files and JSON say the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from atlas.atlas import Atlas
from atlas.plan import definition_of, reach_kinds
from atlas.question.question import Question
from atlas.records import industry_names
from atlas.scenario.reading import scenario_of
from atlas.weights import missing_told, weight_of
from atlas.words import Say, listed


def thinning_told(atlas: Atlas, question: Question, say: Say) -> list[str]:
    """What thins the bodies that are drawn and counted, each as a few words; [] when nothing does."""
    told = []
    if question.industry:
        told.append(say("industry {name}").format(name=industry_names(atlas)[question.industry]))
    if question.confirmed_only:
        told.append(say("confirmed records only (A1, A2)"))
    if question.literal:
        told.append(say("literal dates only"))
    return told


def counted_told(atlas: Atlas, question: Question, say: Say) -> list[str]:
    """What keeps bodies from counting as in reach, each as a few words: the stage that the definition asks for, and
    what thins them; [] where every approved one of the chosen kinds counts. A sentence without it would say two numbers
    in the same words.
    """
    operating = definition_of(atlas.plan, question.definition).stage == "operating"
    return [*([say("only bodies in operation")] if operating else []), *thinning_told(atlas, question, say)]


def reach_told(atlas: Atlas, question: Question, say: Say) -> list[str]:
    """All that is unusual about which bodies reach whom, each as a few words; [] for nothing."""
    return [*counted_told(atlas, question, say), *_reaching(atlas, question, say)]


def with_conditions(sentence: str, told: Sequence[str], say: Say) -> str:
    """A sentence about reach, and after it one of what it stands under; the sentence alone for nothing."""
    if not told or not sentence:
        return sentence
    text = say("Reach counts: {conditions}.").format(conditions=say("; ").join(told))
    return say("{before} {text}").format(before=sentence, text=text)


def _reaching(atlas: Atlas, question: Question, say: Say) -> list[str]:
    told = []
    if set(question.kinds) != set(reach_kinds(atlas.plan)):
        kinds = listed(map(say, question.kinds), say)
        told.append(say("reach of {kinds}").format(kinds=kinds) if kinds else say("reach of no kind of body"))
    if question.ignore_borders:
        told.append(say("reach ignoring borders"))
    return told


def filters_told(atlas: Atlas, question: Question, say: Say) -> list[str]:
    """What thins the bodies, what else is unusual about who reaches whom, and by what it is weighed; [] for nothing.
    The definition is no filter: it is chosen and named by itself.
    """
    told = [*thinning_told(atlas, question, say), *_reaching(atlas, question, say)]
    weight = weight_of(atlas, question)
    if weight.modelled:
        told.append(say("weighed by {what}").format(what=weight.long(say)))
        told += [each for each in [missing_told(atlas, weight, say)] if each]
    return told


def scenario_told(atlas: Atlas, question: Question, say: Say) -> str:
    """The scenario of a question in a few words: its name and how many changes are made; "" when there is none."""
    if not question.scenario:
        return ""
    n = len(scenario_of(atlas, question).found.usable.changes)
    return say("{name} (changes: {n})").format(name=question.scenario_name or say("unnamed scenario"), n=n)


def assumptions_told(atlas: Atlas, question: Question, say: Say) -> list[str]:
    """The records that a question takes as wrong and as confirmed, by name, a part of a sentence each; [] for none."""
    if not (question.wrong or question.confirmed):
        return []
    bodies = atlas.world["bodies"]
    named = bodies[bodies["id"].isin([*question.wrong, *question.confirmed])].to_dict("records")
    names = {each["id"]: atlas.world.title(each, "name") for each in named}
    parts = (
        (say("taken as wrong: {names}"), question.wrong),
        (say("taken as confirmed: {names}"), question.confirmed),
    )
    return [text.format(names=listed([names.get(each, each) for each in ids], say)) for text, ids in parts if ids]


def suppositions_told(atlas: Atlas, question: Question, say: Say) -> str:
    """All that a question supposes as one phrase; "" when it supposes nothing."""
    scenario = scenario_told(atlas, question, say)
    parts = [say("scenario {what}").format(what=scenario)] if scenario else []
    return say("; ").join([*parts, *assumptions_told(atlas, question, say)])
