"""Which layers the map of each page shows at first: those its answer is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from atlas.question.choices import Choices

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


def layers_of(page: str) -> tuple[str, ...]:
    """The layers of a page's map where nobody has chosen any, as in a brief: those of the ledger for most pages."""
    return OWN_LAYERS.get(page, LEDGER)


def on_page(choices: Choices, page: str) -> Choices:
    """What may be asked, with the layers that the page begins with."""
    own = OWN_LAYERS.get(page)
    return choices if own is None else replace(choices, layers_at_start=[e for e in choices.layers if e in own])
