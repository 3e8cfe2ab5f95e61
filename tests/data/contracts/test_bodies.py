"""What every record of a service body must keep, and coverage counted once more by a slow reader of the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest

from atlas.plan import definition_of
from data.catalog import read
from data.plan import Plan
from data.plan_models import Definition
from data.plans import read_sources
from geo.coverage import Coverage, coverage
from tests.oracles import begins, ends
from tests.worlds import rows, the_atlas

DAYS = (
    date(2012, 6, 30),
    date(2013, 12, 30),
    date(2018, 12, 18),
    date(2019, 4, 29),
    date(2020, 2, 29),
    date(2020, 12, 31),
    date(2023, 4, 19),
    date(2023, 4, 20),
    date(2025, 5, 31),
    date(2025, 12, 31),
)
PLAN: Plan = the_atlas().plan
# Every way of counting bodies that the plan declares: one more definition is one more row here.
DEFINITIONS = {each.id: each for each in PLAN.definitions if each.rule is None and each.admits}


def counted(definition_id: str, as_of: date, without: tuple[str, ...] = ()) -> Coverage:
    bodies = read("bodies")
    kept = bodies[~bodies["id"].isin(without)]
    return coverage(kept, read("body_counts"), PLAN.about.prefectures, definition_of(PLAN, definition_id), as_of=as_of)


def test_a_date_is_empty_exactly_when_its_bound_is_unknown() -> None:
    for each in rows("bodies"):
        for stage in ("approved", "operating"):
            assert (each[stage] == "") == (each[f"{stage}_bound"] == "unknown"), each["id"]


def test_no_exact_approval_is_later_than_the_operation_and_nothing_precedes_its_lower_bound() -> None:
    for each in rows("bodies"):
        if each["approved_bound"] == "exact" and each["operating"]:
            assert begins(each["approved"]) <= ends(each["operating"]), each["id"]
        for stage in ("approved", "operating"):
            if each["not_before"] and each[stage]:
                assert begins(each["not_before"]) <= ends(each[stage]), each["id"]


def test_a_lower_bound_is_explained_in_the_notes() -> None:
    assert all(each["notes"] for each in rows("bodies") if each["not_before"])


def test_a_point_comes_with_its_precision_and_lies_in_the_box_of_the_province() -> None:
    widths = {
        "city_seat": {15.0},
        "district_seat": {8.0},
        "town_seat": {3.0},
        "subdistrict": {3.0},
        "area_centre": {3.0},
        "street": {0.5, 1.0},
    }
    for each in rows("bodies"):
        if each["position"] == "none":
            assert (each["lon"], each["lat"], each["position_km"]) == ("", "", ""), each["id"]
            continue
        assert float(each["position_km"]) in widths[each["position"]], each["id"]
        assert 109.5 < float(each["lon"]) < 117.5
        assert 20.0 < float(each["lat"]) < 25.6


def test_a_named_county_belongs_to_the_named_prefecture() -> None:
    for set_id in ("bodies", "body_counts", "titles"):
        for each in rows(set_id):
            if each["county"]:
                assert each["county"][:4] == each["prefecture"][:4], each["id"]


def test_every_source_resolves_and_a_record_that_counts_has_one() -> None:
    sources = set(read_sources())
    for set_id in ("bodies", "body_counts", "titles", "outcomes"):
        for each in rows(set_id):
            named = [source for source in each["sources"].split("; ") if source]
            assert set(named) <= sources, each["id"]
            if each["evidence"] in {"A1", "A2"}:
                assert named, each["id"]


def test_sources_are_listed_once_and_only_whole_addresses_are_shown() -> None:
    sources = read_sources()
    twice = Counter((each["title"], each["publisher"], each.get("date", "")) for each in sources.values())
    assert max(twice.values()) == 1
    for each in sources.values():
        assert each["title"]
        assert each["publisher"]
        assert each["evidence"] in {"A1", "A2", "B", "C"}
        assert each.get("url", "https://").startswith(("http://", "https://"))


def test_evidence_is_no_better_than_the_best_source() -> None:
    sources, order = read_sources(), ["A1", "A2", "B", "C"]
    for each in rows("bodies"):
        named = [sources[source]["evidence"] for source in each["sources"].split("; ") if source]
        if named:
            assert order.index(each["evidence"]) >= min(order.index(level) for level in named), each["id"]


def test_demonstration_areas_are_in_no_denominator() -> None:
    for definition_id in DEFINITIONS:
        found = counted(definition_id, DAYS[-1])
        assert list(found.per_prefecture.index) == PLAN.about.prefectures


# --- coverage once more, slowly, straight from the CSV


def admits(record: Mapping[str, str], definition: Definition) -> bool:
    """Any one sort the definition names, in all that it says of it."""
    return any(
        all(not wanted or record[column] in wanted for column, wanted in said)
        for said in (
            (("kind", each.kinds), ("subkind", each.subkinds), ("level", each.levels)) for each in definition.admits
        )
    )


def impossible(body: dict[str, str], operating: bool, day: date) -> bool:
    """Whether something excludes the body from having reached the stage by the day."""
    if body["record_type"] != "body" or body["evidence"] == "C":
        return True
    if body["not_before"] and begins(body["not_before"]) > day:
        return True
    if body["approved_bound"] == "exact" and begins(body["approved"]) > day:
        return True
    late = body["operating_bound"] == "exact" and begins(body["operating"]) > day
    return operating and (late or body["status"] == "approved")


def standing(body: dict[str, str], definition: Definition, day: date) -> int:
    """3 certain, 2 best, 1 possible, 0 not at all: the sentences of the counting rule, one after another."""
    operating = definition.stage == "operating"
    if impossible(body, operating, day):
        return 0
    runs = body["operating"] != "" and ends(body["operating"]) <= day
    dated = runs or (not operating and body["approved"] != "" and ends(body["approved"]) <= day)
    counted_in = not operating and body["counted_by"] != "" and ends(body["counted_by"]) <= day
    if dated and body["evidence"] in {"A1", "A2"}:
        return 3
    return 2 if dated or counted_in else 1


def slowly(definition: Definition, day: date, without: str = "") -> dict[str, int]:
    """Every prefecture with the standing of its surest body."""
    surest = dict.fromkeys(PLAN.about.prefectures, 0)
    for body in rows("bodies"):
        if admits(body, definition) and body["serves"] != "province" and body["id"] != without:
            surest[body["prefecture"]] = max(surest[body["prefecture"]], standing(body, definition, day))
    return surest


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("definition_id", DEFINITIONS)
def test_coverage_is_what_a_slow_reader_of_the_table_counts(definition_id: str, day: date) -> None:
    definition = DEFINITIONS[definition_id]
    surest = slowly(definition, day)
    unnamed = sum(
        int(count["unplaced"])
        for count in rows("body_counts")
        if admits(count, definition) and (count["not_before"] == "" or begins(count["not_before"]) <= day)
    )
    named = sum(1 for reached in surest.values() if reached >= 1)
    found = counted(definition_id, day)
    assert found.certain.count == sum(1 for reached in surest.values() if reached == 3)
    assert found.best.count == sum(1 for reached in surest.values() if reached >= 2)
    assert found.possible.count == min(len(surest), named + unnamed)
    words = {3: "certain", 2: "best", 1: "possible", 0: "none"}
    assert {adcode: words[reached] for adcode, reached in surest.items()} == found.per_prefecture.to_dict()
    alone = {each["id"] for each in rows("bodies") if slowly(definition, day, each["id"]) != surest}
    assert set(found.pivotal) == alone
