"""What the siting page answers, as JSON: the search of its form with the certificate, and what the scenario changes."""

from __future__ import annotations

from typing import Any

from atlas.question.question import Asked
from atlas.siting import ground as siting
from atlas.siting import sentences as site_words
from atlas.siting.question import from_text
from atlas.siting.search import Found, Loaded, faults, question_of, work
from atlas.whatif import whatif_answer
from atlas.words import say_in
from atlas.world import Known, usual_sites
from geo.siting import Clock


def answer(known: Known, asked: Asked) -> dict[str, Any]:
    """One JSON object: search, by_body (a sentence), what_if (None without a scenario)."""
    zones = [zone["id"] for zone in known.world.zones if "short_zh" in zone]
    form, _ = from_text(asked.siting, usual_sites(known.plan), (*zones, *known.prefectures))
    say = say_in(known.world.language)
    refused = faults(known, form, asked, Loaded(), say)
    if refused:
        found = Found(question_of(form, asked, Loaded()), refused=refused[0])
    else:
        found = work(known, asked, form, Loaded(), Clock(float(form.limit_s)), lambda _now: False)
    return {
        "search": _told(known, found),
        "by_body": site_words.by_body(siting.by_body(known, asked), say),
        "what_if": whatif_answer(known, asked) if asked.scenario else None,
    }


def _told(known: Known, found: Found) -> dict[str, Any]:
    if found.refused or found.on is None:
        return {"refused": found.refused}
    if found.studied is not None:
        points, built = found.studied.points, found.studied.built
        return {"points": points.to_dict("records"), "build_order": built.to_dict("records")}
    if found.answer is None:
        return {"refused": ""}
    told = siting.site_answer(known, found.question, found.on, found.answer)
    return {name: value for name, value in told.items() if name != "seconds"}
