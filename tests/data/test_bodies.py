"""The records of the service bodies: nothing compiled is lost, dates agree, and the known answers come out."""

from __future__ import annotations

import calendar
import csv
import json
from collections import Counter
from datetime import date
from functools import cache

import pytest

from atlas.world import definition_of
from data.catalog import meta, read
from data.plans import Plan, read_plan, read_sources
from geo.coverage import Coverage, coverage
from geo.existence import drawn

END, START = date(2025, 12, 31), date(2020, 12, 31)
DEFINITIONS = ("national-approved", "national-operating", "any-rapid-body")
DAYS = (
    date(2012, 6, 30),
    date(2013, 12, 30),
    date(2018, 12, 18),
    date(2019, 4, 29),
    date(2020, 2, 29),
    START,
    date(2023, 4, 19),
    date(2023, 4, 20),
    date(2025, 5, 31),
    END,
)
CENTRES = ("protection_centre", "rapid_rights_centre")
# Compiled rows by category 01..09 (77 in all), and the few of them that are not bodies.
CATEGORY_SIZES = {"01": 7, "02": 8, "03": 7, "04": 7, "05": 10, "06": 10, "07": 12, "08": 13, "09": 3}
WITHOUT_A_CENTRE = "惠州 江门 肇庆 汕尾 揭阳 湛江 茂名 韶关 梅州 清远 河源 云浮"
COUNTS_ONLY = {"07-01", "07-02", "08-01", "08-02"}
KINDS = {
    "01": {"protection_centre"},
    "02": {"rapid_rights_centre"},
    "03": {"overseas_branch"},
    "04": {"court"},
    "05": {"filing_window", "examination_centre"},
    "06": {"operation_platform"},
    "07": {"information_outlet"},
    "08": {"rights_aid"},
}


@cache
def rows(set_id: str) -> list[dict[str, str]]:
    with meta(set_id).file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@cache
def plan() -> Plan:
    return read_plan("14-5")


def row(fact_ref: str) -> dict[str, str]:
    return next(each for each in rows("bodies") if each["fact_ref"] == fact_ref)


def counted(definition_id: str, as_of: date, without: tuple[str, ...] = ()) -> Coverage:
    bodies = read("bodies")
    kept = bodies[~bodies["id"].isin(without)]
    definition = definition_of(plan(), definition_id)
    return coverage(kept, read("body_counts"), plan().about["prefectures"], definition, as_of=as_of)


# --- nothing is lost


def test_every_compiled_row_landed_in_its_table_and_nothing_else_did() -> None:
    compiled = {f"{group}-{number:02d}" for group, size in CATEGORY_SIZES.items() for number in range(1, size + 1)}
    assert len(compiled) == 77
    areas = json.loads(meta("demonstration_areas").file.read_text(encoding="utf-8"))["features"]
    in_areas = [each["properties"]["fact_ref"] for each in areas]
    in_bodies = [each["fact_ref"] for each in rows("bodies")]
    assert sorted(in_areas) == ["09-01", "09-02", "09-03"]
    assert sorted(in_bodies) == sorted(compiled - COUNTS_ONLY - set(in_areas))
    assert {each["fact_ref"] for each in rows("body_counts")} == COUNTS_ONLY | {"08-06"}


def test_categories_became_kinds_and_the_special_rows_kept_their_nature() -> None:
    for each in rows("bodies"):
        assert each["kind"] in KINDS[each["fact_ref"][:2]]
    special = {each["fact_ref"]: each["record_type"] for each in rows("bodies") if each["record_type"] != "body"}
    assert special == {"03-05": "planned", "07-04": "planned", "08-10": "call"}


@pytest.mark.parametrize(
    ("evidence", "fact_refs"),
    [
        ("A1", "01-01 01-02 01-06 03-01 03-05 05-07 05-08 06-01 06-02 06-03 07-12 08-09 08-10 08-12 08-13"),
        ("B", "02-03 02-05 02-07 03-02 04-03 05-06 05-10 07-05"),
        ("C", "03-06 03-07 06-10 07-06 07-07 07-08 07-09 08-11"),
    ],
)
def test_evidence_is_as_compiled(evidence: str, fact_refs: str) -> None:
    found = {each["fact_ref"] for each in rows("bodies") if each["evidence"] == evidence}
    assert found == set(fact_refs.split())


