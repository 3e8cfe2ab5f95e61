"""The words of an atlas: every name of the catalogue in both languages, and the spoken ones, each with its meanings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from atlas.asked.plain import plain_text
from atlas.asked.spoken import spoken
from atlas.atlas import Atlas, in_language
from atlas.page_titles import PAGE_TITLES
from atlas.question.address import LANGUAGES
from atlas.question.choices import Choices
from atlas.records import industry_names
from atlas.scoreboard import plan_name, plan_of
from atlas.words import labelled, say_in
from layers import all_layers
from layers.base import derived

COMPUTED = {
    "reach": "share of residents in reach",
    "bodies": "bodies of the chosen kinds",
    "bodies-per-million": "bodies of the chosen kinds per million residents",
    "median-distance": "median road distance to the nearest body",
}
BRACKETS = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]$")
SHORTEST_CHINESE = 2
BOTH_NAMES = " / "
# Layers whose marks are no things of their own.
UNNAMED = ("neighbours", "proposed-sites")


@dataclass(frozen=True)
class Meaning:
    """What a word may mean: a value of a parameter or of the grammar's own roles, and its title for readers.

    note  what a reader must be told who says this word: a name that is no longer in use
    """

    role: str
    value: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class Name:
    """Something on the map by its plain name and by what else finds it, with its prefecture and its layer.

    aside  what stands in brackets at the end of its name, plain: who runs it, how many came when
    """

    id: str
    name: str
    rest: str
    title: str
    prefecture: str
    layer: str
    aside: str = ""

    def has(self, piece: str) -> bool:
        """Whether a plain piece is part of its name; of what is in brackets only all: 新增2家 makes no name of 新增."""
        return piece in self.name.removesuffix(self.aside) or piece == self.aside


@dataclass(frozen=True)
class Lexicon:
    """Plain word -> its meanings, the likeliest first; names of all that is on the map; the length of the longest."""

    words: Mapping[str, tuple[Meaning, ...]]
    names: tuple[Name, ...]
    longest: int


def lexicon(atlas: Atlas, choices: Choices) -> Lexicon:
    """The words of an atlas, in the titles of its language; made once a data version and language."""
    return atlas.memo.once("words asked", atlas.world.language, lambda: _lexicon(atlas, choices))


def _lexicon(atlas: Atlas, choices: Choices) -> Lexicon:
    names, called = tuple(_names(atlas, choices)), tuple(_in_every_language(atlas, choices))
    found: dict[str, dict[tuple[str, str], Meaning]] = {}
    for word, meaning in chain(called, _spoken(called, choices), _former(atlas), _plan_ends(atlas), _on_the_map(names)):
        _add(found, word, meaning)
    meant = {word: tuple(meanings.values()) for word, meanings in found.items()}
    return Lexicon(meant, names, max(map(len, meant), default=0))


def _in_every_language(atlas: Atlas, choices: Choices) -> Iterator[tuple[str, Meaning]]:
    """Every name of the catalogue, the language of the atlas first: its first name is the title of a meaning."""
    titles: dict[tuple[str, str], str] = {}
    others = [in_language(atlas, each) for each in LANGUAGES if each != atlas.world.language]
    for each in (atlas, *others):
        for word, role, value in _called(each, choices):
            yield word, Meaning(role, value, titles.setdefault((role, value), word))


def _spoken(called: Iterable[tuple[str, Meaning]], choices: Choices) -> Iterator[tuple[str, Meaning]]:
    """What people call a meaning; nothing for a value of another atlas, which has no title here."""
    titles = {(meaning.role, meaning.value): meaning.title for _, meaning in called}
    of_choices = _of_choices(choices)
    for role, values in spoken().words.items():
        for value, words in values.items():
            title = titles.get((role, value), "")
            if title or role not in of_choices:
                yield from ((word, Meaning(role, value, title)) for word in words)


def _on_the_map(names: Iterable[Name]) -> Iterator[tuple[str, Meaning]]:
    """Titles of what is on the map, and each of two names by itself."""
    for name in names:
        for word in (name.title, *name.title.split(BOTH_NAMES)):
            yield word, Meaning("selected", name.id, name.title)


def _add(found: dict[str, dict[tuple[str, str], Meaning]], word: str, meaning: Meaning) -> None:
    key = plain_text(word)
    if key:
        found.setdefault(key, {}).setdefault((meaning.role, meaning.value), meaning)


def _of_choices(choices: Choices) -> Mapping[str, Collection[str]]:
    """The roles whose values are those of an atlas: what is said of another one's is none of its words."""
    return {
        "definition": choices.definitions,
        "zone": choices.zones,
        "id": choices.prefectures,
        "kinds": choices.kinds,
        "industry": choices.industries,
        "measure": choices.measures,
        "board": choices.boards,
    }


