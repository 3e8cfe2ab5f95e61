"""The records as they were compiled to the end of 2025, row by row, and the answers counted from them by hand.

They hold for that compilation: with a later one (another `as_of`) they have served, and the contracts go on.
"""

from __future__ import annotations

import json
from datetime import date

import pytest

from atlas.plan import definition_of
from data.catalog import meta, read
from data.plans import read_plan
from geo.coverage import Coverage, coverage
from tests.data.compilation import compiled_to
from tests.oracles import begins, ends
from tests.worlds import rows

pytestmark = compiled_to("2025-12-31", "bodies", "body_counts", "demonstration_areas")
END = date(2025, 12, 31)
CENTRES = ("protection_centre", "rapid_rights_centre")
# Compiled rows by category 01..09 (77 in all), with the 9 that were added in November 2026, and the few of them that
# are not bodies.
CATEGORY_SIZES = {"01": 7, "02": 8, "03": 7, "04": 7, "05": 11, "06": 10, "07": 16, "08": 17, "09": 3}
WITHOUT_A_CENTRE = "惠州 江门 肇庆 汕尾 揭阳 湛江 茂名 韶关 梅州 清远 河源 云浮"
COUNTS_ONLY = {"07-01", "07-02", "08-01", "08-02"}
# A group without names or number (third batch of municipal outlets), and a place where no body was found (清远).
WITHOUT_A_RECORD = {"07-15", "08-17"}
KINDS = {
    "01": {"protection_centre"},
    "02": {"rapid_rights_centre"},
    "03": {"overseas_branch"},
    "04": {"court"},
    "05": {"filing_window", "examination_centre", "rights_aid"},
    "06": {"operation_platform"},
    "07": {"information_outlet"},
    "08": {"rights_aid"},
}


def row(fact_ref: str) -> dict[str, str]:
    return next(each for each in rows("bodies") if each["fact_ref"] == fact_ref)


def counted(definition_id: str, as_of: date, without: tuple[str, ...] = ()) -> Coverage:
    plan, bodies = read_plan("14-5"), read("bodies")
    kept = bodies[~bodies["id"].isin(without)]
    definition = definition_of(plan, definition_id)
    return coverage(kept, read("body_counts"), plan.about["prefectures"], definition, as_of=as_of)


def test_every_compiled_row_landed_in_its_table_and_nothing_else_did() -> None:
    compiled = {f"{group}-{number:02d}" for group, size in CATEGORY_SIZES.items() for number in range(1, size + 1)}
    assert len(compiled) == 77 + 9
    areas = json.loads(meta("demonstration_areas").file.read_text(encoding="utf-8"))["features"]
    in_areas = [each["properties"]["fact_ref"] for each in areas]
    in_bodies = [each["fact_ref"] for each in rows("bodies")]
    assert sorted(in_areas) == ["09-01", "09-02", "09-03"]
    assert sorted(in_bodies) == sorted(compiled - COUNTS_ONLY - WITHOUT_A_RECORD - set(in_areas))
    assert {each["fact_ref"] for each in rows("body_counts")} == COUNTS_ONLY | {"08-06"}


def test_categories_became_kinds_and_the_special_rows_kept_their_nature() -> None:
    for each in rows("bodies"):
        assert each["kind"] in KINDS[each["fact_ref"][:2]]
    special = {each["fact_ref"]: each["record_type"] for each in rows("bodies") if each["record_type"] != "body"}
    assert special == {
        "03-05": "planned",
        "07-04": "planned",
        "08-10": "call",
        "08-15": "planned",
        "08-16": "planned",
    }
    assert [each["fact_ref"] for each in rows("bodies") if each["subkind"] == "customs_centre"] == ["05-11"]


@pytest.mark.parametrize(
    ("evidence", "fact_refs"),
    [
        (
            "A1",
            "01-01 01-02 01-06 03-01 03-05 05-07 05-08 06-01 06-02 06-03 07-12 07-14 08-09 08-10 08-12 08-13 08-15"
            " 08-16",
        ),
        ("B", "02-03 02-05 02-07 03-02 04-03 05-10 07-05"),
        ("C", "03-06 03-07 06-10 07-06 07-07 07-08 07-09 07-16 08-11"),
    ],
)
def test_evidence_is_as_compiled(evidence: str, fact_refs: str) -> None:
    found = {each["fact_ref"] for each in rows("bodies") if each["evidence"] == evidence}
    assert found == set(fact_refs.split())


def test_bodies_of_the_same_name_but_another_level_stay_apart() -> None:
    refs = ("08-03", "08-07", "08-08", "08-09", "08-12", "08-14")
    levels = {ref: (row(ref)["subkind"], row(ref)["level"]) for ref in refs}
    assert levels == {
        "08-03": ("provincial_subcentre", "provincial"),
        "08-07": ("municipal_rapid_centre", "municipal"),
        "08-08": ("municipal_rapid_centre", "municipal"),
        "08-09": ("district_protection_centre", "district"),
        "08-12": ("municipal_protection_centre", "municipal"),
        "08-14": ("municipal_protection_centre", "municipal"),
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
        ("01-05", ("2020", "exact"), ("2022-07-01", "exact")),
        ("01-06", ("2020-02", "exact"), ("2022", "not_later_than")),
        ("01-07", ("2025-10", "exact"), ("", "unknown")),
        ("02-01", ("", "unknown"), ("2011-06", "exact")),
        ("02-02", ("2013-12", "exact"), ("2016", "not_later_than")),
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
