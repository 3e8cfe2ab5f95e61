"""Which page answers a question in words, and which of its parts that page looks at."""

from __future__ import annotations

from collections.abc import Mapping

from atlas.asked.parts import SITING, Clause
from atlas.page_titles import OF_TEXT_ALONE

OVERVIEW, COVERAGE, COMPARE, PLAN, PREFECTURE, PLACES = (
    "overview",
    "coverage",
    "compare",
    "plan",
    "prefecture",
    "siting",
)
MAPPED = (OVERVIEW, COVERAGE, COMPARE, PLACES)
LANDS = ("id", "county", "zone")
CONDITIONS = ("date", "year", "industry", "evidence", "dates", "radius", "kinds", "borders", "weight")
# Page -> the roles it looks at; what else is said is told as not used.
USES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(OF_TEXT_ALONE, frozenset[str]()),
    OVERVIEW: frozenset({"date", "year", "definition", "industry", "evidence", "dates", "selected", *LANDS[:2]}),
    COVERAGE: frozenset({*CONDITIONS, "definition", "access", "selected", *LANDS}),
    COMPARE: frozenset({*CONDITIONS, "measure", "id", "zone"}),
    PLAN: frozenset({"date", "year", "board", "card"}),
    PREFECTURE: frozenset({*CONDITIONS, "definition", "id", "county"}),
    PLACES: frozenset({*CONDITIONS, "count", "next", "share", "prefectures", "id", "zone"}),
    "briefing": frozenset({"date", "year", "definition"}),
}
# Part of the grammar -> value -> the pages on which it is answered.
ANSWERS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "topic": {
        "lack": frozenset({OVERVIEW, COVERAGE, PREFECTURE}),
        "missing": frozenset({OVERVIEW, COMPARE, PREFECTURE}),
        "reach": frozenset({COVERAGE, COMPARE, PREFECTURE, PLACES}),
        "gap": frozenset({COVERAGE, PREFECTURE}),
        "serves": frozenset({OVERVIEW, COVERAGE, PREFECTURE}),
        "where": frozenset({OVERVIEW, COVERAGE, COMPARE, PREFECTURE, PLACES}),
        "rank": frozenset({COMPARE, PREFECTURE}),
        "target": frozenset({PLAN, PLACES}),
        "built": frozenset[str](),
        **dict.fromkeys(SITING, frozenset({PLACES})),
    },
    "per": {
        "prefecture": frozenset({OVERVIEW, COMPARE, PLACES, PREFECTURE}),
        "county": frozenset({COVERAGE, PREFECTURE, PLACES}),
        "zone": frozenset({COMPARE, COVERAGE}),
        "each": frozenset({COMPARE, PLAN}),
    },
    "extreme": {
        "least": frozenset({COMPARE, COVERAGE, PREFECTURE, PLACES}),
        "most": frozenset({COMPARE, COVERAGE, PREFECTURE, PLACES}),
    },
}


def page_of(clause: Clause, present: str) -> str:
    """The page that answers; `present`, where the reader is, when the question may be put to any."""
    if clause.of("page"):
        return clause.of("page")[0].value
    for page, fits in (
        (PLACES, _is_siting),
        (PLAN, _is_plan),
        (COMPARE, _is_comparison),
        (PREFECTURE, _is_of_one_prefecture),
        (COVERAGE, _is_coverage),
    ):
        if fits(clause):
            return page
    if clause.topics or clause.of("definition") or present not in MAPPED:
        return OVERVIEW
    if clause.of("selected", *LANDS) and present != COVERAGE:
        return OVERVIEW
    fitting = all(each.role in USES[present] for each in clause.parts)
    return present if fitting else OVERVIEW


def _per(clause: Clause) -> set[str]:
    return {each.value for each in clause.of("per")}


def _is_siting(clause: Clause) -> bool:
    return bool(clause.topics & SITING or clause.of("next"))


def _is_plan(clause: Clause) -> bool:
    return bool(clause.of("card", "board") or "target" in clause.topics)


def _is_comparison(clause: Clause) -> bool:
    lands = len({each.value for each in clause.of("id", "zone")})
    if clause.of("measure") or lands > 1 or _lacks_a_kind(clause):
        return True
    if has_a_kind(clause) and not clause.of("id"):
        return True
    if clause.of("id", "county") or "county" in _per(clause):
        return False
    ranked = bool(clause.of("extreme") or {"rank", "reach"} & clause.topics or clause.of("radius", "borders"))
    return "rank" in clause.topics or (ranked and bool(_per(clause)))


def _lacks_a_kind(clause: Clause) -> bool:
    """Whether it is asked where bodies of a kind, or those of a zone, are missing: their number tells it."""
    return "missing" in clause.topics and bool(clause.of("kinds", "zone")) and not clause.of("id", "county")


def has_a_kind(clause: Clause) -> bool:
    """Whether it is asked which lands have bodies of a kind, or most of them: their number tells it as well."""
    lands = len({each.value for each in clause.of("id", "zone")})
    of_each = {"prefecture", "zone"} & _per(clause) or "rank" in clause.topics or lands > 1
    of_reach = clause.topics - {"rank"} or clause.of("radius", "borders", "weight", "share", "count", "county")
    return bool(clause.of("kinds") and of_each and not of_reach)


def _is_of_one_prefecture(clause: Clause) -> bool:
    asked = clause.topics or clause.of("per", "extreme", "definition", *CONDITIONS)
    return bool(asked and clause.of("id", "county"))


def _is_coverage(clause: Clause) -> bool:
    if clause.of("zone", "radius", "borders", "access", "kinds") or {"reach", "gap"} & clause.topics:
        return True
    return "county" in _per(clause)