def test_bodies_of_the_same_name_but_another_level_stay_apart() -> None:
    levels = {ref: (row(ref)["subkind"], row(ref)["level"]) for ref in ("08-03", "08-07", "08-08", "08-09", "08-12")}
    assert levels == {
        "08-03": ("provincial_subcentre", "provincial"),
        "08-07": ("municipal_rapid_centre", "municipal"),
        "08-08": ("municipal_rapid_centre", "municipal"),
        "08-09": ("district_protection_centre", "district"),
        "08-12": ("municipal_protection_centre", "municipal"),
    }
    national = [each["fact_ref"] for each in rows("bodies") if each["kind"] in CENTRES]
    assert all(row(ref)["level"] == "national" for ref in national)
    assert len(national) == 15


@pytest.mark.parametrize(
    ("fact_ref", "approved", "operating"),
    [
        ("01-01", ("2018-12-18", "exact"), ("2019-04-30", "exact")),
        ("01-02", ("", "unknown"), ("2018-12", "exact")),
        ("01-03", ("", "unknown"), ("2018-09", "not_later_than")),
        ("01-04", ("2021-05-19", "not_later_than"), ("", "unknown")),
        ("01-05", ("2020", "exact"), ("2023-04-20", "exact")),
        ("01-06", ("2020-02", "exact"), ("2022", "not_later_than")),
        ("01-07", ("2025-10", "exact"), ("", "unknown")),
        ("02-01", ("", "unknown"), ("2011-06", "exact")),
        ("02-02", ("2013-12", "exact"), ("2020", "not_later_than")),
        ("02-03", ("", "unknown"), ("", "unknown")),
        ("02-04", ("", "unknown"), ("2024-04", "not_later_than")),
        ("02-05", ("", "unknown"), ("", "unknown")),
        ("02-06", ("", "unknown"), ("2022", "not_later_than")),
        ("02-07", ("", "unknown"), ("", "unknown")),
        ("02-08", ("2025-05", "exact"), ("", "unknown")),
    ],
)
def test_the_dates_of_the_fifteen_centres_are_as_decided(
    fact_ref: str, approved: tuple[str, str], operating: tuple[str, str]
) -> None:
    body = row(fact_ref)
    assert (body["approved"], body["approved_bound"]) == approved
    assert (body["operating"], body["operating_bound"]) == operating
    before_the_plan = fact_ref not in {"01-07", "02-08"}
    assert body["counted_by"] == ("2020-12-31" if before_the_plan else "")


@pytest.mark.parametrize(
    ("fact_ref", "numbers"),
    [
        ("07-01", [(6, 6)]),
        ("07-02", [(3, 3)]),
        ("08-01", [(21, 21)]),
        ("08-02", [(16, 15), (10, 9), (217, 215)]),
        ("08-06", [(13, 13)]),
    ],
)
def test_published_counts_and_what_of_them_has_no_row(fact_ref: str, numbers: list[tuple[int, int]]) -> None:
    found = [(int(each["n"]), int(each["unplaced"])) for each in rows("body_counts") if each["fact_ref"] == fact_ref]
    assert found == numbers


def test_a_count_less_the_bodies_named_by_then_is_what_it_leaves_over() -> None:
    for each in rows("body_counts"):
        if each["fact_ref"] != "08-02":
            continue
        named = [
            body
            for body in rows("bodies")
            if (body["subkind"], body["record_type"]) == (each["subkind"], "body")
            and not (body["operating_bound"] == "exact" and begins(body["operating"]) > ends(each["as_of"]))
        ]
        # The one named sub-centre (中山) is of 2025-03: it is taken for one of the 16, so 15 are left.
        expected = 1 if each["subkind"] == "provincial_subcentre" else len(named)
        assert int(each["n"]) - int(each["unplaced"]) == expected, each["id"]


# --- every record is whole


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
    bounded = [each for each in rows("bodies") if each["not_before"]]
    assert {each["kind"] for each in bounded} >= {"protection_centre", "rapid_rights_centre"}
    assert all(each["notes"] for each in bounded)


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


# --- the answers that must come out


def test_at_the_end_of_2020_the_map_draws_six_and_seven_and_literally_five_and_two() -> None:
    bodies = read("bodies")
    for literal, wanted in ((False, (6, 7)), (True, (5, 2))):
        shown = bodies[drawn(bodies, START, literal=literal)["drawn"]]
        assert tuple(int((shown["kind"] == kind).sum()) for kind in CENTRES) == wanted


