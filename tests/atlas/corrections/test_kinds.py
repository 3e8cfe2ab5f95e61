"""Records of every kind are corrected by the same form, checks and releases: one declaration a kind."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from atlas.corrections.checks import faults_of
from atlas.corrections.effect import effect
from atlas.corrections.form import change_of, removal_of
from atlas.corrections.kinds import PLANNED, declared_of, kind_of_record, kinds, record_title, records_of
from atlas.corrections.released import Change, record_of, released, with_changes
from atlas.corrections.releases import restore
from atlas.faults import FaultError
from atlas.words import catalogue, say_in
from data.plans import read_plan
from tests.corrections import FIRST_REVIEWER, SHANTOU, SOURCE, new_store, published
from tests.worlds import the_atlas, usual_question

KINDS = tuple(kinds())
QUICK = ("titles", "demonstration_areas", "prefecture_indicators", "planned")
FEW = [each if each in QUICK else pytest.param(each, marks=pytest.mark.long) for each in KINDS]
# Of each kind: a record, what is entered, and a column in which it is then seen.
CHANGES = {
    "bodies": ("protection-centre-shantou", {"address": "试验路1号"}, "address"),
    "body_counts": ("count-tisc-2020", {"n": "８"}, "n"),
    "titles": ("title-01", {"until": "2026-06"}, "until"),
    "demonstration_areas": ("hengqin", {"area_km2_published": "107"}, "area_km2_published"),
    "prefecture_indicators": ("gdp | 440500 | 2023", {"value": "3160"}, "value"),
    "candidate_sites": ("park-14-01", {"name_zh": "试验园区"}, "name_zh"),
    "outcomes": ("outcome-01", {"value": "8", "value_text": "8家"}, "value"),
    "planned": ("planned-hengqin-operation", {"lat": "22.14"}, "lat"),
}


def entered(set_id: str, cells: dict[str, str], record: str = "", adcode: str = "") -> Change:
    return change_of(the_atlas(), set_id, record, cells, "wgs84", SOURCE, adcode)


def told(change: Change) -> str:
    return " ".join(each.sentence(str) for each in faults_of(the_atlas(), change))


def plain(text: str) -> float | str:
    return float(text) if re.fullmatch(r"[0-9.]+", text) else text


@pytest.mark.parametrize("set_id", KINDS)
def test_a_kind_asks_only_for_columns_that_are_declared_and_never_for_a_key_of_a_known_record(set_id: str) -> None:
    kind, declared = kinds()[set_id], declared_of(the_atlas(), set_id)
    for name in (*kind.title, *kind.asked, *kind.first, *kind.begins, *kind.same, *kind.same.values(), *kind.moved):
        assert name in declared.columns
    assert not set(declared.key) & set(kind.asked)
    assert records_of(the_atlas(), set_id).index.is_unique


def test_what_is_declared_of_every_kind_has_an_example_here() -> None:
    assert set(CHANGES) == set(KINDS)


@pytest.mark.parametrize("set_id", FEW)
def test_a_correction_of_each_kind_is_published_alone_cited_and_restored(set_id: str, tmp_path: Path) -> None:
    name, cells, column = CHANGES[set_id]
    change = entered(set_id, cells, name)
    assert told(change) == ""
    store = new_store(tmp_path)
    published(store, change)
    state = released(store)
    after = with_changes(the_atlas(), state.changes, "other")
    known, found = records_of(the_atlas(), set_id), records_of(after, set_id)
    assert list(found.index) == list(known.index)
    assert plain(str(found.at[name, column])) == plain(str((change.after or {})[column]))
    pd.testing.assert_frame_equal(found.drop(index=name), known.drop(index=name))
    if "sources" in found:
        assert str(found.at[name, "sources"]).endswith("correction-1")
    assert after.sources["correction-1"]["title"] == SOURCE["title"]
    restore(store, FIRST_REVIEWER, the_atlas(), 0)
    back = with_changes(the_atlas(), released(store).changes, "other")
    pd.testing.assert_frame_equal(records_of(back, set_id), known)


def test_an_area_that_is_corrected_keeps_its_outline_and_its_place_on_the_map() -> None:
    name, cells, _ = CHANGES["demonstration_areas"]
    before = the_atlas().world["demonstration_areas"]
    after = with_changes(the_atlas(), [entered("demonstration_areas", cells, name)], "other").world[
        "demonstration_areas"
    ]
    assert after.crs == before.crs
    assert after.geometry.geom_equals(before.geometry).all()


def test_a_planned_centre_is_moved_in_its_plan_and_in_no_other() -> None:
    name, cells, _ = CHANGES[PLANNED]
    change = entered(PLANNED, cells, name)
    after = with_changes(the_atlas(), [change], "other")
    (moved,) = [each for each in after.plan.planned if each.id == name]
    assert (moved.lat, moved.clause) == (22.14, "clause-hengqin")
    assert after.world.planned == after.plan.planned
    other = read_plan("13-5")
    elsewhere = with_changes(replace(the_atlas(), plan=other), [change], "other")
    assert elsewhere.plan.planned == other.planned


@pytest.mark.parametrize(
    ("set_id", "cells", "adcode"),
    [
        (
            "titles",
            {"category": "strong_county", "title_zh": "试验强县", "place_zh": "潮南区", "evidence": "B"},
            SHANTOU,
        ),
        (
            "body_counts",
            {
                **{"kind": "rights_aid", "subkind": "aid_station", "level": "municipal", "title_zh": "维权援助站"},
                **{"n": "3", "unplaced": "3", "as_of": "2024-12", "evidence": "B"},
            },
            SHANTOU,
        ),
        (
            "prefecture_indicators",
            {"indicator": "invention-grants-per-10k", "period": "２０２４", "value": "1.8", "evidence": "B"},
            SHANTOU,
        ),
        ("outcomes", {"target": "T001", "title_zh": "试验", "value": "9", "date": "2025-12", "evidence": "B"}, ""),
    ],
)  # fmt: skip
def test_one_is_added_where_none_was_known(set_id: str, cells: dict[str, str], adcode: str, tmp_path: Path) -> None:
    change = entered(set_id, cells, adcode=adcode)
    assert told(change) == ""
    published(store := new_store(tmp_path), change)
    after = with_changes(the_atlas(), released(store).changes, "other")
    assert list(records_of(after, set_id).index) == [*records_of(the_atlas(), set_id).index, change.record]
    record = record_of(after, set_id, change.record)
    assert record is not None
    assert record["sources"] == "correction-1"
    assert record.get("prefecture", "") == adcode


def test_a_value_that_is_there_already_is_corrected_and_not_added() -> None:
    again = {"indicator": "invention-grants-per-10k", "period": "2023", "value": "1", "evidence": "B"}
    with pytest.raises(FaultError, match="already"):
        entered("prefecture_indicators", again, adcode=SHANTOU)


def test_a_record_that_is_none_is_not_removed() -> None:
    with pytest.raises(LookupError, match="no-such-title"):
        removal_of(the_atlas(), "titles", "no-such-title", SOURCE)


def test_the_checks_of_an_upload_hold_for_a_correction_and_not_against_what_it_mends() -> None:
    name = CHANGES["prefecture_indicators"][0]
    lost = told(entered("prefecture_indicators", {"value": "31580"}, name))
    assert "decimal point" in lost
    # Had the shipped value lost its point, the true one would be no fault.
    wrong = with_changes(the_atlas(), [entered("prefecture_indicators", {"value": "31580"}, name)], "wrong")
    mended = change_of(wrong, "prefecture_indicators", name, {"value": "3158"}, "", SOURCE)
    assert [each.sentence(str) for each in faults_of(wrong, mended)] == []
    percent = next(each for each in the_atlas().plan.targets if each.unit_zh == "%")
    outcome = {"target": percent.id, "title_zh": "试验", "value": "0.4", "date": "2025-12", "evidence": "B"}
    assert "fraction" in told(entered("outcomes", outcome))


def test_a_fault_of_an_upload_is_said_in_the_language_of_the_page() -> None:
    wrong = entered("prefecture_indicators", {"value": "31580"}, CHANGES["prefecture_indicators"][0])
    (fault,) = faults_of(the_atlas(), wrong)
    assert "小数点" in fault.sentence(say_in("zh"))
    assert "{" not in FaultError(fault.message, **fault.parts).sentence(say_in("zh"))


def test_an_outcome_changes_the_conclusion_of_its_quantity() -> None:
    # 85.18 of 90 at the end of the plan, as published; 91 would be more than was asked for.
    found = effect(the_atlas(), usual_question(), [entered("outcomes", {"value": "91"}, "outcome-23")])
    assert found.targets == (("T051", "behind", "met"),)
    assert not found.nothing


def test_a_record_is_found_and_called_by_what_the_map_knows_of_it() -> None:
    assert [kind_of_record(the_atlas(), each) for each in ("hengqin", "planned-hengqin-operation", "coastal14")] == [
        "demonstration_areas",
        "planned",
        "",
    ]
    record = record_of(the_atlas(), "prefecture_indicators", CHANGES["prefecture_indicators"][0])
    assert record is not None
    assert record_title(the_atlas(), "prefecture_indicators", record, str) == "地区生产总值 · 2023"


@pytest.mark.long
@pytest.mark.parametrize("set_id", KINDS)
def test_no_shipped_record_has_a_fault(set_id: str) -> None:
    for each in records_of(the_atlas(), set_id).index[:150]:
        record = record_of(the_atlas(), set_id, each)
        assert faults_of(the_atlas(), Change(set_id, each, record, record, SOURCE)) == [], each


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_of_every_kind_has_a_word(language: str) -> None:
    """Forms offer them, and the queue shows those of columns that nobody is asked about as well."""
    known = catalogue(language)._catalog
    columns = (each for set_id in KINDS for each in declared_of(the_atlas(), set_id).columns.items())
    codes = {code for name, said in columns if "evidence" not in name for code in said.get("allowed") or ()}
    areas = set(the_atlas().world["demonstration_areas"]["id"])
    assert sorted(code for code in codes - areas if code not in known) == []
