"""One file a page: read, compute, show. Here is which pages there are, in the order of the navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from atlas.atlas import Atlas
from atlas.map_state import Proposed
from atlas.page_layers import OWN_LAYERS
from atlas.question.choices import Choices
from atlas.question.question import Question
from layers import safe
from ui.desks import briefing, compare, coverage, manual, overview, plan, prefecture, review, siting, sources
from ui.parts.shown import Shown


@dataclass(frozen=True)
class Page:
    """One page: its address, title (a message id) and icon, and what writes it.

    layers  what its map shows at first, () for the overview's;  look  widths of map and text, "no-map" with controls
                            alone, "alone" without them
    about_one_place  the map goes to the prefecture asked about;  sites  candidates that it shows
    """

    path: str
    title: str
    icon: str
    show: Callable[[Shown], None]
    layers: tuple[str, ...] = ()
    look: str = ""
    about_one_place: bool = False
    sites: Callable[[Atlas, Question, Choices], Proposed] | None = None


ALONE = "alone"
WITHOUT_MAP = ("no-map", ALONE)
PAGES = (
    Page("overview", "overview", ":material/map:", overview.show_desk),
    Page("coverage", "coverage gaps", ":material/grid_off:", coverage.show_desk, OWN_LAYERS["coverage"]),
    Page("compare", "comparison of regions", ":material/bar_chart:", compare.show_desk, OWN_LAYERS["compare"], "even"),
    Page("plan", "plan indicators", ":material/checklist:", plan.show_desk, look="narrow-map"),
    Page(
        "prefecture",
        "my prefecture",
        ":material/location_city:",
        prefecture.show_desk,
        OWN_LAYERS["prefecture"],
        "even",
        about_one_place=True,
    ),
    Page(
        "siting",
        "siting",
        ":material/add_location_alt:",
        siting.show_desk,
        OWN_LAYERS["siting"],
        "even",
        sites=siting.proposed,
    ),
    Page("briefing", "briefs", ":material/description:", briefing.show_desk, look="no-map"),
    Page("data", "data and sources", ":material/database:", sources.show_desk, look=ALONE),
    Page("review", "check and correct", ":material/rate_review:", review.show_desk, look=ALONE),
    Page("manual", "manual", ":material/menu_book:", manual.show_desk, look=ALONE),
)


def run_of(page: Page, hand: Callable[[], Shown]) -> Callable[[], None]:
    """What Streamlit runs for a page: its look, then the page itself, handed what it shows."""

    def run() -> None:
        shown = hand()
        if page.look:
            st.html(f"<style>{LOOKS[page.look]}</style>")
        if page.look not in WITHOUT_MAP and not page.about_one_place:
            # Those who listen need the name of the page as its first heading; the others see it in the navigation.
            shown.aside.html(f'<h1 class="unseen">{safe.for_html(shown.say(page.title))}</h1>')
        page.show(shown)

    run.__name__ = page.path
    return run


def _widths(map_part: int, text_part: int) -> str:
    return f".st-key-stage {{ --map: {map_part}fr; --text: {text_part}fr; }}"


def _without(*parts: str) -> str:
    """With what Streamlit wraps around them, which would keep a gap each."""
    return f'[data-testid="stLayoutWrapper"]:has(> :is({", ".join(parts)})) {{ display: none; }}'


def _without_map() -> str:
    """Of the stage the notices alone, over the whole width; nothing where there are none."""
    return (
        _without('.st-key-stage > * > [data-testid="stHorizontalBlock"]')
        + " .st-key-stage { display: block !important; }"
        + ' [data-testid="stLayoutWrapper"]:has(> .st-key-stage):not(:has(.st-key-notices > *)) { display: none; }'
    )


LOOKS = {
    "even": _widths(9, 8),
    "narrow-map": _widths(6, 10),
    "no-map": _without_map() + _without(".st-key-lead"),
    ALONE: _without_map() + _without(".st-key-controls", ".st-key-lead"),
}