def test_national_approved_is_eight_to_nine_of_seventeen_and_below() -> None:
    found = counted("national-approved", END)
    assert (found.certain.count, found.best.count, found.possible.count) == (8, 9, 9)
    assert (found.n, found.needed, found.verdict) == (21, 17, "below")
    names = {each["adcode"]: each["name_zh"] for each in read("prefectures").to_dict("records")}
    short = {names[adcode].removesuffix("市") for adcode in found.certain.prefectures}
    assert short == {"广州", "深圳", "佛山", "珠海", "汕头", "东莞", "中山", "潮州"}
    assert {names[adcode].removesuffix("市") for adcode in set(found.best.prefectures)} - short == {"阳江"}
    none = {names[adcode].removesuffix("市") for adcode, state in found.per_prefecture.items() if state == "none"}
    assert none == set(WITHOUT_A_CENTRE.split())
    assert "rapid-rights-yangjiang-hardware" in found.pivotal


def test_any_rapid_body_is_open_because_fifteen_subcentres_have_no_known_place() -> None:
    found = counted("any-rapid-body", END)
    assert (found.certain.count, found.best.count, found.possible.count) == (8, 9, 21)
    assert (found.verdict, found.unplaced_bodies) == ("open", 15)


def test_the_provincial_centre_gives_guangzhou_nothing_by_itself() -> None:
    own = ("protection-centre-guangzhou", "rapid-rights-huadu-leather")
    assert counted("national-approved", END).per_prefecture["440100"] == "certain"
    assert counted("national-approved", END, without=own).per_prefecture["440100"] == "none"


def test_demonstration_areas_are_in_no_denominator() -> None:
    areas = set(read("demonstration_areas")["id"])
    found = counted("any-rapid-body", END)
    assert not areas & set(found.per_prefecture.index)
    assert list(found.per_prefecture.index) == list(plan().about["prefectures"])
    assert len(found.per_prefecture) == 21


# --- coverage once more, slowly, straight from the CSV


def ends(text: str) -> date:
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def begins(text: str) -> date:
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    return date(year, month or 1, day or 1)


def admits(record: dict[str, str], definition_id: str) -> bool:
    national = record["kind"] in CENTRES and record["level"] == "national"
    local = record["kind"] == "rights_aid" and record["subkind"] in {
        "provincial_subcentre",
        "municipal_rapid_centre",
        "municipal_protection_centre",
        "district_protection_centre",
    }
    return national or (local and definition_id == "any-rapid-body")


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


def standing(body: dict[str, str], definition_id: str, day: date) -> int:
    """3 certain, 2 best, 1 possible, 0 not at all: the sentences of the counting rule, one after another."""
    operating = definition_id == "national-operating"
    if impossible(body, operating, day):
        return 0
    runs = body["operating"] != "" and ends(body["operating"]) <= day
    dated = runs or (not operating and body["approved"] != "" and ends(body["approved"]) <= day)
    counted_in = not operating and body["counted_by"] != "" and ends(body["counted_by"]) <= day
    if dated and body["evidence"] in {"A1", "A2"}:
        return 3
    return 2 if dated or counted_in else 1


def slowly(definition_id: str, day: date, without: str = "") -> dict[str, int]:
    """Every prefecture with the standing of its surest body."""
    surest = dict.fromkeys(plan().about["prefectures"], 0)
    for body in rows("bodies"):
        if admits(body, definition_id) and body["serves"] != "province" and body["id"] != without:
            reached = max(surest[body["prefecture"]], standing(body, definition_id, day))
            surest[body["prefecture"]] = reached
    return surest


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("definition_id", DEFINITIONS)
def test_coverage_is_what_a_slow_reader_of_the_table_counts(definition_id: str, day: date) -> None:
    surest = slowly(definition_id, day)
    unnamed = sum(
        int(count["unplaced"])
        for count in rows("body_counts")
        if admits(count, definition_id) and (count["not_before"] == "" or begins(count["not_before"]) <= day)
    )
    known = sum(1 for reached in surest.values() if reached >= 1)
    found = counted(definition_id, day)
    assert found.certain.count == sum(1 for reached in surest.values() if reached == 3)
    assert found.best.count == sum(1 for reached in surest.values() if reached >= 2)
    assert found.possible.count == min(21, known + unnamed)
    words = {3: "certain", 2: "best", 1: "possible", 0: "none"}
    assert {adcode: words[reached] for adcode, reached in surest.items()} == found.per_prefecture.to_dict()
    alone = {each["id"] for each in rows("bodies") if slowly(definition_id, day, each["id"]) != surest}
    assert set(found.pivotal) == alone
