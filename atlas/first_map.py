"""The map of a page for a question: one message, for the run of a page and for a browser that asks before the run.

Before a run only what an address says is known. So whoever shows more (own tables, a loaded matrix, sites that a search
proposes) goes without, see `is_told_by`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from atlas.addressed import OfAddress, addressed
from atlas.inquiry import Inquiry
from atlas.map_state import Proposed, map_state, with_proposed
from atlas.question.address import without_view
from atlas.question.choices import Choices
from atlas.question.page_address import page_params
from atlas.question.parameters import Problem
from atlas.question.question import PARAMETERS, Question, from_params
from atlas.side_by_side import beside
from atlas.turned import turned

# Which parts of a question a control has just turned, by their names in an address, beside the question itself.
TURNED = "turned"
ABOUT_ONE_PLACE = "prefecture"
# A part's name in an address -> its field in a question.
FIELDS: Mapping[str, str] = {each.name: each.field for each in PARAMETERS}


@dataclass(frozen=True, eq=False)
class FirstMap:
    """A page and its question, as an address and what was turned since say it.

    query  what the page's address says once it has asked this
    """

    page: str
    inquiry: Inquiry
    query: str

    def told(self) -> dict[str, Any]:
        """What the browser gets."""
        found = {"query": self.query, "state": map_told(self.page, self.inquiry)}
        other = beside(self.inquiry.atlas, self.inquiry.question)
        return found if other is None else {**found, "beside": other}


def map_told(page: str, inquiry: Inquiry, sites: Proposed | None = None) -> dict[str, Any]:
    """What the map of a page is told of a question, beside what only the session knows (ui/main.py)."""
    question, view = inquiry.question, inquiry.view
    return {
        **map_state(question, view),
        **with_proposed(inquiry.atlas, view, sites or Proposed()),
        "about": question.prefecture if page == ABOUT_ONE_PLACE else "",
    }


def is_told_by(params: Mapping[str, str], question: Question, released: Choices, page: str) -> bool:
    """Whether the map of a page hangs on nothing but what its address says, read with what is released."""
    read, problems = from_params(without_view(params), released)
    return not problems and _on_map(read, page) == _on_map(question, page)


def _on_map(question: Question, page: str) -> tuple[Any, ...]:
    place = question.prefecture if page == ABOUT_ONE_PLACE else ""
    pinned = question.against and _ordered(question.against)
    return _ordered(question).for_answers().with_changes(against=pinned), question.layers, question.selected, place


def _ordered(question: Question) -> Question:
    """Kinds stand in the order in which they were chosen, or in their own."""
    return question.with_changes(kinds=tuple(sorted(question.kinds)))


def first_map(
    page: str,
    pairs: Iterable[tuple[str, str]],
    plans: Sequence[str],
    usual_plan: str,
    known: OfAddress,
) -> FirstMap:
    """The map of a page after a control was turned. pairs  of the page's address with the new value, and TURNED

    known  of what may be asked, what may be asked on this page
    Raises ValueError, in one sentence, for what cannot be used.
    """
    pairs = list(pairs)
    asked_on_page = [pair for pair in pairs if pair[0] != TURNED]
    names = [value for name, value in pairs if name == TURNED]
    # Another indicator has other years: then the page turns to its usual one.
    forgiven = ["period"] if "indicator" in names else []
    strange = [Problem(TURNED, name, "", "names of a question's parts") for name in names if name not in FIELDS]
    asked = addressed(asked_on_page, plans, usual_plan, known, forgiven=forgiven, more=strange)
    question = asked.question
    for name in names:
        question = turned(question, page, FIELDS[name])
    query = page_params(question, asked.choices, page, asked.address, usual_plan, data=asked.atlas.version)
    return FirstMap(page, Inquiry(asked.atlas, question), urlencode(query))
