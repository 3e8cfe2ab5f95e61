"""The worlds of the tests: the real one, loaded once and read row by row; the same with hostile names; a tiny one."""

from __future__ import annotations

import csv
import dataclasses
import random
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from atlas import pages
from atlas.atlas import Atlas
from atlas.inquiry import Inquiry
from atlas.loading import load_shipped, read_frames
from atlas.question.choices import Choices
from atlas.question.offered import choices_of
from atlas.question.question import Question, default_question
from data.catalog import ROOT, meta
from documents.told import Told
from layers.base import World
from tests.hostile import NAMES


@cache
def loaded(plan: str, language: str = "zh", more: Path | None = None, *, data: str = "", **_: bool) -> Atlas:
    """An atlas as shipped, once for all tests of a run."""
    assert not data or _, "corrections are tested with a store of their own"
    return load_shipped(plan, language, more)


def the_atlas() -> Atlas:
    """What a start of the app loads, for all tests of a run together: nobody may change it."""
    return loaded("14-5")


@cache
def shipped_frames() -> Any:
    """Every released table as a start of the app reads it, once for all tests of a run: nobody may change them."""
    return read_frames(ROOT)


@cache
def rows(set_id: str) -> list[dict[str, str]]:
    """A released table as written, every cell a text."""
    with meta(set_id).file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@cache
def choices() -> Choices:
    """What may be asked of the real world."""
    return choices_of(the_atlas(), meta("bodies").as_of)


def random_question(source: random.Random) -> Question:
    """Any question that a link of the map may hold."""
    offered = choices()
    indicator = source.choice(list(offered.indicators))
    layers = [layer for layer in offered.layers if source.random() < 0.5]
    shadings = [layer for layer in layers if layer in offered.exclusive]
    return Question(
        as_of=date.fromordinal(source.randint(offered.first_day.toordinal(), offered.last_day.toordinal())),
        definition=source.choice(list(offered.definitions)),
        layers=tuple(layer for layer in layers if layer not in shadings[:-1]),
        indicator=indicator,
        period=source.choice(list(offered.indicators[indicator])),
        industry=source.choice(["", "", *offered.industries]),
        confirmed_only=source.random() < 0.3,
        literal=source.random() < 0.3,
        access=source.choice(list(offered.access)),
        radius_km=source.choice([5, 50, 150]),
        kinds=tuple(kind for kind in offered.kinds if source.random() < 0.4),
        ignore_borders=source.random() < 0.5,
        wrong=tuple(source.sample(sorted(offered.bodies), source.choice([0, 0, 5]))),
        measure=source.choice(list(offered.measures)),
        weight=source.choice(list(offered.weights)),
    )


def usual_question(**changes: Any) -> Question:
    """The question at the start, but for what is said otherwise."""
    return default_question(choices()).with_changes(**changes)


def told(**changes: Any) -> Told:
    """A page as it is told of the usual question, about 汕头 and the plan's own board where it is about one."""
    changes = {"prefecture": "440500", "scoreboard": "14-5"} | changes
    return Told(Inquiry(the_atlas(), usual_question(**changes)), choices())


def answered(page: str, **changes: Any) -> dict[str, Any]:
    """What the page itself hands out as its numbers."""
    return pages.answer(page, the_atlas(), usual_question(**changes))


@cache
def toml(path: str) -> dict[str, Any]:
    """A TOML file below data/, as written."""
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))


@cache
def prefectures() -> list[str]:
    return list(toml("plans/14-5/plan.toml")["prefectures"])


@cache
def zones() -> dict[str, list[str]]:
    """Every zone of the plan with its prefectures in Guangdong."""
    return {
        zone["id"]: [each for each in zone["members"] if each in prefectures()]
        for zone in toml("plans/14-5/zones.toml")["zone"]
    }


@cache
def partition() -> dict[str, str]:
    """Prefecture -> its zone among the four that divide the province."""
    return {
        adcode: zone["id"]
        for zone in toml("plans/14-5/zones.toml")["zone"]
        if zone["group"] == "partition"
        for adcode in zone["members"]
    }


@cache
def hostile_world() -> World:
    """The real world with every name, title and industry replaced by a hostile one."""
    full = the_atlas().world
    frames = {}
    for number, (name, frame) in enumerate(full.frames.items()):
        columns = [
            column
            for column in frame.columns
            if column.startswith(("name", "short_", "title_", "product", "place", "boundary", "method", "plan_role"))
        ]
        frames[name] = frame.assign(
            **{column: [NAMES[(number + row) % len(NAMES)] for row in range(len(frame))] for column in columns}
        )
    return dataclasses.replace(full, frames=frames)


@cache
def hostile_atlas() -> Atlas:
    """The atlas of that world, with answers of its own: nobody may change it."""
    return dataclasses.replace(the_atlas(), world=hostile_world(), memo=type(the_atlas().memo)())


CHOICES = Choices(
    first_day=date(2010, 1, 1),
    last_day=date(2025, 12, 31),
    definitions=["narrow", "wide"],
    default_definition="narrow",
    layers=["land", "towns", "centres"],
    layers_at_start=["land", "centres"],
    indicators={"gdp": ["2023", "2024"], "people": ["2020"]},
    default_indicator="gdp",
    default_period="2023",
    industries=["灯饰"],
    features=frozenset({"440100", "centre-a"}),
    access=["near", "far"],
    kinds=["centre", "court"],
    usual_kinds=["centre"],
    bodies=frozenset({"centre-a", "court-b"}),
    zones=["delta", "north"],
    prefectures=["440100", "440200"],
    measures=["reach", "gdp"],
    boards=["14-5", "13-5"],
)
