"""Map count = table count = data count, for random states, against an oracle that reads the tables row by row."""

from __future__ import annotations

import random

import pytest

from atlas.map_state import Proposed, view_of, with_proposed
from atlas.question.question import Question
from layers import all_layers, decide
from layers.base import derived
from tests.oracles import ends, operates, read_signs, stands
from tests.worlds import random_question, rows, the_atlas

STATES = 100
SEED = 20251231


def expected(layer_id: str, question: Question) -> set[str]:
    """Ids a layer must show, from the raw tables."""
    layer = next(each for each in all_layers() if each.id == layer_id)
    if layer.kinds:
        return {
            row["id"] for row in rows("bodies") if row["kind"] in layer.kinds and row["lon"] and stands(row, question)
        }
    if layer_id in ("strong-cities", "gi-zones"):
        mine = [
            row
            for row in rows("titles")
            if row["category"] in layer.legend
            and row["prefecture"]
            and row["prefecture"] != "440000"
            and row["evidence"] != "C"
        ]
        begun = [row for row in mine if not row["since"] or ends(row["since"]) <= question.as_of]
        return {
            row["id"]
            for row in begun
            if not (row["until"] and ends(row["until"]) < question.as_of)
            or not any(other["place_zh"] == row["place_zh"] and other["since"] > row["since"] for other in begun)
        }
    if layer_id == "reach-rings":
        operating = question.definition == "national-operating"
        return {
            f"ring-{row['id']}"
            for row in rows("bodies")
            if row["kind"] in question.kinds
            and row["lon"]
            and stands(row, question)
            and (not operating or operates(row, question))
        }
    if layer_id == "parks":
        return {
            row["id"]
            for row in rows("candidate_sites")
            if row["evidence"] != "C"
            and (
                not question.industry
                or not row["industries"]
                or question.industry in f"{row['industries']}; {row['accepted_as']}".split("; ")
            )
        }
    asked_for = {"difference": question.against, "two-measures": question.other_measure, "clusters": question.clusters}
    asked_for["travel-places"] = question.distance.startswith("own-")
    if not asked_for.get(layer_id, True):
        return set()
    if layer_id == "proposed-sites":
        return set()  # known to a session's search only
    if layer_id == "demonstration-areas":
        areas = the_atlas().world["demonstration_areas"]
        return {row["id"] for row in areas.to_dict("records") if ends(row["established"]) <= question.as_of}
    return set(derived(layer.features, the_atlas().world)["id"])


@pytest.mark.parametrize("fifth", [0, *(pytest.param(each, marks=pytest.mark.long) for each in range(1, 5))])
def test_map_table_and_data_agree_for_500_random_states(fifth: int) -> None:
    source = random.Random(SEED + fifth)
    for _ in range(STATES):
        question = random_question(source)
        found = view_of(the_atlas(), question)
        counts = decide.count(found.decision, question.layers)
        table = decide.table(the_atlas().world, found.decision, question.layers, {})
        told = {layer: read_signs(layer, found.message[layer]) for layer in question.layers}
        for layer in question.layers:
            wanted = expected(layer, question)
            assert set(found.decision[layer].index) == wanted, (layer, question)
            assert counts[layer] == len(wanted) == len(told[layer]), (layer, question)
            assert told[layer] == dict(found.decision[layer]), (layer, question)
            assert set(table.loc[table["layer"] == layer, "id"]) == wanted, (layer, question)


def test_an_unknown_layer_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match="'moon' is not known"):
        decide.count({}, ["moon"])


def test_what_a_search_proposes_is_drawn_and_nothing_else_changes() -> None:
    found = view_of(the_atlas(), random_question(random.Random(SEED)))
    seats = [f"site-{row['adcode']}" for row in rows("county_seats")]
    sites = {seats[3]: "proposed", seats[40]: "locked", seats[41]: "banned"}
    state = with_proposed(the_atlas(), found, Proposed(sites))
    told = state["classes"]
    assert read_signs("proposed-sites", told["proposed-sites"]) == sites
    assert {**told, "proposed-sites": found.message["proposed-sites"]} == found.message
    assert state["extra"] == list(found.extra)
    nothing = with_proposed(the_atlas(), found, Proposed())
    assert nothing == {"classes": found.message, "extra": list(found.extra)}
