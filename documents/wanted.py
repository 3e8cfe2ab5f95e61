"""Which briefs are wanted, and in which forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atlas.page_layers import LEDGER
from atlas.question.choices import ALL, PROVINCE, SITING
from atlas.travel import Travel
from documents.office import Office

if TYPE_CHECKING:
    from atlas.inquiry import Inquiry
    from atlas.siting.ground import Loaded
    from atlas.siting.question import SitingQuestion
    from atlas.siting.search import Found

FORMS = ("docx", "pdf")
# Brief -> the page of its map, and the layers that it says itself; that of a prefecture shows what its page does.
MAPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    **dict.fromkeys((PROVINCE, ALL), ("coverage", LEDGER)),
    SITING: ("siting", ()),
}


@dataclass(frozen=True)
class Wanted:
    """What is to be made. which  all, province, siting or an adcode;  forms  docx, pdf or both

    siting, found  the question of siting for its brief, and what came of it where that is known
    loaded         what was loaded for it, None for nothing;  office  what it says of its paper
    travels        the matrices that the question counts by, for a process that holds none (atlas.ways.travels_of)
    """

    which: str
    forms: tuple[str, ...] = FORMS
    siting: SitingQuestion | None = None
    found: Found | None = None
    loaded: Loaded | None = None
    office: Office = field(default_factory=Office)
    travels: tuple[Travel, ...] = ()

    def stamp(self, inquiry: Inquiry) -> str:
        """What stands on the map of the brief."""
        page, layers = MAPS.get(self.which, ("prefecture", ()))
        return self.office.stamp_in_brief(inquiry, page, layers)
