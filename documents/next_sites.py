"""The next centres as a proven answer, in one sentence: what the siting page would say."""

from __future__ import annotations

from atlas.inquiry import Inquiry
from atlas.siting.ground import Loaded
from atlas.siting.question import SitingQuestion
from atlas.siting.search import Found, search
from geo.siting import Clock

CENTRES = 3
# Three sites among the parks take a twentieth of a second; a plan with many more candidates may take longer.
LIMIT_S = 20.0


def usual_search(inquiry: Inquiry) -> Found:
    """The few sites that bring most into reach, kept with the atlas."""
    from atlas.atlas import siting_choices  # noqa: PLC0415 -- the solver costs a second of start

    siting = siting_choices(inquiry.atlas).usual.with_changes(question="most", p=CENTRES)
    return inquiry.once("next sites", lambda: _searched(inquiry, siting))


def _searched(inquiry: Inquiry, siting: SitingQuestion) -> Found:
    return search(inquiry.atlas, inquiry.question, siting, Loaded(), Clock(LIMIT_S)).kept()


def next_sites(inquiry: Inquiry) -> str:
    """The first sentence of the siting page for the usual candidates."""
    from atlas.siting.lead import siting_lead  # noqa: PLC0415

    # Suppositions are labelled by whoever asks: here the plain sentence of one question.
    return siting_lead(inquiry, usual_search(inquiry))[0]
