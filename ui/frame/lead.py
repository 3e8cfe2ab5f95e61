"""The first sentence of a page, above all else: what a leader reads in three seconds."""

from __future__ import annotations

from typing import Any

from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.question.choices import Choices
from layers import safe


def show_lead(place: Any, inquiry: Inquiry, choices: Choices, page: str) -> None:
    """The sentence of the records, and under it that of what is supposed."""
    found = None
    if page == "siting":
        # The solver costs a second of start that readers of other pages need not wait for.
        from ui.parts import searches  # noqa: PLC0415

        found = searches.found_of(inquiry, choices)
    told = "".join(f"<p>{safe.for_html(each)}</p>" for each in lead(page, inquiry, found))
    if told:
        place.html(f'<div class="lead" role="status">{told}</div>')
