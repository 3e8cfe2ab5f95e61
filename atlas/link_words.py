"""What a part of a link is told as: names and titles where the link has codes."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.atlas import COMPUTED_MEASURES, Atlas, siting_choices
from atlas.difference import TOLD
from atlas.measures import measure
from atlas.question.address import LANGUAGES
from atlas.question.choices import Choices
from atlas.question.parameters import NONE, Day, Problem, Whole
from atlas.question.question import PARAMETERS, Question
from atlas.reach import reach_of
from atlas.scoreboard import plan_of
from atlas.siting.question import SitingQuestion
from atlas.words import Say, labelled, listed
from geo.typed import folded
from layers import all_layers

# What the numbers of a question of siting are called on its form.
NUMBERS_OF_SITING = {
    "p": "new centres",
    "most": "up to so many new centres",
    "k": "prefectures, at least",
    "share": "share of their residents in reach (%)",
}


def value_told(atlas: Atlas, question: Question, name: str, value: str, say: Say) -> str:
    """The value of a part of a link in words. question  that has this value, for what is told by the whole of it

    Several values (layers, regions) are listed; a number, a day or a text of the reader's own stays as it is; "" for
    nothing said.
    """
    if name in TOLD and value:
        return TOLD[name](atlas, question, say)
    if name == "siting" and value:
        return siting_told(siting_choices(atlas).read(value)[0], say)
    if value == NONE:
        return say("none")
    # A link may have hundreds of pieces that nothing was made of.
    titles = dict(_titles(atlas, question, name, say)) if value else {}
    parts = [titles.get(part, part) for part in value.split()]
    return value if parts == value.split() else listed(parts, say)


def siting_told(siting: SitingQuestion, say: Say) -> str:
    """A question of siting in words: what is looked for, and how many centres where that is asked for."""
    sought = say(f"aim {siting.aim}") if siting.question == "all" else say(f"siting {siting.question}")
    number = say(NUMBERS_OF_SITING["most" if siting.question == "frontier" else "p"])
    return sought if siting.centres is None else say("; ").join([sought, labelled(number, str(siting.centres), say)])


def expected_told(atlas: Atlas, problem: Problem, choices: Choices, say: Say) -> str:
    """A sentence of what could have come, where that is a number or a day in a range; "" where it is not."""
    kind = next((each.kind for each in PARAMETERS if each.name == problem.name), None)
    title = say(f"parameter {problem.name}") if kind else ""
    if isinstance(kind, Day):
        text = say("“{part}” takes a day from {first} to {last}.")
        return text.format(part=title, first=choices.first_day.isoformat(), last=choices.last_day.isoformat())
    ranges = {title: (kind.least, kind.most)} if isinstance(kind, Whole) else {}
    if problem.name == "siting":
        asked = dict.fromkeys(part.partition(":")[0] for part in folded(problem.given).split())
        of_siting = siting_choices(atlas).ranges
        ranges = {say(NUMBERS_OF_SITING[each]): of_siting[each] for each in asked if each in of_siting}
    text = say("“{part}” takes a whole number from {least} to {most}.")
    told = [text.format(part=part, least=least, most=most) for part, (least, most) in ranges.items()]
    return (" " if say.language == "en" else "").join(told)


def _titles(atlas: Atlas, question: Question, name: str, say: Say) -> Iterator[tuple[str, str]]:
    """Every code that a part may have -> its title."""
    world = atlas.world
    if name == "lang":
        yield from ((each, say(f"language {each}")) for each in LANGUAGES)
    elif name == "layers":
        yield from ((each.id, say(each.title)) for each in all_layers())
    elif name == "access":
        yield from ((each["id"], world.title(each)) for each in atlas.plan.definitions)
    elif name in ("indicator", "measure", "other-measure"):
        yield from ((each["id"], world.title(each)) for each in world.indicators)
        reached = reach_of(atlas, question)
        yield from ((each, measure(atlas, question, reached, each, say).title) for each in COMPUTED_MEASURES)
    elif name in ("plan", "board"):
        boards = [atlas.plan.about["id"], *atlas.plan.about.get("earlier", ())]
        yield from ((each, world.title(plan_of(atlas, each).about)) for each in boards)
    else:
        # The brief of a link may be that of the province.
        yield "province", say("whole province")
        yield from atlas.memo.once("names in links", world.language, lambda: dict(_names(atlas))).items()


def _names(atlas: Atlas) -> Iterator[tuple[str, str]]:
    world = atlas.world
    yield from atlas.names.items()
    yield from ((f"c{adcode}", atlas.names[adcode]) for adcode in world["counties"]["adcode"])
    yield from ((each["id"], world.title(each, "name")) for each in world["bodies"].to_dict("records"))
