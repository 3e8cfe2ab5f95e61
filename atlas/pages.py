"""What a page answers, as JSON: the same for the page's own download and for `cli.py link`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from atlas import comparison_answer, ledger, parks, prefecture, reach, scoreboard
from atlas.atlas import Atlas
from atlas.catchment import catchment_answer
from atlas.conditions import filters_told, suppositions_told
from atlas.difference import difference_answer
from atlas.headline import Card, cards
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.ledger import coverage_answer
from atlas.map_state import view_of
from atlas.own.laying import own_told
from atlas.page_titles import OF_TEXT_ALONE, PAGE_TITLES
from atlas.question.question import PARAMETERS, Question, as_params
from atlas.supposing import answered
from atlas.words import say_in
from layers import decide

if TYPE_CHECKING:
    from atlas.siting.search import Found

# What is looked at changes no number; the overview says itself which layers it counts. Nor does what another page looks
# at, which is in no link of this one.
LOOKED_AT = ("layers", "selected", "card")
# Of a page of text alone, and of one that is about a prefecture or a plan while it is open which.
NO_NUMBERS: dict[str, Any] = {"numbers": None}


def answer(page: str, atlas: Atlas, question: Question, found: Found | None = None) -> dict[str, Any]:
    """The numbers of a page for a question, with the question itself. Raises LookupError for an unknown page.

    found  what came of the search of the siting page, which is not solved here
    """
    if page not in PAGES:
        raise LookupError(f"page {page!r} is not known; expected one of: {', '.join(PAGES)}")
    elsewhere = {each.name for each in PARAMETERS if not each.is_of(page)}
    asked = {
        name: value for name, value in as_params(question).items() if value and name not in {*LOOKED_AT, *elsewhere}
    }
    about = {"page": page, "plan": atlas.plan.about["id"], "data_version": atlas.version, "question": asked}
    say = say_in(atlas.world.language)
    about["difference"] = difference_answer(atlas, question, say)
    about["sentences"] = list(lead(page, Inquiry(atlas, question), found))
    about |= {"own": own_told(atlas, say)} if atlas.own else {}
    about |= {"filters": filters_told(atlas, question, say), "supposing": suppositions_told(atlas, question, say)}
    return about | (_siting(atlas, question, found) if page == "siting" else _BODY[page](atlas, question))


def _overview(atlas: Atlas, question: Question) -> dict[str, Any]:
    made = cards(atlas, question, say_in(atlas.world.language))
    layers = answered(
        atlas, question, lambda atlas, question: decide.count(view_of(atlas, question).decision, question.layers)
    )
    supposed = layers.pop("supposed")
    return {
        "coverage": coverage_answer(atlas, question),
        "cards": [_card(each) for each in made],
        "layers": layers,
        **({"layers_supposed": {layer: supposed[layer] for layer in layers}} if supposed else {}),
    }


def _card(made: Card) -> dict[str, Any]:
    told = {"id": made.id, "figure": made.figure, "lines": list(made.lines), "records": len(made.records)}
    rows = made.supposed[["id", "supposition", "counts"]].to_dict("records") if made.supposes else []
    return told | {"supposed": rows or None}


def _coverage(atlas: Atlas, question: Question) -> dict[str, Any]:
    rows = ledger.ledger_beside(atlas, question)
    told = {"gaps": reach.gaps_answer(atlas, question), "parks": parks.parks_answer(atlas, question)}
    return {"ledger": rows, **told, "catchment": catchment_answer(atlas, question)}


def _plan(atlas: Atlas, question: Question) -> dict[str, Any]:
    return scoreboard.plan_answer(atlas, question.scoreboard, question.as_of) if question.scoreboard else NO_NUMBERS


def _prefecture(atlas: Atlas, question: Question) -> dict[str, Any]:
    return prefecture.prefecture_answer(atlas, question, question.prefecture) if question.prefecture else NO_NUMBERS


def _siting(atlas: Atlas, question: Question, found: Found | None) -> dict[str, Any]:
    # The solver costs a second of start that other pages need not pay.
    from atlas.siting.answer import page_answer  # noqa: PLC0415

    return page_answer(atlas, question, found)


def _data(atlas: Atlas, _question: Question) -> dict[str, Any]:
    return {"sets": [{"id": each.id, "as_of": each.as_of, "sha256": each.sha256} for each in atlas.sets]}


_NUMBERS: Mapping[str, Callable[[Atlas, Question], dict[str, Any]]] = {
    "overview": _overview,
    "coverage": _coverage,
    "compare": comparison_answer.compare_answer,
    "plan": _plan,
    "prefecture": _prefecture,
    # What the briefs begin with; all that they say is told by `cli.py brief`.
    "briefing": coverage_answer,
    "data": _data,
}
_BODY = {**dict.fromkeys(OF_TEXT_ALONE, lambda _atlas, _question: NO_NUMBERS), **_NUMBERS}
# Every page that answers; that of siting is handed what came of its search.
PAGES = tuple(page for page in PAGE_TITLES if page == "siting" or page in _BODY)
