"""What the audit of November 2026 brought: every row landed in a table of the project, or is named here with the reason
why it has none.

Rows are named by what they speak of; see compiled/test_bodies.py for how long such tests hold.
"""

from __future__ import annotations

import pytest

from data.catalog import read
from data.plans import read_plan, read_sources
from tests.data.compilation import compiled_to
from tests.worlds import rows

pytestmark = compiled_to("2025-12-31", "bodies", "titles", "outcomes")

# Single values of the audit that are no dated figure.
NO_FIGURE = {
    ("茂名", "国家高新技术企业"): "derived from a growth over five years whose end is not printed",
    ("惠州", "国家高新技术企业"): "undated, evidence C",
}

# Row of the audit's list of bodies -> the record that holds it, and what it now says.
BODIES = {
    "01-05": {"operating": "2022-07-01", "operating_bound": "exact"},
    "02-02": {"operating": "2016", "operating_bound": "not_later_than"},
    "08-12": {"approved": "2022-09", "operating": "2023-04-26"},
    "08-07": {"operating": "2024", "operating_bound": "not_later_than", "status": "in_operation"},
    "08-08": {"operating": "", "status": "approved"},
    "07-10": {"approved": "", "operating": "2022-06", "operating_bound": "not_later_than"},
    "05-06": {"name_zh": "深圳国家知识产权局专利代办处", "evidence": "A2"},
    "06-03": {"county": "440304", "address": "福田区CFC 1号楼43层"},
    "05-03": {"operating": "2022-08-17", "operating_bound": "exact"},  # confirmed as it was
    "08-14": {"subkind": "municipal_protection_centre", "prefecture": "441900", "operating": "2023-02-28"},
    "08-15": {"record_type": "planned", "prefecture": "440800", "operating": "", "approved": ""},
    "08-16": {"record_type": "planned", "prefecture": "440800", "operating": "", "approved": ""},
    "07-13": {"subkind": "national_outlet", "operating": "2023-10-24"},
    "07-14": {"subkind": "tisc", "operating": "2022-08-23"},
    "07-16": {"evidence": "C", "lon": ""},
    "05-11": {"subkind": "customs_centre", "operating": "2017-04-19"},
}
NO_BODY = {
    "07-15": "a third batch of municipal outlets: neither names nor a number are published",
    "08-17": "no sub-centre at Qingyuan in 2022-01: said in the notes of the count of sub-centres",
}
# Rows of the audit's list of outcomes that need no row of their own.
NO_OUTCOME = {
    "一核一带一区 沿海经济带口径": "the sources and the note of the zone coastal14",
    "创新集群排名日期": "the date of outcome-09 and the note of T097",
    "2023 机构数": "read again and right: outcome-02, outcome-04 and the counts of bodies stay as they are",
    "PCT国际专利申请 (广东)": "read again at its source and right: outcome-16, now of evidence A1",
}
OUTCOMES = {
    "T084": ["outcome-22"],
    "T051": ["outcome-23"],
    "T059": ["outcome-24"],
    "T050": ["outcome-25"],
    "T054": ["outcome-26"],
    "T052": ["outcome-27"],
    "T053": ["outcome-28"],
    "": ["outcome-29", "outcome-32", "outcome-33", "outcome-34", "outcome-39", "outcome-40", "outcome-41"],
    "T023": ["outcome-30"],
    "T060": ["outcome-31"],
    "T049": ["outcome-35"],
    "T055": ["outcome-36"],
    "T056": ["outcome-37"],
    "T075": ["outcome-38"],
    "T074": ["outcome-42"],
}


@pytest.mark.parametrize("fact_ref", BODIES)
def test_a_correction_or_a_new_body_stands_in_its_record(fact_ref: str) -> None:
    body = next(each for each in rows("bodies") if each["fact_ref"] == fact_ref)
    assert {part: body[part] for part in BODIES[fact_ref]} == BODIES[fact_ref]


def test_the_rows_without_a_body_are_the_two_that_have_none() -> None:
    assert not {each["fact_ref"] for each in rows("bodies")} & set(NO_BODY)
    note = next(each["notes"] for each in rows("body_counts") if each["id"] == "count-subcentres-2023")
    assert "清远" in note
    assert len(BODIES) + len(NO_BODY) == 18


def test_every_outcome_of_the_audit_is_a_row_or_named_here() -> None:
    """24 rows; the one of geographical indications became two: the counts, and the products on the EU list."""
    found: dict[str, list[str]] = {}
    for each in rows("outcomes")[21:]:
        found.setdefault(each["target"] or each["context"], []).append(each["id"])
    assert found == OUTCOMES
    assert sum(len(each) for each in found.values()) + len(NO_OUTCOME) == 24 + 1


def test_the_rows_without_an_outcome_stand_where_they_are_said_to() -> None:
    zone = next(each for each in read_plan("14-5").zones if each.id == "coastal14")
    assert set(zone.sources) <= set(read_sources())
    assert "只有数" in str(zone.note_zh)
    outcomes = {each["id"]: each for each in rows("outcomes")}
    assert outcomes["outcome-09"]["date"] == "2025-09-01"
    assert outcomes["outcome-16"]["evidence"] == "A1"


def test_dates_and_years_of_the_plan_are_those_of_its_sentences() -> None:
    targets = {each.id: each for plan in ("13-5", "14-5") for each in read_plan(plan).targets}
    assert read_plan("14-5").about.issued == "2022-03-31"
    assert {targets[each].base_year for each in ("T013", "T022", "T084")} == {"2016-2020"}
    assert {targets[each].target_year for each in ("T065", "T093", "T096")} == {None}
    assert "2025-09-01" in str(targets["T097"].notes)


def test_two_place_names_are_spelt_right_wherever_they_stand() -> None:
    names = {*read("demand_points")["name_zh"], *read("county_seats")["place_zh"]}
    assert {"湖寮镇", "织篢镇"} <= names
    assert not {"糊寮镇", "织箦镇"} & names


def test_the_two_indicators_hold_every_year_of_all_21_and_their_sum() -> None:
    values = [
        each for each in rows("prefecture_indicators") if each["indicator"] in ("industrial-firms", "science-spending")
    ]
    cells = {(each["indicator"], each["period"], each["prefecture"]) for each in values}
    assert len(values) == len(cells) == (5 + 6) * 22
    low = next(
        each
        for each in values
        if (each["indicator"], each["prefecture"], each["period"]) == ("science-spending", "445300", "2022")
    )
    assert (low["value"], low["evidence"]) == ("6354", "A2")
    assert "存疑" in low["notes"], "printed so, and marked"


def test_the_single_values_landed_but_for_two_without_a_date() -> None:
    figures = {(each["place_zh"], each["indicator_zh"]) for each in rows("place_figures")}
    assert not figures & set(NO_FIGURE)
    assert len(rows("place_figures")) - 119 + len(NO_FIGURE) == 59
