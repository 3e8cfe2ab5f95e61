"""What each page is called: message ids, by the page's own word in its address."""

from __future__ import annotations

from collections.abc import Mapping

PAGE_TITLES: Mapping[str, str] = {
    "overview": "overview",
    "coverage": "coverage gaps",
    "compare": "comparison of regions",
    "plan": "plan indicators",
    "prefecture": "my prefecture",
    "siting": "siting",
    "briefing": "briefs",
    "data": "data and sources",
    "review": "check and correct",
    "manual": "manual",
}
OF_TEXT_ALONE = ("briefing", "data", "review", "manual")
WITH_A_MAP = tuple(page for page in PAGE_TITLES if page not in OF_TEXT_ALONE)
