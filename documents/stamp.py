"""What stands on every map that leaves the house: that it is a sketch, or the number that this very map was granted."""

from __future__ import annotations

from datetime import date

from atlas.inquiry import Inquiry
from atlas.words import Say
from data.print_settings import PrintSettings


def stamp_of(inquiry: Inquiry, page: str, settings: PrintSettings, say: Say, today: date) -> str:
    """The granted number where it holds for this map, else the usual words. What is supposed was never reviewed."""
    granted, question = settings.map_number, inquiry.question
    if granted is None or question.supposes or question.against is not None:
        return say("sketch map, not reviewed, not for public use")
    plan = str(inquiry.atlas.plan.about["id"])
    if not granted.holds(plan=plan, page=page, layers=question.layers, today=today):
        return say("sketch map, not reviewed, not for public use")
    return say("map review number {number}").format(number=granted.number)
