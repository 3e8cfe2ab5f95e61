"""A card that names a definition of people counts the prefectures whose residents are served, not those with a body."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from atlas.headline import Card, card
from atlas.words import say_in
from tests.addresses import SCENARIO
from tests.atlas.definitions import admits, exists, qualifying
from tests.worlds import rows, the_atlas, toml, usual_question

DEFINITIONS = {
    each["id"]: each for each in toml("plans/14-5/definitions.toml")["definition"] if each.get("rule") == "access"
}
DAYS = [date(2016, 12, 31), date(2020, 12, 31), date(2025, 12, 31)]


def card_of(named: str, **changes: Any) -> Card:
    declared = {"id": f"card of {named}", "title_zh": "可及", "kind": "coverage", "definition": named}
    return card(the_atlas(), usual_question(**changes), say_in("zh"), declared)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("name", DEFINITIONS)
def test_its_figure_line_verdict_and_records_are_those_of_its_definition(name: str, day: date) -> None:
    definition, found = DEFINITIONS[name], card_of(name, as_of=day)
    certain, best, possible = (len(qualifying(definition, each, day)) for each in ("certain", "best", "possible"))
    assert found.figure == f"{best}/21"
    more = f" · 可能 {possible}" if possible > best else ""
    assert found.lines[0] == f"确证 {certain} · 需 17{more}"
    assert found.tone == ("met" if certain >= 17 else "open" if possible >= 17 else "below")
    assert f"还差 {17 - best}" in found.lines[1] or found.tone != "below"
    stands = {
        row["id"] for row in rows("bodies") if admits(definition, row) and exists(row, "approved", "possible", day)
    }
    assert set(found.records["id"]) == stands
    assert found.explain == definition["explain_zh"]


def test_it_does_not_count_as_the_definition_that_the_reader_has_chosen() -> None:
    told = {each: card_of("reach-100km-80pct", definition=each) for each in ("national-approved", "any-rapid-body")}
    wide, narrow = (each.figure for each in told.values())
    assert wide == narrow
    assert {card_of(each).figure for each in DEFINITIONS} != {card_of("national-approved").figure}


def test_by_another_way_of_distance_it_is_another_card() -> None:
    day, name = DAYS[-1], "reach-50km-80pct"
    told = [card_of(name, as_of=day, distance=each) for each in ("detour", "by-distance")]
    assert told[0].result is not told[1].result


def test_what_is_supposed_stands_beside_the_records() -> None:
    name = "reach-50km-80pct"
    real, found = card_of(name), card_of(name, scenario=SCENARIO)
    assert found.figure.startswith(f"{real.figure} → ")
    assert found.supposes
    assert not found.supposed.empty
    assert found.result is not None
    assert real.result is not None
    assert found.result.best.count == real.result.best.count, "the result behind the card is of the records"
