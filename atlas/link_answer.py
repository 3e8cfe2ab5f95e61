"""A link as the command line answers it: what cannot be used is refused, where a page replaces it and says so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from atlas.atlas import Atlas, load
from atlas.pages import answer
from atlas.plan import shown_plans
from atlas.question.address import read_address, said_once
from atlas.question.choices import Choices
from atlas.question.offered import choices_of
from atlas.question.question import Question, from_params
from atlas.typed_question import refuse, with_matrix
from data.catalog import meta

if TYPE_CHECKING:
    from atlas.siting.search import Found


@dataclass(frozen=True)
class Opened:
    """A link as it was read: its page, what it asks, what may be asked, what came of its search (of siting), and the
    data version it was made with where that is another.
    """

    page: str
    atlas: Atlas
    question: Question
    choices: Choices
    found: Found | None
    made_with: str


def link_answer(link: str, plan: str, plans: Path | None = None, matrix: Path | None = None) -> dict[str, Any]:
    """The numbers of the page that a link shows; see `opened`. Made with other data, it says which (`made_with`)."""
    read = opened(link, plan, plans, matrix)
    made_with = {"made_with": read.made_with} if read.made_with else {}
    return answer(read.page, read.atlas, read.question, read.found) | made_with


def opened(link: str, plan: str, plans: Path | None = None, matrix: Path | None = None) -> Opened:
    """What a link asks, searched too where it is one of siting. plan  where the link says none
    plans  a folder with more of them;  matrix  the file of the matrix of travel that the link counts by

    Raises ValueError for what cannot be used.
    """
    parts = urlsplit(link)
    page = parts.path.strip("/").split("/")[-1] or "overview"
    params, repeated = said_once(parse_qsl(parts.query, keep_blank_values=True))
    address, unknown = read_address(params, shown_plans(plans), plan)
    atlas = load(address.plan, address.language, plans)
    choices = with_matrix(choices_of(atlas, meta("bodies").as_of), matrix)
    question, problems = from_params(params, choices)
    refuse([*unknown, *problems, *repeated])
    found = None
    if page == "siting":
        from atlas.siting.search import search_link  # noqa: PLC0415 -- the solver costs a second of start

        # Solved here: the command line has no queue to wait in.
        found = search_link(atlas, question, choices.siting)
    return Opened(page, atlas, question, choices, found, address.data if address.data != atlas.version else "")
