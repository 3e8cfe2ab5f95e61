"""What a part of a link is told as: names and titles where the link has codes."""

from __future__ import annotations

from collections.abc import Iterator

from atlas.atlas import COMPUTED_MEASURES, Atlas
from atlas.difference import TOLD
from atlas.measures import measure
from atlas.question.address import LANGUAGES
from atlas.question.parameters import NONE
from atlas.question.question import Question
from atlas.reach import reach_of
from atlas.scoreboard import plan_of
from atlas.words import Say, listed
from layers import all_layers


def value_told(atlas: Atlas, question: Question, name: str, value: str, say: Say) -> str:
    """The value of a part of a link in words. question  that has this value, for what is told by the whole of it

    Several values (layers, regions) are listed; a number, a day or a text of the reader's own stays as it is; "" for
    nothing said.
    """
    if name in TOLD and value:
        return TOLD[name](atlas, question, say)
    if value == NONE:
        return say("none")
    # A link may have hundreds of pieces that nothing was made of.
    titles = dict(_titles(atlas, question, name, say)) if value else {}
    parts = [titles.get(part, part) for part in value.split()]
    return value if parts == value.split() else listed(parts, say)


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
