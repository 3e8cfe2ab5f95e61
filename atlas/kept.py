"""Views kept for a meeting (讲解): a list of links, saved as a file and opened again, and what each of them shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from atlas.atlas import Atlas
from atlas.faults import FaultError
from atlas.kept_told import sentences_of
from atlas.link_answer import Linked
from atlas.map_state import Proposed, map_state, with_proposed
from atlas.page_layers import on_page
from atlas.page_titles import PAGE_TITLES
from atlas.pages import PAGES
from atlas.question.address import Address, read_address, said_once, without_view
from atlas.question.choices import Choices
from atlas.question.question import from_params
from atlas.typed_question import refuse
from atlas.words import Say
from data.limits import KEPT_BYTES, KEPT_VIEWS

if TYPE_CHECKING:
    from atlas.siting.search import Found

# What came of the search of a view of the siting page with its marks; None while it is not solved, and of other pages.
Answers: TypeAlias = Callable[[Linked], "tuple[Found | None, Proposed]"]
FORMAT = "guangdong-ip-atlas views"
LONGEST_NAME = 80
# The page whose map goes to the prefecture that it is about.
ABOUT_ONE_PLACE = "prefecture"
NO_LINK = "{file}: view {n} is no link of the atlas; the list is not opened, what is kept stays"
NO_LIST = "{file}: expected a list of kept views saved by the atlas"


@dataclass(frozen=True)
class View:
    """What a kept view shows: its page, its sentences, the state of the map with the place it is at; None: no map."""

    page: str
    sentences: tuple[str, ...]
    state: dict[str, Any] | None


def as_file(links: Sequence[str]) -> str:
    """The list as a file (JSON)."""
    return json.dumps({"format": FORMAT, "views": list(links)}, ensure_ascii=False, indent=1)


def read_list(content: bytes, name: str) -> list[str]:
    """The links of a list. name  of the file. Raises FaultError with one sentence for what is none, and for a link that
    cannot even be read: one that asks what cannot be asked stays, and says so when it is shown.
    """
    if len(content) > KEPT_BYTES.most:
        raise FaultError(KEPT_BYTES.sentence, file=name, most=KEPT_BYTES.told)
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FaultError(NO_LIST, file=name) from None
    views = told.get("views") if isinstance(told, dict) and told.get("format") == FORMAT else None
    if not isinstance(views, list) or not all(isinstance(each, str) and each for each in views):
        raise FaultError(NO_LIST, file=name)
    for number, link in enumerate(views, start=1):
        if not _is_link(link):
            raise FaultError(NO_LINK, file=name, n=number)
    return with_kept([], views)


def with_kept(links: Sequence[str], more: Sequence[str]) -> list[str]:
    """The links with more of them, each once. Raises FaultError beyond what one meeting takes."""
    kept = list(dict.fromkeys([*links, *more]))
    if len(kept) > KEPT_VIEWS.most:
        raise FaultError(KEPT_VIEWS.sentence, most=KEPT_VIEWS.told)
    return kept


def named(link: str, say: Say) -> str:
    """What a reader knows a kept view by: its page and date, and how many other things it says; what cannot be read by
    its own letters.
    """
    try:
        page, params = _parted(link)
    except ValueError:
        return link[:LONGEST_NAME]
    told = [say(PAGE_TITLES[page]) if page in PAGE_TITLES else page]
    asked = dict(params)
    others = len(asked.keys() - {"date", "data", "view", "definition", "plan", "lang"})
    told += [asked["date"]] if "date" in asked else []
    told += [say("{n} further choices").format(n=others)] if others else []
    return " · ".join(told)[:LONGEST_NAME]


def _is_link(text: str) -> bool:
    """Whether a text has the parts of a link, and letters that can be written: JSON can hold halves of them."""
    try:
        text.encode()
        _parted(text)
    except ValueError:
        return False
    return bool(text.strip())


def _parted(link: str) -> tuple[str, list[tuple[str, str]]]:
    """The page of a link and what it asks. Raises ValueError for what has no such parts."""
    parts = urlsplit(link)
    return parts.path.strip("/").split("/")[-1] or "overview", parse_qsl(parts.query, keep_blank_values=True)


def view_at(atlas: Atlas, choices: Choices, link: str, number: int, answered: Answers = Linked.searched) -> View:
    """What a link shows in the language of the atlas. number  counts the views;  answered  what is known of a question
    of siting, which is solved anew here unless somebody else does

    Raises ValueError for a link that cannot be used, or that is of another plan.
    """
    shown, address = shown_by(atlas, choices, link)
    (found, proposed), inquiry = answered(shown), shown.inquiry
    page, question = shown.page, shown.question
    state = map_state(question, inquiry.view, alone=True) | with_proposed(atlas, inquiry.view, proposed)
    state["view"] = {"at": address.view, "k": f"kept-{number}"}
    state["about"] = question.prefecture if page == ABOUT_ONE_PLACE else ""
    if state["about"] and not address.view:
        state["focus"] = {"id": state["about"], "k": f"kept-{number}"}
    return View(page, sentences_of(page, inquiry, found), state)


def shown_by(atlas: Atlas, choices: Choices, link: str) -> tuple[Linked, Address]:
    """The page and the question of a kept link, and what else its address says. Raises as `view_at`."""
    page, asked = _parted(link)
    if page not in PAGES:
        raise ValueError(f"page {page!r} is not known; expected one of: {', '.join(PAGES)}")
    params, repeated = said_once(asked)
    plan = str(atlas.plan.about["id"])
    address, unknown = read_address(params, [plan], plan)
    offered = on_page(choices, page)
    question, problems = from_params(without_view(params), offered)
    refuse([*unknown, *problems, *repeated])
    return Linked(page, atlas, question, offered), address


def unsolved(_shown: Linked) -> tuple[None, Proposed]:
    """The answers of whoever has searched for none."""
    return None, Proposed()