def _called(atlas: Atlas, choices: Choices) -> Iterator[tuple[str, str, str]]:
    """Every name of the catalogue in the language of the atlas, the one shown first: word, role, value."""
    say, named = say_in(atlas.world.language), industry_names(atlas)
    yield from _lands(atlas, choices)
    yield from ((say(each), "kinds", each) for each in choices.kinds)
    yield from ((named[each], "industry", each) for each in choices.industries)
    for each in atlas.plan.definitions:
        yield atlas.world.title(each), "access" if each["id"] in choices.access else "definition", each["id"]
    yield from _measures(atlas, choices)
    yield from ((say(title), "page", page) for page, title in PAGE_TITLES.items())
    for board in choices.boards:
        yield from _board(atlas, board)


def _measures(atlas: Atlas, choices: Choices) -> Iterator[tuple[str, str, str]]:
    """What is reckoned, then what is published of a prefecture."""
    say = say_in(atlas.world.language)
    yield from ((say(COMPUTED[each]), "measure", each) for each in choices.measures if each in COMPUTED)
    for indicator in atlas.world.indicators:
        yield from ((word, "measure", indicator["id"]) for word in _shorter(atlas.world.title(indicator)))


def _board(atlas: Atlas, board: str) -> Iterator[tuple[str, str, str]]:
    """A plan by its short name and its whole one, and its quantities by name and number."""
    plan, world = plan_of(atlas, board), atlas.world
    yield plan_name(atlas, board), "board", board
    yield world.title(plan.about), "board", board
    for target in plan.targets:
        said = (*_shorter(world.title(target, "item")), target["id"])
        yield from ((word, "card", target["id"]) for word in said)


def _lands(atlas: Atlas, choices: Choices) -> Iterator[tuple[str, str, str]]:
    chinese, frames = atlas.world.language == "zh", atlas.world.frames
    for each in frames["prefectures"].to_dict("records"):
        for word in (atlas.name_of(each["adcode"]), each["name_zh" if chinese else "name_en"], each["adcode"]):
            yield word, "id", each["adcode"]
    for each in atlas.world.zones:
        if each["id"] in choices.zones:
            yield atlas.name_of(each["id"]), "zone", each["id"]
            yield atlas.world.title(each), "zone", each["id"]
    for each in frames["counties"].to_dict("records"):
        if each["adcode"] not in choices.prefectures:
            name = each["name_zh" if chinese else "name_en"]
            yield from ((word, "county", each["adcode"]) for word in (name, _bare(name), each["adcode"]))


def _bare(name: str) -> str:
    """A name without what kind of place it is: 黄埔区 is 黄埔; one sign alone is no name."""
    for ending in spoken().endings["county"]:
        bare = name.lower().removesuffix(ending)
        if bare != name.lower() and len(bare) >= SHORTEST_CHINESE:
            return bare
    return name


def _shorter(title: str) -> tuple[str, ...]:
    """A title, and without what stands in brackets at its end."""
    short = BRACKETS.sub("", title).strip()
    return (title,) if short in ("", title) else (title, short)


def _former(atlas: Atlas) -> Iterator[tuple[str, Meaning]]:
    """Names and codes that are no longer in use, as the county that has their land now."""
    say = say_in(atlas.world.language)
    for each in atlas.world["former_codes"].to_dict("records"):
        for code in each["successors"].split("; "):
            now = labelled(code, atlas.name_of(code), say)
            note = say("{old} is now {new}").format(old=f"{each['name_zh']} {each['adcode']}", new=now)
            if each["notes"] and atlas.world.language == "zh":
                note = labelled(each["name_zh"], each["notes"], say)
            for word in (each["name_zh"], each["adcode"]):
                yield word, Meaning("county", code, atlas.name_of(code), note)


def _plan_ends(atlas: Atlas) -> Iterator[tuple[str, Meaning]]:
    """The last day of a plan, as people call it."""
    said = spoken()
    for board in (atlas.plan.about["id"], *atlas.plan.about.get("earlier", ())):
        day = str(plan_of(atlas, board).about["end"])
        for word in said.words["board"].get(board, ()):
            yield from ((word + ending, Meaning("date", day, day)) for ending in said.endings["plan_end"])


def _names(atlas: Atlas, choices: Choices) -> Iterator[Name]:
    """All that is on the map once, but land that has a role of its own; of equal names the first layer's."""
    say, seen = say_in(atlas.world.language), {*choices.prefectures, *choices.zones}
    lands = {f"c{each}" for each in atlas.world["counties"]["adcode"]}
    for layer in all_layers():
        if layer.exclusive or layer.shape in ("ring", "dot") or layer.id in UNNAMED:
            continue
        # Land is not dissolved anew for a session that lays bodies of its own over the data.
        world = atlas.world if layer.kinds else atlas.world.in_files
        for each in derived(layer.features, world).drop(columns="geometry").to_dict("records"):
            if each["id"] in seen or each["id"] in lands or each["id"] not in choices.features:
                continue
            seen.add(each["id"])
            home = str(each.get("prefecture", ""))
            rest = " ".join([str(each.get("search", "")), atlas.name_of(home), say(layer.title), each["id"]])
            aside = BRACKETS.search(each["name"])
            yield Name(
                each["id"],
                plain_text(each["name"]),
                plain_text(rest),
                each["name"],
                home,
                layer.id,
                plain_text(aside[0]) if aside else "",
            )
