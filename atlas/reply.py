"""What a page answers, as JSON: the same for the page's own download and for `cli.py link`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atlas import board, city, comparing, ledger, reaching
from atlas.answers import coverage_answer, view
from atlas.conditions import filters_told, suppositions_told
from atlas.headline import Card, cards
from atlas.question.question import PARAMETERS, Asked, as_params
from atlas.supposing import answered
from atlas.words import say_in
from atlas.world import Known
from layers import decide

if TYPE_CHECKING:
    from atlas.siting.search import Found

# What is looked at changes no number; the overview says itself which layers it counts. Nor does what another page looks
# at, which is in no link of this one.
LOOKED_AT = ("layers", "selected", "card")
# Of a page of text alone, and of one that is about a prefecture or a plan while it is open which.
NO_NUMBERS: dict[str, Any] = {"numbers": None}
PAGES = ("overview", "coverage", "compare", "plan", "prefecture", "siting", "data", "manual")


def answer(page: str, known: Known, asked: Asked, found: Found | None = None) -> dict[str, Any]:
    """The numbers of a page for a question, with the question itself. Raises LookupError for an unknown page.

    found  what came of the search of the siting page, which is not solved here
    """
    if page not in PAGES:
        raise LookupError(f"page {page!r} is not known; expected one of: {', '.join(PAGES)}")
    elsewhere = {each.name for each in PARAMETERS if each.page not in ("", page)}
    question = {
        name: value for name, value in as_params(asked).items() if value and name not in {*LOOKED_AT, *elsewhere}
    }
    about = {"page": page, "plan": known.plan.about["id"], "data_version": known.version, "question": question}
    say = say_in(known.world.language)
    about |= {"filters": filters_told(known, asked, say), "supposing": suppositions_told(known, asked, say)}
    return about | (_siting(known, asked, found) if page == "siting" else _BODY[page](known, asked))


def _overview(known: Known, asked: Asked) -> dict[str, Any]:
    made = cards(known, asked, say_in(known.world.language))
    layers = answered(known, asked, lambda known, asked: decide.count(view(known, asked).decision, asked.layers))
    supposed = layers.pop("supposed")
    return {
        "coverage": coverage_answer(known, asked),
        "cards": [_card(each) for each in made],
        "layers": layers,
        **({"layers_supposed": {layer: supposed[layer] for layer in layers}} if supposed else {}),
    }


def _card(made: Card) -> dict[str, Any]:
    told = {"id": made.id, "figure": made.figure, "lines": list(made.lines), "records": len(made.records)}
    rows = made.supposed[["id", "supposition", "counts"]].to_dict("records") if made.supposes else []
    return told | {"supposed": rows or None}


def _coverage(known: Known, asked: Asked) -> dict[str, Any]:
    rows = ledger.ledger_beside(known, asked)
    return {"ledger": rows, "gaps": reaching.gaps_answer(known, asked)}


def _plan(known: Known, asked: Asked) -> dict[str, Any]:
    return board.plan_answer(known, asked.board, asked.as_of) if asked.board else NO_NUMBERS


def _prefecture(known: Known, asked: Asked) -> dict[str, Any]:
    return city.prefecture_answer(known, asked, asked.place) if asked.place else NO_NUMBERS


def _siting(known: Known, asked: Asked, found: Found | None) -> dict[str, Any]:
    # The solver costs a second of start that other pages need not pay.
    from atlas.siting.answer import page_answer  # noqa: PLC0415

    return page_answer(known, asked, found)


def _data(known: Known, _asked: Asked) -> dict[str, Any]:
    return {"sets": [{"id": each.id, "as_of": each.as_of, "sha256": each.sha256} for each in known.sets]}


_BODY = {
    "overview": _overview,
    "coverage": _coverage,
    "compare": comparing.compare_answer,
    "plan": _plan,
    "prefecture": _prefecture,
    "data": _data,
    "manual": lambda _known, _asked: NO_NUMBERS,
}
