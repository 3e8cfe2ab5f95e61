"""What an address asks, read strictly: what cannot be used is refused, where a page replaces it and says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from atlas.atlas import Atlas
from atlas.question.address import Address, read_address, said_once
from atlas.question.choices import Choices
from atlas.question.parameters import Problem
from atlas.question.question import Question, from_params
from atlas.typed_question import refuse

# The atlas of a plan in a language, and what may be asked of it.
OfAddress: TypeAlias = Callable[[Address], tuple[Atlas, Choices]]


@dataclass(frozen=True, eq=False)
class Addressed:
    """A question, and what it is put to."""

    address: Address
    atlas: Atlas
    choices: Choices
    question: Question


def addressed(
    pairs: Iterable[tuple[str, str]],
    plans: Sequence[str],
    usual_plan: str,
    known: OfAddress,
    *,
    forgiven: Collection[str] = (),
    more: Sequence[Problem] = (),
) -> Addressed:
    """The question of an address. pairs  its names and values;  plans  that can be shown

    forgiven  names of parts that turn to their usual value without a word;  more  what else cannot be used
    Raises ValueError, in one sentence, for all that cannot be used.
    """
    params, repeated = said_once(pairs)
    address, unknown = read_address(params, plans, usual_plan)
    atlas, choices = known(address)
    question, problems = from_params(params, choices)
    refuse([*unknown, *(each for each in problems if each.name not in forgiven), *repeated, *more])
    return Addressed(address, atlas, choices, question)
