"""Which layers the map of each page shows at first: those its answer is about, by the question that is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from atlas.question.choices import Choices
from atlas.question.question import PARAMETERS, Question, layers_begun
from atlas.turned import RULES

LAND = ("neighbours", "prefectures")
CENTRES = ("protection-centres", "rapid-rights-centres")
LEDGER = (*LAND, "coverage", *CENTRES)
# Pages that are not named here begin with the plan's own, as the overview does.
OWN_LAYERS: Mapping[str, tuple[str, ...]] = {
    "coverage": LEDGER,
    "compare": (*LAND, "measured"),
    "prefecture": (*LAND, "reach", "counties", *CENTRES),
    "siting": (*LAND, "reach", *CENTRES, "proposed-sites"),
}


def layers_of(page: str, question: Question, choices: Choices) -> tuple[str, ...]:
    """The layers of a page's map where nobody has chosen any, as on a slide: those of the ledger for most pages."""
    return layers_begun(question, on_page(choices, page)) if page in OWN_LAYERS else LEDGER


def on_page(choices: Choices, page: str) -> Choices:
    """What may be asked, with the layers that the page begins with."""
    own = OWN_LAYERS.get(page)
    if own is None:
        return choices
    return replace(choices, layers_at_start=[e for e in choices.layers if e in own], begin=partial(_begun, page))


def _begun(page: str, choices: Choices, asked: Mapping[str, Any]) -> tuple[str, ...]:
    """The page's own layers, turned by every part of the question that is not as usual as its control would turn them:
    the first sentence speaks of what is asked, whoever has typed it, chosen it or followed a link.
    """
    question = Question(**{**asked, "layers": tuple(choices.layers_at_start)})
    for part in PARAMETERS:
        rule = RULES.get((page, part.field))
        if rule is not None and _told(asked[part.field]) != _told(part.usual(choices, asked)):
            question = rule(question)
    return tuple(each for each in question.layers if each in choices.layers)


def _told(value: Any) -> Any:
    """Of several values which, in whatever order they were chosen."""
    return frozenset(value) if isinstance(value, tuple) else value
