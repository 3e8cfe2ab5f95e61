"""Kept views as a page for a meeting (讲解): full screen, one sentence and the map, ◀ ▶. Either as one self-contained
file from a USB stick for an old browser, or within the app, beside its own map page. The map is loaded once; of each
view there are its sentences and its state.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Template

from atlas.atlas import Atlas
from atlas.kept import Answers, View, named, view_at
from atlas.link_answer import Linked
from atlas.question.choices import Choices
from atlas.words import Say
from layers import safe
from layers.folium_map import single_file
from layers.unparted import HELD

DECK = Path(__file__).parent / "deck"


def meeting_page(
    atlas: Atlas,
    choices: Choices,
    links: Sequence[str],
    say: Say,
    *,
    with_faults: bool = False,
    answered: Answers = Linked.searched,
) -> str:
    """The page of at least one kept view, stamped as a sketch map: it leaves the scope of any number of review.

    with_faults  a link that cannot be used says so in its place; otherwise it raises ValueError
    answered  what is known of questions of siting; each is solved here unless somebody else does
    """
    if with_faults:
        views = [_view_or_fault(atlas, choices, link, number, say, answered) for number, link in enumerate(links)]
    else:
        views = [view_at(atlas, choices, link, number, answered) for number, link in enumerate(links)]
    if not views:
        raise ValueError(say("No view is kept yet."))
    first = next((each.state for each in views if each.state), {})
    return _deck(views, atlas, say, page=safe.json_for_page(single_file(atlas.world, say, first)))


def meeting_within(
    atlas: Atlas, choices: Choices, links: Sequence[str], say: Say, map_page: str, answered: Answers
) -> str:
    """The same within the app, with its map page at the address `map_page`. A link that cannot be used says so in its
    place, without a map: the others are shown. answered  what is known of questions of siting: nothing is solved here
    """
    views = [_view_or_fault(atlas, choices, link, number, say, answered) for number, link in enumerate(links)]
    return _deck(views, atlas, say, address=safe.json_for_page(map_page))


def _view_or_fault(atlas: Atlas, choices: Choices, link: str, number: int, say: Say, answered: Answers) -> View:
    try:
        return view_at(atlas, choices, link, number, answered)
    except ValueError:
        told = say("This kept view cannot be shown: its link cannot be used ({name}).").format(name=named(link, say))
        return View("", (told,), None)


def _deck(views: Sequence[View], atlas: Atlas, say: Say, **where: str) -> str:
    """The page. where  page: the map itself, or address: where its page is; both as JSON"""
    words: dict[str, Any] = {
        "title": "meeting",
        "map": "map",
        "back": "view before",
        "on": "next view",
        "full": "full screen",
        "leave": "end the meeting",
        "keys": "← → turn, Esc leaves" if "address" in where else "← → turn, F full screen, Esc leaves it",
    }
    page: str = Template((DECK / "deck.html").read_text(encoding="utf-8")).render(
        language="zh-CN" if say.language == "zh" else "en",
        style=(DECK / "deck.css").read_text(encoding="utf-8"),
        script=(DECK / "deck.js").read_text(encoding="utf-8"),
        views=safe.json_for_page([{"sentences": each.sentences, "state": each.state} for each in views]),
        held=safe.json_for_page(HELD.pattern),
        made=safe.for_html(say("data version {version}").format(version=atlas.version)),
        within="address" in where,
        **{name: safe.for_html(say(text)) for name, text in words.items()},
        **where,
    )
    return page
