"""What the address of a page has to say of a question, for the session and for the map that is asked before it."""

from __future__ import annotations

from collections.abc import Collection

from atlas.question.address import Address, params_of
from atlas.question.choices import Choices
from atlas.question.parameters import Parameter
from atlas.question.question import PARAMETERS, Question, to_params


def page_params(
    question: Question,
    choices: Choices,
    page: str,
    address: Address,
    usual_plan: str,
    *,
    data: str,
    own: str = "",
    offered: Collection[str] = (),
) -> dict[str, str]:
    """The shortest parameters; what only another page shows is left out.

    data  the version an address with anything to say names;  own  the mark of own tables, "" for none
    offered  marks that only the session's own map has: no address names them
    """
    params = to_params(question, choices) | params_of(address, usual_plan)
    if page == "prefecture" and question.prefecture:
        params["id"] = question.prefecture
    if question.selected in offered:
        params.pop("selected", None)
    for each in of_other_pages(page):
        params.pop(each.name, None)
    params |= {"own": own} if own else {}
    return params | ({"data": data} if params else {})


def of_other_pages(page: str) -> list[Parameter]:
    """The parts of a question that only other pages look at."""
    return [each for each in PARAMETERS if not each.is_of(page)]
